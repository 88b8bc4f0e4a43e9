import type { Client } from "../../src/odoo/client.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { PNG } from "../support/files.js";
import type { Target } from "./attempt.js";

/** Makes the records that the attempts name. */
export async function targetIn(odoo: Client): Promise<Target> {
  const made = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] as number;
  const first = async (model: string, domain: unknown[]) =>
    (await odoo.search(model, domain, { limit: 1 }))[0] as number;
  const user = await first("res.users", [["login", "=", "demo"]]);
  const [{ partner_id: [userPartner] = [0] } = {}] = (await odoo.read(
    "res.users",
    [user],
    ["partner_id"],
  )) as unknown as {
    partner_id: [number];
  }[];
  const image_1920 = PNG.toString("base64");
  const partner = await made("res.partner", { name: "Attacked", email: "john.b@tech.info", image_1920 });
  const product = await made("product.product", { name: "Attacked", type: "service" });
  const [variant] = await odoo.read("product.product", [product], ["product_tmpl_id"]);
  const order = { partner_id: partner, order_line: [[0, 0, { product_id: product, name: "A line" }]] };
  const mine = await made("sale.order", { ...order, user_id: odoo.user.uid });
  const theirs = await made("sale.order", { ...order, user_id: user });
  const [sold] = await odoo.read("sale.order", [theirs], ["company_id"]);
  const lineOf = (id: number) => first("sale.order.line", [["order_id", "=", id]]);
  const followedLead = await made("crm.lead", { name: "Attacked", user_id: odoo.user.uid });
  await follow(odoo, "crm.lead", { id: followedLead, partner });
  const file = (res_model: string, res_id: number) =>
    made("ir.attachment", { name: "a.txt", datas: "eA==", res_model, res_id });
  const orderModel = await first("ir.model", [["model", "=", "sale.order"]]);
  const activity_type_id = await first("mail.activity.type", []);
  const activity = { res_model_id: orderModel, res_id: theirs, activity_type_id, date_deadline: "2030-01-01" };
  return {
    mine,
    theirs,
    myLine: await lineOf(mine),
    theirLine: await lineOf(theirs),
    partner,
    sibling: await made("res.partner", { name: "Attacked" }),
    product,
    template: (variant as unknown as { product_tmpl_id: [number] }).product_tmpl_id[0],
    lead: await made("crm.lead", { name: "Attacked", user_id: odoo.user.uid }),
    followedLead,
    stage: await first("crm.stage", [["is_won", "=", true]]),
    user,
    userPartner,
    theirFile: await file("sale.order", theirs),
    userFile: await file("res.users", user),
    theirActivity: await made("mail.activity", activity),
    serverFile: await file("ir.mail_server", await made("ir.mail_server", { name: "Attacked", smtp_host: "x" })),
    pictureFile: await first("ir.attachment", [
      ["res_model", "=", "res.partner"],
      ["res_id", "=", partner],
      ["res_field", "=", "image_1920"],
    ]),
    address: await made("ir.attachment", { name: "x", type: "url", url: "http://127.0.0.1/x" }),
    employee: await made("hr.employee", { name: "Attacked" }),
    task: await made("project.task", {
      name: "Attacked",
      project_id: await made("project.project", { name: "Attacked" }),
    }),
    orderModel,
    userModel: await first("ir.model", [["model", "=", "res.users"]]),
    company: (sold as unknown as { company_id: [number] }).company_id[0],
    currency: await first("res.currency", []),
  };
}

/** Lets a partner follow a record with every kind of messages that there is. */
export async function follow(
  odoo: Client,
  model: string,
  { id, partner }: { id: number; partner: number },
): Promise<void> {
  const kinds = await odoo.search("mail.message.subtype", [["res_model", "in", [false, model]]], { limit: 100 });
  const values = { res_model: model, res_id: id, partner_id: partner, subtype_ids: [[6, 0, kinds]] };
  const held = await odoo.search(
    "mail.followers",
    [
      ["res_model", "=", model],
      ["res_id", "=", id],
      ["partner_id", "=", partner],
    ],
    { limit: 1 },
  );
  if (held.length > 0) await odoo.unlink("mail.followers", held);
  await odoo.create("mail.followers", [values]);
}

/** The models whose records the attempts would change. */
export const WATCHED = (
  "res.partner res.users res.groups res.company res.currency ir.rule ir.cron ir.actions.server ir.ui.view ir.attachment " +
  "ir.config_parameter sale.order sale.order.line product.template product.product crm.lead mail.message mail.followers " +
  "mail.activity mail.mail ir.model.data"
).split(" ");
