import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { tellerOf } from "../../../src/tools/change/told-values.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    note: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.partner" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
    about: fieldWith({ type: "reference" }),
    res_model: fieldWith(),
    res_id: fieldWith({ type: "many2one_reference" }),
  },
  "x.partner": { name: fieldWith() },
  "x.line": { product: fieldWith(), partner_id: fieldWith({ type: "many2one", relation: "x.partner" }) },
});

async function told(values: RawValues, policy: PolicyConfig = {}) {
  const read = vi.fn<Client["read"]>(async (model, ids) => ids.map((id) => ({ id, display_name: `${model} ${id}` })));
  const context = contextWith({ schema, policy, answers: { read } });
  const call = await modelCall("x.order", "update", context);
  return { values: await tellerOf(context).values(call, values), read };
}

const partner = (id: number) => ({ id, name: `x.partner ${id}` });

describe("values", () => {
  it.each<[what: string, values: RawValues, shown: object]>([
    ["a text as it is", { note: "a", unknown: 1 }, { note: "a", unknown: 1 }],
    ["a file by its size", { photo: "A".repeat(400) }, { photo: "a file of 300 bytes" }],
    ["a many2one by its id", { partner_id: 3 }, { partner_id: partner(3) }],
    ["a many2one as it was read", { partner_id: { id: 3, name: "forged" } }, { partner_id: partner(3) }],
    ["what is no id as it is", { partner_id: null }, { partner_id: null }],
    ["a list of ids", { tag_ids: [1, 2] }, { tag_ids: [partner(1), partner(2)] }],
    [
      "what is linked as it was read",
      { tag_ids: { set: [{ id: 1, name: "forged" }] } },
      { tag_ids: { set: [partner(1)] } },
    ],
    ["a list as it was read", { tag_ids: [{ id: 1, name: "forged" }] }, { tag_ids: [partner(1)] }],
    [
      "what is linked and taken away",
      { tag_ids: { link: [1], unlink: [2] } },
      { tag_ids: { link: [partner(1)], unlink: [partner(2)] } },
    ],
    [
      "new lines",
      { line_ids: { create: [{ partner_id: 3 }] } },
      { line_ids: { create: [{ partner_id: partner(3) }] } },
    ],
    [
      "changed lines",
      { line_ids: { update: [{ id: 8, product: "desk" }] } },
      { line_ids: { update: [{ id: 8, name: "x.line 8", product: "desk" }] } },
    ],
    ["a reference", { about: "x.partner,4" }, { about: { model: "x.partner", ...partner(4) } }],
    [
      "the record that a model beside is of",
      { res_model: "x.partner", res_id: 4 },
      { res_model: "x.partner", res_id: partner(4) },
    ],
  ])("are told: %s", async (_, values, shown) => expect((await told(values)).values).toEqual(shown));

  it("have their names read in one call of a model", async () => {
    const { read } = await told({ partner_id: 3, tag_ids: [3, 4, 5] });
    expect(read.mock.calls.map(([model, ids]) => [model, ids])).toEqual([["x.partner", [3, 4, 5]]]);
  });

  it("have no name of a model that the policy does not let be read", async () => {
    const { values, read } = await told({ partner_id: 3 }, { "x.partner": { operations: [] } });
    expect(values).toEqual({ partner_id: { id: 3 } });
    expect(read).not.toHaveBeenCalled();
  });
});
