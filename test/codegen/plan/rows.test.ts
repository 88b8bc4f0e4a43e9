import { describe, expect, it } from "vitest";
import { plan } from "../../../codegen/plan/plan.js";
import type { Column, Field, Schema } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith } from "../../support/fixtures.js";

const fields: Record<string, Field> = {
  order_id: fieldWith({ type: "many2one", relation: "a.b", needed: { reason: "flag" } }),
  sequence: fieldWith({ type: "integer" }),
  product: fieldWith({ type: "many2one", relation: "a.product" }),
  template: fieldWith({ type: "many2one", relation: "a.template", store: false, depends: ["product"] }),
  text: fieldWith({ needed: { reason: "onchange", unless: ["product"] } }),
  quantity: fieldWith({ type: "float" }),
  subtotal: fieldWith({ type: "float", readonly: true }),
};

const named = (...names: string[]): Column[] => names.map((name) => ({ name }));

/** How a line of `a.b` is shown. */
function row(columns: readonly Column[], own: Record<string, Field> = fields, form: string[] = []) {
  const lines = fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" });
  const views = { form: [{ name: "lines", columns }], list: [], search: [], buttons: [] };
  const schema: Schema = {
    series: "19.0",
    models: {
      "a.b": { name: "a.b", label: "A", fields: { lines }, views },
      "a.line": { name: "a.line", label: "Line", fields: own, views: { ...views, form: named(...form) } },
    },
  };
  return plan(schema, configWith({ "a.*": {} }))
    .models.find(({ name }) => name === "a.b")
    ?.rows.get("lines");
}

describe("a line of a model that the config does not name", () => {
  const lines = fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" });
  const views = { form: [{ name: "lines", columns: named("product", "quantity") }], list: [], search: [], buttons: [] };
  const { needed: _, ...text } = fields.text as Field;
  const schema: Schema = {
    series: "19.0",
    models: { "a.b": { name: "a.b", label: "A", fields: { lines }, views } },
    lines: { "a.line": { name: "a.line", label: "a.line", fields: { ...fields, text } } },
  };
  const shown = (policy: Record<string, unknown> = {}) =>
    plan(schema, configWith({ "a.b": {} }, { policy })).models[0]?.rows.get("lines");

  it("is shown like any other", () => {
    expect(shown()?.shown).toEqual(["product", "quantity"]);
    expect(shown()?.required).toEqual([]);
  });

  it("shows no field that the policy closes", () => {
    expect(shown({ "a.line": { denyFields: ["product"] } })?.shown).toEqual(["quantity"]);
  });
});

describe("a line inside another model's tool", () => {
  it("shows the columns in which the form edits it, but for what sorts and what cannot be written", () => {
    expect(row(named("sequence", "quantity", "subtotal", "text"))?.shown).toEqual(["text", "quantity"]);
  });

  it("shows first what is demanded", () => {
    const columns = [...named("quantity"), { name: "product", required: "not note" }, ...named("text")];
    const shown = row(columns);
    expect(shown?.shown).toEqual(["product", "text", "quantity"]);
    expect(shown?.requiredWhen).toEqual(new Map([["product", "not note"]]));
  });

  it("shows no column that Odoo makes of another one and does not store", () => {
    const columns = [
      { name: "template", required: "not note" },
      { name: "product", required: "not note" },
    ];
    expect(row(columns)?.shown).toEqual(["product", "text"]);
    expect(row(named("template"))?.shown).toEqual(["text", "template"]);
  });

  it("needs nothing of the field that points back, which Odoo fills in", () => {
    expect(row(named("quantity"))?.required).toEqual([]);
    expect(row(named("order_id", "quantity"))?.shown).not.toContain("order_id");
  });

  it("shows at most twelve columns, and what is demanded beside", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, fieldWith()]));
    expect(row(named(...Object.keys(many)), many)?.shown).toHaveLength(12);
    const demanded = Object.keys(many).map((name) => ({ name, required: "always" }));
    expect(row(demanded, many)?.shown).toHaveLength(20);
  });

  it("shows the first fields of the model's own form where the form around has no columns, or else a few", () => {
    expect(row([], fields, ["quantity", "subtotal", "order_id"])?.shown).toEqual(["text", "quantity"]);
    expect(row([])?.shown).toEqual(["text", "product", "quantity", "template"]);
  });
});
