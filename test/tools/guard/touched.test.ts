import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { touchedBy } from "../../../src/tools/guard/touched.js";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";
import { fieldWith } from "../../support/fixtures.js";

const MODELS: Readonly<Record<string, Model>> = {
  "res.partner": {
    name: "res.partner",
    label: "",
    fields: {
      name: fieldWith(),
      credit: fieldWith(),
      user_ids: fieldWith({ type: "one2many", relation: "res.users" }),
      category_id: fieldWith({ type: "many2many", relation: "res.partner.category" }),
      child_ids: fieldWith({ type: "one2many", relation: "res.partner" }),
    },
  },
  "ir.attachment": { name: "ir.attachment", label: "", fields: { res_id: fieldWith(), res_model: fieldWith() } },
};

async function touched(values: Record<string, unknown>, config: PolicyConfig = {}, model = "res.partner") {
  const policy = createPolicy(config);
  const get = async (name: string) => policy.view(MODELS[name] ?? { name, label: "", fields: { name: fieldWith() } });
  const context = { policy, models: { get, isKnown: () => true, heirs: () => [] } } as unknown as ToolContext;
  return touchedBy({ model: await get(model), context }, "update", [{ given: values, at: "values" }]);
}

async function rule(values: Record<string, unknown>, config?: PolicyConfig, model?: string) {
  return touched(values, config, model).then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof OdooError) || error.category !== "forbidden") throw error;
      return error.rule;
    },
  );
}

describe("values", () => {
  it("touch their record, and the lines inside", async () => {
    const values = {
      name: "x",
      child_ids: { create: [{ name: "a", category_id: { create: [{ name: "c" }] } }, { name: "b" }], delete: [4] },
      category_id: { link: [1], set: [2] },
    };
    expect(await touched(values)).toEqual([
      { model: "res.partner", effect: "update", records: 1 },
      { model: "res.partner", effect: "create", records: 2 },
      { model: "res.partner", effect: "delete", records: 1 },
      { model: "res.partner.category", effect: "create", records: 1 },
    ]);
  });

  it.each<[string, object | number[]]>([
    ["create", { create: [{ login: "x" }] }],
    ["update", { update: [{ id: 2, login: "x" }] }],
    ["delete", { delete: [2] }],
    ["move here", { link: [2] }],
    ["take away", { unlink: [2] }],
    ["replace", { set: [2] }],
    ["replace by a list", [2]],
  ])("do not %s guarded records as lines", async (_, user_ids) => {
    expect(await rule({ user_ids })).toMatch(/^guarded models: it decides who may do what/);
    expect(await rule({ child_ids: { create: [{ user_ids }] } })).toMatch(/^guarded models/);
  });

  it("are refused by what the policy says of the lines' model", async () => {
    const lines = { child_ids: { create: [{ name: "a" }, { name: "b" }] } };
    expect(await rule(lines, { "res.partner": { operations: ["read", "update"] } })).toBe(
      'policy["res.partner"].operations',
    );
    expect(await rule(lines, { "res.partner": { maxRecords: 1 } })).toBe('policy["res.partner"].maxRecords');
    expect(await rule(lines, { "res.partner": { domain: [["name", "=", "x"]] } })).toBe('policy["res.partner"].domain');
    expect(await rule({ child_ids: { create: [{ credit: 5 }] } }, { "*": { denyFields: ["credit"] } })).toBe(
      'policy["*"].denyFields',
    );
    expect(await rule({ credit: 5 }, { "*": { denyFields: ["credit"] } })).toBe('policy["*"].denyFields');
  });

  it.each<unknown>([null, "x", 5, { create: "x" }, { create: [null, "x"] }, { __proto__: [1] }, { constructor: [1] }])(
    "of a wrong form are left to their schema: %j",
    async (child_ids) => expect(await rule({ child_ids })).toBeUndefined(),
  );

  it("attach files to what may be changed only", async () => {
    const attached = (values: Record<string, unknown>, config?: PolicyConfig) => rule(values, config, "ir.attachment");
    expect(await attached({ res_model: "res.partner", res_id: 5 })).toBeUndefined();
    expect(await attached({ name: "x" })).toBeUndefined();
    expect(await attached({ res_id: 5 })).toBe("records of records");
    expect(await attached({ res_model: "res.users", res_id: 2 })).toMatch(/^guarded models/);
    expect(await attached({ res_model: "res.partner" }, { "res.partner": { domain: [["name", "=", "x"]] } })).toBe(
      'policy["res.partner"].domain',
    );
  });
});
