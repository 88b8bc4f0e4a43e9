import { LINE_OPERATIONS } from "../odoo/lines.js";
import { DEFAULT_LIMIT, MAX_LIMIT } from "./arguments.js";
import type { RecordOperation } from "./operations.js";
import type { JsonSchema } from "./tool.js";

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

export const IDEMPOTENCY_KEY: JsonSchema = {
  type: "string",
  description:
    "Unique text of 8 to 200 characters: repeating the call with it after a failure never creates a second one.",
};

export const READ_FIELDS = array(
  { type: "string" },
  'Fields to return; what can be written if left out. "order_line.price_unit" follows a relation.',
);

/** How x2many fields are written. `create` and `update` may carry the other model's own properties. */
export function linesSchema(
  rows: { create: JsonSchema; update: JsonSchema } = { create: RECORD, update: RECORD },
): ObjectSchema {
  const properties = LINE_OPERATIONS.map((operation): [string, JsonSchema] => [
    operation,
    operation === "create" || operation === "update" ? array(rows[operation]) : array(ID),
  ]);
  return objectSchema(Object.fromEntries(properties));
}

/**
 * What a tool answers: these properties, or `error` and nothing else. Nothing is required, because the SDK's client
 * (1.32) checks the structured content of failures against the output schema too.
 */
export function resultSchema(properties: Record<string, JsonSchema>): ObjectSchema {
  return objectSchema({ ...properties, error: { type: "object" } });
}

export const MANY = resultSchema({ ids: array(ID) });

const RECORDS = array(RECORD);

/** What each operation answers. */
export const RESULTS: Readonly<Record<RecordOperation, ObjectSchema>> = {
  search: resultSchema({
    records: RECORDS,
    total: { type: "integer" },
    limit: { type: "integer" },
    offset: { type: "integer" },
    next_offset: { description: "null at the end" },
  }),
  read: resultSchema({ records: RECORDS, missing: array(ID) }),
  count: resultSchema({ count: { type: "integer" } }),
  create: resultSchema({ id: ID, display_name: { type: "string" } }),
  update: MANY,
  delete: MANY,
};
