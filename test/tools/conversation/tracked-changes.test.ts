import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { trackedChanges } from "../../../src/tools/conversation/tracked-changes.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { conversation } from "../../support/conversation.js";

async function changes(answers: Partial<Client>, major: number, policy: PolicyConfig = {}) {
  const { context } = conversation({ answers, major, policy });
  return trackedChanges(await context.models.get("x.order"), [9], context);
}

/** What `message_format` answers: up to 15, and in 16 and 17. */
const byLabel = (changed_field: string, old_value: unknown, new_value: unknown) => ({
  changed_field,
  old_value,
  new_value,
});
const byName = (fieldName: string, old: unknown, now: unknown) => ({
  changedField: "x",
  fieldName,
  oldValue: { currencyId: false, value: old },
  newValue: { currencyId: false, value: now },
});
const formatted = (message: object) => ({ callModel: async () => [{ id: 9, ...message }] });
const stored = (name: string, ttype: string, values: object) => ({
  webRead: vi.fn<Client["webRead"]>(async (_, ids) =>
    ids.map((id) => ({ id, tracking_value_ids: [{ field_id: { name, ttype, field_description: name }, ...values }] })),
  ),
});

describe("tracked changes", () => {
  it.each<[number, Partial<Client>, object]>([
    [14, formatted({ tracking_value_ids: [byLabel("Amount", 0, 5)] }), { field: "amount", old: 0, new: 5 }],
    [14, formatted({ tracking_value_ids: [byLabel("Paid", false, true)] }), { field: "paid", old: false, new: true }],
    [15, formatted({ tracking_value_ids: [byLabel("Of yore", "", "b")] }), { field: "Of yore", old: null, new: "b" }],
    [16, formatted({ trackingValues: [byName("name", false, "b")] }), { field: "name", old: null, new: "b" }],
    [17, formatted({ trackingValues: [byName("paid", false, true)] }), { field: "paid", old: false, new: true }],
    [18, stored("amount", "float", { old_value_float: 0, new_value_float: 5 }), { field: "amount", old: 0, new: 5 }],
    [
      19,
      stored("paid", "boolean", { old_value_integer: 1, new_value_integer: 0 }),
      { field: "paid", old: true, new: false },
    ],
    [
      19,
      stored("name", "char", { old_value_char: false, new_value_char: "b" }),
      { field: "name", old: null, new: "b" },
    ],
  ])("are told by field, as Odoo %i has them", async (major, answers, told) => {
    expect(await changes(answers, major)).toEqual(new Map([[9, [told]]]));
  });

  it.each<[string, number, Partial<Client>]>([
    ["by its label", 14, formatted({ tracking_value_ids: [byLabel("Amount", 1, 2)] })],
    ["by a label that is none of now", 14, formatted({ tracking_value_ids: [byLabel("Somme", 1, 2)] })],
    ["by its name", 16, formatted({ trackingValues: [byName("amount", 1, 2)] })],
    ["by a name that is none of now", 17, formatted({ trackingValues: [byName("sum", 1, 2)] })],
    ["as stored", 19, stored("amount", "float", { old_value_float: 1, new_value_float: 2 })],
  ])("of a closed field are left out: %s", async (_, major, answers) => {
    expect(await changes(answers, major, { "x.order": { denyFields: ["amount"] } })).toEqual(new Map());
  });

  it("are not told to who may not read them, from 18 on", async () => {
    const refused = async () => Promise.reject(new OdooError("forbidden", "no"));
    expect(await changes({ webRead: refused }, 19)).toBeUndefined();
    const late = async () => Promise.reject(new OdooError("timeout", "late"));
    await expect(changes({ webRead: late }, 19)).rejects.toThrow("late");
    expect(await changes({ callModel: async () => null }, 15)).toBeUndefined();
  });

  it("of no messages are not asked for", async () => {
    const { context } = conversation();
    expect(await trackedChanges(await context.models.get("x.order"), [], context)).toEqual(new Map());
  });
});
