import { describe, expect, it } from "vitest";
import { createClient } from "../../../src/odoo/client.js";
import {
  type Grouping,
  type GroupQuery,
  MAX_SIFTED,
  type Measure,
  readGroups,
} from "../../../src/odoo/query/groups.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";

// Replies are recorded from Odoo 14 and 19; that of 15 to 18 is 14's with `__range`, as their source adds it.

const TEAM: Grouping = { spec: "team_id", field: { type: "many2one", string: "Team", relation: "crm.team" } };
const STATE: Grouping = { spec: "state", field: { type: "selection", string: "Status" } };
const DAY: Grouping = { spec: "date_order:day", field: { type: "datetime", string: "Date" }, granularity: "day" };
const MONETARY: Field = { type: "monetary", string: "Total", currency_field: "currency_id" };
const TOTAL: Measure = { spec: "amount_total:sum", name: "amount_total", aggregate: "sum", field: MONETARY };
const SENT: GroupQuery["domain"] = [["date_order", ">=", "2026-11-01 00:00:00"]];

const QUERY: GroupQuery = {
  domain: SENT,
  groupBy: [TEAM, STATE, DAY],
  measures: [TOTAL],
  having: [],
  order: [],
  limit: 2,
  offset: 0,
};

const group14 = (state: string, [from, to]: [string, string], label: string, m0: number, count: number) => ({
  __count: count,
  records: count,
  m0,
  team_id: [1, "Europe"],
  state,
  "date_order:day": label,
  __domain: [
    ...["&", "&", "&", ["team_id", "=", 1], ["state", "=", state]],
    ...["&", ["date_order", ">=", from], ["date_order", "<", to], ...SENT],
  ],
});
const NOV_8: [string, string] = ["2026-11-07 23:00:00", "2026-11-08 23:00:00"];
const NOV_22: [string, string] = ["2026-11-21 23:00:00", "2026-11-22 23:00:00"];

const REPLY_14 = [
  group14("draft", NOV_22, "22 Nov 2026", 377.5, 1),
  group14("sale", NOV_8, "08 Nov 2026", 11837.5, 1),
  group14("sale", NOV_22, "22 Nov 2026", 95768.5, 7),
];
const REPLY_17 = REPLY_14.map((row, index) => {
  const [from, to] = index === 1 ? NOV_8 : NOV_22;
  return { ...row, __domain: [...SENT], __range: { "date_order:day": { from, to } } };
});
const REPLY_19 = REPLY_14.map(({ m0, __count, state }, index) => ({
  team_id: [1, "Europe"],
  state,
  "date_order:day": index === 1 ? [NOV_8[0], "08 Nov 2026"] : [NOV_22[0], "22 Nov 2026"],
  __extra_domain: [["state", "=", state]],
  "amount_total:sum": m0,
  __count,
}));

const GROUPS = [
  {
    team_id: { id: 1, name: "Europe" },
    state: "draft",
    "date_order:day": "2026-11-22",
    "amount_total:sum": 377.5,
    count: 1,
  },
  {
    team_id: { id: 1, name: "Europe" },
    state: "sale",
    "date_order:day": "2026-11-08",
    "amount_total:sum": 11837.5,
    count: 1,
  },
];

function odoo(major: number, answer: (call: WireCall) => unknown, timeZone = "Europe/Brussels") {
  const asked: WireCall[] = [];
  const client = createClient({
    wire: {
      async call(call) {
        asked.push(call);
        return answer(call);
      },
    },
    wireName: "jsonrpc",
    series: { major, minor: 0, name: `${major}.0` },
    url: "https://odoo.example",
    user: { uid: 2, context: { lang: "en_US", tz: timeZone, allowed_company_ids: [1] }, companies: [1] },
  });
  return { asked, ask: (query: Partial<GroupQuery>) => readGroups(client, "sale.order", { ...QUERY, ...query }) };
}

describe("readGroups", () => {
  it.each([
    [14, REPLY_14],
    [15, REPLY_17],
    [17, REPLY_17],
    [18, REPLY_17],
    [19, REPLY_19],
  ])("answers the same for Odoo %i, and that more follow", async (major, reply) => {
    const { ask, asked } = odoo(major, () => reply);
    expect(await ask({})).toEqual({ groups: GROUPS, more: true });
    expect(asked).toMatchObject([{ method: major < 19 ? "read_group" : "formatted_read_group", params: { limit: 3 } }]);
  });

  it.each([14, 15, 18, 19])("takes an empty group of Odoo %i for null", async (major) => {
    const empty = {
      team_id: false,
      state: false,
      "date_order:day": false,
      __count: 2,
      m0: false,
      "amount_total:sum": false,
    };
    const { ask } = odoo(major, () => [
      { ...empty, __domain: [["team_id", "=", false]], __range: { "date_order:day": false } },
    ]);
    const group = { team_id: null, state: null, "date_order:day": null, "amount_total:sum": null, count: 2 };
    expect(await ask({})).toEqual({ groups: [group], more: false });
  });

  it("does not take a term of the domain for a period of Odoo 14", async () => {
    const [row] = REPLY_14;
    const domain = ["&", ["date_order", "=", false], ["date_order", ">=", "2020-01-01 00:00:00"]];
    const months: Grouping = { ...DAY, spec: "date_order:month", granularity: "month" };
    const { ask } = odoo(14, () => [{ ...row, "date_order:month": false, __domain: domain }]);
    expect((await ask({ groupBy: [months] })).groups).toMatchObject([{ "date_order:month": null }]);
  });

  it("fails rather than guess a period that Odoo does not tell", async () => {
    const { ask } = odoo(18, () => [{ ...REPLY_14[0], __domain: [] }]);
    await expect(ask({})).rejects.toThrow("does not tell when a period begins");
  });

  it.each([
    ["no array", true],
    ["an object", { groups: [] }],
    ["null for groups", null],
  ])("fails over an answer that is %s", async (_, reply) => {
    await expect(odoo(19, () => reply).ask({})).rejects.toMatchObject({
      category: "server_error",
      outcome: "not_applied",
    });
  });

  it("asks measure by measure where XML-RPC of 14 cannot carry a total", async () => {
    const count: Measure = { ...TOTAL, spec: "amount_total:count_distinct", aggregate: "count_distinct" };
    const { ask } = odoo(14, ({ method, params }) => {
      if (method === "search_count") return 3;
      const fields = (params as { fields: string[] }).fields;
      return fields.length === 1 && fields[0] === "m0:count_distinct(amount_total)"
        ? [{ m0: 1, __count: 3, id: 4 }]
        : null;
    });
    expect(await ask({ groupBy: [], measures: [TOTAL, count] })).toEqual({
      groups: [{ "amount_total:sum": null, "amount_total:count_distinct": 1, count: 3 }],
      more: false,
    });
  });
});

describe("having, before Odoo 19", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      state: `s${index}`,
      __count: index,
      records: index,
      m0: index || false,
    }));
  const by = (having: GroupQuery["having"], rest: Partial<GroupQuery> = {}) => ({ groupBy: [STATE], having, ...rest });

  it("is applied to all groups, whatever the page", async () => {
    const { ask, asked } = odoo(16, () => rows(10));
    const having = [{ term: "count", operator: ">=" as const, value: 4 }];
    expect(await ask(by(having, { offset: 2 }))).toMatchObject({
      groups: [{ state: "s6" }, { state: "s7" }],
      more: true,
    });
    expect(asked).toMatchObject([{ params: { offset: 0, limit: MAX_SIFTED + 1 } }]);
    expect(await ask(by(having, { offset: 4 }))).toMatchObject({
      groups: [{ state: "s8" }, { state: "s9" }],
      more: false,
    });
  });

  it.each([
    ["=", ["s2"]],
    ["!=", ["s1", "s3"]],
    ["<", ["s1"]],
    ["<=", ["s1", "s2"]],
    [">", ["s3"]],
    [">=", ["s2", "s3"]],
  ] as const)("%s 2 never keeps what is empty", async (operator, kept) => {
    const { groups } = await odoo(14, () => rows(4)).ask(by([{ term: TOTAL.spec, operator, value: 2 }], { limit: 9 }));
    expect(groups.map(({ state }) => state)).toEqual(kept);
  });

  it("is refused where there are too many groups to see them all", async () => {
    const { ask } = odoo(18, () => rows(MAX_SIFTED + 1));
    await expect(ask(by([{ term: "count", operator: ">", value: 1 }]))).rejects.toThrow(
      /^having: there are more than 5000 groups, and Odoo 18\.0 cannot choose among them\. Narrow the domain/,
    );
  });
});
