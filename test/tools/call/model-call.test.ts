import { describe, expect, it } from "vitest";
import { modelCall, pathModel, refuseLimited } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextOver } from "../../corpus/odoo.js";

const context = (policy: PolicyConfig = {}) =>
  contextOver(19, () => Promise.reject(new Error("Odoo is asked nothing")), policy);
const forbiddenBy = (rule: string) => expect.objectContaining({ category: "forbidden", rule, outcome: "not_applied" });
const LIMITED: PolicyConfig = { "sale.order": { domain: [["state", "=", "sale"]] } };

describe("a model for a call", () => {
  it("is the snapshot's, with the fields marked that the policy closes", async () => {
    const call = await modelCall("sale.order", "read", context({ "sale.order": { denyFields: ["note"] } }));
    expect(call.model.fields.note?.closed).toBe('policy["sale.order"].denyFields');
    expect(call.model.fields.name?.closed).toBeUndefined();
  });

  it("is refused by the policy before Odoo is asked for it", async () => {
    await expect(modelCall("res.users", "update", context())).rejects.toEqual(
      expect.objectContaining({ rule: expect.stringContaining("guarded") }),
    );
    await expect(modelCall("a.model", "create", context({ "a.model": { operations: ["read"] } }))).rejects.toEqual(
      forbiddenBy('policy["a.model"].operations'),
    );
  });
});

describe("a model that a path leads to", () => {
  it("may be read, and must not be limited: a path reaches all of its records", async () => {
    expect((await pathModel("sale.order", context())).name).toBe("sale.order");
    await expect(pathModel("sale.order", context(LIMITED))).rejects.toEqual(forbiddenBy('policy["sale.order"].domain'));
    await expect(pathModel("sale.order", context({ "sale.order": { operations: ["create"] } }))).rejects.toEqual(
      forbiddenBy('policy["sale.order"].operations'),
    );
  });
});

it("a limited model is refused where it cannot be told which records are meant", () => {
  expect(() => refuseLimited("sale.order", "values: no", context())).not.toThrow();
  expect(() => refuseLimited("sale.order", "values: no", context(LIMITED))).toThrow("values: no, for this server sees");
});
