import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { isId, isObject, shown } from "../../odoo/notation/checks.js";
import { checkNotSecret, checkOpen } from "../../odoo/schema/closed-fields.js";
import { type Field, fieldOf, isSecret, type Model } from "../../odoo/schema/schema.js";
import { didYouMean, fieldHint, nearest, selectionHint } from "../../odoo/schema/suggest.js";
import { LINE_OPERATIONS } from "../../odoo/values/lines.js";
import type { ModelSource } from "./model-source.js";

// Arguments of tools: each declared once, in zod, with what a model is told of it. `jsonSchemaOf` makes its JSON Schema.

export const MAX_LIMIT = 500;
export const DEFAULT_LIMIT = 50;
const MAX_IDS = 1000;
const MAX_FIELDS = 1000;
/** Of a field's name or path, with what may stand behind it. */
const MAX_NAME = 256;
const MAX_ORDER = 1000;

const name = z.string({ error: "expected a text" }).max(MAX_NAME, `expected at most ${MAX_NAME} characters`);

export const recordId = z
  .custom<number>(isId, { error: "expected a record's id, a whole number above 0" })
  .meta({ type: "integer" });
export const recordIds = z
  .array(recordId, { error: "expected a list of record ids" })
  .min(1, "expected at least one id")
  .max(MAX_IDS, `expected at most ${MAX_IDS} ids`)
  .transform((ids) => [...new Set(ids)])
  .describe("Record ids.");
export const fieldNames = z
  .array(name, { error: "expected a list of field names" })
  .min(1, "expected at least one field")
  .max(MAX_FIELDS, `expected at most ${MAX_FIELDS} fields`)
  .optional();
export const order = z
  .string({ error: 'expected a text such as "name desc, id"' })
  .max(MAX_ORDER, `expected at most ${MAX_ORDER} characters`)
  .optional()
  .describe('Such as "create_date desc, id".');
export const limit = z
  .int(`expected a whole number from 1 to ${MAX_LIMIT}`)
  .min(1)
  .max(MAX_LIMIT)
  .default(DEFAULT_LIMIT)
  .describe(`Default ${DEFAULT_LIMIT}.`);
export const offset = z
  .int("expected a whole number from 0 on")
  .min(0)
  .default(0)
  .describe("Default 0; next_offset of the result continues.");
export const modelName = z
  .string({ error: 'expected a model\'s name such as "res.partner"' })
  .describe('Odoo model, such as "res.partner"; list_models tells which.');
/** Checked by the model's own schema. Not a record, which would leave the key "__proto__" out in silence. */
export const values = z
  .custom<Record<string, unknown>>(isObject, { error: "expected an object of fields and values" })
  .meta({ type: "object" });
export const idempotencyKey = z
  .string({ error: "expected a text" })
  .min(8, "expected at least 8 characters")
  .max(200, "expected at most 200 characters")
  .optional()
  .describe("8 to 200 characters; a repeated key creates nothing twice.");
export const dryRun = z.boolean({ error: "expected true or false" }).optional().describe("Preview only.");
/** Checked by `checkDomain`, which takes texts too. */
export const domain = z.unknown().meta({
  type: "array",
  items: {},
  description:
    'Odoo domain, such as [["name", "ilike", "azure"], ["create_date", ">=", "2026-01-01T00:00:00Z"]]; terms are ANDed, "|" and "!" stand before theirs. [] matches all.',
});
/** Checked by `aggregateRecords`. */
export const having = z.unknown().optional().meta({
  type: "array",
  items: {},
  description: 'Groups to keep, such as [["amount_total:sum", ">", 1000], ["count", ">=", 2]]; ANDed.',
});
export const groupBy = z
  .array(name, { error: 'expected a list such as ["state", "date_order:month"]' })
  .max(8, "expected at most 8 groups")
  .default([])
  .describe(
    'Such as ["state", "date_order:month"]; a date or time needs :hour, :day, :week, :month, :quarter or :year. One total if left out.',
  );
export const measures = z
  .array(name, { error: 'expected a list such as ["amount_total:sum"]' })
  .max(20, "expected at most 20 measures")
  .default([])
  .describe('Such as ["amount_total:sum"]: sum, avg, min, max or count_distinct. count comes with every group.');

/** Parses `args`, or throws `OdooError` "validation" that names every wrong argument and what would be right. */
export async function parseArguments<Schema extends z.ZodType>(
  schema: Schema,
  args: unknown,
  at = "",
  subject?: { model: Model; models: ModelSource },
): Promise<z.output<Schema>> {
  const parsed = await schema.safeParseAsync(args ?? {});
  if (parsed.success) return parsed.data;
  const asked = { at, args, subject, known: namesOf(schema) };
  const lines = await Promise.all(parsed.error.issues.slice(0, 10).flatMap((issue) => describe(issue, asked)));
  const [first] = parsed.error.issues;
  const path = first?.code === "unrecognized_keys" ? [...first.path, first.keys[0]] : first?.path;
  throw new OdooError("validation", lines.join(" "), {
    model: subject?.model.name,
    field: subject && typeof path?.[0] === "string" ? path[0] : undefined,
  });
}

type Subject = { model: Model; models: ModelSource } | undefined;

/** Arguments of every tool, taken out before its own are parsed. */
const OF_EVERY_TOOL = ["company_id", "lang"];

const namesOf = (schema: z.ZodType) =>
  schema instanceof z.ZodObject ? [...Object.keys(schema.shape), ...OF_EVERY_TOOL] : [];

/** What was parsed: the arguments, where they stand, of which model, and the names that there are. */
interface Parsing {
  at: string;
  args: unknown;
  subject: Subject;
  known: readonly string[];
}

function describe(issue: z.core.$ZodIssue, { at, args, subject, known }: Parsing): Promise<string>[] {
  const place = [at, pathText(issue.path)].filter(Boolean).join(".").replaceAll(".[", "[");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map(async (key) =>
      subject ? unknownKey(key, at, issue.path, subject) : unknownArgument(key, known),
    );
  }
  const value = valueAt(args, issue.path);
  const missing = issue.path.length > 0 && value === undefined;
  const message = missing && !issue.message.startsWith("is required") ? "is required" : inWords(issue);
  const what = issue.path.length > 0 && /^expected (?!.*, not )/.test(message) ? `, not ${shown(value)}` : "";
  const sentence = place ? `${place}: ${message}${what}.` : `${capital(message)}.`;
  return [choiceHint(issue.path, value, subject).then((hint) => sentence + hint)];
}

function unknownArgument(name: string, known: readonly string[]): string {
  const [best] = nearest(name, known);
  if (best) return `Unknown argument ${shown(name)}. Did you mean "${best}"?`;
  return `Unknown argument ${shown(name)}; the tool takes ${known.join(", ")}.`;
}

/** A key of values that the schema does not know: a field that does not exist or cannot be written. */
async function unknownKey(
  key: string,
  at: string,
  path: readonly PropertyKey[],
  subject: NonNullable<Subject>,
): Promise<string> {
  const place = [at, pathText(path)].filter(Boolean).join(".");
  // A path that ends with a field stands for its lines, one that ends with a number for one of them.
  if (typeof path.at(-1) === "string") return `${place}: ${shown(key)} is none of ${LINE_OPERATIONS.join(", ")}.`;
  const model = await modelAt(subject, path);
  const field = fieldOf(model, key);
  const where = path.length > 0 || at.endsWith("]") ? ` (at ${place})` : "";
  if (!field) return `${unknownField(model, key)}${where}`;
  const why = whyNotWritable(key, field);
  return `Field "${key}" on ${model.name} ${why}.${where}`;
}

function unknownField(model: Model, name: string): string {
  return `Unknown field ${shown(name)} on ${model.name}.${fieldHint(model, name) || " get_fields tells which there are."}`;
}

/** The value of a selection whose label was given in its place, or that is spelt alike. */
async function choiceHint(path: readonly PropertyKey[], value: unknown, subject: Subject): Promise<string> {
  const name = path.at(-1);
  if (!subject || typeof name !== "string" || typeof value !== "string") return "";
  const field = fieldOf(await modelAt(subject, path.slice(0, -1)), name);
  if (field?.type !== "selection") return "";
  return selectionHint(field, value);
}

function whyNotWritable(name: string, field: Field): string {
  if (isSecret(name, field)) return "is secret: no tool writes it";
  if (field.closed) return `is closed to this server (${field.closed})`;
  if (field.readonly) return "is readonly: Odoo computes or controls it";
  if (field.type === "properties")
    return "holds properties: update one record at a time with it, once the record exists";
  return `is a ${field.type} field, which cannot be written`;
}

/** The model whose values stand at `path`: lines lead from field to field. */
async function modelAt(subject: NonNullable<Subject>, path: readonly PropertyKey[]): Promise<Model> {
  let { model } = subject;
  for (const segment of path) {
    const relation = typeof segment === "string" ? fieldOf(model, segment)?.relation : undefined;
    if (relation) model = await subject.models.get(relation);
  }
  return model;
}

/** Zod's own words are for programmers. */
function inWords(issue: z.core.$ZodIssue): string {
  const [, type = ""] = /^Invalid input: expected (\w+)/.exec(issue.message) ?? [];
  if (issue.code === "invalid_type") return type ? `expected ${TYPES[type] ?? type}` : issue.message;
  if (issue.code === "too_small" && issue.message.startsWith("Too small")) return `expected at least ${issue.minimum}`;
  if (issue.code === "too_big" && issue.message.startsWith("Too big")) return `expected at most ${issue.maximum}`;
  return issue.message;
}

const TYPES: Readonly<Record<string, string>> = { array: "a list", object: "an object", string: "a text" };

const pathText = (path: readonly PropertyKey[]) =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : String(key)))
    .join(".")
    .replaceAll(".[", "[");

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Throws for the first name that is no field of the model, or one that the policy closes. `at` names the argument. */
export function checkFields(model: Model, names: readonly string[], at = "fields"): void {
  for (const name of names) {
    checkOpen(model, name, at);
    if (fieldOf(model, name)) continue;
    throw new OdooError("validation", unknownField(model, name), { model: model.name, field: name });
  }
}

/** Throws unless every term of `text` is a field Odoo can sort by: Odoo 14 to 17 ignore the others in silence. */
export function checkOrder(model: Model, text: string): void {
  for (const term of text.split(",")) {
    const [, name = "", , , rest] = /^\s*([\w.]+)(\s+(asc|desc))?(\s+nulls (?:first|last))?\s*$/i.exec(term) ?? [];
    if (!name) {
      throw new OdooError(
        "validation",
        `order: ${shown(term.trim())} is not of the form "field", "field asc" or "field desc".`,
      );
    }
    checkFields(model, [name], "order");
    if (rest) throw new OdooError("validation", 'order: "nulls first" and "nulls last" are not supported.');
    checkNotSecret(model, name, "order", "sorted by");
    const field = fieldOf(model, name);
    if (field?.sortable !== false && field?.store !== false) continue;
    const sortable = Object.entries(model.fields)
      .filter(([, other]) => other.sortable !== false && other.store !== false)
      .map(([other]) => other);
    throw new OdooError(
      "validation",
      `order: ${model.name}.${name} is computed, so Odoo cannot sort by it.${didYouMean(name, sortable)}`,
    );
  }
}
