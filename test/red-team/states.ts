import type { Json } from "../support/mcp.js";
import { type Attempt, CODE, PLATFORM } from "./attempt.js";

// A state written in place of its button, and values by which Odoo acts by itself.

const write = (what: string, model: string, values: Json, more: Partial<Attempt> & Pick<Attempt, "rule">): Attempt => ({
  what,
  tool: "update_record",
  args: ({ mine, lead, partner, product, template, task }) => ({
    model,
    id:
      {
        "sale.order": mine,
        "crm.lead": lead,
        "res.partner": partner,
        "product.product": product,
        "product.template": template,
        "project.task": task,
      }[model] ?? 1,
    values,
  }),
  asks: "reads",
  under: "none",
  ...more,
});
const create = (
  what: string,
  model: string,
  values: Json,
  more: Partial<Attempt> & Pick<Attempt, "rule">,
): Attempt => ({
  ...write(what, model, values, more),
  tool: "create_record",
  args: () => ({ model, values }),
});

export const states: Attempt[] = [
  write("confirm an order by its state", "sale.order", { state: "sale" }, { rule: "validation", says: "readonly" }),
  write(
    "lock it",
    "sale.order",
    { locked: true },
    { rule: "confirmation", asks: /fills in locked of sale.order/, series: "19" },
  ),
  write("call it invoiced", "sale.order", { invoice_status: "invoiced" }, { rule: "validation" }),
  write(
    "sign it for the customer",
    "sale.order",
    { signed_by: "evil", signature: "eA==" },
    { rule: "confirmation", asks: /sign/ },
  ),
  create(
    "make a confirmed order",
    "sale.order",
    { partner_id: 1, state: "sale" },
    { rule: "validation", says: "readonly" },
  ),
  create("make a paid payment", "account.payment", { amount: 1, state: "paid" }, { rule: "screens", series: "19" }),
  create(
    "make a posted payment",
    "account.payment",
    { amount: 1, state: "posted" },
    { rule: "validation", series: "14" },
  ),
  create(
    "make a posted entry",
    "account.move",
    { move_type: "entry", state: "posted" },
    { rule: "validation", says: "readonly" },
  ),
  create(
    "post it on its day",
    "account.move",
    { move_type: "entry", auto_post: "at_date", date: "2030-01-01" },
    { rule: "confirmation", asks: /auto_post/, series: "19" },
  ),
  create(
    "post it on its day",
    "account.move",
    { move_type: "entry", auto_post: true, date: "2030-01-01" },
    { rule: "confirmation", asks: /auto_post/, series: "14" },
  ),
  create(
    "call an invoice paid",
    "account.move",
    { move_type: "out_invoice", payment_state: "paid" },
    { rule: "validation" },
  ),
  create(
    "settle what a model matches",
    "account.reconcile.model",
    { name: "x", trigger: "auto_reconcile" },
    { rule: "screens", under: "stages", series: "19" },
  ),
  create(
    "settle what a model matches",
    "account.reconcile.model",
    { name: "x", rule_type: "invoice_matching", auto_reconcile: true },
    { rule: "confirmation", asks: /auto_reconcile/, under: "stages", series: "14" },
  ),
  create(
    "make a finished transfer",
    "stock.picking",
    { state: "done", picking_type_id: 1 },
    { rule: "validation", says: "readonly" },
  ),
  create(
    "make a finished move",
    "stock.move",
    { state: "done", product_id: 1 },
    { rule: "validation", says: "readonly", series: "19" },
  ),
  create(
    "make a confirmed purchase",
    "purchase.order",
    { state: "purchase", partner_id: 1 },
    { rule: "validation", says: "readonly" },
  ),
  write(
    "approve a purchase by its date",
    "purchase.order",
    { date_approve: "2030-01-01T00:00:00Z" },
    { rule: "validation", says: "readonly", series: "19" },
  ),
  write(
    "win a lead by its probability",
    "crm.lead",
    { probability: 100, automated_probability: 100 },
    { rule: "validation" },
  ),
  write("accept a meeting for others", "calendar.attendee", { state: "accepted" }, { rule: "screens" }),
  write("install a module by its state", "ir.module.module", { state: "to install" }, { rule: PLATFORM }),
  create(
    "a stage that writes to customers",
    "project.task.type",
    { name: "x", mail_template_id: 1 },
    { rule: "automation", under: "stages" },
  ),
  create(
    "a stage that asks them for a rating",
    "project.task.type",
    { name: "x", rating_template_id: 1 },
    { rule: "automation", under: "stages" },
  ),
  create(
    "a project stage that writes",
    "project.project.stage",
    { name: "x", mail_template_id: 1 },
    { rule: "automation", under: "stages", series: "19" },
  ),
  create(
    "a stage that texts",
    "project.task.type",
    { name: "x", sms_template_id: 1 },
    { rule: "automation", under: "stages", series: "19" },
  ),
  create(
    "a kind of activity with a template",
    "mail.activity.type",
    { name: "x", mail_template_ids: { link: [1] } },
    { rule: "automation", under: "stages" },
  ),
  create(
    "an alarm with a template",
    "calendar.alarm",
    { name: "x", alarm_type: "email", mail_template_id: 1 },
    { rule: "automation", under: "stages", series: "19" },
  ),
  create(
    "an alarm that texts",
    "calendar.alarm",
    { name: "x", alarm_type: "sms", sms_template_id: 1 },
    { rule: "automation", series: "19", under: "stages" },
  ),
  create(
    "a template of quotations that writes",
    "sale.order.template",
    { name: "x", mail_template_id: 1 },
    { rule: "automation", under: "stages" },
  ),
  create(
    "a payment term's template",
    "account.journal",
    { name: "x", code: "X", type: "sale", alias_id: 1 },
    { rule: "automation", under: "stages" },
  ),
  create("a team with an alias of one's own", "crm.team", { name: "x", alias_name: "evil" }, { rule: CODE }),
  create(
    "a project whose alias fills tasks in",
    "project.project",
    { name: "x", alias_defaults: "{'user_ids': [1]}" },
    { rule: "validation", says: "readonly", series: "19" },
  ),
  create(
    "an activity on a server action",
    "mail.activity",
    { res_model: "ir.actions.server", res_id: 1, activity_type_id: 1 },
    { rule: CODE },
  ),
];
