import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  COMPANY_AND_LANGUAGE,
  ID,
  jsonSchemaOf,
  objectSchema,
  orNull,
  recordSchema,
  resultSchema,
} from "../../../src/tools/catalogue/json-schemas.js";

describe("the JSON Schema of arguments", () => {
  it.each<[what: string, schema: z.ZodType, listed: object]>([
    ["a description", z.string().describe("Which."), { type: "string", description: "Which." }],
    [
      "no default, which some clients refuse",
      z.int().min(1).max(9).default(5),
      { type: "integer", minimum: 1, maximum: 9 },
    ],
    ["no limit that nobody comes near", z.int().min(0), { type: "integer", minimum: 0 }],
    [
      "no length of a list beyond 100",
      z.array(z.string()).min(1).max(1000),
      { type: "array", items: { type: "string" }, minItems: 1 },
    ],
    ["the type of what a check of our own takes", z.custom(() => true).meta({ type: "integer" }), { type: "integer" }],
    [
      "what goes in, not what a transformation makes of it",
      z.array(z.string()).transform((texts) => texts.length),
      { type: "array", items: { type: "string" } },
    ],
    [
      "objects within, of which it does not say that they are closed",
      z.array(z.strictObject({ id: z.int().min(1), note: z.string().optional() })),
      {
        type: "array",
        items: {
          type: "object",
          properties: { id: { type: "integer", minimum: 1 }, note: { type: "string" } },
          required: ["id"],
        },
      },
    ],
  ])("has %s", (_, schema, listed) => {
    const { properties } = jsonSchemaOf(z.strictObject({ argument: schema }));
    expect(JSON.stringify(properties.argument)).toBe(JSON.stringify(listed));
  });

  it("names what is required in the order of the arguments", () => {
    const schema = z.strictObject({
      b: z.string(),
      a: z.string().optional(),
      c: z.unknown().meta({ type: "array", items: {} }),
    });
    expect(jsonSchemaOf(schema)).toMatchObject({ required: ["b", "c"] });
  });
});

describe("the JSON Schema of arguments in brief", () => {
  it.each<[what: string, schema: z.ZodType, listed: object]>([
    [
      "the brief description",
      z.string().meta({ description: "All of it.", brief: "It." }),
      { type: "string", description: "It." },
    ],
    ["none where that is empty", z.string().meta({ description: "All of it.", brief: "" }), { type: "string" }],
    [
      "the description where there is no other",
      z.string().describe("All of it."),
      { type: "string", description: "All of it." },
    ],
    ["no limits", z.int().min(1).max(9).default(5), { type: "integer" }],
    ["no limits of lists", z.array(z.string()).min(1).max(5).optional(), { type: "array", items: { type: "string" } }],
  ])("has %s", (_, schema, listed) => {
    const { properties } = jsonSchemaOf(z.strictObject({ argument: schema }), "brief");
    expect(JSON.stringify(properties.argument)).toBe(JSON.stringify(listed));
  });

  it("is required as the whole is, of an object within too", () => {
    const inner = z.strictObject({ a: z.string().meta({ description: "All.", brief: "" }), b: z.string().optional() });
    expect(jsonSchemaOf(z.strictObject({ list: z.array(inner), c: z.string().optional() }), "brief")).toEqual({
      properties: {
        list: {
          type: "array",
          items: {
            type: "object",
            properties: { a: { type: "string" }, b: { type: "string" } },
            required: ["a"],
          },
        },
        c: { type: "string" },
      },
      required: ["list"],
    });
  });
});

it("every tool takes a company and a language", () => {
  expect(COMPANY_AND_LANGUAGE.whole).toEqual({
    company_id: { type: "integer", description: "In this company alone." },
    lang: { type: "string", description: "Language, such as fr_FR." },
  });
  expect(COMPANY_AND_LANGUAGE.brief).toEqual({ company_id: { type: "integer" }, lang: { type: "string" } });
});

it("an object of arguments requires nothing it need not", () => {
  expect(objectSchema({ a: {} })).toEqual({ type: "object", properties: { a: {} } });
});

it("a result may have an error instead, and what a server adds", () => {
  expect(resultSchema({ a: ID })).toEqual({ type: "object", properties: { a: ID, error: { type: "object" } } });
});

it("what may be empty is one of two schemas, for some clients refuse a list of types", () => {
  expect(orNull(ID)).toEqual({ anyOf: [{ type: "integer" }, { type: "null" }] });
});

it("a record has its id, and other fields than are told", () => {
  const properties = { id: { type: "integer" }, name: { type: "string" } };
  expect(recordSchema({ name: { type: "string" } })).toEqual({ type: "object", properties, required: ["id"] });
});
