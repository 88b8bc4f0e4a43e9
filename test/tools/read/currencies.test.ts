import { describe, expect, it } from "vitest";
import { createClient } from "../../../src/odoo/client.js";
import type { Group, GroupQuery } from "../../../src/odoo/query/groups.js";
import type { Field, Model } from "../../../src/odoo/schema/schema.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { withCurrencies } from "../../../src/tools/read/currencies.js";

const COMPANY: Field = { type: "many2one", string: "Company", relation: "res.company" };
const REVENUE: Field = { type: "monetary", string: "Revenue", currency_field: "company_currency" };
const EUR = { id: 1, name: "EUR" };
const USD = { id: 2, name: "USD" };

const leads = (currency: Partial<Field>): Model => ({
  name: "crm.lead",
  label: "Lead",
  fields: {
    company_id: COMPANY,
    stage_id: { type: "many2one", string: "Stage", relation: "crm.stage" },
    revenue: REVENUE,
    company_currency: { type: "many2one", string: "Currency", relation: "res.currency", ...currency },
  },
});
/** As in 14 (related) and in 15 to 17 (computed). */
const RELATED: Partial<Field> = { store: false, related: "company_id.currency_id", depends: ["company_id"] };
const COMPUTED: Partial<Field> = { store: false, depends: ["company_id"] };

const QUERY: GroupQuery = {
  domain: [],
  groupBy: [{ spec: "stage_id", field: COMPANY }],
  measures: [{ spec: "revenue:sum", name: "revenue", aggregate: "sum", field: REVENUE }],
  having: [],
  order: [],
  limit: 50,
  offset: 0,
};

/** An Odoo 17 with a lead of each company: the currencies by the lead's id. */
function ask(model: Model, query: GroupQuery, currencies: readonly (typeof EUR | null)[] = []) {
  const asked: WireCall[] = [];
  const client = createClient({
    wire: {
      async call(call) {
        asked.push(call);
        if (call.method === "read_group") {
          return currencies.map((_, index) => ({
            company_id: [index + 1, `C${index + 1}`],
            __count: 1,
            m0: index + 1,
          }));
        }
        return currencies.map((currency, index) => ({
          id: index + 1,
          company_currency: currency ? [currency.id, currency.name] : false,
        }));
      },
    },
    wireName: "jsonrpc",
    series: { major: 17, minor: 0, name: "17.0" },
    url: "https://odoo.example",
    user: { uid: 2, context: { lang: "en_US", tz: "UTC", allowed_company_ids: [1] }, companies: [1] },
  });
  return { asked, answer: withCurrencies(client, model, query, {}) };
}

const GROUP: Group = { stage_id: null, "revenue:sum": 5, count: 1 };

describe("withCurrencies", () => {
  it.each<[what: string, currency: Partial<Field>]>([
    ["stored", {}],
    ["not stored, from 18 on", { store: false, groupable: true }],
  ])("groups by a currency that is %s, without asking", async (_, currency) => {
    const { answer, asked } = ask(leads(currency), QUERY);
    const { query, complete } = await answer;
    expect(query.groupBy.map(({ spec }) => spec)).toEqual(["stage_id", "company_currency"]);
    expect(complete(GROUP)).toEqual(GROUP);
    expect(asked).toEqual([]);
  });

  it("leaves a query alone that has the currency already, or no amounts", async () => {
    const model = leads({});
    const groupBy = [{ spec: "company_currency", field: COMPANY }];
    const own = { ...QUERY, groupBy };
    expect((await ask(model, own).answer).query).toBe(own);
    const counting = {
      ...QUERY,
      measures: QUERY.measures.map((one) => ({ ...one, aggregate: "count_distinct" as const })),
    };
    expect((await ask(model, counting).answer).query).toBe(counting);
  });

  it.each([
    ["mirrored", RELATED],
    ["computed", COMPUTED],
  ])("shows a currency that is %s where it is one for all", async (_, currency) => {
    const { query, complete } = await ask(leads(currency), QUERY, [EUR, EUR]).answer;
    expect(query).toBe(QUERY);
    expect(complete(GROUP)).toEqual({ ...GROUP, company_currency: EUR });
  });

  it.each([
    ["two", [EUR, USD], "EUR and USD"],
    ["one and none", [EUR, null], "EUR and no currency"],
  ])("refuses to add up %s, and says how to tell them apart", async (_, currencies, named) => {
    await expect(ask(leads(COMPUTED), QUERY, currencies).answer).rejects.toMatchObject({
      category: "validation",
      field: "revenue",
      message: `measures: "revenue:sum" would add up amounts in ${named}. Group by "company_id" as well, or restrict the domain.`,
    });
  });

  it("shows each group's own currency where the groups tell them apart", async () => {
    const groupBy = [{ spec: "company_id", field: COMPANY }];
    const { complete } = await ask(leads(RELATED), { ...QUERY, groupBy }, [EUR, USD]).answer;
    const group = (id: number): Group => ({ company_id: { id, name: `C${id}` }, "revenue:sum": 5, count: 1 });
    expect(complete(group(1))).toEqual({ ...group(1), company_currency: EUR });
    expect(complete(group(2))).toEqual({ ...group(2), company_currency: USD });
  });

  it("refuses a currency that nothing tells", async () => {
    await expect(ask(leads({ store: false }), QUERY).answer).rejects.toThrow(/cannot tell in which currencies/);
    await expect(ask(leads({ store: false, depends: ["revenue"] }), QUERY).answer).rejects.toThrow(/cannot tell/);
  });
});

it("a currency that the policy closes is neither shown nor grouped by, and its amounts are not added up", async () => {
  for (const currency of [{ closed: "policy" }, { ...RELATED, closed: "policy" }]) {
    const { answer, asked } = ask(leads(currency), QUERY, [EUR, USD]);
    await expect(answer).rejects.toMatchObject({
      category: "forbidden",
      rule: "policy",
      message: expect.stringContaining("crm.lead.company_currency"),
    });
    expect(asked).toEqual([]);
  }
});
