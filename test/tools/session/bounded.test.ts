import { describe, expect, it } from "vitest";
import { bounded, MOST } from "../../../src/tools/session/bounded.js";

const size = (value: unknown) => JSON.stringify(value).length;
const lead = (id: number, length: number) => ({ id, name: `Lead ${id}`, description: "x".repeat(length) });
const leads = (count: number, length: number) => Array.from({ length: count }, (_, at) => lead(at + 1, length));
const page = (records: readonly unknown[], total = 1_000) => ({
  records,
  total,
  limit: records.length,
  offset: 40,
  next_offset: 40 + records.length,
});

describe("an answer that has room", () => {
  it("stays as it is", () => {
    const result = page(leads(30, 2_500));
    expect(bounded(result)).toEqual(result);
  });
});

describe("long texts", () => {
  it("of few records are cut as little as is needed, and marked", () => {
    const result = { records: [lead(7, 200_000)], missing: [] };
    const { records, left_out } = bounded(result) as { records: { description: string }[]; left_out: string };
    expect(records[0]?.description).toMatch(/^x{50000,}…\[cut: 200000 characters in all; read_file reads them\]$/);
    expect(left_out).toBe("Long texts are cut, as marked: read_file with model, id and field reads them whole.");
  });

  it("make room for all records of a page before any is left out", () => {
    const result = bounded(page(leads(20, 20_000)));
    expect(size(result)).toBeLessThan(MOST);
    expect((result.records as unknown[]).length).toBe(20);
    expect(result.next_offset).toBe(60);
  });

  it("in names of members and in lines count too", () => {
    const order_line = leads(20, 30_000);
    const result = bounded({ records: [{ id: 7, order_line }] });
    expect(size(result)).toBeLessThan(MOST);
    expect(JSON.stringify(result)).toContain("…[cut: 30000 characters in all;");
  });

  it("that grow as JSON are measured as JSON", () => {
    expect(size(bounded({ records: [{ id: 7, note: '\u0001"\\\n'.repeat(30_000) }] }))).toBeLessThan(MOST);
  });
});

describe("rows without room", () => {
  it("of a page are the next page's, which begins where this one ends", () => {
    const all = leads(200, 20_000);
    const seen: number[] = [];
    for (let offset = 0; offset < all.length; ) {
      const records = all.slice(offset);
      const result = bounded({ records, total: 200, limit: 200, offset, next_offset: null });
      expect(size(result)).toBeLessThan(MOST);
      const told = result.records as { id: number }[];
      seen.push(...told.map(({ id }) => id));
      expect(result.next_offset).toBe(seen.length < 200 ? offset + told.length : null);
      offset += told.length;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it("are told with where they are", () => {
    const { left_out } = bounded(page(leads(200, 20_000)));
    expect(left_out).toMatch(/^Long texts are cut.* \d+ of 200 records are left for next_offset\.$/);
  });

  it("of records by id are told by the last id that is there", () => {
    const result = bounded({ records: leads(200, 20_000), missing: [] });
    const last = (result.records as { id: number }[]).at(-1)?.id ?? 0;
    expect(result.left_out).toContain(`${200 - last} of 200 records after id ${last} are left out: ask for them.`);
    expect(result).not.toHaveProperty("next_offset");
  });

  it("of messages are before the last that is there", () => {
    const messages = Array.from({ length: 50 }, (_, at) => ({ id: 900 - at, text: "x".repeat(3_000) }));
    const result = bounded({ messages, next_before: null }, 20_000);
    expect(result.next_before).toBe((result.messages as { id: number }[]).at(-1)?.id);
  });

  it("without ids or pages are counted", () => {
    const names = Array.from({ length: 50 }, (_, at) => ({ name: `${at}`, nearest: ["x".repeat(1_900)] }));
    expect(bounded({ names }).left_out).toMatch(/^\d+ of 50 names are left out: ask for fewer at a time\.$/);
  });
});

describe("a row that has no room alone", () => {
  const order = { id: 7, name: "S7", order_line: leads(3_000, 100), note: "x".repeat(5_000) };

  it("is there without its largest members, so that nothing but whole lists comes back to be written", () => {
    const result = bounded({ records: [order, { ...order, id: 8 }], offset: 0, next_offset: null });
    expect(size(result)).toBeLessThan(MOST);
    expect(result.records).toEqual([{ id: 7, name: "S7", note: expect.stringContaining("…[cut: 5000 ") }]);
    expect(result.next_offset).toBe(1);
    expect(result.left_out).toMatch(/Left out of id 7: order_line \(\d+ characters\); ask for fewer fields/);
    expect(result.left_out).toContain("1 of 2 records are left for next_offset.");
  });

  it("is the last of its page if it was", () => {
    const result = bounded({ records: [order], total: 41, offset: 40, next_offset: null });
    expect(result).toMatchObject({ records: [{ id: 7 }], next_offset: null });
  });

  it("has room whatever is in it", () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`x_${at}`, "y".repeat(50)]));
    const result = bounded({ records: [{ id: 7, ...wide }], missing: [] });
    expect(size(result)).toBeLessThan(MOST);
    expect(result.left_out).toMatch(/ and \d+ more; /);
  });
});

describe("other answers", () => {
  it("are told without the largest of their members", () => {
    const zones = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`Zone/${at}`, "a zone of time"]));
    const result = bounded({ model: "x", fields: { tz: { selection: zones }, name: { type: "char" } } });
    expect(result).toMatchObject({ model: "x", fields: { name: { type: "char" } } });
    expect(result.left_out).toMatch(/^Left out of fields: tz \(\d+ characters\)/);
  });

  it("with several large members have room too", () => {
    const result = bounded({ records: leads(2_000, 100), made: leads(2_000, 100), preview: { a: leads(2_000, 100) } });
    expect(size(result)).toBeLessThan(MOST);
  });

  it("of one text go on where it ends, without a mark", () => {
    const text = "\u0001😀".repeat(20_000);
    let read = "";
    for (let offset: number | null = 0; offset !== null; ) {
      const part = text.slice(offset, offset + 40_000);
      const next_offset = offset + part.length < text.length ? offset + part.length : null;
      const told = bounded({ text: part, offset, next_offset }, 20_000) as { text: string; next_offset: number | null };
      expect(size(told)).toBeLessThan(20_000);
      expect(told.text).not.toMatch(/[\ud800-\udbff]$/);
      read += told.text;
      offset = told.next_offset;
    }
    expect(read).toBe(text);
  });
});
