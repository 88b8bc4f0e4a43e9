import { isObject } from "../notation/checks.js";
import { textOfHtml } from "../notation/html.js";
import { UNKNOWN } from "../notation/python-expression.js";
import type { RawValues } from "../schema/raw.js";
import { type Field, fieldOf, isSecret, type Model } from "../schema/schema.js";
import { partsOf } from "../schema/sources.js";
import type { Alert, AlertPart } from "../views/alerts.js";
import { namesIn as namesInCondition } from "../views/filled-in.js";
import { decided } from "./demands.js";
import { type FormState, namesIn } from "./form-state.js";

// Which boxes of a form warn a person of the record that it holds, and in which words.

/** More are told by nobody's form; and of a text, in characters, more is not read. */
const MOST = 10;
const LONGEST = 1_000;

export interface Answer {
  /** As the form's `onchange` answered it, where it was not given: links with their names. */
  answer: RawValues;
  /** Whether records of a model may be told by their names. */
  mayName(model: string): boolean;
}

/**
 * The texts of the boxes that certainly show, each on one line, at most 10 of at most 1,000 characters. A box that shows
 * whatever the record holds warns of nothing. What looks at a closed field or a secret, or is computed from one,
 * is not told.
 */
export function shownAlerts(form: FormState, alerts: readonly Alert[], told: Answer): string[] {
  const names = namesOnForm(form);
  const texts = alerts.flatMap((alert) => {
    if (!isOpen(form.model, alert) || decided(alert.hidden, names) !== false) return [];
    if ("messages" in alert) return messagesIn(told.answer[alert.messages]);
    const shows = alert.parts.map(({ hidden }) => decided(hidden, names));
    if (shows.includes(undefined)) return [];
    const parts = alert.parts.filter((_, index) => shows[index] === false);
    const values = parts.map((part) => ("text" in part ? part.text : valueText(form.model, part.field, told)));
    const isOfRecord =
      alert.hidden !== false || parts.some((part, at) => (part.hidden !== false || "field" in part) && values[at]);
    return isOfRecord ? [joined(values)] : [];
  });
  const short = texts.map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text));
  return [...new Set(short)].filter((text) => text !== "").slice(0, MOST);
}

/** `{ account_tax_lock_date: { level: "warning", message } }`: a warning where no level is said. */
const messagesIn = (value: unknown): string[] =>
  Object.values(isObject(value) ? (value as RawValues) : {}).flatMap((one) => {
    const { level, message } = (isObject(one) ? one : {}) as RawValues;
    return typeof message === "string" && (!level || level === "warning" || level === "danger")
      ? [joined([message])]
      : [];
  });

/** The relations whose records boxes tell, which `onchange` is asked for by name. */
export const namedIn = (model: Model, alerts: readonly Alert[]): ReadonlySet<string> =>
  new Set(alerts.flatMap(fieldsOf).filter((name) => fieldOf(model, name)?.relation));

const standingIn = (alert: Alert): readonly AlertPart[] =>
  "parts" in alert ? alert.parts : [{ field: alert.messages, hidden: false }];
const fieldsIn = (parts: readonly AlertPart[]) => parts.flatMap((part) => ("field" in part ? [part.field] : []));
const fieldsOf = (alert: Alert) => fieldsIn(standingIn(alert));

/** Whether all that it tells, in words or by showing at all, may be told. */
const isOpen = (model: Model, alert: Alert): boolean =>
  [...computedFrom(model, lookedAt(alert))].every((name) => {
    const field = fieldOf(model, name);
    return !field || (!field.closed && !isSecret(name, field));
  });

/** Every name that decides whether it shows, and every field in it. */
export const lookedAt = (alert: Alert): string[] => [...decidingNames(alert), ...fieldsOf(alert)];

/** Every name that decides whether it shows and what of it, and the fields in what shows whatever the record holds. */
export function lookedAtFirst(alert: Alert): string[] {
  const always = alert.hidden === false ? standingIn(alert).filter(({ hidden }) => hidden === false) : [];
  return [...decidingNames(alert), ...fieldsIn(always)];
}

/** True where a box may show a field that the form was not asked for. */
export function lacksTold(form: FormState, alerts: readonly Alert[]): boolean {
  const names = namesOnForm(form);
  return alerts.some(
    (alert) =>
      isOpen(form.model, alert) &&
      decided(alert.hidden, names) === false &&
      fieldsIn(standingIn(alert).filter(({ hidden }) => decided(hidden, names) !== true)).some(
        (name) => !form.view.has(name) && !Object.hasOwn(form.values, name),
      ),
  );
}

function decidingNames(alert: Alert): string[] {
  const conditions = [alert.hidden, ...standingIn(alert).map(({ hidden }) => hidden)];
  const names = conditions.flatMap((condition) => namesInCondition(typeof condition === "string" ? condition : ""));
  return "messages" in alert ? [...names, alert.messages] : names;
}

/** The fields, and those of the same record that they are computed from: messages of an invoice tell what other fields hold. */
function computedFrom(model: Model, names: readonly string[], seen = new Set<string>()): ReadonlySet<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    computedFrom(model, partsOf(model, name), seen);
  }
  return seen;
}

/** What the form holds of a new record. Not its context, which differs from menu to menu. An empty text is one: 17 on. */
function namesOnForm(form: FormState): (name: string) => unknown {
  const nameOf = namesIn(form);
  return (name) => {
    if (name === "id") return false;
    const field = fieldOf(form.model, name);
    if (!field || !(form.view.has(name) || Object.hasOwn(form.values, name))) return UNKNOWN;
    const value = nameOf(name);
    return value === false && TEXTS.has(field.type) ? "" : value;
  };
}

const TEXTS: ReadonlySet<Field["type"]> = new Set(["char", "text", "html"]);

/** Empty for what is no text, number or record. */
function valueText(model: Model, name: string, { answer, mayName }: Answer): string {
  const { type, relation, selection = [] } = fieldOf(model, name) ?? {};
  const value = answer[name];
  if (relation && (type === "many2one" || type === "one2many" || type === "many2many")) {
    const records = type === "many2one" ? recordsIn([value]) : recordsIn(commandsIn(value));
    return recordsText(records, relation, mayName(relation));
  }
  if (type === "selection") return selection.find(([key]) => key === value)?.[1] ?? "";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || type === "binary") return "";
  return type === "html" ? textOfHtml(value) : value;
}

interface Linked {
  id: number;
  name?: string;
}

/** More are told by their number. */
const MOST_RECORDS = 5;

function recordsText(records: readonly Linked[], model: string, isNamed: boolean): string {
  const texts = records
    .slice(0, MOST_RECORDS)
    .map(({ id, name }) => (isNamed && name ? `${name} (${model} ${id})` : `${model} ${id}`));
  const more = records.length - texts.length;
  return `${texts.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Links as Odoo answers them: an id, `[id, name]`, or `{ id, display_name }`. */
const recordsIn = (links: readonly unknown[]): Linked[] =>
  links.flatMap((link) => {
    const [id, name] = Array.isArray(link) ? link : isObject(link) ? membersOf(link as RawValues) : [link];
    return typeof id === "number" ? [{ id, ...(typeof name === "string" ? { name } : {}) }] : [];
  });

const membersOf = ({ id, display_name }: RawValues) => [id, display_name];

/** The records that exist among Odoo's commands: `[4, id, { display_name }]` from 17 on. */
const commandsIn = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : []).flatMap((command): unknown[] => {
    const [code, id, rest] = Array.isArray(command) ? command : [];
    if (code === 6) return Array.isArray(rest) ? rest : [];
    return code === 1 || code === 4 ? [isObject(rest) ? { ...(rest as RawValues), id } : id] : [];
  });

/** On one line, words apart that stand in boxes of their own. */
const joined = (texts: readonly string[]): string =>
  texts
    .reduce((all, text) => (ENDS.test(all) && BEGINS.test(text) ? `${all} ${text}` : `${all}${text}`), "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\( | \)/g, (bracket) => bracket.trim())
    .trim();

const ENDS = /[\p{L}\p{N}.,:;!?)]$/u;
const BEGINS = /^[\p{L}\p{N}(]/u;
