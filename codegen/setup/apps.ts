import type { Client } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { plainText } from "../text/text.js";

/** An installed app and those of its models that the user may read. */
export interface App {
  /** As the instance calls it, made fit for a terminal. */
  title: string;
  models: readonly string[];
}

/** The models an assistant needs first, by the technical name of the app. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  contacts: ["res.partner"],
  crm: ["crm.lead"],
  sale_management: ["sale.order", "sale.order.line", "product.product"],
  account: ["account.move"],
  purchase: ["purchase.order"],
  stock: ["stock.picking", "product.product"],
  project: ["project.project", "project.task"],
  hr: ["hr.employee"],
  calendar: ["calendar.event"],
  mrp: ["mrp.production"],
  hr_holidays: ["hr.leave"],
  hr_expense: ["hr.expense"],
  hr_recruitment: ["hr.applicant"],
  hr_timesheet: ["account.analytic.line"],
  helpdesk: ["helpdesk.ticket"],
  maintenance: ["maintenance.request"],
  repair: ["repair.order"],
  fleet: ["fleet.vehicle"],
  event: ["event.event"],
  point_of_sale: ["pos.order"],
  survey: ["survey.survey"],
  mass_mailing: ["mailing.mailing"],
};

/** Records that few add up: aggregate_records does it for any model. */
const RECORDS = ["search", "read", "create", "update"];

/**
 * What a model's entry in a new config says: a rule in Python that Odoo does not tell, the steps that matter most. Actions
 * are named by their external ids, which are the same in every series though their labels are not.
 */
export const ENTRIES: Readonly<Record<string, object>> = {
  "account.move": {
    buttons: [
      "action_post",
      "action_register_payment",
      "action_reverse",
      "button_draft",
      "button_cancel",
      "account.account_invoices",
    ],
  },
  "calendar.event": { operations: RECORDS, buttons: false },
  "crm.lead": {
    buttons: [
      "action_set_won_rainbowman",
      "crm.crm_lead_lost_action",
      "crm.action_crm_lead2opportunity_partner",
      "crm.action_merge_opportunities",
    ],
  },
  "hr.employee": { operations: ["search", "read"] },
  "product.product": { operations: RECORDS, buttons: false },
  "project.project": { operations: RECORDS, buttons: false },
  "project.task": { operations: RECORDS, buttons: false },
  "purchase.order": { buttons: ["button_confirm", "button_cancel", "action_create_invoice"] },
  "res.partner": { operations: RECORDS, required: ["name"], buttons: ["base.action_partner_merge"] },
  "sale.order": {
    buttons: [
      "action_quotation_send",
      "action_confirm",
      "sale.action_view_sale_advance_payment_inv",
      "action_cancel",
      "action_draft",
      "sale.action_report_saleorder",
    ],
  },
  "sale.order.line": { operations: ["search", "aggregate"] },
  "stock.picking": {
    operations: RECORDS,
    buttons: ["action_assign", "button_validate", "stock.act_stock_return_picking", "action_cancel"],
  },
};

/** The installed apps with models that are there and readable, in Odoo's order; each model once. */
export async function proposedApps(client: Client): Promise<App[]> {
  const installed = await installedApps(client);
  const apps = installed ?? Object.keys(MODELS).map((name) => ({ name, title: name }));
  // A contact belongs to every instance, whether or not the app that shows them is installed.
  const named = apps.some(({ name }) => name === "contacts")
    ? apps
    : [{ name: "contacts", title: "Contacts" }, ...apps];
  const seen = new Set<string>();
  const proposed: App[] = [];
  for (const { name, title } of named) {
    const models: string[] = [];
    for (const model of Object.hasOwn(MODELS, name) ? (MODELS[name] ?? []) : []) {
      if (seen.has(model)) continue;
      seen.add(model);
      if (await isReadable(client, model)) models.push(model);
    }
    if (models.length > 0) proposed.push({ title, models });
  }
  return proposed;
}

/** Whether the model is there and the user may read it. */
export async function isReadable(client: Client, model: string): Promise<boolean> {
  try {
    return await client.hasAccess(model, "read");
  } catch (error) {
    if (error instanceof OdooError && error.category === "not_found") return false;
    throw error;
  }
}

/** Undefined where the user may not ask, as an ordinary user of 14. */
async function installedApps(client: Client): Promise<{ name: string; title: string }[] | undefined> {
  const installed = [
    ["state", "=", "installed"],
    ["application", "=", true],
  ];
  try {
    const rows = await client.searchRead("ir.module.module", installed, ["name", "shortdesc"], { limit: 500 });
    return rows.map(({ name, shortdesc }) => ({ name: String(name), title: plainText(String(shortdesc), 60) }));
  } catch (error) {
    if (error instanceof OdooError && error.category === "forbidden") return undefined;
    throw error;
  }
}
