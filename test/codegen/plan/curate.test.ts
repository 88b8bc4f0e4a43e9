import { describe, expect, it } from "vitest";
import { plan } from "../../../codegen/plan/plan.js";
import type { Field, FormField, Schema } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith, odooError } from "../../support/fixtures.js";

const fields: Record<string, Field> = {
  name: fieldWith({ needed: { reason: "flag" } }),
  email: fieldWith(),
  phone: fieldWith(),
  street: fieldWith(),
  ref: fieldWith(),
  total: fieldWith({ type: "monetary", readonly: true }),
  photo: fieldWith({ type: "binary" }),
  message_ids: fieldWith({ type: "one2many", relation: "mail.message" }),
  website_id: fieldWith({ type: "many2one", relation: "website" }),
  website: fieldWith(),
  unseen: fieldWith(),
};

const form: FormField[] = [
  { name: "ref", page: 2 },
  { name: "street" },
  { name: "photo" },
  { name: "total", readonly: true },
  { name: "website" },
  { name: "message_ids" },
  { name: "website_id" },
  { name: "email", readonly: true },
  { name: "phone" },
];

function planned(entry: Record<string, unknown>, more: Partial<Schema["models"][string]> = {}) {
  const views = { form, list: ["total", "phone", "photo", "activity_ids", "gone"], search: [], buttons: [] };
  const model = { name: "a.b", label: "A", fields, views, ...more };
  const [own] = plan({ series: "19.0", models: { "a.b": model } }, configWith({ "a.b": entry })).models;
  if (!own) throw new Error("The plan has no a.b.");
  return own;
}
const shown = (entry: Record<string, unknown> = {}) => planned(entry).shown;

describe("the fields that tools show", () => {
  it("are those a new record needs, then what the form lets a user fill in, its first page first", () => {
    expect(shown()).toEqual(["name", "street", "website", "phone", "ref"]);
  });

  it("are at most so many, but never fewer than a new record needs", () => {
    expect(shown({ maxFields: 3 })).toEqual(["name", "street", "website"]);
    expect(shown({ maxFields: 1 })).toEqual(["name"]);
  });

  it("are, where they are too many, what the form demands before the rest, in the order of the screen", () => {
    const views = { form: [...form, { name: "unseen", required: "ref" }], list: [], search: [], buttons: [] };
    expect(planned({ maxFields: 3 }, { views }).shown).toEqual(["name", "unseen", "ref"]);
  });

  it("are not what the form merely has room for, unless the config names it", () => {
    const views = { form: [...form, { name: "unseen", hidden: "not unseen" }], list: [], search: [], buttons: [] };
    const { shown: without, hidden } = planned({}, { views });
    expect(without).not.toContain("unseen");
    expect(hidden.get("unseen")).toBe("occasional");
    expect(planned({ include: ["unseen"] }, { views }).shown).toContain("unseen");
  });

  it("count booleans that one condition shows together as one", () => {
    const days = Object.fromEntries(["mon", "tue", "wed"].map((name) => [name, fieldWith({ type: "boolean" })]));
    const week = Object.keys(days).map((name) => ({ name, hidden: "not weekly" }));
    const views = { form: [...week, ...form], list: [], search: [], buttons: [] };
    const { shown: all } = planned({ maxFields: 3 }, { fields: { ...fields, ...days }, views });
    expect(all).toEqual(["name", "mon", "tue", "wed", "street"]);
  });

  it("are changed by the config", () => {
    expect(shown({ include: ["unseen"], exclude: ["website"] })).toEqual(["name", "unseen", "street", "phone", "ref"]);
    expect(shown({ fields: ["ref", "email"] })).toEqual(["name", "ref", "email"]);
    expect(shown({ fields: "all", maxFields: 2 })).toHaveLength(Object.keys(fields).length - 1);
  });

  it("are all that can be written where the user sees no form", () => {
    const { views: _, ...blind } = { name: "a.b", label: "A", fields, views: undefined };
    const [own] = plan({ series: "19.0", models: { "a.b": blind } }, configWith({ "a.b": {} })).models;
    expect(own?.shown).toEqual(["name", "email", "phone", "ref", "street", "unseen", "website"]);
  });

  it.each([
    ["include", ["phnoe"], '"phnoe"', 'Did you mean "phone"?'],
    ["exclude", ["total"], '"total"', "no such writable field"],
    ["fields", ["emial"], '"emial"', 'Did you mean "email"?'],
    ["exclude", ["name"], '"name"', "a new record needs"],
  ])("refuse a config whose %s holds %j", (key, names, ...texts) => {
    expect(() => shown({ [key]: names })).toThrow(odooError("settings", "a.b", ...texts));
  });
});

describe("what is answered when no fields are asked for", () => {
  it("is, of a search, the columns of the list that can be read and exist", () => {
    expect(planned({}).searchFields).toEqual(["display_name", "total", "phone"]);
  });

  it("is, of a read, the list and the form, with what only Odoo computes", () => {
    expect(planned({}).readFields).toEqual([
      "display_name",
      "total",
      "phone",
      "name",
      "street",
      "website",
      "ref",
      "email",
    ]);
  });
});

describe("what people search by", () => {
  const search = ["name", "gone", "total", "message_ids", "photo", "email", "phone", "street", "ref", "website"];

  it("is told in the search tool, of the fields that can be searched and exist", () => {
    const total = fieldWith({ type: "monetary", searchable: false });
    const views = { form, list: [], search, buttons: [] };
    expect(planned({}, { views, fields: { ...fields, total } }).searchedBy).toEqual([
      "name",
      "email",
      "phone",
      "street",
      "ref",
      "website",
    ]);
    expect(planned({}).searchedBy).toEqual([]);
  });
});

describe("tools that the user has no right to", () => {
  it("are withheld, with the right that lacks", () => {
    const model = { name: "a.b", label: "A", fields, rights: ["read", "write"] as const };
    const { models, withheld } = plan({ series: "19.0", models: { "a.b": model } }, configWith({ "a.b": {} }));
    expect(models[0]?.tools.map(({ operation }) => operation)).toEqual(["search", "read", "aggregate", "update"]);
    expect(withheld).toEqual([{ model: "a.b", right: "create", tools: ["a_b_create"] }]);
  });
});
