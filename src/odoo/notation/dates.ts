/** A day of a time zone as the two UTC times it lasts from and to, in Odoo's form: "2026-03-01 00:00:00". */
export function dayInUtc(date: string, timeZone: string): [from: string, to: string] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const from = midnight - offsetAt(midnight, timeZone);
  const next = midnight + 86_400_000;
  const to = next - offsetAt(next, timeZone) - 1000;
  return [odooTime(from), odooTime(to)];
}

/** A UTC time in Odoo's form as a time zone's clock shows it, with the offset: "2026-03-01T00:00:00+01:00". */
export function inTimeZone(utc: string, timeZone: string): string {
  const instant = Date.parse(`${utc.replace(" ", "T")}Z`);
  const offset = offsetOf(instant, timeZone);
  const minutes = Math.abs(Math.round(offset / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${offset < 0 ? "-" : "+"}${hours}:${rest}`;
}

/** Milliseconds that local time is ahead of UTC when the local clock shows `local` (as if it were UTC). */
function offsetAt(local: number, timeZone: string): number {
  // The offset at the same UTC time is at most a day's change away from the one that is meant; a second look settles it.
  const first = offsetOf(local, timeZone);
  return offsetOf(local - first, timeZone);
}

function offsetOf(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] =
    /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  return (sign === "-" ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

const odooTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace("T", " ");

/**
 * A UTC time in Odoo's form as a clock of the time zone shows it. Undefined for an hour that the clock shows twice, when
 * summer time ends.
 */
export function onLocalClock(utc: string, timeZone: string): string | undefined {
  const shown = (instant: number) => odooTime(instant + offsetOf(instant, timeZone));
  const instant = Date.parse(`${utc.replace(" ", "T")}Z`);
  const time = shown(instant);
  const twice = [-3_600_000, 3_600_000].some((hour) => shown(instant + hour) === time);
  return twice ? undefined : time;
}
