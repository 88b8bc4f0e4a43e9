import { z } from "zod";
import { flawOf, isId, isObject, isText } from "../../odoo/notation/checks.js";
import { HIDDEN_LINK, holdsHiddenLink } from "../../odoo/schema/link-secrets.js";

// Arguments of tools: each declared once, in zod, with what a model is told of it. `jsonSchemaOf` makes its JSON Schema.
// `description` tells all; `brief` stands in its place where the server's instructions and the generic tools have told it.

export const MAX_LIMIT = 500;
export const DEFAULT_LIMIT = 50;
const MAX_IDS = 1000;
const MAX_FIELDS = 1000;
const MAX_NAMES = 50;
const MAX_NAME = 256;
/** A sealed one holds the dialogue itself. */
const MAX_HANDLE = 16_384;
const MAX_ORDER = 1000;

/** As of `isModelName`. */
const MAX_MODEL_NAME = 128;
/** The name of a field or a step, with what may stand behind it. */
export const name = z.string({ error: "expected a text" }).max(MAX_NAME, `expected at most ${MAX_NAME} characters`);
export const handle = z
  .string({ error: "expected a text" })
  .max(MAX_HANDLE, `expected at most ${MAX_HANDLE} characters`);

/** A text that is written into Odoo beside the fields of a record. */
export const writtenText = z
  .string({ error: "expected a text" })
  .refine(isText, "expected a text without NUL and halves of surrogate pairs")
  .refine((text) => !holdsHiddenLink(text), `expected a text without ${HIDDEN_LINK}`);
export const recordId = z
  .custom<number>(isId, { error: "expected a record's id, a whole number above 0" })
  .meta({ type: "integer" });
export const recordIds = z
  .array(recordId, { error: "expected a list of record ids" })
  .min(1, "expected at least one id")
  .max(MAX_IDS, `expected at most ${MAX_IDS} ids`)
  .transform((ids) => [...new Set(ids)])
  .meta({ description: "Record ids.", brief: "" });
export const fieldNames = z
  .array(name, { error: "expected a list of field names" })
  .min(1, "expected at least one field")
  .max(MAX_FIELDS, `expected at most ${MAX_FIELDS} fields`)
  .optional();
export const order = z
  .string({ error: 'expected a text such as "name desc, id"' })
  .max(MAX_ORDER, `expected at most ${MAX_ORDER} characters`)
  .optional()
  .meta({ description: 'Such as "create_date desc, id".', brief: "create_date desc" });
export const limit = z
  .int(`expected a whole number from 1 to ${MAX_LIMIT}`)
  .min(1)
  .max(MAX_LIMIT)
  .default(DEFAULT_LIMIT)
  .meta({ description: `Default ${DEFAULT_LIMIT}.`, brief: "" });
export const offset = z
  .int("expected a whole number from 0 on")
  .min(0)
  .default(0)
  .meta({ description: "Default 0; next_offset of the result continues.", brief: "" });
export const modelName = z
  .string({ error: 'expected a model\'s name such as "res.partner"' })
  .max(MAX_MODEL_NAME, `expected at most ${MAX_MODEL_NAME} characters`)
  .meta({ description: 'Odoo model, such as "res.partner"; list_models tells which.', brief: "res.partner" });
export const recordNames = z
  .array(
    z.strictObject({
      model: modelName,
      name: name
        .refine(isText, { error: ({ input }) => `expected a text without ${flawOf(input)}` })
        .refine((text) => text.trim() !== "", "expected a name, not an empty text")
        .describe('Such as "Belgium".'),
    }),
    { error: 'expected a list such as [{"model": "res.country", "name": "Belgium"}]' },
  )
  .min(1, "expected at least one name")
  .max(MAX_NAMES, `expected at most ${MAX_NAMES} names`);
/** Checked by the model's own schema. Not a record, which would leave the key "__proto__" out in silence. */
export const values = z
  .custom<Record<string, unknown>>(isObject, { error: "expected an object of fields and values" })
  .meta({ type: "object" });
export const idempotencyKey = z
  .string({ error: "expected a text" })
  .min(8, "expected at least 8 characters")
  .max(200, "expected at most 200 characters")
  .optional()
  .meta({ description: "8 to 200 characters; a repeated key creates nothing twice.", brief: "" });
export const dryRun = z
  .boolean({ error: "expected true or false" })
  .optional()
  .meta({ description: "Preview only.", brief: "" });
export const notify = z
  .boolean({ error: "expected true or false" })
  .optional()
  .meta({ description: "Let Odoo send its e-mails and notices of it; a person is asked.", brief: "" });
export const button = z
  .string({ error: "expected the name of a button" })
  .max(MAX_NAME, `expected at most ${MAX_NAME} characters`)
  .optional()
  .describe("Which button of the dialogue to press; the one it is meant for if left out.");
const anyOf = (...schemas: object[]) => ({ anyOf: schemas });
const TEXT = { type: "string" };
const NUMBER = { type: "number" };
const listOf = (items: object) => ({ type: "array", items });
/**
 * The value of a term. VS Code's check would make the value fit the first type, 5 the text "5"; it knows no formats, and
 * leaves arguments alone whose schema has one.
 */
const VALUE = anyOf(
  { type: "boolean" },
  NUMBER,
  TEXT,
  { type: "string", format: "date-time" },
  listOf(anyOf(NUMBER, TEXT)),
);
/** Checked by `checkDomain`, which takes texts too. */
export const domain = z.unknown().meta({
  ...listOf(anyOf(TEXT, listOf(VALUE))),
  description:
    'Odoo domain, such as [["name", "ilike", "azure"], ["create_date", ">=", "2026-01-01T00:00:00Z"]]; terms are ANDed, "|" and "!" stand before theirs. [] matches all.',
  brief: '[["create_date", ">=", "2026-01-01"]]',
});
/** Where leaving it out can only mean all. */
export const optionalDomain = domain.optional().transform((given) => given ?? []);
/** Checked by `aggregateRecords`. */
export const having = z
  .unknown()
  .optional()
  .meta({
    ...listOf(listOf(anyOf(TEXT, NUMBER))),
    description: 'Groups to keep, such as [["amount_total:sum", ">", 1000], ["count", ">=", 2]]; ANDed.',
    brief: '[["count", ">", 1]]',
  });
export const groupBy = z
  .array(name, { error: 'expected a list such as ["state", "date_order:month"]' })
  .max(8, "expected at most 8 groups")
  .default([])
  .meta({
    description:
      'Such as ["state", "date_order:month"]; a date or time needs :hour, :day, :week, :month, :quarter or :year. One total if left out.',
    brief: "state, date_order:month (hour, day, week, quarter, year)",
  });
export const measures = z
  .array(name, { error: 'expected a list such as ["amount_total:sum"]' })
  .max(20, "expected at most 20 measures")
  .default([])
  .meta({
    description: 'Such as ["amount_total:sum"]: sum, avg, min, max or count_distinct. count comes with every group.',
    brief: "amount_total:sum (avg, min, max, count_distinct)",
  });
