import type { Json } from "../support/mcp.js";
import { type SendingCall, todo, transfer, type World } from "./sending-kinds.js";

// Steps of Odoo's screens that are tried, each on a record that is made for it.

/** A step of a record that is made for it. */
const step = (
  what: string,
  [model, signal]: readonly [model: string, signal: string],
  record: (user: number) => Promise<number>,
  { more = {}, ...rest }: { more?: Json } & Partial<SendingCall> = {},
): SendingCall => ({
  what: `step ${what}`,
  tool: "execute_workflow",
  args: async (user) => ({ model, signal, id: await record(user), ...more }),
  ...rest,
});

export function steps(world: () => World): SendingCall[] {
  const w = world;
  const unswitched = { unswitched: true } as const;
  const order = async (more: Json = {}) =>
    w().made("sale.order", {
      partner_id: w().customer,
      order_line: [[0, 0, { product_id: w().service, product_uom_qty: 1 }]],
      ...more,
    });
  const confirmed = async () => {
    const id = await order();
    await w().odoo.callMethod("sale.order", [id], "action_confirm");
    return id;
  };
  const invoice = async (more: Json = {}) =>
    w().made("account.move", {
      move_type: "out_invoice",
      partner_id: w().customer,
      invoice_line_ids: [[0, 0, { product_id: w().service, quantity: 1, price_unit: 5, tax_ids: [[6, 0, []]] }]],
      ...more,
    });
  const posted = async () => {
    const id = await invoice();
    await w().odoo.callMethod("account.move", [id], "action_post");
    return id;
  };
  const request = async () =>
    w().made("purchase.order", {
      partner_id: w().customer,
      order_line: [
        [
          0,
          0,
          {
            product_id: w().product,
            product_qty: 1,
            price_unit: 3,
            name: "x",
            ...(w().series === "14" ? { date_planned: "2030-01-01 00:00:00", product_uom: 1 } : {}),
          },
        ],
      ],
    });
  const done = async (id: number) => {
    const { odoo, series } = w();
    await odoo.callMethod("stock.picking", [id], "action_confirm");
    const moves = await odoo.search("stock.move", [["picking_id", "=", id]], { limit: 5 });
    await odoo.write("stock.move", moves, { [series === "14" ? "quantity_done" : "quantity"]: 1 });
    return id;
  };
  const payment = async () =>
    w().made("account.payment", {
      payment_type: "inbound",
      partner_type: "customer",
      partner_id: w().customer,
      amount: 5,
    });
  const lead = async () => w().made("crm.lead", { name: "Quiet lead", type: "opportunity", partner_id: w().customer });
  const follow = async (model: string, making: Promise<number>) => w().followed(model, await making);
  return [
    step("win a lead", ["crm.lead", "action_set_won_rainbowman"], () => lead()),
    step(
      "win a followed lead",
      ["crm.lead", "action_set_won_rainbowman"],
      () => follow("crm.lead", lead()),
      unswitched,
    ),
    step("confirm an order", ["sale.order", "action_confirm"], () => order()),
    step("confirm a colleague's order", ["sale.order", "action_confirm"], () => order({ user_id: w().colleague })),
    step("confirm a followed order", ["sale.order", "action_confirm"], () => follow("sale.order", order()), unswitched),
    step(
      "confirm an order from a template with an e-mail",
      ["sale.order", "action_confirm"],
      (user_id) => order({ sale_order_template_id: w().quotation, user_id }),
      { unswitched: true, ordinary: true },
    ),
    step("cancel an order", ["sale.order", "action_cancel"], confirmed),
    step("invoice an order", ["sale.order", "create_invoice"], confirmed),
    step("post an invoice", ["account.move", "action_post"], () => invoice()),
    step(
      "post a followed invoice",
      ["account.move", "action_post"],
      () => follow("account.move", invoice()),
      unswitched,
    ),
    step("pay an invoice", ["account.move", "action_register_payment"], posted, { more: { values: {} } }),
    step(
      "pay a followed invoice",
      ["account.move", "action_register_payment"],
      () => follow("account.move", posted()),
      { more: { values: {} }, ...unswitched },
    ),
    step("set an invoice to draft", ["account.move", "button_draft"], posted),
    step("confirm a request", ["purchase.order", "button_confirm"], request),
    step(
      "confirm a followed request",
      ["purchase.order", "button_confirm"],
      () => follow("purchase.order", request()),
      unswitched,
    ),
    step("cancel a request", ["purchase.order", "button_cancel"], request),
    step("confirm a transfer", ["stock.picking", "action_confirm"], () => transfer(w())),
    step("validate a transfer", ["stock.picking", "button_validate"], async () => {
      await w().mailing(false);
      return done(await transfer(w()));
    }),
    step("cancel a transfer", ["stock.picking", "action_cancel"], () => transfer(w())),
    step("post a payment", ["account.payment", "action_post"], payment),
    step("do an activity", ["mail.activity", "action_done"], async () =>
      w().made("mail.activity", await todo(w(), "crm.lead", await lead())),
    ),
    step("do an activity of a followed lead", ["mail.activity", "action_done"], async () =>
      w().made("mail.activity", await todo(w(), "crm.lead", await follow("crm.lead", lead()))),
    ),
    step(
      "validate a transfer of a company that e-mails",
      ["stock.picking", "button_validate"],
      async () => {
        await w().mailing(true);
        return done(await transfer(w()));
      },
      unswitched,
    ),
    {
      what: "step merge contacts",
      tool: "execute_workflow",
      args: async () => {
        const ids = [await contact(w()), await w().followed("res.partner", await contact(w()))];
        return { model: "res.partner", signal: "merge", ids, values: { dst_partner_id: ids[1] } };
      },
    },
  ];
}

const contact = ({ made }: World) => made("res.partner", { name: "Quiet twin", email: "twin@quiet.example" });
