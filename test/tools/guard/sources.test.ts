import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { reachedBy } from "../../../src/tools/guard/sources.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const link = (relation: string, more: Partial<Field> = {}) => fieldWith({ type: "many2one", relation, ...more });

const schema = schemaWith({
  "crm.lead": {
    partner_id: link("res.partner"),
    email_from: fieldWith({ sources: ["partner_id.email"] }),
    phone: fieldWith({ sources: ["partner_id.phone"] }),
    secret_note: fieldWith({ sources: ["partner_id.gone"] }),
    website: fieldWith({ related: "partner_id.website" }),
  },
  "res.partner": {
    email: fieldWith(),
    phone: fieldWith({ type: "integer" }),
    website: fieldWith(),
  },
  "product.template": {
    product_variant_ids: fieldWith({ type: "one2many", relation: "product.product" }),
    standard_price: fieldWith({ type: "float", sources: ["product_variant_ids.standard_price"] }),
  },
  "product.product": { standard_price: fieldWith({ type: "float" }) },
});

interface Row {
  values: Record<string, unknown>;
  ids?: readonly number[];
  policy?: PolicyConfig;
  answers?: Partial<Client>;
  model?: string;
}

/** No contact is a user's. */
const NO_USERS: Client["search"] = async () => [];

async function reached(name: string, { values, ids = [], policy = {}, answers = {}, model = "crm.lead" }: Row) {
  const context = contextWith({ schema, policy, answers: { search: NO_USERS, ...answers } });
  const described = await context.models.get(model);
  const field = described.fields[name] ?? fieldWith();
  const row = { model: described, values, ids, isNew: ids.length === 0, at: `values.${name}` };
  return reachedBy({ ...row, name, field, value: values[name] }, context);
}

const READ_ONLY: PolicyConfig = { "res.partner": { operations: ["read"] } };
const LIMITED: PolicyConfig = { "res.partner": { domain: [["customer", "=", true]] } };
const CUSTOMER = schemaWith({ "res.partner": { customer: fieldWith({ type: "boolean" }) } });
Object.assign(schema.models["res.partner"]?.fields ?? {}, CUSTOMER.models["res.partner"]?.fields);
const rule = (said: string) => expect.objectContaining({ category: "forbidden", rule: said, outcome: "not_applied" });

describe("a field that Odoo writes back into another record", () => {
  it("is asked nothing about where that record's model may be changed", async () => {
    const values = { phone: "1", partner_id: 3 };
    expect(await reached("phone", { values })).toEqual([]);
    expect(await reached("phone", { values: { phone: "1" }, ids: [7] })).toEqual([]);
  });

  it("is a change of it, by the operations of its model", async () => {
    const values = { email_from: "x@a.example", partner_id: 3 };
    await expect(reached("email_from", { values, policy: READ_ONLY })).rejects.toEqual(
      rule('policy["res.partner"].operations'),
    );
    const asked: unknown[] = [];
    const read: Client["read"] = async (...args) => {
      asked.push(args.slice(0, 3));
      return [{ id: 7, partner_id: [3, "Ann"] }];
    };
    const held = { values: { email_from: "x@a.example" }, ids: [7], answers: { read } };
    await expect(reached("email_from", { ...held, policy: READ_ONLY })).rejects.toEqual(
      rule('policy["res.partner"].operations'),
    );
    expect(asked).toEqual([["crm.lead", [7], ["partner_id"]]]);
  });

  it("is none where there is no such record", async () => {
    const email_from = "x@a.example";
    const answers: Partial<Client> = { read: async () => [{ id: 7, partner_id: false }], defaultGet: async () => ({}) };
    const of = (row: Row) => reached("email_from", { ...row, policy: READ_ONLY, answers });
    expect(await of({ values: { email_from }, ids: [7] })).toEqual([]);
    expect(await of({ values: { email_from, partner_id: null }, ids: [7] })).toEqual([]);
    expect(await of({ values: { email_from } })).toEqual([]);
    const defaultGet: Client["defaultGet"] = async () => ({ partner_id: 3 });
    await expect(
      reached("email_from", { values: { email_from }, policy: READ_ONLY, answers: { defaultGet } }),
    ).rejects.toEqual(rule('policy["res.partner"].operations'));
  });

  it("stays inside the domain of its model", async () => {
    const values = { email_from: "x@a.example", partner_id: { id: 3, name: "Ann" } };
    const search =
      (inside: number[]): Client["search"] =>
      async (model) =>
        model === "res.partner" ? inside : [];
    const of = (inside: number[]) =>
      reached("email_from", { values, policy: LIMITED, answers: { search: search(inside) } });
    expect(await of([3])).toEqual([{ model: "res.partner", ids: [3] }]);
    await expect(of([])).rejects.toEqual(rule('policy["res.partner"].domain'));
    await expect(of([])).rejects.toEqual(odooError("forbidden", "values.email_from", "email of res.partner"));
  });

  it("is a change that a person is asked about where they are of that model's", async () => {
    const values = { email_from: "x@a.example", partner_id: 3 };
    const policy: PolicyConfig = { "res.partner": { confirm: ["update"] } };
    expect(await reached("email_from", { values, policy })).toEqual([{ model: "res.partner", ids: [3] }]);
  });

  it("is one only of the same type; what nobody is told of may be", async () => {
    expect(await reached("phone", { values: { phone: "1", partner_id: 3 }, policy: READ_ONLY })).toEqual([]);
    await expect(
      reached("secret_note", { values: { secret_note: "x", partner_id: 3 }, policy: READ_ONLY }),
    ).rejects.toEqual(rule('policy["res.partner"].operations'));
  });

  it("reaches all records of a list: a template's price is that of its variants", async () => {
    const policy: PolicyConfig = { "product.product": { operations: ["read"] } };
    const read =
      (product_variant_ids: number[]): Client["read"] =>
      async () => [{ id: 5, product_variant_ids }];
    const of = (held: number[]) =>
      reached("standard_price", {
        model: "product.template",
        values: { standard_price: 5 },
        ids: [5],
        policy,
        answers: { read: read(held) },
      });
    await expect(of([8, 9])).rejects.toEqual(rule('policy["product.product"].operations'));
    expect(await of([])).toEqual([]);
  });
});

describe("the e-mail address of a user's contact", () => {
  const users: Client["search"] = async (model, [term]) =>
    model === "res.users" && JSON.stringify(term) === '["partner_id","in",[3]]' ? [2] : [];

  it("is not changed through what writes it back, whatever the policy says of contacts", async () => {
    const values = { email_from: "x@a.example", partner_id: 3 };
    const guarded = expect.objectContaining({
      rule: expect.stringMatching(/^guarded models: it decides who may do what/),
    });
    await expect(reached("email_from", { values, answers: { search: users } })).rejects.toEqual(guarded);
    const read: Client["read"] = async () => [{ id: 7, partner_id: [3, "Ann"] }];
    const held = { values: { email_from: "x@a.example" }, ids: [7], answers: { search: users, read } };
    await expect(reached("email_from", held)).rejects.toEqual(guarded);
  });

  it("is nobody's concern in a new record without a contact, nor of another one", async () => {
    expect(await reached("email_from", { values: { email_from: "x" }, answers: { search: users } })).toEqual([]);
    const other = { values: { email_from: "x", partner_id: 4 }, answers: { search: users } };
    expect(await reached("email_from", other)).toEqual([]);
  });
});
