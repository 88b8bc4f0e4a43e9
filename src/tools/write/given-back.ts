import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { withoutInvisible } from "../../odoo/notation/visible-text.js";
import { holdsHiddenLink, withoutLinkSecrets } from "../../odoo/schema/link-secrets.js";
import type { CallOptions } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { pathModelsOf } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { readSelected, withFiles } from "../read/details.js";
import { type PathModels, select } from "../read/selection.js";

// What a read gives beside what can be written, given back to a write: taken where it is unchanged, and not written.

export interface Reading {
  client: Client;
  /** Another model, which details lead to. */
  model: PathModels;
  options: CallOptions;
}

/** What the calls of a tool read with. */
export const readingOf = (context: ToolContext): Reading => ({
  client: context.client,
  model: pathModelsOf(context),
  options: { context: { bin_size: true }, signal: context.signal },
});

type Values = Readonly<Record<string, unknown>>;

/**
 * Values for the records `ids` without those that they hold anyway, as they were read: in readonly fields, and texts with links
 * whose secrets were hidden, which are not to be written.
 */
export async function withoutUnchanged(
  model: Model,
  ids: readonly number[],
  values: Values,
  reading: Reading,
): Promise<Values> {
  const unwritten = Object.entries(values).filter(([name, value]) => {
    const field = fieldOf(model, name);
    return field && (!isWritable(name, field) || (typeof value === "string" && holdsHiddenLink(value)));
  });
  if (unwritten.length === 0) return values;
  const given = Object.entries(await withoutNames(model, Object.fromEntries(unwritten), reading));
  const held = await readAgain(
    model,
    ids,
    given.flatMap(([name, value]) => pathsOf(name, value)),
    reading,
  );
  const unchanged = given.filter(
    ([name, value]) =>
      held.length === ids.length && held.every((record) => differing(value, record[name]) === undefined),
  );
  return Object.fromEntries(Object.entries(values).filter(([name]) => !unchanged.some(([same]) => same === name)));
}

/**
 * Throws `OdooError` "validation" for details of related records, read along with a relation and given back with it,
 * that are not what those records hold: they would not be written.
 */
export async function checkDetails(model: Model, values: Values, at: string, reading: Reading): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = fieldOf(model, name);
    if (field?.type === "many2many" && Array.isArray(value)) await checkNames(field, value, { at, name }, reading);
  }
  for (const [name, value] of Object.entries(await withoutNames(model, values, reading))) {
    const field = fieldOf(model, name);
    const rows = field?.relation ? rowsIn(value) : [];
    const paths = rows.flatMap((row) => detailsOf(row, Array.isArray(value)));
    if (!field?.relation || paths.length === 0) continue;
    const relation = await reading.model(field.relation);
    const ids = [...new Set(rows.map(({ id }) => id))];
    const held = new Map((await readAgain(relation, ids, paths, reading)).map((record) => [record.id, record]));
    for (const [index, row] of rows.entries()) {
      const record = held.get(row.id);
      const changed = record && differing(row, record, !Array.isArray(value));
      if (changed === undefined) continue;
      throw notStored(field, row.id, { at, name, inside: `${Array.isArray(value) ? `[${index}]` : ""}${changed}` });
    }
  }
}

/** Of what a many2many was read with by name, which is what Odoo displays or, by a path, the field of that name. */
async function checkNames(field: Field, value: readonly unknown[], place: Place, reading: Reading): Promise<void> {
  const rows = rowsIn(value);
  if (!rows.every(isOnlyNamed) || rows.every((row) => Object.keys(row).length === 1)) return;
  const { client, options, model } = reading;
  const relation = await model(field.relation ?? "");
  const own = fieldOf(relation, "name");
  const names = ["display_name", ...(own && !own.closed ? ["name"] : [])];
  const held = new Map((await client.read(relation.name, rows.map(idOf), names, options)).map((one) => [one.id, one]));
  for (const [index, { id, ...given }] of rows.entries()) {
    const record = held.get(id);
    const isStored = (name: unknown) => names.some((one) => name === record?.[one] || isShownAs(name, record?.[one]));
    const changed = record && Object.keys(given).find((key) => !isStored(given[key]));
    if (changed !== undefined) throw notStored(field, id, { ...place, inside: `[${index}].${changed}` });
  }
}

/** The field that a value is given for, in the argument `at`. */
interface Place {
  at: string;
  name: string;
}

function notStored(field: Field, id: number, { at, name, inside }: Place & { inside: string }): OdooError {
  const message = `${at}.${name}${inside}: is not what is stored, and is not written here; ${advice(field, id)}.`;
  return new OdooError("validation", message, { field: name });
}

const advice = (field: Field, id: number) =>
  field.type === "many2one" ? `update the ${field.relation} ${id} itself` : `use {"update": [{"id": ${id}, ...}]}`;

async function readAgain(model: Model, ids: readonly number[], paths: readonly string[], reading: Reading) {
  const { client, options } = reading;
  const selection = await select(model, [...new Set(paths)], reading.model);
  const records = await readSelected(client, selection, ids, options);
  await withFiles(client, selection, records, options);
  return records;
}

type Row = { id: number } & Record<string, unknown>;

const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "number";

function rowsIn(value: unknown): Row[] {
  if (Array.isArray(value)) return value.every(isRow) ? value : [];
  return isRow(value) ? [value] : [];
}

/**
 * The values, and the details of related records among them, with ids for what a many2many holds by name.
 */
async function withoutNames(model: Model, values: Values, reading: Reading): Promise<Values> {
  const entries = Object.entries(values).map(async ([name, value]) => {
    const { type, relation } = fieldOf(model, name) ?? {};
    const rows = relation ? rowsIn(value) : [];
    if (type === "many2many" && rows.every(isOnlyNamed)) return [name, rows.length > 0 ? rows.map(idOf) : value];
    if (!relation || rows.every(isOnlyNamed)) return [name, value];
    const related = await reading.model(relation);
    const inner = await Promise.all(rows.map((row) => withoutNames(related, row, reading)));
    return [name, Array.isArray(value) ? inner : inner[0]];
  });
  return Object.fromEntries(await Promise.all(entries));
}

const idOf = ({ id }: Row) => id;
const isOnlyNamed = (row: Row) => Object.keys(row).every((name) => name === "id" || NAMES.has(name));

/** The paths by which a field was read that is given as `value`. */
function pathsOf(name: string, value: unknown): string[] {
  const details = rowsIn(value).flatMap((row) => detailsOf(row, Array.isArray(value)));
  return details.length > 0 ? details.map((path) => `${name}.${path}`) : [name];
}

/** A many2one's name, which only tells the reader what the id means. */
const NAMES: ReadonlySet<string> = new Set(["name", "display_name"]);

/** A related record's fields that were read along. */
const detailsOf = (row: Row, isLine: boolean) =>
  Object.entries(row).flatMap(([name, value]) =>
    name === "id" || (!isLine && NAMES.has(name)) ? [] : pathsOf(name, value),
  );

/** A read is shown without the secrets of links, and without invisible characters. */
const isShownAs = (given: unknown, held: unknown) =>
  typeof given === "string" && typeof held === "string" && given === withoutInvisible(withoutLinkSecrets(held)).text;

/** Where what is given is not what is held, as ".name" or "[0].name"; an empty text for the whole, undefined for nowhere. */
function differing(given: unknown, held: unknown, isMany2one = isRow(given)): string | undefined {
  if (given === held || isShownAs(given, held)) return undefined;
  if (typeof given !== "object" || given === null || typeof held !== "object" || held === null) return "";
  if (Array.isArray(given) && (!Array.isArray(held) || given.length !== held.length)) return "";
  for (const [key, value] of Object.entries(given)) {
    if (isMany2one && NAMES.has(key)) continue;
    if (!Object.hasOwn(held, key)) return `.${key}`;
    const inner = differing(value, (held as Values)[key], isRow(value) && !Array.isArray(given));
    if (inner !== undefined) return Array.isArray(given) ? `[${key}]${inner}` : `.${key}${inner}`;
  }
  return undefined;
}
