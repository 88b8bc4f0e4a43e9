import type { Field } from "../../odoo/schema/schema.js";

/** A field in a few words, for a caller: what is usual is left out. */
export function describeField(field: Field | undefined): Record<string, unknown> {
  if (!field) return {};
  const { type, string: label, help, required, readonly, relation, selection, searchable } = field;
  return {
    type,
    label,
    ...(help ? { help } : {}),
    ...(required ? { required } : {}),
    ...(readonly ? { readonly } : {}),
    ...(searchable === false ? { searchable } : {}),
    ...(relation ? { relation } : {}),
    ...(selection ? { selection: Object.fromEntries(selection) } : {}),
  };
}

/** Of a selection's values and of texts that anybody may have written, in a line. */
const SHORT = { values: 8, value: 40, label: 60 };

/**
 * A field in a line: "many2one res.country required: Nationality", "selection draft|sent|sale (of 12) readonly: Status". Its label
 * is left out where it says no more than the name.
 */
export function fieldLine(name: string, field: Field): string {
  const { type, string: label, required, readonly, relation, selection, dynamic } = field;
  const words = [
    type,
    relation,
    !dynamic && selection && valuesOf(selection),
    required && "required",
    readonly && "readonly",
  ];
  const line = words.filter(Boolean).join(" ");
  const inName = new Set(wordsIn(name.replaceAll("_", " ")));
  return wordsIn(label).every((word) => inName.has(word)) ? line : `${line}: ${cut(label, SHORT.label)}`;
}

function valuesOf(selection: NonNullable<Field["selection"]>): string {
  const told = selection.slice(0, SHORT.values).map(([value]) => cut(value, SHORT.value));
  return `${told.join("|")}${selection.length > told.length ? ` (of ${selection.length})` : ""}`;
}

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

/** Words without what makes them plural. */
const wordsIn = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.replace(/ies$/, "y").replace(/(?<=[xs])es$|s$/, ""),
  );
