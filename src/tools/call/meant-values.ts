import { isId, isObject } from "../../odoo/notation/checks.js";
import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { fromText } from "./meant-arguments.js";
import type { ToolContext } from "./tool.js";

// Values that say what a field takes in another form: JSON in a text, Odoo's own commands for lines.
// What is not understood is left for the parser to refuse; a text is never taken for a record.

type Values = Readonly<Record<string, unknown>>;
type Context = Pick<ToolContext, "models" | "policy">;

/**
 * The values of one record as they are meant, its lines included. Null for a field of a new record that cannot be null is no
 * value of the caller's, so that Odoo's default stands; a required field that has none is refused later.
 */
export async function meantValues(
  model: Model,
  given: Values,
  use: "create" | "update",
  context: Context,
): Promise<Values> {
  const entries = Object.entries(given).filter(([name, value]) => !isLeftToDefault(fieldOf(model, name), value, use));
  const meant = entries.map(async ([name, value]) => {
    const field = fieldOf(model, name);
    return [name, field ? await meantValue(field, value, context) : value] as const;
  });
  return Object.fromEntries(await Promise.all(meant));
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

async function meantValue(field: Field, value: unknown, context: Context): Promise<unknown> {
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
      return meantLines(field, fromText(fromText(value, "array"), "object"), context);
    default:
      return value;
  }
}

async function meantLines(field: Field, value: unknown, context: Context): Promise<unknown> {
  const lines = Array.isArray(value) ? fromCommands(value) : value;
  if (!isObject(lines)) return lines;
  const meant = Object.entries(lines as Values).map(async ([operation, given]) => {
    if (operation !== "create" && operation !== "update") return [operation, asList(fromText(given, "array"), isId)];
    const rows = asList(fromText(fromText(given, "array"), "object"), operation === "create" ? isObject : hasId);
    const model = isOtherwise(rows) ? await lineModel(field.relation ?? "", operation, context) : undefined;
    if (!model || !Array.isArray(rows)) return [operation, rows];
    const meantRow = (row: unknown) => (isObject(row) ? meantValues(model, row as Values, operation, context) : row);
    return [operation, await Promise.all(rows.map(meantRow))];
  });
  return Object.fromEntries(await Promise.all(meant));
}

/** Where the snapshot has no such model, Odoo is asked for it: not before the policy is. */
async function lineModel(name: string, use: "create" | "update", { models, policy }: Context) {
  const known = models.known().find((model) => model.name === name);
  return known ?? (policy.operations(name).value.includes(use) ? models.get(name) : undefined);
}

/** Whether values may say something in another form than their fields take: those that cannot ask Odoo for nothing. */
function isOtherwise(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => Array.isArray(item) || isOtherwise(item));
  if (isObject(value)) return Object.values(value as Values).some(isOtherwise);
  return value === null || JSON_TYPES.some((type) => fromText(value, type) !== value);
}

const JSON_TYPES = ["array", "object", "number", "boolean"];

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
