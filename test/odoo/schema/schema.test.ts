import { describe, expect, it } from "vitest";
import {
  aggregatesOf,
  type Field,
  fieldOf,
  isCreateOnly,
  isFieldName,
  isGroupable,
  isModelName,
  isSecret,
  isWritable,
} from "../../../src/odoo/schema/schema.js";

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
