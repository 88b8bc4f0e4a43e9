import { describe, expect, it } from "vitest";
import { fieldsFromOdoo, type RawField } from "../../../src/odoo/schema/fields-from-odoo.js";
import { FIELD_TYPES, type Field } from "../../../src/odoo/schema/schema.js";

const one = (raw: RawField, name = "x") => fieldsFromOdoo({ [name]: raw })[name];

describe("fieldsFromOdoo", () => {
  it("leaves out every attribute that has its usual value, whether Odoo left it out or sent it", () => {
    const usual = { type: "char", string: "Name", help: false, required: false, readonly: false, size: 0 };
    const more = {
      store: true,
      searchable: true,
      sortable: true,
      groupable: true,
      depends: [],
      related: false,
      states: {},
    };
    expect(one({ ...usual, ...more } as RawField)).toEqual({ type: "char", string: "Name" });
    expect(one({ type: "char", string: "Name" })).toEqual({ type: "char", string: "Name" });
  });

  it.each<[keyof Field, RawField, unknown]>([
    ["help", { type: "char", help: "As on the invoice" }, "As on the invoice"],
    ["required", { type: "char", required: true }, true],
    ["readonly", { type: "char", readonly: true }, true],
    ["store", { type: "char", store: false }, false],
    ["searchable", { type: "char", searchable: false }, false],
    ["sortable", { type: "char", sortable: false }, false],
    ["groupable", { type: "char", store: false, groupable: true }, true],
    ["groupable", { type: "many2one", relation: "res.users", groupable: false }, false],
    ["aggregator", { type: "float", store: false, aggregator: "avg" }, "avg"],
    ["relation", { type: "many2one", relation: "res.partner" }, "res.partner"],
    ["relation_field", { type: "one2many", relation: "sale.order.line", relation_field: "order_id" }, "order_id"],
    ["currency_field", { type: "monetary", currency_field: "currency_id" }, "currency_id"],
    ["size", { type: "char", size: 64 }, 64],
  ])("keeps %s", (attribute, raw, value) => {
    expect(one(raw)).toHaveProperty(attribute, value);
  });

  it.each<[keyof Field, RawField]>([
    ["groupable", { type: "json", groupable: true }],
    ["groupable", { type: "float", store: false, groupable: false }],
    ["aggregator", { type: "float", aggregator: "sum" }],
  ])("drops a %s that says nothing more", (attribute, raw) => {
    expect(one(raw)).not.toHaveProperty(attribute);
  });

  it("keeps a selection's keys as texts, and their labels", () => {
    const selection = [
      ["draft", "Quotation"],
      [1, "One"],
      ["bare", false],
    ];
    expect(one({ type: "selection", selection })?.selection).toEqual([
      ["draft", "Quotation"],
      ["1", "One"],
      ["bare", "bare"],
    ]);
  });

  it.each(["selection", "reference"])("gives a %s without values an empty list", (type) => {
    expect(one({ type, selection: false })?.selection).toEqual([]);
  });

  it.each([
    ["a text, as from 16 on", "product_tmpl_id.list_price"],
    ["a list, as in 14 and 15", ["product_tmpl_id", "list_price"]],
  ])("keeps the path that a field mirrors: %s", (_, related) => {
    expect(one({ type: "float", store: false, related }, "list_price")?.related).toBe("product_tmpl_id.list_price");
  });

  it("keeps the fields of the model itself that a computed field depends on, each once", () => {
    const depends = ["order_line.price_total", "order_line.tax_id", "currency_id"];
    expect(one({ type: "monetary", depends })?.depends).toEqual(["currency_id", "order_line"]);
  });

  it("keeps the fields of other records that a field which is written is computed from, by two steps", () => {
    const depends = ["partner_id.phone", "partner_id.email", "partner_id", "partner_id.email", "a.b.c", "x-y.z", "a."];
    const sources = ["partner_id.email", "partner_id.phone"];
    expect(one({ type: "char", depends })?.sources).toEqual(sources);
    expect(one({ type: "char", depends, readonly: true })?.sources).toBeUndefined();
    expect(one({ type: "char", depends, related: "partner_id.email" })?.sources).toBeUndefined();
    expect(one({ type: "many2many", relation: "a.b", depends })?.sources).toBeUndefined();
    expect(one({ type: "char", depends: [] })?.sources).toBeUndefined();
  });

  it.each([
    ["may be written in one state", { draft: [["readonly", false]], sent: [["readonly", true]] }, undefined],
    ["is readonly in one state", { done: [["readonly", true]] }, true],
    ["is not required in one state", { draft: [["required", false]] }, true],
    ["is required in one state", { draft: [["required", true]] }, true],
    ["has no states", {}, true],
  ])("reads the states of 14 to 16: a readonly field that %s", (_, states, readonly) => {
    expect(one({ type: "char", readonly: true, states })?.readonly).toBe(readonly);
  });

  it.each<[string, Record<string, RawField>]>([
    ["of a type it does not know", { geo: { type: "geo_point" } }],
    ["without a type", { nothing: {} }],
    ["whose name could become code", { 'a"]; process.exit(); //': { type: "char" } }],
    ["named __proto__", JSON.parse('{ "__proto__": { "type": "char" } }')],
  ])("leaves out a field %s", (_, raw) => {
    expect(fieldsFromOdoo(raw)).toEqual({});
  });

  it("takes a label that is no text for an empty one", () => {
    expect(one({ type: "char", string: false })?.string).toBe("");
  });

  it.each(FIELD_TYPES)("knows the type %s", (type) => {
    expect(one({ type })?.type).toBe(type);
  });
});
