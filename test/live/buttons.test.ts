import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import type { Json } from "../support/mcp.js";
import { generateFrom, openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Buttons of real forms as tools, and the wizards that they open.

describeSandbox("posts entries, which Odoo does not delete", "buttons", (instance) => {
  const { series, admin, demo: ordinary } = instance;
  let odoo: Client;
  let tools: Tools;
  let partner: number;
  let product: number;

  const created = async (tool: string, values: Json) => (await tools.call(tool, { values })).id as number;
  const stateOf = async (model: string, id: number, field = "state") =>
    (await odoo.read(model, [id], [field]))[0]?.[field];

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    tools = await openTools(await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8")), admin);
    partner = await created("res_partner_create", { name: "Buttons Ltd" });
    product = await created("product_product_create", { name: "Pressed", type: "service", list_price: 10 });
  });
  afterAll(closeConnections);

  it("confirm, cancel and reopen an order", async () => {
    const order_line = { create: [{ product_id: product, product_uom_qty: 1 }] };
    const order = await created("sale_order_create", { partner_id: partner, order_line });
    expect(await tools.call("sale_order_action_confirm", { ids: [order] })).toMatchObject({
      ids: [order],
      done: true,
      records: [{ id: order, state: "sale" }],
    });
    expect(await stateOf("sale.order", order)).toBe("sale");
    await tools.call("sale_order_action_cancel", { ids: [order] });
    expect(await stateOf("sale.order", order)).toBe("cancel");
    await tools.call("sale_order_action_draft", { ids: [order] });
    expect(await stateOf("sale.order", order)).toBe("draft");
  });

  it("tell Odoo's refusal in Odoo's words, and that nothing happened", async () => {
    const order = await created("sale_order_create", { partner_id: partner });
    await tools.call("sale_order_action_cancel", { ids: [order] });
    if (series === "14") return;
    await expect(tools.call("sale_order_action_confirm", { ids: [order] })).rejects.toMatchObject({
      category: "business_rule",
      outcome: "not_applied",
    });
    expect(await stateOf("sale.order", order)).toBe("cancel");
  });

  it("win a lead", async () => {
    const lead = await created("crm_lead_create", { name: "Pressed lead", type: "opportunity" });
    await tools.call("crm_lead_action_set_won_rainbowman", { ids: [lead] });
    expect(await stateOf("crm.lead", lead, "probability")).toBe(100);
  });

  it("post an invoice and pay it through the dialogue that Odoo opens, in one call", async () => {
    const invoice_line_ids = { create: [{ product_id: product, quantity: 2, price_unit: 50 }] };
    const values = { move_type: "out_invoice", partner_id: partner, invoice_line_ids };
    const move = await created("account_move_create", values);
    await tools.call("account_move_action_post", { ids: [move] });
    expect(await stateOf("account.move", move)).toBe("posted");

    const pay = (values: Json) => tools.call("account_move_action_register_payment", { ids: [move], values });
    await expect(pay({ amuont: 1 })).rejects.toThrow('"amount"');
    const paid = await pay({ communication: "paid by test" });
    expect(paid).toMatchObject({ done: true, made: [{ model: "account.payment", records: [{}] }] });
    expect(["paid", "in_payment"]).toContain(await stateOf("account.move", move, "payment_state"));
  });

  it("reverse an invoice through a dialogue with a value of its own", async () => {
    const invoice_line_ids = { create: [{ product_id: product, quantity: 1, price_unit: 70 }] };
    const move = await created("account_move_create", {
      move_type: "out_invoice",
      partner_id: partner,
      invoice_line_ids,
    });
    await tools.call("account_move_action_post", { ids: [move] });
    const reversed = await tools.call("account_move_action_reverse", {
      ids: [move],
      values: { reason: "wrong price" },
    });
    expect(reversed).toMatchObject({ done: true, made: [{ model: "account.move", records: [{}] }] });
    const refunds = await odoo.search("account.move", [["reversed_entry_id", "=", move]], { limit: 2 });
    expect(refunds).toHaveLength(1);
  });

  describe("and rights", () => {
    it("leave out what a user may not do, and what is left works", async () => {
      const demoSettings = { ...ordinary, ODOO_API_KEY: "" };
      const demo = createClient(await connect(readSettings(demoSettings)));
      const config = JSON.stringify({
        models: { "res.partner": { required: ["name"] }, "product.product": {}, "sale.order": {}, "res.company": {} },
      });
      const own = await generateFrom(demo, config);
      try {
        const names = (await openTools(own.folder, demoSettings)).names;
        console.log(`Odoo ${series}, demo: ${names.filter((name) => name.includes("company")).join(", ")}`);
        expect(names).toContain("res_company_search");
        expect(names).not.toContain("res_company_create");
        expect(names).not.toContain("res_company_update");
      } finally {
        await own.remove();
      }
    });
  });
});
