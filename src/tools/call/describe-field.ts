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
