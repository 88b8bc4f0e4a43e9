import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { comment, type DemoClient, print, type Result } from "./transcript.js";

/**
 * What the demo's assistant does: sells something to a customer it made, and deletes both again. It writes only
 * records of its own, so it may run against any Odoo with the Sales app; a service is sold, so that nothing is shipped.
 */
export async function walkThrough(client: DemoClient): Promise<void> {
  const tools = await client.tools();
  const generic = new Set(GENERIC_TOOLS.map(({ definition }) => definition.name));
  const typed = tools.filter((name) => !generic.has(name));
  print(`${tools.length} tools: ${typed.length} typed for this Odoo, ${tools.length - typed.length} for every model.`);
  print(`${typed.slice(0, 6).join(", ")}, …`);

  const made: { model: string; ids: unknown[] }[] = [];
  const create = async (model: string, values: object) => {
    const record = await client.call(`${model.replaceAll(".", "_")}_create`, { values });
    made.unshift({ model, ids: [record.id] });
    return record;
  };
  try {
    comment("A customer and something to sell.");
    const customer = await create("res.partner", { name: "Typed Tools Ltd", is_company: true, city: "Brussels" });
    const product = await create("product.product", { name: "An hour of advice", type: "service", list_price: 90 });

    comment("A misspelt field is refused before Odoo is asked; Odoo itself answers with a traceback, or with `true`.");
    await client.refused("res_partner_update", { ids: [customer.id], values: { e_mail: "info@typed.example" } });
    await client.call("res_partner_update", { ids: [customer.id], values: { email: "info@typed.example" } });

    comment("A quotation with its lines, in one call. A wrong value is refused too.");
    const lines = {
      create: [
        { product_id: product.id, product_uom_qty: 8 },
        { display_type: "line_note", name: "Thank you." },
      ],
    };
    await client.refused("sale_order_create", { values: { partner_id: "Typed Tools Ltd", order_line: lines } });
    const order = await create("sale.order", { partner_id: customer.id, order_line: lines });

    comment("Confirm it, as the button does.");
    await client.call("sale_order_action_confirm", { ids: [order.id] });
    await client.call("sale_order_read", {
      ids: [order.id],
      fields: ["name", "state", "partner_id", "amount_untaxed", "date_order"],
    });

    comment("Search and count.");
    const domain = [
      ["partner_id", "=", customer.id],
      ["state", "=", "sale"],
    ];
    await client.call("sale_order_search", { domain, fields: ["name", "amount_total"], order: "date_order desc" });
    await client.call("search_count", {
      model: "sale.order.line",
      domain: [["order_id.partner_id", "=", customer.id]],
    });

    comment("Generic tools serve the models without typed ones.");
    await client.call("get_fields", { model: "sale.order", fields: ["state", "partner_id", "amount_total"] });
    await client.call("get_metadata", { model: "sale.order", ids: [order.id] });
    await client.call("search_records", {
      model: "res.currency",
      domain: [["name", "=", "EUR"]],
      fields: ["name", "symbol"],
    });

    comment("A confirmed order cannot be deleted: Odoo's own rule, in Odoo's own words. Cancelled, it can.");
    await client.refused("delete_records", { model: "sale.order", ids: [order.id] });
    await cancel(client, order.id);
  } finally {
    comment("Delete what was made. A person is asked before anything is deleted; here the demo says yes.");
    for (const records of made) await client.call("delete_records", records);
  }
}

/** From 16 to 18 the button opens a wizard, which asks whether to send a mail; its own button then cancels. */
async function cancel(client: DemoClient, id: unknown): Promise<void> {
  const result = await client.call("sale_order_action_cancel", { ids: [id] });
  const next = result.next as Result | undefined;
  if (next?.kind !== "wizard") return;
  await client.call("execute_workflow", { wizard: next.wizard, values: { order_id: id }, signal: "action_cancel" });
}
