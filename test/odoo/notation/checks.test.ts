import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flawOf, isId, toOdooDatetime, withFullYear } from "../../../src/odoo/notation/checks.js";

describe("toOdooDatetime", () => {
  it("is the inverse of what a read makes of Odoo's time", () => {
    const read = (odoo: string) => `${withFullYear(odoo).replace(" ", "T")}Z`;
    const times = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => {
        const odoo = time.toISOString().slice(0, 19).replace("T", " ");
        expect(toOdooDatetime(read(odoo))).toBe(odoo);
      }),
    );
  });

  it("keeps the moment, whatever offset it was given in", () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const seconds = fc.integer({ min: Date.UTC(1900, 0) / 1000, max: Date.UTC(2200, 0) / 1000 });
    const twoDigits = (number: number) => String(number).padStart(2, "0");
    fc.assert(
      fc.property(seconds, minutes, (second, offset) => {
        const local = new Date(second * 1000 + offset * 60_000).toISOString().slice(0, 19);
        const [hour, minute] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60];
        const given = `${local}${offset < 0 ? "-" : "+"}${twoDigits(hour)}:${twoDigits(minute)}`;
        expect(Date.parse(`${toOdooDatetime(given)}Z`)).toBe(second * 1000);
      }),
    );
  });
});

describe("isId", () => {
  it.each([1, 2147483647])("takes %s", (id) => expect(isId(id)).toBe(true));
  it.each([0, -1, 1.5, 2147483648, "1", null, true])("refuses %j", (id) => expect(isId(id)).toBe(false));
});

describe("flawOf", () => {
  it.each<[unknown, string | undefined]>([
    ["text 👍", undefined],
    ["\u0000", "the character NUL"],
    ["\ud83d", "half of a surrogate pair"],
    [{ a: [{ b: "\u0000" }] }, "the character NUL"],
    [{ "\udc4d": 1 }, "half of a surrogate pair"],
    [null, undefined],
    [5, undefined],
  ])("finds what no column can hold: %j", (value, flaw) => expect(flawOf(value)).toBe(flaw));
});
