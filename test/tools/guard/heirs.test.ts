import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { checkHeirs, isInherited } from "../../../src/tools/guard/heirs.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "res.partner": { email: fieldWith(), phone: fieldWith() },
  "product.template": { name: fieldWith(), list_price: fieldWith({ type: "float" }) },
  "product.product": {
    product_tmpl_id: fieldWith({ type: "many2one", relation: "product.template", required: true }),
    name: fieldWith({ inherited: "product_tmpl_id" }),
    code: fieldWith(),
  },
});

interface Given {
  policy?: PolicyConfig;
  search?: Client["search"];
  effect?: "update" | "delete";
}

/** Users 2 and 3 are of contact 7, variants 21 and 22 of template 5. */
const THERE: Client["search"] = async (model, domain) => {
  const [[field, , ids] = [], ...rest] = domain as readonly unknown[][];
  if (field === "id") return rest.length > 0 ? [21] : (ids as number[]);
  if (model === "res.users") return (ids as number[]).includes(7) ? [2, 3] : [];
  return model === "product.product" && (ids as number[]).includes(5) ? [21, 22] : [];
};

async function check(model: string, id: number, fields: string[] | undefined, given: Given = {}) {
  const { policy = {}, search = THERE, effect = "update" } = given;
  const asked: unknown[][] = [];
  const context = contextWith({
    schema,
    policy,
    answers: {
      search: (...args) => {
        asked.push([args[0], args[1], args[3]?.context]);
        return search(...args);
      },
    },
  });
  const parents = { model, ids: [id], at: "values.email", ...(fields ? { fields } : {}) };
  return checkHeirs(parents, effect, context).then(
    () => ({ rule: undefined, asked }),
    (error) => ({ rule: error.rule as string, message: error.message as string, outcome: error.outcome, asked }),
  );
}

describe("a contact that is a user's", () => {
  it.each([["email"], ["active"]])("keeps its %s, by which the user signs in", async (field) => {
    expect(await check("res.partner", 7, [field])).toMatchObject({
      rule: "guarded models: it decides who may do what",
      message: expect.stringContaining(`values.email: ${field} of res.partner is part of res.users 2, 3`),
      outcome: "not_applied",
    });
  });

  it("is looked for among archived users, too", async () => {
    const { asked } = await check("res.partner", 8, ["email"]);
    expect(asked).toEqual([["res.users", [["partner_id", "in", [8]]], { active_test: false }]]);
  });

  it("is changed in other fields, and so are other contacts, without a question", async () => {
    expect(await check("res.partner", 7, ["phone"])).toEqual({ rule: undefined, asked: [] });
    expect((await check("res.partner", 8, ["email"])).rule).toBeUndefined();
  });

  it("is changed where the config lets users be changed", async () => {
    const policy: PolicyConfig = { "res.users": { operations: ["read", "update"] } };
    expect(await check("res.partner", 7, ["email"], { policy })).toEqual({ rule: undefined, asked: [] });
  });

  it("is not deleted", async () => {
    expect((await check("res.partner", 7, undefined, { effect: "delete" })).rule).toMatch(/^guarded models/);
    expect((await check("res.partner", 8, undefined, { effect: "delete" })).rule).toBeUndefined();
  });
});

describe("a template whose variants are limited", () => {
  const READ_ONLY: PolicyConfig = { "product.product": { operations: ["read"] } };

  it("keeps what they show, and what they do not may be changed", async () => {
    const rule = 'policy["product.product"].operations';
    expect((await check("product.template", 5, ["name"], { policy: READ_ONLY })).rule).toBe(rule);
    expect((await check("product.template", 5, ["list_price"], { policy: READ_ONLY })).rule).toBeUndefined();
    expect((await check("product.template", 6, ["name"], { policy: READ_ONLY })).rule).toBeUndefined();
    expect(await check("product.template", 5, ["name"])).toEqual({ rule: undefined, asked: [] });
    expect((await check("product.template", 5, undefined, { policy: READ_ONLY, effect: "delete" })).rule).toBe(rule);
  });

  it("is changed where all of them are in the domain, and not where one is outside", async () => {
    const policy: PolicyConfig = { "product.product": { domain: [["code", "=", "a"]] } };
    const rule = 'policy["product.product"].domain';
    expect(await check("product.template", 5, ["name"], { policy })).toMatchObject({
      rule,
      message: expect.stringContaining("product.product 22,"),
    });
    const all: Client["search"] = async () => [21, 22];
    expect((await check("product.template", 5, ["name"], { policy, search: all })).rule).toBeUndefined();
  });
});

it("a field shows in records of another model that may not be changed, or does not", () => {
  const inherited = (policy: PolicyConfig, model: string, field: string) =>
    isInherited(model, field, contextWith({ schema, policy }));
  expect(inherited({}, "res.partner", "email")).toBe(true);
  expect(inherited({}, "res.partner", "phone")).toBe(false);
  expect(inherited({}, "product.template", "name")).toBe(false);
  expect(inherited({ "product.product": { operations: [] } }, "product.template", "name")).toBe(true);
});
