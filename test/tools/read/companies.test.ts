import { describe, expect, it } from "vitest";
import type { GroupQuery, Measure } from "../../../src/odoo/query/groups.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { withCompanies } from "../../../src/tools/read/companies.js";
import { fakeClient, fieldWith } from "../../support/fixtures.js";

const COMPANY: Field = { type: "many2one", string: "Company", relation: "res.company" };
const TOTAL: Measure = {
  spec: "total:sum",
  name: "total",
  aggregate: "sum",
  field: fieldWith({ type: "monetary", currency_field: "currency_id" }),
};
const QUERY: GroupQuery = { domain: [], groupBy: [], measures: [TOTAL], having: [], order: [], limit: 5, offset: 0 };
const COUNTED = "company_id:count_distinct";

const modelWith = (company_id: Field) => ({ name: "a.order", label: "Order", fields: { company_id } });
const clientOf = (...companies: number[]) => {
  const client = fakeClient({});
  return { ...client, user: { ...client.user, context: { ...client.user.context, allowed_company_ids: companies } } };
};

describe("amounts of several companies", () => {
  it("are counted by company along with the amounts, and told where they were added up", () => {
    const { measures, complete, note } = withCompanies(clientOf(1, 2), modelWith(COMPANY), QUERY);
    expect(measures.map(({ spec }) => spec)).toEqual(["total:sum", COUNTED]);
    const group = { "total:sum": 5, [COUNTED]: 2, count: 3 };
    expect(complete(group)).toEqual({ "total:sum": 5, count: 3 });
    expect(note([{ ...group, [COUNTED]: 1 }])).toEqual([]);
    expect(note([{ ...group, [COUNTED]: 1 }, group])).toEqual([expect.stringContaining("added up")]);
  });

  it("stay counted where that was asked for", () => {
    const asked: Measure = { spec: COUNTED, name: "company_id", aggregate: "count_distinct", field: COMPANY };
    const { measures, complete } = withCompanies(clientOf(1, 2), modelWith(COMPANY), {
      ...QUERY,
      measures: [TOTAL, asked],
    });
    expect(measures).toHaveLength(2);
    expect(complete({ [COUNTED]: 2, count: 3 })).toEqual({ [COUNTED]: 2, count: 3 });
  });

  it.each([
    ["the user has one company", clientOf(1), COMPANY, QUERY],
    ["they are kept apart", clientOf(1, 2), COMPANY, { ...QUERY, groupBy: [{ spec: "company_id", field: COMPANY }] }],
    ["the company is closed", clientOf(1, 2), { ...COMPANY, closed: "rule" }, QUERY],
    ["the company is not stored", clientOf(1, 2), { ...COMPANY, store: false }, QUERY],
    ["nothing is added up", clientOf(1, 2), COMPANY, { ...QUERY, measures: [{ ...TOTAL, aggregate: "max" as const }] }],
    [
      "no amount is",
      clientOf(1, 2),
      COMPANY,
      { ...QUERY, measures: [{ ...TOTAL, field: fieldWith({ type: "integer" }) }] },
    ],
  ] as const)("are not asked for where %s", (_, client, company, query) => {
    const { measures, note } = withCompanies(client, modelWith(company), query);
    expect(measures).toEqual(query.measures);
    expect(note([{ "total:sum": 5, count: 3 }])).toEqual([]);
  });
});
