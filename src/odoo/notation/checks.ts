import { z } from "zod";

// What a JSON value is, before it is sent.

const INT4_MAX = 2 ** 31 - 1;

/** What a text column can hold: PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair. */
export const isText = (value: unknown): value is string => typeof value === "string" && flawOf(value) === undefined;
/** JSON whose every text, names of members among them, can be held. */
export const isStorable = (value: unknown): boolean => flawOf(value) === undefined;

/** What no column can hold of a text, or of the texts inside a JSON value. */
export function flawOf(value: unknown): string | undefined {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return "the character NUL";
    return value.isWellFormed() ? undefined : "half of a surrogate pair";
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const flaw = flawOf(key) ?? flawOf(item);
    if (flaw) return flaw;
  }
  return undefined;
}

/** Neither infinite nor NaN. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
/** A JSON object. */
export const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
/** What `isInteger` takes, in words. */
export const INTEGERS = "a whole number between -2147483648 and 2147483647";
/** A whole number of 32 bits. */
export const isInteger = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) <= INT4_MAX && (value as number) >= -INT4_MAX - 1;
/** An id of a record: 1 to 2147483647. */
export const isId = (value: unknown): value is number => isInteger(value) && value > 0;
/** A day of the calendar, as `2026-03-01`, from the year 1 on. */
export const isDate = (value: unknown): value is string =>
  z.iso.date().safeParse(value).success && !YEAR_0.test(String(value));
/** Odoo 14 to 19 store text that is none without an error. */
export const isBase64 = (value: unknown): value is string => z.base64().safeParse(value).success;

const ISO_DATETIME = z.iso.datetime({ offset: true });
const YEAR_0 = /^0000/;
const ODOO_DATETIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/;

/** The two forms of a point in time that have one meaning everywhere. */
export const DATETIME_FORMS =
  '"2026-03-01T09:30:00Z" (or with an offset, "+02:00") or Odoo\'s own "2026-03-01 09:30:00" (UTC)';

/** A time as Odoo takes it (UTC, no suffix), from either of `DATETIME_FORMS`; undefined for anything else. */
export function toOdooDatetime(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const iso = value.replace(ODOO_DATETIME, "$1T$2Z");
  if (!ISO_DATETIME.safeParse(iso).success) return undefined;
  const utc = new Date(iso).toISOString().slice(0, 19).replace("T", " ");
  // An offset can lead out of the years 1 to 9999.
  return ODOO_DATETIME.test(utc) && !YEAR_0.test(utc) ? utc : undefined;
}

/** Odoo's date or time with a year of four digits. Odoo 14 to 19 answer 1-01-01 for the first day of all. */
export const withFullYear = (value: string) => value.replace(/^\d+/, (year) => year.padStart(4, "0"));

/** An object's own members alone: zod would take what every object has, "constructor", for the value of such a field. */
export const ownKeys = <Values extends object>(values: Values): Values => Object.assign(Object.create(null), values);

/** What was given, short enough for an error message. */
export function shown(input: unknown): string {
  // JSON has no word for what is not finite.
  const text = (typeof input === "number" ? undefined : JSON.stringify(input, begun)) ?? String(input);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 3)}...` : text;
}

const MOST_SHOWN = 80;

/** No more of a text than can be shown: it may be of megabytes. */
const begun = (_: string, value: unknown) => (typeof value === "string" ? value.slice(0, MOST_SHOWN) : value);
