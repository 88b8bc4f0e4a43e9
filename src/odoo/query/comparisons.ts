import { OdooError } from "../errors/errors.js";
import {
  DATETIME_FORMS,
  flawOf,
  INTEGERS,
  isDate,
  isInteger,
  isNumber,
  shown,
  toOdooDatetime,
} from "../notation/checks.js";
import type { Field } from "../schema/schema.js";
import type { Series } from "../schema/series.js";
import { didYouMean, selectionHint } from "../schema/suggest.js";

// One term of a domain: what Odoo can compare a field of each type with, and how.

/** What a term compares: the field that its path ends in. */
export interface Target {
  path: string;
  field: Field;
  /** The field's name. */
  name: string;
  /** The path goes on behind the field, to one of its properties. */
  isProperty?: boolean;
}

/** A term whose path is resolved. */
export interface Comparison {
  target: Target;
  operator: string;
  value: unknown;
}

/** Where a term stands, and what the whole domain may still hold. */
export interface ComparisonChecking {
  scope: { series: Series };
  budget: { values: number };
  /** Such as "domain[2]". */
  place: string;
}

/** Of all lists of a domain together. */
export const MAX_LIST_VALUES = 10_000;

const EQUALITY = ["=", "!=", "in", "not in"];
const COMPARISON = ["<", ">", "<=", ">="];
const LIKE = ["like", "not like", "ilike", "not ilike", "=like", "=ilike"];
const HIERARCHY = ["child_of", "parent_of"];

/** The operators a series knows. Odoo 14 to 18 only log an operator they do not know on some fields, and match all. */
function operators(series: Series): string[] {
  return [
    ...EQUALITY,
    ...COMPARISON,
    ...LIKE,
    "=?",
    ...HIERARCHY,
    ...(series.major >= 17 ? ["any", "not any"] : []),
    ...(series.major >= 19 ? ["not =like", "not =ilike"] : []),
  ];
}

/** Throws `OdooError` "validation" for an operator that the series does not know. */
export function checkOperator(operator: unknown, { scope, place }: ComparisonChecking): string {
  if (typeof operator === "string" && operators(scope.series).includes(operator)) return operator;
  const hint = didYouMeanOperator(operator, scope.series);
  throw refused(place, `Odoo ${scope.series.name} has no operator ${shown(operator)}.${hint}`);
}

/**
 * The value of a term as Odoo compares with it; of any operator but `any` and `not any`. Throws `OdooError` "validation"
 * for an operator that does not work on the field, and for a value that does not suit it.
 */
export function checkComparison(comparison: Comparison, checking: ComparisonChecking): unknown {
  const { target, operator, value } = comparison;
  const { series } = checking.scope;
  const wrong = wrongIn(comparison, checking);
  const flaw = flawOf(value);
  if (flaw) throw wrong(value, `a value without ${flaw}`);
  const allowed = operatorsOf(target, series);
  if (!allowed.includes(operator.replace(/^not (?==)/, ""))) {
    const message = `"${operator}" does not work on "${target.path}", ${kindOf(target)}; it takes ${allowed.join(", ")}`;
    throw refused(checking.place, message);
  }
  if (operator.endsWith("like")) {
    if (typeof value !== "string") throw wrong(value, "a text");
    return value;
  }
  const one = (item: unknown) =>
    target.isProperty
      ? propertyValue(item, (expected) => wrong(item, expected))
      : fieldValue(target.field, item, series, (expected, hint) => wrong(item, expected, hint));
  const isMembership = operator === "in" || operator === "not in";
  if (!isMembership && !(HIERARCHY.includes(operator) && Array.isArray(value))) return one(value);
  // The only way to ask 17 and 18 whether a property of many values, such as tags, holds one.
  if (target.isProperty && (typeof value === "string" || typeof value === "number")) return one(value);
  if (!Array.isArray(value)) throw wrong(value, "a list");
  checking.budget.values -= value.length;
  if (checking.budget.values < 0) {
    throw refused("domain", `has more than ${MAX_LIST_VALUES} values in its lists`);
  }
  return value.map(one);
}

/** What a term's field is called in a sentence. */
export const kindOf = ({ field, isProperty }: Target) => (isProperty ? "a property" : `a ${field.type}`);

const wrongIn =
  ({ target, operator }: Comparison, { place }: ComparisonChecking) =>
  (value: unknown, expected: string, hint = "") =>
    refused(place, `"${target.path}" ${operator} expected ${expected}, not ${shown(value)}${hint && `.${hint}`}`);

function operatorsOf(target: Target, series: Series): string[] {
  if (target.isProperty) return propertyOperators(series);
  return target.name === "id" ? [...fieldOperators(target.field), ...HIERARCHY] : fieldOperators(target.field);
}

/** Odoo 17 and 18 refuse the others on a property. */
function propertyOperators(series: Series): string[] {
  const like = series.major < 19 ? LIKE.filter((operator) => !operator.startsWith("=")) : LIKE;
  return [...EQUALITY, ...COMPARISON, ...(series.major < 19 ? [] : ["=?"]), ...like];
}

/** What Odoo can compare a field of this type with; the rest is an SQL error, or ignored. */
function fieldOperators({ type }: Field): string[] {
  switch (type) {
    case "boolean":
      return ["=", "!=", "=?", "in", "not in"];
    case "integer":
    case "float":
    case "monetary":
    case "date":
    case "datetime":
    case "many2one_reference":
      return [...EQUALITY, ...COMPARISON, "=?"];
    case "many2one":
    case "one2many":
    case "many2many":
      return [...EQUALITY, "=?", ...LIKE, ...HIERARCHY];
    // Odoo compares with the stored value, so a text like a label finds nothing.
    case "selection":
      return [...EQUALITY, "=?"];
    // Odoo drops every other condition on a binary, on all versions, and answers with every record.
    case "binary":
    case "properties":
    case "properties_definition":
      return ["=", "!="];
    case "char":
    case "text":
    case "html":
    case "reference":
    case "json":
      return [...EQUALITY, ...COMPARISON, "=?", ...LIKE];
  }
}

type Wrong = (expected: string, hint?: string) => OdooError;

/** One value to compare a property with. Its type stands in the record that defines it, so any may be right. */
function propertyValue(value: unknown, wrong: Wrong): unknown {
  if (value === null) return false;
  if (typeof value === "string" || typeof value === "boolean" || isNumber(value)) return value;
  throw wrong("a text, a number, true, false or null");
}

/** One value to compare a field with. `null` and `false` both mean "empty", but for a boolean. */
function fieldValue(field: Field, value: unknown, series: Series, wrong: Wrong): unknown {
  if (field.type !== "boolean" && (value === null || value === false)) return false;
  switch (field.type) {
    case "boolean":
      // Odoo 14 to 18 take the text "false" for true.
      if (typeof value !== "boolean") throw wrong("true or false");
      return value;
    case "integer":
    case "many2one_reference":
      if (!isInteger(value)) throw wrong(INTEGERS);
      return value;
    case "float":
    case "monetary":
      if (!isNumber(value)) throw wrong("a number");
      return value;
    case "date":
      if (isRelative(value, series)) return value;
      if (!isDate(value)) throw wrong('a date as "2026-03-01"');
      return value;
    case "datetime": {
      if (isRelative(value, series)) return value;
      const converted = toOdooDatetime(value);
      if (!converted) throw wrong(DATETIME_FORMS);
      return converted;
    }
    case "selection": {
      const keys = field.selection?.map(([key]) => key) ?? [];
      if (field.dynamic && typeof value === "string") return value;
      if (typeof value !== "string" || !keys.includes(value))
        throw wrong(`one of ${keys.map((key) => `"${key}"`).join(", ")}`, selectionHint(field, String(value)));
      return value;
    }
    case "many2one":
    case "one2many":
    case "many2many":
      if (isSearchableId(value)) return value;
      // A text is matched against display names, so "5" would never find the record 5.
      if (typeof value !== "string" || /^-?\d+$/.test(value))
        throw wrong(`an id as a number, or a name of a ${field.relation}`);
      return value;
    case "binary":
    case "properties":
    case "properties_definition":
      throw wrong("null");
    // Only fields with a search of their own: `analytic_distribution` by ids or names of analytic accounts.
    case "json":
      if (typeof value !== "string" && !isNumber(value)) throw wrong("a text or a number");
      return value;
    case "char":
    case "text":
    case "html":
    case "reference":
      if (typeof value !== "string") throw wrong("a text");
      return value;
  }
}

/** Models that are SQL views, such as `purchase.bill.union`, number records of one of their tables below 0. */
const isSearchableId = (value: unknown) => isInteger(value) && value !== 0;

/** "today -1d", "=monday +2w": Odoo computes it from 19 on; before, PostgreSQL took it for something else. */
const RELATIVE =
  /^(today|now)?(\s*([=+-]\d+[dwmyHMS]|[=+-](monday|tuesday|wednesday|thursday|friday|saturday|sunday|week_start)))*$/;

const isRelative = (value: unknown, series: Series) =>
  typeof value === "string" &&
  value.length <= 100 &&
  value.trim() !== "" &&
  series.major >= 19 &&
  RELATIVE.test(value.trim());

const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["==", "="],
  ["<>", "!="],
  ["is", "="],
  ["is not", "!="],
  ["=>", ">="],
  ["=<", "<="],
  ["contains", "ilike"],
  ["=~", "ilike"],
]);

function didYouMeanOperator(operator: unknown, series: Series): string {
  if (typeof operator !== "string") return "";
  const text = operator.toLowerCase();
  if (text === "between") return ' Two terms with ">=" and "<=" are a range.';
  // Odoo 14 to 16 have no sub-domains: a path does nearly the same.
  if (text === "any" || text === "not any")
    return ' A path leads through a relation: ["order_line.name", "ilike", "x"].';
  const better = SYNONYMS.get(text) ?? operators(series).find((candidate) => candidate === text);
  return better ? ` Did you mean "${better}"?` : didYouMean(text, operators(series));
}

/** The refusal of a domain, at a place in it. */
export function refused(place: string, message: string): OdooError {
  return new OdooError("validation", `${place}: ${message}${/[.?]$/.test(message) ? "" : "."}`);
}
