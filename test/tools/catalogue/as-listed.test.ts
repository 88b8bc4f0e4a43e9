import { expect, it } from "vitest";
import type { ToolDefinition } from "../../../src/tools/call/tool.js";
import { asListed } from "../../../src/tools/catalogue/as-listed.js";

const outputOf = (outputSchema: ToolDefinition["outputSchema"]) =>
  asListed({ name: "x", outputSchema } as ToolDefinition).outputSchema;

it("a listed tool answers what the server adds, before and behind its own", () => {
  const { properties = {} } = outputOf({ type: "object", properties: { count: { type: "integer" } } });
  expect(Object.keys(properties as object)).toEqual(["notice", "count", "left_out"]);
});

it("a tool that answers what another does is listed as it is", () => {
  expect(outputOf({ type: "object" })).toEqual({ type: "object" });
});
