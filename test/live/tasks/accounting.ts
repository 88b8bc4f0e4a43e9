import { expect, it } from "vitest";
import type { Json } from "../../support/mcp.js";
import { type Desk, dayFromNow, idOf, madeOf, only } from "./desk.js";

export function accounting({ series, assistant, odoo, made, of, one }: Desk): void {
  /** A posted invoice, of the user's first company or another. */
  const invoiceOf = async (values: Json, company?: number) => {
    const client = company ? odoo().inContext({ allowed_company_ids: [company] }) : odoo();
    const [id = 0] = await client.create("account.move", [{ move_type: "out_invoice", ...values }]);
    await client.callMethod("account.move", [id], "action_post");
    return id;
  };
  const lineOf = (price_unit: number, rest: Json = {}) => [
    0,
    0,
    { name: "Hours", price_unit, tax_ids: [[6, 0, []]], ...rest },
  ];

  /** A journal of another company, which has no accounts yet, with what an invoice to the customer needs there. */
  const openBooks = async (company: number, customer: number) => {
    const there = odoo().inContext({ allowed_company_ids: [company] });
    const account = async (code: string, type: "income" | "asset_receivable") => {
      const group = { income: "Income", asset_receivable: "Receivable" }[type];
      const [kind] = series === "14" ? await of("account.account.type", [["name", "=", group]], ["name"]) : [];
      const ofSeries = kind ? { user_type_id: kind.id } : { account_type: type };
      const values = { code, name: `Task 16 ${group}`, reconcile: type === "asset_receivable", ...ofSeries };
      return (await there.create("account.account", [values]))[0] ?? 0;
    };
    const income = await account("T16400", "income");
    const journal = { name: "Task 16", code: "T16", type: "sale", default_account_id: income, company_id: company };
    await there.create("account.journal", [journal]);
    const receivable = await account("T16120", "asset_receivable");
    await there.write("res.partner", [customer], { property_account_receivable_id: receivable });
    return income;
  };

  it("16: tells overdue invoices by customer, the oldest first, with companies kept apart", async () => {
    const [first, second] = [
      await made("res.partner", { name: "Task 16 Old" }),
      await made("res.partner", { name: "Task 16 Late" }),
    ];
    const [company] = await of("res.company", [["name", "=", "My Company (Chicago)"]], ["name"]);
    const chicago = company?.id ?? 0;
    const account_id = await openBooks(chicago, first);
    const due = (days: number) => ({
      invoice_date: dayFromNow(-days),
      invoice_date_due: dayFromNow(-days),
      invoice_payment_term_id: false,
    });
    await invoiceOf({ partner_id: first, ...due(4000), invoice_line_ids: [lineOf(100)] });
    await invoiceOf({ partner_id: first, ...due(20), invoice_line_ids: [lineOf(10)] });
    await invoiceOf({ partner_id: second, ...due(3900), invoice_line_ids: [lineOf(7)] });
    await invoiceOf({ partner_id: first, ...due(3950), invoice_line_ids: [lineOf(1000, { account_id })] }, chicago);

    const today = dayFromNow(0);
    const overdue = [
      ["move_type", "=", "out_invoice"],
      ["state", "=", "posted"],
      ["payment_state", "in", ["not_paid", "partial"]],
      ["invoice_date_due", "<", today],
    ];
    const { groups } = await assistant().call("account_move_aggregate", {
      domain: overdue,
      group_by: ["company_id", "partner_id"],
      measures: ["amount_residual:sum", "invoice_date_due:min"],
      order: "invoice_date_due:min",
    });
    expect(assistant().calls.length).toBeLessThanOrEqual(1);

    const moves = await of("account.move", overdue, [
      "company_id",
      "partner_id",
      "amount_residual",
      "invoice_date_due",
    ]);
    const expected = new Map<string, { total: number; oldest: string }>();
    for (const { company_id, partner_id, amount_residual, invoice_date_due } of moves) {
      const key = `${idOf(company_id)} ${idOf(partner_id)}`;
      const sum = expected.get(key) ?? { total: 0, oldest: "9999" };
      const oldest = [sum.oldest, String(invoice_date_due)].toSorted()[0] ?? "";
      expected.set(key, { total: sum.total + Number(amount_residual), oldest });
    }
    const told = (groups as Record<string, { id: number }>[]).map((group) => ({
      key: `${group.company_id?.id} ${group.partner_id?.id}`,
      total: Number(group["amount_residual:sum"]),
      oldest: String(group["invoice_date_due:min"]),
    }));
    expect(told.slice(0, 3)).toEqual([
      { key: `1 ${first}`, total: 110, oldest: dayFromNow(-4000) },
      { key: `${chicago} ${first}`, total: 1000, oldest: dayFromNow(-3950) },
      { key: `1 ${second}`, total: 7, oldest: dayFromNow(-3900) },
    ]);
    expect(told).toHaveLength(expected.size);
    for (const { key, total, oldest } of told) {
      expect({ key, total, oldest }).toEqual({
        key,
        total: expect.closeTo(expected.get(key)?.total ?? 0),
        oldest: expected.get(key)?.oldest,
      });
    }
    expect(told.map(({ oldest }) => oldest)).toEqual(told.map(({ oldest }) => oldest).toSorted());

    const { groups: added, note } = await assistant().call("account_move_aggregate", {
      domain: [...overdue, ["partner_id", "=", first]],
      measures: ["amount_residual:sum"],
    });
    expect(added).toMatchObject([{ "amount_residual:sum": expect.closeTo(1110), count: 3 }]);
    expect(Object.keys((added as Json[])[0] ?? {})).not.toContain("company_id:count_distinct");
    expect(note).toContain("several companies were added up");
  });

  it("17: makes a credit note for one piece of a posted invoice, and posts it", async () => {
    const customer = await made("res.partner", { name: "Task 17 Client" });
    const product = await made("product.product", { name: "Task 17 Lamp", list_price: 30, taxes_id: [[6, 0, []]] });
    const invoice = await invoiceOf({
      partner_id: customer,
      invoice_line_ids: [lineOf(30, { product_id: product, quantity: 5 })],
    });
    const { name } = await one("account.move", invoice, ["name"]);

    const { records } = await assistant().call("account_move_search", {
      domain: [["name", "=", name]],
      fields: ["partner_id", ...["product_id", "price_unit", "tax_ids"].map((name) => `invoice_line_ids.${name}`)],
    });
    const found = only(records as { id: number; partner_id: { id: number }; invoice_line_ids: Json[] }[]);
    const { product_id, price_unit, tax_ids } = only(found.invoice_line_ids) as {
      product_id: { id: number };
      price_unit: number;
      tax_ids: number[];
    };
    const piece = { product_id: product_id.id, quantity: 1, price_unit, tax_ids: { set: tax_ids } };
    const { id } = await assistant().call("account_move_create", {
      values: { move_type: "out_refund", partner_id: found.partner_id.id, invoice_line_ids: { create: [piece] } },
      extra: { reversed_entry_id: found.id },
    });
    await assistant().call("account_move_action_post", { ids: [id] });
    expect(assistant().calls.length).toBeLessThanOrEqual(3);

    const fields = ["state", "move_type", "amount_total", "partner_id", "reversed_entry_id"];
    const note = await one("account.move", id, fields);
    expect(note).toMatchObject({ state: "posted", move_type: "out_refund", amount_total: 30 });
    expect([idOf(note.partner_id), idOf(note.reversed_entry_id)]).toEqual([customer, invoice]);
  });

  it("19: makes a balanced entry of three lines, posts and reverses it", async () => {
    const [rent, salaries, equipment] = await assistant().lookUp(
      ["account.account", "Rent"],
      ["account.account", "Salary Expenses"],
      ["account.account", "Purchase of Equipments"],
    );
    const lines = [
      { account_id: rent, name: "the hall", debit: 100 },
      { account_id: salaries, name: "the guard", debit: 50 },
      { account_id: equipment, name: "the tent", credit: 150 },
    ];
    const { id } = await assistant().call("account_move_create", {
      values: { move_type: "entry", ref: "Task 19", line_ids: { create: lines } },
    });
    await assistant().call("account_move_action_post", { ids: [id] });
    const reversed = await assistant().call("account_move_action_reverse", {
      ids: [id],
      values: { reason: "not ours" },
    });
    expect(reversed).toMatchObject({ done: true });
    expect(assistant().calls.length).toBeLessThanOrEqual(4);

    const columns = ["account_id", "debit", "credit"];
    const entry = async (move: unknown) =>
      (await of("account.move.line", [["move_id", "=", move]], columns)).map((line) => [
        idOf(line.account_id),
        line.debit,
        line.credit,
      ]);
    expect(await one("account.move", id, ["state", "move_type"])).toMatchObject({
      state: "posted",
      move_type: "entry",
    });
    expect(await entry(id)).toEqual([
      [rent, 100, 0],
      [salaries, 50, 0],
      [equipment, 0, 150],
    ]);
    const reversal = only(await of("account.move", [["reversed_entry_id", "=", id]], ["state", "ref"]));
    expect(reversal).toMatchObject({ state: "posted", ref: expect.stringContaining("not ours") });
    expect(madeOf(reversed, "account.move")).toEqual([reversal.id]);
    expect(await entry(reversal.id)).toEqual([
      [rent, 0, 100],
      [salaries, 0, 50],
      [equipment, 150, 0],
    ]);
  });
}
