import { describe, expect, it } from "vitest";
import { dayInUtc, inTimeZone } from "../../../src/odoo/notation/dates.js";

describe("dayInUtc", () => {
  it.each([
    ["2026-01-15", "UTC", "2026-01-15 00:00:00", "2026-01-15 23:59:59"],
    ["2026-01-15", "Europe/Brussels", "2026-01-14 23:00:00", "2026-01-15 22:59:59"],
    ["2026-07-15", "Europe/Brussels", "2026-07-14 22:00:00", "2026-07-15 21:59:59"],
    ["2026-01-15", "America/New_York", "2026-01-15 05:00:00", "2026-01-16 04:59:59"],
    ["2026-01-15", "Asia/Kolkata", "2026-01-14 18:30:00", "2026-01-15 18:29:59"],
    // The clock goes forward at 2:00: a day of 23 hours.
    ["2026-03-29", "Europe/Brussels", "2026-03-28 23:00:00", "2026-03-29 21:59:59"],
    // And back: a day of 25 hours.
    ["2026-10-25", "Europe/Brussels", "2026-10-24 22:00:00", "2026-10-25 22:59:59"],
    ["2026-01-01", "Pacific/Auckland", "2025-12-31 11:00:00", "2026-01-01 10:59:59"],
  ])("%s in %s lasts from %s to %s", (date, zone, from, to) => {
    expect(dayInUtc(date, zone)).toEqual([from, to]);
  });
});

describe("inTimeZone", () => {
  it.each([
    ["2026-02-28 23:00:00", "Europe/Brussels", "2026-03-01T00:00:00+01:00"],
    ["2026-03-31 22:00:00", "Europe/Brussels", "2026-04-01T00:00:00+02:00"],
    ["2026-10-25 01:00:00", "Europe/Brussels", "2026-10-25T02:00:00+01:00"],
    ["2026-01-01 04:30:00", "America/New_York", "2025-12-31T23:30:00-05:00"],
    ["2026-01-01 00:00:00", "America/St_Johns", "2025-12-31T20:30:00-03:30"],
    ["2026-01-01 00:00:00", "Asia/Kathmandu", "2026-01-01T05:45:00+05:45"],
    ["2026-01-01 00:00:00", "UTC", "2026-01-01T00:00:00+00:00"],
  ])("%s UTC is in %s %s", (utc, zone, local) => {
    expect(inTimeZone(utc, zone)).toBe(local);
  });
});
