import { describe, expect, it } from "vitest";
import { actionReader } from "../../../codegen/introspect/actions.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord } from "../../../src/odoo/schema/raw.js";
import { fakeClient, fieldWith } from "../../support/fixtures.js";

const forbidden = () => Promise.reject(new OdooError("forbidden", "Administrators alone."));
const OPTIONS = { context: { lang: "en_US" } };

/** A user who may read these actions, and external ids by model and id. */
function client(
  actions: readonly RawRecord[],
  xmlids: Readonly<Record<string, string>> = {},
  more: Partial<Client> = {},
) {
  const asked: unknown[][] = [];
  const made = fakeClient({
    searchRead: async (model, domain, fields, page) => {
      asked.push([model, domain, fields, page]);
      if (model === "ir.actions.actions") return actions.map(({ id, type, name }) => ({ id, type, name }));
      const [[, , of], [, , ids]] = domain as [[0, 0, string], [0, 0, number[]]];
      return ids.flatMap((id): RawRecord[] => {
        const [module, name] = (xmlids[`${of} ${id}`] ?? "").split(".");
        return name ? [{ id: 1, res_id: id, module, name }] : [];
      });
    },
    fieldsGet: async () => ({}),
    read: async (model, ids, fields) => {
      asked.push([model, ids, fields]);
      return actions.filter(({ id, type }) => type === model && ids.includes(id));
    },
    ...more,
  });
  return { made, asked };
}
const read = async (actions: readonly RawRecord[], xmlids = {}, more: Partial<Client> = {}) =>
  Object.fromEntries(await actionReader([client(actions, xmlids, more).made], OPTIONS)(actions.map(({ id }) => id)));

const window = (more: object): RawRecord => ({
  id: 5,
  type: "ir.actions.act_window",
  name: "Create Invoice",
  res_model: "a.wizard",
  target: "new",
  context: "{}",
  view_mode: "form",
  view_id: false,
  ...more,
});

describe("what an action does", () => {
  it("is a dialogue where its window opens over the screen, with its context and form by external ids", async () => {
    const action = window({ context: "{'default_x': True}", view_id: [9, "a.form"] });
    const xmlids = { "ir.actions.act_window 5": "sale.act_invoice", "ir.ui.view 9": "sale.form_invoice" };
    expect(await read([action], xmlids)).toEqual({
      5: {
        kind: "dialogue",
        title: "Create Invoice",
        xmlid: "sale.act_invoice",
        model: "a.wizard",
        context: "{'default_x': True}",
        form: "sale.form_invoice",
      },
    });
    expect(await read([action])).toEqual({
      5: { kind: "dialogue", title: "Create Invoice", model: "a.wizard", context: "{'default_x': True}" },
    });
  });

  it("has the form of an action that opens a form first, and no other view", async () => {
    const xmlids = { "ir.ui.view 9": "a.view" };
    const form = async (more: object) => (await read([window({ view_id: 9, ...more })], xmlids))[5];
    expect(await form({})).toMatchObject({ form: "a.view" });
    expect(await form({ view_mode: "form,list" })).toMatchObject({ form: "a.view" });
    expect(await form({ view_mode: "list,form" })).not.toHaveProperty("form");
    expect(await form({ view_id: "9" })).not.toHaveProperty("form");
  });

  it.each<[what: string, action: RawRecord]>([
    ["a window in the page", window({ target: "current" })],
    ["a window of no model", window({ res_model: false })],
    ["a window of what is no model", window({ res_model: "../x" })],
    ["a link", { id: 5, type: "ir.actions.act_url", name: "Create Invoice" }],
    ["a screen", { id: 5, type: "ir.actions.client", name: "Create Invoice" }],
    ["what every object has", { id: 5, type: "constructor", name: "Create Invoice" }],
  ])("is another screen: %s", async (_, action) => {
    expect(await read([action])).toEqual({ 5: { kind: "screen", title: "Create Invoice" } });
  });

  it("is code of the database by its title, and a report by its technical name where it is one", async () => {
    const report = (id: number, report_type: string) => ({
      id,
      type: "ir.actions.report",
      name: `Report ${id}`,
      report_name: "sale.report",
      report_type,
    });
    const actions = [
      { id: 4, type: "ir.actions.server", name: "Tidy up" },
      report(6, "qweb-pdf"),
      report(7, "qweb-text"),
      report(8, "qweb-html"),
    ];
    expect(await read(actions, { "ir.actions.server 4": "a.tidy" })).toEqual({
      4: { kind: "server", title: "Tidy up", xmlid: "a.tidy" },
      6: { kind: "report", title: "Report 6", report: "sale.report" },
      7: { kind: "report", title: "Report 7", report: "sale.report" },
      8: { kind: "report", title: "Report 8" },
    });
  });

  it.each<[context: unknown, kept: string | undefined]>([
    ["{}", undefined],
    ["{ }", undefined],
    [false, undefined],
    [{ a: 1 }, undefined],
    ["{'a': active_id,\n  'b': [1]}", "{'a': active_id, 'b': [1]}"],
    ["{'default_template_id': 14}", undefined],
    ["{'default_template_id': 14, 'a': 1}", "{'a': 1}"],
    ["{'a': 1, 'default_tag_ids': [1, 2]}", "{'a': 1, }"],
    ["{'default_order_id': active_id}", "{'default_order_id': active_id}"],
    ['{"default_template_id" : 14, "a": "default_x_id"}', '{"a": "default_x_id"}'],
    ["{'default_line_id': 'x', 'default_my_id': 1}", "{'default_line_id': 'x', }"],
  ])("is made in its context as every database has it: %j", async (context, kept) => {
    const action = (await read([window({ context })]))[5] as { context?: string };
    expect(action.context).toBe(kept);
  });
});

const FIELDS = {
  template_id: fieldWith({ type: "many2one", relation: "mail.template" }),
  tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
};

describe("the records that a dialogue's context names by ids", () => {
  const XMLIDS = { "mail.template 14": "sale.template", "a.tag 1": "a.red", "a.tag 2": "a.blue" };
  const opened = async (context: string, xmlids = {}) =>
    (await read([window({ context })], xmlids, { fieldsGet: async () => FIELDS }))[5];

  it("are kept by their external ids, one or several", async () => {
    const context = "{'default_template_id': 14, 'default_tag_ids': [2, 1], 'a': 1}";
    expect(await opened(context, XMLIDS)).toMatchObject({
      context: "{'a': 1}",
      records: { default_template_id: "sale.template", default_tag_ids: ["a.blue", "a.red"] },
    });
  });

  it.each([
    ["has none of them", "{'default_template_id': 15}", XMLIDS],
    ["has not all of them", "{'default_tag_ids': [1, 3]}", XMLIDS],
    ["tells nobody", "{'default_template_id': 14}", {}],
    ["has no such field", "{'default_other_id': 14}", XMLIDS],
  ])("are left out where Odoo %s", async (_, context, xmlids) => {
    expect(await opened(context, xmlids)).not.toHaveProperty("records");
  });
});

describe("who is asked", () => {
  const ACTIONS = [window({})];

  it("is the first who may read actions, once for all of them", async () => {
    const second = client(ACTIONS);
    const blind = fakeClient({ searchRead: forbidden });
    const reader = actionReader([blind, second.made], OPTIONS);
    expect((await reader([5])).get(5)).toMatchObject({ kind: "dialogue" });
    expect(second.asked[0]).toEqual(["ir.actions.actions", [["id", "in", [5]]], ["name", "type"], { limit: 1 }]);
    const first = client(ACTIONS);
    await actionReader([first.made, fakeClient({})], OPTIONS)([5]);
    expect(first.asked.length).toBeGreaterThan(0);
  });

  it("is nobody where there is nothing to ask, or nobody may", async () => {
    expect(await actionReader([fakeClient({})], OPTIONS)([])).toEqual(new Map());
    expect(await actionReader([fakeClient({ searchRead: forbidden })], OPTIONS)([5])).toEqual(new Map());
  });

  it("fails where Odoo does not answer", async () => {
    const late = fakeClient({ searchRead: () => Promise.reject(new OdooError("timeout", "late")) });
    await expect(actionReader([late], OPTIONS)([5])).rejects.toThrow("late");
  });

  it("may read what actions there are, and not what some of them do", async () => {
    const actions = [...ACTIONS, { id: 4, type: "ir.actions.server", name: "Tidy up" }];
    const { made } = client(actions);
    const read: Client["read"] = async (model, ...rest) =>
      model === "ir.actions.server" ? forbidden() : made.read(model, ...rest);
    const known = await actionReader([{ ...made, read }], OPTIONS)([5, 4]);
    expect([...known.keys()]).toEqual([5]);
  });

  it("need not be told external ids", async () => {
    const searchRead: Client["searchRead"] = async (model) =>
      model === "ir.model.data" ? forbidden() : [{ id: 5, type: "ir.actions.act_window", name: "x" }];
    expect(await read(ACTIONS, {}, { searchRead })).toEqual({
      5: { kind: "dialogue", title: "Create Invoice", model: "a.wizard" },
    });
  });
});

describe("a menu's entry", () => {
  const told = async (entry: RawRecord, { made } = client([], {})) =>
    (await actionReader([made], OPTIONS)([], [entry])).get(entry.id);

  it("tells the whole action on 14 and 15, of which nobody is asked", async () => {
    const entry = { ...window({ context: "{'a': 1}" }), xml_id: "sale.act" };
    const asking = client([]);
    expect(await told(entry, asking)).toEqual({
      kind: "dialogue",
      title: "Create Invoice",
      xmlid: "sale.act",
      model: "a.wizard",
      context: "{'a': 1}",
    });
    expect(asking.asked).toEqual([]);
    expect(await told({ ...entry, xml_id: false })).not.toHaveProperty("xmlid");
  });

  it("tells its name alone from 16 on", async () => {
    expect(await told({ id: 5, name: "Create Invoice" })).toBeUndefined();
    expect(await told({ id: 5, name: "x", type: false })).toBeUndefined();
  });

  it("is told with the records that its context names, by external ids", async () => {
    const asking = client([], { "mail.template 14": "sale.template" }, { fieldsGet: async () => FIELDS });
    expect(await told(window({ context: "{'default_template_id': 14}" }), asking)).toMatchObject({
      records: { default_template_id: "sale.template" },
    });
  });
});
