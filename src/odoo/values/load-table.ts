import { onLocalClock } from "../notation/dates.js";
import type { RawValues } from "../schema/raw.js";
import { fieldOf, type Model } from "../schema/schema.js";

// Values of a new record in the form of Odoo's `load`, the only method that creates a record and its external id in one
// transaction. It is made for files: what it would turn into something else is refused here.

export interface LoadTable {
  /** Header paths; the first is `id`, the external id, or `.id`. */
  fields: string[];
  /** The record's own row, and one more for each further line. */
  rows: unknown[][];
}

/** Thrown where `load` cannot carry a value exactly; the message is the end of a sentence that begins with its place. */
export class NotLoadable extends Error {
  readonly field: string;
  /** Which of several records, or of the field's lines. */
  readonly at: number;
  /** Where it is in the line, if it is in one: a field, or one of a line of its own ("part_ids.create[1].name"). */
  readonly ofLine: string | undefined;

  constructor(field: string, message: string, at = 0, ofLine?: string) {
    super(message);
    this.field = field;
    this.at = at;
    this.ofLine = ofLine;
  }
}

interface Surroundings {
  timeZone: string;
  model(name: string): Promise<Model>;
}

/**
 * The field whose new lines have different fields, if any; lines of their own apart. A cell that is empty empties the field, and
 * does not leave it to Odoo: such lines are carried only where all that Odoo would fill in is in them. Throws `NotLoadable`.
 */
export const unevenLines = (model: Model, values: RawValues): string | undefined =>
  Object.keys(values).find((name) => {
    if (fieldOf(model, name)?.type !== "one2many") return false;
    return (
      new Set(newLines(name, values[name]).map((line) => shapeOf(line, (field) => isOfLines(line[field])))).size > 1
    );
  });

/** The fields of a line, but for its own lines: where none are given it has none, whether that is written or not. */
const shapeOf = (line: RawValues, isLines: (name: string) => boolean) =>
  Object.keys(line)
    .filter((name) => !isLines(name))
    .sort()
    .join();

const isOfLines = (value: unknown) =>
  Array.isArray(value) && (value.length === 0 || value.some((command) => Array.isArray(command) && command[0] === 0));

/**
 * The record as rows of a table, at any depth: each line has a row, and its own lines begin on it. `values` are as `create`
 * takes them; a field that one of several lines has is empty in the others. Throws `NotLoadable`.
 */
export async function loadTable(
  model: Model,
  externalId: string,
  values: RawValues,
  around: Surroundings,
): Promise<LoadTable> {
  const rows = await rowsOf(model, values, { prefix: "", around, shapes: new Map() });
  const fields = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const cells = rows.map((row, at) => [at === 0 ? externalId : "", ...fields.map((path) => row.get(path) ?? "")]);
  return { fields: ["id", ...fields], rows: cells };
}

/** A row's cells, by path. */
type Row = Map<string, unknown>;

interface Place {
  /** The path of what is in lines: "line_ids/part_ids/". */
  prefix: string;
  around: Surroundings;
  /** The fields of lines of lines, by their path: no form fills them in, so all have the same. */
  shapes: Map<string, string>;
}

/** A record's own cells in its first row, and its lines from there on, those of several fields side by side. */
async function rowsOf(model: Model, values: RawValues, place: Place): Promise<Row[]> {
  const own: Row = new Map();
  const rows = [own];
  for (const [name, value] of Object.entries(values)) {
    if (fieldOf(model, name)?.type !== "one2many") {
      own.set(place.prefix + columnPath(model, name), cell(model, name, value, place.around.timeZone));
      continue;
    }
    for (const [at, below] of (await lineRows(model, name, value, place)).entries()) {
      const row = rows[at] ?? new Map();
      rows[at] = row;
      for (const [path, content] of below) row.set(path, content);
    }
  }
  return rows;
}

/** The rows of one field's new lines, one line below the other. */
async function lineRows(model: Model, name: string, commands: unknown, place: Place): Promise<Row[]> {
  const lines = newLines(name, commands);
  if (lines.length === 0) return [];
  const line = await place.around.model(fieldOf(model, name)?.relation ?? "");
  const below = { ...place, prefix: `${place.prefix}${name}/` };
  const all: Row[] = [];
  for (const [at, values] of lines.entries()) {
    if (place.prefix !== "") checkShape(line, values, below, name);
    const rows = await rowsOf(line, values, below).catch((error) => {
      if (!(error instanceof NotLoadable)) throw error;
      const { field, ofLine } = error;
      const inside = ofLine === undefined ? field : `${field}.create[${error.at}].${ofLine}`;
      throw new NotLoadable(name, error.message, at, inside);
    });
    // What tells a line's row from one that only goes on with its lines.
    const isBegun = [...(rows[0] ?? [])].some(([path, content]) => content && !isBelow(path, line, below.prefix));
    if (!isBegun) throw new NotLoadable(name, `line ${at} has no value that is not empty`);
    all.push(...rows);
  }
  return all;
}

/** True for the cell of a line's line. */
const isBelow = (path: string, line: Model, prefix: string) => {
  const [name = ""] = path.slice(prefix.length).split("/");
  return fieldOf(line, name)?.type === "one2many";
};

function checkShape(line: Model, values: RawValues, { prefix, shapes }: Place, name: string): void {
  const shape = shapeOf(values, (field) => {
    // Odoo says that a contact's contacts depend on themselves.
    const { type, depends = [] } = fieldOf(line, field) ?? {};
    return type === "one2many" && depends.every((name) => name === field);
  });
  if ((shapes.get(prefix) ?? shape) !== shape) throw new NotLoadable(name, "all new lines must have the same fields");
  shapes.set(prefix, shape);
}

/**
 * Changes of records that exist as a table, a row for each. All change the same fields. Throws `NotLoadable`.
 */
export function updateTable(
  model: Model,
  updates: readonly { id: number; values: RawValues }[],
  timeZone: string,
): LoadTable {
  const names = Object.keys(updates[0]?.values ?? {});
  const rows = updates.map(({ id, values }, at) => {
    const missing = [...names, ...Object.keys(values)].find((name) => !(name in values) || !names.includes(name));
    if (missing) throw new NotLoadable(missing, "all updates must change the same fields", at);
    try {
      return [id, ...names.map((name) => changedCell(model, name, values[name], timeZone))];
    } catch (error) {
      throw error instanceof NotLoadable ? new NotLoadable(error.field, error.message, at) : error;
    }
  });
  return { fields: [".id", ...names.map((name) => columnPath(model, name))], rows };
}

function changedCell(model: Model, name: string, value: unknown, timeZone: string): unknown {
  const { type } = fieldOf(model, name) ?? {};
  // A cell replaces all that is linked.
  const replaces = Array.isArray(value) && value.length === 1 && value[0]?.[0] === 6;
  if (type === "one2many" || (type === "many2many" && !replaces)) {
    throw new NotLoadable(name, `a ${type} can be changed one record at a time only, or replaced with a list of ids`);
  }
  return cell(model, name, value, timeZone);
}

/** The new lines among Odoo's commands. */
function newLines(name: string, commands: unknown): RawValues[] {
  const list = Array.isArray(commands) ? commands : [];
  return list.map((command) => {
    const [code, , values] = Array.isArray(command) ? command : [];
    if (code !== 0 || typeof values !== "object") throw new NotLoadable(name, "only new lines can be created along");
    return values as RawValues;
  });
}

const columnPath = (model: Model, name: string) => {
  const { type } = fieldOf(model, name) ?? {};
  return type === "many2one" || type === "many2many" ? `${name}/.id` : name;
};

/** One value as `load` turns it back into exactly the same (14 to 19). An empty cell is an empty field. */
function cell(model: Model, name: string, value: unknown, timeZone: string): unknown {
  const field = fieldOf(model, name);
  const refuse = (why: string) => new NotLoadable(name, why);
  if (value === false || value === null) return "";
  if (!field) throw refuse("an unknown field cannot be carried");
  switch (field.type) {
    case "char":
    case "text":
    case "html":
      if (value === "") throw refuse("an empty text cannot be told from no text; give null");
      return value;
    case "binary":
    case "reference":
    case "date":
    case "integer":
    case "float":
    case "monetary":
    case "many2one_reference":
      return value;
    case "boolean":
      return "1";
    case "datetime": {
      const local = onLocalClock(String(value), timeZone);
      if (local === undefined) throw refuse(`the clock of ${timeZone} shows this time twice`);
      return local;
    }
    case "selection": {
      const choice = String(value);
      const taken = (text: string) => text.toLowerCase() === choice.toLowerCase();
      // Taken for the first choice that is called so, by value or by label.
      const [found] = (field.selection ?? []).find(([key, label]) => taken(key) || taken(label)) ?? [];
      if (found !== undefined && found !== choice) throw refuse(`"${choice}" is also another choice's label`);
      return choice;
    }
    case "many2one":
      return String(value);
    case "many2many":
      return linkedIds(name, value).join(",");
    case "one2many":
    case "json":
    case "properties":
    case "properties_definition":
      throw refuse(`a ${field.type} field cannot be carried`);
  }
}

/** Ids of a many2many's commands that link (4) or set (6). */
function linkedIds(name: string, commands: unknown): number[] {
  const list = Array.isArray(commands) ? commands : [];
  const ids = list.flatMap((command) => {
    const [code, id, set] = Array.isArray(command) ? command : [];
    if (code === 4 && typeof id === "number") return [id];
    if (code === 6 && Array.isArray(set)) return set as number[];
    throw new NotLoadable(name, "only records that exist can be linked");
  });
  return [...new Set(ids)];
}
