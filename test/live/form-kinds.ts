import type { Client } from "../../src/odoo/client.js";
import type { Domain, RawValues } from "../../src/odoo/schema/raw.js";
import type { Series } from "../sandbox/recipes.js";

/** A kind of records that people make: what they type, for Odoo's form and for a tool alike. */
export interface KindOfRecord {
  kind: string;
  model: string;
  /** What the menu adds that opens the form for this kind. */
  menu?: Readonly<Record<string, unknown>>;
  /** In the order in which a person types. */
  values: Readonly<Record<string, unknown>>;
  /** What a tool is given in the menu's place. */
  type?: Readonly<Record<string, unknown>>;
}

export const lines = (...create: object[]) => ({ create });

/** Models whose records are read as lines of another. */
export const LINE_MODELS = [
  "sale.order.line",
  "purchase.order.line",
  "account.move.line",
  "account.payment.term.line",
  "account.tax.repartition.line",
  "stock.move",
  "product.pricelist.item",
] as const;

/** At least what form.test.ts counts; over the demo data of a sandbox. */
export async function kindsOfRecords(odoo: Client, series: Series): Promise<KindOfRecord[]> {
  const is14 = series === "14";
  const first = async (model: string, domain: Domain = [], skip = 0) => {
    const [id] = await odoo.search(model, domain, { limit: 1, offset: skip });
    if (id === undefined) throw new Error(`The sandbox has no ${model} ${JSON.stringify(domain)}.`);
    return id;
  };
  const traded: Domain = [
    ["sale_ok", "=", true],
    ["purchase_ok", "=", true],
    ["list_price", ">", 10],
  ];
  const customer = await first("res.partner", [["is_company", "=", true]]);
  const vendor = await first("res.partner", [["is_company", "=", true]], 1);
  const product = await first("product.product", traded);
  const other = await first("product.product", traded, 2);
  const terms = await first("account.payment.term", [], 2);
  const special = await customerWithTerms(odoo, terms);
  const project = await first("project.project");
  const template = await first("product.template");
  const operations = (code: string) => first("stock.picking.type", [["code", "=", code]]);
  const account = (group: string) => first("account.account", [["internal_group", "=", group]]);
  const moves = is14 ? "move_ids_without_package" : "move_ids";
  const menuOf = (type: string) => ({ menu: { default_move_type: type }, type: { move_type: type } });
  const paid = (payment_type: string, partner_type: string) => ({
    menu: {
      default_payment_type: payment_type,
      default_partner_type: partner_type,
      default_move_journal_types: ["bank", "cash"],
    },
    type: { payment_type, partner_type },
  });
  const meeting = { name: "M", start: "2026-03-02 09:00:00", stop: "2026-03-02 10:00:00" };
  return [
    {
      kind: "quotation",
      model: "sale.order",
      values: {
        partner_id: customer,
        order_line: lines({ product_id: product }, { product_id: other, product_uom_qty: 3 }),
      },
    },
    {
      kind: "quotation with a section and a note",
      model: "sale.order",
      values: {
        partner_id: customer,
        client_order_ref: "R",
        order_line: lines(
          { display_type: "line_section", name: "S" },
          { product_id: product, product_uom_qty: 2 },
          { display_type: "line_note", name: "N" },
        ),
      },
    },
    {
      kind: "quotation with terms and a price of its own",
      model: "sale.order",
      values: {
        partner_id: customer,
        payment_term_id: terms,
        order_line: lines({ product_id: product, price_unit: 12.5 }),
      },
    },
    {
      kind: "quotation for a customer with a pricelist, terms, salesperson and delivery address",
      model: "sale.order",
      values: { partner_id: special, order_line: lines({ product_id: product }, { product_id: other }) },
    },
    {
      kind: "invoice of a customer with a pricelist, terms, salesperson and delivery address",
      model: "account.move",
      ...menuOf("out_invoice"),
      values: { partner_id: special, invoice_line_ids: lines({ product_id: product, quantity: 2 }) },
    },
    {
      kind: "request for quotation from a vendor with terms",
      model: "purchase.order",
      values: { partner_id: special, order_line: lines({ product_id: product, product_qty: 2 }) },
    },
    {
      kind: "request for quotation",
      model: "purchase.order",
      values: { partner_id: vendor, order_line: lines({ product_id: product }, { product_id: other, product_qty: 5 }) },
    },
    {
      kind: "request for quotation with a price",
      model: "purchase.order",
      values: {
        partner_id: customer,
        partner_ref: "X",
        order_line: lines({ product_id: product, product_qty: 2, price_unit: 7 }),
      },
    },
    {
      kind: "customer invoice",
      model: "account.move",
      ...menuOf("out_invoice"),
      values: { partner_id: customer, invoice_line_ids: lines({ product_id: product, quantity: 2 }) },
    },
    {
      kind: "customer invoice of a date, with work",
      model: "account.move",
      ...menuOf("out_invoice"),
      values: {
        partner_id: customer,
        invoice_date: "2026-03-01",
        invoice_line_ids: lines(
          { product_id: product, quantity: 2, price_unit: 30 },
          { name: "Work", quantity: 1, price_unit: 100 },
        ),
      },
    },
    {
      kind: "vendor bill",
      model: "account.move",
      ...menuOf("in_invoice"),
      values: {
        partner_id: vendor,
        invoice_date: "2026-03-01",
        ref: "B1",
        invoice_line_ids: lines({ product_id: product, quantity: 2, price_unit: 50 }),
      },
    },
    {
      kind: "vendor bill with terms",
      model: "account.move",
      ...menuOf("in_invoice"),
      values: {
        partner_id: vendor,
        invoice_date: "2026-06-30",
        invoice_payment_term_id: terms,
        invoice_line_ids: lines({ product_id: product, quantity: 2, price_unit: 50 }),
      },
    },
    {
      kind: "credit note",
      model: "account.move",
      ...menuOf("out_refund"),
      values: { partner_id: customer, invoice_line_ids: lines({ product_id: product, quantity: 1 }) },
    },
    {
      kind: "vendor credit note",
      model: "account.move",
      ...menuOf("in_refund"),
      values: {
        partner_id: vendor,
        invoice_date: "2026-03-01",
        invoice_line_ids: lines({ product_id: product, quantity: 1 }),
      },
    },
    { kind: "journal entry", model: "account.move", ...menuOf("entry"), values: { ref: "x" } },
    {
      kind: "customer payment",
      model: "account.payment",
      ...paid("inbound", "customer"),
      values: { partner_id: customer, amount: 100 },
    },
    {
      kind: "vendor payment",
      model: "account.payment",
      ...paid("outbound", "supplier"),
      values: { partner_id: vendor, amount: 50, date: "2026-03-03" },
    },
    {
      kind: "lead",
      model: "crm.lead",
      menu: { default_type: "lead" },
      type: { type: "lead" },
      values: { name: "L", email_from: "a@example.com" },
    },
    {
      kind: "opportunity",
      model: "crm.lead",
      menu: { default_type: "opportunity" },
      type: { type: "opportunity" },
      values: { name: "O", partner_id: customer },
    },
    { kind: "task", model: "project.task", values: { name: "T", project_id: project } },
    {
      kind: "task with a deadline",
      model: "project.task",
      values: {
        name: "T",
        project_id: project,
        date_deadline: is14 ? "2026-04-01" : "2026-04-01 10:00:00",
        description: "<p>x</p>",
      },
    },
    { kind: "project", model: "project.project", values: { name: "P" } },
    {
      kind: "project with a name for its tasks",
      model: "project.project",
      values: { name: "P", label_tasks: "Steps" },
    },
    { kind: "contact", model: "res.partner", values: { name: "C" } },
    {
      kind: "company",
      model: "res.partner",
      values: { company_type: "company", name: "Co", country_id: await first("res.country", [["code", "=", "BE"]]) },
    },
    { kind: "contact below a company", model: "res.partner", values: { name: "C", parent_id: customer } },
    {
      kind: "delivery address of a company",
      model: "res.partner",
      menu: { default_type: "delivery", default_parent_id: customer },
      type: { type: "delivery", parent_id: customer },
      values: { name: "D", street: "Other" },
    },
    { kind: "product", model: "product.template", values: { name: "Prod" } },
    { kind: "service", model: "product.template", values: { name: "Serv", type: "service", list_price: 12 } },
    { kind: "variant", model: "product.product", values: { name: "Var", lst_price: 3 } },
    { kind: "employee", model: "hr.employee", values: { name: "E" } },
    {
      kind: "employee of a department",
      model: "hr.employee",
      values: { name: "E", department_id: await first("hr.department"), work_email: "e@example.com" },
    },
    { kind: "department", model: "hr.department", values: { name: "D" } },
    { kind: "job position", model: "hr.job", values: { name: "J" } },
    { kind: "meeting", model: "calendar.event", values: meeting },
    {
      kind: "meeting that repeats",
      model: "calendar.event",
      values: {
        ...meeting,
        recurrency: true,
        // The weekdays of later series are typed in a widget that `Form` does not know.
        ...(is14 ? { rrule_type: "weekly", count: 4, mo: true } : { rrule_type_ui: "daily", count: 4 }),
      },
    },
    {
      kind: "delivery",
      model: "stock.picking",
      values: {
        picking_type_id: await operations("outgoing"),
        partner_id: customer,
        [moves]: lines({ product_id: product, product_uom_qty: 2 }),
      },
    },
    {
      kind: "receipt",
      model: "stock.picking",
      values: {
        picking_type_id: await operations("incoming"),
        partner_id: vendor,
        [moves]: lines({ product_id: other, product_uom_qty: 1 }),
      },
    },
    { kind: "pricelist", model: "product.pricelist", values: { name: "PL" } },
    { kind: "product category", model: "product.category", values: { name: "Cat" } },
    { kind: "sales team", model: "crm.team", values: { name: "T" } },
    { kind: "contact tag", model: "res.partner.category", values: { name: "Tag" } },
    { kind: "payment terms", model: "account.payment.term", values: { name: "T" } },
    { kind: "tax", model: "account.tax", values: { name: "Tx", amount: 7 } },
    { kind: "journal", model: "account.journal", values: { name: "J", type: "general", code: "JX" } },
    { kind: "stage of leads", model: "crm.stage", values: { name: "St" } },
    { kind: "location", model: "stock.location", values: { name: "Loc" } },
    {
      kind: "vendor's price",
      model: "product.supplierinfo",
      menu: { default_product_tmpl_id: template },
      type: { product_tmpl_id: template },
      values: { [is14 ? "name" : "partner_id"]: vendor, price: 4 },
    },
    { kind: "fiscal position", model: "account.fiscal.position", values: { name: "F" } },
    {
      kind: "bank account",
      model: "res.partner.bank",
      values: { acc_number: "BE71096123456769", partner_id: customer },
    },
    // From 16 on, a form shows an entry's items to users with all accounting features alone.
    ...(is14
      ? [
          {
            kind: "journal entry with items",
            model: "account.move",
            ...menuOf("entry"),
            values: {
              ref: "y",
              date: "2026-02-01",
              line_ids: lines(
                { account_id: await account("income"), name: "a", debit: 10 },
                { account_id: await account("expense"), name: "b", credit: 10 },
              ),
            },
          },
        ]
      : []),
  ];
}

/** A company that decides much of its orders: what is bought and sold, at what price, when it is paid, where it goes. */
async function customerWithTerms(odoo: Client, terms: number): Promise<number> {
  const one = async (model: string, values: RawValues) => (await odoo.create(model, [values]))[0] ?? 0;
  const item = { compute_price: "percentage", percent_price: 10, applied_on: "3_global" };
  const pricelist = await one("product.pricelist", { name: "Ten less", item_ids: [[0, 0, item]] });
  const position = await one("account.fiscal.position", { name: "Abroad" });
  const [salesperson] = await odoo.search("res.users", [["login", "=", "demo"]], { limit: 1 });
  const company = await one("res.partner", {
    name: "Terms of its own",
    company_type: "company",
    property_product_pricelist: pricelist,
    property_account_position_id: position,
    property_payment_term_id: terms,
    property_supplier_payment_term_id: terms,
    user_id: salesperson,
  });
  await one("res.partner", { name: "Warehouse", type: "delivery", parent_id: company });
  return company;
}
