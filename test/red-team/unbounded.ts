import type { Json } from "../support/mcp.js";
import type { Attempt } from "./attempt.js";

// Calls without a bound, and refusals that would echo them.

const HUGE = "x".repeat(200_000);
const many = <Value>(count: number, made: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => made(index));
const keys = (count: number): Json => Object.fromEntries(many(count, (index) => [`unknown_${index}`, index]));

const refused = (what: string, tool: string, args: Json, says = "", more: Partial<Attempt> = {}): Attempt => ({
  what,
  tool,
  args: () => args,
  rule: "validation",
  says,
  asks: "reads",
  ...more,
});

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const lines = (depth: number): Json => ({
  name: "x",
  ...(depth === 0 ? {} : { child_ids: { create: [lines(depth - 1)] } }),
});

export const unbounded: Attempt[] = [
  refused("a huge name of a model", "search_records", { model: HUGE, domain: [] }, "model"),
  refused("a huge name of an unknown argument", "contact_search", { domain: [], [HUGE]: 1 }, "Unknown argument"),
  refused("thousands of unknown arguments", "contact_search", { domain: [], ...keys(5000) }, "Unknown argument"),
  refused("a huge name of an unknown field", "contact_create", { values: { name: "x", [HUGE]: 1 } }, "Unknown field"),
  refused("thousands of unknown fields", "contact_create", { values: { name: "x", ...keys(5000) } }, "Unknown field"),
  refused(
    "thousands of unknown fields in a line",
    "contact_create",
    { values: { name: "x", child_ids: { create: [keys(5000)] } } },
    "nknown field",
  ),
  refused(
    "thousands of unknown fields in extra",
    "contact_create",
    { values: { name: "x" }, extra: keys(5000) },
    "nknown field",
  ),
  refused(
    "thousands of fields to read",
    "contact_search",
    { domain: [], fields: many(5000, (index) => `f${index}`) },
    "fields",
  ),
  refused(
    "thousands of groups",
    "contact_aggregate",
    { domain: [], group_by: many(5000, (index) => `f${index}`) },
    "group_by",
  ),
  refused(
    "thousands of measures",
    "contact_aggregate",
    { domain: [], measures: many(5000, (index) => `f${index}:sum`) },
    "measures",
  ),
  refused(
    "a huge order",
    "contact_search",
    { domain: [], fields: ["name"], order: many(20_000, () => "name").join(",") },
    "order",
  ),
  refused(
    "a condition on groups",
    "contact_aggregate",
    { domain: [], group_by: ["country_id"], having: [["__count", ">", 1]] },
    "having",
  ),
  refused(
    "a huge condition on groups",
    "contact_aggregate",
    { domain: [], group_by: ["country_id"], having: HUGE },
    "having",
  ),
  refused("a lazy group", "contact_aggregate", { domain: [], lazy: false }, 'Unknown argument "lazy"'),
  refused("a huge operator", "contact_search", { fields: ["name"], domain: [["name", HUGE, "x"]] }, "operator"),
  refused(
    "a huge path",
    "contact_search",
    { fields: ["name"], domain: [[`${"parent_id.".repeat(20_000)}name`, "=", "x"]] },
    "domain",
  ),
  refused("a huge connective", "contact_search", { fields: ["name"], domain: [HUGE] }, "domain"),
  refused(
    "a domain as a huge text",
    "contact_search",
    { fields: ["name"], domain: `[${"('name','=','x'),".repeat(20_000)}]` },
    "characters",
  ),
  refused(
    "a domain as a text that is code",
    "contact_search",
    { fields: ["name"], domain: "[('name', '=', __import__('os').getcwd())]" },
    "domain",
  ),
  refused("a domain of lists in lists", "contact_search", { fields: ["name"], domain: nested(200) }),
  refused(
    "negations without an end",
    "contact_search",
    { fields: ["name"], domain: [...many(199, () => "!")] },
    "lacks",
  ),
  refused(
    "a list of 20,000 values",
    "contact_search",
    { fields: ["name"], domain: [["id", "in", many(20_000, (index) => index)]] },
    "10000",
  ),
  refused(
    "many lists of values",
    "contact_search",
    { fields: ["name"], domain: many(20, () => ["id", "in", many(1000, (index) => index)]) },
    "10000",
  ),
  refused("lines in lines in lines", "contact_create", { values: lines(60) }, "", { rule: 'policy["*"].maxRecords' }),
  refused("a huge button", "execute_workflow", { model: "sale.order", id: 1, signal: HUGE }, "signal"),
  refused("a huge handle", "execute_workflow", { wizard: HUGE, signal: "x" }, "wizard"),
  refused("a huge language", "contact_search", { domain: [], fields: ["name"], lang: HUGE }, "lang"),
  refused("a huge query", "find_tools", { query: HUGE }, "query"),
  refused(
    "a huge kind of activity",
    "schedule_activity",
    { model: "sale.order", id: 1, type: HUGE, date: "2030-01-01" },
    "type",
  ),
  refused("a huge date", "schedule_activity", { model: "sale.order", id: 1, type: "Call", date: HUGE }, "date"),
  refused("a page beyond all pages", "contact_search", { domain: [], fields: ["name"], offset: 2 ** 53 }, "offset"),
  refused("an id beyond Odoo's", "contact_read", { ids: [2 ** 31] }, "ids"),
  refused("half a number of an id", "contact_read", { ids: [1.5] }, "ids"),
  refused("an id as a text of SQL", "contact_read", { ids: ["1; DROP TABLE res_users"] }, "ids"),
  refused("names without an end", "look_up", { names: many(51, () => ({ model: "res.partner", name: "x" })) }, "names"),
  refused("a huge name to look up", "look_up", { names: [{ model: "res.partner", name: HUGE }] }, "name"),
  refused("a huge value of a selection", "contact_update", { ids: [1], values: { type: HUGE } }, "type"),
  refused(
    "a huge value of a date",
    "create_record",
    { model: "crm.lead", values: { name: "x", date_deadline: HUGE } },
    "date_deadline",
    { under: "none" },
  ),
  refused(
    "a huge value of a reference",
    "create_record",
    { model: "crm.lead", values: { name: "x", partner_id: HUGE } },
    "partner_id",
  ),
  refused(
    "a number without an end",
    "create_record",
    { model: "crm.lead", values: { name: "x", color: 1e300 } },
    "color",
    { under: "none" },
  ),
];
