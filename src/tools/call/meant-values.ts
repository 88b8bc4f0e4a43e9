import { isId, isObject } from "../../odoo/notation/checks.js";
import { type Field, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { fromText } from "./meant-arguments.js";
import type { ModelSource } from "./model-source.js";

// Values that say what a field takes in another form: JSON in a text, Odoo's own commands for lines.
// What is not understood is left for the parser to refuse; a text is never taken for a record.

type Values = Readonly<Record<string, unknown>>;
type Models = Pick<ModelSource, "known">;

/**
 * The values of one record as they are meant, its lines included. Null for a required field of a new record is no value of
 * the caller's, so that Odoo's default stands; a field that has none is refused later.
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
  use === "create" && value === null && field?.required === true && !field.needed;

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
  // Odoo is not asked for a line's model before the policy is.
  const model = models.known().find(({ name }) => name === field.relation);
  const meant = Object.entries(lines as Values).map(([operation, given]) => {
    if (operation !== "create" && operation !== "update") return [operation, asList(fromText(given, "array"), isId)];
    const rows = asList(fromText(fromText(given, "array"), "object"), operation === "create" ? isObject : hasId);
    const meantRow = (row: unknown) =>
      model && isObject(row) ? meantValues(model, row as Values, operation, models) : row;
    return [operation, Array.isArray(rows) ? rows.map(meantRow) : rows];
  });
  return Object.fromEntries(meant);
}

/** One item where a list of such is asked for. */
const asList = (value: unknown, isOne: (value: unknown) => boolean) => (isOne(value) ? [value] : value);

/**
 * Odoo's x2many commands as lines; the list itself where it is none, or where its order would matter: what replaces all
 * stands first, as it would undo what is before it, and no record is named twice.
 */
function fromCommands(list: readonly unknown[]): unknown {
  if (list.length === 0 || !list.every(Array.isArray)) return list;
  const lines: Record<string, unknown[]> = {};
  const named: unknown[] = [];
  for (const [index, command] of (list as readonly unknown[][]).entries()) {
    const one = fromCommand(command);
    if (!one || (one.operation === "set" && index > 0)) return list;
    lines[one.operation] = [...(lines[one.operation] ?? []), ...one.items];
    named.push(...(one.operation === "create" ? [] : one.items.map(idOf)));
  }
  return new Set(named).size === named.length ? lines : list;
}

const idOf = (item: unknown) => (isObject(item) ? (item as { id: unknown }).id : item);

interface Items {
  operation: "create" | "update" | "delete" | "unlink" | "link" | "set";
  items: readonly unknown[];
}

/** One of Odoo's commands; undefined where a place holds what the command has no use for, and so means something else. */
function fromCommand([code, id, value, ...more]: readonly unknown[]): Items | undefined {
  return typeof code === "number" && more.length === 0 ? COMMANDS[code]?.(id, value) : undefined;
}

/** A place that a command does not use is written in many ways. */
const isUnused = (place: unknown) => place === undefined || place === null || place === false || place === 0;

/** A new line's place for an id holds a text in what Odoo's own screens send. */
const isNoId = (place: unknown) => isUnused(place) || typeof place === "string";

const ofRecord = (operation: "delete" | "unlink" | "link") => (id: unknown, value: unknown) =>
  isId(id) && isUnused(value) ? { operation, items: [id] } : undefined;

const hasId = (row: unknown) => isObject(row) && Object.hasOwn(row as Values, "id");
const isValues = (values: unknown): values is Values => isObject(values) && !hasId(values);

/** By Odoo's number, from a command's second and third place. */
const COMMANDS: readonly ((id: unknown, value: unknown) => Items | undefined)[] = [
  (id, values) => (isNoId(id) && isObject(values) ? { operation: "create", items: [values] } : undefined),
  (id, values) => (isId(id) && isValues(values) ? { operation: "update", items: [{ ...values, id }] } : undefined),
  ofRecord("delete"),
  ofRecord("unlink"),
  ofRecord("link"),
  (id, value) =>
    isUnused(id) && (isUnused(value) || isEmptyList(value)) ? { operation: "set", items: [] } : undefined,
  (id, ids) => (isUnused(id) && Array.isArray(ids) && ids.every(isId) ? { operation: "set", items: ids } : undefined),
];

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;
