import type { RawValues } from "../schema/raw.js";

// How Odoo's `onchange` is asked of a form, and what it answers.

/** A form's fields, and those of its lines. */
export interface OnchangeFields {
  readonly [name: string]: {
    /** A change of it makes Odoo's form ask. Up to 16, Odoo calls what reacts to it only then. */
    readonly reacts: boolean;
    readonly lines?: OnchangeFields;
    /** A relation whose records are asked for by name: up to 16 a many2one always is, and an x2many never. */
    readonly named?: true;
  };
}

export interface Reaction {
  /** All fields, in the form of `onchange`: lines as commands, a many2one as [id, name] up to 16. */
  value: RawValues;
  /** What a person would be shown, in Odoo's words. */
  warning?: string;
}

/** `{ partner_id: "1", order_line: "", "order_line.product_id": "1" }`: up to 16. */
export function dottedFields(fields: OnchangeFields, prefix = ""): Record<string, string> {
  const dotted = Object.entries(fields).flatMap(([name, { reacts, lines }]) => [
    [`${prefix}${name}`, reacts ? "1" : ""],
    ...Object.entries(lines ? dottedFields(lines, `${prefix}${name}.`) : {}),
  ]);
  return Object.fromEntries(dotted);
}

/** `{ partner_id: {}, order_line: { fields: { product_id: {} } } }`: from 17 on. */
export function nestedFields(fields: OnchangeFields): Record<string, object> {
  const nested = Object.entries(fields).map(([name, { lines, named }]) => [
    name,
    lines ? { fields: nestedFields(lines) } : named ? { fields: { display_name: {} } } : {},
  ]);
  return Object.fromEntries(nested);
}

/** An answer that holds nothing is that of a model that does not know a field. */
export function reactionFrom(answer: unknown): Reaction {
  const { value, warning } = (answer ?? {}) as { value?: RawValues; warning?: { title?: unknown; message?: unknown } };
  const texts = [warning?.title, warning?.message].filter((text) => typeof text === "string" && text !== "");
  return { value: value ?? {}, ...(texts.length > 0 ? { warning: texts.join(": ") } : {}) };
}
