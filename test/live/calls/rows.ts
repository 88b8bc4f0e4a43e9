import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Category } from "../../../src/odoo/errors/categories.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import type { Json } from "../../support/mcp.js";
import type { Tools } from "../in-process.js";
import type { World } from "./world.js";

// A call of each tool, and of each kind of call that costs something else: the rows of `docs/calls.md`.

/** The models with tools. */
export const CONFIG = JSON.stringify({
  models: {
    "res.partner": {
      operations: ["search", "read", "count", "aggregate", "create", "update", "delete"],
      buttons: false,
    },
    "sale.order": {
      operations: ["search", "read", "create", "update"],
      buttons: ["action_confirm", "sale.action_view_sale_advance_payment_inv", "sale.action_report_saleorder"],
    },
    "crm.lead": { operations: ["read"], buttons: ["crm.action_merge_opportunities"] },
    "account.move": { operations: ["read"], buttons: ["action_register_payment"] },
    "project.task.type": { operations: ["delete"] },
  },
});

/** Of a call. What it needs is made before, and is not counted. */
export type Args = (world: World, tools: Tools) => Json | Promise<Json>;

export interface More {
  /** The category of the error that the call ends with. */
  refused?: Category;
  /** In place of none. */
  policy?: PolicyConfig;
  surface?: "search";
  /** The page tells what the first call adds. */
  first?: true;
}

/** A tool, whose name may be longer in one series; what is called, in short; with what. */
export type Row = readonly [tool: string, call: string, args: Args, more?: More];

type Making = (world: World) => Promise<number>;
const contact: Making = (w) => w.contact();
const lead: Making = (w) => w.lead();
const order: Making = (w) => w.order();
const confirmed: Making = (w) => w.confirmed();
const invoice: Making = (w) => w.invoice();
const stage: Making = (w) => w.stage();
const task: Making = (w) => w.task();

/** Of a record that is made for the call. */
const ids =
  (record: Making, more: Json = {}): Args =>
  async (w) => ({ ids: [await record(w)], ...more });
const on =
  (model: string, record: Making, more: Json = {}): Args =>
  async (w) => ({ model, id: await record(w), ...more });
/**
 * Of records that are older than the dialogue which the call opens: Odoo tells times in seconds, and what is as old as a dialogue may
 * have come of it.
 */
const older =
  (args: Args): Args =>
  async (w, tools) => {
    const made = await args(w, tools);
    await sleep(1_000);
    return made;
  };
/** Of all contacts of the company. */
const contacts =
  (more: Json = {}): Args =>
  (w) => ({ domain: [["parent_id", "=", w.company]], ...more });
/** Of all tasks of the project. */
const tasks: Args = (w) => ({ model: "project.task", domain: [["project_id", "=", w.project]] });
/** Of all orders of the company. */
const amounts: Args = (w) => ({
  model: "sale.order",
  domain: [["partner_id", "=", w.company]],
  measures: ["amount_total:sum"],
});
const eachOfThree =
  (more: Json = {}): Args =>
  async (w) => {
    const three = await w.contacts(3);
    return { model: "res.partner", updates: three.map((id) => ({ id, values: { ref: `Counted ${id}` } })), ...more };
  };

const NOWHERE = 99_999_999;
const DRY = { dry_run: true };
const COUNTED = { name: "Counted", email: "counted@counted.example" };
const THREE = { model: "res.partner", records: [COUNTED, COUNTED, COUNTED] };
const CALLED = { phone: "+32 470 44 55 66" };
const FIRST: More = { first: true };
const line = ({ service }: World) => ({ order_line: { create: [{ product_id: service, product_uom_qty: 1 }] } });
const ordered = (w: World) => ({ partner_id: w.company, team_id: w.team, ...line(w) });
const names = (...asked: [model: string, name: string][]): Args => {
  return () => ({ names: asked.map(([model, name]) => ({ model, name })) });
};

const READS: readonly Row[] = [
  ["res_partner_search", "a page that is not full", contacts(), FIRST],
  ["res_partner_search", "a full page", contacts({ limit: 1 })],
  ["res_partner_search", "details of relations", contacts({ fields: ["name", "parent_id.email"] })],
  ["res_partner_search", "details, a full page", contacts({ fields: ["parent_id.email"], limit: 1 })],
  ["res_partner_search", "by a path", () => ({ domain: [["parent_id.name", "=", "Counted Inn"]] })],
  ["res_partner_search", "in a language", contacts({ lang: "fr_FR" }), FIRST],
  ["res_partner_read", "", ids(contact)],
  ["res_partner_read", "details of relations", ids(contact, { fields: ["name", "parent_id.email"] })],
  ["res_partner_read", "one that does not exist", () => ({ ids: [NOWHERE], fields: ["name"] })],
  ["res_partner_count", "", contacts()],
  ["res_partner_aggregate", "", contacts({ group_by: ["country_id"] })],
  ["sale_order_search", "", (w) => ({ domain: [["partner_id", "=", w.company]] })],
  ["sale_order_read", "", ids(order)],
  ["sale_order_read", "details of lines", ids(order, { fields: ["order_line.product_id.name"] }), FIRST],
  ["crm_lead_read", "", ids(lead)],
  ["account_move_read", "", ids(invoice)],
  ["search_records", "a model without tools", tasks, FIRST],
  ["search_count", "a model without tools", tasks],
  ["aggregate_records", "amounts", amounts],
  ["read_records", "", async (w) => ({ model: "res.partner", ids: [await w.contact()] })],
  ["get_metadata", "", async (w) => ({ model: "res.partner", ids: [await w.contact()] })],
  ["get_fields", "a model with tools", () => ({ model: "res.partner" })],
  ["get_fields", "a model without tools", () => ({ model: "project.task" }), FIRST],
  ["list_models", "all", () => ({}), FIRST],
  ["list_models", "by what people call it", () => ({ query: "opportunity" }), FIRST],
  ["find_tools", "", () => ({ query: "merge contacts" })],
  ["find_tools", "where `serve` lists it for typed tools", () => ({ query: "merge contacts" }), { surface: "search" }],
  [
    "call_tool",
    "as the tool that it calls: `res_partner_count`",
    async (...by) => ({ name: "res_partner_count", arguments: await contacts()(...by) }),
    { surface: "search" },
  ],
  ["look_up", "a name", names(["crm.team", "Counted team"]), FIRST],
  ["look_up", "names of two models", names(["crm.team", "Counted team"], ["project.project", "Counted project"])],
  ["look_up", "a name that nothing has", names(["crm.team", "Uncounted team"])],
  ["who_am_i", "", () => ({})],
  ["read_messages", "", on("crm.lead", lead), FIRST],
  ["read_messages", "with changed fields", on("crm.lead", lead, { changes: true })],
  ["read_file", "an attachment", async (w) => ({ id: await w.file() }), FIRST],
  ["read_file", "a picture of a record", (w) => ({ model: "res.partner", id: w.company, field: "image_1920" })],
];

const WRITES: readonly Row[] = [
  ["res_partner_create", "", () => ({ values: COUNTED }), FIRST],
  ["res_partner_create", "`dry_run`", () => ({ values: COUNTED, ...DRY })],
  ["res_partner_create", "`idempotency_key`", () => ({ values: COUNTED, idempotency_key: randomUUID() })],
  ["res_partner_create", "`notify`", () => ({ values: COUNTED, notify: true })],
  ["res_partner_create", "a link to a record", (w) => ({ values: { ...COUNTED, parent_id: w.company } })],
  [
    "res_partner_create",
    "refused: a link to nothing",
    () => ({ values: { ...COUNTED, parent_id: NOWHERE } }),
    { refused: "not_found" },
  ],
  ["res_partner_create", "refused: a wrong value", () => ({ values: { name: 7 } }), { refused: "validation" }],
  [
    "res_partner_create",
    "refused by the policy",
    () => ({ values: COUNTED }),
    { refused: "forbidden", policy: { "res.partner": { operations: ["read"] } } },
  ],
  ["sale_order_create", "a line with it", (w) => ({ values: ordered(w) }), FIRST],
  ["sale_order_create", "a line with it, `dry_run`", (w) => ({ values: ordered(w), ...DRY })],
  [
    "create_record",
    "a model without tools",
    (w) => ({ model: "project.task", values: { name: "Counted", project_id: w.project } }),
    FIRST,
  ],
  ["create_records", "three", () => THREE],
  ["create_records", "three, `dry_run`", () => ({ ...THREE, ...DRY })],
  ["res_partner_update", "", ids(contact, { values: CALLED }), FIRST],
  ["res_partner_update", "`dry_run`", ids(contact, { values: CALLED, ...DRY })],
  ["res_partner_update", "three", async (w) => ({ ids: await w.contacts(3), values: CALLED })],
  ["res_partner_update", "a field emptied", ids(contact, { values: { phone: null } })],
  [
    "res_partner_update",
    "a link to a record",
    async (w) => ({ ids: [await w.alone()], values: { parent_id: w.company } }),
  ],
  [
    "res_partner_update",
    "refused: one that does not exist",
    () => ({ ids: [NOWHERE], values: CALLED }),
    { refused: "not_found" },
  ],
  [
    "sale_order_update",
    "a line changed",
    async (w) => {
      const id = await w.order();
      return { ids: [id], values: { order_line: { update: [{ id: await w.lineOf(id), product_uom_qty: 4 }] } } };
    },
  ],
  ["sale_order_update", "one more line", async (w) => ({ ids: [await w.order()], values: line(w) })],
  ["update_record", "a model without tools", on("project.task", task, { values: { name: "Counted again" } }), FIRST],
  ["update_records", "three, each to its own", eachOfThree()],
  ["update_records", "three, each to its own, `dry_run`", eachOfThree(DRY)],
  ["res_partner_delete", "", ids(contact)],
  ["res_partner_delete", "`dry_run`", ids(contact, DRY)],
  ["delete_records", "three", async (w) => ({ model: "res.partner", ids: await w.contacts(3) })],
  ["project_task_type_delete", "", ids(stage)],
];

const STEPS: readonly Row[] = [
  ["sale_order_action_confirm", "one that just acts", ids(order), FIRST],
  ["sale_order_action_confirm", "`dry_run`", ids(order, DRY)],
  [
    "sale_order_action_confirm",
    "refused: one that does not exist",
    () => ({ ids: [NOWHERE] }),
    { refused: "not_found" },
  ],
  ["sale_order_create_invoice", "its dialogue with it", older(ids(confirmed)), FIRST],
  ["sale_order_create_invoice", "its dialogue with it, `dry_run`", ids(confirmed, DRY)],
  ["account_move_action_register_payment", "its dialogue with it", older(ids(invoice)), FIRST],
  ["crm_lead_merge", "two, their dialogue with it", older(async (w) => ({ ids: [await w.lead(), await w.lead()] }))],
  ["sale_order_print", "with a browser's sign-in", ids(order), FIRST],
  ["execute_workflow", "one that just acts", on("sale.order", confirmed, { signal: "action_cancel" })],
  ["execute_workflow", "opens a dialogue", older(on("project.task.type", stage, { signal: "delete" })), FIRST],
  [
    "execute_workflow",
    "completes the dialogue",
    async (w, tools) => {
      const opening = { model: "project.task.type", id: await w.stage(), signal: "delete" };
      await sleep(1_000);
      const { next } = await tools.call("execute_workflow", opening);
      const { wizard, buttons } = next as { wizard: string; buttons: { signal: string }[] };
      return { wizard, signal: buttons[0]?.signal };
    },
  ],
];

const NOTE = { kind: "note", text: "Counted" };
const COMMENT = { kind: "comment", text: "Counted" };
const CALL = { type: "Call", date: "2030-03-04" };
const FILE = { name: "counted.txt", text: "Counted" };

const OF_RECORDS: readonly Row[] = [
  ["post_message", "a note", on("crm.lead", lead, NOTE)],
  [
    "post_message",
    "a comment to one",
    async (w) => ({ model: "crm.lead", id: await w.lead(), partner_ids: [w.company], ...COMMENT }),
    FIRST,
  ],
  ["post_message", "a comment, `dry_run`", on("crm.lead", lead, { ...COMMENT, ...DRY })],
  ["schedule_activity", "", on("crm.lead", lead, CALL), FIRST],
  ["schedule_activity", "`dry_run`", on("crm.lead", lead, { ...CALL, ...DRY })],
  ["complete_activity", "", async (w) => ({ id: await w.activity(), feedback: "Counted" }), FIRST],
  ["complete_activity", "`dry_run`", async (w) => ({ id: await w.activity(), ...DRY })],
  ["attach_file", "", on("crm.lead", lead, FILE), FIRST],
  ["attach_file", "`dry_run`", on("crm.lead", lead, { ...FILE, ...DRY })],
];

const LIMITED: More = { policy: { "res.partner": { domain: [["name", "=like", "Counted%"]] } } };

const WITH_DOMAIN: readonly Row[] = [
  ["res_partner_search", "", contacts(), LIMITED],
  ["res_partner_read", "", ids(contact), LIMITED],
  ["res_partner_create", "", () => ({ values: COUNTED }), LIMITED],
  ["res_partner_update", "", ids(contact, { values: CALLED }), LIMITED],
  ["res_partner_delete", "", ids(contact), LIMITED],
  ["sale_order_create", "whose customer is inside", (w) => ({ values: ordered(w) }), LIMITED],
];

/** By the headings of the page. */
export const PARTS: Readonly<Record<string, readonly Row[]>> = {
  Reads: READS,
  "Records written": WRITES,
  Steps: STEPS,
  "Messages, activities, files": OF_RECORDS,
  "With a domain in the policy": WITH_DOMAIN,
};
