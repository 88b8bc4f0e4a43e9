import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Action } from "../../../src/odoo/schema/schema.js";
import type { Filling } from "../../../src/tools/actions/complete-dialogue.js";
import { completeStep, type Step, takeStep } from "../../../src/tools/actions/take-step.js";
import type { AuditLine } from "../../../src/tools/call/audit.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { Dialogue } from "../../../src/tools/call/open-dialogues.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { carryOut, carryOutOrPreview } from "../../../src/tools/change/carry-out.js";
import { allThere, type ContextParts, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": { note: fieldWith(), state: fieldWith({ type: "selection", selection: [["done", "Done"]] }) },
  "a.wizard": { reason: fieldWith(), partner_id: fieldWith({ type: "many2one", relation: "a.partner" }) },
  "a.partner": {},
  "account.move": {},
  "account.payment.register": { amount: fieldWith({ type: "float" }) },
  "sale.order": {},
  "sale.order.cancel": { reason: fieldWith() },
  "mail.compose.message": { subject: fieldWith() },
});
const button = (name: string, attributes = "") =>
  `<button name="${name}" type="object" string="${name}" ${attributes}/>`;
const PRIMARY = 'class="btn-primary"';
const SCREENS = {
  "a.wizard": `<field name="reason"/><field name="partner_id"/>${button("action_other")}${button("action_apply", PRIMARY)}`,
  "account.payment.register": `<field name="amount"/>${button("action_create_payments", PRIMARY)}`,
  "sale.order.cancel": `<field name="reason"/>${button("action_apply", PRIMARY)}`,
  "mail.compose.message": `<field name="subject"/>${button("action_send_mail", PRIMARY)}`,
};
const ACTIVE = { active_model: "a.order", active_id: 7, active_ids: [7, 8] };
const WINDOW = { type: "ir.actions.act_window", name: "Really?", target: "new", res_model: "a.wizard" };
const opens = (model: string, more: object = {}) => ({ ...WINDOW, res_model: model, ...more });
const DIALOGUE: Action = { kind: "dialogue", model: "a.wizard", context: "{'default_order_ids': active_ids}" };

interface Given extends Partial<ContextParts> {
  /** What methods return, by their names; true if left out. An error is thrown. */
  returns?: Readonly<Record<string, unknown>>;
  /** What a person says who is asked; nobody can be asked if left out. */
  yes?: "accept" | "decline";
}

/** An Odoo, what it is asked to change in order, what a person is asked, and what is written down of it. */
function odoo({ returns = {}, yes, answers = {}, ...parts }: Given = {}) {
  const changes: unknown[][] = [];
  const audited: AuditLine[] = [];
  const questions: string[] = [];
  const context: ToolContext = {
    ...contextWith({
      schema,
      screens: SCREENS,
      buttons: [
        ...["action_go", "action_send", "action_cancel", "action_register_payment", "action_quotation_send"],
        ...["go", "print_it"],
      ],
      ...parts,
      answers: {
        search: allThere,
        defaultGet: async () => ({}),
        read: async (_, ids) => ids.map((id) => ({ id, display_name: `Record ${id}`, note: `Note of ${id}` })),
        create: async (model, values, options) => {
          changes.push(["create", model, values, options?.context]);
          return [42];
        },
        write: async (model, ids, values, options) => {
          changes.push(["write", model, ids, values, options?.context]);
        },
        callMethod: async (model, ids, method, options) => {
          changes.push([method, model, ids, options?.context]);
          const returned = Object.hasOwn(returns, method) ? returns[method] : true;
          if (returned instanceof Error) throw returned;
          return returned;
        },
        callModel: async () => [],
        ...answers,
      },
    }),
    audit: { write: (line) => void audited.push(line) },
    ...(yes
      ? {
          ask: async (question: string) => {
            questions.push(question);
            return yes;
          },
        }
      : {}),
  };
  return { context, changes, audited, questions };
}
type Odoo = ReturnType<typeof odoo>;

interface Taking {
  model?: string;
  ids?: readonly number[];
  filling?: Filling;
  dry_run?: boolean;
}

const take = async (
  { context }: Odoo,
  step: Step,
  { model = "a.order", ids = [7, 8], filling, dry_run }: Taking = {},
) => carryOutOrPreview(await takeStep(await modelCall(model, "act", context), ids, step, filling), { dry_run });
const complete = async ({ context }: Odoo, handle: string, filling: Filling = {}) =>
  carryOut(await completeStep(context, handle, filling));
const thrown = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);
const methods = ({ changes }: Odoo) => changes.map(([method]) => method);
/** The records, as their step leaves them. */
const RECORDS = [7, 8].map((id) => ({ id, name: `Record ${id}`, link: `https://odoo.example/odoo/a.order/${id}` }));
const GO: Step = { name: "action_go" };
const refusal = new OdooError("business_rule", "Not yet.");
/** What Odoo tells of the dialogue's model. */
const listed = (transient: boolean): Partial<Client> => ({
  searchRead: async () => [{ id: 1, model: "a.wizard", name: "Wizard", transient, abstract: false }],
});

describe("a step", () => {
  it.each([true, false, null, 7, [1, 2], { type: "ir.actions.act_window_close" }])(
    "whose method answers %j is done, and tells its records",
    async (answer) => {
      const made = odoo({ returns: { action_go: answer } });
      expect(await take(made, GO)).toEqual({ ids: [7, 8], done: true, records: RECORDS });
    },
  );

  it("is taken in the context that its view gives it, when the change is made and not before", async () => {
    const made = odoo();
    const step = { ...GO, context: { validate: true } };
    const change = await takeStep(await modelCall("a.order", "act", made.context), [7, 8], step);
    expect(made.changes).toEqual([]);
    expect(change).toMatchObject({
      effect: "act",
      method: "action_go",
      ids: [7, 8],
      touched: [{ model: "a.order", effect: "act", records: 2 }],
    });
    await carryOut(change);
    expect(made.changes).toEqual([["action_go", "a.order", [7, 8], { validate: true }]]);
  });

  it("is taken in a context that its button makes of the record", async () => {
    const made = odoo();
    const step = { ...GO, context: "{'default_note': note, 'order': active_id}" };
    await take(made, step, { ids: [7] });
    expect(made.changes).toEqual([["action_go", "a.order", [7], { default_note: "Note of 7", order: 7 }]]);
  });

  it("by whose name something is sent is sending", async () => {
    const call = await modelCall("a.order", "send", odoo().context);
    expect(await takeStep(call, [7], { name: "action_send" })).toMatchObject({
      effect: "send",
      touched: [{ effect: "send" }],
    });
  });

  it("is one of the screens', and taken on records that are there", async () => {
    const made = odoo();
    expect(await thrown(take(made, { name: "action_other" }))).toEqual(
      odooError("forbidden", "action_other", "action_go"),
    );
    expect(await thrown(take(odoo({ answers: { search: async () => [8] } }), GO))).toEqual(
      odooError("not_found", "no a.order 7"),
    );
    expect(await thrown(take(made, { name: "unlink" }))).toEqual(odooError("forbidden", "unlink"));
    expect(made.changes).toEqual([]);
  });

  it("that prints a report is none", async () => {
    const made = odoo();
    const step: Step = { name: "print_it", action: { kind: "report", title: "It" } };
    expect(await thrown(take(made, step))).toEqual(odooError("validation", "print_it", "report"));
  });

  it("that nobody could read is refused, with who can help", async () => {
    const made = odoo();
    const error = await thrown(take(made, { name: "go", action: { kind: "unknown" } }));
    expect(error).toMatchObject({
      category: "forbidden",
      rule: "unknown actions",
      hint: expect.stringContaining("ODOO_INTROSPECT_API_KEY"),
    });
    expect(made.changes).toEqual([]);
  });

  it.each([
    ["danger", false],
    ["success", true],
  ])("tells what Odoo's screen would say: of kind %s, and done is %s", async (type, done) => {
    const params = { type, message: "No." };
    const made = odoo({ returns: { action_go: { type: "ir.actions.client", tag: "display_notification", params } } });
    expect(await take(made, GO)).toEqual({
      ids: [7, 8],
      done,
      records: RECORDS,
      message: { kind: type, text: "No." },
    });
  });

  it("that merges contacts is refused on one, of which Odoo would say nothing", async () => {
    const made = odoo();
    const action: Action = { kind: "dialogue", model: "base.partner.merge.automatic.wizard" };
    expect(await thrown(take(made, { name: "go", action }, { ids: [7] }))).toEqual(odooError("validation", "ids", "2"));
    expect(made.changes).toEqual([]);
  });

  it("that deletes is refused on what belongs to users, whose contact stays", async () => {
    const made = odoo({
      schema: schemaWith({
        "res.partner": {},
        "res.users": { partner_id: fieldWith({ type: "many2one", relation: "res.partner" }) },
      }),
      buttons: ["action_merge"],
      yes: "accept",
    });
    expect(await thrown(take(made, { name: "action_merge" }, { model: "res.partner" }))).toMatchObject({
      rule: "guarded models: it decides who may do what",
      message: expect.stringContaining("ids: res.partner is part of res.users"),
    });
    expect([made.changes, made.questions]).toEqual([[], []]);
  });

  it("of code of the database runs it on the records", async () => {
    const callModel: Client["callModel"] = async (_, method) =>
      method === "get_bindings" ? { action: [{ id: 5, name: "Tidy up" }] } : [];
    const made = odoo({ answers: { callModel }, yes: "accept" });
    expect(await take(made, { name: "go", action: { kind: "server", title: "Tidy up" } })).toMatchObject({
      done: true,
    });
    expect(made.changes).toEqual([["run", "ir.actions.server", [5], ACTIVE]]);
    expect(made.questions[0]).toContain("it may send something to people (a.order)");
  });
});

describe("code of the database that is not in the user's menu", () => {
  const step: Step = { name: "go", action: { kind: "server", title: "Tidy up" } };

  it.each([true, false])("is refused before a person is asked, also with dry_run (%s)", async (dry_run) => {
    const made = odoo({ answers: { callModel: async () => ({ action: [] }) }, yes: "accept" });
    expect(await thrown(take(made, step, { dry_run }))).toEqual(odooError("not_found", '"Tidy up"'));
    expect([made.changes, made.questions, made.audited]).toEqual([[], [], []]);
  });
});

describe("a step that opens a dialogue nobody was asked for", () => {
  it("is not done, and tells its handle, whose context stays with it", async () => {
    const made = odoo({
      returns: { action_go: opens("a.wizard", { context: "{'default_x': active_id}", res_id: 4 }) },
    });
    expect(await take(made, GO)).toMatchObject({
      ids: [7, 8],
      done: false,
      next: { kind: "dialogue", title: "Really?", model: "a.wizard", wizard: "wizard-1" },
    });
    expect(methods(made)).toEqual(["action_go"]);
    expect(await made.context.dialogues.get("wizard-1")).toMatchObject({
      model: "a.wizard",
      id: 4,
      context: { ...ACTIVE, default_x: 7 },
      from: { model: "a.order", ids: [7, 8] },
    });
  });

  it.each<[unknown, object]>([
    [{ default_x: 1 }, { ...ACTIVE, default_x: 1 }],
    [{ active_ids: [9] }, { ...ACTIVE, active_ids: [9] }],
    ["{'default_name': name}", ACTIVE],
    [false, ACTIVE],
    [undefined, ACTIVE],
  ])("tells it the records in its context, unless Odoo says others: %j", async (context, expected) => {
    const made = odoo({ returns: { action_go: opens("a.wizard", { context }) } });
    await take(made, GO);
    expect((await made.context.dialogues.get("wizard-1")).context).toEqual(expected);
  });

  it("is not confirmed by values that are empty", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    expect(await take(made, GO, { filling: { values: {} } })).toMatchObject({
      done: false,
      next: { title: "Really?" },
    });
    expect(methods(made)).toEqual(["action_go"]);
  });

  it("opens the form that Odoo names", async () => {
    const made = odoo({ returns: { action_go: opens("a.wizard", { view_id: [55, "x"] }) } });
    await take(made, GO);
    expect((await made.context.dialogues.get("wizard-1")).form).toEqual({ id: 55 });
  });

  it.each<[context: unknown, form: unknown]>([
    [{ form_view_ref: "a.form_of_it" }, { xmlid: "a.form_of_it" }],
    ["{'form_view_ref': 'a.form_of_it'}", { xmlid: "a.form_of_it" }],
    [{ form_view_ref: 5 }, undefined],
    [{ form_view_ref: "no_external_id" }, undefined],
  ])("opens the form that its context names: %j", async (context, form) => {
    const made = odoo({ returns: { action_go: opens("a.wizard", { context }) } });
    await take(made, GO);
    expect((await made.context.dialogues.get("wizard-1")).form).toEqual(form);
  });

  it("tells its handle where nothing else can be told", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    const { read } = made.context.client;
    let pressed = false;
    made.context.client.callMethod = async () => {
      pressed = true;
      return WINDOW;
    };
    made.context.client.read = (...args) =>
      pressed ? Promise.reject(new OdooError("timeout", "late")) : read(...args);
    expect(await take(made, GO)).toEqual({
      ids: [7, 8],
      done: false,
      next: expect.objectContaining({ wizard: "wizard-1" }),
    });
  });

  it("tells what a person has to do where the policy closes it", async () => {
    const policy = { "a.wizard": { operations: ["read" as const] } };
    const made = odoo({ returns: { action_go: WINDOW }, policy });
    expect(await take(made, GO)).toMatchObject({
      done: false,
      next: { model: "a.wizard", refused: expect.any(String), how: expect.stringContaining("A person") },
    });
  });
});

describe("a step whose dialogue is filled in with it", () => {
  it("presses the dialogue's button in the same call", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    expect(await take(made, GO, { filling: { values: { reason: "late" } } })).toMatchObject({
      ids: [7, 8],
      done: true,
    });
    expect(made.changes).toEqual([
      ["action_go", "a.order", [7, 8], {}],
      ["create", "a.wizard", [{ reason: "late" }], ACTIVE],
      ["action_apply", "a.wizard", [42], ACTIVE],
    ]);
    const other = odoo({ returns: { action_go: WINDOW } });
    await take(other, GO, { filling: { button: "action_other" } });
    expect(methods(other)).toEqual(["action_go", "create", "action_other"]);
  });

  it("writes down what it is filled in with before that is sent, between the lines of the step", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    await take(made, GO, { filling: { values: { reason: "late" } } });
    expect(made.audited).toMatchObject([
      { event: "begin", model: "a.order", ids: [7, 8], method: "action_go" },
      { event: "begin", model: "a.wizard", operation: "act", method: "action_apply", values: [{ reason: "late" }] },
      { event: "end", outcome: "applied", ids: [42] },
      { event: "end", outcome: "applied", ids: [7, 8] },
    ]);
    const refused = odoo({ returns: { action_go: WINDOW, action_apply: refusal }, answers: listed(true) });
    await take(refused, GO, { filling: { button: "action_apply" } });
    expect(refused.audited.slice(2)).toMatchObject([
      { event: "end", outcome: "not_applied", error: "business_rule" },
      { event: "end", outcome: "applied", ids: [7, 8] },
    ]);
  });

  it("leaves it open where it cannot be written down", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    let lines = 0;
    made.context.audit.write = () => {
      if (++lines === 2) throw new OdooError("unavailable", "The audit is full.");
    };
    expect(await take(made, GO, { filling: { values: { reason: "late" } } })).toMatchObject({
      done: false,
      message: { text: expect.stringContaining("The audit is full.") },
      next: { wizard: "wizard-1" },
    });
    expect(methods(made)).toEqual(["action_go"]);
  });

  it.each<[what: string, filling: Filling, text: string]>([
    ["wrong values", { values: { raeson: "x" } }, '"raeson"'],
    ["a button that it lacks", { button: "action_aply" }, '"action_aply"'],
    ["an empty name for a button", { values: { reason: "x" }, button: "" }, '""'],
    ["a record that is not there", { values: { partner_id: 9 } }, "There is no"],
  ])("leaves it open with %s, and says so", async (_, filling, text) => {
    const create = () => Promise.reject(new OdooError("not_found", "There is no a.partner 9."));
    const made = odoo({ returns: { action_go: WINDOW }, answers: { create } });
    expect(await take(made, GO, { filling })).toMatchObject({
      done: false,
      message: { kind: "danger", text: expect.stringMatching(/^The dialogue is open and not confirmed: /) },
      next: { title: "Really?", wizard: "wizard-1" },
    });
    expect(JSON.stringify(await take(made, GO, { filling }))).toContain(JSON.stringify(text).slice(1, -1));
    expect(methods(made)).toEqual(["action_go", "action_go"]);
  });

  it.each([
    ["of its own, which is no data", true],
    ["that lasts", false],
  ])("leaves it open where its button refuses, with a record %s", async (_, transient) => {
    const made = odoo({ returns: { action_go: WINDOW, action_apply: refusal }, answers: listed(transient) });
    expect(await take(made, GO, { filling: { values: { reason: "x" } } })).toMatchObject({
      done: false,
      message: { kind: "danger", text: expect.stringContaining("Not yet.") },
      next: { wizard: "wizard-1" },
    });
    expect((await made.context.dialogues.get("wizard-1")).id).toBe(42);
  });

  it("tells what to do about what is refused", async () => {
    const made = odoo({ returns: { action_go: WINDOW } });
    const told = await take(made, GO, { filling: { values: { raeson: "x" } } });
    expect(told).toMatchObject({ message: { text: expect.stringContaining("It has reason, partner_id.") } });
  });

  it.each(["conflict", "lock", "server_error", "timeout"] as const)(
    "leaves it open where its button fails for another reason, and has changed nothing: %s",
    async (category) => {
      const made = odoo({ returns: { action_go: WINDOW, action_apply: new OdooError(category, "Not now.") } });
      expect(await take(made, GO, { filling: { button: "action_apply" } })).toMatchObject({
        done: false,
        next: { wizard: "wizard-1" },
      });
    },
  );

  it.each<[what: string, failing: Partial<Given>, text: string]>([
    [
      "whose button's answer was lost",
      { returns: { action_go: WINDOW, action_apply: new OdooError("timeout", "late", { outcome: "unknown" }) } },
      "action_go of a.order was called, and whether its dialogue was confirmed is not known",
    ],
    [
      "whose form our own code fails on",
      {
        returns: { action_go: WINDOW },
        answers: { defaultGet: () => Promise.reject(new TypeError("a bug")) },
      },
      "action_go of a.order was called, and its dialogue is open",
    ],
    [
      "whose record may be made or not",
      {
        returns: { action_go: WINDOW },
        answers: { create: () => Promise.reject(new OdooError("timeout", "late", { outcome: "unknown" })) },
      },
      "whether its dialogue was confirmed is not known",
    ],
  ])("is applied where it opens one %s, for its method has been called", async (_, failing, text) => {
    const made = odoo({ ...failing });
    expect(await thrown(take(made, GO, { filling: { values: { reason: "x" } } }))).toMatchObject({
      outcome: "applied",
      retryable: false,
      message: expect.stringContaining(text),
    });
    expect(made.audited.at(-1)).toMatchObject({ event: "end", outcome: "applied" });
  });

  it("asks for no more than was agreed to: one that is sent waits for a person of its own", async () => {
    const made = odoo({ returns: { action_go: opens("mail.compose.message") }, yes: "accept" });
    const filling = { values: { subject: "Offer" } };
    expect(await take(made, GO, { filling })).toMatchObject({
      done: false,
      message: {
        kind: "danger",
        text: expect.stringMatching(/A person has to agree .+it may send something to people.+Completing it asks them/),
      },
      next: { wizard: "wizard-1", model: "mail.compose.message" },
    });
    expect([methods(made), made.questions]).toEqual([["action_go"], []]);
    expect(await complete(made, "wizard-1", filling)).toMatchObject({ done: true });
    expect(made.questions).toHaveLength(1);
    expect(made.questions[0]).toContain("action_send_mail");
    expect(made.audited.find((line) => "opened_for" in line)).toMatchObject({
      event: "begin",
      model: "mail.compose.message",
      values: [{ subject: "Offer" }],
      opened_for: { model: "a.order", ids: [7, 8] },
    });
    expect(made.questions[0]).toMatch(
      /- new\n {4}subject: "Offer"\nIt was opened for 2 records of a\.order:\n- "Record 7", id 7\n- "Record 8", id 8/,
    );
  });

  it.each<[policy: NonNullable<Given["policy"]>, text: string]>([
    [{ "a.wizard": { confirm: ["act"] } }, "it presses a button of a.wizard"],
    [{ "*": { confirmAbove: 0, confirm: [] } }, "it changes 1 records of a.wizard"],
  ])("waits for a person whom the config wants to be asked: %j", async (policy, text) => {
    const made = odoo({ returns: { action_go: WINDOW }, policy, yes: "accept" });
    const told = await take(made, GO, { filling: { values: { reason: "x" } } });
    expect(told).toMatchObject({ done: false, message: { text: expect.stringContaining(text) } });
    expect(methods(made)).toEqual(["action_go"]);
  });

  it("is not pressed again and again where its button opens it again", async () => {
    const made = odoo({ returns: { action_go: WINDOW, action_apply: WINDOW } });
    expect(await take(made, GO, { filling: { values: { reason: "x" } } })).toMatchObject({
      done: false,
      next: { wizard: "wizard-1" },
    });
    for (const handle of ["wizard-1", "wizard-2", "wizard-3"]) await complete(made, handle);
    expect(methods(made).filter((method) => method === "action_apply")).toHaveLength(4);
  });
});

describe("values for a dialogue that does not open", () => {
  it.each<[filling: Filling, warnings: string[] | undefined]>([
    [{ values: { reason: "x" } }, ["No dialogue opened: values did nothing."]],
    [{ button: "action_apply" }, ["No dialogue opened: button did nothing."]],
    [{ values: { reason: "x" }, button: "a" }, ["No dialogue opened: values and button did nothing."]],
    [{ values: {} }, undefined],
    [{}, undefined],
  ])("are told to have done nothing: %j", async (filling, warnings) => {
    expect((await take(odoo(), GO, { filling })).warnings).toEqual(warnings);
    const url = { type: "ir.actions.act_url", url: "/x" };
    expect((await take(odoo({ returns: { action_go: url } }), GO, { filling })).warnings).toEqual(warnings);
    const step: Step = { name: "go", action: { kind: "server", title: "Tidy up" } };
    const callModel: Client["callModel"] = async () => ({ action: [{ id: 5, name: "Tidy up" }] });
    const made = odoo({ answers: { callModel }, yes: "accept" });
    expect((await take(made, step, { filling })).warnings).toEqual(warnings);
  });

  it("are told of a step that is known to open one, too", async () => {
    const taking = { model: "account.move", ids: [7], filling: { values: { amount: 5 } } };
    const told = await take(odoo({ yes: "accept" }), { name: "action_register_payment" }, taking);
    expect(told).toMatchObject({ done: true, warnings: ["No dialogue opened: values did nothing."] });
  });
});

describe("a step of an action that opens a dialogue", () => {
  const OPEN: Step = { name: "go", action: DIALOGUE };

  it("fills it in and confirms it, in the context of the action and the records", async () => {
    const made = odoo();
    expect(await take(made, OPEN, { filling: { values: { reason: "late" } } })).toMatchObject({ done: true });
    const context = { ...ACTIVE, default_order_ids: [7, 8] };
    expect(made.changes).toEqual([
      ["create", "a.wizard", [{ reason: "late" }], context],
      ["action_apply", "a.wizard", [42], context],
    ]);
  });

  it("is confirmed as it opens where nothing is given", async () => {
    const made = odoo();
    await take(made, OPEN);
    expect(methods(made)).toEqual(["create", "action_apply"]);
  });

  it("opens the form that the action names", async () => {
    const made = odoo();
    const asked: unknown[] = [];
    const { screen } = made.context.forms;
    made.context.forms.screen = async (model, form) => {
      asked.push(form);
      return screen(model, form);
    };
    await take(made, { name: "go", action: { ...DIALOGUE, form: "a.form" } as Action });
    await take(made, { name: "go", action: { ...DIALOGUE, context: "{'form_view_ref': 'a.other'}" } as Action });
    expect(asked).toEqual([{ xmlid: "a.form" }, { xmlid: "a.other" }]);
  });

  it.each<[what: string, filling: Filling, error: unknown]>([
    ["wrong values", { values: { raeson: "x" } }, odooError("validation", '"raeson"')],
    ["a button that it lacks", { button: "action_aply" }, odooError("validation", '"action_aply"')],
  ])("is refused %s before anything is written", async (_, filling, error) => {
    const made = odoo();
    expect(await thrown(take(made, OPEN, { filling }))).toEqual(error);
    expect(made.changes).toEqual([]);
  });

  it("is refused where the policy closes the dialogue", async () => {
    const made = odoo({ policy: { "a.wizard": { operations: ["read"] } } });
    expect(await thrown(take(made, OPEN))).toMatchObject({ rule: 'policy["a.wizard"].operations' });
    expect(made.changes).toEqual([]);
  });

  it("needs a button's name where its form means none, before a person is asked or anything written", async () => {
    const screens = { "a.wizard": `<field name="reason"/>${button("a")}${button("b")}` };
    const made = odoo({ screens, policy: { "a.order": { confirm: ["act"] } }, yes: "accept" });
    expect(await thrown(take(made, OPEN))).toEqual(odooError("validation", "button: ", "a, b"));
    expect([made.changes, made.questions, made.audited]).toEqual([[], [], []]);
    await take(made, OPEN, { filling: { button: "b" } });
    expect(methods(made)).toEqual(["create", "b"]);
  });

  it("is not done where its form has nothing to press: on the screen a person would save it", async () => {
    const made = odoo({ screens: { "a.wizard": '<field name="reason"/>' } });
    const error = await thrown(take(made, OPEN, { filling: { values: { reason: "x" } } }));
    expect(error).toMatchObject({ category: "validation", hint: expect.stringContaining("A person") });
    expect(made.changes).toEqual([]);
  });

  it("is refused as nothing written where its button refuses: its record is no data", async () => {
    const made = odoo({ returns: { action_apply: refusal }, answers: listed(true) });
    expect(await thrown(take(made, OPEN))).toMatchObject({ message: "Not yet.", outcome: "not_applied" });
  });

  it("is told with its handle where its button refuses a record that lasts: that is saved by now", async () => {
    let refusals = 1;
    const callMethod = async () => {
      if (refusals-- > 0) throw refusal;
      return true;
    };
    const made = odoo({ answers: { callMethod, ...listed(false) } });
    expect(await take(made, OPEN, { filling: { values: { reason: "x" } } })).toMatchObject({
      ids: [7, 8],
      done: false,
      message: { kind: "danger", text: expect.stringContaining("a.wizard 42 is saved") },
      next: { wizard: "wizard-1" },
    });
    expect(await complete(made, "wizard-1")).toMatchObject({ done: true });
    expect(methods(made)).toEqual(["create"]);
  });

  it("may be done where its button's answer was lost", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    for (const [transient, outcome] of [
      [true, "unknown"],
      [false, "applied"],
    ] as const) {
      const made = odoo({ returns: { action_apply: lost }, answers: listed(transient) });
      expect(await thrown(take(made, OPEN))).toMatchObject({ outcome, retryable: false });
    }
  });

  it("is told what it would do, and writes nothing, with dry_run", async () => {
    const made = odoo();
    const filling = { values: { reason: "late", partner_id: 3 } };
    expect(await take(made, OPEN, { filling, dry_run: true })).toEqual({
      preview: {
        effect: "act",
        model: "a.order",
        method: "go",
        records: RECORDS.map(({ id, name }) => ({ id, name })),
        dialogue: {
          model: "a.wizard",
          button: "action_apply",
          values: { reason: "late", partner_id: { id: 3, name: "Record 3" } },
        },
        not_known: expect.any(String),
      },
    });
    expect([made.changes, made.audited]).toEqual([[], []]);
  });

  it("is written down with what its dialogue was filled in with", async () => {
    const made = odoo();
    await take(made, OPEN, { filling: { values: { reason: "late" } } });
    expect(made.audited).toMatchObject([
      {
        event: "begin",
        model: "a.order",
        operation: "act",
        ids: [7, 8],
        method: "go",
        dialogue: { model: "a.wizard", method: "action_apply", values: [{ reason: "late" }] },
      },
      { event: "end", outcome: "applied", ids: [7, 8] },
    ]);
  });

  it("is nothing that is sent where it cannot be written down", async () => {
    const made = odoo();
    const full = new OdooError("unavailable", "full");
    made.context.audit.write = () => {
      throw full;
    };
    expect(await thrown(take(made, OPEN))).toBe(full);
    expect(made.changes).toEqual([]);
  });
});

describe("a step that is known to open a dialogue", () => {
  const PAY: Step = { name: "action_register_payment" };
  const pay = (made: Odoo, taking: Taking = {}) => take(made, PAY, { model: "account.move", ids: [7], ...taking });
  const REGISTER = { returns: { action_register_payment: opens("account.payment.register") }, yes: "accept" } as const;

  it("confirms it as it opens, where nothing is given", async () => {
    const made = odoo(REGISTER);
    expect(await pay(made)).toMatchObject({ done: true });
    expect(methods(made)).toEqual(["action_register_payment", "create", "action_create_payments"]);
  });

  it("asks a person once for the step and its dialogue, with what it is filled in with", async () => {
    const made = odoo(REGISTER);
    await pay(made, { filling: { values: { amount: 50 } } });
    expect(made.questions).toHaveLength(1);
    const [question = ""] = made.questions;
    expect(question).toContain("action_register_payment on 1 record of account.move");
    expect(question).toContain(
      "it presses a button of account.move, and it presses a button of account.payment.register",
    );
    expect(question).toContain(
      "It presses action_create_payments of the dialogue account.payment.register, which holds:",
    );
    expect(question).toContain("    amount: 50");
  });

  it("asks a person for both where the dialogue is confirmed as it opens, too", async () => {
    const made = odoo({ ...REGISTER, policy: { "account.move": { confirm: [] } } });
    expect(await pay(made)).toMatchObject({ done: true });
    expect(made.questions).toHaveLength(1);
    expect(made.questions[0]).toContain("because it presses a button of account.payment.register.");
  });

  it("asks a person for one that may open, where it is filled in", async () => {
    const policy = { "sale.order.cancel": { confirm: ["act" as const], confirmAbove: 1 } };
    const made = odoo({ returns: { action_cancel: opens("sale.order.cancel") }, policy, yes: "accept" });
    const cancel = (filling?: Filling) =>
      take(made, { name: "action_cancel" }, { model: "sale.order", ...(filling ? { filling } : {}) });
    expect(await cancel({ values: { reason: "x" } })).toMatchObject({ done: true });
    expect(made.questions).toHaveLength(1);
    expect(made.questions[0]).toMatch(
      /the usual button of the dialogue that may open, filled in with:\n {4}reason: "x"/,
    );
    await cancel();
    expect(made.questions).toHaveLength(1);
  });

  it("is left open where it is another one than was shown to a person", async () => {
    const made = odoo({ returns: { action_register_payment: opens("a.wizard") }, yes: "accept" });
    expect(await pay(made, { filling: { values: { amount: 5 } } })).toMatchObject({ done: false });
    const same = odoo({
      returns: { action_register_payment: opens("a.wizard") },
      screens: { ...SCREENS, "a.wizard": `<field name="reason"/>${button("action_create_payments", PRIMARY)}` },
      yes: "accept",
    });
    expect(await pay(same, { filling: { button: "action_create_payments" } })).toMatchObject({
      done: false,
      message: { text: expect.stringContaining("another one than account.payment.register") },
    });
    expect(methods(same)).toEqual(["action_register_payment"]);
  });

  it("is left open where it is another one and nothing is given", async () => {
    const made = odoo({ returns: { action_register_payment: opens("a.wizard") }, yes: "accept" });
    expect(await pay(made)).toMatchObject({ done: false, next: { model: "a.wizard" } });
    expect(methods(made)).toEqual(["action_register_payment"]);
  });

  it("is not called where the policy closes its dialogue", async () => {
    const made = odoo({ ...REGISTER, policy: { "account.payment.register": { operations: ["read"] } } });
    for (const filling of [{}, { values: { amount: 5 } }])
      expect(await thrown(pay(made, { filling }))).toMatchObject({
        rule: 'policy["account.payment.register"].operations',
        hint: expect.stringContaining("A person has to take this step"),
      });
    expect([made.changes, made.questions]).toEqual([[], []]);
  });

  it("changes nothing where a person says no, or cannot be asked", async () => {
    const { yes: _, ...blind } = REGISTER;
    for (const made of [odoo({ ...REGISTER, yes: "decline" }), odoo(blind)]) {
      expect(await thrown(pay(made, { filling: { values: { amount: 50 } } }))).toMatchObject({
        rule: "confirmation",
        outcome: "not_applied",
      });
      expect([methods(made), made.audited]).toEqual([["action_register_payment"], []]);
    }
  });

  it("is refused wrong values with nothing sent but the method that opens it", async () => {
    const made = odoo(REGISTER);
    expect(await thrown(pay(made, { filling: { values: { amuont: 5 } } }))).toEqual(
      odooError("validation", '"amuont"'),
    );
    expect(methods(made)).toEqual(["action_register_payment"]);
  });

  it("is filled in, shown and confirmed as its method opens it, and the method called once", async () => {
    const context = { default_template_id: 12, mark_as_sent: true };
    const made = odoo({
      returns: { action_quotation_send: opens("mail.compose.message", { context }) },
      yes: "accept",
    });
    const send = (dry_run: boolean) =>
      take(made, { name: "action_quotation_send" }, { model: "sale.order", ids: [7], dry_run });
    await send(true);
    expect(methods(made)).toEqual(["action_quotation_send"]);
    expect(await send(false)).toMatchObject({ done: true });
    const opened = { active_model: "sale.order", active_id: 7, active_ids: [7], ...context };
    expect(made.changes.slice(1)).toEqual([
      ["action_quotation_send", "sale.order", [7], {}],
      ["create", "mail.compose.message", [{}], opened],
      ["action_send_mail", "mail.compose.message", [42], opened],
    ]);
  });

  it("has changed nothing where the method that opens it fails, whatever became of it", async () => {
    const late = new OdooError("timeout", "late", { outcome: "unknown" });
    const made = odoo({ returns: { action_register_payment: late }, yes: "accept" });
    expect(await thrown(pay(made))).toMatchObject({ category: "timeout", outcome: "not_applied" });
  });

  it("is written down once where it was expected, with what it is filled in with", async () => {
    const made = odoo(REGISTER);
    await pay(made, { filling: { values: { amount: 50 } } });
    const dialogue = { model: "account.payment.register", method: "action_create_payments", values: [{ amount: 50 }] };
    expect(made.audited).toMatchObject([
      { event: "begin", model: "account.move", method: "action_register_payment", dialogue },
      { event: "end", outcome: "applied" },
    ]);
    const unfilled = odoo(REGISTER);
    await pay(unfilled);
    expect(unfilled.audited.map(({ event }) => event)).toEqual(["begin", "end"]);
  });

  it("is done where no dialogue opens after all", async () => {
    expect(await pay(odoo({ yes: "accept" }))).toMatchObject({ done: true });
  });

  it("leaves it open where it only may open it, and nothing is given", async () => {
    const made = odoo({ returns: { action_cancel: opens("sale.order.cancel") } });
    expect(await take(made, { name: "action_cancel" }, { model: "sale.order" })).toMatchObject({
      done: false,
      next: { model: "sale.order.cancel" },
    });
    expect(methods(made)).toEqual(["action_cancel"]);
  });
});

describe("a dialogue that an earlier step opened", () => {
  /** One that is open, by its handle. */
  const opened = (given: Given = {}, more: Partial<Dialogue> = {}) => {
    const made = odoo(given);
    const dialogue: Dialogue = {
      model: "a.wizard",
      context: { active_ids: [7], default_reason: "x" },
      from: { model: "a.order", ids: [7, 8] },
      ...more,
    };
    return { made, handle: made.context.dialogues.add(dialogue) };
  };
  it("is filled in and its button pressed, and tells the records of its step", async () => {
    const { made, handle } = opened();
    expect(await complete(made, handle, { values: { reason: "late" }, button: "action_apply" })).toEqual({
      ids: [7, 8],
      done: true,
      records: RECORDS,
    });
    const context = { active_ids: [7], default_reason: "x" };
    expect(made.changes).toEqual([
      ["create", "a.wizard", [{ reason: "late" }], context],
      ["action_apply", "a.wizard", [42], context],
    ]);
  });

  it("is written down as a change of its own record", async () => {
    const { made, handle } = opened();
    await complete(made, handle, { values: { reason: "late" } });
    expect(made.audited).toMatchObject([
      { event: "begin", model: "a.wizard", operation: "act", method: "action_apply", values: [{ reason: "late" }] },
      { event: "end", outcome: "applied", ids: [42] },
    ]);
    const failing = opened({ answers: { read: () => Promise.reject(new OdooError("timeout", "late")) } });
    expect(await thrown(complete(failing.made, failing.handle))).toMatchObject({
      outcome: "applied",
      message: expect.stringContaining("the change of a.wizard 42 was made"),
    });
  });

  it("is completed once: its handle is closed then", async () => {
    const { made, handle } = opened();
    await complete(made, handle);
    expect(await thrown(complete(made, handle))).toEqual(odooError("not_found", handle));
    expect(made.changes).toHaveLength(2);
  });

  it("is completed once, also where two calls have both been checked", async () => {
    const { made, handle } = opened();
    const both = [{}, {}].map(() => completeStep(made.context, handle, {}));
    const ended = await Promise.allSettled((await Promise.all(both)).map((change) => carryOut(change)));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(made.changes).toHaveLength(2);
  });

  it.each([
    ["of its own", true, "not_applied"],
    ["that lasts", false, "applied"],
  ])(
    "stays open with a record %s, which is not made twice, where its button refuses",
    async (_, transient, outcome) => {
      let refusals = 1;
      const callMethod = async () => {
        if (refusals-- > 0) throw refusal;
        return true;
      };
      const { made, handle } = opened({ answers: { callMethod, ...listed(transient) } });
      const error = await thrown(complete(made, handle, { values: { reason: "x" } }));
      expect(error).toMatchObject({ category: "business_rule", outcome });
      expect(made.audited.at(-1)).toMatchObject({ event: "end", outcome });
      expect(await complete(made, handle)).toMatchObject({ done: true });
      expect(methods(made)).toEqual(["create"]);
    },
  );

  it("is not saved as a new one by a call that was checked before another had saved it", async () => {
    let refusals = 1;
    const callMethod = async () => {
      if (refusals-- > 0) throw refusal;
      return true;
    };
    const { made, handle } = opened({ answers: { callMethod, ...listed(true) } });
    const late = await completeStep(made.context, handle, { values: { reason: "late" } });
    await thrown(complete(made, handle, { values: { reason: "first" } }));
    expect(await thrown(carryOut(late))).toMatchObject({ category: "conflict", outcome: "not_applied" });
    expect(methods(made)).toEqual(["create"]);
    expect((await made.context.dialogues.get(handle)).id).toBe(42);
  });

  it("stays open without a record where that cannot be made", async () => {
    const { made, handle } = opened({ answers: { create: () => Promise.reject(new OdooError("validation", "No.")) } });
    expect(await thrown(complete(made, handle))).toMatchObject({ outcome: "not_applied" });
    expect((await made.context.dialogues.get(handle)).id).toBeUndefined();
  });

  it("is closed where its button's answer was lost: it may be done", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    const { made, handle } = opened({ returns: { action_apply: lost }, answers: listed(true) });
    expect(await thrown(complete(made, handle))).toMatchObject({ outcome: "unknown" });
    await expect(made.context.dialogues.get(handle)).rejects.toThrow(odooError("not_found"));
  });

  it.each<[what: string, filling: Filling, error: unknown]>([
    ["wrong values", { values: { raeson: "x" } }, odooError("validation", '"raeson"', '"reason"')],
    ["another method", { button: "unlink" }, odooError("validation", '"unlink"')],
    ["a button of another form", { button: "action_go" }, odooError("validation", '"action_go"', "action_apply")],
  ])("is refused %s before anything is written, and stays open", async (_, filling, error) => {
    const { made, handle } = opened();
    expect(await thrown(complete(made, handle, filling))).toEqual(error);
    expect(made.changes).toEqual([]);
    expect(() => made.context.dialogues.get(handle)).not.toThrow();
  });

  it("is no other handle", async () => {
    const { made } = opened();
    expect(await thrown(complete(made, "wizard-99"))).toEqual(odooError("not_found", "wizard-99"));
  });

  it("needs a button's name where its form means none", async () => {
    const screens = { "a.wizard": button("a") + button("b") };
    const { made, handle } = opened({ screens });
    expect(await thrown(complete(made, handle))).toEqual(odooError("validation", "a, b"));
    expect(await complete(made, handle, { button: "b" })).toMatchObject({ done: true });
  });

  it("stays open where a person says no", async () => {
    const { made, handle } = opened({ policy: { "a.wizard": { confirm: ["act"] } }, yes: "decline" });
    expect(await thrown(complete(made, handle))).toMatchObject({ rule: "confirmation" });
    expect(made.changes).toEqual([]);
    expect(() => made.context.dialogues.get(handle)).not.toThrow();
  });

  it("is told what it would do, and stays open, with dry_run", async () => {
    const { made, handle } = opened();
    const change = await completeStep(made.context, handle, { values: { reason: "late" } });
    expect(await carryOutOrPreview(change, { dry_run: true })).toMatchObject({
      preview: { model: "a.wizard", method: "action_apply", records: [{ values: { reason: { new: "late" } } }] },
    });
    expect(made.changes).toEqual([]);
    expect(() => made.context.dialogues.get(handle)).not.toThrow();
  });

  it.each([
    [
      "that was made with it",
      undefined,
      true,
      { made: [{ model: "a.partner", records: [{ id: 5, name: "Record 5" }] }] },
    ],
    ["that Odoo had made for it", 9, true, { made: [{ model: "a.partner", records: [{ id: 5, name: "Record 5" }] }] }],
    ["that was there long before", 9, false, { shows: { records: [{ id: 5, name: "Record 5" }] } }],
  ])("tells as made what it shows since its record was made, of one %s", async (_, id, transient, told) => {
    const shows = { type: "ir.actions.act_window", res_model: "a.partner", res_id: 5 };
    const read: Client["read"] = async (_, ids) =>
      ids.map((one) => ({ id: one, display_name: `Record ${one}`, create_date: "2026-01-05 10:00:00" }));
    const searchRead: Client["searchRead"] = async (model) =>
      model === "a.partner"
        ? [{ id: 5, display_name: "Record 5" }]
        : [{ id: 1, model: "a.wizard", name: "Wizard", transient, abstract: false }];
    const { made, handle } = opened({ returns: { action_apply: shows }, answers: { read, searchRead } }, { id });
    expect(await complete(made, handle)).toMatchObject({ done: true, ...told });
  });

  it("that opens another one is not done, and tells that of the same records", async () => {
    const { made, handle } = opened({ returns: { action_apply: opens("a.wizard", { context: { step: 2 } }) } });
    expect(await complete(made, handle)).toMatchObject({ done: false, next: { title: "Really?", wizard: "wizard-2" } });
    expect(await made.context.dialogues.get("wizard-2")).toMatchObject({
      context: { ...ACTIVE, step: 2 },
      from: { model: "a.order", ids: [7, 8] },
    });
  });
});
