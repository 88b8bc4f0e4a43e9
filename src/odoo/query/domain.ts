import { OdooError } from "../errors/errors.js";
import {
  DATETIME_FORMS,
  flawOf,
  INTEGERS,
  isDate,
  isId,
  isInteger,
  isNumber,
  shown,
  toOdooDatetime,
} from "../notation/checks.js";
import { dayInUtc } from "../notation/dates.js";
import { parsePythonLiteral } from "../notation/python-literal.js";
import { checkNameSearch, checkNotSecret } from "../schema/closed-fields.js";
import type { Domain } from "../schema/raw.js";
import { type Field, fieldOf, type Model } from "../schema/schema.js";
import type { Series } from "../schema/series.js";
import { didYouMean, fieldHint, selectionHint } from "../schema/suggest.js";

/** What checking a domain needs to know of the instance. */
export interface DomainScope {
  series: Series;
  /** IANA name, in which a bare date is a day. */
  timeZone: string;
  /** Another model, for paths through relations. Throws `OdooError` for one that does not exist. */
  model(name: string): Promise<Model>;
}

const MAX_TERMS = 200;
const MAX_DEPTH = 8;
/** Of the whole domain, the lists within it included. */
const MAX_ALL_TERMS = 1_000;
const MAX_LIST_VALUES = 10_000;
const MAX_PATH = 256;
/** No domain that a person or model writes is longer. */
const MAX_TEXT = 100_000;

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

/**
 * A domain as Odoo takes it, from one in Odoo's notation, as JSON or as a text that holds JSON or Python. Throws `OdooError` "validation" that names the
 * position: Odoo itself ignores some terms it does not understand and then answers with every record.
 */
export async function checkDomain(domain: unknown, model: Model, scope: DomainScope): Promise<Domain> {
  const budget = { terms: MAX_ALL_TERMS, values: MAX_LIST_VALUES };
  return checkList(typeof domain === "string" ? fromText(domain) : domain, model, { ...scope, budget }, "domain", 0);
}

/** A scope, and what the whole domain may still hold. */
type Checking = DomainScope & { budget: { terms: number; values: number } };

/** What a text means that holds a domain, or the text itself. */
function fromText(text: string): unknown {
  if (text.length > MAX_TEXT) throw refused("domain", `has ${text.length} characters, ${MAX_TEXT} are allowed`);
  try {
    return JSON.parse(text);
  } catch {
    return parsePythonLiteral(text) ?? text;
  }
}

async function checkList(domain: unknown, model: Model, scope: Checking, at: string, depth: number): Promise<Domain> {
  if (!Array.isArray(domain))
    throw refused(at, `expected a list of terms such as [["name", "ilike", "azure"]], not ${shown(domain)}`);
  if (domain.length > MAX_TERMS) throw refused(at, `has ${domain.length} terms, ${MAX_TERMS} are allowed`);
  if (depth > MAX_DEPTH) throw refused(at, `is nested deeper than ${MAX_DEPTH} levels`);
  scope.budget.terms -= domain.length;
  if (scope.budget.terms < 0) throw refused("domain", `has more than ${MAX_ALL_TERMS} terms, with those within them`);
  checkArity(domain, at);
  const checked = await Promise.all(
    domain.map((term, index) =>
      typeof term === "string" ? [term] : checkTerm(term, model, scope, `${at}[${index}]`, depth),
    ),
  );
  return checked.flat();
}

const ARITY: ReadonlyMap<string, number> = new Map([
  ["&", 2],
  ["|", 2],
  ["!", 1],
]);

/** Prefix notation: "&" and "|" take the two terms behind them, "!" the one; what is left over is ANDed. */
function checkArity(domain: readonly unknown[], at: string): void {
  let missing = 0;
  for (const [index, term] of domain.entries()) {
    const arity = typeof term === "string" ? ARITY.get(term) : 0;
    if (arity === undefined) {
      throw refused(
        `${at}[${index}]`,
        `expected a term such as ["name", "=", "x"] or one of "&", "|", "!", not ${shown(term)}.${connectiveHint(domain, term)}`,
      );
    }
    missing = arity > 0 ? (missing === 0 ? arity : missing - 1 + arity) : Math.max(0, missing - 1);
  }
  if (missing > 0) throw refused(at, `lacks ${missing} term${missing > 1 ? "s" : ""} after its last "&", "|" or "!"`);
}

const CONNECTIVES: ReadonlyMap<string, string> = new Map([
  ["and", "&"],
  ["or", "|"],
  ["not", "!"],
]);

function connectiveHint(domain: readonly unknown[], term: unknown): string {
  const meant = CONNECTIVES.get(String(term).toLowerCase());
  if (meant) return ` Put "${meant}" before the terms it joins; terms without one are ANDed.`;
  if (domain.length !== 3 || !domain.slice(0, 2).every((part) => typeof part === "string")) return "";
  return ` A single term needs brackets of its own: ${shown([domain])}.`;
}

/** One term, or the terms in prefix notation that mean the same. */
async function checkTerm(term: unknown, model: Model, scope: Checking, at: string, depth: number): Promise<unknown[]> {
  if (!Array.isArray(term) || term.length !== 3) {
    throw refused(at, `expected [field, operator, value], not ${shown(term)}`);
  }
  const [path, operator, value] = term as unknown[];
  if (typeof path === "string" && ARITY.has(path)) {
    throw refused(at, `"${path}" stands in the list itself, before the terms it joins, not in brackets with them`);
  }
  // Odoo's own true and false terms.
  if ((path === 1 || path === 0) && operator === "=" && value === 1) return [term];
  if (typeof path !== "string") throw refused(at, `expected a field's name first, not ${shown(path)}`);
  if (typeof operator !== "string" || !operators(scope.series).includes(operator)) {
    throw refused(
      at,
      `Odoo ${scope.series.name} has no operator ${shown(operator)}.${didYouMeanOperator(operator, scope)}`,
    );
  }
  if (path.length > MAX_PATH) throw refused(at, `expected a field's name first, not ${shown(path)}`);
  const target = await resolvePath(path, model, scope, at);
  if (isText(value)) await checkNames(target, scope, at);
  if (target.field.type === "datetime" && isDate(value)) return dayTerms(path, operator, value, scope, at);
  return [[path, operator, await checkValue(target, operator, value, scope, at, depth)]];
}

const isText = (value: unknown) =>
  Array.isArray(value) ? value.some((one) => typeof one === "string") : typeof value === "string";

/** A text is compared with names of records: those of a relation, or the model's own. */
async function checkNames({ field, owner, name }: Target, scope: DomainScope, at: string): Promise<void> {
  if (name === "display_name") checkNameSearch(owner, at);
  else if (field.relation) checkNameSearch(await scope.model(field.relation), at);
}

/**
 * A datetime compared with a bare date: the day in the user's time zone. Odoo itself takes it for midnight UTC up to
 * 18, for the day in the user's time zone in 19, and `=` for midnight sharp.
 */
function dayTerms(path: string, operator: string, date: string, scope: DomainScope, at: string): unknown[] {
  const [from, to] = dayInUtc(date, scope.timeZone);
  switch (operator) {
    case ">=":
    case "<":
      return [[path, operator, from]];
    case ">":
    case "<=":
      return [[path, operator, to]];
    case "=":
      return ["&", [path, ">=", from], [path, "<=", to]];
    default:
      throw refused(at, `"${path}" is a time, and ${operator} with a day is not clear; compare it with ">=" and "<="`);
  }
}

interface Target {
  path: string;
  /** The last field of the path, its name and its model. */
  field: Field;
  name: string;
  owner: Model;
}

/** Follows a dotted path through relations to its last field. */
async function resolvePath(path: string, model: Model, scope: DomainScope, at: string): Promise<Target> {
  const segments = path.split(".");
  let current = model;
  for (const [index, segment] of segments.entries()) {
    const field = fieldOf(current, segment);
    if (!field) throw refused(at, `unknown field "${segment}" on ${current.name}.${fieldHint(current, segment)}`);
    const last = index === segments.length - 1;
    checkNotSecret(current, segment, at, "searched");
    // Odoo 14 to 18 ignore a term on such a field and answer with every record.
    if (field.searchable === false) throw refused(at, `${current.name}.${segment} is computed and cannot be searched`);
    if (last) return { path, field, name: segment, owner: current };
    const next = segments[index + 1] ?? "";
    const suffix = suffixOf(field, next, scope);
    if (suffix && index === segments.length - 2) return { path, field: suffix, name: next, owner: current };
    if (!field.relation) throw refused(at, `"${segment}" is a ${field.type}, so "${path}" cannot go on behind it`);
    current = await scope.model(field.relation);
  }
  throw refused(at, `"${path}" names no field`);
}

const DATE_PARTS = [
  "year_number",
  "quarter_number",
  "month_number",
  "iso_week_number",
  "day_of_year",
  "day_of_month",
  "day_of_week",
  "hour_number",
  "minute_number",
  "second_number",
];

/** What may follow a field that is no relation: a part of a date from 18 on, a property from 17 on. */
function suffixOf(field: Field, suffix: string, scope: DomainScope): Field | undefined {
  if ((field.type === "date" || field.type === "datetime") && scope.series.major >= 18 && DATE_PARTS.includes(suffix)) {
    return { type: "integer", string: suffix };
  }
  return field.type === "properties" && scope.series.major >= 17 ? field : undefined;
}

async function checkValue(
  target: Target,
  operator: string,
  value: unknown,
  scope: Checking,
  at: string,
  depth: number,
): Promise<unknown> {
  const { field, path } = target;
  const flaw = flawOf(value);
  if (flaw) throw refused(at, `"${path}" ${operator} expected a value without ${flaw}, not ${shown(value)}`);
  const wrong = (expected: string, given = value, hint = "") =>
    refused(at, `"${path}" ${operator} expected ${expected}, not ${shown(given)}${hint && `.${hint}`}`);
  if (operator === "any" || operator === "not any") {
    if (!field.relation) throw refused(at, `"${operator}" needs a relation, and "${path}" is a ${field.type}`);
    return checkList(value, await scope.model(field.relation), scope, `${at}[2]`, depth + 1);
  }
  const allowed = path === "id" || path.endsWith(".id") ? [...operatorsOf(field), ...HIERARCHY] : operatorsOf(field);
  if (!allowed.includes(operator.replace(/^not (?==)/, ""))) {
    throw refused(at, `"${operator}" does not work on "${path}", a ${field.type}; it takes ${allowed.join(", ")}`);
  }
  if (isLike(operator)) {
    if (typeof value !== "string") throw wrong("a text");
    return value;
  }
  if (operator === "in" || operator === "not in" || (HIERARCHY.includes(operator) && Array.isArray(value))) {
    if (!Array.isArray(value)) throw wrong("a list");
    scope.budget.values -= value.length;
    if (scope.budget.values < 0) throw refused("domain", `has more than ${MAX_LIST_VALUES} values in its lists`);
    return value.map((item) => scalar(field, item, scope, (expected, hint) => wrong(expected, item, hint)));
  }
  return scalar(field, value, scope, (expected, hint) => wrong(expected, value, hint));
}

const isLike = (operator: string) => operator.endsWith("like");

/** What Odoo can compare a field of this type with; the rest is an SQL error, or ignored. */
function operatorsOf(field: Field): string[] {
  switch (field.type) {
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
      return ["=", "!="];
    default:
      return [...EQUALITY, ...COMPARISON, "=?", ...LIKE];
  }
}

/** One value to compare with. `null` and `false` both mean "empty". */
function scalar(
  field: Field,
  value: unknown,
  scope: DomainScope,
  wrong: (expected: string, hint?: string) => OdooError,
): unknown {
  if (field.type === "boolean") {
    // Odoo 14 to 18 take the text "false" for true.
    if (typeof value !== "boolean") throw wrong("true or false");
    return value;
  }
  if (value === null || value === false) return false;
  switch (field.type) {
    case "integer":
    case "many2one_reference":
      if (!isInteger(value)) throw wrong(INTEGERS);
      return value;
    case "float":
    case "monetary":
      if (!isNumber(value)) throw wrong("a number");
      return value;
    case "date":
      if (isRelative(value, scope)) return value;
      if (!isDate(value)) throw wrong('a date as "2026-03-01"');
      return value;
    case "datetime": {
      if (isRelative(value, scope)) return value;
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
      if (isId(value)) return value;
      // A text is matched against display names, so "5" would never find the record 5.
      if (typeof value !== "string" || /^\d+$/.test(value))
        throw wrong(`an id as a number, or a name of a ${field.relation}`);
      return value;
    case "binary":
      throw wrong("null");
    default:
      if (typeof value !== "string") throw wrong("a text");
      return value;
  }
}

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

/** "today -1d", "=monday +2w": Odoo computes it from 19 on; before, PostgreSQL took it for something else. */
const RELATIVE =
  /^(today|now)?(\s*([=+-]\d+[dwmyHMS]|[=+-](monday|tuesday|wednesday|thursday|friday|saturday|sunday|week_start)))*$/;

const isRelative = (value: unknown, scope: DomainScope) =>
  typeof value === "string" &&
  value.length <= 100 &&
  value.trim() !== "" &&
  scope.series.major >= 19 &&
  RELATIVE.test(value.trim());

function didYouMeanOperator(operator: unknown, scope: DomainScope): string {
  if (typeof operator !== "string") return "";
  const text = operator.toLowerCase();
  if (text === "between") return ' Two terms with ">=" and "<=" are a range.';
  // Odoo 14 to 16 have no sub-domains: a path does nearly the same.
  if (text === "any" || text === "not any")
    return ' A path leads through a relation: ["order_line.name", "ilike", "x"].';
  const better = SYNONYMS.get(text) ?? operators(scope.series).find((candidate) => candidate === text);
  return better ? ` Did you mean "${better}"?` : didYouMean(text, operators(scope.series));
}

function refused(at: string, message: string): OdooError {
  return new OdooError("validation", `${at}: ${message}${/[.?]$/.test(message) ? "" : "."}`);
}
