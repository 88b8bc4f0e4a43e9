import { OdooError } from "../errors/errors.js";
import {
  INTEGERS,
  isDate,
  isId,
  isInteger,
  isNumber,
  shown,
  toOdooDatetime,
  withFullYear,
} from "../notation/checks.js";
import { isPropertyName } from "../schema/schema.js";
import { didYouMean } from "../schema/suggest.js";

// Properties: fields that a project, a team or another parent record defines for its own records (Odoo 16 and later).

/** One property as Odoo reads it. Without a value: `value` is absent (19) or false (16 to 18). */
interface Property {
  name: string;
  string: string;
  type: string;
  value?: unknown;
  selection?: [string, string][];
  tags?: [string, string, number][];
  comodel?: string;
}

/** Properties as tools give them, by name: label, type and value, in the same values as fields. */
export function readProperties(raw: unknown): Record<string, { label: string; type: string; value: unknown }> {
  return Object.fromEntries(
    propertiesIn(raw).map((property) => [
      property.name,
      { label: property.string, type: property.type, value: readValue(property) },
    ]),
  );
}

/**
 * All properties of a record with some of them changed. Odoo replaces the whole value by what is written, and drops
 * names and selection values that it does not know: throws `OdooError` "validation" for those. Given values may be what
 * `readProperties` answers; a property is named by its name or its label. One without a value is left out.
 *
 * To Python 0 is the same as False, so Odoo (16 to 19) does not write a 0 over an empty property. `cleared` is what has
 * to be written before, where that is so.
 */
export function mergeProperties(
  raw: unknown,
  given: Readonly<Record<string, unknown>>,
  at: string,
): { merged: Record<string, unknown>; cleared?: Record<string, unknown> } {
  const properties = propertiesIn(raw);
  const stored = new Map(properties.map((property) => [property.name, storedValue(property)]));
  const merged = new Map(stored);
  for (const [key, value] of Object.entries(given)) {
    const property = properties.find(({ name }) => name === key) ?? properties.find(({ string }) => string === key);
    if (!property) throw unknownProperty(key, properties, at);
    const written = writtenValue(property, isDescribed(value) ? value.value : value, `${at}.${key}`);
    if (written === undefined) merged.delete(property.name);
    else merged.set(property.name, written);
  }
  const zeros = [...merged].filter(([name, value]) => value === 0 && stored.get(name) === false);
  if (zeros.length === 0) return { merged: valuesOf(merged) };
  const cleared = [...merged].filter(([name]) => !zeros.some(([zero]) => zero === name));
  return { merged: valuesOf(merged), cleared: valuesOf(cleared) };
}

const valuesOf = (properties: Iterable<[name: string, value: unknown]>) =>
  Object.fromEntries([...properties].filter(([, value]) => value !== undefined));

function propertiesIn(raw: unknown): Property[] {
  const list = Array.isArray(raw) ? (raw as Property[]) : [];
  return list.filter(({ name, type }) => typeof name === "string" && isPropertyName(name) && type !== "separator");
}

function readValue({ type, value }: Property): unknown {
  if (type === "boolean") return value === true;
  if (type === "many2many") return Array.isArray(value) ? value.map(idOf) : [];
  if (value === undefined || value === false || value === null) return null;
  if (type === "many2one" && Array.isArray(value)) return { id: value[0], name: value[1] };
  if (type === "date" && typeof value === "string") return withFullYear(value);
  if (type === "datetime" && typeof value === "string") return `${withFullYear(value).replace(" ", "T")}Z`;
  return value;
}

/** What is stored now, in the form that is written; undefined for nothing. */
function storedValue({ type, value }: Property): unknown {
  if (type === "many2one") return Array.isArray(value) ? value[0] : value;
  return type === "many2many" && Array.isArray(value) ? value.map(idOf) : value;
}

const idOf = (value: unknown) => (Array.isArray(value) ? value[0] : value);

const isDescribed = (value: unknown): value is { value: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "value" in value;

/** Odoo's form of a value, or undefined for null: what is left out is emptied. */
function writtenValue(property: Property, value: unknown, at: string): unknown {
  const wrong = (expected: string) => new OdooError("validation", `${at}: expected ${expected}, not ${shown(value)}.`);
  if (property.type === "boolean") {
    if (typeof value !== "boolean") throw wrong("true or false");
    return value;
  }
  if (value === null) return undefined;
  switch (property.type) {
    case "integer":
      if (!isInteger(value)) throw wrong(INTEGERS);
      return value;
    case "float":
    case "monetary":
      if (!isNumber(value)) throw wrong("a number");
      return value;
    case "date":
      if (!isDate(value)) throw wrong('a date as "2026-03-01"');
      return value;
    case "datetime":
      return toOdooDatetime(value) ?? fail(wrong('a time as "2026-03-01T09:30:00Z"'));
    case "selection":
      return oneOf(property.selection, value) ?? fail(wrong(`one of ${listed(property.selection)}`));
    case "tags":
      if (!Array.isArray(value) || value.some((tag) => oneOf(property.tags, tag) === undefined)) {
        throw wrong(`a list of ${listed(property.tags)}`);
      }
      return value;
    case "many2one": {
      const id = typeof value === "object" && "id" in value ? value.id : value;
      return isId(id) ? id : fail(wrong(`the id of a ${property.comodel} record`));
    }
    case "many2many":
      if (!Array.isArray(value) || !value.every(isId)) throw wrong(`ids of ${property.comodel} records`);
      return value;
    default:
      if (typeof value !== "string") throw wrong("a text");
      return value;
  }
}

type Choices = readonly (readonly [string, ...unknown[]])[] | undefined;

const oneOf = (choices: Choices, value: unknown) => choices?.find(([key]) => key === value)?.[0];
const listed = (choices: Choices) => (choices ?? []).map(([key, label]) => `"${key}" (${label})`).join(", ");

function fail(error: OdooError): never {
  throw error;
}

function unknownProperty(key: string, properties: readonly Property[], at: string): OdooError {
  const known = properties.map(({ name, string }) => `"${name}" (${string})`).join(", ") || "none";
  const names = properties.flatMap(({ name, string }) => [name, string]);
  return new OdooError(
    "validation",
    `${at}: there is no property ${shown(key)}; this record has ${known}.${didYouMean(key, names)}`,
  );
}
