import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  COMPANY_AND_LANGUAGE,
  jsonSchemaOf,
  objectSchema,
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
      "objects within, closed as they are",
      z.array(z.strictObject({ id: z.int().min(1), note: z.string().optional() })),
      {
        type: "array",
        items: {
          type: "object",
          properties: { id: { type: "integer", minimum: 1 }, note: { type: "string" } },
          required: ["id"],
          additionalProperties: false,
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

it("every tool takes a company and a language", () => {
  expect(COMPANY_AND_LANGUAGE).toEqual({
    company_id: { type: "integer", description: "In this company alone." },
    lang: { type: "string", description: "Language, such as fr_FR." },
  });
});

it("an object is closed, and requires nothing it need not", () => {
  expect(objectSchema({ a: {} })).toEqual({ type: "object", properties: { a: {} }, additionalProperties: false });
  expect(resultSchema({})).toEqual(objectSchema({ error: { type: "object" } }));
});
