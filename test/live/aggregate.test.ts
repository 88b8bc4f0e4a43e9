import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Json } from "../support/mcp.js";
import { askingOnce, openTools, type Tools } from "./in-process.js";
import { describeSandbox, wiresOf } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// The same records on each Odoo and the same expectations: the contract is one, whatever method and wire carry it.

const CONFIG = JSON.stringify({
  models: { "sale.order": {}, "crm.lead": {}, "res.partner": {}, "product.product": {}, "account.move": {} },
});

type Row = Record<string, unknown>;

describeSandbox("makes a company, which Odoo does not delete", "aggregation", (instance) => {
  const { series, admin } = instance;
  const settings = { ...admin, ODOO_TZ: "Europe/Brussels", ODOO_LANG: "en_US" };
  let generated: string;
  let odoo: Client;
  const made: [model: string, ids: number[]][] = [];

  const create = async (model: string, rows: Row[]) => {
    const ids = await odoo.create(model, rows);
    made.unshift([model, ids]);
    return ids;
  };
  const idOf = async (model: string, domain: unknown[]) => (await odoo.search(model, domain, { limit: 1 }))[0] ?? 0;

  /** Of the leads, in the order they are made. */
  const REVENUES = [100, 250.5, 40, 0, 9.25];
  let belgium: number;
  let customer: number;
  let euro: number;
  let dollarCompany: number;
  let euroCompany: number;

  beforeAll(async () => {
    // Before there are a second currency and company, which would show more fields.
    generated = await generatedFolder(instance, CONFIG);
    odoo = createClient(await connect(readSettings(settings)));
    belgium = await idOf("res.country", [["code", "=", "BE"]]);
    const partner = (name: string, rest: Row) => ({ name, ref: "aggregated", ...rest });
    await create("res.partner", [
      partner("A", { is_company: true, country_id: belgium, color: 5, type: "contact" }),
      partner("B", { is_company: true, color: 7, type: "other", function: "Baker" }),
      partner("C", { country_id: belgium, color: 1, type: "contact", function: "Baker" }),
      partner("D", { color: 2, type: "contact" }),
    ]);
    customer = await idOf("res.partner", [["ref", "=", "aggregated"]]);
    const times = [
      "2026-02-28 22:59:59", // still 28 February in Brussels
      "2026-02-28 23:00:00", // 1 March there
      "2026-03-31 21:59:59", // 31 March, in summer time
      "2026-03-31 22:00:00", // 1 April
      "2026-10-25 00:30:00", // 2:30 in summer time
      "2026-10-25 01:30:00", // 2:30 again, in winter time
    ];
    const orders = times.map((date_order) => ({
      partner_id: customer,
      client_order_ref: "aggregated",
      date_order,
    }));
    await create("sale.order", orders);

    const [own] = (await odoo.read(
      "res.company",
      [odoo.user.context.allowed_company_ids[0] ?? 1],
      ["currency_id"],
    )) as {
      id: number;
      currency_id: [number, string];
    }[];
    dollarCompany = own?.id ?? 0;
    euro = (
      await odoo.searchRead(
        "res.currency",
        [
          ["name", "=", "EUR"],
          ["active", "in", [true, false]],
        ],
        ["name"],
        { limit: 1 },
      )
    )[0]?.id as number;
    expect(own?.currency_id[0], "the company's currency is another one").not.toBe(euro);
    await odoo.write("res.currency", [euro], { active: true });
    [euroCompany = 0] = await odoo.create("res.company", [{ name: `Euro ${Date.now()}`, currency_id: euro }]);
    // The user works in the new company, too.
    odoo = createClient(await connect(readSettings(settings)));
    const lead = (expected_revenue: number | undefined, company_id: number, date_deadline: string | false) => ({
      name: "aggregated",
      type: "opportunity",
      expected_revenue,
      company_id,
      date_deadline,
    });
    await create("crm.lead", [
      lead(REVENUES[0], dollarCompany, "2026-01-31"),
      lead(REVENUES[1], dollarCompany, "2026-02-01"),
      lead(REVENUES[2], euroCompany, "2026-02-28"),
      lead(REVENUES[3], euroCompany, "2025-12-31"),
      lead(REVENUES[4], dollarCompany, false),
    ]);
  });
  afterAll(async () => {
    for (const [model, ids] of made) await odoo.unlink(model, ids);
    // A company cannot be deleted: the user leaves it, and so cannot be in it meanwhile.
    const context = { allowed_company_ids: [dollarCompany] };
    await odoo.write("res.users", [odoo.user.uid], { company_ids: [[3, euroCompany]] }, { context });
    await closeConnections();
  });

  const wires = wiresOf(instance);
  const over = askingOnce();
  describe.each(wires)("over %s", (wire) => {
    let tools: Tools;
    beforeAll(async () => {
      tools = await openTools(generated, { ...settings, ODOO_WIRE: wire }, { over });
    });

    const PARTNERS = [["ref", "=", "aggregated"]];
    const ORDERS = [["client_order_ref", "=", "aggregated"]];
    const LEADS = [["name", "=", "aggregated"]];
    const ask = (tool: string, args: Json) => tools.call(`${tool}_aggregate`, args);
    const groups = async (tool: string, args: Json) => (await ask(tool, args)).groups as Row[];
    const refusal = (tool: string, args: Json) =>
      ask(tool, args).then(
        (result) => JSON.stringify(result),
        (error: Error) => error.message,
      );

    it("groups by a boolean, a selection, a many2one and nothing, as reads show them", async () => {
      const domain = PARTNERS;
      expect(await groups("res_partner", { domain, group_by: ["is_company"], measures: ["color:sum"] })).toEqual([
        { is_company: false, "color:sum": 3, count: 2 },
        { is_company: true, "color:sum": 12, count: 2 },
      ]);
      expect(await groups("res_partner", { domain, group_by: ["type"], order: "count desc" })).toEqual([
        { type: "contact", count: 3 },
        { type: "other", count: 1 },
      ]);
      expect(
        await groups("res_partner", { domain, group_by: ["country_id", "function"], measures: ["color:max"] }),
      ).toEqual([
        { country_id: { id: belgium, name: "Belgium" }, function: "Baker", "color:max": 1, count: 1 },
        { country_id: { id: belgium, name: "Belgium" }, function: null, "color:max": 5, count: 1 },
        { country_id: null, function: "Baker", "color:max": 7, count: 1 },
        { country_id: null, function: null, "color:max": 2, count: 1 },
      ]);
    });

    it("computes every function, with and without groups", async () => {
      const measures = [
        "color:sum",
        "color:avg",
        "color:min",
        "color:max",
        "country_id:count_distinct",
        "name:count_distinct",
      ];
      const total = {
        "color:sum": 15,
        "color:avg": 3.75,
        "color:min": 1,
        "color:max": 7,
        "country_id:count_distinct": 1,
        "name:count_distinct": 4,
        count: 4,
      };
      expect(await groups("res_partner", { domain: PARTNERS, measures })).toEqual([total]);
      expect(await groups("res_partner", { domain: PARTNERS, measures, group_by: ["ref"] })).toEqual([
        { ref: "aggregated", ...total },
      ]);
    });

    it("totals nothing to null, and counts it as 0", async () => {
      const measures = ["color:sum", "name:count_distinct", "create_date:max"];
      expect(await groups("res_partner", { domain: [["ref", "=", "no such"]], measures })).toEqual([
        { "color:sum": null, "name:count_distinct": 0, "create_date:max": null, count: 0 },
      ]);
      expect(await groups("res_partner", { domain: [["ref", "=", "no such"]], group_by: ["type"] })).toEqual([]);
      const lead = { domain: [["name", "=", "no such"]], measures: ["expected_revenue:sum"] };
      expect(await groups("crm_lead", lead)).toEqual([
        { "expected_revenue:sum": null, company_currency: null, count: 0 },
      ]);
      const empty = { domain: [["name", "=", "aggregated"]], measures: ["date_closed:max", "date_deadline:max"] };
      expect(await groups("crm_lead", empty)).toEqual([
        { "date_closed:max": null, "date_deadline:max": "2026-02-28", count: REVENUES.length },
      ]);
    });

    it("groups times by the user's clock, over changes of the clock", async () => {
      const by = (period: string) => groups("sale_order", { domain: ORDERS, group_by: [`date_order:${period}`] });
      const counts = async (period: string) =>
        (await by(period)).map((group) => [group[`date_order:${period}`], group.count]);
      expect(await counts("month")).toEqual([
        ["2026-02-01", 1],
        ["2026-03-01", 2],
        ["2026-04-01", 1],
        ["2026-10-01", 2],
      ]);
      expect(await counts("day")).toEqual([
        ["2026-02-28", 1],
        ["2026-03-01", 1],
        ["2026-03-31", 1],
        ["2026-04-01", 1],
        ["2026-10-25", 2],
      ]);
      expect(await counts("quarter")).toEqual([
        ["2026-01-01", 3],
        ["2026-04-01", 1],
        ["2026-10-01", 2],
      ]);
      expect(await counts("year")).toEqual([["2026-01-01", 6]]);
      expect(await counts("hour")).toEqual([
        ["2026-02-28T23:00:00+01:00", 1],
        ["2026-03-01T00:00:00+01:00", 1],
        ["2026-03-31T23:00:00+02:00", 1],
        ["2026-04-01T00:00:00+02:00", 1],
        // The clock shows this hour twice.
        ["2026-10-25T02:00:00+01:00", 2],
      ]);
    });

    it("begins a week on Monday in 14, on the language's first day in 19", async () => {
      const weeks = await groups("sale_order", { domain: ORDERS, group_by: ["date_order:week"] });
      const starts = weeks.map((group) => group["date_order:week"]);
      const monday = ["2026-02-23", "2026-03-30", "2026-10-19"];
      const sunday = ["2026-02-22", "2026-03-01", "2026-03-29", "2026-10-25"];
      expect(starts).toEqual(series === "14" ? monday : sunday);
      const french = await groups("sale_order", { domain: ORDERS, group_by: ["date_order:week"], lang: "fr_FR" });
      expect(french.map((group) => group["date_order:week"])).toEqual(monday);
    });

    it("groups dates, by two periods at once, with those that are empty", async () => {
      const group_by = ["date_deadline:quarter", "date_deadline:month"];
      expect(await groups("crm_lead", { domain: LEADS, group_by })).toEqual([
        { "date_deadline:quarter": "2025-10-01", "date_deadline:month": "2025-12-01", count: 1 },
        { "date_deadline:quarter": "2026-01-01", "date_deadline:month": "2026-01-01", count: 1 },
        { "date_deadline:quarter": "2026-01-01", "date_deadline:month": "2026-02-01", count: 2 },
        { "date_deadline:quarter": null, "date_deadline:month": null, count: 1 },
      ]);
    });

    it("tells the same in another language, which labels of months would not be", async () => {
      const given = { domain: ORDERS, group_by: ["date_order:month"] };
      expect(await groups("sale_order", { ...given, lang: "fr_FR" })).toEqual(await groups("sale_order", given));
    });

    it("sums as reading and adding does", async () => {
      const domain = [["state", "!=", "cancel"]];
      const sums = new Map<string, number>();
      for (const order of await tools.client.searchRead(
        "sale.order",
        domain,
        ["state", "currency_id", "amount_total"],
        { limit: 1000 },
      )) {
        const key = `${order.state} ${(order.currency_id as [number])[0]}`;
        sums.set(key, (sums.get(key) ?? 0) + (order.amount_total as number));
      }
      const found = await groups("sale_order", {
        domain,
        group_by: ["state"],
        measures: ["amount_total:sum"],
        order: "amount_total:sum desc",
      });
      expect(found.length).toBe(sums.size);
      for (const group of found) {
        const key = `${group.state} ${(group.currency_id as Row).id}`;
        expect(group["amount_total:sum"], key).toBeCloseTo(sums.get(key) ?? Number.NaN, 2);
      }
      const amounts = found.map((group) => group["amount_total:sum"] as number);
      expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
      expect(amounts.length).toBeGreaterThan(1);
    });

    it("pages without a gap, and says whether more follow", async () => {
      const given = { domain: [], group_by: ["partner_id", "state"], order: "count desc" };
      const all = await ask("sale_order", { ...given, limit: 500 });
      expect(all.next_offset).toBeNull();
      const pages: unknown[] = [];
      let offset: unknown = 0;
      while (offset !== null) {
        const page = await ask("sale_order", { ...given, limit: 3, offset });
        pages.push(...(page.groups as unknown[]));
        offset = page.next_offset;
      }
      expect(pages.length).toBeGreaterThan(6);
      expect(pages).toEqual(all.groups);
    });

    it("keeps the groups that having asks for, and pages among them", async () => {
      const given = { domain: PARTNERS, group_by: ["function"], measures: ["color:sum"], order: "color:sum" };
      expect(await groups("res_partner", { ...given, having: [["color:sum", ">=", 8]] })).toEqual([
        { function: "Baker", "color:sum": 8, count: 2 },
      ]);
      expect(
        await groups("res_partner", {
          ...given,
          having: [
            ["color:sum", "<", 8],
            ["count", "!=", 3],
          ],
        }),
      ).toEqual([{ function: null, "color:sum": 7, count: 2 }]);
      const page = await ask("res_partner", { ...given, having: [["count", "=", 2]], limit: 1 });
      expect(page).toMatchObject({ groups: [{ function: null }], next_offset: 1 });
      const next = await ask("res_partner", { ...given, having: [["count", "=", 2]], limit: 1, offset: 1 });
      expect(next).toMatchObject({ groups: [{ function: "Baker" }], next_offset: null });
    });

    it("never adds up amounts of two currencies", async () => {
      const company_currency = { id: euro, name: "EUR" };
      const given = { domain: LEADS, measures: ["expected_revenue:sum"] };
      const byCompany = await groups("crm_lead", { ...given, group_by: ["company_id"] });
      expect(byCompany).toHaveLength(2);
      expect(byCompany).toContainEqual({
        company_id: { id: euroCompany, name: expect.stringMatching(/^Euro/) },
        company_currency,
        "expected_revenue:sum": 40,
        count: 2,
      });
      const ofEuros = { ...given, domain: [...LEADS, ["company_id", "=", euroCompany]] };
      expect(await groups("crm_lead", ofEuros)).toEqual([{ company_currency, "expected_revenue:sum": 40, count: 2 }]);
      expect(await groups("crm_lead", { ...given, company_id: dollarCompany })).toMatchObject([
        { "expected_revenue:sum": 359.75, count: 3 },
      ]);
      if (series === "14") {
        expect(await refusal("crm_lead", given)).toMatch(
          /"expected_revenue:sum" would add up amounts in (USD and EUR|EUR and USD)\. Group by "company_id" as well/,
        );
      } else {
        const sums = (await groups("crm_lead", given)).map((group) => [
          (group.company_currency as Row).name,
          group["expected_revenue:sum"],
        ]);
        expect(new Map(sums as [string, number][])).toEqual(
          new Map([
            ["USD", 359.75],
            ["EUR", 40],
          ]),
        );
      }
    });

    it("shows both currencies of what has two", async () => {
      const measures = ["amount_total:sum", "amount_total_signed:sum"];
      const found = await groups("account_move", {
        domain: [["state", "=", "posted"]],
        measures,
        group_by: ["move_type"],
      });
      expect(found.length).toBeGreaterThan(0);
      for (const group of found) {
        expect(group).toMatchObject({ currency_id: { id: expect.any(Number) }, company_currency_id: { name: "USD" } });
      }
    });

    it("groups by a product's own and its template's fields", async () => {
      const found = await groups("product_product", {
        domain: [],
        group_by: ["categ_id"],
        measures: ["list_price:max", "list_price:avg"],
        limit: 500,
      });
      const products = await tools.client.searchRead("product.product", [], ["categ_id", "list_price"], {
        limit: 1000,
      });
      expect(found.reduce((sum, { count }) => sum + Number(count), 0)).toBe(products.length);
      for (const group of found) {
        const prices = products
          .filter(
            ({ categ_id }) => ((categ_id || [null]) as [unknown])[0] === ((group.categ_id as Row | null)?.id ?? null),
          )
          .map(({ list_price }) => list_price as number);
        expect(group["list_price:max"]).toBe(Math.max(...prices));
        expect(group["list_price:avg"]).toBeCloseTo(prices.reduce((a, b) => a + b, 0) / prices.length, 6);
      }
    });

    it("groups along a relation and by a many2many where Odoo does, and says where it does not", async () => {
      const path = { domain: PARTNERS, group_by: ["country_id.code"] };
      const tags = { domain: [["category_id", "!=", false]], group_by: ["category_id"] };
      if (series === "14") {
        expect(await refusal("res_partner", path)).toMatch(/19\.0 and later can/);
        expect(await refusal("res_partner", tags)).toMatch(/15\.0 and later can/);
        return;
      }
      expect(await groups("res_partner", path)).toEqual([
        { "country_id.code": "BE", count: 2 },
        { "country_id.code": null, count: 2 },
      ]);
      const tagged = await ask("res_partner", tags);
      expect(tagged.note).toMatch(/counts in the group of each/);
      expect((tagged.groups as Row[])[0]).toMatchObject({
        category_id: { id: expect.any(Number), name: expect.any(String) },
      });
    });

    it("is the generic tool's answer, too", async () => {
      const given = { domain: PARTNERS, group_by: ["type"], measures: ["color:sum"] };
      expect(await tools.call("aggregate_records", { model: "res.partner", ...given })).toEqual(
        await ask("res_partner", given),
      );
    });
  });
});
