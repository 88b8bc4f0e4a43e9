import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { checkLint, lint } from "../../../codegen/emit/portable.js";
import type { JsonSchema, ServedTool, ToolDefinition } from "../../../src/tools/call/tool.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { searchTools } from "../../../src/tools/catalogue/search-tools.js";
import { annotationsOf } from "../../../src/tools/policy/effects.js";
import { odooError } from "../../support/fixtures.js";

const tool = (changes: Partial<ToolDefinition> = {}): ToolDefinition => ({
  name: "a_b_search",
  title: "Search",
  description: "Find it.",
  inputSchema: { type: "object", properties: {} },
  outputSchema: { type: "object", properties: {} },
  annotations: annotationsOf("read"),
  ...changes,
});
const withArgument = (schema: JsonSchema) => tool({ inputSchema: { type: "object", properties: { it: schema } } });
const TEXT = { type: "string" };

describe("the lint", () => {
  it("finds nothing in a tool that suits every client", () => {
    expect(lint([tool()])).toEqual([]);
    expect(() => checkLint([tool()])).not.toThrow();
  });

  it.each<[string, ToolDefinition]>([
    ["a name in capitals", tool({ name: "A_search" })],
    ["a name of 49 characters", tool({ name: "a".repeat(49) })],
    ["a name with a dot", tool({ name: "a.b" })],
    ["an empty title", tool({ title: "" })],
    ["a title with an invisible character", tool({ title: "a\u200bb" })],
    ["a description of two lines", tool({ description: "a\nb" })],
    ["a description without end", tool({ description: "a".repeat(601) })],
    ["three annotations", tool({ annotations: { readOnlyHint: true } as unknown as ToolDefinition["annotations"] })],
    ["a result that is no object", tool({ outputSchema: TEXT as unknown as ToolDefinition["outputSchema"] })],
  ])("finds %s", (_, wrong) => {
    expect(lint([wrong])).toHaveLength(1);
    expect(() => checkLint([wrong])).toThrow(odooError("settings", "not suit every client"));
  });

  it.each<[string, schema: JsonSchema, finding: RegExp]>([
    ["a reference", { ...TEXT, $ref: "#" }, /^a_b_search in\.it: Gemini refuses \$ref\.$/],
    ["definitions", { ...TEXT, $defs: {} }, /Gemini refuses \$defs/],
    ["a constant", { ...TEXT, const: "a" }, /Gemini refuses const/],
    ["a negation", { ...TEXT, not: {} }, /Gemini refuses not/],
    ["one of several", { ...TEXT, oneOf: [] }, /Gemini refuses oneOf/],
    ["all of several", { ...TEXT, allOf: [] }, /Gemini refuses allOf/],
    ["properties by pattern", { type: "object", patternProperties: {} }, /Gemini refuses patternProperties/],
    ["a tuple", { type: "array", items: TEXT, prefixItems: [] }, /Gemini refuses prefixItems/],
    ["a tuple of old", { type: "array", items: [TEXT] }, /Anthropic and Gemini refuse a schema for each/],
    ["a default", { ...TEXT, default: "a" }, /Gemini refuses, in some versions, default/],
    ["a pattern", { ...TEXT, pattern: "a" }, /VS Code drops for some models pattern/],
    ["a keyword of which nothing is known", { ...TEXT, contentEncoding: "base64" }, /Some client may refuse content/],
    ["an object closed to others", { type: "object", additionalProperties: false }, /LangChain .* without a hint/],
    ["several types", { type: ["string", "null"] }, /Gemini refuses a list of types/],
    ["no such type", { type: "date" }, /none of JSON Schema's/],
    ["no type", {}, /Gemini refuses what has no type/],
    ["no type within a list", { type: "array", items: {} }, /it\[\]: Gemini refuses what has no type/],
    ["no items", { type: "array" }, /Gemini, OpenAI and VS Code refuse a list without items/],
    ["a day", { ...TEXT, format: "date" }, /Gemini refuses a format other than date-time/],
    [
      "any of several, and more",
      { anyOf: [TEXT, { type: "number" }], description: "a" },
      /Gemini refuses anyOf beside/,
    ],
    ["any of one", { anyOf: [TEXT] }, /anyOf are not several/],
    ["a fault in one of several", { anyOf: [TEXT, {}] }, /it\(2\): Gemini refuses what has no type/],
    ["an enum of numbers", { type: "integer", enum: ["1"] }, /Gemini refuses an enum of other things than texts/],
    ["an enum with an empty text", { ...TEXT, enum: ["", "a"] }, /Gemini refuses an enum with an empty text/],
    ["an enum of 31", { ...TEXT, enum: Array.from({ length: 31 }, (_, index) => `k${index}`) }, /not 1 to 30/],
    ["an enum with one twice", { ...TEXT, enum: ["a", "a"] }, /not 1 to 30 different texts/],
    ["a property required that is not there", { type: "object", properties: {}, required: ["x"] }, /Gemini refuses to/],
    ["a required list of none", { type: "object", properties: {}, required: [] }, /draft 4.* refuses an empty list/],
    ["a name in Greek", { type: "object", properties: { x_ποσό: TEXT } }, /Anthropic refuses a property's name/],
    ["a description of two lines", { ...TEXT, description: "a\nb" }, /not one plain line/],
    ["a nested fault", { type: "array", items: { type: "object", properties: { x: {} } } }, /it\[\]\.x: Gemini/],
  ])("finds %s in arguments", (_, schema, finding) => {
    const found = lint([withArgument(schema)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(finding);
  });

  it("finds any of several instead of an object", () => {
    const inputSchema = { type: "object", anyOf: [TEXT, TEXT] } as unknown as ToolDefinition["inputSchema"];
    const found = lint([tool({ inputSchema })]).join(" ");
    expect(found).toContain("Anthropic, OpenAI and VS Code refuse anyOf at the root");
    expect(found).toContain("VS Code makes anything but an object empty");
  });

  it("leaves it to results to be null, or of no one type", () => {
    const properties = { it: { description: "JSON" }, next: { anyOf: [{ type: "integer" }, { type: "null" }] } };
    expect(lint([tool({ outputSchema: { type: "object", properties } })])).toEqual([]);
    expect(lint([tool({ inputSchema: { type: "object", properties: { next: { type: "null" } } } })])).toHaveLength(1);
    expect(lint([tool({ outputSchema: { type: "object", properties: { next: { type: "nil" } } } })])).toHaveLength(1);
  });

  it("finds two tools of one name", () => {
    expect(lint([tool(), tool()])).toEqual(["a_b_search: two tools have this name."]);
  });
});

it.each<[string, readonly ServedTool[]]>([
  ["the generic tools", GENERIC_TOOLS],
  ["the tools that find and call others", searchTools(GENERIC_TOOLS, () => undefined, false)],
])("finds nothing in %s", (_, tools) => {
  expect(lint(tools.map(({ definition }) => definition))).toEqual([]);
});

/** As VS Code checks what a model sends: types are made to fit, and a schema that does not compile is not checked by. */
function asVsCodeSends(schema: JsonSchema, args: Record<string, unknown>): unknown {
  const sent = structuredClone(args);
  try {
    new Ajv({ coerceTypes: true, logger: false }).compile(schema)(sent);
  } catch {
    return args;
  }
  return sent;
}

it("VS Code leaves the values of a domain as they are", () => {
  const search = GENERIC_TOOLS.find(({ definition }) => definition.name === "search_records");
  const domain = [
    "|",
    ["id", "=", 5],
    ["zip", "=", "01000"],
    ["active", "=", true],
    ["phone", "!=", false],
    ["x", "=", null],
  ];
  const args = { model: "res.partner", domain };
  expect(asVsCodeSends(search?.definition.inputSchema as JsonSchema, args)).toEqual(args);
});
