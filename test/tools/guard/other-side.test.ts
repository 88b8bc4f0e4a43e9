import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { checkOtherSide, touchedThird } from "../../../src/tools/guard/other-side.js";
import { lineOperations } from "../../../src/tools/guard/walk-values.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const many = (relation: string, more = {}) => fieldWith({ type: "many2many", relation, ...more });
const schema = schemaWith({
  "a.contact": {
    tag_ids: many("a.tag"),
    plain_ids: many("a.plain"),
    computed_ids: many("a.tag", { store: false }),
    user_ids: many("res.users"),
    line_ids: fieldWith({ type: "one2many", relation: "a.tag" }),
  },
  "a.tag": { name: fieldWith(), contact_ids: many("a.contact") },
  "a.plain": { name: fieldWith(), computed_ids: many("a.contact", { store: false }) },
  "res.users": { favorite_ids: many("a.contact") },
});

/** Of the tags 1 and 2 are in the domain. */
const INSIDE: Client["search"] = async (_, [term]) =>
  (term as unknown as [string, string, number[]])[2].filter((id) => id < 3);

async function check(name: string, value: unknown, policy: PolicyConfig = {}, isNew = false) {
  const context = contextWith({ schema, policy, answers: { search: INSIDE } });
  const model = await context.models.get("a.contact");
  const field = model.fields[name] ?? fieldWith();
  const visited = { model, name, field, value, values: { [name]: value }, isNew, ids: [7], at: `values.${name}` };
  return checkOtherSide({ ...visited, operations: lineOperations(visited) }, context);
}

const READ_ONLY: PolicyConfig = { "a.*": {}, "a.tag": { operations: ["read"] }, "a.plain": { operations: ["read"] } };
const LIMITED: PolicyConfig = { "a.tag": { domain: [["name", "=", "x"]] } };
const refused = (rule: RegExp) =>
  expect.objectContaining({ category: "forbidden", rule: expect.stringMatching(rule), outcome: "not_applied" });

describe("a many2many that is a field of both sides", () => {
  it.each([{ link: [1] }, { unlink: [1] }, { set: [1] }, { set: [] }, [1]])(
    "is no way to change records that may not be changed: %j",
    async (value) => {
      await expect(check("tag_ids", value, READ_ONLY)).rejects.toEqual(refused(/^policy\["a\.tag"\]\.operations$/));
      await expect(check("user_ids", value)).rejects.toEqual(refused(/^guarded models/));
    },
  );

  it.each([{ link: [1] }, { unlink: [1] }, { set: [1] }])("is changed where they may be: %j", async (value) => {
    await expect(check("tag_ids", value)).resolves.toBeUndefined();
  });

  it("does not take away records outside the domain, nor those that a list would replace", async () => {
    await expect(check("tag_ids", [1], LIMITED)).rejects.toEqual(
      odooError("forbidden", "tag_ids is contact_ids of a.tag"),
    );
    await expect(check("tag_ids", [1], LIMITED)).rejects.toMatchObject({ rule: 'policy["a.tag"].domain' });
    await expect(check("tag_ids", { link: [1], unlink: [2] }, LIMITED)).resolves.toBeUndefined();
    await expect(check("tag_ids", [1], LIMITED, true)).resolves.toBeUndefined();
    await expect(check("tag_ids", { unlink: [1, 9] }, LIMITED)).rejects.toMatchObject({
      rule: 'policy["a.tag"].domain',
    });
  });

  it.each(["plain_ids", "computed_ids", "line_ids"])("is not %s, which only one side holds", async (name) => {
    await expect(check(name, { link: [1] }, READ_ONLY)).resolves.toBeUndefined();
  });

  it("says nothing of lines that are made or changed, which their own model's rules are for", async () => {
    await expect(check("tag_ids", { create: [{}], update: [{ id: 1 }], link: [] }, READ_ONLY)).resolves.toBeUndefined();
  });
});

describe("a change that Odoo makes in a third model", () => {
  const third = (name: string, values: Record<string, unknown>, isNew = false, policy: PolicyConfig = {}) => {
    const { policy: decisions } = contextWith({ schema, policy, answers: {} as Partial<Client> });
    const row = { model: { name, label: "", fields: {} }, values, isNew, ids: [], at: "values" };
    return touchedThird(row, { policy: decisions } as Parameters<typeof touchedThird>[1]);
  };
  const DELETION = [{ model: "product.product", effect: "delete", records: 1 }];

  it.each([
    ["product.template", { attribute_line_ids: { create: [{}] } }, false],
    ["product.product", { attribute_line_ids: { unlink: [1] } }, false],
    ["product.template.attribute.line", { value_ids: { unlink: [1] }, active: false }, false],
    ["product.template.attribute.line", { product_tmpl_id: 5, attribute_id: 1 }, true],
  ])("deletes a product's variants: %s %j", (model, values, isNew) => {
    expect(third(model, values, isNew)).toEqual(DELETION);
    const policy: PolicyConfig = { "product.product": { operations: ["read", "update"] } };
    expect(() => third(model, values, isNew, policy)).toThrow(odooError("forbidden", "product.product"));
  });

  it.each([
    ["product.template", { name: "x" }, false],
    ["product.template", { attribute_line_ids: { create: [{}] } }, true],
    ["product.template.attribute.line", { value_ids: [1], attribute_id: 1 }, true],
    ["x.order", { attribute_line_ids: [] }, false],
  ])("deletes none: %s %j", (model, values, isNew) => expect(third(model, values, isNew)).toEqual([]));

  it.each([
    ["product.template", "qty_available", "stock.quant"],
    ["product.product", "qty_available", "stock.quant"],
    ["account.account", "opening_debit", "account.move"],
    ["account.account", "opening_balance", "account.move"],
  ])("is one of that model, be it by a new record: %s.%s of %s", (model, name, changed) => {
    for (const isNew of [true, false]) {
      expect(third(model, { [name]: 5 }, isNew)).toEqual([{ model: changed, effect: "update", records: 1 }]);
      expect(() => third(model, { [name]: 5 }, isNew, { [changed]: { operations: ["read"] } })).toThrow(
        odooError("forbidden", changed),
      );
    }
  });
});
