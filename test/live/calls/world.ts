import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { PNG } from "../../support/files.js";

// The records that calls are counted on: made for them, and apart from what there was before.

export interface World {
  company: number;
  service: number;
  /** Nobody follows it. */
  team: number;
  project: number;
  /** Of the company. */
  contact(): Promise<number>;
  contacts(count: number): Promise<number[]>;
  /** Of no company. */
  alone(): Promise<number>;
  lead(): Promise<number>;
  /** A quotation with a line. */
  order(): Promise<number>;
  confirmed(): Promise<number>;
  lineOf(order: number): Promise<number>;
  task(): Promise<number>;
  /** Of tasks, without one. */
  stage(): Promise<number>;
  /** A customer's, posted. */
  invoice(): Promise<number>;
  /** Of a lead. */
  activity(): Promise<number>;
  /** Of a lead. */
  file(): Promise<number>;
}

const COUNTED = { name: "Counted", email: "counted@counted.example", phone: "+32 470 11 22 33" };

export async function countedWorld(odoo: Client): Promise<World> {
  const made = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] ?? 0;
  const first = async (model: string, domain: unknown[]) => (await odoo.search(model, domain, { limit: 1 }))[0] ?? 0;
  const user_id = odoo.user.uid;
  const picture = PNG.toString("base64");
  const company = await made("res.partner", { name: "Counted Inn", is_company: true, image_1920: picture });
  const goods = { type: "service", invoice_policy: "order", list_price: 10, taxes_id: [], supplier_taxes_id: [] };
  const service = await made("product.product", { name: "Counted advice", ...goods });
  const team = await made("crm.team", { name: "Counted team", user_id });
  const project = await made("project.project", { name: "Counted project" });
  const contact = (more: RawValues = { parent_id: company }) => made("res.partner", { ...COUNTED, ...more });
  const lead = () =>
    made("crm.lead", { name: "Counted", type: "opportunity", partner_id: company, team_id: team, user_id });
  const order = () => {
    const order_line = [[0, 0, { product_id: service, product_uom_qty: 2 }]];
    return made("sale.order", { partner_id: company, team_id: team, user_id, order_line });
  };
  let invoices = 0;
  // There is one to be found.
  await contact();
  return {
    company,
    service,
    team,
    project,
    contact: () => contact(),
    contacts: (count) => odoo.create("res.partner", Array(count).fill({ ...COUNTED, parent_id: company })),
    alone: () => contact({}),
    lead,
    order,
    async confirmed() {
      const id = await order();
      await odoo.callMethod("sale.order", [id], "action_confirm");
      return id;
    },
    lineOf: (id) => first("sale.order.line", [["order_id", "=", id]]),
    task: () => made("project.task", { name: "Counted", project_id: project }),
    stage: () => made("project.task.type", { name: "Counted", project_ids: [[6, 0, [project]]] }),
    async invoice() {
      invoices += 1;
      // Odoo 19 links those of one amount as duplicates.
      const line = { product_id: service, quantity: 1, price_unit: invoices, tax_ids: [[6, 0, []]] };
      const values = { move_type: "out_invoice", partner_id: company, team_id: team, invoice_date: "2026-03-01" };
      const id = await made("account.move", { ...values, invoice_line_ids: [[0, 0, line]] });
      await odoo.callMethod("account.move", [id], "action_post");
      return id;
    },
    async activity() {
      const res_model_id = await first("ir.model", [["model", "=", "crm.lead"]]);
      const of = { res_model_id, res_id: await lead() };
      return made("mail.activity", { ...of, summary: "Counted", user_id, date_deadline: "2030-03-04" });
    },
    async file() {
      const datas = Buffer.from("Counted").toString("base64");
      return made("ir.attachment", { name: "counted.txt", datas, res_model: "crm.lead", res_id: await lead() });
    },
  };
}

/** Takes away what was made for the calls, and what they made. The company is archived: what is paid refers to it. */
export async function removeCounted(odoo: Client, { company, service, team, project }: World): Promise<void> {
  const context = { active_test: false, force_delete: true };
  const gone = async (model: string, domain: unknown[], before?: string) => {
    const ids = await odoo.search(model, domain, { limit: 500 }, { context });
    if (ids.length === 0) return;
    if (before) await odoo.callMethod(model, ids, before);
    await odoo.unlink(model, ids, { context });
  };
  const customer = ["partner_id", "child_of", company];
  await gone("account.payment", [customer], "action_draft");
  await gone("account.move", [customer, ["state", "=", "posted"]], "button_draft");
  await gone("account.move", [customer]);
  await gone("sale.order", [customer], "action_cancel");
  await gone("crm.lead", [["team_id", "=", team]]);
  await gone("project.task", [["project_id", "=", project]]);
  await gone("project.task.type", [["project_ids", "in", [project]]]);
  await gone("project.project", [["id", "=", project]]);
  await gone("crm.team", [["id", "=", team]]);
  await gone("product.product", [["id", "=", service]]);
  await gone("res.partner", [["email", "=", COUNTED.email]]);
  await odoo.write("res.partner", [company], { active: false });
}
