import { z } from "zod";

// What a JSON value is, before it is sent.

const INT4_MAX = 2 ** 31 - 1;

/** PostgreSQL holds no text with it. */
export const isNul = (value: unknown) => typeof value === "string" && value.includes("\u0000");
/** What a text column can hold. */
export const isText = (value: unknown): value is string => typeof value === "string" && !isNul(value);
/** Neither infinite nor NaN. */
export const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
/** A JSON object. */
export const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
/** A whole number of 32 bits. */
export const isInteger = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) <= INT4_MAX && (value as number) >= -INT4_MAX - 1;
/** An id of a record: 1 to 2147483647. */
export const isId = (value: unknown): value is number => isInteger(value) && value > 0;
/** A day of the calendar, as `2026-03-01`. */
export const isDate = (value: unknown): value is string => z.iso.date().safeParse(value).success;
/** Odoo 14 to 19 store text that is none without an error. */
export const isBase64 = (value: unknown): value is string => z.base64().safeParse(value).success;

const ISO_DATETIME = z.iso.datetime({ offset: true });
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
  // An offset can lead out of the years 0 to 9999.
  return ODOO_DATETIME.test(utc) ? utc : undefined;
}

/** What was given, short enough for an error message. */
export function shown(input: unknown): string {
  // JSON has no word for what is not finite.
  const text = (typeof input === "number" ? undefined : JSON.stringify(input)) ?? String(input);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
