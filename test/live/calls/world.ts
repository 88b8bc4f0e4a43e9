import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import { PNG } from "../../support/files.js";

// The records that calls are counted on: each is made for its call, and nothing that was there before has to do with it.

export interface World {
  odoo: Client;
  series: string;
  /** A company with a contact, which other contacts belong to. */
  company: number;
  service: number;
  /** A team that nobody follows. */
  team: number;
  project: number;
  contact(more?: RawValues): Promise<number>;
  contacts(count: number): Promise<number[]>;
  lead(): Promise<number>;
  /** A quotation with a line. */
  order(): Promise<number>;
  confirmed(): Promise<number>;
  lineOf(order: number): Promise<number>;
  task(): Promise<number>;
  /** A customer's, posted. */
  invoice(): Promise<number>;
  activity(lead: number): Promise<number>;
  file(lead: number): Promise<number>;
}

const EMAIL = "counted@counted.example";

export async function countedWorld(odoo: Client, series: string): Promise<World> {
  const made = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] ?? 0;
  const first = async (model: string, domain: unknown[]) => (await odoo.search(model, domain, { limit: 1 }))[0] ?? 0;
  const company = await made("res.partner", {
    name: "Counted Inn",
    email: EMAIL,
    is_company: true,
    image_1920: PNG.toString("base64"),
  });
  const noTaxes = { taxes_id: [[6, 0, []]], supplier_taxes_id: [[6, 0, []]] };
  const service = await made("product.product", {
    name: "Counted advice",
    type: "service",
    invoice_policy: "order",
    list_price: 10,
    ...noTaxes,
  });
  const user_id = odoo.user.uid;
  const team = await made("crm.team", { name: "Counted team", user_id });
  const project = await made("project.project", { name: "Counted project" });
  const contact: World["contact"] = (more = {}) =>
    made("res.partner", { name: "Counted", email: EMAIL, phone: "+32 470 11 22 33", parent_id: company, ...more });
  const order = () =>
    made("sale.order", {
      partner_id: company,
      team_id: team,
      user_id,
      order_line: [[0, 0, { product_id: service, product_uom_qty: 2 }]],
    });
  await contact();
  return {
    odoo,
    series,
    company,
    service,
    team,
    project,
    contact,
    contacts: async (count) => odoo.create("res.partner", Array(count).fill({ name: "Counted", parent_id: company })),
    lead: () =>
      made("crm.lead", { name: "Counted", type: "opportunity", partner_id: company, team_id: team, user_id }),
    order,
    async confirmed() {
      const id = await order();
      await odoo.callMethod("sale.order", [id], "action_confirm");
      return id;
    },
    lineOf: (id) => first("sale.order.line", [["order_id", "=", id]]),
    task: () => made("project.task", { name: "Counted", project_id: project }),
    async invoice() {
      const line = { product_id: service, quantity: 1, price_unit: 5, tax_ids: [[6, 0, []]] };
      const values = { move_type: "out_invoice", partner_id: company, invoice_date: "2026-03-01" };
      const id = await made("account.move", { ...values, team_id: team, invoice_line_ids: [[0, 0, line]] });
      await odoo.callMethod("account.move", [id], "action_post");
      return id;
    },
    async activity(res_id) {
      const res_model_id = await first("ir.model", [["model", "=", "crm.lead"]]);
      return made("mail.activity", { res_model_id, res_id, summary: "Call", user_id, date_deadline: "2030-03-04" });
    },
    file: (res_id) =>
      made("ir.attachment", {
        name: "counted.txt",
        datas: Buffer.from("Counted").toString("base64"),
        res_model: "crm.lead",
        res_id,
      }),
  };
}

/** Takes away what was made for the calls, and what they made. */
export async function removeCounted({ odoo, company, team, project, service }: World): Promise<void> {
  const named = [["name", "=like", "Counted%"]];
  const ofCompany = [["partner_id", "child_of", company]];
  const gone = async (model: string, domain: unknown[], before?: string) => {
    const ids = await odoo.search(model, domain, { limit: 500 }, { context: { active_test: false } });
    if (ids.length === 0) return;
    if (before) await odoo.callMethod(model, ids, before);
    await odoo.unlink(model, ids);
  };
  await gone("account.payment", ofCompany, "action_draft");
  await gone("account.move", [...ofCompany, ["state", "=", "posted"]], "button_draft");
  await gone("account.move", ofCompany);
  await gone("sale.order", ofCompany, "action_cancel");
  await gone("crm.lead", [["team_id", "=", team]]);
  await gone("project.task", [["project_id", "=", project]]);
  await gone("project.project", [["id", "=", project]]);
  await gone("crm.team", [["id", "=", team]]);
  await gone("product.product", [["id", "=", service]]);
  await gone("res.partner", [...named, ["email", "=", EMAIL], ["parent_id", "!=", false]]);
  await gone("res.partner", named);
}
