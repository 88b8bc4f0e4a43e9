import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { fieldSchemas, modelValues } from "../../../src/odoo/values/values.js";
import * as buttons from "../../../src/tools/actions/button.js";
import * as dialogues from "../../../src/tools/actions/complete-dialogue.js";
import { NO_AUDIT } from "../../../src/tools/call/audit.js";
import type { ModelSource } from "../../../src/tools/call/model-source.js";
import { openDialogues } from "../../../src/tools/call/open-dialogues.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import { createPolicy } from "../../../src/tools/policy/policy.js";
import { fakeClient, fieldWith, odooError } from "../../support/fixtures.js";

const WIZARD = {
  name: "a.wizard",
  label: "Wizard",
  fields: { reason: fieldWith({ string: "Reason" }), secret_total: fieldWith({ readonly: true }) },
};
const ORDER = { name: "a.order", label: "Order", fields: {} };
const ARCH =
  '<form><field name="reason"/><field name="secret_total" readonly="1"/><footer><button name="action_apply" ' +
  'type="object" string="Apply"/><button special="cancel" string="Discard"/></footer></form>';

const pressButton = async (...button: Parameters<typeof buttons.pressButton>) =>
  carryOut(await buttons.pressButton(...button));
const completeWizard = async (...wizard: Parameters<typeof dialogues.completeDialogue>) =>
  carryOut(await dialogues.completeDialogue(...wizard));

function contextWith(answers: Partial<Client>): ToolContext {
  const search: Client["search"] = async (_, [term]) => (term as [string, string, number[]])[2];
  const client = fakeClient({ search, getViews: async () => ({ form: { arch: ARCH, embedded: {} } }), ...answers });
  const get = async (name: string) => (name === "a.wizard" ? WIZARD : ORDER);
  const models: ModelSource = { get, now: get, known: () => [], allowed: async () => [], forget: () => {} };
  const values = async (name: string) =>
    modelValues(
      await get(name),
      fieldSchemas(() => Promise.reject(new Error("no lines"))),
    );
  const policy = createPolicy({}, { buttons: () => ["action_go"] });
  return {
    call: { id: "test", tool: "test" },
    audit: NO_AUDIT,
    policy,
    client,
    models,
    values,
    dialogues: openDialogues(),
    signal: new AbortController().signal,
  };
}

const OPENS = {
  type: "ir.actions.act_window",
  name: "Really?",
  target: "new",
  res_model: "a.wizard",
  context: { active_ids: [7], default_reason: "x" },
};

describe("a button", () => {
  it.each([true, false, null, 7, [1, 2]])("that answers %j is done", async (answer) => {
    const context = contextWith({ callMethod: async () => answer });
    expect(await pressButton({ model: ORDER, context }, [7], "action_go")).toEqual({ ids: [7], done: true });
  });

  it("is pressed in the context that its view gives it", async () => {
    const seen: unknown[] = [];
    const context = contextWith({
      callMethod: async (...given) => {
        seen.push(given.slice(0, 3), given[3]?.context);
        return true;
      },
    });
    await pressButton({ model: ORDER, context }, [7], "action_go", { validate: true });
    expect(seen).toEqual([["a.order", [7], "action_go"], { validate: true }]);
  });

  it("that opens a wizard tells its handle, what its form asks and its buttons, and keeps its context", async () => {
    const context = contextWith({ callMethod: async () => OPENS });
    const { done, next } = await pressButton({ model: ORDER, context }, [7], "action_go");
    expect({ done, next }).toEqual({
      done: false,
      next: {
        kind: "wizard",
        title: "Really?",
        model: "a.wizard",
        wizard: expect.any(String),
        fields: { reason: { type: "char", label: "Reason" } },
        buttons: [{ signal: "action_apply", label: "Apply" }],
      },
    });
  });

  it("tells a wizard that the user may not see by its model", async () => {
    const context = contextWith({ callMethod: async () => OPENS, getViews: () => Promise.reject(new Error("no")) });
    const { next } = await pressButton({ model: ORDER, context }, [7], "action_go");
    expect(next).toEqual({ kind: "wizard", title: "Really?", model: "a.wizard", wizard: expect.any(String) });
  });
});

describe("what Odoo's screen would say", () => {
  const shown = { type: "ir.actions.client", tag: "display_notification", params: { type: "danger", message: "No." } };

  it.each([
    ["danger", false],
    ["success", true],
  ])("of kind %s is told, and done is %s", async (type, done) => {
    const context = contextWith({ callMethod: async () => ({ ...shown, params: { type, message: "No." } }) });
    const pressed = await pressButton({ model: ORDER, context }, [7], "action_go");
    expect(pressed).toEqual({ ids: [7], done, message: { kind: type, text: "No." } });
  });
});

describe("a dialogue with a form of its own", () => {
  it("is asked for by that form", async () => {
    const asked: unknown[] = [];
    const context = contextWith({
      callMethod: async () => ({ ...OPENS, views: [[55, "form"]] }),
      getViews: async (_, options) => {
        asked.push(options?.formView);
        return { form: { arch: ARCH, embedded: {} } };
      },
    });
    await pressButton({ model: ORDER, context }, [7], "action_go");
    expect(asked).toEqual([55]);
  });
});

describe("a wizard's context", () => {
  const active = { active_model: "a.order", active_id: 7, active_ids: [7, 8] };

  it.each<[unknown, object]>([
    [{ default_x: 1 }, { ...active, default_x: 1 }],
    [{ active_ids: [9] }, { ...active, active_ids: [9] }],
    ["{'default_order_id': active_id, 'ids': active_ids}", { ...active, default_order_id: 7, ids: [7, 8] }],
    ["{'default_name': name}", active],
    [false, active],
    [undefined, active],
  ])("of %j tells the records that it was opened from", async (context, expected) => {
    const opening = contextWith({ callMethod: async () => ({ ...OPENS, context }) });
    const { next } = await pressButton({ model: ORDER, context: opening }, [7, 8], "action_go");
    expect(opening.dialogues.get((next as { wizard: string }).wizard).context).toEqual(expected);
  });
});

describe("a wizard", () => {
  it("is filled in as Odoo's dialogue is when it opens, where a required field is left out", async () => {
    const made: unknown[] = [];
    const context = contextWith({
      onchange: async (_, values, fields) => {
        made.push(values, fields);
        return { journal_id: { id: 3, display_name: "J" }, date: "2026-01-01", other: 1 };
      },
      create: async (_, values) => {
        made.push(values);
        return [42];
      },
      callMethod: async () => true,
    });
    const fields = {
      journal_id: fieldWith({ type: "many2one", relation: "a.journal", required: true }),
      date: fieldWith({ type: "date", required: true }),
      line_ids: fieldWith({ type: "one2many", required: true }),
      note: fieldWith({ required: true }),
    };
    const model = { name: "a.wizard", label: "Wizard", fields };
    const values = modelValues(
      model,
      fieldSchemas(() => Promise.reject(new Error("no lines"))),
    );
    const own = { ...context, models: { ...context.models, get: async () => model }, values: async () => values };
    await completeWizard(
      own,
      own.dialogues.add({ model: "a.wizard", context: {}, buttons: ["action_apply"] }),
      "action_apply",
      { note: "n" },
    );
    expect(made).toEqual([{ note: "n" }, ["journal_id", "date"], [{ journal_id: 3, date: "2026-01-01", note: "n" }]]);
  });

  async function opened(answers: Partial<Client>, id?: number) {
    const calls: unknown[][] = [];
    const context = contextWith({
      create: async (model, values, options) => {
        calls.push(["create", model, values, options?.context]);
        return [42];
      },
      write: async (model, ids, values, options) => {
        calls.push(["write", model, ids, values, options?.context]);
      },
      callMethod: async (model, ids, method, options) => {
        calls.push([method, model, ids, options?.context]);
        return true;
      },
      ...answers,
    });
    return {
      context,
      calls,
      wizard: context.dialogues.add({ model: "a.wizard", context: OPENS.context, id, buttons: ["action_apply"] }),
    };
  }

  it("is made with the values, in the context Odoo gave, and its button pressed", async () => {
    const { context, calls, wizard } = await opened({});
    const result = await completeWizard(context, wizard, "action_apply", { reason: "late" });
    expect(result).toEqual({ ids: [42], done: true });
    expect(calls).toEqual([
      ["create", "a.wizard", [{ reason: "late" }], OPENS.context],
      ["action_apply", "a.wizard", [42], OPENS.context],
    ]);
  });

  it("that Odoo has made already is changed instead", async () => {
    const { context, calls, wizard } = await opened({}, 9);
    await completeWizard(context, wizard, "action_apply", {});
    const again = context.dialogues.add({
      model: "a.wizard",
      context: OPENS.context,
      id: 9,
      buttons: ["action_apply"],
    });
    await completeWizard(context, again, "action_apply", { reason: "late" });
    expect(calls).toEqual([
      ["action_apply", "a.wizard", [9], OPENS.context],
      ["write", "a.wizard", [9], { reason: "late" }, OPENS.context],
      ["action_apply", "a.wizard", [9], OPENS.context],
    ]);
  });

  it("is completed once: its handle is closed then", async () => {
    const { context, calls, wizard } = await opened({});
    await completeWizard(context, wizard, "action_apply", {});
    await expect(completeWizard(context, wizard, "action_apply", {})).rejects.toThrow(odooError("not_found", wizard));
    expect(calls).toHaveLength(2);
  });

  it("is completed once, also where two calls have both been checked", async () => {
    const { context, calls, wizard } = await opened({});
    const both = [{}, {}].map(() => dialogues.completeDialogue(context, wizard, "action_apply", {}));
    const ended = await Promise.allSettled((await Promise.all(both)).map((change) => carryOut(change)));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(calls).toHaveLength(2);
  });

  it("whose button refuses stays open with the record that was made, which is not made twice", async () => {
    let refusals = 1;
    const { context, calls, wizard } = await opened({
      callMethod: async () => {
        if (refusals-- > 0) throw new OdooError("business_rule", "Not yet.");
        return true;
      },
    });
    await expect(completeWizard(context, wizard, "action_apply", { reason: "x" })).rejects.toThrow(
      odooError("business_rule", "Not yet."),
    );
    expect(await completeWizard(context, wizard, "action_apply", {})).toEqual({ ids: [42], done: true });
    expect(calls.map(([method]) => method)).toEqual(["create"]);
  });

  it.each([
    [true, "not_applied"],
    [false, "applied"],
  ])(
    "whose button refuses: a record that is transient (%s) is no data, so that it was %s",
    async (transient, outcome) => {
      const { context, wizard } = await opened({
        callMethod: () => Promise.reject(new OdooError("business_rule", "Not yet.")),
      });
      const listed = { ...context.models, allowed: async () => [{ model: "a.wizard", label: "Wizard", transient }] };
      const completing = completeWizard({ ...context, models: listed }, wizard, "action_apply", {});
      await expect(completing).rejects.toMatchObject({ outcome, message: expect.stringContaining("Not yet.") });
    },
  );

  it("whose button's answer was lost is closed: it may be done", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    const { context, wizard } = await opened({ callMethod: () => Promise.reject(lost) });
    await expect(completeWizard(context, wizard, "action_apply", {})).rejects.toMatchObject({
      outcome: "applied",
      message: expect.stringContaining(
        "a.wizard 42 is saved, and whether its button was carried out is not known: late",
      ),
    });
    expect(() => context.dialogues.get(wizard)).toThrow(odooError("not_found"));
  });

  it("is refused wrong values, methods and handles before Odoo is asked", async () => {
    const { context, calls, wizard } = await opened({});
    await expect(completeWizard(context, wizard, "action_apply", { raeson: "x" })).rejects.toThrow(
      odooError("validation", '"raeson"', '"reason"'),
    );
    await expect(completeWizard(context, wizard, "unlink", {})).rejects.toThrow(odooError("forbidden", "unlink"));
    await expect(completeWizard(context, "wizard-99", "action_apply", {})).rejects.toThrow(odooError("not_found"));
    expect(calls).toEqual([]);
  });
});
