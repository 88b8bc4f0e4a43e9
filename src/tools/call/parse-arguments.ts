import { z } from "zod";
import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { type Field, fieldOf, isSecret, type Model } from "../../odoo/schema/schema.js";
import { nearest, selectionHint } from "../../odoo/schema/suggest.js";
import { LINE_OPERATIONS } from "../../odoo/values/lines.js";
import type { ModelSource } from "./model-source.js";
import { unknownField } from "./named-fields.js";

// Arguments and values checked by their schemas, and what is wrong with them in words that a model can act on.

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
  const issues = parsed.error.issues.flatMap(oneByOne);
  const lines = await Promise.all(issues.slice(0, MAX_TOLD).map((issue) => describe(issue, asked)));
  if (issues.length > MAX_TOLD) lines.push(`There are ${issues.length - MAX_TOLD} more.`);
  const [first] = issues;
  const path = first?.code === "unrecognized_keys" ? [...first.path, first.keys[0]] : first?.path;
  throw new OdooError("validation", lines.join(" "), {
    model: subject?.model.name,
    field: subject && typeof path?.[0] === "string" ? path[0] : undefined,
  });
}

/** What is wrong beyond these is counted. */
const MAX_TOLD = 10;

/** Unknown keys of one object are one issue of zod's. */
const oneByOne = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] =>
  issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];

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

async function describe(issue: z.core.$ZodIssue, { at, args, subject, known }: Parsing): Promise<string> {
  const place = [at, pathText(issue.path)].filter(Boolean).join(".").replaceAll(".[", "[");
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return subject ? unknownKey(key, at, issue.path, subject) : unknownArgument(key, known);
  }
  const value = valueAt(args, issue.path);
  const missing = issue.path.length > 0 && value === undefined;
  const message = missing && !issue.message.startsWith("is required") ? "is required" : inWords(issue);
  const what = issue.path.length > 0 && /^expected (?!.*, not )/.test(message) ? `, not ${shown(value)}` : "";
  const sentence = place ? `${place}: ${message}${what}.` : `${capital(message)}.`;
  return sentence + (await choiceHint(issue.path, value, subject));
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
