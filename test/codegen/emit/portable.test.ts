import { describe, expect, it } from "vitest";
import { checkLint, lint } from "../../../codegen/emit/portable.js";
import type { JsonSchema, ToolDefinition } from "../../../src/tools/call/tool.js";
import { annotationsOf } from "../../../src/tools/policy/effects.js";
import { odooError } from "../../support/fixtures.js";

const tool = (changes: Partial<ToolDefinition> = {}): ToolDefinition => ({
  name: "a_b_search",
  title: "Search",
  description: "Find it.",
  inputSchema: { type: "object", properties: {}, additionalProperties: false },
  outputSchema: { type: "object", properties: {}, additionalProperties: false },
  annotations: annotationsOf("read"),
  ...changes,
});
const withProperty = (schema: JsonSchema) =>
  tool({ inputSchema: { type: "object", properties: { it: schema }, additionalProperties: false } });

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
    ["arguments that take anything", tool({ inputSchema: { type: "object", properties: {} } })],
    [
      "a result that is no object",
      tool({ outputSchema: { type: "string" } as unknown as ToolDefinition["outputSchema"] }),
    ],
    ["a combinator", withProperty({ anyOf: [{ type: "string" }] })],
    ["a reference", withProperty({ $ref: "#" })],
    ["a constant", withProperty({ const: 1 })],
    ["two types", withProperty({ type: ["string", "null"] })],
    ["a tuple", withProperty({ type: "array", items: [{ type: "string" }] })],
    ["a list of no type", withProperty({ type: "array" })],
    ["an enum of numbers", withProperty({ enum: [1, 2] })],
    ["an enum of 31", withProperty({ enum: Array.from({ length: 31 }, (_, index) => `k${index}`) })],
    ["an enum with one twice", withProperty({ enum: ["a", "a"] })],
    ["a nested fault", withProperty({ type: "array", items: { type: "object", properties: { x: { not: {} } } } })],
    ["a property required that is not there", withProperty({ type: "object", properties: {}, required: ["x"] })],
    ["a required list of none", withProperty({ type: "object", properties: {}, required: [] })],
  ])("finds %s", (_, wrong) => {
    expect(lint([wrong])).toHaveLength(1);
    expect(() => checkLint([wrong])).toThrow(odooError("settings", "not suit every client"));
  });

  it("finds two tools of one name", () => {
    expect(lint([tool(), tool()])).toEqual(["a_b_search: two tools have this name."]);
  });
});
