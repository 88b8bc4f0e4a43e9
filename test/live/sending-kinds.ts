import type { Client } from "../../src/odoo/client.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { follow } from "../red-team/target.js";
import type { Series } from "../sandbox/recipes.js";
import type { Json } from "../support/mcp.js";

// Calls that Odoo may send something of, and the records that they need.

/** A call of a tool; what it needs is made anew each time. */
export interface SendingCall {
  what: string;
  tool: string;
  args(): Promise<Json> | Json;
  /** Odoo has no switch against what it sends of it. */
  unswitched?: true;
  /** An ordinary user can do it, too. */
  ordinary?: true;
}

/** Records that the calls share. Followers follow with every kind of message that there is. */
export interface World {
  odoo: Client;
  series: Series;
  /** The colleague's user. */
  colleague: number;
  customer: number;
  follower: number;
  product: number;
  service: number;
  /** A project whose tasks the follower is told of, and its stages: the second has an e-mail. */
  project: number;
  stages: readonly [number, number];
  /** A team whose leads the colleague is told of. */
  team: number;
  /** A template of quotations, which has an e-mail. */
  quotation: number;
  made(model: string, values: RawValues): Promise<number>;
  /** Whether Odoo e-mails customers of deliveries; it always writes them text messages. */
  mailing(is: boolean): Promise<void>;
  /** The record, followed. */
  followed(model: string, id: number, partner?: number): Promise<number>;
}

/** A many2one's id, as Odoo gives it. */
export const idOf = (value: unknown) => (Array.isArray(value) ? Number(value[0]) : 0);

export async function sendingWorld(odoo: Client, series: Series): Promise<World> {
  const made: World["made"] = async (model, values) =>
    (await odoo.writingIn({ mail_create_nolog: true }).create(model, [values]))[0] ?? 0;
  const followed: World["followed"] = async (model, id, partner = follower) => {
    await follow(odoo, model, { id, partner });
    return id;
  };
  const contact = (name: string) =>
    made("res.partner", { name: `Quiet ${name}`, email: `${name}@quiet.example`, phone: "+32 470 11 22 33" });
  const follower = await contact("follower");
  const customer = await contact("customer");
  const [colleague = 0] = await odoo.search("res.users", [["login", "=", "demo"]], { limit: 1 });
  const [inCharge] = await odoo.read("res.users", [colleague], ["partner_id"]);
  const colleaguePartner = idOf(inCharge?.partner_id);
  const model = async (name: string) => (await odoo.search("ir.model", [["model", "=", name]], { limit: 1 }))[0];
  const partnerOf = series === "14" ? "${object.partner_id.id}" : "{{ object.partner_id.id }}";
  const template = async (name: string) =>
    made("mail.template", {
      name: `Quiet e-mail of ${name}`,
      model_id: await model(name),
      subject: "Quiet news",
      body_html: "<p>News.</p>",
      partner_to: partnerOf,
      ...(series === "14" ? {} : { use_default_to: false }),
    });
  const project = await made("project.project", { name: "Quiet cellar", privacy_visibility: "portal" });
  await followed("project.project", project);
  const stage = async (name: string, more: RawValues = {}) =>
    made("project.task.type", { name: `Quiet ${name}`, project_ids: [[6, 0, [project]]], ...more });
  const stages = [
    await stage("plain"),
    await stage("mailing", { mail_template_id: await template("project.task") }),
  ] as const;
  const team = await made("crm.team", { name: "Quiet team" });
  await followed("crm.team", team, colleaguePartner);
  const quotation = await made("sale.order.template", {
    name: "Quiet quotation",
    mail_template_id: await template("sale.order"),
  });
  const goods = { taxes_id: [[6, 0, []]], supplier_taxes_id: [[6, 0, []]], list_price: 10 };
  const product = await made("product.product", { name: "Quiet barrel", type: "consu", ...goods });
  const service = await made("product.product", {
    name: "Quiet advice",
    type: "service",
    invoice_policy: "order",
    ...goods,
  });
  const texting =
    series === "14"
      ? { stock_move_sms_validation: true }
      : { stock_text_confirmation: true, stock_confirmation_type: "sms" };
  const company = odoo.user.context.allowed_company_ids.slice(0, 1);
  const mailing = (is: boolean) =>
    odoo.write("res.company", company, {
      ...texting,
      has_received_warning_stock_sms: true,
      stock_move_email_validation: is,
    });
  return {
    odoo,
    series,
    mailing,
    colleague,
    customer,
    follower,
    product,
    service,
    project,
    stages,
    team,
    quotation,
    made,
    followed,
  };
}
