import { z } from "zod";
import { OdooError } from "../odoo/errors.js";
import { fieldOf, isSecret, type Model } from "../odoo/schema.js";
import { didYouMean, fieldHint } from "../odoo/suggest.js";
import { isId } from "../odoo/values.js";
import type { ModelSource } from "./model-source.js";

// Arguments of tools: their zod schemas, and refusals in words.

export const MAX_LIMIT = 500;
export const DEFAULT_LIMIT = 50;
export const MAX_IDS = 1000;

const id = z.custom<number>(isId, { error: "expected a record's id, a whole number above 0" });

export const recordId = id;
export const recordIds = z
  .array(id, { error: "expected a list of record ids" })
  .min(1, "expected at least one id")
  .max(MAX_IDS, `expected at most ${MAX_IDS} ids`)
  .transform((ids) => [...new Set(ids)]);
export const fieldNames = z
  .array(z.string(), { error: "expected a list of field names" })
  .min(1, "expected at least one field")
  .optional();
export const order = z.string({ error: 'expected a text such as "name desc, id"' }).optional();
export const limit = z
  .int(`expected a whole number from 1 to ${MAX_LIMIT}`)
  .min(1)
  .max(MAX_LIMIT)
  .default(DEFAULT_LIMIT);
export const offset = z.int("expected a whole number from 0 on").min(0).default(0);
export const modelName = z.string({ error: 'expected a model\'s name such as "res.partner"' });
/** Checked by the model's own schema. */
export const values = z.record(z.string(), z.unknown(), { error: "expected an object of fields and values" });
export const domain = z.unknown();

/** Parses `args`, or throws `OdooError` "validation" that names every wrong argument and what would be right. */
export async function parseArguments<Schema extends z.ZodType>(
  schema: Schema,
  args: unknown,
  at = "",
  subject?: { model: Model; models: ModelSource },
): Promise<z.output<Schema>> {
  const parsed = await schema.safeParseAsync(args ?? {});
  if (parsed.success) return parsed.data;
  const lines = await Promise.all(
    parsed.error.issues.slice(0, 10).flatMap((issue) => describe(issue, at, args, subject)),
  );
  const [first] = parsed.error.issues;
  const path = first?.code === "unrecognized_keys" ? [...first.path, first.keys[0]] : first?.path;
  throw new OdooError("validation", lines.join(" "), {
    model: subject?.model.name,
    field: subject && typeof path?.[0] === "string" ? path[0] : undefined,
  });
}

type Subject = { model: Model; models: ModelSource } | undefined;

function describe(issue: z.core.$ZodIssue, at: string, args: unknown, subject: Subject): Promise<string>[] {
  const place = [at, pathText(issue.path)].filter(Boolean).join(".").replaceAll(".[", "[");
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, place, issue, subject));
  const missing = issue.path.length > 0 && valueAt(args, issue.path) === undefined;
  const message = missing && !issue.message.startsWith("is required") ? "is required" : tooBroad(issue);
  return [Promise.resolve(place ? `${place}: ${message}.` : `${capital(message)}.`)];
}

/** A key that the schema does not know: a misspelt argument, or a field that does not exist or cannot be written. */
async function unknownKey(key: string, place: string, issue: z.core.$ZodIssue, subject: Subject): Promise<string> {
  const model = subject && (await modelAt(subject, issue.path));
  if (!model) return `Unknown argument "${place ? `${place}.` : ""}${key}".`;
  const field = fieldOf(model, key);
  const where = place && issue.path.length > 0 ? ` (at ${place})` : "";
  if (!field) return `Unknown field "${key}" on ${model.name}.${fieldHint(model, key)}${where}`;
  const why = field.readonly
    ? "is readonly: Odoo computes or controls it"
    : `is a ${field.type} field, which cannot be written`;
  return `Field "${key}" on ${model.name} ${why}.${where}`;
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

const tooBroad = (issue: z.core.$ZodIssue) =>
  issue.code === "invalid_type" ? issue.message.replace(/^Invalid input: /, "") : issue.message;

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

/** Throws for the first name that is no field of the model. */
export function checkFields(model: Model, names: readonly string[]): void {
  for (const name of names) {
    if (fieldOf(model, name)) continue;
    throw new OdooError("validation", `Unknown field "${name}" on ${model.name}.${fieldHint(model, name)}`, {
      model: model.name,
      field: name,
    });
  }
}

/** Throws unless every term of `text` is a field Odoo can sort by: Odoo 14 to 17 ignore the others in silence. */
export function checkOrder(model: Model, text: string): void {
  for (const term of text.split(",")) {
    const [, name = "", , , rest] = /^\s*([\w.]+)(\s+(asc|desc))?(\s+nulls (?:first|last))?\s*$/i.exec(term) ?? [];
    if (!name) {
      throw new OdooError(
        "validation",
        `order: "${term.trim()}" is not of the form "field", "field asc" or "field desc".`,
      );
    }
    checkFields(model, [name]);
    if (rest) throw new OdooError("validation", 'order: "nulls first" and "nulls last" are not supported.');
    const field = fieldOf(model, name);
    if (field && isSecret(name, field)) {
      throw new OdooError("validation", `order: ${model.name}.${name} is secret, so it cannot be sorted by.`);
    }
    if (field?.sortable !== false && field?.store !== false) continue;
    const sortable = Object.keys(model.fields).filter((other) => model.fields[other]?.store !== false);
    throw new OdooError(
      "validation",
      `order: ${model.name}.${name} is computed, so Odoo cannot sort by it.${didYouMean(name, sortable)}`,
    );
  }
}
