import type { Field } from "../../src/odoo/schema/schema.js";
import { plainText } from "../text/text.js";

/** A field's label in at most `max` characters; empty where it tells no more than the field's name. */
export function tellingLabel(name: string, { string }: Pick<Field, "string">, max: number): string {
  const text = plainText(string, max);
  const words = wordsOf(text);
  return words === wordsOf(name) || words === wordsOf(name.replace(/_ids?$/, "")) ? "" : text;
}

const wordsOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** Of one value's label, and of all together; get_fields lists what is longer. */
const MAX_VALUE_LABEL = 40;
const MAX_VALUES_TEXT = 240;

/**
 * What the values of a selection mean, of those that do not say it themselves: "out_invoice: Customer Invoice", but not
 * "draft: Draft". The days of a week are told by the first and the last. Empty where it would be too long.
 */
export function valueLabels(selection: NonNullable<Field["selection"]>): string {
  const told = selection
    .map(([value, label]) => ({ value, text: plainText(label, MAX_VALUE_LABEL) }))
    .filter(({ value, text }) => text !== "" && !speaksForItself(value, text));
  const words = [...new Set(told.map(({ value, text }) => `${value}: ${text}`))];
  const monday = told.findIndex(({ text }) => text === DAYS[0]);
  if (monday >= 0 && DAYS.every((day, at) => told[monday + at]?.text === day)) {
    words.splice(monday, DAYS.length, `${words[monday]} to ${words[monday + DAYS.length - 1]}`);
  }
  const all = words.join(", ");
  return all.length > MAX_VALUES_TEXT ? "" : all;
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** True where one of the two has all words of the other: "entry" and "Journal Entry", "01_in_progress" and "In Progress". */
function speaksForItself(value: string, label: string): boolean {
  const [short = [], long = []] = [wordsIn(value), wordsIn(label)].sort((a, b) => a.length - b.length);
  return short.length > 0 && short.every((word) => long.some((other) => beginAlike(word, other)));
}

const wordsIn = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Endings differ: "lot" and "Lots", "canceled" and "Cancelled", "no" and "Nothing". */
function beginAlike(one: string, other: string): boolean {
  if (one === other) return true;
  const [short = "", long = ""] = [one, other].sort((a, b) => a.length - b.length);
  return short.length >= 2 && long.startsWith(short.slice(0, 4));
}
