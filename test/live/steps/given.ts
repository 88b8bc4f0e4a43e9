import type { Client } from "../../../src/odoo/client.js";
import type { Json } from "../../support/mcp.js";
import type { Fitting } from "../screens.js";

// What steps need that their screens do not say: which records fit, and what a person types into their dialogues.

export interface Given extends Fitting {
  values?: (odoo: Client, ids: readonly number[]) => Promise<Json>;
}

const SMS = { body: "Hello" };

/** What a person types into a dialogue that cannot be confirmed as it opens, by its model. */
export const TYPED: Readonly<Record<string, Json>> = { "sms.composer": SMS };

const rows = (odoo: Client, model: string, domain: readonly unknown[], field: string) =>
  odoo.searchRead(model, domain as never, [field], { limit: 10, order: "id" });

/** What a person types into an e-mail to contacts; Odoo 19's form asks for an address for answers, too. */
const email = async ({ series }: Client): Promise<Json> => ({
  subject: "Hello",
  body: "<p>Hello</p>",
  ...(series.major >= 19 ? { reply_to: "office@example.com" } : {}),
});

/** One piece of the first product of a transfer. */
async function returned(odoo: Client, [id]: readonly number[]): Promise<Json> {
  const [move] = await rows(odoo, "stock.move", [["picking_id", "=", id]], "product_id");
  const product_id = (move?.product_id as [number] | undefined)?.[0];
  return { product_return_moves: { create: [{ product_id, quantity: 1 }] } };
}

/** A shelf that there is; without one Odoo moves nothing, and says nothing. */
async function elsewhere(odoo: Client): Promise<Json> {
  const shelves = await rows(odoo, "stock.location", [["usage", "=", "internal"]], "name");
  return { dest_location_id: shelves.at(-1)?.id };
}

const UNPAID = [
  ["move_type", "=", "out_invoice"],
  ["state", "=", "posted"],
  ["payment_state", "=", "not_paid"],
];
const INVOICES = UNPAID.slice(0, 2);
const DRAFT = [["state", "=", "draft"]];
const OPPORTUNITIES = [["type", "=", "opportunity"]];
const PEOPLE = [
  ["parent_id", "!=", false],
  ["user_ids", "=", false],
];
const RESERVED = [["state", "=", "assigned"]];
const COUNTED = [["inventory_quantity_set", "=", true]];
const GOODS = [["type", "!=", "service"]];

/** By "model step". */
export const GIVEN: Readonly<Record<string, Given>> = {
  "account.move action_force_register_payment": { domain: UNPAID },
  "account.move action_register_payment": { domain: UNPAID },
  "account.move button_draft": { domain: INVOICES },
  "account.move confirm_entries": { domain: DRAFT },
  "account.move generate_a_payment_link": { domain: UNPAID },
  "account.move pay": { domain: UNPAID },
  "account.move post_entries": { domain: DRAFT },
  "account.move register_payment": { domain: UNPAID },
  "account.move resequence": { domain: INVOICES },
  "account.move send_print": { domain: INVOICES },
  "account.move switch_into_invoice_credit_note": { domain: [...DRAFT, ["name", "in", ["/", false]]] },
  "account.move un_block_payment": { domain: UNPAID },
  "account.payment post_payments": { domain: DRAFT },
  "crm.lead convert_to_opportunities": { domain: [["type", "=", "lead"]] },
  "crm.lead merge": { domain: OPPORTUNITIES, count: 2 },
  "hr.employee launch_plan": { domain: [["parent_id", "!=", false]] },
  "product.product print_labels": { domain: GOODS },
  "product.product replenish": { domain: GOODS },
  "product.template print_labels": { domain: GOODS },
  "product.template replenish": { domain: GOODS },
  "project.task convert_to_task_sub_task": { domain: [["project_id", "!=", false]] },
  "purchase.order confirm_rfq": { domain: DRAFT },
  "purchase.order merge_rfqs": { domain: DRAFT, count: 2 },
  "res.partner merge": { domain: PEOPLE, count: 2 },
  "res.partner send_email": { domain: [["email", "!=", false]], values: email },
  "sale.order create_invoice": { domain: [["invoice_status", "=", "to invoice"]] },
  "sale.order create_project": { domain: [["state", "=", "sale"]] },
  "stock.picking do_unreserve": { domain: RESERVED },
  "stock.picking return": { domain: [["state", "=", "done"]], values: returned },
  "stock.picking unreserve": { domain: RESERVED },
  "stock.picking validate": { domain: RESERVED },
  "stock.quant apply": { domain: COUNTED },
  "stock.quant relocate": { domain: [["location_id.usage", "=", "internal"]], values: elsewhere },
};

/** Records that the demo data lacks, made before the first step. */
export async function makeMissing(odoo: Client, series: string): Promise<void> {
  const [partner] = await rows(odoo, "res.partner", [["is_company", "=", true]], "name");
  const [product] = await rows(odoo, "product.product", [["type", "=", "service"]], "name");
  const line = [0, 0, { name: "A piece", quantity: 1, price_unit: 10, product_id: product?.id }];
  const move = (move_type: string) => ({
    move_type,
    partner_id: partner?.id,
    invoice_date: "2026-01-15",
    invoice_line_ids: [line],
  });
  const moves = [move("out_invoice"), move("out_invoice"), move("in_invoice")];
  const made: number[] = [];
  for (const values of moves) made.push(...(await odoo.create("account.move", [values as never])));
  await odoo.callMethod("account.move", made.slice(0, 1), "action_post");
  const paid = { payment_type: "inbound", partner_type: "customer", partner_id: partner?.id, amount: 10 };
  const payments = await odoo.create("account.payment", [paid, paid] as never);
  await odoo.callMethod("account.payment", payments.slice(0, 1), "action_post");
  if (Number(series) < 19) return;
  const inStock = [
    ["quantity", ">", 0],
    ["location_id.usage", "=", "internal"],
  ];
  for (const { id, quantity } of await rows(odoo, "stock.quant", inStock, "quantity")) {
    await odoo.write("stock.quant", [id], { inventory_quantity: Number(quantity) + 1 });
  }
}
