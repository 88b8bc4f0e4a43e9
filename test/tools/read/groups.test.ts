import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { aggregateRecords } from "../../../src/tools/read/groups.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

// What models write in the place of groups and measures is in test/corpus/aggregates.json.

const schema = schemaWith({
  "x.order": {
    id: fieldWith({ type: "integer" }),
    state: fieldWith({ type: "selection", selection: [["draft", "Draft"]] }),
    total: fieldWith({ type: "float" }),
    computed: fieldWith({ type: "float", store: false }),
    name: fieldWith(),
    count: fieldWith({ type: "integer" }),
    password: fieldWith(),
    day: fieldWith({ type: "date" }),
    moment: fieldWith({ type: "datetime" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
  },
  "x.partner": { name: fieldWith(), city: fieldWith() },
  "x.tag": { name: fieldWith() },
});

/** Aggregates on an Odoo 19 that answers these rows, and tells what it was asked. */
async function aggregated(args: Record<string, unknown>, rows: unknown = [], policy: PolicyConfig = {}) {
  const callModel = vi.fn<Client["callModel"]>(async () => rows);
  const call = await modelCall("x.order", "read", contextWith({ schema, policy, answers: { callModel } }));
  const defaults = { domain: [], group_by: [], measures: [], limit: 50, offset: 0 };
  return { result: await aggregateRecords(call, { ...defaults, ...args }), asked: callModel.mock.calls[0]?.[2] };
}
const refused = async (args: Record<string, unknown>, ...texts: string[]) =>
  expect(aggregated(args)).rejects.toThrow(odooError("validation", ...texts));

describe("groups", () => {
  it("have their measures and their count, and say where the next page begins", async () => {
    const rows = [
      { state: "draft", "total:sum": 5, __count: 2 },
      { state: false, "total:sum": 7, __count: 1 },
    ];
    const args = { group_by: ["state", "state"], measures: ["total:sum", "count", "total:sum"], limit: 1, offset: 3 };
    const { result, asked } = await aggregated(args, rows);
    expect(result).toEqual({
      groups: [{ state: "draft", "total:sum": 5, count: 2 }],
      limit: 1,
      offset: 3,
      next_offset: 4,
    });
    expect(asked).toMatchObject({ groupby: ["state"], limit: 2, offset: 3 });
  });

  it("of several values a record say that a record counts in each", async () => {
    const { result } = await aggregated({ group_by: ["tag_ids"] });
    expect(result).toMatchObject({ note: expect.stringContaining("tag_ids counts in the group of each") });
    expect((await aggregated({ group_by: ["state"] })).result).not.toHaveProperty("note");
  });

  it("of nothing are a total of nothing without group_by, and none with it", async () => {
    const measures = ["total:sum", "name:count_distinct"];
    const nothing = { "total:sum": null, "name:count_distinct": 0, count: 0 };
    expect((await aggregated({ measures })).result.groups).toEqual([nothing]);
    expect((await aggregated({ measures, group_by: ["state"] })).result.groups).toEqual([]);
  });

  it("are of the records in the policy's domain", async () => {
    const { asked } = await aggregated({}, [], { "x.order": { domain: [["state", "=", "draft"]] } });
    expect(JSON.stringify(asked?.domain)).toContain('["state","=","draft"]');
  });
});

describe("what cannot be grouped by", () => {
  it.each([
    ["id", "another one for each record"],
    ["count", "cannot be told from the count"],
    ["computed", "is computed and not stored"],
    ["state:month", 'grouped by as "state" and nothing behind it'],
    ["day", 'needs a period: write "day:month"'],
    ["day:hour", 'has no period "hour"', "there are day, week, month, quarter, year"],
    ["moment:months", 'write "moment:month"'],
    ["name.city", '"name" is a char'],
    ["tag_ids.name", '"tag_ids" is a many2many'],
  ])("is %s", (spec, ...texts) => refused({ group_by: [spec] }, "group_by", ...texts));

  it("is a secret, nor is one measured", async () => {
    const secret = odooError("forbidden", "x.order.password is secret");
    await expect(aggregated({ group_by: ["password"] })).rejects.toThrow(secret);
    await expect(aggregated({ measures: ["password:count_distinct"] })).rejects.toThrow(secret);
  });

  it("is a path to no field", () => refused({ group_by: ["partner_id.ctiy"] }, '"ctiy" on x.partner'));

  it("is a path into a model that the policy limits", async () => {
    const policy: PolicyConfig = { "x.partner": { domain: [["city", "=", "Paris"]] } };
    await expect(aggregated({ group_by: ["partner_id.city"] }, [], policy)).rejects.toMatchObject({
      category: "forbidden",
      rule: 'policy["x.partner"].domain',
    });
  });
});

describe("what cannot be measured", () => {
  it.each([
    ["name:sum", 'so it has no sum: write "name:count_distinct"'],
    ["computed:sum", "is computed and not stored"],
    ["total", "needs a function"],
    ["total:median", 'has no function "median"'],
    ["total:count", "every group has its own"],
    ["tag_ids:count_distinct", "cannot aggregate it"],
  ])("is %s", (spec, ...texts) => refused({ measures: [spec] }, "measures", ...texts));
});

describe("having and order", () => {
  const grouped = { group_by: ["state"], measures: ["total:sum", "name:count_distinct", "day:max"] };

  it.each<[having: unknown, ...texts: string[]]>([
    ["count > 1", "having: expected a list"],
    [[["count", ">"]], "having[0]: expected [measure, operator, number]"],
    [[["total:avg", ">", 1]], '"total:avg" is none of "count", "total:sum", "name:count_distinct"'],
    [[["day:max", ">", 1]], "is none of"],
    [[["count", "like", 1]], "expected one of"],
    [[["count", ">", "1"]], "expected a number"],
  ])("having is refused for what the groups do not show, and for what is no number: %j", (having, ...texts) =>
    refused({ ...grouped, having }, ...texts),
  );

  it("having needs groups", () => refused({ having: [["count", ">", 1]] }, "no groups without group_by"));

  it.each([
    ["name", '"name" is none of "state", "total:sum"'],
    ["count down", "is not of the form"],
    ["count,", "is not of the form"],
  ])("order is not %j", (order, text) => refused({ ...grouped, order }, "order", text));

  it("order and having are sent as Odoo takes them", async () => {
    const { asked } = await aggregated({ ...grouped, order: "count DESC, state", having: [["total:sum", ">", 5]] });
    expect(asked).toMatchObject({ order: "__count desc, state asc, id:min asc", having: [["total:sum", ">", 5]] });
  });
});
