import { describe, expect, it } from "vitest";
import { checkOwner, checkOwners } from "../../../src/tools/guard/owners.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.file": { name: fieldWith(), res_model: fieldWith(), res_id: fieldWith({ type: "many2one_reference" }) },
  "a.activity": {
    res_model: fieldWith({ readonly: true }),
    res_model_id: fieldWith({ type: "many2one", relation: "ir.model" }),
    res_id: fieldWith({ type: "many2one_reference" }),
  },
  "a.plain": { name: fieldWith(), model: fieldWith() },
});
const READ_ONLY: PolicyConfig = { "a.order": { operations: ["read"] } };
const LIMITED: PolicyConfig = { "a.order": { domain: [["id", ">", 5]] } };
const refused = (rule: string) => expect.objectContaining({ category: "forbidden", rule });

async function adding(model: string, values: Record<string, unknown>, policy: PolicyConfig = {}) {
  const onchange = async () => ({ value: { res_model: "a.order" } });
  const context = contextWith({ schema, policy, answers: { onchange } });
  return checkOwner(await context.models.get(model), values, "values", context);
}

describe("a record that is added to another", () => {
  it.each([
    ["a.file", { res_model: "a.order", res_id: 5 }],
    ["a.activity", { res_model_id: 9, res_id: 5 }],
    ["a.file", { name: "no owner" }],
    ["a.plain", { model: "a.order" }],
  ])("%s %j is taken where that one may be changed, or there is none", async (model, values) => {
    await expect(adding(model, values)).resolves.toBeUndefined();
  });

  it.each([
    ["a.file", { res_model: "a.order", res_id: 5 }],
    ["a.activity", { res_model_id: { id: 9, name: "Order" }, res_id: 5 }],
  ])("%s %j is refused where that one may not be changed, or is limited", async (model, values) => {
    await expect(adding(model, values, READ_ONLY)).rejects.toEqual(refused('policy["a.order"].operations'));
    await expect(adding(model, values, LIMITED)).rejects.toEqual(refused('policy["a.order"].domain'));
  });

  it.each([
    ["a.file", { res_id: 5 }],
    ["a.file", { res_model: null, res_id: 5 }],
    ["a.activity", { res_model_id: "x", res_id: 5 }],
  ])("%s %j is refused where it does not say whose it is", async (model, values) => {
    await expect(adding(model, values)).rejects.toEqual(refused("records of records"));
  });
});

describe("records that belong to others", () => {
  async function changing(model: string, policy: PolicyConfig, owners: readonly unknown[] = ["a.order", false]) {
    const read = async (_: string, ids: readonly number[]) =>
      ids.map((id, index) => ({ id, res_model: owners[index % owners.length] }));
    const context = contextWith({ schema, policy, answers: { read } });
    return checkOwners({ model: await context.models.get(model), context }, [1, 2]);
  }

  it("are changed where those may be", async () => {
    await expect(changing("a.file", {})).resolves.toBeUndefined();
    await expect(changing("a.file", READ_ONLY, [false])).resolves.toBeUndefined();
  });

  it("are not, where those may not", async () => {
    await expect(changing("a.file", READ_ONLY)).rejects.toEqual(refused('policy["a.order"].operations'));
  });

  it("cost no question for a model that has no owners", async () => {
    const context = contextWith({ schema });
    const call = { model: await context.models.get("a.plain"), context };
    await expect(checkOwners(call, [1])).resolves.toBeUndefined();
  });
});
