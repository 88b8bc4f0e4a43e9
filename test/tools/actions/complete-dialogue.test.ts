import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Button } from "../../../src/odoo/schema/schema.js";
import {
  checkAllowed,
  checkCompletion,
  type Filling,
  pressDialogue,
} from "../../../src/tools/actions/complete-dialogue.js";
import type { Dialogue } from "../../../src/tools/call/open-dialogues.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { allThere, type ContextParts, contextWith } from "../../support/context.js";
import { fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.wizard": {
    reason: fieldWith(),
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    partner_ids: fieldWith({ type: "many2many", relation: "a.partner" }),
    order_ids: fieldWith({ type: "many2many", relation: "a.order" }),
    total: fieldWith({ readonly: true }),
    api_key: fieldWith(),
  },
  "a.payment": {
    amount: fieldWith({ type: "float" }),
    date: fieldWith({ type: "date", required: true }),
    line_ids: fieldWith({ type: "one2many", relation: "a.payment.line", relation_field: "payment_id" }),
  },
  "a.payment.line": {
    payment_id: fieldWith({ type: "many2one", relation: "a.payment" }),
    product: fieldWith(),
    name: fieldWith({ required: true }),
  },
  "a.return": {
    location: fieldWith(),
    line_ids: fieldWith({ type: "one2many", relation: "a.return.line", relation_field: "return_id" }),
  },
  "a.return.line": {
    return_id: fieldWith({ type: "many2one", relation: "a.return" }),
    product_id: fieldWith({ type: "many2one", relation: "a.product" }),
    move_id: fieldWith({ type: "many2one", relation: "a.move" }),
    quantity: fieldWith({ type: "float" }),
  },
  "a.partner": {},
  "a.product": {},
  "a.move": {},
  "a.order": { note: fieldWith() },
});
const WIZARD =
  '<field name="reason"/><field name="partner_id"/><field name="partner_ids"/><field name="total"/>' +
  '<field name="order_ids" invisible="1"/><field name="api_key"/><footer>' +
  '<button name="action_other" type="object" string="Other"/>' +
  '<button name="action_apply" type="object" string="Apply" class="btn-primary" context="{\'strict\': True}"/></footer>';
const CONTEXT = { active_ids: [7], default_reason: "x" };
const DIALOGUE: Dialogue = { model: "a.wizard", context: CONTEXT };

interface Given extends Partial<ContextParts> {
  dialogue?: Dialogue;
}

/** An Odoo whose dialogue opens with its defaults, and what it is asked to change, in order. */
function odoo({ answers = {}, screens = { "a.wizard": WIZARD }, ...parts }: Given = {}) {
  const changes: unknown[][] = [];
  const context = contextWith({
    schema,
    screens,
    ...parts,
    answers: {
      search: allThere,
      defaultGet: async () => ({}),
      read: async (_, ids) => ids.map((id) => ({ id })),
      create: async (model, values, options) => {
        changes.push(["create", model, values, options?.context]);
        return [42];
      },
      write: async (model, ids, values, options) => {
        changes.push(["write", model, ids, values, options?.context]);
      },
      callMethod: async (model, ids, method, options) => {
        changes.push([method, model, ids, options?.context]);
        return true;
      },
      ...answers,
    },
  });
  return { context, changes };
}

/** What a dialogue is checked to be filled in with, and what of it has been changed by then. */
async function checked(filling: Filling, { dialogue = DIALOGUE, ...given }: Given = {}) {
  const { context, changes } = odoo(given);
  const completion = await checkCompletion(dialogue, filling, context).catch((error: unknown) => ({ error }));
  expect(changes).toEqual([]);
  return completion;
}

/** A dialogue that is filled in and whose button is pressed, and which of its records was saved first. */
async function pressed(filling: Filling, { dialogue = DIALOGUE, ...given }: Given = {}) {
  const { context, changes } = odoo(given);
  const completion = await checkCompletion(dialogue, filling, context);
  const saved: number[] = [];
  const ended = await pressDialogue(completion, (id) => saved.push(id));
  return { ended, changes, saved };
}

it("a dialogue that deletes is not told of a user's contact", async () => {
  const merging = odoo({
    schema: schemaWith({
      "base.partner.merge.automatic.wizard": { partner_ids: fieldWith({ type: "many2many", relation: "res.partner" }) },
      "res.partner": {},
      "res.users": { partner_id: fieldWith({ type: "many2one", relation: "res.partner" }) },
    }),
    screens: {
      "base.partner.merge.automatic.wizard":
        '<field name="partner_ids"/><footer><button name="action_merge" type="object" string="Merge" class="btn-primary"/></footer>',
    },
  });
  const dialogue = { model: "base.partner.merge.automatic.wizard", context: {} };
  await expect(
    checkCompletion(dialogue, { values: { partner_ids: { link: [7] } } }, merging.context),
  ).rejects.toMatchObject({
    rule: "guarded models: it decides who may do what",
    message: expect.stringContaining("values.partner_ids.link[0]: res.partner is part of res.users"),
  });
  expect(merging.changes).toEqual([]);
});

describe("a dialogue that is filled in", () => {
  it("is checked before anything is written, with the button that it is meant for and what it touches", async () => {
    expect(await checked({ values: { reason: "late", partner_id: 3 } })).toMatchObject({
      call: { model: { name: "a.wizard" } },
      button: { name: "action_apply", context: { strict: true } },
      effect: "act",
      given: { reason: "late", partner_id: 3 },
      values: { reason: "late", partner_id: 3 },
      warnings: [],
      touched: [{ model: "a.wizard", effect: "act", records: 1 }],
    });
    expect(await checked({ button: "action_other" })).toMatchObject({ button: { name: "action_other" }, values: {} });
  });

  it("needs a button's name where its form means none, and cannot be completed where it shows none", async () => {
    const two = ["a", "b"].map((name) => `<button name="${name}" type="object" string="X"/>`).join("");
    expect(await checked({}, { screens: { "a.wizard": two } })).toEqual({ error: odooError("validation", "a, b") });
    expect(await checked({}, { screens: { "a.wizard": '<field name="reason"/>' } })).toEqual({
      error: odooError("validation", "shows no button"),
    });
  });

  it("needs the name of a button that the policy knows, where nobody is told of its form", async () => {
    expect(await checked({}, { screens: {} })).toEqual({ error: odooError("validation", "name a button") });
    const unknown = await checked({ button: "action_apply" }, { screens: {} });
    expect(unknown).toEqual({ error: odooError("forbidden", "action_apply") });
    const named = await checked({ button: "action_apply" }, { screens: {}, buttons: ["action_apply"] });
    expect(named).toMatchObject({ button: { name: "action_apply" } });
  });

  it.each<[what: string, filling: Filling, error: unknown]>([
    ["wrong values", { values: { raeson: "x" } }, odooError("validation", '"raeson"', '"reason"')],
    ["a value of another type", { values: { reason: 5 } }, odooError("validation", "values.reason")],
    ["a readonly field", { values: { total: "x" } }, odooError("validation", '"total"')],
    ["a field that never shows", { values: { order_ids: [8] } }, odooError("validation", '"order_ids"')],
    ["a secret", { values: { api_key: "x" } }, odooError("validation", '"api_key"')],
    ["what every object has", { values: { constructor: "x" } }, odooError("validation", '"constructor"')],
    [
      "a button that its form lacks",
      { button: "action_aply" },
      odooError("validation", '"action_aply"', '"action_apply"'),
    ],
    ["a method of records", { button: "unlink" }, odooError("validation", '"unlink"')],
  ])("is refused %s", async (_, filling, error) => {
    expect(await checked(filling)).toEqual({ error });
  });

  it("has the buttons that show once it is filled in", async () => {
    const form =
      '<field name="reason" on_change="1"/><field name="total" readonly="1"/>' +
      '<button name="action_few" type="object" string="Few" invisible="total"/>' +
      '<button name="action_many" type="object" string="Many" invisible="not total"/>';
    const onchange: Client["onchange"] = async (_, values) => ({ value: { total: values.reason ? "much" : false } });
    const given = { screens: { "a.wizard": form }, answers: { onchange } };
    expect(await checked({}, given)).toMatchObject({ button: { name: "action_few" } });
    expect(await checked({ values: { reason: "x" } }, given)).toMatchObject({ button: { name: "action_many" } });
    expect(await checked({ values: { reason: "x" }, button: "action_few" }, given)).toEqual({
      error: odooError("validation", '"action_few"', "It has action_many."),
    });
  });

  it("asks its form once where nothing is filled in, and again for what is", async () => {
    const form =
      '<field name="reason" on_change="1"/><button name="action_apply" type="object" string="Apply" class="btn-primary"/>';
    const onchange = vi.fn<Client["onchange"]>(async () => ({ value: { reason: "late" } }));
    const given = { screens: { "a.wizard": form }, answers: { onchange } };
    expect(await checked({}, given)).toMatchObject({ values: { reason: "late" } });
    expect(onchange).toHaveBeenCalledTimes(1);
    expect(await checked({ values: { reason: "soon" } }, given)).toMatchObject({ values: { reason: "soon" } });
    expect(onchange).toHaveBeenCalledTimes(3);
  });

  it("is looked at in the context that it was opened in, for the records that it writes to", async () => {
    const writing = schemaWith({
      "a.wizard": {
        partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
        email: fieldWith({ sources: ["partner_id.email"] }),
      },
      "a.partner": { email: fieldWith() },
    });
    const opened: unknown[] = [];
    const inContext: Client["inContext"] = (added) => {
      opened.push(added);
      return fakeClient({ defaultGet: async () => ({ partner_id: 3 }), search: allThere });
    };
    const given: Given = {
      schema: writing,
      dialogue: { ...DIALOGUE, context: { default_partner_id: 3 } },
      screens: { "a.wizard": '<field name="email"/><button name="action_apply" type="object" string="Apply"/>' },
      policy: { "a.partner": { operations: ["read"] } },
      answers: { inContext },
    };
    expect(await checked({ values: { email: "a@b.example" } }, given)).toEqual({
      error: expect.objectContaining({ rule: 'policy["a.partner"].operations' }),
    });
    expect(opened).toEqual([{ default_partner_id: 3 }]);
  });

  it("is refused what its form demands under a condition that holds: 16 to 18 put no account on the difference of a payment", async () => {
    const form =
      '<field name="reason" on_change="1"/><field name="partner_id" required="reason == \'reconcile\'"/>' +
      '<button name="action_apply" type="object" string="Apply"/>';
    const onchange: Client["onchange"] = async () => ({ value: { partner_id: false } });
    const given = { screens: { "a.wizard": form }, answers: { onchange } };
    expect(await checked({ values: { reason: "reconcile" } }, given)).toEqual({
      error: odooError(
        "validation",
        "values.partner_id: is empty, and Odoo's form demands it when \"reason == 'reconcile'\"",
      ),
    });
    expect(await checked({ values: { reason: "open" } }, given)).toMatchObject({ button: { name: "action_apply" } });
    expect(await checked({ values: { reason: "reconcile", partner_id: 3 } }, given)).toMatchObject({
      button: { name: "action_apply" },
    });
  });

  it("is refused a link to what is not there", async () => {
    expect(await checked({ values: { partner_ids: [9] } }, { answers: { search: async () => [] } })).toEqual({
      error: odooError("not_found", "values.partner_ids[0]", "no a.partner with the id 9"),
    });
  });

  it("is refused a method that no tool calls, be it a button of its form", async () => {
    const form = '<button name="unlink" type="object" string="Delete" class="btn-primary"/>';
    expect(await checked({}, { screens: { "a.wizard": form } })).toEqual({ error: odooError("forbidden", "unlink") });
  });

  it.each<[policy: PolicyConfig, rule: string]>([
    [{ "a.wizard": { methods: ["action_other"] } }, 'policy["a.wizard"].methods'],
    [{ "a.wizard": { denyFields: ["reason"] } }, 'policy["a.wizard"].denyFields'],
    [{ "a.wizard": { operations: ["read"] } }, 'policy["a.wizard"].operations'],
    [{ "a.partner": { domain: [["id", "=", 1]] } }, 'policy["a.partner"].domain'],
  ])("is refused by the policy: %j", async (policy, rule) => {
    const search: Client["search"] = async () => [];
    const values = { reason: "x", partner_id: 3 };
    expect(await checked({ values }, { policy, answers: { search } })).toEqual({
      error: expect.objectContaining({ rule, outcome: "not_applied" }),
    });
  });
});

describe("an e-mail that is written", () => {
  const NAMES =
    "subject email_from reply_to reply_to_mode composition_mode model res_domain res_ids res_id active_domain email_layout_xmlid mail_server_id use_exclusion_list author_id notify no_auto_thread mass_mailing_id reply_to_force_new";
  const composer = schemaWith({
    "mail.compose.message": {
      ...Object.fromEntries(NAMES.split(" ").map((name) => [name, fieldWith()])),
      body: fieldWith({ type: "html" }),
      partner_ids: fieldWith({ type: "many2many", relation: "a.partner" }),
      template_id: fieldWith({ type: "many2one", relation: "mail.template" }),
    },
    "a.partner": {},
  });
  const SEND = '<button name="action_send_mail" type="object" string="Send" class="btn-primary"/>';
  const never = (names: string, how: string) =>
    names
      .split(" ")
      .map((name) => `<field name="${name}" ${how}/>`)
      .join("");
  const FORMS = {
    // As Odoo sends it: conditions are in modifiers.
    14: `${never("composition_mode model res_id active_domain mail_server_id", "modifiers='{\"invisible\": true}'")}
      <field name="email_from" modifiers='{"invisible": [["composition_mode", "!=", "mass_mail"]]}'/>
      <field name="partner_ids" modifiers='{"invisible": [["composition_mode", "!=", "comment"]]}'/>
      <field name="subject" modifiers='{"required": true}'/>
      <field name="notify" modifiers='{"invisible": [["composition_mode", "!=", "mass_post"]]}'/>
      <field name="no_auto_thread" modifiers='{"invisible": [["composition_mode", "!=", "mass_mail"]]}'/>
      <field name="reply_to" modifiers='{"invisible": ["|", ["no_auto_thread", "=", false], ["composition_mode", "!=", "mass_mail"]]}'/>
      <field name="body"/><field name="template_id"/>${SEND}`,
    19: `${never("composition_mode model res_domain res_ids email_layout_xmlid mail_server_id use_exclusion_list author_id", 'invisible="1"')}
      <field name="email_from" invisible="composition_mode != 'mass_mail'"/>
      <div invisible="composition_mode != 'comment'"><field name="partner_ids"/></div>
      <field name="subject" required="True"/>
      <field name="reply_to" invisible="reply_to_mode == 'update'" required="reply_to_mode != 'update'"/>
      <div invisible="composition_mode == 'mass_mail'"><field name="body"/></div>
      <notebook invisible="composition_mode != 'mass_mail'"><page string="Settings">
      <field name="reply_to_force_new" invisible="1"/><field name="reply_to_mode"/></page></notebook>
      <footer>${SEND}<field name="template_id"/></footer>`,
  };
  const opens = { composition_mode: "comment", reply_to_mode: "update", subject: "{{ object.name }}", body: "x" };
  const writing = (series: 14 | 19, values: Record<string, unknown>) =>
    checked(
      { values },
      {
        schema: composer,
        dialogue: { model: "mail.compose.message", context: { default_composition_mode: "comment" } },
        screens: { "mail.compose.message": FORMS[series] },
        answers: { defaultGet: async () => opens },
      },
    );

  it.each([14, 19] as const)("takes what its form shows (%i)", async (series) => {
    const values = { subject: "Your order", body: "Dear Ann", partner_ids: [3], template_id: 5 };
    expect(await writing(series, values)).toMatchObject({ button: { name: "action_send_mail" }, effect: "send" });
  });

  it.each([14, 19] as const)("keeps the text that it opens with, which may be a template (%i)", async (series) => {
    expect(await writing(series, { partner_ids: [3] })).toMatchObject({ given: { partner_ids: [3] } });
    expect(await writing(series, { subject: "{{ object.name }}" })).toEqual({
      error: expect.objectContaining({ rule: "template syntax" }),
    });
  });

  it.each<[14 | 19, string, unknown]>([
    ...[
      "composition_mode",
      "model",
      "res_id",
      "active_domain",
      "mail_server_id",
      "email_layout_xmlid",
      "author_id",
    ].map((name): [14, string, unknown] => [14, name, "x"]),
    ...NAMES.split(" ")
      .filter((name) => name !== "subject")
      .map((name): [19, string, unknown] => [19, name, "x"]),
    [14, "email_from", "x"],
    [14, "notify", "x"],
    [14, "no_auto_thread", "x"],
    [14, "reply_to", "x"],
  ])("does not take what never shows, or not now (%i): %s", async (series, name, value) => {
    expect(await writing(series, { [name]: value })).toEqual({ error: odooError("validation", `"${name}"`) });
  });
});

describe("a dialogue that the policy closes", () => {
  it("says so, and that a person can take the step", () => {
    const { context } = odoo({ policy: { "a.wizard": { operations: ["read"] } } });
    expect(() => checkAllowed("a.wizard", context)).toThrow(
      expect.objectContaining({
        category: "forbidden",
        rule: 'policy["a.wizard"].operations',
        message: expect.stringContaining("Odoo opens a dialogue of it for this step."),
        hint: expect.stringContaining("A person has to take this step"),
      }),
    );
    expect(() => checkAllowed("res.users", context)).toThrow(odooError("forbidden", "res.users"));
    expect(() => checkAllowed("a.order", context)).not.toThrow();
  });

  it("is asked nothing, and not even opened", async () => {
    const asked: string[] = [];
    const answers: Partial<Client> = {
      defaultGet: async () => {
        asked.push("defaultGet");
        return {};
      },
    };
    const policy = { "a.wizard": { operations: ["read"] } } as const;
    expect(await checked({ values: { reason: "x" } }, { policy, answers })).toEqual({
      error: expect.objectContaining({ rule: 'policy["a.wizard"].operations' }),
    });
    expect(asked).toEqual([]);
  });
});

describe("a dialogue's record", () => {
  it("is made with the values in the context that Odoo gave, and its button pressed in its own beside it", async () => {
    const { ended, changes, saved } = await pressed({ values: { reason: "late" } });
    expect(ended).toEqual({ id: 42, answer: true });
    expect(saved).toEqual([42]);
    expect(changes).toEqual([
      ["create", "a.wizard", [{ reason: "late" }], CONTEXT],
      ["action_apply", "a.wizard", [42], { ...CONTEXT, strict: true }],
    ]);
  });

  it("that Odoo has made already is changed instead, where there are values", async () => {
    const dialogue = { ...DIALOGUE, id: 9 };
    expect((await pressed({ button: "action_other" }, { dialogue })).changes).toEqual([
      ["action_other", "a.wizard", [9], CONTEXT],
    ]);
    const { ended, changes } = await pressed({ values: { reason: "late" }, button: "action_other" }, { dialogue });
    expect(ended).toEqual({ id: 9, answer: true });
    expect(changes).toEqual([
      ["write", "a.wizard", [9], { reason: "late" }, CONTEXT],
      ["action_other", "a.wizard", [9], CONTEXT],
    ]);
  });

  describe("whose form reacts", () => {
    const lines = '<list editable="top"><field name="product" on_change="1"/><field name="name"/></list>';
    const form =
      `<field name="amount" on_change="1"/><field name="date"/><field name="line_ids">${lines}</field>` +
      '<button name="action_apply" type="object" string="Apply"/>';
    const filled = async (id?: number) => {
      const asked: unknown[][] = [];
      const onchange: Client["onchange"] = async (model, values, _, options) => {
        asked.push([model, values, options?.context]);
        const value = model === "a.payment" ? { amount: 9, date: "2026-01-01", other: 1 } : { name: "Desk" };
        return { value, warning: `Late in ${model}.` };
      };
      const dialogue = { model: "a.payment", context: CONTEXT, id };
      const values = { amount: 5, line_ids: { create: [{ product: "desk" }] } };
      const given = { dialogue, screens: { "a.payment": form }, answers: { onchange } };
      const completion = await checked({ values }, given);
      const { changes } = await pressed({ values }, given);
      return { completion, asked, written: changes[0] };
    };
    const FILLED = { amount: 5, line_ids: [[0, 0, { product: "desk", name: "Desk" }]] };

    it("is filled in as Odoo's dialogue is, in the context that Odoo gave, and tells what that warns of", async () => {
      const { completion, asked, written } = await filled();
      expect(asked).toContainEqual(["a.payment", { amount: 5 }, CONTEXT]);
      expect(asked).toContainEqual([
        "a.payment.line",
        { product: "desk", payment_id: { amount: 5, date: "2026-01-01", other: 1 } },
        { active_ids: [7] },
      ]);
      expect(written).toEqual(["create", "a.payment", [{ ...FILLED, date: "2026-01-01" }], CONTEXT]);
      expect(completion).toMatchObject({ warnings: ["Late in a.payment.", "Late in a.payment.line."] });
    });

    it("and that Odoo has made already is filled in in its new lines, in the same context without its defaults", async () => {
      const { completion, asked, written } = await filled(9);
      expect(asked[0]).toEqual(["a.payment.line", { product: "desk", payment_id: 9 }, { active_ids: [7] }]);
      expect(written).toEqual(["write", "a.payment", [9], FILLED, CONTEXT]);
      expect(completion).toMatchObject({ warnings: ["Late in a.payment.line."] });
    });
  });

  describe("that opens with lines", () => {
    const form =
      '<field name="location"/><field name="line_ids"><list><field name="product_id"/><field name="quantity"/></list>' +
      '</field><button name="create_returns" type="object" string="Return"/>';
    const OPENED = [
      [0, 0, { product_id: 3, move_id: 11, quantity: 5 }],
      [0, 0, { product_id: 4, move_id: 12, quantity: 2 }],
    ];
    const sent = async (values: Record<string, unknown>, opened: unknown = OPENED) => {
      const given: Given = {
        dialogue: { model: "a.return", context: CONTEXT },
        screens: { "a.return": form },
        answers: { defaultGet: async () => ({ line_ids: opened }) },
      };
      return ((await checked({ values }, given)) as { values: Record<string, unknown> }).values;
    };

    it("takes a line that is given for the one of its records, and leaves out those that are not given", async () => {
      expect(await sent({ line_ids: { create: [{ product_id: 4, quantity: 1 }] } })).toEqual({
        line_ids: [[0, 0, { product_id: 4, move_id: 12, quantity: 1 }]],
      });
    });

    it("takes a line that names no record for the only one there is", async () => {
      const line_ids = { create: [{ quantity: 1 }] };
      expect(await sent({ line_ids }, OPENED.slice(0, 1))).toEqual({
        line_ids: [[0, 0, { product_id: 3, move_id: 11, quantity: 1 }]],
      });
      expect(await sent({ line_ids })).toEqual({ line_ids: [[0, 0, { quantity: 1 }]] });
    });

    it.each<[what: string, line: object, opened: unknown]>([
      ["of another record", { product_id: 9, quantity: 1 }, OPENED],
      ["of one that is there twice", { product_id: 3, quantity: 1 }, [...OPENED, ...OPENED]],
      ["where there are none", { product_id: 3, quantity: 1 }, []],
      ["where Odoo answers no lines", { product_id: 3, quantity: 1 }, [null, 5, [0, 0, null], [0], "x"]],
    ])("takes a line as it is given %s", async (_, line, opened) => {
      expect(await sent({ line_ids: { create: [line] } }, opened)).toEqual({ line_ids: [[0, 0, line]] });
    });
  });
});

describe("a dialogue whose record or button is refused", () => {
  const NO = new OdooError("business_rule", "Not yet.");
  const refusing: Partial<Client> = { callMethod: () => Promise.reject(NO) };
  const listed = (transient: boolean): Partial<Client> => ({
    searchRead: async () => [{ id: 1, model: "a.wizard", name: "Wizard", transient, abstract: false }],
  });

  it("is not saved where the record cannot be made", async () => {
    const create = () => Promise.reject(new OdooError("validation", "No."));
    const { ended, saved } = await pressed({ values: { reason: "x" } }, { answers: { create } });
    expect(ended).toMatchObject({ failed: { outcome: "not_applied", category: "validation" }, isOpen: true });
    expect(saved).toEqual([]);
  });

  it.each([
    [true, "not_applied", /^Not yet\.$/],
    [false, "applied", /a\.wizard 42 is saved, and can be completed by its handle: Not yet\./],
  ])("is saved; of a model that is transient (%s) that is no data, so that it was %s", async (...expected) => {
    const [transient, outcome, message] = expected;
    const { ended, saved } = await pressed({}, { answers: { ...refusing, ...listed(transient) } });
    expect(ended).toMatchObject({
      failed: { outcome, category: "business_rule", message: expect.stringMatching(message) },
      isOpen: true,
    });
    expect(saved).toEqual([42]);
  });

  it("has written nothing without values where Odoo had made its record", async () => {
    const given = { dialogue: { ...DIALOGUE, id: 9 }, answers: { ...refusing, ...listed(false) } };
    expect((await pressed({}, given)).ended).toMatchObject({ failed: { outcome: "not_applied" }, isOpen: true });
    expect((await pressed({ values: { reason: "x" } }, given)).ended).toMatchObject({
      failed: { outcome: "applied", record: 9 },
      isOpen: true,
    });
  });

  it.each<[what: string, thrown: Error, category: string]>([
    ["lost", new OdooError("timeout", "late", { outcome: "unknown" }), "timeout"],
    ["no answer of Odoo's", new TypeError("a bug"), "server_error"],
  ])("may be done where the button's answer is %s", async (_, thrown, category) => {
    const answers = { callMethod: () => Promise.reject(thrown), ...listed(false) };
    expect((await pressed({}, { answers })).ended).toMatchObject({
      isOpen: false,
      failed: {
        category,
        outcome: "applied",
        message: expect.stringContaining("a.wizard 42 is saved, and whether its button was carried out is not known"),
      },
    });
    expect((await pressed({}, { answers: { ...answers, ...listed(true) } })).ended).toMatchObject({
      failed: { category, outcome: "unknown" },
      isOpen: false,
    });
  });

  it("was carried out where only its answer could not be read", async () => {
    const unreadable = new OdooError("server_error", "Made, but unreadable.", { outcome: "applied" });
    const answers = { callMethod: () => Promise.reject(unreadable), ...listed(false) };
    expect((await pressed({}, { answers })).ended).toEqual({ failed: unreadable, isOpen: false });
  });

  it("is taken for data where Odoo does not tell which models are none", async () => {
    expect((await pressed({}, { answers: refusing })).ended).toMatchObject({ failed: { outcome: "applied" } });
  });
});

describe("a dialogue that Odoo opens on a lasting record", () => {
  const dialogue = { model: "a.order", context: {}, id: 7 };
  const form = '<field name="note"/><button name="action_go" type="object" string="Go"/>';
  const change = (policy: PolicyConfig, transient = false) => {
    const searchRead = async () => [{ id: 1, model: "a.order", name: "Order", transient, abstract: false }];
    const answers = { searchRead, callModel: async () => [] };
    return checked({ values: { note: "a" } }, { dialogue, screens: { "a.order": form }, policy, answers });
  };

  it.each<[rule: string, policy: PolicyConfig]>([
    ["operations", { "a.order": { operations: ["read", "act"] } }],
    ["domain", { "a.order": { domain: [["note", "=", "mine"]] } }],
    ["denyFields", { "a.order": { denyFields: ["note"] } }],
  ])("writes only where a tool of its own may do so: %s", async (rule, policy) => {
    expect(await change(policy)).toEqual({
      error: expect.objectContaining({
        category: "forbidden",
        rule: `policy["a.order"].${rule}`,
        outcome: "not_applied",
      }),
    });
  });

  it("is no other than a dialogue's own record where the model is transient", async () => {
    expect(await change({ "a.order": { operations: ["read", "act"] } }, true)).toMatchObject({ values: { note: "a" } });
  });

  it("writes where that is allowed", async () => {
    expect(await change({})).toMatchObject({ touched: [{ model: "a.order", effect: "act", records: 1 }] });
  });
});

it("a button is as its form has it", async () => {
  const form = '<button name="action_send_mail" type="object" string="Send" class="oe_highlight"/>';
  const { button, effect } = (await checked({}, { screens: { "a.wizard": form } })) as {
    button: Button;
    effect: string;
  };
  expect([button, effect]).toEqual([{ name: "action_send_mail", label: "Send", primary: true }, "send"]);
});
