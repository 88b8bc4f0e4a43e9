import { evaluated, isTruthy, UNKNOWN } from "../../src/odoo/notation/python-expression.js";
import { type Expression, type Operation, parsePython } from "../../src/odoo/notation/python-syntax.js";
import { type Field, fieldOf, type Model } from "../../src/odoo/schema/schema.js";
import { plainText } from "../text/text.js";

// What a view's condition says of a record, in the words that its screen has for it.

/** Terms of one sentence: more are not read. */
const MAX_TERMS = 3;
/** Characters of one sentence. */
const MAX_WORDS = 110;
/** A longer label is not said: what of it was cut might be what matters. */
const MAX_LABEL = 60;

/**
 * The records for which a condition does not hold: "records whose Status is Quotation or Quotation Sent". Each of them is one
 * of those, and not the other way round: what no label tells is left unsaid. Empty where nothing can be said.
 */
export function recordsWhereNot(condition: string, model: Model): string {
  const expression = parsePython(condition);
  const left = expression && possible(expression, false, model);
  if (!left) return "";
  const sayings = [...left].flatMap(([name, values]) => saying(name, values, model) ?? []);
  const terms: string[] = [];
  for (const { words } of sayings.sort((a, b) => a.rank - b.rank)) if (isShort([...terms, words])) terms.push(words);
  return terms.length > 0 ? sentence(terms) : "";
}

const isShort = (terms: readonly string[]) => terms.length <= MAX_TERMS && sentence(terms).length <= MAX_WORDS;
const sentence = (terms: readonly string[]) => `records ${listOf(terms, "and")}`;

/** A key of a selection, or false where it is empty; a boolean's value; of any other field whether it is filled in. */
type Value = string | boolean;

/** What fields may hold, those of which something is known. Undefined: there is no such record. */
type Possible = ReadonlyMap<string, readonly Value[]> | undefined;

const ANY: Possible = new Map();

/** What the fields of a record may hold where an expression is true, or is not; never less than that. */
function possible(expression: Expression, holds: boolean, model: Model): Possible {
  switch (expression.kind) {
    case "not":
      return possible(expression.term, !holds, model);
    case "and":
    case "or": {
      const each = expression.terms.map((term) => possible(term, holds, model));
      return each.reduce((expression.kind === "and") === holds ? both : either);
    }
    case "if": {
      const { condition, yes, no } = expression;
      return either(
        both(possible(condition, true, model), possible(yes, holds, model)),
        both(possible(condition, false, model), possible(no, holds, model)),
      );
    }
    default:
      return possibleOfTerm(expression, holds, model);
  }
}

function both(one: Possible, other: Possible): Possible {
  if (!one || !other) return undefined;
  const left = new Map([...other, ...one]);
  for (const [name, values] of one) {
    const also = other.get(name) ?? values;
    const common = values.filter((value) => also.includes(value));
    if (common.length === 0) return undefined;
    left.set(name, common);
  }
  return left;
}

function either(one: Possible, other: Possible): Possible {
  if (!one || !other) return one ?? other;
  const left = [...one].flatMap(([name, values]): [string, readonly Value[]][] => {
    const also = other.get(name);
    return also ? [[name, [...new Set([...values, ...also])]]] : [];
  });
  return new Map(left);
}

/** A term can be told where it looks at one field of the record, and nothing else. */
function possibleOfTerm(term: Expression, holds: boolean, model: Model): Possible {
  const names = namesIn(term);
  if (names?.size === 0) return isKept(term, UNKNOWN, holds) ? ANY : undefined;
  const [name, ...others] = names ?? [];
  if (name === undefined || others.length > 0) return ANY;
  // A record that a tool is called with has been saved.
  if (name === "id" && term.kind === "name") return holds ? ANY : undefined;
  const field = fieldOf(model, name);
  if (!field) return ANY;
  const all = valuesOf(name, field);
  const left = all
    ? all.filter((value) => isKept(term, value, holds))
    : [true, false].filter((filled) =>
        filled ? mayBeFilled(term, holds) : emptyOf(field).some((value) => isKept(term, value, holds)),
      );
  return left.length > 0 ? new Map([[name, left]]) : undefined;
}

/** Whether a term, with one value for its field, may be true, or not. */
function isKept(term: Expression, value: unknown, holds: boolean): boolean {
  const result = evaluated(term, () => value);
  return result === UNKNOWN || isTruthy(result) === holds;
}

/** The names of fields that an expression reads; undefined where it reads more than that. */
function namesIn(expression: Expression): ReadonlySet<string> | undefined {
  switch (expression.kind) {
    case "value":
      return new Set();
    case "name":
      return new Set([expression.name]);
    case "list":
      return together(expression.items);
    case "comparison":
      return together([expression.first, ...expression.rest.map(({ right }) => right)]);
    default:
      return undefined;
  }
}

function together(expressions: readonly Expression[]): ReadonlySet<string> | undefined {
  const each = expressions.map(namesIn);
  const known = each.flatMap((names) => (names ? [names] : []));
  return known.length < each.length ? undefined : new Set(known.flatMap((names) => [...names]));
}

/** The record's step. Each has one, though Odoo does not demand it. */
const STEP = "state";

/** All that a field may hold; undefined where that is without end, or not known. */
function valuesOf(name: string, { type, selection, dynamic, required }: Field): readonly Value[] | undefined {
  if (type === "boolean") return [true, false];
  if (type !== "selection" || dynamic || !selection || selection.length === 0) return undefined;
  return [...selection.map(([key]) => key), ...(required || name === STEP ? [] : [false])];
}

/** As what a view may find a field of endless values where it is empty. */
function emptyOf({ type }: Field): readonly unknown[] {
  if (isNumber(type)) return [0];
  return isMany(type) ? [false, []] : [false, ""];
}

const isNumber = (type: Field["type"]) => type === "integer" || type === "float" || type === "monetary";
const isMany = (type: Field["type"]) => type === "one2many" || type === "many2many";

/** Whether a field of endless values may be filled in where a term of it is true, or is not. */
function mayBeFilled(term: Expression, holds: boolean): boolean {
  if (term.kind === "name") return holds;
  const [operation, ...more] = term.kind === "comparison" ? term.rest : [];
  if (term.kind !== "comparison" || term.first.kind !== "name" || !operation || more.length > 0) return true;
  const value = evaluated(operation.right, () => UNKNOWN);
  const operator = holds ? operation.operator : OPPOSITES[operation.operator];
  // Only what is equal to something empty is empty.
  if (operator === "in") return !Array.isArray(value) || value.some((item) => isTruthy(item));
  return operator !== "==" || value === UNKNOWN || isTruthy(value);
}

const OPPOSITES: Readonly<Record<Operation["operator"], string>> = { "!=": "==", "not in": "in" };

/** What is said of a field, and how soon: the record's step first, then what kind it is, and of those what tells most. */
interface Saying {
  words: string;
  rank: number;
}

function saying(name: string, values: readonly Value[], model: Model): Saying | undefined {
  const field = fieldOf(model, name);
  const label = labelOf(field?.string);
  if (!field || !label || ON_SCREEN.test(name)) return undefined;
  const all = valuesOf(name, field);
  const share = values.length / (all ?? [true, false]).length;
  if (share === 1) return undefined;
  if (field.type === "selection" && all) {
    const words = chosen(field, values);
    return words ? { words: `whose ${label} is ${words}`, rank: name === STEP ? 0 : 1 + share } : undefined;
  }
  // What Odoo computes for its screen only has a name for developers.
  if (field.store === false) return undefined;
  const [holds] = values;
  if (field.type === "boolean") return { words: ticked(label, holds === true), rank: 3 };
  return { words: filledIn(field, label, holds === true), rank: 4 };
}

/** Undefined for none, and for one too long to be said. */
function labelOf(text = ""): string | undefined {
  const label = plainText(text, MAX_LABEL);
  return label === "" || label.endsWith("…") ? undefined : label;
}

/** Fields by which a view shows and hides. */
const ON_SCREEN = /^(show|hide|display|highlight|needs?|can|has|allow|use|enable|should)_|_(in)?visible$/;

/** "Draft or Sent", or "not Cancelled" where that is shorter; undefined where labels do not tell one value from another. */
function chosen({ selection = [] }: Field, values: readonly Value[]): string | undefined {
  const labels = (isChosen: boolean) => [
    ...new Set(selection.filter(([key]) => values.includes(key) === isChosen).map(([, text]) => labelOf(text))),
  ];
  const [yes, no] = [labels(true), labels(false)];
  if (yes.some((label) => no.includes(label))) return undefined;
  const isEmptyToo = values.includes(false);
  if (yes.length === 0) return "empty";
  if (no.length === 0) return isEmptyToo ? undefined : "set";
  const positive = said(isEmptyToo ? [...yes, "empty"] : yes, ["", "or"]);
  const negative = said(no, no.length === 2 ? ["neither ", "nor"] : ["not ", "or"]);
  const isShorter = negative && no.length < yes.length && (!positive || negative.length < positive.length);
  return isShorter ? negative : positive;
}

function said(labels: readonly (string | undefined)[], [before, joint]: [string, string]): string | undefined {
  const known = labels.filter((label) => label !== undefined);
  return known.length < labels.length ? undefined : `${before}${listOf(known, joint)}`;
}

/** "that are Active"; of a label that is no such word what its box on the screen is. */
function ticked(label: string, holds: boolean): string {
  const [, adjective] = /^(?:is )?(\p{L}+(?:ed|ive|able|ible|ent|ant))$/iu.exec(label) ?? [];
  if (adjective) return holds ? `that are ${adjective}` : `that are not ${adjective}`;
  return `whose "${label}" is ${holds ? "ticked" : "not ticked"}`;
}

function filledIn({ type }: Field, label: string, holds: boolean): string {
  if (isNumber(type)) return `whose ${label} is ${holds ? "not 0" : "0"}`;
  if (isMany(type)) return holds ? `that have ${label}` : `that have no ${label}`;
  return `whose ${label} is ${holds ? "set" : "empty"}`;
}

/** "a, b or c". */
function listOf(words: readonly string[], joint: string): string {
  const last = words.at(-1) ?? "";
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} ${joint} ${last}` : last;
}
