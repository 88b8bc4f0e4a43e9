import { DEFAULT_LIMIT, MAX_LIMIT } from "../call/arguments.js";
import type { JsonSchema } from "../call/tool.js";
import type { RecordOperation } from "../policy/effects.js";

// The JSON Schemas that typed and generic tools have in common.

type ObjectSchema = JsonSchema & { type: "object" };

/** A closed object: unknown keys are refused. */
export function objectSchema(properties: Record<string, JsonSchema>, required: readonly string[] = []): ObjectSchema {
  return { type: "object", properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

const array = (items: JsonSchema, description?: string): JsonSchema => ({
  type: "array",
  items,
  ...(description ? { description } : {}),
});
const ID: JsonSchema = { type: "integer" };
const RECORD: JsonSchema = { type: "object" };

export const IDS = { ...array(ID, "Record ids."), minItems: 1 };

/** Arguments of a search, beside the model. */
export const SEARCH = {
  domain: array(
    {},
    'Odoo domain, such as [["name", "ilike", "azure"], ["create_date", ">=", "2026-01-01T00:00:00Z"]]; terms are ANDed, "|" and "!" stand before theirs. [] matches all.',
  ),
  fields: array(
    { type: "string" },
    'Fields to return; display_name if left out. "partner_id.email" follows a relation.',
  ),
  order: { type: "string", description: 'Such as "create_date desc, id".' },
  limit: { type: "integer", minimum: 1, maximum: MAX_LIMIT, description: `Default ${DEFAULT_LIMIT}.` },
  offset: { type: "integer", minimum: 0, description: "Default 0; next_offset of the result continues." },
} satisfies Record<string, JsonSchema>;

/** Arguments of an aggregation, beside the model. */
export const AGGREGATE = {
  domain: SEARCH.domain,
  group_by: array(
    { type: "string" },
    'Such as ["state", "date_order:month"]; a date or time needs :hour, :day, :week, :month, :quarter or :year. One total if left out.',
  ),
  measures: array(
    { type: "string" },
    'Such as ["amount_total:sum"]: sum, avg, min, max or count_distinct. count comes with every group.',
  ),
  having: array({}, 'Groups to keep, such as [["amount_total:sum", ">", 1000], ["count", ">=", 2]]; ANDed.'),
  order: { type: "string", description: 'Groups, measures or count, such as "amount_total:sum desc".' },
  limit: SEARCH.limit,
  offset: SEARCH.offset,
} satisfies Record<string, JsonSchema>;

export const IDEMPOTENCY_KEY: JsonSchema = {
  type: "string",
  description: "8 to 200 characters; a repeated key creates nothing twice.",
};

export const READ_FIELDS = array(
  { type: "string" },
  'Fields to return; what can be written if left out. "order_line.price_unit" follows a relation.',
);

export const DRY_RUN: JsonSchema = { type: "boolean", description: "Preview only." };

/** Fields of a create or update tool that it does not show one by one. */
export const EXTRA: JsonSchema = { type: "object", description: "Other fields; get_fields tells which." };

/**
 * What a tool answers: these properties, or `error` and nothing else. Nothing is required, because the SDK's client
 * (1.32) checks the structured content of failures against the output schema too.
 */
export function resultSchema(properties: Record<string, JsonSchema>): ObjectSchema {
  return objectSchema({ ...properties, error: { type: "object" } });
}

const NOT_KEPT: JsonSchema = { type: "object", description: "Values that Odoo changed." };

/** What a change answers: as said, or with dry_run a preview. */
const changeSchema = (properties: Record<string, JsonSchema>) =>
  resultSchema({ ...properties, preview: { type: "object" } });

export const MANY = changeSchema({ ids: array(ID), not_kept: NOT_KEPT });

export const DELETED = changeSchema({ ids: array(ID) });

const RECORDS = array(RECORD);

/** What each operation answers. */
export const RESULTS: Readonly<Record<RecordOperation | "act", ObjectSchema>> = {
  search: resultSchema({
    records: RECORDS,
    total: { type: "integer" },
    limit: { type: "integer" },
    offset: { type: "integer" },
    next_offset: { description: "null at the end" },
  }),
  read: resultSchema({ records: RECORDS, missing: array(ID) }),
  count: resultSchema({ count: { type: "integer" } }),
  aggregate: resultSchema({
    groups: RECORDS,
    limit: { type: "integer" },
    offset: { type: "integer" },
    next_offset: { description: "null at the end" },
    note: { type: "string" },
  }),
  create: changeSchema({ id: ID, display_name: { type: "string" }, not_kept: NOT_KEPT }),
  update: MANY,
  delete: DELETED,
  act: changeSchema({ ids: array(ID), done: { type: "boolean" }, next: { type: "object" } }),
};
