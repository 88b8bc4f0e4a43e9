import { describe, expect, it } from "vitest";
import { catalogue } from "../../../codegen/emit/catalogue.js";
import { camelCase, shortName, toolName } from "../../../codegen/plan/names.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith, schemaWith } from "../../support/fixtures.js";

const LONG = "x.name_of_a_model.that_is_too_long_for_a_tool";

describe("a name", () => {
  it.each([
    ["sale.order", "sale_order"],
    ["x_studio.Thing-2", "x_studio_thing_2"],
    [LONG, "x_name_of_a_model_that_is_too_l_f68a15"],
  ])("of the model %s begins with %s", (model, name) => {
    expect(shortName(model)).toBe(name);
  });

  it.each([
    ["sale_order", { operation: "search" }, "sale_order_search"],
    ["sale_order", { operation: "act", button: { name: "Action_Go", label: "" } }, "sale_order_action_go"],
  ] as const)("of a tool of %s that does %j is %s", (module, purpose, name) => {
    expect(toolName(module, purpose)).toBe(name);
  });

  it("of a tool has 48 characters at most, and differs where what is cut differs", () => {
    const names = ["a", "b"].map((end) =>
      toolName("sale_order", { operation: "act", button: { name: `action_${"x".repeat(50)}${end}`, label: "" } }),
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^sale_order_action_x{23}_[0-9a-f]{6}$/);
  });

  it.each([
    ["sale_order", "saleOrder"],
    ["x_1", "x1"],
    ["default", "defaultModel"],
    ["define_model", "defineModelModel"],
  ])("of the export of %s is %s", (module, name) => {
    expect(camelCase(module)).toBe(name);
  });
});

/** Former names by tool, of models with a search and maybe a button. */
function aliasesOf(models: Record<string, object>, button?: string) {
  const schema: Schema = schemaWith(Object.fromEntries(Object.keys(models).map((name) => [name, { a: fieldWith() }])));
  const entries = Object.entries(models).map(([name, entry]) => [
    name,
    { operations: ["search"], buttons: button ? [button] : false, ...entry },
  ]);
  const { manifest } = catalogue(schema, configWith(Object.fromEntries(entries)));
  return manifest.aliases ?? {};
}

describe("a former name", () => {
  it("is made of the model's own name and of former aliases", () => {
    expect(aliasesOf({ "a.b": { alias: "new", formerly: ["old", "older"] } })).toEqual({
      a_b_search: "new_search",
      old_search: "new_search",
      older_search: "new_search",
    });
  });

  it("of a tool whose name is cut is what it was called then", () => {
    const button = `action_${"send_the_quotation_by_".repeat(2)}email`;
    const press = { operation: "act", button: { name: button, label: "" } } as const;
    const now = toolName("new", press);
    expect(now).toHaveLength(48);
    expect(aliasesOf({ "a.b": { alias: "new", formerly: ["a_former_alias"] } }, button)).toMatchObject({
      [toolName("a_b", press)]: now,
      [toolName("a_former_alias", press)]: now,
    });
  });

  it("that another tool has now is left to it", () => {
    expect(aliasesOf({ "a.b": { alias: "new" }, "c.d": { alias: "a_b" } })).toEqual({ c_d_search: "a_b_search" });
    const counted = { "a.b": { alias: "new", formerly: ["search"], operations: ["count"] } };
    expect(aliasesOf(counted)).toEqual({ a_b_count: "new_count" });
  });

  it("that two tools had is nobody's", () => {
    const both = { "a.b": { alias: "b", formerly: ["old"] }, "a.c": { alias: "c", formerly: ["old"] } };
    expect(aliasesOf(both)).toEqual({ a_b_search: "b_search", a_c_search: "c_search" });
  });
});
