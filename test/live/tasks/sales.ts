import { expect, it } from "vitest";
import type { Json } from "../../support/mcp.js";
import { type Desk, dayFromNow, idOf, madeOf, only } from "./desk.js";

/** Of a key, for a report that no e-mail template attaches. */
const NEEDS_TEMPLATE =
  /With an API key.* gives only what an e-mail template attaches.*\. Make an e-mail template in Odoo that attaches the report/;

/** Of an Odoo without wkhtmltopdf. */
const LACKS_PDFS = /Odoo finds no wkhtmltopdf on its server.*Whoever runs the Odoo server installs wkhtmltopdf/;

/** Orders of products. */
const selling = ({ series, odoo, made }: Desk) => ({
  /** A product without taxes, which is kept in stock or is not. */
  productOf: (name: string, list_price: number, rest: Json = {}) =>
    made("product.product", { name, list_price, taxes_id: [[6, 0, []]], ...rest }),
  stocked: series === "14" ? { type: "product" } : { type: "consu", is_storable: true },
  /** An order of some pieces of a product, confirmed. */
  async orderOf(customer: number, product: number, quantity: number) {
    const order_line = [[0, 0, { product_id: product, product_uom_qty: quantity }]];
    const order = await made("sale.order", { partner_id: customer, order_line });
    await odoo().callMethod("sale.order", [order], "action_confirm");
    return order;
  },
});

export function sales(desk: Desk): void {
  const { series, assistant, odoo, made, of, one } = desk;
  const { productOf, stocked, orderOf } = selling(desk);
  /** Pieces on the shelf of the first company. */
  const stock = async (product_id: number, quantity: number) => {
    const [warehouse] = await of("stock.warehouse", [["company_id", "=", 1]], ["lot_stock_id"]);
    const location_id = idOf(warehouse?.lot_stock_id) ?? 0;
    // 14 lets a user only count them.
    const counted = series === "14" ? { inventory_quantity: quantity } : { quantity };
    const quant = { product_id, location_id, ...counted };
    await odoo().create("stock.quant", [quant], { context: { inventory_mode: series === "14" } });
  };
  /** How much there is of what reaches people. */
  const sent = async () => ({
    mails: await odoo().searchCount("mail.mail", []),
    notices: await odoo().searchCount("mail.notification", []),
  });
  const nameOf = async (model: string, id: number) => String((await one(model, id, ["name"])).name);

  it("2: makes a quotation with a section, a discount, a service and a note, and confirms it", async () => {
    await made("res.partner", { name: "Task 2 Brewers", is_company: true });
    await made("product.product", { name: "Task 2 Barrel", type: "consu", list_price: 100, taxes_id: [[6, 0, []]] });
    await made("product.product", {
      name: "Task 2 Tasting",
      type: "service",
      list_price: 50,
      taxes_id: [[6, 0, []]],
    });
    const validity = dayFromNow(30);

    const [customer, product, service] = await assistant().lookUp(
      ["res.partner", "Task 2 Brewers"],
      ["product.product", "Task 2 Barrel"],
      ["product.product", "Task 2 Tasting"],
    );
    // Odoo's form hides it from users without discounts, and so does the tool.
    if (!assistant().shows("sale_order_create", "discount", "order_line")) {
      const told = await assistant().call("get_fields", { model: "sale.order.line", fields: ["discount"] });
      expect(told.fields).toMatchObject({ discount: { type: "float" } });
    }
    const order_line = {
      create: [
        { display_type: "line_section", name: "For the feast" },
        { product_id: product, product_uom_qty: 4, discount: 10 },
        { product_id: service, product_uom_qty: 2 },
        { display_type: "line_note", name: "Barrels come back." },
      ],
    };
    const values = { partner_id: customer, client_order_ref: "FEAST 7", validity_date: validity, order_line };
    const { id } = await assistant().call("sale_order_create", { values });
    expect(await assistant().call("sale_order_action_confirm", { ids: [id] })).toMatchObject({ done: true });
    expect(assistant().calls.length).toBeLessThanOrEqual(5);

    const fields = ["state", "partner_id", "client_order_ref", "validity_date", "amount_untaxed"];
    const order = await one("sale.order", id, fields);
    expect(order).toMatchObject({ state: "sale", client_order_ref: "FEAST 7", validity_date: validity });
    expect(order.amount_untaxed).toBeCloseTo(4 * 90 + 2 * 50);
    expect(idOf(order.partner_id)).toBe(customer);
    const columns = ["display_type", "name", "product_uom_qty", "discount", "price_unit"];
    expect(await of("sale.order.line", [["order_id", "=", id]], columns, "sequence, id")).toMatchObject([
      { display_type: "line_section", name: "For the feast" },
      { display_type: false, product_uom_qty: 4, discount: 10, price_unit: 100 },
      { display_type: false, product_uom_qty: 2, discount: 0, price_unit: 50 },
      { display_type: "line_note", name: "Barrels come back." },
    ]);
  });

  it("3: delivers 3 of 4 pieces, with a back order for the rest", async () => {
    const customer = await made("res.partner", { name: "Task 3 Inn" });
    const product = await productOf("Task 3 Bench", 40, stocked);
    await stock(product, 10);
    const order = await orderOf(customer, product, 4);
    const name = await nameOf("sale.order", order);

    const [moves, done] = series === "14" ? ["move_lines", "quantity_done"] : ["move_ids", "quantity"];
    const { records } = await assistant().call("stock_picking_search", {
      domain: [["origin", "=", name]],
      fields: ["state", `${moves}.product_id`, `${moves}.product_uom_qty`],
    });
    const picking = only(records as Json[]);
    const move = only(picking[moves] as Json[]);
    await assistant().call("update_record", { model: "stock.move", id: move.id, values: { [done]: 3 } });
    const validated = await assistant().call("stock_picking_button_validate", { ids: [picking.id], button: "process" });
    expect(validated).toMatchObject({ done: true });
    expect(assistant().calls.length).toBeLessThanOrEqual(5);

    expect(await one("stock.picking", picking.id, ["state"])).toMatchObject({ state: "done" });
    const rest = only(await of("stock.picking", [["backorder_id", "=", picking.id]], ["state"]));
    expect(rest.state).not.toMatch(/^(done|cancel)$/);
    expect(only(await of("stock.move", [["picking_id", "=", rest.id]], ["product_uom_qty"]))).toMatchObject({
      product_uom_qty: 1,
    });
    expect(madeOf(validated, "stock.picking")).toEqual([rest.id]);
    const line = only(await of("sale.order.line", [["order_id", "=", order]], ["qty_delivered"]));
    expect(line.qty_delivered).toBe(3);
  });

  it("4: invoices the order, posts the invoice, and notes a partial payment of last week", async () => {
    const customer = await made("res.partner", { name: "Task 4 Hotel" });
    const product = await productOf("Task 4 Advice", 100, { type: "service", invoice_policy: "order" });
    const order = await orderOf(customer, product, 2);
    const lastWeek = dayFromNow(-7);

    const { records } = await assistant().call("sale_order_search", {
      domain: [["name", "=", await nameOf("sale.order", order)]],
    });
    const found = only(records as Json[]);
    const invoiced = await assistant().call("sale_order_create_invoice", { ids: [found.id] });
    const invoice = only(madeOf(invoiced, "account.move"));
    await assistant().call("account_move_action_post", { ids: [invoice] });
    const paid = await assistant().call("account_move_action_register_payment", {
      ids: [invoice],
      values: { amount: 50, payment_date: lastWeek },
    });
    expect(paid).toMatchObject({ done: true });
    expect(assistant().calls.length).toBeLessThanOrEqual(5);

    const fields = ["state", "payment_state", "amount_total", "amount_residual", "partner_id"];
    const move = await one("account.move", invoice, fields);
    expect(move).toMatchObject({ state: "posted", payment_state: "partial", amount_total: 200, amount_residual: 150 });
    expect(idOf(move.partner_id)).toBe(customer);
    expect(await one("sale.order", order, ["invoice_ids", "invoice_status"])).toMatchObject({
      invoice_ids: [invoice],
      invoice_status: "invoiced",
    });
    const payment = only(await of("account.payment", [["partner_id", "=", customer]], ["amount", "date", "state"]));
    expect(payment).toMatchObject({ amount: 50, date: lastWeek });
    expect(payment.state).not.toBe("draft");
    expect(madeOf(paid, "account.payment")).toEqual([payment.id]);
  });

  it("5: tells the five best customers by confirmed sales, with the number of orders", async () => {
    const [big, small] = [
      await made("res.partner", { name: "Task 5 Big" }),
      await made("res.partner", { name: "Task 5 Small" }),
    ];
    const product = await productOf("Task 5 Ship", 500_000, { type: "service" });
    for (const quantity of [1, 2]) await orderOf(big, product, quantity);
    await orderOf(small, product, 1);

    // 14 locks confirmed orders by another state.
    const confirmed = [["state", "not in", ["draft", "sent", "cancel"]]];
    const { groups } = await assistant().call("sale_order_aggregate", {
      domain: confirmed,
      group_by: ["partner_id"],
      measures: ["amount_total:sum"],
      order: "amount_total:sum desc",
      limit: 5,
    });
    expect(assistant().calls.length).toBeLessThanOrEqual(1);

    const orders = await of("sale.order", confirmed, ["partner_id", "amount_total"]);
    const sums = new Map<number, { total: number; count: number }>();
    for (const { partner_id, amount_total } of orders) {
      const sum = sums.get(idOf(partner_id) ?? 0) ?? { total: 0, count: 0 };
      sums.set(idOf(partner_id) ?? 0, { total: sum.total + Number(amount_total), count: sum.count + 1 });
    }
    const best = [...sums.values()].map(({ total }) => total).sort((a, b) => b - a);
    const told = (groups as Json[]).map((group) => ({
      id: (group.partner_id as { id: number }).id,
      count: group.count,
      total: Number(group["amount_total:sum"]),
    }));
    // Which of two that are equal comes first, nobody says.
    expect(told.map(({ total }) => total)).toEqual(best.slice(0, 5).map((total) => expect.closeTo(total)));
    const own = told.map(({ id }) => ({
      id,
      count: sums.get(id)?.count,
      total: expect.closeTo(sums.get(id)?.total ?? 0),
    }));
    expect(told).toEqual(own);
    expect(told.slice(0, 2).map(({ id }) => id)).toEqual([big, small]);
  });

  // The note and the colleague's call are of the tools for messages and activities.
  it("6: makes a lead an opportunity in a stage, schedules a call for a colleague and leaves a note, and mails nobody", async () => {
    const lead = await made("crm.lead", { name: "Task 6 Roof", type: "lead", partner_name: "Task 6 Builders" });
    const before = await sent();
    const [found, stage] = await assistant().lookUp(["crm.lead", "Task 6 Roof"], ["crm.stage", "Qualified"]);
    const converted = await assistant().call("crm_lead_convert_to_opportunity", { ids: [found] });
    expect(converted).toMatchObject({ done: true });
    await assistant().call("crm_lead_update", { ids: [found], values: { stage_id: stage } });
    const record = { model: "crm.lead", id: found };
    const call = {
      ...record,
      type: "Call",
      date: dayFromNow(2),
      summary: "Ask for the roof's size",
      user: "Marc Demo",
    };
    const activity = await assistant().call("schedule_activity", call);
    const text = "They want slate.\nSee their first mail.";
    const note = await assistant().call("post_message", { ...record, kind: "note", text });
    expect(assistant().calls.length).toBeLessThanOrEqual(5);
    expect({ asked: assistant().asked, sent: await sent() }).toEqual({ asked: [], sent: before });

    const { type, stage_id } = await one("crm.lead", lead, ["type", "stage_id"]);
    expect([type, idOf(stage_id)]).toEqual(["opportunity", stage]);
    const [colleague] = await of("res.users", [["login", "=", "demo"]], ["name"]);
    const fields = ["res_model", "res_id", "user_id", "date_deadline", "activity_type_id"];
    const planned = await one("mail.activity", activity.id, fields);
    expect(planned).toMatchObject({ res_model: "crm.lead", res_id: lead, date_deadline: dayFromNow(2) });
    expect(idOf(planned.user_id)).toBe(colleague?.id);
    const left = await one("mail.message", note.id, ["body", "subtype_id", "res_id", "notified_partner_ids"]);
    expect(left).toMatchObject({ body: "<p>They want slate.<br>See their first mail.</p>", res_id: lead });
    expect(left.notified_partner_ids).toEqual([]);
  });

  it("10: makes a product with two attributes, four variants, one value costing more", async () => {
    const [color, legs, white, black, steel, aluminium] = await assistant().lookUp(
      ["product.attribute", "Color"],
      ["product.attribute", "Legs"],
      ["product.attribute.value", "White"],
      ["product.attribute.value", "Black"],
      ["product.attribute.value", "Steel"],
      ["product.attribute.value", "Aluminium"],
    );
    const attribute_line_ids = {
      create: [
        { attribute_id: color, value_ids: { link: [white, black] } },
        { attribute_id: legs, value_ids: { link: [steel, aluminium] } },
      ],
    };
    const { id } = await assistant().call("create_record", {
      model: "product.template",
      values: { name: "Task 10 Trestle", list_price: 100, attribute_line_ids },
    });
    const model = "product.template.attribute.value";
    const domain = [
      ["product_tmpl_id", "=", id],
      ["name", "=", "Aluminium"],
    ];
    const found = await assistant().call("search_records", { model, domain, fields: ["name", "price_extra"] });
    const [dearer] = found.records as Json[];
    await assistant().call("update_record", { model, id: dearer?.id, values: { price_extra: 25 } });
    expect(assistant().calls.length).toBeLessThanOrEqual(5);

    const variants = await of("product.product", [["product_tmpl_id", "=", id]], ["display_name", "lst_price"]);
    const prices = variants.map(({ display_name, lst_price }) => [String(display_name), lst_price] as const);
    expect(prices.length).toBe(4);
    for (const [name, price] of prices) expect([name, price]).toEqual([name, /Aluminium/.test(name) ? 125 : 100]);
    expect(prices.filter(([name]) => /Aluminium/.test(name)).length).toBe(2);
  });

  it("11: attaches a text file to an order, lists the files and reads it back", async () => {
    const customer = await made("res.partner", { name: "Task 11 Firm" });
    const order = await made("sale.order", { partner_id: customer });
    const text = "Deliver by the back door.\nÀ bientôt";
    const [found] = await assistant().lookUp(["sale.order", await nameOf("sale.order", order)]);
    const { attachments } = await assistant().call("attach_file", {
      model: "sale.order",
      id: found,
      name: "door.txt",
      text,
    });
    const { id, name } = only(attachments as { id: number; name: string }[]);
    const read = await assistant().call("read_file", { id });
    expect(assistant().calls.length).toBeLessThanOrEqual(3);
    expect([name, read.text]).toEqual(["door.txt", text]);

    const [file] = await odoo().read("ir.attachment", [id], ["datas", "res_model", "res_id"]);
    expect(Buffer.from(String(file?.datas), "base64").toString()).toBe(text);
    expect([file?.res_model, file?.res_id]).toEqual(["sale.order", order]);
  });

  it("13: sends the customer a message on the order, after a person's yes", async () => {
    const customer = await made("res.partner", { name: "Task 13 Reader", email: "reader@task13.example" });
    const order = await made("sale.order", { partner_id: customer });
    const { id } = await assistant().call("post_message", {
      model: "sale.order",
      id: order,
      kind: "comment",
      text: "We deliver on Monday.",
      partner_ids: [customer],
    });
    expect(assistant().calls.length).toBeLessThanOrEqual(1);
    const [question, ...others] = assistant().asked;
    expect(others).toEqual([]);
    for (const shown of ["We deliver on Monday.", "Task 13 Reader", "reader@task13.example"])
      expect(question).toContain(shown);

    expect(await one("mail.message", id, ["body", "partner_ids", "model", "res_id"])).toMatchObject({
      body: "<p>We deliver on Monday.</p>",
      partner_ids: [customer],
      model: "sale.order",
      res_id: order,
    });
    const notices = await of(
      "mail.notification",
      [["mail_message_id", "=", id]],
      ["notification_type", "res_partner_id"],
    );
    expect(notices.map(({ notification_type, res_partner_id }) => [notification_type, idOf(res_partner_id)])).toEqual([
      ["email", customer],
    ]);
  });

  it("14: puts the prices of a category up by 5 %, rounded, with a preview", async () => {
    const category = await made("product.category", { name: "Task 14 Chairs" });
    const prices = [10, 19.99, 33.33];
    const products: number[] = [];
    for (const price of prices)
      products.push(await productOf(`Task 14 Chair at ${price}`, price, { categ_id: category }));

    const { records } = await assistant().call("product_product_search", {
      domain: [["categ_id.name", "=", "Task 14 Chairs"]],
      fields: ["list_price"],
      limit: 100,
    });
    const updates = (records as { id: number; list_price: { amount?: number } | number }[]).map(
      ({ id, list_price }) => {
        const price = typeof list_price === "number" ? list_price : Number(list_price.amount);
        return { id, values: { list_price: Math.round(price * 105) / 100 } };
      },
    );
    const args = { model: "product.product", updates };
    const { preview } = await assistant().call("update_records", { ...args, dry_run: true });
    const shown = (preview as { records: Json[] }).records;
    expect(shown).toHaveLength(3);
    const now = async () =>
      (await of("product.product", [["id", "in", products]], ["list_price"])).map((one) => one.list_price);
    const about = (expected: number[]) => expected.map((price) => expect.closeTo(price));
    expect(await now()).toEqual(about(prices));
    await assistant().call("update_records", args);
    expect(assistant().calls.length).toBeLessThanOrEqual(4);

    expect(await now()).toEqual(about([10.5, 20.99, 35]));
  });

  it("20: tells open opportunities, expected and weighted revenue by salesperson, and the late activities of each", async () => {
    const [user] = await of("res.users", [["login", "=", "demo"]], ["name"]);
    const lead = await made("crm.lead", {
      name: "Task 20 Bridge",
      type: "opportunity",
      user_id: user?.id,
      expected_revenue: 1_000_000,
    });
    const [model] = await of("ir.model", [["model", "=", "crm.lead"]], ["model"]);
    await made("mail.activity", {
      res_model_id: model?.id,
      res_id: lead,
      user_id: user?.id,
      summary: "Task 20 Call",
      date_deadline: dayFromNow(-3),
    });

    const open = [
      ["type", "=", "opportunity"],
      ["stage_id.is_won", "=", false],
    ];
    const { groups } = await assistant().call("crm_lead_aggregate", {
      domain: open,
      group_by: ["user_id"],
      measures: ["expected_revenue:sum", "prorated_revenue:sum"],
      order: "expected_revenue:sum desc",
    });
    const late = await assistant().call("aggregate_records", {
      model: "mail.activity",
      domain: [
        ["res_model", "=", "crm.lead"],
        ["date_deadline", "<", dayFromNow(0)],
      ],
      group_by: ["user_id"],
    });
    expect(assistant().calls.length).toBeLessThanOrEqual(2);

    const leads = (
      await of("crm.lead", [...open, ["active", "=", true]], ["user_id", "expected_revenue", "prorated_revenue"])
    ).filter(({ user_id }) => idOf(user_id) === user?.id);
    const total = (field: string) => leads.reduce((sum, one) => sum + Number(one[field]), 0);
    const ofUser = (told: unknown) =>
      only((told as Json[]).filter(({ user_id }) => (user_id as Json | null)?.id === user?.id));
    const mine = ofUser(groups);
    expect(mine.count).toBe(leads.length);
    expect(Number(mine["expected_revenue:sum"])).toBeCloseTo(total("expected_revenue"));
    expect(Number(mine["prorated_revenue:sum"])).toBeCloseTo(total("prorated_revenue"));
    const overdue = [
      ["res_model", "=", "crm.lead"],
      ["user_id", "=", user?.id],
      ["date_deadline", "<", dayFromNow(0)],
    ];
    expect(ofUser(late.groups).count).toBe(await odoo().searchCount("mail.activity", overdue));
  });
}

export function printing(desk: Desk): void {
  const { series, way, assistant, odoo, made, of, one } = desk;
  const { productOf, stocked, orderOf } = selling(desk);
  const stateOfPdfs = () => odoo().callModel("ir.actions.report", "get_wkhtmltopdf_state", {});

  it("12: puts the order as a PDF into the user's hands, or tells what the Odoo server lacks", async () => {
    const order = await orderOf(
      await made("res.partner", { name: "Task 12 Inn" }),
      await productOf("Task 12 Mug", 8),
      2,
    );
    const tool = series === "14" ? "sale_order_print_quotation_order" : "sale_order_print";
    if ((await stateOfPdfs()) === "ok") {
      const { files } = await assistant().call(tool, { ids: [order] });
      expect(files).toMatchObject([{ mimetype: "application/pdf" }]);
    } else expect(await assistant().refused(tool, { ids: [order] })).toMatch(LACKS_PDFS);
    expect(assistant().calls).toHaveLength(1);
  });

  it("12, by a button whose method prints: the same of a transfer, which is marked as printed", async () => {
    const order = await orderOf(
      await made("res.partner", { name: "Task 12 Bar" }),
      await productOf("Task 12 Jug", 8, stocked),
      2,
    );
    const [picking] = await of(
      "stock.picking",
      [["origin", "=", (await one("sale.order", order, ["name"])).name]],
      ["name"],
    );
    const step = { model: "stock.picking", id: picking?.id, signal: "do_print_picking" };
    const printed = await assistant().call("execute_workflow", step);
    expect((await one("stock.picking", picking?.id, ["printed"])).printed).toBe(true);
    // Over HTTP a user has a key alone, and Odoo no e-mail template with a transfer.
    const failed = way === "through replicas" ? NEEDS_TEMPLATE : (await stateOfPdfs()) !== "ok" && LACKS_PDFS;
    if (failed) {
      expect(printed).toMatchObject({ done: false, message: { kind: "danger", text: expect.stringMatching(failed) } });
    } else expect(printed).toMatchObject({ done: true, files: [{}] });
  });
}
