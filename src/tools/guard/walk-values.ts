import { isObject } from "../../odoo/notation/checks.js";
import { type Field, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { LINE_OPERATIONS } from "../../odoo/values/lines.js";
import type { ModelSource } from "../call/model-source.js";

// Values in a tool's form, with the lines inside them, at every depth. They need not be parsed yet: what has another form
// than it should is passed by, for the parser to refuse.

export type Values = Readonly<Record<string, unknown>>;
export type LineOperation = (typeof LINE_OPERATIONS)[number];

/** The values of one record, among those of a call. */
export interface VisitedRow {
  model: Model;
  values: Values;
  /** The argument and the place within it: `values.order_line.create[0]`. */
  at: string;
  isNew: boolean;
  /** The records that are written; none of a new one. */
  ids: readonly number[];
}

/** A value that a row names for a field. */
export interface VisitedField extends VisitedRow {
  name: string;
  field: Field;
  value: unknown;
}

/** What a field's value does to the records of a one2many or many2many. A list replaces them, as `set` does. */
export interface VisitedLines extends VisitedField {
  operations: readonly { operation: LineOperation; items: readonly unknown[]; at: string }[];
}

export interface Visitor {
  row?(row: VisitedRow): void | Promise<void>;
  /** Every field of a row that the model has. */
  field?(field: VisitedField): void | Promise<void>;
  /** After `field`, for a one2many or many2many, before the rows within. */
  lines?(lines: VisitedLines): void | Promise<void>;
}

/** Visits a row, its fields, and the rows of its lines, in their order. Asks for the models of lines. */
export async function walkValues(row: VisitedRow, models: Pick<ModelSource, "get">, visitor: Visitor): Promise<void> {
  await visitor.row?.(row);
  for (const [name, value] of Object.entries(row.values)) {
    const field = fieldOf(row.model, name);
    if (!field) continue;
    const visited = { ...row, name, field, value, at: `${row.at}.${name}` };
    await visitor.field?.(visited);
    const operations = lineOperations(visited);
    if (operations.length === 0) continue;
    await visitor.lines?.({ ...visited, operations });
    for (const { operation, items, at } of operations) {
      if (operation !== "create" && operation !== "update") continue;
      const model = await models.get(field.relation ?? "");
      for (const [index, item] of items.entries()) {
        if (!isObject(item)) continue;
        const { id, ...values } = item as Record<string, unknown>;
        const isNew = operation === "create";
        const line = { model, at: `${at}[${index}]`, isNew, values: isNew ? (item as Values) : values };
        await walkValues({ ...line, ids: !isNew && typeof id === "number" ? [id] : [] }, models, visitor);
      }
    }
  }
}

/** The operations that a value names, in the order of `LINE_OPERATIONS`; none of a field that holds no records. */
export function lineOperations({
  field,
  value,
  at,
}: Pick<VisitedField, "field" | "value" | "at">): VisitedLines["operations"] {
  if (field.type !== "one2many" && field.type !== "many2many") return [];
  if (Array.isArray(value)) return [{ operation: "set", items: value, at }];
  if (!isObject(value)) return [];
  return LINE_OPERATIONS.flatMap((operation) => {
    const items = (value as Record<string, unknown>)[operation];
    return Array.isArray(items) ? [{ operation, items, at: `${at}.${operation}` }] : [];
  });
}

/** The id that a value names: by itself, or as a read gives it, with a name or details. */
export const idIn = (value: unknown) =>
  Number(typeof value === "object" && value !== null && "id" in value ? value.id : value);
