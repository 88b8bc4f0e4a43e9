import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { readViews } from "../../../src/odoo/views/arch.js";
import {
  buttonOf,
  checkFilled,
  describeForm,
  hiddenNow,
  linesIn,
  openForm,
  shownButtons,
} from "../../../src/tools/actions/dialogue-form.js";
import type { Dialogue } from "../../../src/tools/call/open-dialogues.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.wizard": {
    reason: fieldWith({ string: "Reason" }),
    note: fieldWith({ string: "Note" }),
    body: fieldWith({ type: "html" }),
    mode: fieldWith({ type: "selection", selection: [["all", "All"]] }),
    at: fieldWith({ type: "datetime" }),
    partner_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.partner" }),
    line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "wizard_id" }),
    file: fieldWith({ type: "binary" }),
    total: fieldWith({ readonly: true }),
    computed: fieldWith({ depends: ["reason"] }),
    state: fieldWith({ type: "selection", selection: [["draft", "Draft"]] }),
  },
  "a.line": {
    wizard_id: fieldWith({ type: "many2one", relation: "a.wizard" }),
    product_id: fieldWith({ type: "many2one", relation: "a.partner" }),
    quantity: fieldWith({ type: "float" }),
    name: fieldWith(),
    at: fieldWith({ type: "datetime" }),
    api_key: fieldWith(),
    margin: fieldWith(),
    tax_ids: fieldWith({ type: "many2many", relation: "a.partner" }),
  },
  "a.partner": {},
});
const DIALOGUE: Dialogue = { model: "a.wizard", context: { active_ids: [7] } };
const button = (name: string, attributes = "") =>
  `<button name="${name}" type="object" string="${name}" ${attributes}/>`;

const PRIMARY = 'class="btn-primary"';

interface Given {
  form?: string | undefined;
  answers?: Partial<Client>;
  policy?: PolicyConfig;
  dialogue?: Dialogue;
}

async function opened({ form, answers = {}, policy = {}, dialogue = DIALOGUE }: Given) {
  const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({}));
  const context = contextWith({
    schema,
    policy,
    screens: form === undefined ? {} : { "a.wizard": form },
    answers: { defaultGet, ...answers },
  });
  return { form: await openForm(dialogue, context), context, defaultGet };
}

describe("the form of a dialogue", () => {
  it("has what a user can fill in: nothing readonly, nothing that never shows, nothing closed, no secret", async () => {
    const form =
      '<field name="reason"/><field name="note"/><field name="gone"/><field name="total" readonly="1"/>' +
      '<field name="total"/><field name="mode" readonly="1"/><field name="state" invisible="1"/>' +
      '<field name="at" invisible="mode != 1"/>';
    const policy = { "a.wizard": { denyFields: ["note"] } };
    expect((await opened({ form, policy })).form.fields).toEqual(["reason", "at"]);
  });

  it("opens with its defaults where nothing on it reacts, asked for all that it has", async () => {
    const form =
      '<field name="reason"/><field name="partner_id"/><field name="file"/><field name="state" invisible="1"/>';
    const defaultGet = vi.fn<Client["defaultGet"]>(async () => ({ reason: "x", partner_id: [3, "Azure"] }));
    expect((await opened({ form, answers: { defaultGet } })).form.values).toEqual({ reason: "x", partner_id: 3 });
    expect(defaultGet.mock.calls).toMatchObject([
      ["a.wizard", ["reason", "partner_id", "state"], { context: { active_ids: [7] } }],
    ]);
  });

  it("opens with what Odoo computes where something reacts, and what that warns of", async () => {
    const form = '<field name="reason" on_change="1"/><field name="note"/>';
    const onchange: Client["onchange"] = async () => ({ value: { note: "Computed" }, warning: "Late." });
    const { form: made, defaultGet } = await opened({ form, answers: { onchange } });
    expect(made).toMatchObject({ values: { note: "Computed" }, warnings: ["Late."] });
    expect(defaultGet).not.toHaveBeenCalled();
  });

  it("holds what its record holds where Odoo has made that already", async () => {
    const read = vi.fn<Client["read"]>(async () => [{ id: 9, reason: "x", partner_id: [3, "Azure"], tag_ids: [1] }]);
    const form = '<field name="reason"/><field name="partner_id"/><field name="tag_ids"/>';
    const { form: made } = await opened({ form, answers: { read }, dialogue: { ...DIALOGUE, id: 9 } });
    expect(made).toMatchObject({ values: { reason: "x", partner_id: 3, tag_ids: [1] }, warnings: [] });
    expect(read.mock.calls).toMatchObject([
      ["a.wizard", [9], ["reason", "partner_id", "tag_ids"], { context: { active_ids: [7] } }],
    ]);
  });

  it("is empty where its record is gone, or has no fields", async () => {
    const dialogue = { ...DIALOGUE, id: 9 };
    const gone = await opened({ form: '<field name="reason"/>', answers: { read: async () => [] }, dialogue });
    expect(gone.form.values).toEqual({});
    expect((await opened({ form: button("go"), dialogue })).form).toMatchObject({ fields: [], values: {} });
    expect((await opened({ form: button("go") })).defaultGet).not.toHaveBeenCalled();
  });

  it("is not known where the user is not told of it", async () => {
    expect((await opened({})).form).toMatchObject({ fields: undefined, buttons: undefined });
  });

  it("is the one that the dialogue names", async () => {
    const asked: unknown[] = [];
    const context = contextWith({ schema });
    const forms = {
      ...context.forms,
      screen: async (...args: unknown[]) => {
        asked.push(args);
        return undefined;
      },
    };
    await openForm({ ...DIALOGUE, form: { id: 55 } }, { ...context, forms });
    expect(asked).toEqual([["a.wizard", { id: 55 }]]);
  });
});

describe("the buttons of a dialogue", () => {
  const FIELDS = ["state", "reason", "tag_ids", "partner_id"].map((name) => `<field name="${name}"/>`).join("");
  const formOf = async (inner: string, values: Record<string, unknown> = {}) =>
    (await opened({ form: `${FIELDS}${inner}`, answers: { defaultGet: async () => values } })).form;
  const shown = async (inner: string, values?: Record<string, unknown>, typed?: Record<string, unknown>) =>
    shownButtons(await formOf(inner, values), typed)?.map(({ name }) => name);
  const chosen = async (inner: string, named?: string) => {
    const form = await formOf(inner);
    return buttonOf(form.model, shownButtons(form), named);
  };

  it("are those that a user can press, the one that is meant first", async () => {
    const form =
      button("other") +
      button("apply", PRIMARY) +
      '<button name="icon" type="object"/><button name="5" type="action" string="Open"/>' +
      '<button special="cancel" string="Discard"/>' +
      `<div name="button_box">${button("count")}</div>${button("never", 'invisible="1"')}` +
      button("dead", `${PRIMARY} disabled="1"`);
    expect(await shown(form)).toEqual(["apply", "other"]);
  });

  it("are none of a list behind the form", async () => {
    const context = contextWith({ schema, answers: { defaultGet: async () => ({}) } });
    const list = { arch: `<list><header>${button("action_many", PRIMARY)}</header></list>`, embedded: {} };
    const raw = { form: { arch: `<form>${button("go")}</form>`, embedded: {} }, list };
    const forms = { ...context.forms, screen: async () => readViews(raw) };
    expect((await openForm(DIALOGUE, { ...context, forms })).buttons?.map(({ name }) => name)).toEqual(["go"]);
  });

  it.each<[hidden: string, shows: boolean]>([
    ["state == 'draft'", false],
    ["state != 'draft'", true],
    ["not reason", false],
    ["not tag_ids", false],
    ["tag_ids", true],
    ["partner_id", false],
    ["context.get('mass')", false],
    ["context.get('active_id')", true],
    ["unknown_name", true],
    ["unknown_name or state == 'draft'", false],
    ["no python", true],
  ])("show unless what the form holds tells that they do not: %s", async (hidden, shows) => {
    const values = { state: "draft", reason: false, tag_ids: [[6, 0, []]], partner_id: [3, "Azure"] };
    const dialogue = { ...DIALOGUE, context: { mass: true } };
    const answers = { defaultGet: async () => values };
    const { form } = await opened({ form: `${FIELDS}${button("go", `invisible="${hidden}"`)}`, answers, dialogue });
    expect(shownButtons(form)).toHaveLength(shows ? 1 : 0);
  });

  it("show by what never shows itself, and what Odoo computes, too", async () => {
    const onchange: Client["onchange"] = async () => ({ value: { total: "much", state: "draft" } });
    const form =
      '<field name="reason" on_change="1"/><field name="total" readonly="1"/><field name="state" invisible="1"/>' +
      button("a", "invisible=\"total == 'much'\"") +
      button("b", "invisible=\"state != 'draft'\"") +
      button("c", 'invisible="not note"') +
      '<field name="note" invisible="1"/>';
    const made = await opened({ form, answers: { onchange } });
    expect(shownButtons(made.form)?.map(({ name }) => name)).toEqual(["b"]);
  });

  it("show by what is known of a record that is there, and by nothing that nobody has computed", async () => {
    const inner = button("a", 'invisible="computed"') + button("b", 'invisible="not computed"');
    expect(await shown(`<field name="computed"/>${inner}`)).toEqual(["a", "b"]);
    const read = async () => [{ id: 9, computed: "x" }];
    const dialogue = { ...DIALOGUE, id: 9 };
    const made = await opened({ form: `<field name="computed"/>${inner}`, answers: { read }, dialogue });
    expect(shownButtons(made.form)?.map(({ name }) => name)).toEqual(["b"]);
  });

  it("show by what is typed", async () => {
    const inner = button("a", 'invisible="not reason"') + button("b", 'invisible="reason"');
    expect(await shown(inner)).toEqual(["b"]);
    expect(await shown(inner, {}, { reason: "x" })).toEqual(["a"]);
    expect(await shown(inner, { reason: "x" }, { reason: null })).toEqual(["b"]);
    expect(await shown(button("a", 'invisible="not tag_ids"'), {}, { tag_ids: [[6, 0, [3]]] })).toEqual(["a"]);
  });

  it("are not those of the list that its model has, too", async () => {
    const context = contextWith({ schema });
    const views = readViews({
      form: { arch: `<form>${button("apply")}</form>`, embedded: {} },
      list: { arch: `<list><header>${button("merge")}</header></list>`, embedded: {} },
    });
    const forms = { ...context.forms, screen: async () => views };
    expect((await openForm(DIALOGUE, { ...context, forms })).buttons?.map(({ name }) => name)).toEqual(["apply"]);
  });

  it("are chosen by name, or else the one that is meant, or the only one", async () => {
    expect((await chosen(button("a") + button("b", PRIMARY))).name).toBe("b");
    expect((await chosen(button("a") + button("b", PRIMARY), "a")).name).toBe("a");
    expect((await chosen(button("a"))).name).toBe("a");
    const unseen = (await opened({})).form;
    expect(buttonOf(unseen.model, shownButtons(unseen), "a")).toEqual({ name: "a", label: "" });
  });

  it("are chosen by their names alone in the header of a record: none of them is what a dialogue is for", async () => {
    const header = (inner: string) => `<header>${inner}</header>`;
    const two = header(button("action_confirm", PRIMARY) + button("action_cancel"));
    expect((await chosen(two, "action_confirm")).name).toBe("action_confirm");
    await expect(chosen(two)).rejects.toThrow(odooError("validation", "Name one of action_confirm, action_cancel."));
    await expect(chosen(header(button("action_confirm", PRIMARY)))).rejects.toThrow(odooError("validation"));
    expect((await chosen(two + button("save", PRIMARY))).name).toBe("save");
  });

  it("are none where none is named or meant", async () => {
    await expect(chosen(button("a") + button("b"))).rejects.toThrow(
      odooError("validation", "button: ", "Name one of a, b."),
    );
    await expect(chosen("")).rejects.toThrow(
      expect.objectContaining({
        message: "button: the dialogue a.wizard shows no button now.",
        hint: expect.stringContaining("A person"),
      }),
    );
    const unseen = (await opened({})).form;
    expect(() => buttonOf(unseen.model, shownButtons(unseen), undefined)).toThrow(
      odooError("validation", "cannot be seen by this user"),
    );
  });

  it("are no others, be they on the form when it holds something else", async () => {
    const form = button("action_apply") + button("action_undo", 'invisible="not state"');
    await expect(chosen(form, "action_aply")).rejects.toThrow(
      odooError("validation", "a.wizard", '"action_aply"', "It has action_apply.", 'Did you mean "action_apply"?'),
    );
    await expect(chosen(form, "action_undo")).rejects.toThrow(odooError("validation", '"action_undo"'));
    for (const name of ["", "constructor", "__proto__", "x".repeat(5000)])
      await expect(chosen(form, name)).rejects.toThrow(odooError("validation"));
    await expect(chosen("", "go")).rejects.toThrow(odooError("validation", "shows no button now"));
  });
});

describe("what a dialogue is filled in with", () => {
  it("is what its form lets a user fill in", async () => {
    const { form } = await opened({ form: '<field name="reason"/><field name="state" invisible="1"/>' });
    expect(() => checkFilled(form, { reason: "x" })).not.toThrow();
    expect(() => checkFilled(form, { raeson: "x" })).toThrow(
      expect.objectContaining({
        category: "validation",
        message: expect.stringContaining('a.wizard does not let a user fill in "raeson". Did you mean "reason"?'),
        hint: "It has reason.",
      }),
    );
    expect(() => checkFilled(form, { state: "draft" })).toThrow(odooError("validation", '"state"'));
    const nothing = (await opened({ form: button("go") })).form;
    expect(() => checkFilled(nothing, { reason: "x" })).toThrow(expect.objectContaining({ hint: "Leave values out." }));
  });

  it("is nothing where the user is not shown the form", async () => {
    const { form } = await opened({});
    expect(() => checkFilled(form, {})).not.toThrow();
    expect(() => checkFilled(form, { state: "draft" })).toThrow(odooError("validation", "not shown to this user"));
  });
});

describe("a field that the form hides", () => {
  const form =
    '<field name="mode"/><field name="reason" invisible="mode != \'all\'"/><field name="note" invisible="unknown"/>';

  it("is told while it certainly does not show", async () => {
    const { form: empty } = await opened({ form });
    expect(hiddenNow(empty, { reason: "x" }, {})).toEqual(["reason"]);
    expect(hiddenNow(empty, { reason: "x", mode: "all" }, { mode: "all" })).toEqual([]);
    expect(hiddenNow(empty, { mode: "all" }, { mode: "all" })).toEqual([]);
  });

  it("counts as shown where it showed as the form opened, or nobody can tell", async () => {
    const { form: open } = await opened({ form, answers: { defaultGet: async () => ({ mode: "all" }) } });
    expect(hiddenNow(open, { reason: "x" }, { mode: false })).toEqual([]);
    expect(hiddenNow(open, { note: "x" }, {})).toEqual([]);
  });
});

describe("what a caller is told of a dialogue's fields", () => {
  const told = async ({ form = "", values = {}, ...given }: Given & { values?: Record<string, unknown> }) => {
    const answers: Partial<Client> = {
      defaultGet: async () => values,
      read: async (_, ids) => ids.map((id) => ({ id, display_name: `Record ${id}` })),
      ...given.answers,
    };
    const made = await opened({ ...given, form, answers });
    return describeForm(made.form, made.context);
  };

  it("is what they are and what they hold, as a read would give it", async () => {
    const form = ["reason", "note", "mode", "at", "partner_id", "tag_ids"].map((name) => `<field name="${name}"/>`);
    const values = {
      reason: "x",
      note: false,
      at: "2026-01-05 10:00:00",
      partner_id: 3,
      tag_ids: [
        [6, 0, [1, 2]],
        [4, 5, 0],
      ],
    };
    expect(await told({ form: form.join(""), values })).toEqual({
      reason: { type: "char", label: "Reason", value: "x" },
      note: { type: "char", label: "Note", value: null },
      mode: { type: "selection", label: "", selection: { all: "All" } },
      at: { type: "datetime", label: "", value: "2026-01-05T10:00:00Z" },
      partner_id: { type: "many2one", label: "", relation: "a.partner", value: { id: 3, name: "Record 3" } },
      tag_ids: {
        type: "many2many",
        label: "",
        relation: "a.partner",
        value: [1, 2, 5].map((id) => ({ id, name: `Record ${id}` })),
      },
    });
  });

  it("is the lines that it opens with, by the names of their records", async () => {
    const line_ids = [
      [
        0,
        0,
        { product_id: 3, quantity: 2, at: "2026-01-05 10:00:00", name: false, unknown: 1, tax_ids: [[6, 0, [1]]] },
      ],
    ];
    expect((await told({ form: '<field name="line_ids"/>', values: { line_ids } })).line_ids?.value).toEqual([
      { product_id: { id: 3, name: "Record 3" }, quantity: 2, at: "2026-01-05T10:00:00Z" },
    ]);
  });

  it("are no closed fields and no secrets of lines, and no lines that may not be read", async () => {
    const line_ids = [[0, 0, { name: "x", margin: "much", api_key: "secret" }]];
    const lines = async (policy: PolicyConfig) =>
      (await told({ form: '<field name="line_ids"/>', values: { line_ids }, policy })).line_ids;
    const { value } = (await lines({ "a.line": { denyFields: ["margin"] } })) ?? {};
    expect(JSON.stringify(value)).not.toMatch(/much|secret/);
    expect(await lines({ "a.line": { operations: ["create"] } })).not.toHaveProperty("value");
    expect(await lines({ "a.line": { domain: [["name", "=", "y"]] } })).not.toHaveProperty("value");
  });

  it("is nothing that it holds where the policy does not let its records be read", async () => {
    const dialogue = { ...DIALOGUE, id: 9 };
    const read = async () => [{ id: 9, reason: "secret" }];
    const form = '<field name="reason"/>';
    expect((await told({ form, dialogue, answers: { read } })).reason).toHaveProperty("value", "secret");
    for (const policy of [
      { "a.wizard": { operations: ["act" as const, "update" as const] } },
      { "a.wizard": { domain: [["reason", "=", "open"]] } },
    ])
      expect(await told({ form, dialogue, answers: { read }, policy })).toEqual({
        reason: { type: "char", label: "Reason" },
      });
  });

  it("is nothing of what only a screen shows", async () => {
    const form = '<field name="body"/><field name="file"/><field name="reason"/>';
    expect(Object.keys(await told({ form, values: { body: "<p>x</p>" } }))).toEqual(["reason"]);
  });

  it("has the names of no records that may not be read, and fails where Odoo does not answer", async () => {
    const form = '<field name="partner_id"/>';
    const values = { partner_id: 3 };
    const closed = { "a.partner": { operations: [] } };
    expect((await told({ form, values, policy: closed })).partner_id?.value).toEqual({ id: 3 });
    const failing = (category: "forbidden" | "timeout") => ({
      form,
      values,
      answers: { read: () => Promise.reject(new OdooError(category, "No.")) },
    });
    expect((await told(failing("forbidden"))).partner_id?.value).toEqual({ id: 3 });
    await expect(told(failing("timeout"))).rejects.toThrow("No.");
  });

  it("is nothing where the form is not known", async () => {
    const { form, context } = await opened({});
    expect(await describeForm(form, context)).toEqual({});
  });
});

describe("lines among commands", () => {
  it.each<[value: unknown, rows: unknown[], ids: number[]]>([
    [
      [
        [0, 0, { a: 1 }],
        [0, "virtual_2", { b: 2 }],
      ],
      [{ a: 1 }, { b: 2 }],
      [],
    ],
    [
      [
        [6, 0, [1, 2]],
        [4, 3],
        [4, 5, 0],
      ],
      [],
      [1, 2, 3, 5],
    ],
    [[7, 8], [], [7, 8]],
    [[[5], [3, 9], [2, 9]], [], []],
    [[null, 5.5, "7", [0, 0, null], [0], [0, 0, [1]], [6, 0, "x"], [6], [4], [4, "7"], [6, 0, [null, 3]]], [], [3]],
    [false, [], []],
    [null, [], []],
    ["x", [], []],
    [[], [], []],
  ])("%j", (value, rows, ids) => {
    expect(linesIn(value)).toEqual({ rows, ids });
  });
});
