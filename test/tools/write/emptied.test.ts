import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord, RawValues } from "../../../src/odoo/schema/raw.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { emptiedBy } from "../../../src/tools/write/emptied.js";
import { updateRecords } from "../../../src/tools/write/update.js";
import { updateEach } from "../../../src/tools/write/update-each.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith(),
    phone: fieldWith(),
    note: fieldWith({ type: "html" }),
    flag: fieldWith({ type: "boolean" }),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.tag" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.tag": { name: fieldWith() },
});

/** Over an Odoo whose records hold what `held` says, by their ids. */
async function opened(held: Readonly<Record<number, RawValues>>, policy: PolicyConfig = {}, other = {}) {
  const read = vi.fn<Client["read"]>(async (_, ids) => ids.map((id) => ({ id, ...held[id] }) as RawRecord));
  const answers = {
    search: allThere,
    read,
    write: async () => {},
    load: async () => Object.keys(held).map(Number),
    ...other,
  };
  const context = contextWith({ schema, policy, answers });
  return { call: await modelCall("x.order", "update", context), read, context };
}

const all = { phone: "1", note: "<p>a</p>", flag: true, photo: "5.00 Kb", partner_id: [3, "A"], tag_ids: [1] };

describe("fields that values empty", () => {
  it.each<[what: string, held: RawValues, sent: RawValues, told: string[] | undefined]>([
    ["a text", all, { phone: false }, ["phone"]],
    ["a text by an empty one", all, { note: "", phone: "" }, ["note", "phone"]],
    ["a file", all, { photo: false }, ["photo"]],
    ["a many2one", all, { partner_id: false }, ["partner_id"]],
    ["a list", all, { tag_ids: [[6, 0, []]] }, ["tag_ids"]],
    ["properties", { props: [{ name: "a", string: "A", type: "char", value: "b" }] }, { props: false }, ["props"]],
    ["no properties", { props: [{ name: "a", string: "A", type: "char", value: false }] }, { props: false }, undefined],
    ["what is empty", { phone: false, tag_ids: [] }, { phone: false, tag_ids: [[6, 0, []]] }, undefined],
    ["a text that is empty", { phone: "" }, { phone: false }, undefined],
    [
      "a list that is then filled",
      all,
      {
        tag_ids: [
          [6, 0, []],
          [4, 2, 0],
        ],
      },
      undefined,
    ],
    ["a boolean", all, { flag: false }, undefined],
  ])("are told of %s", async (_, held, sent, told) => {
    const { call } = await opened({ 5: held });
    expect((await emptiedBy(call, [5], [sent])).emptied).toEqual(told);
  });

  it("cost one read of all records where there are any, and nothing otherwise", async () => {
    const { call, read } = await opened({ 5: all, 6: all });
    await emptiedBy(call, [5, 6], [{ phone: "2", flag: false }]);
    expect(read).not.toHaveBeenCalled();
    await emptiedBy(call, [5, 6], [{ phone: false, tag_ids: [[6, 0, []]] }]);
    expect(read.mock.calls.map((args) => args.slice(0, 3))).toEqual([["x.order", [5, 6], ["phone", "tag_ids"]]]);
  });

  it("are named once, with the records' ids where it is not all of them", async () => {
    const { call } = await opened({ 5: all, 6: { ...all, phone: false } });
    expect(await emptiedBy(call, [5, 6], [{ phone: false, note: false }])).toEqual({
      emptied: ["phone", "note"],
      emptied_in: [{ field: "phone", ids: [5] }],
    });
  });

  it("are told with the ids of the first records and how many more there are", async () => {
    const ids = Array.from({ length: 40 }, (_, at) => at + 1);
    const { call } = await opened(Object.fromEntries(ids.map((id) => [id, id === 40 ? {} : all])));
    const told = await emptiedBy(call, ids, [{ phone: false }]);
    expect(told.emptied_in).toEqual([{ field: "phone", ids: ids.slice(0, 20), more: 19 }]);
  });

  it("are all that are given as empty, where nobody may read what is there", async () => {
    const closed = await opened({ 5: {} }, { "x.order": { operations: ["update"] } });
    expect(await emptiedBy(closed.call, [5], [{ phone: false }])).toEqual({ emptied: ["phone"] });
    expect(closed.read).not.toHaveBeenCalled();
    const read = () => Promise.reject(new OdooError("forbidden", "No."));
    const refused = await opened({ 5: {} }, {}, { read });
    expect(await emptiedBy(refused.call, [5], [{ phone: false }])).toEqual({ emptied: ["phone"] });
  });
});

describe("an update that empties fields", () => {
  const values = { phone: null, tag_ids: [], name: "a" };

  it("says which in its result and in its preview", async () => {
    const { call } = await opened({ 5: all });
    const change = () => updateRecords(call, { ids: [5], values });
    expect(await carryOut(await change())).toEqual({ ids: [5], emptied: ["phone", "tag_ids"] });
    expect(await carryOutOrPreview(await change(), { dry_run: true })).toMatchObject({
      preview: { emptied: ["phone", "tag_ids"] },
    });
  });

  it("says which of each record's own", async () => {
    const { call } = await opened({ 5: all, 6: all });
    const updates = [
      { id: 5, values: { phone: null } },
      { id: 6, values: { phone: "2" } },
    ];
    const told = { emptied: ["phone"], emptied_in: [{ field: "phone", ids: [5] }] };
    expect(await carryOut(await updateEach(call, { updates }))).toEqual({ ids: [5, 6], ...told });
    expect(await carryOutOrPreview(await updateEach(call, { updates }), { dry_run: true })).toMatchObject({
      preview: told,
    });
  });

  it("says which in the question that a person is asked", async () => {
    const { call, context } = await opened({ 5: all, 6: {} }, { "x.order": { confirm: ["update"] } });
    const ask = vi.fn(async () => "accept" as const);
    const asking = { ...call, context: { ...context, ask } };
    await carryOut(await updateRecords(asking, { ids: [5, 6], values: { phone: null } }));
    expect(ask).toHaveBeenCalledWith(
      expect.stringMatching(/^It empties: phone \(id 5\)$/m),
      expect.anything(),
      expect.anything(),
    );
  });
});
