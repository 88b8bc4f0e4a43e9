import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { NextStep } from "../../../src/tools/actions/answer.js";
import { openDialogue } from "../../../src/tools/actions/open-dialogue.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": {},
  "a.wizard": {
    reason: fieldWith({ string: "Reason" }),
    note: fieldWith({ string: "Note" }),
    total: fieldWith({ readonly: true }),
  },
});
const ARCH =
  '<form><field name="reason"/><field name="note"/><field name="gone"/><field name="total" readonly="1"/>' +
  '<footer><button name="action_apply" type="object" string="Apply"/><button name="action_icon" type="object"/>' +
  '<button special="cancel" string="Discard"/></footer></form>';
const WIZARD: NextStep = { kind: "wizard", title: "Really?", model: "a.wizard" };

/** What is told of a step that orders 7 and 8 came to, and the dialogue that it opened. */
async function opened(
  step: NextStep,
  { answers = {}, policy = {} }: { answers?: Partial<Client>; policy?: PolicyConfig } = {},
) {
  const getViews = vi.fn<Client["getViews"]>(async () => ({ form: { arch: ARCH, embedded: {} } }));
  const context = contextWith({ schema, policy, answers: { getViews, ...answers } });
  const told = await openDialogue(step, await modelCall("a.order", "read", context), [7, 8]);
  const dialogue = typeof told.wizard === "string" ? context.dialogues.get(told.wizard) : undefined;
  return { told, dialogue, asked: getViews.mock.calls };
}

describe("a dialogue that a button opened", () => {
  it("tells its handle, what its form lets a user fill in and its buttons with a label", async () => {
    const { told, dialogue } = await opened({ ...WIZARD, id: 4 });
    const char = (label: string) => ({ type: "char", label });
    expect(told).toEqual({
      ...WIZARD,
      id: 4,
      wizard: expect.any(String),
      fields: { reason: char("Reason"), note: char("Note") },
      buttons: [{ signal: "action_apply", label: "Apply" }],
    });
    expect(dialogue).toMatchObject({ model: "a.wizard", id: 4, buttons: ["action_apply"] });
  });

  it("tells no closed field", async () => {
    const { told } = await opened(WIZARD, { policy: { "a.wizard": { denyFields: ["note"] } } });
    expect(Object.keys(told.fields as object)).toEqual(["reason"]);
  });

  it("whose form the user may not see is told by its model, and can be completed", async () => {
    const { told, dialogue } = await opened(WIZARD, { answers: { getViews: () => Promise.reject(new Error("no")) } });
    expect(told).toEqual({ ...WIZARD, wizard: expect.any(String) });
    expect(dialogue?.buttons).toEqual([]);
  });

  it("with a form of its own is asked for by that form, in its context", async () => {
    const { asked } = await opened({ ...WIZARD, formView: 55, context: { default_x: 1 } });
    expect(asked[0]?.[1]).toMatchObject({ formView: 55, context: { default_x: 1 } });
    expect((await opened(WIZARD)).asked[0]?.[1]).not.toHaveProperty("formView");
  });
});

describe("a step that is no dialogue", () => {
  it.each<NextStep>([
    { kind: "records", model: "a.order", domain: [["id", "=", 1]] },
    { kind: "report", title: "Print" },
    { kind: "wizard", title: "Of no model" },
  ])("opens none, and keeps its context to itself: %j", async (step) => {
    const { told, asked } = await opened({ ...step, context: { token: "x" }, formView: 5 });
    expect(told).toEqual(step);
    expect(asked).toEqual([]);
  });
});

describe("a dialogue's context", () => {
  const active = { active_model: "a.order", active_id: 7, active_ids: [7, 8] };

  it.each<[unknown, object]>([
    [{ default_x: 1 }, { ...active, default_x: 1 }],
    [{ active_ids: [9] }, { ...active, active_ids: [9] }],
    ["{'default_order_id': active_id, 'ids': active_ids}", { ...active, default_order_id: 7, ids: [7, 8] }],
    ["{'active_id': active_id}", active],
    ["{'default_name': name}", active],
    [false, active],
    [undefined, active],
  ])("of %j tells the records that it was opened from", async (context, expected) => {
    expect((await opened({ ...WIZARD, context })).dialogue?.context).toEqual(expected);
  });
});
