import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { updateEach } from "../../../src/tools/write/update-each.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    flag: fieldWith({ type: "boolean", store: false }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.tag": { name: fieldWith() },
  "x.line": { name: fieldWith() },
});

async function opened(answers: Partial<Client> = {}, policy: PolicyConfig = {}) {
  const load = vi.fn<Client["load"]>(async (_, table) => table.rows.map((row) => row[0] as number));
  const context = contextWith({ schema, policy, answers: { search: allThere, load, ...answers } });
  return { call: await modelCall("x.order", "update", context), load };
}

describe("an update of each record", () => {
  it("is one load of all rows, by the records' own ids", async () => {
    const { call, load } = await opened({ read: async () => [{ id: 5 }, { id: 6 }] });
    const updates = [
      { id: 5, values: { name: "a", tag_ids: [1, 2] } },
      { id: 6, values: { name: null, tag_ids: [] } },
    ];
    expect(await carryOut(await updateEach(call, { updates }))).toEqual({ ids: [5, 6] });
    expect(load).toHaveBeenCalledOnce();
    const [model, table] = load.mock.calls[0] ?? [];
    expect([model, table?.fields[0], table?.rows.map(([id]) => id)]).toEqual(["x.order", ".id", [5, 6]]);
  });

  it("looks for its records while it is looked up what was sent last", async () => {
    const began: string[] = [];
    const search: Client["search"] = async (model, domain, ...rest) => {
      began.push(model);
      return allThere(model, domain, ...rest);
    };
    const { call } = await opened({ search });
    const lastMessage = async () => {
      began.push("sent");
      return undefined;
    };
    const looking = { ...call, context: { ...call.context, lastMessage } };
    await updateEach(looking, { updates: [{ id: 5, values: { name: "a" } }] });
    expect(began).toEqual(["sent", "x.order"]);
  });

  it("tells which record did not keep a value", async () => {
    const read: Client["read"] = async () => [
      { id: 5, flag: true },
      { id: 6, flag: false },
    ];
    const { call } = await opened({ read });
    const updates = [5, 6].map((id) => ({ id, values: { flag: true } }));
    expect(await carryOut(await updateEach(call, { updates }))).toEqual({
      ids: [5, 6],
      not_kept: [{ id: 6, flag: false }],
    });
  });

  it.each<[what: string, second: { id: number; values: Record<string, unknown> }, ...texts: string[]]>([
    ["a record twice", { id: 5, values: { name: "b" } }, "each record may be named once"],
    ["other fields", { id: 6, values: { flag: true } }, "updates[1].values.", "the same fields"],
    ["a wrong value", { id: 6, values: { name: 5 } }, "updates[1].values.name"],
  ])("is refused whole where it has %s", async (_, second, ...texts) => {
    const { call, load } = await opened();
    await expect(updateEach(call, { updates: [{ id: 5, values: { name: "a" } }, second] })).rejects.toThrow(
      odooError("validation", ...texts),
    );
    expect(load).not.toHaveBeenCalled();
  });

  it("is refused for lines, which update_record changes", async () => {
    const { call } = await opened();
    const refused = updateEach(call, { updates: [{ id: 5, values: { line_ids: { delete: [8] } } }] });
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining("updates[0].values.line_ids"),
      hint: expect.stringContaining("update_record"),
    });
  });

  it("is refused where its values would leave the policy's domain, and told as applied where Odoo does so", async () => {
    const policy: PolicyConfig = { "x.order": { domain: [["name", "!=", "b"]] } };
    const wrong = await opened({}, policy);
    const leaving = updateEach(wrong.call, { updates: [{ id: 5, values: { name: "b" } }] });
    await expect(leaving).rejects.toMatchObject({ rule: 'policy["x.order"].domain', outcome: "not_applied" });
    const found = [[5]];
    const { call } = await opened({ search: async () => found.shift() ?? [] }, policy);
    const change = await updateEach(call, { updates: [{ id: 5, values: { tag_ids: [] } }] });
    await expect(carryOut(change)).rejects.toMatchObject({ rule: 'policy["x.order"].domain', outcome: "applied" });
  });

  it("is refused where a record or a link is not there", async () => {
    const missing = await opened({ search: async (model) => (model === "x.order" ? [5] : []) });
    const updates = [5, 6].map((id) => ({ id, values: { name: "a" } }));
    await expect(updateEach(missing.call, { updates })).rejects.toThrow(odooError("not_found", "no x.order 6"));
    const linked = updateEach(missing.call, { updates: [{ id: 5, values: { tag_ids: [9] } }] });
    await expect(linked).rejects.toThrow(odooError("not_found", "updates[0].values.tag_ids[0]"));
  });
});
