import { FIELD_TYPES, type Field, type FieldType, isFieldName, isSourcePath, isStored, UNGROUPABLE } from "./schema.js";

// `fields_get`: what is asked for, and its answer as fields.

/** What `fields_get` is asked for: a bounded list, for the answer of all attributes is several times as large. */
export const ATTRIBUTES = [
  "type",
  "string",
  "help",
  "required",
  "readonly",
  "states",
  "store",
  "searchable",
  "sortable",
  "groupable",
  "aggregator",
  "depends",
  "related",
  "relation",
  "relation_field",
  "selection",
  "currency_field",
  "size",
] as const;

/** One entry of `fields_get`'s answer. Odoo leaves falsy attributes out, or sends them as `false`. */
export type RawField = Partial<Record<(typeof ATTRIBUTES)[number], unknown>>;

/** `fields_get`'s answer as fields. Field types this project does not know (of a custom module) are left out. */
export function fieldsFromOdoo(raw: Readonly<Record<string, RawField>>): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const [name, attributes] of Object.entries(raw)) {
    if (!isFieldName(name) || !isFieldType(attributes.type)) continue;
    fields[name] = fieldFromOdoo(attributes.type, attributes);
  }
  return fields;
}

function fieldFromOdoo(type: FieldType, raw: RawField): Field {
  const field: Field = { type, string: text(raw.string) ?? "" };
  const help = text(raw.help);
  if (help) field.help = help;
  if (raw.required === true) field.required = true;
  if (raw.readonly === true && !writableInSomeState(raw.states)) field.readonly = true;
  const depends = rootsOf(raw.depends);
  if (depends.length > 0) field.depends = depends;
  // A list in 14 and 15, a dotted text from 16 on.
  const related = Array.isArray(raw.related) ? raw.related.join(".") : text(raw.related);
  if (related) field.related = related;
  const sources = related || field.readonly || type.endsWith("2many") ? [] : sourcesIn(raw.depends);
  if (sources.length > 0) field.sources = sources;
  if (raw.store === false) field.store = false;
  if (raw.searchable === false) field.searchable = false;
  if (raw.sortable === false) field.sortable = false;
  const { groupable } = raw;
  const makesGroups = typeof groupable === "boolean" && !UNGROUPABLE.has(type);
  if (makesGroups && groupable !== isStored(field)) field.groupable = groupable;
  // Up to 17 Odoo names a function for fields, too, that it cannot aggregate; it is no attribute of that name there.
  const aggregator = text(raw.aggregator);
  if (aggregator && field.store === false) field.aggregator = aggregator;
  const relation = text(raw.relation);
  if (relation) field.relation = relation;
  const inverse = text(raw.relation_field);
  if (inverse) field.relation_field = inverse;
  if (type === "selection" || type === "reference") field.selection = selectionFrom(raw.selection);
  const currency = text(raw.currency_field);
  if (currency) field.currency_field = currency;
  if (typeof raw.size === "number" && raw.size > 0) field.size = raw.size;
  return field;
}

/** First names of dotted paths, each once, in code-point order. */
function rootsOf(paths: unknown): string[] {
  const roots = (Array.isArray(paths) ? paths : []).map((path) => String(path).split(".")[0] ?? "");
  return [...new Set(roots.filter(isFieldName))].sort();
}

/** Paths of two steps, each once, in code-point order. */
const sourcesIn = (paths: unknown): string[] =>
  [...new Set((Array.isArray(paths) ? paths : []).map(String))].filter(isSourcePath).sort();

/** Odoo 14 to 16: `sale.order.partner_id` is readonly, but its `states` say that a draft may be written. */
function writableInSomeState(states: unknown): boolean {
  if (typeof states !== "object" || states === null) return false;
  const rules = Object.values(states).flat() as unknown[];
  return rules.some((rule) => Array.isArray(rule) && rule[0] === "readonly" && rule[1] === false);
}

function selectionFrom(raw: unknown): [string, string][] {
  const pairs = Array.isArray(raw) ? raw : [];
  return pairs.filter(Array.isArray).map(([value, label]) => [String(value), text(label) ?? String(value)]);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

const isFieldType = (type: unknown): type is FieldType => (FIELD_TYPES as readonly unknown[]).includes(type);
