import { isDate, shown } from "../notation/checks.js";
import { dayInUtc } from "../notation/dates.js";
import { parsePythonLiteral } from "../notation/python-literal.js";
import { checkNameSearch, checkNotSecret, checkWords } from "../schema/closed-fields.js";
import type { Domain } from "../schema/raw.js";
import { type Field, fieldOf, isPropertyName, type Model } from "../schema/schema.js";
import type { Series } from "../schema/series.js";
import { fieldHint } from "../schema/suggest.js";
import {
  type Comparison,
  type ComparisonChecking,
  checkComparison,
  checkOperator,
  kindOf,
  MAX_LIST_VALUES,
  refused,
  type Target,
} from "./comparisons.js";

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
const MAX_PATH = 256;
/** No domain that a person or model writes is longer. */
const MAX_TEXT = 100_000;

/**
 * A domain as Odoo takes it, from one in Odoo's notation, as JSON or as a text that holds JSON or Python. Throws
 * `OdooError` "validation" that names the position: Odoo itself ignores some terms it does not understand and then
 * answers with every record.
 */
export async function checkDomain(domain: unknown, model: Model, scope: DomainScope): Promise<Domain> {
  const budget = { terms: MAX_ALL_TERMS, values: MAX_LIST_VALUES };
  const checking = { scope, budget, place: "domain", depth: 0 };
  return checkList(typeof domain === "string" ? fromText(domain) : domain, model, checking);
}

/** Where in a domain a list or a term stands, and what the whole domain may still hold. */
interface Checking extends ComparisonChecking {
  scope: DomainScope;
  budget: { terms: number; values: number };
  /** Of how many other domains it stands in the value. */
  depth: number;
}

/** What a text means that holds a domain, or the text itself. */
function fromText(text: string): unknown {
  if (text.length > MAX_TEXT) throw refused("domain", `has ${text.length} characters, ${MAX_TEXT} are allowed`);
  try {
    return JSON.parse(text);
  } catch {
    return parsePythonLiteral(text) ?? text;
  }
}

async function checkList(domain: unknown, model: Model, checking: Checking): Promise<Domain> {
  const { budget, place, depth } = checking;
  if (!Array.isArray(domain))
    throw refused(place, `expected a list of terms such as [["name", "ilike", "azure"]], not ${shown(domain)}`);
  if (domain.length > MAX_TERMS) throw refused(place, `has ${domain.length} terms, ${MAX_TERMS} are allowed`);
  if (depth > MAX_DEPTH) throw refused(place, `is nested deeper than ${MAX_DEPTH} levels`);
  budget.terms -= domain.length;
  if (budget.terms < 0) throw refused("domain", `has more than ${MAX_ALL_TERMS} terms, with those within them`);
  checkArity(domain, place);
  const checked = await Promise.all(
    domain.map((term, index) =>
      typeof term === "string" ? [term] : checkTerm(term, model, { ...checking, place: `${place}[${index}]` }),
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
async function checkTerm(term: unknown, model: Model, checking: Checking): Promise<unknown[]> {
  const { scope, place, depth } = checking;
  if (!Array.isArray(term) || term.length !== 3) {
    throw refused(place, `expected [field, operator, value], not ${shown(term)}`);
  }
  const [path, said, value] = term as unknown[];
  if (typeof path === "string" && ARITY.has(path)) {
    throw refused(place, `"${path}" stands in the list itself, before the terms it joins, not in brackets with them`);
  }
  // Odoo's own true and false terms.
  if ((path === 1 || path === 0) && said === "=" && value === 1) return [term];
  if (typeof path !== "string") throw refused(place, `expected a field's name first, not ${shown(path)}`);
  const operator = checkOperator(said, checking);
  if (path.length > MAX_PATH) throw refused(place, `expected a field's name first, not ${shown(path)}`);
  const target = await resolvePath(path, model, checking);
  const { field } = target;
  if (isText(value)) await checkNames(target, checking);
  checkWords(target.owner, target.name, value, place);
  if (field.type === "datetime" && isDate(value)) return dayTerms({ target, operator, value }, checking);
  if (operator !== "any" && operator !== "not any") {
    return [[path, operator, checkComparison({ target, operator, value }, checking)]];
  }
  if (!field.relation) throw refused(place, `"${operator}" needs a relation, and "${path}" is ${kindOf(target)}`);
  const inner = { ...checking, place: `${place}[2]`, depth: depth + 1 };
  return [[path, operator, await checkList(value, await scope.model(field.relation), inner)]];
}

const isText = (value: unknown) =>
  Array.isArray(value) ? value.some((one) => typeof one === "string") : typeof value === "string";

/** A text is compared with names of records: those of a relation, or the model's own. */
async function checkNames({ field, owner, name }: Reached, { scope, place }: Checking): Promise<void> {
  if (name === "display_name") checkNameSearch(owner, place);
  else if (field.relation) checkNameSearch(await scope.model(field.relation), place);
}

/**
 * A datetime compared with a bare date: the day in the user's time zone. Odoo itself takes it for midnight UTC up to
 * 18, for the day in the user's time zone in 19, and `=` for midnight sharp.
 */
function dayTerms({ target, operator, value }: DayComparison, { scope, place }: Checking): unknown[] {
  const { path } = target;
  const [from, to] = dayInUtc(value, scope.timeZone);
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
      throw refused(
        place,
        `"${path}" is a time, and ${operator} with a day is not clear; compare it with ">=" and "<="`,
      );
  }
}

type DayComparison = Comparison & { value: string };

/** What a path ends in, and the model that has it. */
type Reached = Target & { owner: Model };

/** Follows a dotted path through relations to its last field. */
async function resolvePath(path: string, model: Model, { scope, place }: Checking): Promise<Reached> {
  const segments = path.split(".");
  let current = model;
  for (const [index, name] of segments.entries()) {
    const field = fieldOf(current, name);
    if (!field) throw refused(place, `unknown field "${name}" on ${current.name}.${fieldHint(current, name)}`);
    checkNotSecret(current, name, place, "searched");
    // Odoo 14 to 18 ignore a term on such a field and answer with every record.
    if (field.searchable === false) throw refused(place, `${current.name}.${name} is computed and cannot be searched`);
    const rest = segments.slice(index + 1);
    const reached = { path, field, name, owner: current };
    if (hasProperties(field, scope.series)) return { ...reached, isProperty: isPropertyOf(path, rest, place) };
    if (rest.length === 0) return reached;
    if (rest.length === 1 && isDatePart(field, rest[0] ?? "", scope.series)) return { ...reached, field: DATE_PART };
    if (!field.relation) throw refused(place, `"${name}" is a ${field.type}, so "${path}" cannot go on behind it`);
    current = await scope.model(field.relation);
  }
  throw refused(place, `"${path}" names no field`);
}

/** Odoo 16 has properties, but none that can be searched. */
const hasProperties = ({ type }: Field, { major }: Series) => type === "properties" && major >= 17;

/** Odoo fails at a term on all properties together, and at the label of one. */
function isPropertyOf(path: string, rest: readonly string[], place: string): true {
  const [property, ...more] = rest;
  if (property === undefined) {
    throw refused(place, `"${path}" holds properties; name the one that is compared: "${path}.<property>"`);
  }
  if (more.length > 0) throw refused(place, `"${path}" cannot go on behind a property`);
  if (isPropertyName(property)) return true;
  throw refused(place, `"${property}" is no property's name; a read gives the names, beside the labels`);
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

/** From 18 on a part of a date may be compared. */
const isDatePart = ({ type }: Field, name: string, { major }: Series) =>
  (type === "date" || type === "datetime") && major >= 18 && DATE_PARTS.includes(name);

const DATE_PART: Field = { type: "integer", string: "" };
