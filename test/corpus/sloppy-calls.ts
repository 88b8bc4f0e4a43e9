import type { Json } from "../support/mcp.js";

// Calls as clients and models send them, beside the call that is meant or the words of the refusal. Reported inputs are among
// them; those of one client or model stand for a kind.

/** Records that calls name; `placed` puts a database's own in their place, in texts too. */
export const RECORDS = {
  partner: 900_001,
  lead: 900_002,
  order: 900_003,
  line: 900_004,
  otherLine: 900_005,
  tag: 900_006,
  otherTag: 900_007,
  product: 900_008,
} as const;

export type Records = Readonly<Record<keyof typeof RECORDS, number>>;

const { partner, lead, order, line, otherLine, tag, otherTag, product } = RECORDS;

export interface SloppyCall {
  what: string;
  tool: string;
  args: Json;
}

/** `meant`: the arguments that the call is taken as; `writes`: the values that Odoo gets of it. */
export interface Taken extends SloppyCall {
  meant: Json;
  writes?: Json;
}

/** `words` stand in the refusal. Nothing is written. */
export interface Refused extends SloppyCall {
  words: string;
}

/** What a call holds, with the records of a database. */
export function placed<Value>(value: Value, records: Records): Value {
  const names = Object.keys(RECORDS) as (keyof Records)[];
  const text = names.reduce(
    (json, name) => json.replaceAll(String(RECORDS[name]), String(records[name])),
    JSON.stringify(value),
  );
  return JSON.parse(text) as Value;
}

const read = (args: Json) => ({ tool: "res_partner_read", args });
const search = (args: Json) => ({ tool: "res_partner_search", args });
const aggregate = (args: Json) => ({ tool: "crm_lead_aggregate", args });
const inPartner = (values: unknown) => ({ tool: "res_partner_update", args: { ids: [partner], values } });
const inLead = (values: unknown) => ({ tool: "crm_lead_update", args: { ids: [lead], values } });
const inOrder = (order_line: unknown) => ({
  tool: "sale_order_update",
  args: { ids: [order], values: { order_line } },
});
const tags = (tag_ids: unknown) => inLead({ tag_ids });

type Call = Omit<SloppyCall, "what">;
const taken = (what: string, { tool, args }: Call, meant: Json, writes?: Json): Taken => ({
  what,
  tool,
  args,
  meant,
  ...(writes ? { writes } : {}),
});
const refused = (what: string, { tool, args }: Call, words: string): Refused => ({ what, tool, args, words });

/** Values that are taken, and what Odoo gets of them. */
const written = (what: string, { tool, args }: Call, meant: Json, writes: Json): Taken =>
  taken(what, { tool, args }, { ...args, values: meant }, writes);

const NAME = { ids: [partner], fields: ["name"] };
const PAGE = { domain: [["name", "ilike", "a"]], fields: ["name"], limit: 10 };
const FIVE = { sessionId: "s", action: "sendMessage", chatInput: "x", tool: "list_models", toolCallId: "call_1" };

export const TAKEN: Readonly<Record<string, readonly Taken[]>> = {
  "JSON in a text": [
    taken("ids", read({ ids: `[${partner}]`, fields: ["name"] }), NAME),
    taken("several ids", read({ ids: `[${partner},1]`, fields: ["name"] }), { ids: [partner, 1], fields: ["name"] }),
    taken("ids and fields", read({ ids: `[${partner}]`, fields: '["name"]' }), NAME),
    taken("ids, with spaces and line breaks", read({ ids: ` [\n  ${partner}\n] `, fields: ["name"] }), NAME),
    taken("each id", read({ ids: [`${partner}`], fields: ["name"] }), NAME),
    taken("each id within a text", read({ ids: `["${partner}"]`, fields: ["name"] }), NAME),
    taken("a limit", search({ ...PAGE, limit: "10" }), PAGE),
    taken("a limit with a point", search({ ...PAGE, limit: "10.0" }), PAGE),
    taken("an offset", search({ ...PAGE, offset: "0" }), { ...PAGE, offset: 0 }),
    taken("a domain", search({ ...PAGE, domain: '[["name","ilike","a"]]' }), PAGE),
    taken("a domain in Python", search({ ...PAGE, domain: "[('name', 'ilike', 'a')]" }), PAGE),
    taken("a domain in Python with True", search({ domain: "[('active', '=', True)]" }), {
      domain: [["active", "=", true]],
    }),
    taken("an empty domain", search({ domain: "[]" }), { domain: [] }),
    taken("groups", aggregate({ domain: [], group_by: '["stage_id"]' }), { domain: [], group_by: ["stage_id"] }),
    taken(
      "measures and having",
      aggregate({
        group_by: ["stage_id"],
        measures: '["expected_revenue:sum"]',
        having: '[["expected_revenue:sum", ">", 0]]',
      }),
      { group_by: ["stage_id"], measures: ["expected_revenue:sum"], having: [["expected_revenue:sum", ">", 0]] },
    ),
    taken("values", inPartner('{"phone": "123"}'), { ids: [partner], values: { phone: "123" } }, { phone: "123" }),
    taken(
      "values of a new record",
      { tool: "res_partner_create", args: { values: '{"name": "Sloppy"}' } },
      { values: { name: "Sloppy" } },
    ),
    taken(
      "values that name a record by its id",
      { tool: "sale_order_create", args: { values: `{"partner_id":${partner}}` } },
      { values: { partner_id: partner } },
    ),
    taken(
      "other fields",
      { tool: "res_partner_update", args: { ids: [partner], values: { phone: "1" }, extra: '{"street": "x"}' } },
      { ids: [partner], values: { phone: "1" }, extra: { street: "x" } },
      { phone: "1", street: "x" },
    ),
    taken(
      "lines within values that are a text",
      inLead(`{"tag_ids": "[[4, ${tag}]]"}`),
      { ids: [lead], values: { tag_ids: { link: [tag] } } },
      { tag_ids: [[4, tag, 0]] },
    ),
    taken(
      "the id of a generic tool",
      { tool: "update_record", args: { model: "res.partner", id: `${partner}`, values: { phone: "1" } } },
      { model: "res.partner", id: partner, values: { phone: "1" } },
      { phone: "1" },
    ),
    taken(
      "records",
      { tool: "create_records", args: { model: "res.partner", records: '[{"name": "A"}, {"name": "B"}]' } },
      { model: "res.partner", records: [{ name: "A" }, { name: "B" }] },
    ),
    taken(
      "each record",
      { tool: "create_records", args: { model: "res.partner", records: ['{"name": "A"}'] } },
      { model: "res.partner", records: [{ name: "A" }] },
    ),
    taken(
      "updates",
      {
        tool: "update_records",
        args: { model: "res.partner", updates: `[{"id": ${partner}, "values": "{\\"phone\\": \\"1\\"}"}]` },
      },
      { model: "res.partner", updates: [{ id: partner, values: { phone: "1" } }] },
    ),
    taken(
      "names",
      { tool: "look_up", args: { names: '[{"model": "res.country", "name": "Belgium"}]' } },
      { names: [{ model: "res.country", name: "Belgium" }] },
    ),
    taken(
      "a truth",
      { tool: "get_fields", args: { model: "res.partner", query: "phone", writable: "true" } },
      { model: "res.partner", query: "phone", writable: true },
    ),
    taken(
      "a preview",
      { tool: "res_partner_update", args: { ids: [partner], values: { phone: "1" }, dry_run: "true" } },
      { ids: [partner], values: { phone: "1" }, dry_run: true },
    ),
    taken("a company", search({ ...PAGE, company_id: "1" }), { ...PAGE, company_id: 1 }),
    written("a number", inLead({ expected_revenue: "12.5" }), { expected_revenue: 12.5 }, { expected_revenue: 12.5 }),
    written("a truth for a field", inPartner({ active: "false" }), { active: false }, { active: false }),
    written(
      "lines",
      inOrder(`{"update": [{"id": ${line}, "product_uom_qty": 2}]}`),
      { order_line: { update: [{ id: line, product_uom_qty: 2 }] } },
      { order_line: [[1, line, { product_uom_qty: 2 }]] },
    ),
    written(
      "the rows of lines",
      inOrder({ update: `[{"id": ${line}, "product_uom_qty": 2}]` }),
      { order_line: { update: [{ id: line, product_uom_qty: 2 }] } },
      { order_line: [[1, line, { product_uom_qty: 2 }]] },
    ),
    written(
      "a number in a line",
      inOrder({ update: [{ id: line, product_uom_qty: "2", price_unit: "3.50" }] }),
      { order_line: { update: [{ id: line, product_uom_qty: 2, price_unit: 3.5 }] } },
      { order_line: [[1, line, { product_uom_qty: 2, price_unit: 3.5 }]] },
    ),
    written("ids of tags", tags(`[${tag}]`), { tag_ids: [tag] }, { tag_ids: [[6, 0, [tag]]] }),
    written("ids to link", tags({ link: `[${tag}]` }), { tag_ids: { link: [tag] } }, { tag_ids: [[4, tag, 0]] }),
  ],

  "null for what is left out": [
    taken("every optional argument of a search", search({ ...nullFor("fields order limit offset"), domain: [] }), {
      domain: [],
    }),
    taken("fields, of a read", read({ ids: [partner], fields: null }), { ids: [partner] }),
    taken("all of an aggregate", aggregate(nullFor("domain group_by measures having order limit offset")), {}),
    taken("the domain of a count", { tool: "res_partner_count", args: { domain: null } }, {}),
    taken(
      "all but the values of an update",
      {
        tool: "res_partner_update",
        args: { ids: [partner], values: { phone: "1" }, ...nullFor("extra dry_run notify") },
      },
      { ids: [partner], values: { phone: "1" } },
      { phone: "1" },
    ),
    taken(
      "all but the values of a create",
      {
        tool: "res_partner_create",
        args: { values: { name: "Sloppy" }, ...nullFor("extra idempotency_key dry_run notify") },
      },
      { values: { name: "Sloppy" } },
    ),
    taken(
      "what list_models looks for",
      { tool: "list_models", args: { query: "contact", ...nullFor("") } },
      { query: "contact" },
    ),
    taken(
      "what get_fields looks for",
      { tool: "get_fields", args: { model: "res.partner", fields: ["name"], ...nullFor("query writable") } },
      { model: "res.partner", fields: ["name"] },
    ),
    taken(
      "all that a client could have left out, as it was reported",
      search({ domain: [], fields: null, limit: null, company_id: null, lang: null }),
      { domain: [] },
    ),
    taken(
      "company and language, of a generic tool",
      { tool: "search_count", args: { model: "res.partner", ...nullFor("domain") } },
      { model: "res.partner" },
    ),
    taken("null as a text, for a number", search({ ...PAGE, offset: "null" }), PAGE),
    taken("null as a text, for a list", read({ ids: [partner], fields: "null" }), { ids: [partner] }),
    written("the value of a field, which is emptied", inPartner({ phone: null }), { phone: null }, { phone: false }),
  ],

  "keys of a client": [
    taken("all five, as it was reported", { tool: "list_models", args: { query: "sale", ...FIVE } }, { query: "sale" }),
    ...Object.entries(FIVE).map(([key, value]) => taken(key, search({ ...PAGE, [key]: value }), PAGE)),
    taken("of any form", search({ ...PAGE, sessionId: 5, toolCallId: null, tool: {} }), PAGE),
    taken("of no arguments", { tool: "res_partner_count", args: FIVE }, {}),
    taken(
      "beside values",
      { tool: "res_partner_update", args: { ...FIVE, ids: [partner], values: { phone: "1" } } },
      { ids: [partner], values: { phone: "1" } },
      { phone: "1" },
    ),
  ],

  "one where a list is meant": [
    taken("an id", read({ ids: partner, fields: ["name"] }), NAME),
    taken("an id as a text", read({ ids: `${partner}`, fields: ["name"] }), NAME),
    taken("an id and a field", read({ ids: partner, fields: "name" }), NAME),
    taken("a path", read({ ids: [partner], fields: "parent_id.name" }), { ids: [partner], fields: ["parent_id.name"] }),
    taken("a group and a measure", aggregate({ group_by: "stage_id", measures: "expected_revenue:sum" }), {
      group_by: ["stage_id"],
      measures: ["expected_revenue:sum"],
    }),
    taken(
      "a field of get_fields",
      { tool: "get_fields", args: { model: "res.partner", fields: "name" } },
      { model: "res.partner", fields: ["name"] },
    ),
    taken(
      "a name to look up",
      { tool: "look_up", args: { names: { model: "res.country", name: "Belgium" } } },
      { names: [{ model: "res.country", name: "Belgium" }] },
    ),
    taken(
      "a record",
      { tool: "create_records", args: { model: "res.partner", records: { name: "A" } } },
      { model: "res.partner", records: [{ name: "A" }] },
    ),
    taken(
      "an update",
      { tool: "update_records", args: { model: "res.partner", updates: { id: partner, values: { phone: "1" } } } },
      { model: "res.partner", updates: [{ id: partner, values: { phone: "1" } }] },
    ),
    written("a tag to link", tags({ link: tag }), { tag_ids: { link: [tag] } }, { tag_ids: [[4, tag, 0]] }),
    written("the only tag", tags({ set: tag }), { tag_ids: { set: [tag] } }, { tag_ids: [[6, 0, [tag]]] }),
    written(
      "a line to change",
      inOrder({ update: { id: line, product_uom_qty: 2 } }),
      { order_line: { update: [{ id: line, product_uom_qty: 2 }] } },
      { order_line: [[1, line, { product_uom_qty: 2 }]] },
    ),
    written(
      "a line to delete",
      inOrder({ delete: line }),
      { order_line: { delete: [line] } },
      { order_line: [[2, line, 0]] },
    ),
    taken("a new line", inOrder({ create: { product_id: product } }), {
      ids: [order],
      values: { order_line: { create: [{ product_id: product }] } },
    }),
  ],

  "Odoo's commands": [
    ...unfilled([6, [tag]], [0, false, null]).map((command) =>
      written(`replace: ${shape(command)}`, tags([command]), { tag_ids: { set: [tag] } }, { tag_ids: [[6, 0, [tag]]] }),
    ),
    ...[[5], [5, 0], [5, 0, 0], [5, false, false], [5, null, null], [5, 0, []]].map((command) =>
      written(`clear: ${shape(command)}`, tags([command]), { tag_ids: { set: [] } }, { tag_ids: [[6, 0, []]] }),
    ),
    ...[
      [4, tag],
      [4, tag, 0],
      [4, tag, false],
      [4, tag, null],
    ].map((command) =>
      written(`link: ${shape(command)}`, tags([command]), { tag_ids: { link: [tag] } }, { tag_ids: [[4, tag, 0]] }),
    ),
    ...[
      [3, tag],
      [3, tag, 0],
      [3, tag, false],
    ].map((command) =>
      written(`unlink: ${shape(command)}`, tags([command]), { tag_ids: { unlink: [tag] } }, { tag_ids: [[3, tag, 0]] }),
    ),
    ...[
      [2, line],
      [2, line, 0],
      [2, line, false],
    ].map((command) =>
      written(
        `delete: ${shape(command)}`,
        inOrder([command]),
        { order_line: { delete: [line] } },
        { order_line: [[2, line, 0]] },
      ),
    ),
    ...[0, false, null, "virtual_12"].map((id) =>
      taken(`create: ${shape([0, id, {}])}`, inOrder([[0, id, { product_id: product, product_uom_qty: "2" }]]), {
        ids: [order],
        values: { order_line: { create: [{ product_id: product, product_uom_qty: 2 }] } },
      }),
    ),
    written(
      "change",
      inOrder([[1, line, { product_uom_qty: 2 }]]),
      { order_line: { update: [{ id: line, product_uom_qty: 2 }] } },
      { order_line: [[1, line, { product_uom_qty: 2 }]] },
    ),
    written(
      "several links",
      tags([
        [4, tag, 0],
        [4, otherTag, 0],
      ]),
      { tag_ids: { link: [tag, otherTag] } },
      {
        tag_ids: [
          [4, tag, 0],
          [4, otherTag, 0],
        ],
      },
    ),
    written(
      "clear, then link",
      tags([[5], [4, tag]]),
      { tag_ids: { set: [], link: [tag] } },
      {
        tag_ids: [
          [6, 0, []],
          [4, tag, 0],
        ],
      },
    ),
    written(
      "one changed and one deleted",
      inOrder([
        [1, line, { product_uom_qty: 2 }],
        [2, otherLine, false],
      ]),
      { order_line: { update: [{ id: line, product_uom_qty: 2 }], delete: [otherLine] } },
      {
        order_line: [
          [2, otherLine, 0],
          [1, line, { product_uom_qty: 2 }],
        ],
      },
    ),
    written("as a text", tags(`[[6, false, [${tag}]]]`), { tag_ids: { set: [tag] } }, { tag_ids: [[6, 0, [tag]]] }),
    taken(
      "in a new record",
      { tool: "crm_lead_create", args: { values: { name: "Sloppy", tag_ids: [[6, 0, [tag]]] } } },
      { values: { name: "Sloppy", tag_ids: { set: [tag] } } },
    ),
    taken(
      "with a generic tool",
      { tool: "update_record", args: { model: "crm.lead", id: lead, values: { tag_ids: [[4, tag]] } } },
      { model: "crm.lead", id: lead, values: { tag_ids: { link: [tag] } } },
      { tag_ids: [[4, tag, 0]] },
    ),
  ],

  "no domain where only all can be meant": [
    taken("a count", { tool: "res_partner_count", args: {} }, { domain: [] }),
    taken("an aggregate", aggregate({ group_by: ["stage_id"] }), { domain: [], group_by: ["stage_id"] }),
    taken(
      "a count of any model",
      { tool: "search_count", args: { model: "res.partner" } },
      { model: "res.partner", domain: [] },
    ),
    taken(
      "an aggregate of any model",
      { tool: "aggregate_records", args: { model: "crm.lead", group_by: "stage_id" } },
      { model: "crm.lead", domain: [], group_by: ["stage_id"] },
    ),
  ],
};

const LINES_FORM = 'expected {"create": [{...}]}';
const NO_ID = "expected a record's id, a whole number above 0";

export const REFUSED: Readonly<Record<string, readonly Refused[]>> = {
  "keys that are unknown": [
    refused("a client's, spelt otherwise", search({ ...PAGE, session_id: "s" }), 'Unknown argument "session_id"'),
    refused("a client's, in other letters", search({ ...PAGE, toolCallID: "s" }), 'Unknown argument "toolCallID"'),
    refused("a client's, within values", inPartner({ phone: "1", sessionId: "s" }), 'Unknown field "sessionId"'),
    refused(
      "a client's, within a name to look up",
      { tool: "look_up", args: { names: [{ model: "res.country", name: "Belgium", tool: "look_up" }] } },
      'Unknown argument "tool"',
    ),
    refused(
      "what stands for no arguments",
      { tool: "who_am_i", args: { random_string: "x" } },
      'Unknown argument "random_string"',
    ),
    refused("why it is called", search({ ...PAGE, reason: "to see" }), 'Unknown argument "reason"'),
    refused("a context", search({ ...PAGE, context: {} }), 'Unknown argument "context"'),
    refused("filters", search({ filters: [] }), 'Unknown argument "filters"'),
    refused("sort", search({ ...PAGE, sort: "name" }), 'Unknown argument "sort"'),
    refused("order_by", search({ ...PAGE, order_by: "name" }), 'Did you mean "order"?'),
    refused("a misspelt limit", search({ ...PAGE, limt: 5 }), 'Did you mean "limit"?'),
    refused("an unknown key that is null", search({ ...PAGE, page: null }), 'Unknown argument "page"'),
    refused(
      "vals",
      { tool: "res_partner_update", args: { ids: [partner], vals: { phone: "1" } } },
      'Did you mean "values"?',
    ),
    refused(
      "fields beside the ids",
      { tool: "res_partner_update", args: { ids: [partner], phone: "1" } },
      "values: is required",
    ),
    refused("id for ids", { tool: "res_partner_update", args: { id: partner, values: {} } }, 'Did you mean "ids"?'),
    refused(
      "a domain to delete by",
      { tool: "res_partner_delete", args: { domain: [["id", "=", partner]] } },
      "ids: is required",
    ),
  ],

  "fields that are unknown": [
    refused("misspelt", inPartner({ phonne: "1" }), 'Did you mean "phone"?'),
    refused("misspelt, in values that are a text", inPartner('{"phonne": "1"}'), 'Did you mean "phone"?'),
    refused("in a command", inOrder([[1, line, { quantity_of: 2 }]]), 'Unknown field "quantity_of"'),
    refused("in a row without a list", inOrder({ create: { produkt_id: product } }), 'Unknown field "produkt_id"'),
    refused("to read", read({ ids: partner, fields: "nmae" }), 'Unknown field "nmae"'),
    refused("several in one text", read({ ids: partner, fields: "name,email" }), 'Unknown field "name,email"'),
    refused("null in a list", read({ ids: partner, fields: ["null"] }), 'Unknown field "null"'),
    refused("to group by", aggregate({ group_by: "stage" }), 'Did you mean "stage_id"?'),
    refused("in a domain that is a text", search({ domain: '[["nmae", "=", "x"]]' }), 'unknown field "nmae"'),
    refused("a line for the lines", inOrder({ product_id: product }), '"product_id" is none of create, update'),
  ],

  "a text for a record": [
    refused("an id, in a many2one", inLead({ partner_id: `${partner}` }), "the id of a res.partner record"),
    refused("a name", inLead({ partner_id: "Azure Interior" }), "the id of a res.partner record"),
    refused("a reference", inLead({ partner_id: `res.partner,${partner}` }), "the id of a res.partner record"),
    refused("JSON", inLead({ partner_id: `{"id": ${partner}}` }), "the id of a res.partner record"),
    refused("a pair in a list", inLead({ partner_id: [partner, "Azure"] }), "the id of a res.partner record"),
    refused("an object without an id", inLead({ partner_id: { name: "Azure" } }), "the id of a res.partner record"),
    refused("ids of tags", tags([`${tag}`]), "the id of a crm.tag record"),
    refused("an id to link", tags({ link: `${tag}` }), "expected a list of ids"),
    refused("ids to link", tags({ link: [`${tag}`] }), "the id of a crm.tag record"),
    refused("a name to link", tags({ link: "urgent" }), "expected a list of ids"),
    refused("names of tags", tags(["urgent"]), "the id of a crm.tag record"),
    refused("a name among ids", read({ ids: ["Azure"] }), NO_ID),
    refused("a name for ids", read({ ids: "Azure" }), "ids: expected a list of record ids"),
    refused("all", { tool: "res_partner_delete", args: { ids: "all" } }, "ids: expected a list of record ids"),
    refused(
      "a name for an id",
      { tool: "update_record", args: { model: "res.partner", id: "Azure", values: { phone: "1" } } },
      "id: expected a record's id",
    ),
  ],

  "what may mean several things": [
    refused("one tag: added, or the only one", tags(tag), LINES_FORM),
    refused("one tag as a text", tags(`${tag}`), LINES_FORM),
    refused("null for all lines", inOrder(null), LINES_FORM),
    refused("rows without what to do with them", inOrder([{ product_id: product }]), LINES_FORM),
    refused("a list where one id is asked for", oneOf([partner]), "id: expected a record's id"),
    refused("ids with commas", read({ ids: `${partner}, ${partner}` }), "ids: expected a list of record ids"),
    refused("no ids", { tool: "res_partner_delete", args: { ids: [] } }, "ids: expected at least one id"),
    refused("null for ids", { tool: "res_partner_delete", args: { ids: null } }, "ids: expected a list of record ids"),
    refused("null as a text for ids", { tool: "res_partner_delete", args: { ids: "null" } }, "ids: expected a list"),
    refused(
      "null for values",
      { tool: "res_partner_update", args: { ids: [partner], values: null } },
      "values: expected an object",
    ),
    refused("an empty text for a number", search({ ...PAGE, limit: "" }), "limit: expected a whole number"),
    refused("an empty text for a language", search({ ...PAGE, lang: "" }), "is not installed"),
    refused("an empty list of fields", read({ ids: partner, fields: [] }), "fields: expected at least one field"),
    refused("no domain, of a search", search({}), "domain: is required"),
    refused("null for the domain of a search", search({ domain: null }), "domain: expected a list of terms"),
    refused(
      "an empty text for a domain",
      { tool: "res_partner_count", args: { domain: "" } },
      "domain: expected a list",
    ),
    refused("an object for a domain", { tool: "res_partner_count", args: { domain: {} } }, "domain: expected a list"),
    refused("all, for a domain", { tool: "res_partner_count", args: { domain: "all" } }, "domain: expected a list"),
    refused(
      "a domain in an object",
      search({ domain: { search: "[['name', 'ilike', 'a']]" } }),
      "domain: expected a list of terms",
    ),
    refused("a term for a domain", search({ domain: ["name", "ilike", "a"] }), "needs brackets of its own"),
    refused("a term as a text", search({ domain: '["name", "ilike", "a"]' }), "needs brackets of its own"),
    refused("terms as texts", search({ domain: ["[name, ilike, a]"] }), "expected a term such as"),
    refused("an order as a list", search({ ...PAGE, order: ["name"] }), "order: expected a text"),
    refused("a model in a list", { tool: "search_count", args: { model: ["res.partner"] } }, "expected a model's name"),
    refused("a number for a truth", previewed(1), "dry_run: expected true or false"),
    refused("yes for a truth", previewed("yes"), "dry_run: expected true or false"),
    refused("a truth in Python", previewed("True"), "dry_run: expected true or false"),
  ],

  "commands that mean something else": [
    refused("one without its list", tags([6, 0, [tag]]), LINES_FORM),
    refused("add, then take away", tags([...pair(4, 3)]), LINES_FORM),
    refused("take away, then add", tags([...pair(3, 4)]), LINES_FORM),
    refused(
      "add, then replace",
      tags([
        [4, tag],
        [6, 0, [otherTag]],
      ]),
      LINES_FORM,
    ),
    refused("replace, then clear", tags([[6, 0, [tag]], [5]]), LINES_FORM),
    refused(
      "change, then delete",
      inOrder([
        [1, line, { product_uom_qty: 2 }],
        [2, line],
      ]),
      LINES_FORM,
    ),
    refused("an id as a text", tags([[4, `${tag}`]]), LINES_FORM),
    refused("several ids", tags([[4, [tag, otherTag]]]), LINES_FORM),
    refused("no id", tags([[4]]), LINES_FORM),
    refused("no ids to replace by", tags([[6, 0]]), LINES_FORM),
    refused("one id to replace by", tags([[6, 0, tag]]), LINES_FORM),
    refused("an id to clear", tags([[5, tag]]), LINES_FORM),
    refused("a link with values", tags([[4, tag, { name: "x" }]]), LINES_FORM),
    refused("a deletion with values", inOrder([[2, line, { product_uom_qty: 2 }]]), LINES_FORM),
    refused("a new line with an id", inOrder([[0, line, { product_uom_qty: 2 }]]), LINES_FORM),
    refused("a new line without its second place", inOrder([[0, { product_id: product }]]), LINES_FORM),
    refused("a change of nothing", inOrder([[1, line]]), LINES_FORM),
    refused("a change with another id", inOrder([[1, line, { id: otherLine, product_uom_qty: 2 }]]), LINES_FORM),
    refused("a number that is no command", tags([[7, tag, 0]]), LINES_FORM),
    refused("a number as a text", tags([["4", tag]]), LINES_FORM),
    refused("a name for the number", tags([["link", tag]]), LINES_FORM),
    refused("a fourth place", tags([[4, tag, 0, 0]]), LINES_FORM),
    refused("commands and ids", tags([[4, tag], otherTag]), LINES_FORM),
    refused("objects", tags([{ command: 4, record: tag }]), LINES_FORM),
    refused("Python", tags("[(6, 0, [1])]"), LINES_FORM),
    refused("calls of Python", tags(["Command.link(1)"]), "the id of a crm.tag record"),
    refused(
      "rows of another form",
      inOrder({ create: [[0, 0, { product_id: product }]] }),
      "expected an object of fields",
    ),
  ],

  "texts that hold no such JSON": [
    refused("Python", inPartner("{'phone': '1'}"), "values: expected an object of fields and values"),
    refused("names without quotes", inPartner("{phone: 1}"), "values: expected an object of fields and values"),
    refused("a comma too many", inPartner('{"phone": "1",}'), "values: expected an object of fields and values"),
    refused("a fence", inPartner('```json\n{"phone": "1"}\n```'), "values: expected an object of fields and values"),
    refused("JSON in JSON", inPartner('"{\\"phone\\": \\"1\\"}"'), "values: expected an object of fields and values"),
    refused("a list", inPartner('[{"phone": "1"}]'), "values: expected an object of fields and values"),
    refused("XML", inPartner("<phone>1</phone>"), "values: expected an object of fields and values"),
    refused("a list that is cut off", read({ ids: `[${partner}` }), "ids: expected a list of record ids"),
    refused("a number in words", search({ ...PAGE, limit: "ten" }), "limit: expected a whole number"),
    refused("a number and a word", search({ ...PAGE, limit: "10 records" }), "limit: expected a whole number"),
    refused("half a record", search({ ...PAGE, limit: "2.5" }), "limit: expected a whole number"),
    refused("a thousands separator", inLead({ expected_revenue: "1,000" }), "expected an amount as a number"),
    refused("a currency", inLead({ expected_revenue: "€ 5" }), "expected an amount as a number"),
    refused("a truth in Python for a field", inPartner({ active: "False" }), "expected true or false"),
    refused("null for a truth", inPartner({ active: "null" }), "expected true or false"),
    refused("a prototype", inPartner('{"__proto__": {"phone": "1"}}'), "__proto__"),
    refused("more levels than arguments have", inPartner(`{"phone": ${"[".repeat(30)}${"]".repeat(30)}}`), "nested"),
  ],
};

/** Every optional argument that a client knows of, the common ones too. */
function nullFor(names: string): Json {
  const all = ["company_id", "lang", ...names.split(" ").filter(Boolean)];
  return Object.fromEntries(all.map((name) => [name, null]));
}

/** A command with a place that it does not use, filled in these ways. */
function unfilled([code, value]: readonly [number, unknown], fillings: readonly unknown[]): unknown[][] {
  return fillings.map((filling) => [code, filling, value]);
}

function shape(command: readonly unknown[]): string {
  return JSON.stringify(command).replace(/\b9\d{5}\b/g, "id");
}

function pair(first: number, second: number): number[][] {
  return [
    [first, tag],
    [second, tag],
  ];
}

function previewed(dry_run: unknown): Call {
  return { tool: "res_partner_update", args: { ids: [partner], values: { phone: "1" }, dry_run } };
}

function oneOf(id: unknown): Call {
  return { tool: "update_record", args: { model: "res.partner", id, values: { phone: "1" } } };
}
