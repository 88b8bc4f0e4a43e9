import { describe, expect, it } from "vitest";
import {
  aggregatesOf,
  FIELD_TYPES,
  type Field,
  fieldOf,
  fieldsFromOdoo,
  isCreateOnly,
  isFieldName,
  isGroupable,
  isModelName,
  isSecret,
  isWritable,
  type RawField,
} from "../../../src/odoo/schema/schema.js";

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

describe("isWritable", () => {
  it.each<[string, Partial<Field>, boolean]>([
    ["a plain field", {}, true],
    ["a readonly field", { readonly: true }, false],
    ["a readonly field that a new record must be given", { readonly: true, needed: { reason: "onchange" } }, true],
    ["properties", { type: "properties" }, true],
    ["definitions of properties", { type: "properties_definition" }, false],
  ])("of %s", (_, field, writable) => {
    expect(isWritable("name", { type: "char", string: "", ...field })).toBe(writable);
  });
});

describe("fieldOf", () => {
  const model = { fields: { name: { type: "char", string: "Name" } as const } };

  it("finds a field by its name", () => {
    expect(fieldOf(model, "name")).toBe(model.fields.name);
  });

  it.each(["constructor", "__proto__", "toString", "nme"])("finds nothing for %s", (name) => {
    expect(fieldOf(model, name)).toBeUndefined();
  });
});

describe("names", () => {
  it.each(["name", "x_studio_field_1", "_internal", "X", "a".repeat(63)])("%s can be a field's", (name) => {
    expect(isFieldName(name)).toBe(true);
  });

  it.each(["", "1st", "a.b", "a-b", "a b", "é", "__proto__", "a\n", "a".repeat(64)])(
    "%j cannot be a field's",
    (name) => {
      expect(isFieldName(name)).toBe(false);
    },
  );

  it.each(["base", "res.partner", "x_model", "account.report.2", "stock.warn.x_1", "a".repeat(128)])(
    "%s can be a model's",
    (name) => {
      expect(isModelName(name)).toBe(true);
    },
  );

  it.each(["", ".", "res.", ".partner", "res..partner", "res/partner", "../x", "_x", "a b", "a\n", "a".repeat(129)])(
    "%j cannot be a model's",
    (name) => {
      expect(isModelName(name)).toBe(false);
    },
  );
});

describe("isSecret", () => {
  const text: Field = { type: "char", string: "" };

  it.each([
    "password",
    "new_password",
    "smtp_password",
    "totp_secret",
    "client_secret_id",
    "access_token",
    "signup_token",
    "openai_api_key",
    "smtp_pass",
  ])("is %s, which is then not writable either", (name) => {
    expect(isSecret(name, text)).toBe(true);
    expect(isWritable(name, text)).toBe(false);
  });

  it.each(["name", "token_count", "secretary_name", "passport_number", "key", "pass_through"])("is not %s", (name) => {
    expect(isSecret(name, text)).toBe(false);
  });

  it("is no relation, whatever its name", () => {
    expect(isSecret("api_key_ids", { type: "one2many", string: "" })).toBe(false);
  });
});

describe("isCreateOnly", () => {
  const chosenOnce: Field = { type: "selection", string: "", required: true, readonly: true };

  it("is what is chosen when the record is made", () => {
    expect(isCreateOnly("move_type", chosenOnce)).toBe(true);
  });

  it.each<[string, string, Partial<Field>]>([
    ["the step of a workflow", "state", {}],
    ["computed", "move_type", { depends: ["x"] }],
    ["needed, and so written anyway", "move_type", { needed: { reason: "flag" } }],
    ["changed later", "move_type", { readonly: false }],
    ["no choice", "move_type", { type: "char" }],
    ["not stored", "move_type", { store: false }],
  ])("is not what is %s", (_, name, change) => {
    expect(isCreateOnly(name, { ...chosenOnce, ...change })).toBe(false);
  });

  it("is the entry that another one reverses, too, and no other record", () => {
    const reversed: Field = { type: "many2one", string: "", relation: "account.move", readonly: true };
    expect(isCreateOnly("reversed_entry_id", reversed)).toBe(true);
    expect(isCreateOnly("move_id", reversed)).toBe(false);
    expect(isCreateOnly("reversed_entry_id", { ...reversed, relation: "res.partner" })).toBe(false);
    expect(isCreateOnly("reversed_entry_id", { ...reversed, closed: "x" })).toBe(false);
  });
});

describe("isGroupable", () => {
  it.each<[boolean, Partial<Field> & { type: Field["type"] }]>([
    [true, { type: "char" }],
    [true, { type: "many2many" }],
    [true, { type: "float", store: false, inherited: "product_tmpl_id" }],
    [true, { type: "selection", store: false, groupable: true }],
    [false, { type: "char", store: false }],
    [false, { type: "many2one", groupable: false }],
    [false, { type: "one2many" }],
    [false, { type: "binary" }],
    [false, { type: "properties", groupable: true }],
  ])("is %s of %o", (expected, field) => {
    expect(isGroupable({ string: "", ...field })).toBe(expected);
  });
});

describe("aggregatesOf", () => {
  const all = ["sum", "avg", "min", "max", "count_distinct"];
  it.each<[string, Partial<Field> & { type: Field["type"] }, string[]]>([
    ["amount", { type: "monetary" }, all],
    ["id", { type: "integer" }, ["count_distinct"]],
    ["date", { type: "datetime" }, ["min", "max", "count_distinct"]],
    ["name", { type: "char" }, ["count_distinct"]],
    ["partner_id", { type: "many2one" }, ["count_distinct"]],
    ["tag_ids", { type: "many2many" }, []],
    ["line_ids", { type: "one2many" }, []],
    ["data", { type: "json" }, []],
    ["computed", { type: "float", store: false }, []],
    ["computed", { type: "float", store: false, aggregator: "avg" }, ["avg"]],
    ["mirrored", { type: "float", store: false, related: "a_id.b", groupable: true, aggregator: "sum" }, all],
    ["inherited", { type: "float", store: false, inherited: "a_id" }, all],
  ])("of %s, %o", (name, field, expected) => {
    expect(aggregatesOf(name, { string: "", ...field })).toEqual(expected);
  });
});
