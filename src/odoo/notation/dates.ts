const SECOND = 1000;
const DAY = 86_400_000;

// Times of Odoo: a clock of a time zone may skip or repeat some, and its days have 23 to 25 hours, or none at all.

/**
 * A day of a time zone as its first and last second, in UTC and Odoo's form: "2026-03-01 00:00:00". It ends where the next
 * one begins, and both are within the years 1 to 9999, which Odoo has.
 */
export function dayInUtc(date: string, timeZone: string): [from: string, to: string] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const from = firstInstant(midnight, timeZone);
  const to = firstInstant(midnight + DAY, timeZone) - SECOND;
  return [odooTime(withinYears(from)), odooTime(withinYears(to))];
}

/** A UTC time in Odoo's form as a time zone's clock shows it, with the offset: "2026-03-01T00:00:00+01:00". */
export function inTimeZone(utc: string, timeZone: string): string {
  const instant = Date.parse(`${utc.replace(" ", "T")}Z`);
  const offset = offsetOf(instant, timeZone);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${offset < 0 ? "-" : "+"}${hours}:${rest}`;
}

/**
 * A UTC time in Odoo's form as a clock of the time zone shows it. Undefined for a time that the clock shows twice, as when
 * summer time ends.
 */
export function onLocalClock(utc: string, timeZone: string): string | undefined {
  const instant = Date.parse(`${utc.replace(" ", "T")}Z`);
  const local = instant + offsetOf(instant, timeZone);
  return instantsShowing(local, timeZone).length > 1 ? undefined : odooTime(local);
}

/** When a day begins whose midnight is `midnight`, as if that were UTC: at midnight, or at the change that skips it. */
function firstInstant(midnight: number, timeZone: string): number {
  const shown = instantsShowing(midnight, timeZone);
  if (shown.length > 0) return Math.min(...shown);
  const offsets = offsetsAround(midnight, timeZone);
  let before = midnight - Math.max(...offsets);
  let first = midnight - Math.min(...offsets);
  while (first - before > SECOND) {
    const middle = before + Math.floor((first - before) / 2 / SECOND) * SECOND;
    if (middle + offsetOf(middle, timeZone) < midnight) before = middle;
    else first = middle;
  }
  return first;
}

/** The instants at which a clock of the time zone shows `local`, as if that were UTC: usually one, none if it is skipped. */
function instantsShowing(local: number, timeZone: string): number[] {
  const offsets = offsetsAround(local, timeZone);
  return offsets.filter((offset) => offsetOf(local - offset, timeZone) === offset).map((offset) => local - offset);
}

/** How far local time is ahead of UTC before, at and after `local`. No offset is a day, nor do two changes come within two. */
const offsetsAround = (local: number, timeZone: string): number[] => [
  ...new Set([local - DAY, local, local + DAY].map((instant) => offsetOf(instant, timeZone))),
];

/** Milliseconds that local time is ahead of UTC. */
function offsetOf(instant: number, timeZone: string): number {
  const name =
    formatOf(timeZone)
      .formatToParts(instant)
      .find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] =
    /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  return (sign === "-" ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

/** By time zone: to make one takes far longer than to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, format);
  return format;
}

const FIRST_SECOND = Date.parse("0001-01-01T00:00:00Z");
const LAST_SECOND = Date.parse("9999-12-31T23:59:59Z");

const withinYears = (instant: number) => Math.min(Math.max(instant, FIRST_SECOND), LAST_SECOND);

const odooTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace("T", " ");
