import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { tellDialogue } from "../../../src/tools/actions/open-dialogue.js";
import type { Dialogue } from "../../../src/tools/call/open-dialogues.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.wizard": {
    reason: fieldWith({ string: "Reason" }),
    note: fieldWith({ string: "Note" }),
    total: fieldWith(),
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
  },
  "a.partner": {},
});
const FORM =
  '<field name="reason"/><field name="note"/><field name="total" readonly="1"/><footer>' +
  '<button name="action_other" type="object" string="Other"/>' +
  '<button name="action_apply" type="object" string="Apply" class="btn-primary"/></footer>';
const DIALOGUE: Dialogue = { model: "a.wizard", context: { active_ids: [7], token: "x" } };

interface Given {
  form?: string | undefined;
  answers?: Partial<Client>;
  policy?: PolicyConfig;
  dialogue?: Dialogue;
  title?: string;
}

async function told({ form = FORM, answers = {}, policy = {}, dialogue = DIALOGUE, title }: Given = {}) {
  const context = contextWith({
    schema,
    policy,
    screens: { "a.wizard": form },
    answers: { defaultGet: async () => ({ reason: "x" }), ...answers },
  });
  return { next: await tellDialogue(dialogue, context, title), context };
}

describe("a dialogue that is still to be completed", () => {
  it("tells its handle, what it holds, its buttons and how to go on, and keeps its context to itself", async () => {
    const { next, context } = await told({ title: "Really?" });
    expect(next).toEqual({
      kind: "dialogue",
      model: "a.wizard",
      title: "Really?",
      wizard: "wizard-1",
      fields: {
        reason: { type: "char", label: "Reason", value: "x" },
        note: { type: "char", label: "Note" },
      },
      buttons: [
        { signal: "action_apply", label: "Apply" },
        { signal: "action_other", label: "Other" },
      ],
      how: expect.stringMatching(/^Call execute_workflow with wizard "wizard-1", signal "action_apply" or another/),
    });
    expect(await context.dialogues.get("wizard-1")).toBe(DIALOGUE);
    expect(JSON.stringify(next)).not.toContain("token");
  });

  it("tells what Odoo warns of as it opens", async () => {
    const form = FORM.replace('name="reason"', 'name="reason" on_change="1"');
    const onchange = async () => ({ value: {}, warning: "No stock." });
    expect((await told({ form, answers: { onchange } })).next).toMatchObject({ warnings: ["No stock."] });
  });

  it("tells no closed field", async () => {
    const { next } = await told({ policy: { "a.wizard": { denyFields: ["note"] } } });
    expect(Object.keys(next?.fields as object)).toEqual(["reason"]);
  });

  it("is none without anything to press: its work is done", async () => {
    const { next, context } = await told({ form: '<field name="reason"/>' });
    expect(next).toBeUndefined();
    await expect(context.dialogues.get("wizard-1")).rejects.toThrow(odooError("not_found"));
  });

  it("whose form the user may not see is told by its model, and can be completed", async () => {
    const context = contextWith({ schema });
    expect(await tellDialogue(DIALOGUE, context, undefined)).toEqual({
      kind: "dialogue",
      model: "a.wizard",
      wizard: "wizard-1",
      fields: {},
      how: expect.stringContaining("(the button's method)"),
    });
    expect(await context.dialogues.get("wizard-1")).toBe(DIALOGUE);
  });

  it.each(["timeout", "server_error", "forbidden"] as const)(
    "is told by its handle where its form cannot be opened: %s",
    async (category) => {
      const defaultGet = () => Promise.reject(new OdooError(category, "No."));
      const { next, context } = await told({ answers: { defaultGet } });
      expect(next).toEqual({
        kind: "dialogue",
        model: "a.wizard",
        wizard: "wizard-1",
        problem: expect.stringContaining("No."),
        how: expect.any(String),
      });
      expect(await context.dialogues.get("wizard-1")).toBe(DIALOGUE);
    },
  );

  it("is told by its handle and buttons where what it holds cannot be named", async () => {
    const read = () => Promise.reject(new OdooError("timeout", "late"));
    const form = FORM.replace("</footer>", '</footer><field name="partner_id"/>');
    const { next } = await told({ form, answers: { defaultGet: async () => ({ partner_id: 3 }), read } });
    expect(next).toMatchObject({
      wizard: "wizard-1",
      buttons: [{ signal: "action_apply" }, { signal: "action_other" }],
    });
    expect(next).not.toHaveProperty("fields");
  });

  it("fails with a mistake of ours", async () => {
    await expect(told({ answers: { defaultGet: () => Promise.reject(new TypeError("a bug")) } })).rejects.toThrow(
      "a bug",
    );
  });

  it("that the policy closes has no handle, and tells why and who can go on", async () => {
    const { next, context } = await told({ policy: { "a.wizard": { operations: ["read"] } }, title: "Really?" });
    expect(next).toEqual({
      kind: "dialogue",
      model: "a.wizard",
      title: "Really?",
      refused: expect.stringContaining('policy["a.wizard"].operations'),
      how: "A person has to take this step on Odoo's own screen.",
    });
    await expect(context.dialogues.get("wizard-1")).rejects.toThrow(odooError("not_found"));
  });
});
