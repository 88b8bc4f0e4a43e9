import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayInUtc, inTimeZone, onLocalClock } from "../../../src/odoo/notation/dates.js";
import { runSeed } from "../../support/random.js";

/** Replays with TEST_SEED. */
const SEED = runSeed();
const DAY = 86_400_000;
const odooTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace("T", " ");
const instantOf = (time: string) => Date.parse(`${time.replace(" ", "T")}Z`);
const dateOf = (instant: number) => odooTime(instant).slice(0, 10);

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
    // The clock goes forward at midnight, so that the day begins at 1:00.
    ["2024-09-08", "America/Santiago", "2024-09-08 04:00:00", "2024-09-09 02:59:59"],
    ["2024-09-07", "America/Santiago", "2024-09-07 04:00:00", "2024-09-08 03:59:59"],
    ["2025-03-09", "America/Havana", "2025-03-09 05:00:00", "2025-03-10 03:59:59"],
    // Back from midnight to 23:00 of the day before, and from 1:00 to midnight.
    ["2025-04-05", "America/Santiago", "2025-04-05 03:00:00", "2025-04-06 03:59:59"],
    ["2025-11-02", "America/Havana", "2025-11-02 04:00:00", "2025-11-03 04:59:59"],
    // Forward by 30 minutes.
    ["2025-10-05", "Australia/Lord_Howe", "2025-10-04 13:30:00", "2025-10-05 12:59:59"],
    // A day that Samoa left out, when it crossed the date line.
    ["2011-12-29", "Pacific/Apia", "2011-12-29 10:00:00", "2011-12-30 09:59:59"],
    ["2011-12-30", "Pacific/Apia", "2011-12-30 10:00:00", "2011-12-30 09:59:59"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30 10:00:00", "2011-12-31 09:59:59"],
    // Odoo has the years 1 to 9999.
    ["0001-01-01", "Etc/GMT-9", "0001-01-01 00:00:00", "0001-01-01 14:59:59"],
    ["9999-12-31", "Etc/GMT+5", "9999-12-31 05:00:00", "9999-12-31 23:59:59"],
  ])("%s in %s lasts from %s to %s", (date, zone, from, to) => {
    expect(dayInUtc(date, zone)).toEqual([from, to]);
  });

  it(`puts any instant in exactly one day, whatever the zone (TEST_SEED=${SEED})`, () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const instant = fc
      .integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2100, 0, 1) / 1000 })
      .map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(zone, instant, (timeZone, at) => {
        const days = [at - DAY, at, at + DAY].map((near) => dayInUtc(dateOf(near), timeZone));
        expect(days.filter(([from, to]) => from <= odooTime(at) && odooTime(at) <= to)).toHaveLength(1);
      }),
      { numRuns: 1_000, seed: SEED },
    );
  });

  it.each([
    "UTC",
    "Europe/Brussels",
    "America/Santiago",
    "America/Havana",
    "America/Asuncion",
    "America/Nuuk",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Chatham",
  ])("begins and ends each day of 2023 as the clock of %s does", (timeZone) => {
    const clock = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
    for (let at = Date.UTC(2023, 0, 1); at < Date.UTC(2024, 0, 1); at += DAY) {
      const [from, to] = dayInUtc(dateOf(at), timeZone).map(instantOf) as [number, number];
      const shown = [from - 1000, from, to, to + 1000].map((instant) => clock.format(instant));
      expect(shown).toEqual([dateOf(at - DAY), dateOf(at), dateOf(at), dateOf(at + DAY)]);
    }
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

describe("onLocalClock", () => {
  it.each([
    ["2026-10-25 00:30:00", "Europe/Brussels", undefined],
    ["2026-10-25 01:30:00", "Europe/Brussels", undefined],
    ["2026-10-25 02:00:00", "Europe/Brussels", "2026-10-25 03:00:00"],
    ["2026-10-24 23:59:59", "Europe/Brussels", "2026-10-25 01:59:59"],
    ["2026-03-29 01:00:00", "Europe/Brussels", "2026-03-29 03:00:00"],
    ["2026-07-01 12:00:00", "Asia/Kolkata", "2026-07-01 17:30:00"],
    ["2026-07-01 12:00:00", "UTC", "2026-07-01 12:00:00"],
    // Back by 30 minutes.
    ["2026-04-04 14:29:59", "Australia/Lord_Howe", "2026-04-05 01:29:59"],
    ["2026-04-04 14:30:00", "Australia/Lord_Howe", undefined],
    ["2026-04-04 14:59:59", "Australia/Lord_Howe", undefined],
    ["2026-04-04 15:00:00", "Australia/Lord_Howe", undefined],
    ["2026-04-04 15:29:59", "Australia/Lord_Howe", undefined],
    ["2026-04-04 15:30:00", "Australia/Lord_Howe", "2026-04-05 02:00:00"],
    // And by two hours.
    ["2026-10-24 22:59:59", "Antarctica/Troll", "2026-10-25 00:59:59"],
    ["2026-10-24 23:00:00", "Antarctica/Troll", undefined],
    ["2026-10-25 00:30:00", "Antarctica/Troll", undefined],
    ["2026-10-25 02:59:59", "Antarctica/Troll", undefined],
    ["2026-10-25 03:00:00", "Antarctica/Troll", "2026-10-25 03:00:00"],
    // Samoa skipped a day, and repeated one in 1892.
    ["2011-12-30 10:00:00", "Pacific/Apia", "2011-12-31 00:00:00"],
    ["1892-07-04 12:00:00", "Pacific/Apia", undefined],
  ])("shows %s in %s as %s", (utc, timeZone, local) => {
    expect(onLocalClock(utc, timeZone)).toBe(local);
  });
});
