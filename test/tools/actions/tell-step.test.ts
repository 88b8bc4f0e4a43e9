import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { type Returned, tellStep } from "../../../src/tools/actions/tell-step.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { allThere, type ContextParts, contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": { note: fieldWith() },
  "a.wizard": { reason: fieldWith() },
});
const WINDOW = { type: "ir.actions.act_window", name: "Really?", target: "new", res_model: "a.wizard" };

interface Given extends Partial<ContextParts> {
  returned?: Partial<Returned>;
}

/** What is told of a step of two orders whose last method returned this. */
async function told(answer: unknown, { returned = {}, answers = {}, ...parts }: Given = {}) {
  const context = contextWith({
    schema,
    ...parts,
    answers: {
      search: allThere,
      defaultGet: async () => ({}),
      searchRead: async () => [],
      read: async (_, ids) => ids.map((id) => ({ id, display_name: `Record ${id}` })),
      ...answers,
    },
  });
  const call = await modelCall("a.order", "act", context);
  const place = { context: { active_model: "a.order", active_id: 7, active_ids: [7, 8] } };
  return tellStep(call, { ids: [7, 8], answer, ...returned }, place);
}

describe("what is told of a step", () => {
  it("is what the screen shows then", async () => {
    expect(await told({ type: "ir.actions.act_url", name: "Pay", url: "/pay" })).toMatchObject({
      done: true,
      shows: { kind: "url", title: "Pay", url: "/pay" },
    });
  });

  it("that led to the form of a new record: it is not done, and what that begins with", async () => {
    const form = { ...WINDOW, target: "current", res_model: "a.order", views: [[false, "form"]] };
    expect(await told({ ...form, context: "{'default_note': 'x', 'default_id': active_id}" })).toMatchObject({
      done: false,
      next: { kind: "new_record", model: "a.order", title: "Really?", values: { note: "x" } },
    });
  });

  it("that a part of the interface goes on with: it is not done, and left to a person", async () => {
    const tag = "show_confirmation_dialog";
    expect(await told({ type: "ir.actions.client", tag })).toMatchObject({
      done: false,
      next: { kind: "screen", title: tag },
    });
  });

  it("whose window is for changing its record: it is not done, and what can be changed and how", async () => {
    const screens = { "a.wizard": '<field name="reason"/><button string="Save" special="save"/>' };
    const taken = await told({ ...WINDOW, res_id: 4 }, { screens });
    expect(taken).toMatchObject({
      done: false,
      next: {
        kind: "dialogue",
        model: "a.wizard",
        id: 4,
        fields: { reason: {} },
        how: expect.stringContaining('update_record with model "a.wizard", id 4'),
      },
    });
    expect(taken).not.toHaveProperty("next.wizard");
  });

  it("whose method answered a document that is not in the Print menu: that it cannot be fetched", async () => {
    const report = { type: "ir.actions.report", name: "It", report_name: "a.it", report_type: "qweb-pdf" };
    expect(await told(report)).toMatchObject({
      done: true,
      shows: { kind: "report", title: "It" },
      message: { kind: "warning", text: expect.stringContaining("It, which this server cannot fetch") },
    });
  });

  it("whose window has nothing to press: what it shows", async () => {
    const screens = { "a.wizard": '<field name="reason"/>' };
    expect(await told({ ...WINDOW, res_id: 4 }, { screens })).toMatchObject({
      done: true,
      shows: { kind: "records", model: "a.wizard", records: [{ id: 4 }] },
    });
  });

  it("whose dialogue was refused: why, with what to do, and that it is open", async () => {
    const refused = new OdooError("business_rule", "Not yet.", { hint: "Wait." });
    const open = { model: "a.wizard", context: {} };
    const screens = { "a.wizard": '<field name="reason"/><button name="go" type="object" string="Go"/>' };
    expect(await told(null, { screens, returned: { open, refused } })).toMatchObject({
      done: false,
      message: { kind: "danger", text: "The dialogue is open and not confirmed: Not yet. Wait." },
      next: { kind: "dialogue", wizard: expect.any(String) },
    });
  });

  it.each([
    ["2026-01-02 03:04:06", { made: [{ model: "a.order", records: [{ id: 9 }] }] }],
    ["2026-01-02 03:04:04", { shows: { kind: "records", model: "a.order", records: [{ id: 9 }] } }],
  ])("that shows a record of %s: made with its dialogue, if no older than that", async (create_date, outcome) => {
    const shown = { ...WINDOW, target: "current", res_model: "a.order", domain: [["id", "in", [9]]] };
    const taken = await told(shown, {
      returned: { dialogue: { model: "a.wizard", id: 4, isNew: true } },
      answers: {
        read: async (model, ids) =>
          ids.map((id) => ({
            ...{ id, display_name: `Record ${id}` },
            create_date: model === "a.wizard" ? "2026-01-02 03:04:05" : create_date,
          })),
      },
    });
    expect(taken).toMatchObject(outcome);
    expect("made" in taken).toBe("made" in outcome);
  });
});
