import { expect, it } from "vitest";
import { type Desk, dayFromNow, idOf, madeOf, only } from "./desk.js";

/** The task with the most steps. */
export function purchase({ series, way, assistant, made, of, one }: Desk): void {
  it("9: makes a purchase order, confirms and receives it, and posts its bill with date and reference", async () => {
    const [terms] = await of("account.payment.term", [["name", "=", "30 Days"]], ["name"]);
    const vendor = await made("res.partner", {
      name: `Task 9 Timber ${way}`,
      is_company: true,
      property_supplier_payment_term_id: terms?.id,
    });
    const stocked = series === "14" ? { type: "product" } : { type: "consu", is_storable: true };
    const plank = {
      name: `Task 9 Plank ${way}`,
      supplier_taxes_id: [[6, 0, []]],
      purchase_method: "receive",
      ...stocked,
    };
    await made("product.product", plank);
    const billed = dayFromNow(-1);

    const [from, product] = await assistant().lookUp(
      ["res.partner", `Task 9 Timber ${way}`],
      ["product.product", `Task 9 Plank ${way}`],
    );
    const order_line = { create: [{ product_id: product, product_qty: 5, price_unit: 12 }] };
    const { id } = await assistant().call("purchase_order_create", {
      values: { partner_id: from, partner_ref: "T-9", order_line },
    });
    const confirmed = await assistant().call("purchase_order_button_confirm", { ids: [id] });
    const receipt = only(madeOf(confirmed, "stock.picking"));
    const received = await assistant().call("stock_picking_button_validate", { ids: [receipt], button: "process" });
    expect(received).toMatchObject({ done: true });
    const invoiced = await assistant().call("purchase_order_action_create_invoice", { ids: [id] });
    const bill = only(madeOf(invoiced, "account.move"));
    await assistant().call("account_move_update", { ids: [bill], values: { invoice_date: billed, ref: "BILL 9" } });
    await assistant().call("account_move_action_post", { ids: [bill] });
    expect(assistant().calls.length).toBeLessThanOrEqual(8);

    const fields = ["state", "partner_id", "partner_ref", "payment_term_id", "amount_untaxed", "invoice_ids"];
    const order = await one("purchase.order", id, fields);
    expect(order).toMatchObject({ partner_ref: "T-9", amount_untaxed: 60, invoice_ids: [bill] });
    expect(order.state).toMatch(/^(purchase|done)$/);
    expect([idOf(order.partner_id), idOf(order.payment_term_id)]).toEqual([vendor, terms?.id]);
    expect(
      only(await of("purchase.order.line", [["order_id", "=", id]], ["qty_received", "qty_invoiced"])),
    ).toMatchObject({
      qty_received: 5,
      qty_invoiced: 5,
    });
    expect(await one("stock.picking", receipt, ["state"])).toMatchObject({ state: "done" });
    const posted = {
      state: "posted",
      move_type: "in_invoice",
      invoice_date: billed,
      ref: "BILL 9",
      amount_untaxed: 60,
    };
    expect(await one("account.move", bill, Object.keys(posted))).toMatchObject(posted);
  });
}
