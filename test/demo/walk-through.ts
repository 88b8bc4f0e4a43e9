import { comment, type DemoClient, print, type Result } from "./transcript.js";

/**
 * What the demo's assistant does: sells something to a customer it made, and deletes both again. It writes only
 * records of its own, so it may run against any Odoo with the Sales app; a service is sold, so that nothing is shipped.
 */
export async function walkThrough(client: DemoClient): Promise<void> {
  const tools = await client.tools();
  const typed = tools.filter(
    (name) => /_(search|read|count|aggregate|create|update|delete)$/.test(name) && name !== "search_count",
  );
  print(`${tools.length} tools: ${typed.length} typed for this Odoo, ${tools.length - typed.length} for every model.`);
  print(`${typed.slice(0, 6).join(", ")}, …`);

  const made: { tool: string; id: unknown }[] = [];
  const create = async (model: string, values: object) => {
    const record = await client.call(`${model}_create`, { values });
    made.unshift({ tool: `${model}_delete`, id: record.id });
    return record;
  };
  try {
    comment("A customer and something to sell.");
    const customer = await create("res_partner", { name: "Typed Tools Ltd", is_company: true, city: "Brussels" });
    const product = await create("product_product", { name: "An hour of advice", type: "service", list_price: 90 });

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
    const order = await create("sale_order", { partner_id: customer.id, order_line: lines });

    comment("Confirm it, as the button does.");
    await client.call("execute_workflow", { model: "sale.order", id: order.id, signal: "action_confirm" });
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
    await client.call("sale_order_line_count", { domain: [["order_id.partner_id", "=", customer.id]] });

    comment("Generic tools serve the models without typed ones.");
    await client.call("get_fields", { model: "sale.order", fields: ["state", "partner_id", "amount_total"] });
    await client.call("get_metadata", { model: "sale.order", ids: [order.id] });
    await client.call("search_records", {
      model: "res.currency",
      domain: [["name", "=", "EUR"]],
      fields: ["name", "symbol"],
    });

    comment("A confirmed order cannot be deleted: Odoo's own rule, in Odoo's own words. Cancelled, it can.");
    await client.refused("sale_order_delete", { ids: [order.id] });
    await cancel(client, order.id);
  } finally {
    comment("Delete what was made.");
    for (const { tool, id } of made) await client.call(tool, { ids: [id] });
  }
}

/** From 16 to 18 the button opens a wizard, which asks whether to send a mail; its own button then cancels. */
async function cancel(client: DemoClient, id: unknown): Promise<void> {
  const result = await client.call("execute_workflow", { model: "sale.order", id, signal: "action_cancel" });
  const next = result.next as Result | undefined;
  if (next?.kind !== "wizard") return;
  const wizard = await client.call("create_record", { model: next.model, values: { order_id: id } });
  await client.call("execute_workflow", { model: next.model, id: wizard.id, signal: "action_cancel" });
}
