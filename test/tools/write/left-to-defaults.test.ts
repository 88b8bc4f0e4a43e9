import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import { createRecord, createRecords } from "../../../src/tools/write/create.js";
import { leftToDefaults } from "../../../src/tools/write/left-to-defaults.js";
import { updateRecords } from "../../../src/tools/write/update.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith({ needed: { reason: "flag" }, required: true }),
    user_id: fieldWith({ type: "many2one", relation: "x.tag" }),
    term_id: fieldWith({ type: "many2one", relation: "x.tag" }),
    date: fieldWith({ type: "date" }),
    count: fieldWith({ type: "integer" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.line": {
    order_id: fieldWith({ type: "many2one", relation: "x.order" }),
    name: fieldWith(),
    unit_id: fieldWith({ type: "many2one", relation: "x.tag" }),
    qty: fieldWith({ type: "float" }),
  },
  "x.tag": { name: fieldWith() },
});

const DEFAULTS: Readonly<Record<string, RawValues>> = {
  "x.order": { user_id: 2, date: "2026-03-01", term_id: false },
  "x.line": { unit_id: 1 },
};

async function opened(answers: Partial<Client> = {}, forms = {}) {
  const defaultGet = vi.fn<Client["defaultGet"]>(async (model, names) =>
    Object.fromEntries(Object.entries(DEFAULTS[model] ?? {}).filter(([name]) => names.includes(name))),
  );
  const create = vi.fn<Client["create"]>(async (_, rows) => rows.map((_row, index) => 42 + index));
  const write = vi.fn<Client["write"]>(async () => {});
  const context = contextWith({
    schema,
    forms,
    answers: {
      search: allThere,
      read: async (_, ids) => ids.map((id) => ({ id })),
      defaultGet,
      create,
      write,
      ...answers,
    },
  });
  return { call: await modelCall("x.order", "create", context), defaultGet, create, write };
}

describe("nulls of a new record", () => {
  it("are left out where the field has a default, and stay where it has none", async () => {
    const { call } = await opened();
    expect(await leftToDefaults(call, [{ name: "a", user_id: null, term_id: null, date: null }], "create")).toEqual([
      { name: "a", term_id: null },
    ]);
  });

  it("are left out in new lines likewise, and stay in lines that are changed", async () => {
    const { call } = await opened();
    const line_ids = { create: [{ name: null, unit_id: null }], update: [{ id: 7, unit_id: null }] };
    const lines = { create: [{ name: null }], update: [{ id: 7, unit_id: null }] };
    expect(await leftToDefaults(call, [{ line_ids }], "create")).toEqual([{ line_ids: lines }]);
    expect(await leftToDefaults(call, [{ user_id: null, line_ids }], "update")).toEqual([
      { user_id: null, line_ids: lines },
    ]);
  });

  it("cost one call for each model that has any, whatever the number of records, and otherwise none", async () => {
    const { call, defaultGet } = await opened();
    const lines = { line_ids: { create: [{ unit_id: null }, { name: null }] } };
    await leftToDefaults(call, [{ user_id: null }, { date: null, ...lines }, { user_id: null }], "create");
    expect(defaultGet.mock.calls.map((args) => args.slice(0, 2))).toEqual([
      ["x.order", ["user_id", "date"]],
      ["x.line", ["unit_id", "name"]],
    ]);
    const rows = [{ user_id: 3 }];
    expect(await leftToDefaults(call, rows, "create")).toBe(rows);
    await leftToDefaults(call, [{ user_id: null }], "update");
    expect(defaultGet).toHaveBeenCalledTimes(2);
  });

  it("stay where Odoo does not tell its defaults", async () => {
    const { call } = await opened({ defaultGet: () => Promise.reject(new OdooError("forbidden", "No.")) });
    expect(await leftToDefaults(call, [{ user_id: null }], "create")).toEqual([{ user_id: null }]);
  });
});

describe("a create with nulls", () => {
  it("sends what has no default as empty, and nothing of the rest", async () => {
    const { call, create } = await opened();
    const values = { name: "a", user_id: null, term_id: null, count: null, tag_ids: null };
    await carryOut(await createRecord(call, { values }));
    await carryOut(await createRecords(call, { records: [values] }));
    expect(create.mock.calls.map((args) => args[1])).toEqual([
      [{ name: "a", term_id: false }],
      [{ name: "a", term_id: false }],
    ]);
  });

  it("lets the form fill in what was null and has a default, and not what has none", async () => {
    const form = formView({
      arch: '<form><field name="name" on_change="1"/><field name="user_id"/><field name="term_id"/></form>',
      embedded: {},
    });
    const onchange = vi.fn<Client["onchange"]>(async () => ({ value: { user_id: [2, "Ann"], term_id: [9, "Net"] } }));
    const { call, create } = await opened({ onchange }, { "x.order": form });
    await carryOut(await createRecord(call, { values: { name: "a", user_id: null, term_id: null } }));
    expect(create.mock.calls[0]?.[1]).toEqual([{ name: "a", user_id: 2, term_id: false }]);
  });

  it("is refused where the field is required and nothing fills it", async () => {
    const { call } = await opened();
    await expect(createRecord(call, { values: { name: null } })).rejects.toThrow(odooError("validation", "name"));
  });
});

describe("an update with nulls", () => {
  it("empties its fields, and leaves those of new lines to their defaults", async () => {
    const { call, write } = await opened();
    const values = { user_id: null, line_ids: { create: [{ name: "a", unit_id: null, qty: null }] } };
    await carryOut(await updateRecords(call, { ids: [5], values }));
    expect(write.mock.calls[0]?.[2]).toEqual({ user_id: false, line_ids: [[0, 0, { name: "a" }]] });
  });
});
