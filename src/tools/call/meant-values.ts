import { isId, isObject } from "../../odoo/notation/checks.js";
import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { fromText } from "./meant-arguments.js";
import type { ModelSource } from "./model-source.js";

// Values that say what a field takes in another form: JSON in a text, Odoo's own commands for lines.
// What is not understood is left for the parser to refuse; a text is never taken for a record.

type Values = Readonly<Record<string, unknown>>;
type Models = Pick<ModelSource, "known">;

/**
 * The values of one record as they are meant, its lines included. Null for a field of a new record that cannot be null is no
 * value of the caller's, so that Odoo's default stands; a required field that has none is refused later.
 */
export function meantValues(model: Model, given: Values, use: "create" | "update", models: Models): Values {
  const entries = Object.entries(given).filter(([name, value]) => !isLeftToDefault(fieldOf(model, name), value, use));
  const meant = entries.map(([name, value]) => {
    const field = fieldOf(model, name);
    return [name, field ? meantValue(field, value, models) : value] as const;
  });
  return Object.fromEntries(meant);
}

const isLeftToDefault = (field: Field | undefined, value: unknown, use: "create" | "update") =>
  use === "create" &&
  value === null &&
  field !== undefined &&
  !field.needed &&
  (field.required === true || NEVER_NULL.has(field.type));

/** Of which a record never holds nothing, but 0, false or an empty list. */
const NEVER_NULL: ReadonlySet<FieldType> = new Set([
  "boolean",
  "integer",
  "float",
  "monetary",
  "one2many",
  "many2many",
]);

function meantValue(field: Field, value: unknown, models: Models): unknown {
  switch (field.type) {
    case "boolean":
      return fromText(value, "boolean");
    case "integer":
    case "float":
    case "monetary":
      return fromText(value, "number");
    case "properties":
      return fromText(value, "object");
    case "one2many":
    case "many2many":
      return meantLines(field, fromText(fromText(value, "array"), "object"), models);
    default:
      return value;
  }
}

function meantLines(field: Field, value: unknown, models: Models): unknown {
  const lines = Array.isArray(value) ? fromCommands(value) : value;
  if (!isObject(lines)) return lines;
  const { create, update } = lines as { create?: unknown; update?: unknown };
  // Odoo is not asked for a line's model before the policy is.
  const model = models.known().find(({ name }) => name === field.relation);
  if (!model) return lines;
  const rows = (list: unknown[], use: "create" | "update") =>
    list.map((row) => (isObject(row) ? meantValues(model, row as Values, use, models) : row));
  return {
    ...(lines as Values),
    ...(Array.isArray(create) ? { create: rows(create, "create") } : {}),
    ...(Array.isArray(update) ? { update: rows(update, "update") } : {}),
  };
}

/**
 * Odoo's x2many commands as lines; the list itself where it is none, or where its order would matter: what replaces all
 * stands first, as it would undo what is before it.
 */
function fromCommands(list: readonly unknown[]): unknown {
  if (list.length === 0 || !list.every(Array.isArray)) return list;
  const lines: Record<string, unknown[]> = {};
  for (const [index, [code, id, value]] of (list as readonly unknown[][]).entries()) {
    const one = typeof code === "number" ? COMMANDS[code]?.(id, value) : undefined;
    if (!one || (one.operation === "set" && index > 0)) return list;
    lines[one.operation] = [...(lines[one.operation] ?? []), ...one.items];
  }
  return lines;
}

interface Items {
  operation: "create" | "update" | "delete" | "unlink" | "link" | "set";
  items: readonly unknown[];
}

/** By Odoo's number, from a command's second and third part. */
const COMMANDS: readonly ((id: unknown, value: unknown) => Items | undefined)[] = [
  (_, values) => (isObject(values) ? { operation: "create", items: [values] } : undefined),
  (id, values) =>
    isId(id) && isObject(values) ? { operation: "update", items: [{ ...(values as Values), id }] } : undefined,
  (id) => (isId(id) ? { operation: "delete", items: [id] } : undefined),
  (id) => (isId(id) ? { operation: "unlink", items: [id] } : undefined),
  (id) => (isId(id) ? { operation: "link", items: [id] } : undefined),
  () => ({ operation: "set", items: [] }),
  (_, ids) => (Array.isArray(ids) && ids.every(isId) ? { operation: "set", items: ids } : undefined),
];
