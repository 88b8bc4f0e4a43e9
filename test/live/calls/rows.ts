import type { Category } from "../../../src/odoo/errors/categories.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import type { Json } from "../../support/mcp.js";
import type { Tools } from "../in-process.js";
import type { World } from "./world.js";

// A call of each tool, and of each kind of call that costs something else. `docs/calls.md` is made of it.

/** The models with tools of the calls. */
export const CONFIG = JSON.stringify({
  models: {
    "res.partner": { operations: ["search", "read", "count", "aggregate", "create", "update", "delete"] },
    "sale.order": {
      operations: ["search", "read", "create", "update"],
      buttons: [
        "action_confirm",
        "action_quotation_send",
        "sale.action_view_sale_advance_payment_inv",
        "sale.action_report_saleorder",
      ],
    },
    "crm.lead": { operations: ["read"], buttons: ["crm.crm_lead_lost_action", "crm.action_merge_opportunities"] },
    "account.move": { operations: ["read"], buttons: ["action_register_payment"] },
  },
});

/** What a call needs is made before, and is not counted. */
type Args = (world: World, tools: Tools) => Json | Promise<Json>;

interface More {
  /** The category of the error that it ends with. */
  refused?: Category;
  /** In place of none. */
  policy?: PolicyConfig;
  surface?: "search";
}

/** The tool, which may have a longer name in a series; what is called; its arguments. */
export type Row = readonly [tool: string, call: string, args: Args, more?: More];

const lines = (w: World, quantity = 1) => ({ create: [{ product_id: w.service, product_uom_qty: quantity }] });
const order = (w: World) => ({ partner_id: w.company, team_id: w.team, order_line: lines(w) });
const inn = ({ company }: World) => [["parent_id", "=", company]];
const counted = { name: "Counted", email: "counted@counted.example" };
const tasks = "project.task";

const READS: readonly Row[] = [
  ["res_partner_search", "a page that is not full", (w) => ({ domain: inn(w) })],
  ["res_partner_search", "a full page", (w) => ({ domain: inn(w), limit: 1 })],
  ["res_partner_search", "with details", (w) => ({ domain: inn(w), fields: ["name", "parent_id.email"] })],
  ["res_partner_search", "a full page with details", (w) => ({ domain: inn(w), fields: ["parent_id.email"], limit: 1 })],
  ["res_partner_search", "by a path", () => ({ domain: [["parent_id.name", "=", "Counted Inn"]] })],
  ["res_partner_search", "in another language", (w) => ({ domain: inn(w), lang: "fr_FR" })],
  ["res_partner_read", "its default fields", async (w) => ({ ids: [await w.contact()] })],
  ["res_partner_read", "with details", async (w) => ({ ids: [w.company], fields: ["name", "child_ids.email"] })],
  ["res_partner_read", "one that does not exist", (w) => ({ ids: [w.company, 99_999_999], fields: ["name"] })],
  ["res_partner_count", "", (w) => ({ domain: inn(w) })],
  ["res_partner_aggregate", "", (w) => ({ domain: inn(w), group_by: ["country_id"] })],
  ["sale_order_search", "its default fields", (w) => ({ domain: [["partner_id", "=", w.company]] })],
  ["sale_order_read", "its default fields", async (w) => ({ ids: [await w.order()] })],
  ["sale_order_read", "with its lines", async (w) => ({ ids: [await w.order()], fields: ["order_line.product_id.name"] })],
  ["crm_lead_read", "its default fields", async (w) => ({ ids: [await w.lead()] })],
  ["account_move_read", "its default fields", async (w) => ({ ids: [await w.invoice()] })],
  ["search_records", "of a model without tools", (w) => ({ model: tasks, domain: [["project_id", "=", w.project]] })],
  ["search_count", "of a model without tools", (w) => ({ model: tasks, domain: [["project_id", "=", w.project]] })],
  ["aggregate_records", "amounts", (w) => ({ model: "sale.order", domain: [["partner_id", "=", w.company]], measures: ["amount_total:sum"] })],
  ["read_records", "of a model without tools", async (w) => ({ model: tasks, ids: [await w.task()] })],
  ["get_metadata", "", async (w) => ({ model: "res.partner", ids: [w.company] })],
  ["get_fields", "of a model with tools", () => ({ model: "res.partner" })],
  ["get_fields", "of a model without tools", () => ({ model: tasks })],
  ["list_models", "all", () => ({})],
  ["list_models", "by a name", () => ({ query: "opportunity" })],
  ["find_tools", "steps", () => ({ query: "merge contacts" })],
  ["find_tools", "where tools are searched", () => ({ query: "merge contacts" }), { surface: "search" }],
  ["call_tool", "as the tool: `res_partner_count`", (w) => ({ name: "res_partner_count", arguments: { domain: inn(w) } }), { surface: "search" }],
  ["look_up", "a name", () => ({ names: [{ model: "res.partner", name: "Counted Inn" }] })],
  ["look_up", "a name of each of two models", () => ({ names: [{ model: "res.partner", name: "Counted Inn" }, { model: "product.product", name: "Counted advice" }] })],
  ["look_up", "a name that nothing has", () => ({ names: [{ model: "res.partner", name: "Counted Nobody" }] })],
  ["who_am_i", "", () => ({})],
  ["read_messages", "", async (w) => ({ model: "crm.lead", id: await w.lead() })],
  ["read_messages", "with changes", async (w) => ({ model: "crm.lead", id: await w.lead(), changes: true })],
  ["read_file", "an attachment", async (w) => ({ id: await w.file(await w.lead()) })],
  ["read_file", "a picture of a record", (w) => ({ model: "res.partner", id: w.company, field: "image_1920" })],
];

const WRITES: readonly Row[] = [
  ["res_partner_create", "", () => ({ values: counted })],
  ["res_partner_create", "`dry_run`", () => ({ values: counted, dry_run: true })],
  ["res_partner_create", "refused: a link to nothing", () => ({ values: { ...counted, parent_id: 99_999_999 } }), { refused: "not_found" }],
  ["res_partner_create", "refused: a wrong value", () => ({ values: { ...counted, email: 7 } }), { refused: "validation" }],
  ["res_partner_create", "once, by `idempotency_key`", () => ({ values: counted, idempotency_key: `counted-${Math.random()}` })],
  ["res_partner_create", "of a company, by a link", (w) => ({ values: { ...counted, parent_id: w.company } })],
  ["sale_order_create", "with a line", (w) => ({ values: order(w) })],
  ["sale_order_create", "with a line, `dry_run`", (w) => ({ values: order(w), dry_run: true })],
  ["create_record", "of a model without tools", (w) => ({ model: tasks, values: { name: "Counted", project_id: w.project } })],
  ["create_records", "three contacts", () => ({ model: "res.partner", records: [counted, counted, counted] })],
  ["create_records", "three contacts, `dry_run`", () => ({ model: "res.partner", records: [counted, counted, counted], dry_run: true })],
  ["res_partner_update", "", async (w) => ({ ids: [await w.contact()], values: { phone: "+32 470 44 55 66" } })],
  ["res_partner_update", "`dry_run`", async (w) => ({ ids: [await w.contact()], values: { phone: "+32 470 44 55 66" }, dry_run: true })],
  ["res_partner_update", "three", async (w) => ({ ids: await w.contacts(3), values: { phone: "+32 470 44 55 66" } })],
  ["res_partner_update", "to empty a field", async (w) => ({ ids: [await w.contact()], values: { phone: null } })],
  ["res_partner_update", "by a link", async (w) => ({ ids: [await w.contact({ parent_id: false })], values: { parent_id: w.company } })],
  ["res_partner_update", "refused: one that does not exist", () => ({ ids: [99_999_999], values: { phone: "1" } }), { refused: "not_found" }],
  ["sale_order_update", "a line of it", async (w) => {
    const id = await w.order();
    return { ids: [id], values: { order_line: { update: [{ id: await w.lineOf(id), product_uom_qty: 4 }] } } };
  }],
  ["sale_order_update", "one more line", async (w) => ({ ids: [await w.order()], values: { order_line: lines(w) } })],
  ["update_record", "of a model without tools", async (w) => ({ model: tasks, id: await w.task(), values: { name: "Counted twice" } })],
  ["update_records", "three, each to its own", async (w) => ({ model: "res.partner", updates: (await w.contacts(3)).map((id) => ({ id, values: { phone: `+32 470 0${id}` } })) })],
  ["update_records", "three, `dry_run`", async (w) => ({ model: "res.partner", updates: (await w.contacts(3)).map((id) => ({ id, values: { phone: `+32 470 0${id}` } })), dry_run: true })],
  ["res_partner_delete", "", async (w) => ({ ids: [await w.contact()] })],
  ["res_partner_delete", "`dry_run`", async (w) => ({ ids: [await w.contact()], dry_run: true })],
  ["delete_records", "three", async (w) => ({ model: "res.partner", ids: await w.contacts(3) })],
];

const STEPS: readonly Row[] = [
  ["sale_order_action_confirm", "one that just acts", async (w) => ({ ids: [await w.order()] })],
  ["sale_order_action_confirm", "`dry_run`", async (w) => ({ ids: [await w.order()], dry_run: true })],
  ["sale_order_action_confirm", "refused: one that does not exist", () => ({ ids: [99_999_999] }), { refused: "not_found" }],
  ["sale_order_action_quotation_send", "opens a dialogue", async (w) => ({ ids: [await w.order()] })],
  ["sale_order_create_invoice", "with its dialogue", async (w) => ({ ids: [await w.confirmed()] })],
  ["sale_order_create_invoice", "with its dialogue, `dry_run`", async (w) => ({ ids: [await w.confirmed()], dry_run: true })],
  ["sale_order_print", "by a browser's sign-in", async (w) => ({ ids: [await w.order()] })],
  ["crm_lead_lost", "with its dialogue", async (w) => ({ ids: [await w.lead()] })],
  ["crm_lead_merge", "two, with their dialogue", async (w) => ({ ids: [await w.lead(), await w.lead()] })],
  ["account_move_action_register_payment", "with its dialogue", async (w) => ({ ids: [await w.invoice()] })],
  ["execute_workflow", "one that just acts", async (w) => ({ model: "sale.order", id: await w.confirmed(), signal: "action_cancel" })],
  ["execute_workflow", "completes a dialogue", async (w, tools) => {
    const { next } = await tools.call("execute_workflow", { model: "sale.order", id: await w.order(), signal: "action_quotation_send" });
    const { wizard, buttons } = next as { wizard: string; buttons: { signal: string }[] };
    return { wizard, signal: buttons[0]?.signal };
  }],
];

const OF_RECORDS: readonly Row[] = [
  ["post_message", "a note", async (w) => ({ model: "crm.lead", id: await w.lead(), kind: "note", text: "Counted" })],
  ["post_message", "a comment", async (w) => ({ model: "crm.lead", id: await w.lead(), kind: "comment", text: "Counted", partner_ids: [w.company] })],
  ["post_message", "a comment, `dry_run`", async (w) => ({ model: "crm.lead", id: await w.lead(), kind: "comment", text: "Counted", dry_run: true })],
  ["schedule_activity", "", async (w) => ({ model: "crm.lead", id: await w.lead(), type: "Call", date: "2030-03-04" })],
  ["schedule_activity", "`dry_run`", async (w) => ({ model: "crm.lead", id: await w.lead(), type: "Call", date: "2030-03-04", dry_run: true })],
  ["complete_activity", "", async (w) => ({ id: await w.activity(await w.lead()), feedback: "Counted" })],
  ["complete_activity", "`dry_run`", async (w) => ({ id: await w.activity(await w.lead()), dry_run: true })],
  ["attach_file", "", async (w) => ({ model: "crm.lead", id: await w.lead(), name: "a.txt", text: "Counted" })],
  ["attach_file", "`dry_run`", async (w) => ({ model: "crm.lead", id: await w.lead(), name: "a.txt", text: "Counted", dry_run: true })],
];

/** Contacts of one company alone. */
const LIMITED: More = { policy: { "res.partner": { domain: [["name", "=like", "Counted%"]] } } };

const WITH_DOMAIN: readonly Row[] = [
  ["res_partner_search", "", (w) => ({ domain: inn(w) }), LIMITED],
  ["res_partner_read", "", async (w) => ({ ids: [await w.contact()] }), LIMITED],
  ["res_partner_create", "", () => ({ values: counted }), LIMITED],
  ["res_partner_update", "", async (w) => ({ ids: [await w.contact()], values: { phone: "+32 470 44 55 66" } }), LIMITED],
  ["res_partner_delete", "", async (w) => ({ ids: [await w.contact()] }), LIMITED],
  ["sale_order_create", "whose customer is one of them", (w) => ({ values: order(w) }), LIMITED],
];

/** By the title of their part of the page. */
export const PARTS: Readonly<Record<string, readonly Row[]>> = {
  Reads: READS,
  "Records written": WRITES,
  Steps: STEPS,
  "Messages, activities, files": OF_RECORDS,
  "Under a domain of the policy": WITH_DOMAIN,
};
