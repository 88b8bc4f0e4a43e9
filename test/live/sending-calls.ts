import type { Json } from "../support/mcp.js";
import { idOf, type SendingCall, type World } from "./sending-kinds.js";

// The calls that are tried, of each model that people work with: new records, changes, steps.

const FUTURE = "2030-03-04";
const meeting = { name: "Quiet meeting", start: `${FUTURE} 09:00:00`, stop: `${FUTURE} 10:00:00` };

export const sendingCalls = (world: () => World): SendingCall[] => [
  ...creations(world),
  ...changes(world),
  ...steps(world),
];

const creating = (what: string, model: string, values: () => Json, more: Partial<SendingCall> = {}): SendingCall => ({
  what: `create ${what}`,
  tool: "create_record",
  args: () => ({ model, values: values() }),
  ...more,
});

const lines = (...create: object[]) => ({ create });

function creations(world: () => World): SendingCall[] {
  const of = <Key extends keyof World>(key: Key): World[Key] => world()[key];
  const line = () => ({ order_line: lines({ product_id: of("product"), product_uom_qty: 2 }) });
  const inCharge = () => ({ user_id: of("colleague") });
  const taskFor = () => (of("series") === "14" ? inCharge() : { user_ids: [of("colleague")] });
  const invoice = (move_type: string) => ({
    move_type,
    partner_id: of("customer"),
    ...(move_type === "in_invoice" ? { invoice_date: "2026-03-01" } : {}),
    invoice_line_ids: lines({ product_id: of("service"), quantity: 1, price_unit: 5 }),
  });
  return [
    creating("a contact", "res.partner", () => ({ name: "Quiet contact", email: "contact@quiet.example" })),
    creating("a contact of a colleague", "res.partner", () => ({ name: "Quiet contact", ...inCharge() })),
    creating("a lead", "crm.lead", () => ({ name: "Quiet lead", type: "lead", email_from: "lead@quiet.example" })),
    creating("a lead of a colleague", "crm.lead", () => ({ name: "Quiet lead", ...inCharge() })),
    creating("a lead of a customer", "crm.lead", () => ({ name: "Quiet lead", partner_id: of("customer") })),
    creating("a lead of a team that is followed", "crm.lead", () => ({ name: "Quiet lead", team_id: of("team") })),
    creating("a quotation", "sale.order", () => ({ partner_id: of("customer"), ...line() })),
    creating("a quotation of a colleague", "sale.order", () => ({ partner_id: of("customer"), ...inCharge() })),
    creating("a quotation of a followed team", "sale.order", () => ({
      partner_id: of("customer"),
      team_id: of("team"),
    })),
    creating("a quotation from a template with an e-mail", "sale.order", () => ({
      partner_id: of("customer"),
      sale_order_template_id: of("quotation"),
    })),
    creating("a request for quotation", "purchase.order", () => ({
      partner_id: of("customer"),
      order_line: lines({ product_id: of("product"), product_qty: 1 }),
    })),
    creating("a request of a colleague", "purchase.order", () => ({ partner_id: of("customer"), ...inCharge() })),
    creating("an invoice", "account.move", () => invoice("out_invoice")),
    creating("an invoice of a colleague", "account.move", () => ({
      ...invoice("out_invoice"),
      invoice_user_id: of("colleague"),
    })),
    creating("an invoice of a followed team", "account.move", () => ({
      ...invoice("out_invoice"),
      team_id: of("team"),
    })),
    creating("a bill", "account.move", () => invoice("in_invoice")),
    creating("a payment", "account.payment", () => ({
      payment_type: "inbound",
      partner_type: "customer",
      partner_id: of("customer"),
      amount: 5,
    })),
    creating("a project", "project.project", () => ({ name: "Quiet project" })),
    creating("a project of a colleague and a customer", "project.project", () => ({
      name: "Quiet project",
      ...inCharge(),
      partner_id: of("customer"),
      privacy_visibility: "portal",
    })),
    creating("a task", "project.task", () => ({ name: "Quiet task" })),
    creating("a task for a colleague", "project.task", () => ({ name: "Quiet task", ...taskFor() })),
    creating("a task of a followed project", "project.task", () => ({
      name: "Quiet task",
      project_id: of("project"),
      stage_id: of("stages")[0],
    })),
    creating("a task with subtasks, a customer and a colleague", "project.task", () => ({
      name: "Quiet task",
      project_id: of("project"),
      stage_id: of("stages")[0],
      partner_id: of("customer"),
      ...taskFor(),
      child_ids: lines({ name: "First", project_id: of("project") }, { name: "Second", ...taskFor() }),
    })),
    creating(
      "a task in a stage with an e-mail",
      "project.task",
      () => ({
        name: "Quiet task",
        project_id: of("project"),
        stage_id: of("stages")[1],
        partner_id: of("customer"),
      }),
      { unswitched: true, ordinary: true },
    ),
    {
      ...creating("a task for a colleague, once", "project.task", () => ({})),
      args: () => ({
        model: "project.task",
        values: { name: "Quiet task", ...taskFor() },
        idempotency_key: `quiet-${Math.random()}`,
      }),
    },
    {
      what: "create several leads of a colleague in a followed team",
      tool: "create_records",
      args: () => ({
        model: "crm.lead",
        records: [1, 2, 3].map((n) => ({ name: `Quiet lead ${n}`, ...inCharge(), team_id: of("team") })),
      }),
    },
    creating("an employee", "hr.employee", () => ({ name: "Quiet employee" })),
    creating("a department with a manager", "hr.department", () => ({ name: `Quiet department ${Math.random()}` })),
    creating("a product of a colleague", "product.template", () => ({
      name: "Quiet product",
      responsible_id: of("colleague"),
    })),
    creating("a sales team of a colleague", "crm.team", () => ({ name: "Quiet team", ...inCharge() })),
    creating("a meeting of one's own", "calendar.event", () => meeting),
    creating(
      "a meeting with a customer",
      "calendar.event",
      () => ({ ...meeting, partner_ids: { link: [of("customer")] } }),
      { ordinary: true },
    ),
    creating("a meeting with a colleague in charge", "calendar.event", () => ({
      ...meeting,
      ...inCharge(),
      partner_ids: { link: [of("customer")] },
    })),
    creating("a meeting that repeats, with a customer", "calendar.event", () => ({
      ...meeting,
      partner_ids: { link: [of("customer")] },
      recurrency: true,
      end_type: "count",
      count: 3,
      ...(of("series") === "14" ? { rrule_type: "daily" } : { rrule_type_ui: "daily" }),
    })),
    activity(world, "an activity of one's own", (w) => w.odoo.user.uid),
    activity(world, "an activity for a colleague", (w) => w.colleague),
    creating("a user", "res.users", () => ({
      name: "Quiet user",
      login: `user-${Math.random()}@quiet.example`,
      email: `user-${Math.random()}@quiet.example`,
    })),
  ];
}

function activity(world: () => World, what: string, user: (w: World) => number): SendingCall {
  return {
    what: `create ${what}`,
    tool: "create_record",
    async args() {
      const values = { ...(await todo(world(), "res.partner", world().customer)), user_id: user(world()) };
      return { model: "mail.activity", values };
    },
  };
}

/** A change of a record that is made for it. */
const changing = (
  what: string,
  model: string,
  change: () => Promise<{ id: number; values: Json }>,
  more: Partial<SendingCall> = {},
): SendingCall => ({
  what: `update ${what}`,
  tool: "update_record",
  args: async () => ({ model, ...(await change()) }),
  ...more,
});

function changes(world: () => World): SendingCall[] {
  const lead = async () => world().made("crm.lead", { name: "Quiet lead", partner_id: world().customer });
  const order = async (more: Json = {}) =>
    world().made("sale.order", {
      partner_id: world().customer,
      order_line: [[0, 0, { product_id: world().product, product_uom_qty: 1 }]],
      ...more,
    });
  const task = async (more: Json = {}) =>
    world().made("project.task", {
      name: "Quiet task",
      project_id: world().project,
      stage_id: world().stages[0],
      partner_id: world().customer,
      ...more,
    });
  const event = async () => world().made("calendar.event", { ...meeting, partner_ids: [[6, 0, [world().customer]]] });
  const toColleague = (name = "user_id") => ({ [name]: world().colleague });
  const taskFor = () => (world().series === "14" ? toColleague() : { user_ids: { link: [world().colleague] } });
  const nextStage = async () => {
    const [, second] = await world().odoo.search("crm.stage", [], { limit: 2, order: "sequence" });
    return second ?? 0;
  };
  return [
    changing("a contact's e-mail", "res.partner", async () => ({
      id: await world().made("res.partner", { name: "Quiet contact", email: "a@quiet.example" }),
      values: { email: "b@quiet.example" },
    })),
    changing("a contact's salesperson", "res.partner", async () => ({
      id: await world().made("res.partner", { name: "Quiet contact" }),
      values: toColleague(),
    })),
    changing("a lead's salesperson", "crm.lead", async () => ({ id: await lead(), values: toColleague() })),
    changing("a lead's stage", "crm.lead", async () => ({ id: await lead(), values: { stage_id: await nextStage() } })),
    changing(
      "a followed lead's stage",
      "crm.lead",
      async () => ({
        id: await world().followed("crm.lead", await lead()),
        values: { stage_id: await nextStage() },
      }),
      { unswitched: true, ordinary: true },
    ),
    changing("a followed lead's revenue", "crm.lead", async () => ({
      id: await world().followed("crm.lead", await lead()),
      values: { expected_revenue: 500 },
    })),
    changing(
      "a followed lead to be lost",
      "crm.lead",
      async () => ({ id: await world().followed("crm.lead", await lead()), values: { active: false, probability: 0 } }),
      { unswitched: true },
    ),
    changing("an order's salesperson", "sale.order", async () => ({ id: await order(), values: toColleague() })),
    changing("a confirmed order's quantities", "sale.order", async () => {
      const id = await order();
      await world().odoo.callMethod("sale.order", [id], "action_confirm");
      const [line = 0] = await world().odoo.search("sale.order.line", [["order_id", "=", id]], { limit: 1 });
      return { id, values: { order_line: { update: [{ id: line, product_uom_qty: 4 }] } } };
    }),
    changing("a request's buyer", "purchase.order", async () => ({
      id: await world().made("purchase.order", { partner_id: world().customer }),
      values: toColleague(),
    })),
    changing("an invoice's salesperson", "account.move", async () => ({
      id: await world().made("account.move", { move_type: "out_invoice", partner_id: world().customer }),
      values: toColleague("invoice_user_id"),
    })),
    changing("a transfer's responsible", "stock.picking", async () => ({
      id: await transfer(world()),
      values: toColleague(),
    })),
    changing("a task's assignee", "project.task", async () => ({ id: await task(), values: taskFor() })),
    changing("a task's assignees, reassigned", "project.task", async () => ({
      id: await task(world().series === "14" ? toColleague() : { user_ids: [[6, 0, [world().colleague]]] }),
      values:
        world().series === "14" ? { user_id: world().odoo.user.uid } : { user_ids: { set: [world().odoo.user.uid] } },
    })),
    changing("a task's customer", "project.task", async () => ({
      id: await task(),
      values: { partner_id: world().follower },
    })),
    changing("a task's stage", "project.task", async () => ({
      id: await task({ stage_id: false, project_id: await world().made("project.project", { name: "Quiet plain" }) }),
      values: { stage_id: world().stages[0] },
    })),
    changing(
      "a task's stage, to one with an e-mail",
      "project.task",
      async () => ({ id: await task(), values: { stage_id: world().stages[1] } }),
      { unswitched: true },
    ),
    changing(
      "a followed task's state",
      "project.task",
      async () => ({
        id: await world().followed("project.task", await task()),
        values: world().series === "14" ? { kanban_state: "done" } : { state: "1_done" },
      }),
      { unswitched: true },
    ),
    changing("a followed task's name", "project.task", async () => ({
      id: await world().followed("project.task", await task()),
      values: { name: "Quiet task, renamed" },
    })),
    changing("a project's manager", "project.project", async () => ({
      id: await world().made("project.project", { name: "Quiet project" }),
      values: toColleague(),
    })),
    changing("a task's project, to a followed one", "project.task", async () => ({
      id: await world().made("project.task", { name: "Quiet task" }),
      values: { project_id: world().project },
    })),
    changing("a meeting's time", "calendar.event", async () => ({
      id: await event(),
      values: { start: `${FUTURE}T11:00:00Z`, stop: `${FUTURE}T12:00:00Z` },
    })),
    changing("a meeting's attendees", "calendar.event", async () => ({
      id: await event(),
      values: { partner_ids: { link: [world().follower] } },
    })),
    changing("a meeting's name", "calendar.event", async () => ({
      id: await event(),
      values: { name: "Quiet, renamed" },
    })),
    changing("an activity's assignee", "mail.activity", async () => {
      const { made, customer, colleague } = world();
      const id = await made("mail.activity", await todo(world(), "res.partner", customer));
      return { id, values: { user_id: colleague } };
    }),
    changing("an employee's department", "hr.employee", async () => ({
      id: await world().made("hr.employee", { name: "Quiet employee" }),
      values: { department_id: await world().made("hr.department", { name: `Quiet department ${Math.random()}` }) },
    })),
    changing("a product's responsible", "product.template", async () => ({
      id: await world().made("product.template", { name: "Quiet product" }),
      values: toColleague("responsible_id"),
    })),
    {
      what: "update several leads' salesperson, each",
      tool: "update_records",
      args: async () => ({
        model: "crm.lead",
        updates: [
          { id: await lead(), values: toColleague() },
          { id: await lead(), values: toColleague() },
        ],
      }),
    },
    {
      what: "update several tasks' stage, each, to one with an e-mail",
      tool: "update_records",
      unswitched: true,
      args: async () => ({
        model: "project.task",
        updates: [{ id: await task(), values: { stage_id: world().stages[1] } }],
      }),
    },
    {
      what: "delete a meeting with a customer",
      tool: "delete_records",
      args: async () => ({ model: "calendar.event", ids: [await event()] }),
    },
  ];
}

async function transfer({ odoo, made, customer, product, series }: World): Promise<number> {
  const [type = 0] = await odoo.search("stock.picking.type", [["code", "=", "outgoing"]], { limit: 1 });
  const [kind] = await odoo.read("stock.picking.type", [type], ["default_location_src_id"]);
  const location_id = idOf(kind?.default_location_src_id);
  const [location_dest_id = 0] = await odoo.search("stock.location", [["usage", "=", "customer"]], { limit: 1 });
  const places = { location_id, location_dest_id };
  const move = {
    product_id: product,
    product_uom_qty: 1,
    ...places,
    ...(series === "14" ? { name: "m", product_uom: 1 } : {}),
  };
  return made("stock.picking", {
    picking_type_id: type,
    partner_id: customer,
    ...places,
    [series === "14" ? "move_lines" : "move_ids"]: [[0, 0, move]],
  });
}

/** A step of a record that is made for it. */
const step = (
  what: string,
  [model, signal]: readonly [model: string, signal: string],
  record: () => Promise<number>,
  { more = {}, ...rest }: { more?: Json } & Partial<SendingCall> = {},
): SendingCall => ({
  what: `step ${what}`,
  tool: "execute_workflow",
  args: async () => ({ model, signal, id: await record(), ...more }),
  ...rest,
});

function steps(world: () => World): SendingCall[] {
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
    step("win a lead", ["crm.lead", "action_set_won_rainbowman"], lead),
    step(
      "win a followed lead",
      ["crm.lead", "action_set_won_rainbowman"],
      () => follow("crm.lead", lead()),
      unswitched,
    ),
    step("confirm an order", ["sale.order", "action_confirm"], order),
    step("confirm a followed order", ["sale.order", "action_confirm"], () => follow("sale.order", order()), unswitched),
    step(
      "confirm an order from a template with an e-mail",
      ["sale.order", "action_confirm"],
      () => order({ sale_order_template_id: w().quotation }),
      { unswitched: true, ordinary: true },
    ),
    step("cancel an order", ["sale.order", "action_cancel"], confirmed),
    step("invoice an order", ["sale.order", "create_invoice"], confirmed),
    step("post an invoice", ["account.move", "action_post"], invoice),
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
    step(
      "do an activity of a followed lead",
      ["mail.activity", "action_done"],
      async () => w().made("mail.activity", await todo(w(), "crm.lead", await follow("crm.lead", lead()))),
      unswitched,
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

/** An activity of the user's own on a record. */
async function todo({ odoo }: World, model: string, res_id: number): Promise<Json> {
  const [res_model_id] = await odoo.search("ir.model", [["model", "=", model]], { limit: 1 });
  return { res_model_id, res_id, summary: "Call", user_id: odoo.user.uid };
}

const contact = ({ made }: World) => made("res.partner", { name: "Quiet twin", email: "twin@quiet.example" });
