import { describe, expect, it } from "vitest";
import { argumentsOf, commonArguments } from "../../../codegen/catalog/arguments.js";
import { catalogView } from "../../../codegen/catalog/view.js";
import type { JsonSchema, ToolDefinition } from "../../../src/tools/call/tool.js";
import { COMPANY_AND_LANGUAGE } from "../../../src/tools/catalogue/json-schemas.js";
import { committedConfig, committedSchema } from "../../support/fixtures.js";

const tool = (properties: Record<string, JsonSchema>, required: string[] = []) =>
  ({ inputSchema: { type: "object", properties, required } }) as unknown as ToolDefinition;

describe("the arguments of a tool", () => {
  it("are listed top down, with what they hold", () => {
    const values = {
      type: "object",
      required: ["lang"],
      properties: {
        lang: { type: "string", description: "Language", enum: ["en", "fr"] },
        lines: { type: "array", items: { type: "object", properties: { qty: { type: "number" } } } },
      },
    };
    const ids = { type: "array", items: { type: "integer" }, minItems: 1, maxItems: 9 };
    expect(
      argumentsOf(tool({ ids, values }, ["values"])).map(({ name, depth, type, required }) => [
        name,
        depth,
        type,
        required,
      ]),
    ).toEqual([
      ["ids", 0, "array of integer, at least 1 at most 9", false],
      ["values", 0, "object", true],
      ["lang", 1, "string", true],
      ["lines", 1, "array of object", false],
      ["qty", 2, "number", false],
    ]);
  });

  it("tell the values allowed, also of what a list holds", () => {
    const own = { type: "string", enum: ["a", "b"] };
    expect(argumentsOf(tool({ own, list: { type: "array", items: own } })).map(({ values }) => values)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  it("leave out those that every tool takes, which are told once", () => {
    expect(commonArguments().map(({ name }) => name)).toEqual(Object.keys(COMPANY_AND_LANGUAGE.whole));
    for (const { tools } of catalogView(committedSchema(), committedConfig()).models)
      for (const { arguments: own } of tools)
        for (const { name, depth } of own) if (depth === 0) expect(COMPANY_AND_LANGUAGE.whole).not.toHaveProperty(name);
  });
});
