import type { Field } from "../../src/odoo/schema/schema.js";

// Selections whose values are what is installed: languages, time zones, models. No attribute tells them apart, and
// Odoo's own list of the fixed ones (ir.model.fields.selection) leaves out every field that mirrors another; it is for
// administrators alone from 19 on. So they are told by what they hold, which is the same for every user.

/** The field without its values, and marked, where they are not what code says. */
export function withoutDynamicValues(field: Field): Field {
  const { selection, ...others } = field;
  if (!selection || !isDynamic(field.type, new Set(selection.map(([key]) => key)))) return field;
  return { ...others, dynamic: true };
}

function isDynamic(type: Field["type"], keys: ReadonlySet<string>): boolean {
  // A reference to a few models is a choice that code makes; one to any model is a list of what is installed.
  if (type === "reference") return keys.size > MAX_CHOSEN;
  const all = (pattern: RegExp) => keys.size > 0 && [...keys].every((key) => pattern.test(key));
  return keys.has("Europe/Brussels") || (keys.has("en_US") && all(LANGUAGE)) || (keys.size > 1 && all(MODEL));
}

const MAX_CHOSEN = 30;

/** `fr_BE`, `ar_001`, `sr@latin`; "__new__" is the wizard's that exports translations. */
const LANGUAGE = /^([a-z]{2,3}(_[A-Z]{2,3}|_\d{3})?(@\w+)?|__new__)$/;
const MODEL = /^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/;
