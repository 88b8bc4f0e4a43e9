import { expect, it } from "vitest";
import { generatedFiles } from "../../codegen/commands/generate.js";
import { introspect } from "../../codegen/introspect/introspect.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import { createClient } from "../../src/odoo/client.js";
import { serializeSchema } from "../../src/odoo/schema/snapshot.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { configWith } from "../support/fixtures.js";

// Two databases of one Odoo, in which all records have other ids: what is written for them is the same.

const FIELDS = {
  "sale.order": {
    name: { type: "char", string: "Order", required: true },
    partner_id: { type: "many2one", string: "Customer", relation: "res.partner" },
    state: { type: "selection", string: "Status", selection: [["draft", "Quotation"]], readonly: true },
  },
  "sale.advance.payment.inv": {
    amount: { type: "float", string: "Amount" },
    template_id: { type: "many2one", string: "Template", relation: "mail.template" },
    tag_ids: { type: "many2many", string: "Tags", relation: "crm.tag" },
  },
} as const;

/** What is asked of a database whose ids are so much higher, over the wire of a series. */
function answering(major: number, shift: number) {
  const id = (own: number) => own + shift;
  const context = `{'default_template_id': ${id(14)}, 'default_tag_ids': [${id(1)}, ${id(2)}], 'from': active_ids}`;
  const invoice = {
    id: id(300),
    type: "ir.actions.act_window",
    name: "Create Invoice",
    res_model: "sale.advance.payment.inv",
    target: "new",
    view_mode: "form",
    view_id: [id(90), "a form"],
    context,
  };
  const share = { id: id(301), type: "ir.actions.server", name: "Share" };
  const print = {
    id: id(302),
    type: "ir.actions.report",
    name: "Order",
    report_name: "sale.order",
    report_type: "qweb-pdf",
  };
  const merge = { ...invoice, id: id(303), name: "Merge", view_id: [id(91), "another form"] };
  const actions = [invoice, share, print, merge];
  const xmlids = [
    ["ir.actions.act_window", id(300), "act_invoice"],
    ["ir.actions.act_window", id(303), "act_merge"],
    ["ir.actions.server", id(301), "act_share"],
    ["ir.actions.report", id(302), "report"],
    ["ir.ui.view", id(90), "form_invoice"],
    ["ir.ui.view", id(91), "form_merge"],
    ["mail.template", id(14), "template"],
    ["crm.tag", id(1), "red"],
    ["crm.tag", id(2), "blue"],
  ] as const;
  const order =
    `<form><header><button name="${id(300)}" type="action" string="Create Invoice" class="btn-primary"/>` +
    `<button name="${id(303)}" type="action" string="Merge"/>` +
    `<button name="action_go" type="object" string="Go" context="{'default_team_id': ${id(3)}, 'x': active_id}"/></header>` +
    '<field name="name"/><field name="partner_id"/><field name="state"/></form>';
  const dialogue =
    '<form><field name="amount"/><field name="template_id"/><footer>' +
    '<button name="create_invoices" type="object" string="Create" class="btn-primary"/></footer></form>';
  const told = ({ id: own, name, ...rest }: { id: number; name: string }) =>
    major < 16 ? { id: own, name, ...rest } : { id: own, name };
  const toolbar = { action: [told(share), told(invoice)], print: [told(print)] };
  const views = (model: string) => ({ form: { arch: model === "sale.order" ? order : dialogue, fields: {}, toolbar } });
  const among = (ids: unknown) => (row: { id: number }) => (ids as number[]).includes(row.id);

  return async ({ model, method, ids, params = {} }: WireCall): Promise<unknown> => {
    const domain = (params.domain ?? params.args ?? []) as [string, string, unknown][];
    switch (method) {
      case "fields_get":
        return FIELDS[model as keyof typeof FIELDS] ?? {};
      case "get_views":
        return { views: views(model) };
      case "load_views":
        return { fields_views: views(model) };
      case "has_access":
      case "check_access_rights":
        return true;
      case "default_get":
        return { partner_id: id(7) };
      case "onchange":
        return { value: {} };
      case "load_menus": {
        const menu = { id: id(400), xmlid: "sale.menu", action: `ir.actions.act_window,${id(300)}`, children: [] };
        return major < 16 ? { children: [menu] } : { root: { children: [id(400)] }, [id(400)]: menu };
      }
      case "read":
        return actions.filter(among(ids)).filter(({ type }) => type === model);
      case "search_read":
        if (model === "ir.model") {
          return Object.keys(FIELDS).map((name, at) => ({
            ...{
              id: id(at),
              model: name,
              name,
              transient: name.endsWith("inv"),
              abstract: false,
              access_ids: [id(at)],
            },
          }));
        }
        if (model === "ir.actions.actions") return actions.filter(among(domain[0]?.[2]));
        if (model !== "ir.model.data") return [];
        return xmlids
          .filter(([of, own]) => of === domain[0]?.[2] && [domain[1]?.[2]].flat().includes(own))
          .map(([, res_id, name], at) => ({ id: id(at), module: "sale", name, res_id }));
    }
    throw new Error(`The test did not expect ${method} of ${model}.`);
  };
}

/** Everything that is written for a database. */
async function written(major: number, shift: number) {
  const client = createClient({
    wire: { call: answering(major, shift) },
    wireName: "jsonrpc",
    series: { major, minor: 0, name: `${major}.0` },
    url: "https://odoo.example",
    user: { uid: 2, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] },
  });
  const config = configWith({ "sale.order": {} });
  const schema = await introspect(client, config, SILENT);
  return { schema: serializeSchema(schema), files: generatedFiles(schema, config) };
}

it.each([14, 16, 19])("two databases with other ids are the same bytes (Odoo %i)", async (major) => {
  const [one, other] = [await written(major, 0), await written(major, 40_000)];
  expect(other).toEqual(one);
  // It is all there: the steps, their dialogues' forms, and what their contexts name.
  for (const text of [
    "create_invoice",
    '"sale.form_merge"',
    "sale.advance.payment.inv@sale.form_invoice",
    "sale.template",
  ])
    expect(one.schema).toContain(text);
  expect(one.schema).toContain('"default_tag_ids":["sale.red","sale.blue"]');
  expect(one.files.map(({ text }) => text).join("")).toContain("sale_order_create_invoice");
  expect(other.schema + JSON.stringify(other.files)).not.toMatch(/40[0-9]{3}/);
});
