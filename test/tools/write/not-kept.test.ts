import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawRecord, RawValues } from "../../../src/odoo/schema/raw.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { notKept, withNotKept } from "../../../src/tools/write/not-kept.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const unstored = (type: Field["type"], more: Partial<Field> = {}) => fieldWith({ type, store: false, ...more });

/** What is told of records 5, 6, ... to which `rows` were written, and which then read so; and the calls of `read`. */
async function told(field: Field, rows: readonly RawValues[], reads: readonly RawValues[] | Error) {
  const schema = schemaWith({ "x.order": { value: field, note: fieldWith() } });
  const read = vi.fn<Client["read"]>(async (_, ids) => {
    if (reads instanceof Error) throw reads;
    return ids.flatMap((id, index) => (reads[index] ? [{ id, ...reads[index] } as RawRecord] : []));
  });
  const context = contextWith({ schema, answers: { read } });
  const ids = rows.map((_, index) => 5 + index);
  const records = await notKept({ model: await context.models.get("x.order"), context }, ids, rows);
  return { records, asked: read.mock.calls.map((call) => call.slice(0, 3)) };
}

describe("a value that Odoo does not keep", () => {
  it.each<[type: Field["type"], written: unknown, read: unknown, shown: unknown]>([
    ["boolean", true, false, false],
    ["integer", 5, 4, 4],
    ["float", 5, 5.2, 5.2],
    ["float", 5, false, null],
    ["monetary", 100, 0, 0],
    ["date", "2026-01-01", "2026-01-02", "2026-01-02"],
    ["datetime", "2026-01-01 00:00:00", false, null],
    ["selection", "a", "b", "b"],
    ["reference", "x.order,1", false, null],
    ["many2one", 3, [4, "Deco"], { id: 4, name: "Deco" }],
    ["many2one", 3, false, null],
    ["char", "x", false, null],
    ["text", false, "x", "x"],
  ])("is told of a %s: %j reads as %j", async (type, written, read, shown) => {
    const relation = type === "many2one" ? { relation: "x.order" } : {};
    const { records } = await told(unstored(type, relation), [{ value: written }], [{ value: read }]);
    expect(records).toEqual([{ id: 5, value: shown }]);
  });

  it.each<[type: Field["type"], written: unknown, read: unknown]>([
    ["boolean", false, false],
    ["float", 1 / 3, 0.33],
    ["monetary", 1000, 1005],
    ["many2one", 3, [3, "Azure"]],
    ["date", "0001-01-01", "1-01-01"],
    ["datetime", "0999-01-01 00:00:00", "999-01-01 00:00:00"],
    ["many2one", false, false],
    ["char", " x ", "x"],
    ["html", "x", "<p>x</p>"],
    ["binary", "aGVsbG8=", "5 bytes"],
  ])("is none of a %s that Odoo may have put into another form: %j reads as %j", async (type, written, read) => {
    const { records } = await told(unstored(type), [{ value: written }], [{ value: read }]);
    expect(records).toEqual([]);
  });

  it("is told of the record that lost it, by its own row", async () => {
    const rows = [{ value: true }, { value: true }, { note: "x" }];
    const { records } = await told(unstored("boolean"), rows, [{ value: true }, { value: false }, { value: false }]);
    expect(records).toEqual([{ id: 6, value: false }]);
  });

  it("is nothing that is known of records that cannot be read, or are gone", async () => {
    const failed = new OdooError("forbidden", "No.");
    expect((await told(unstored("boolean"), [{ value: true }], failed)).records).toEqual([]);
    expect((await told(unstored("boolean"), [{ value: true }], [])).records).toEqual([]);
  });
});

describe("what is read to know", () => {
  it("is read in one call, and only the fields that may be lost", async () => {
    const { asked } = await told(
      unstored("boolean"),
      [{ value: true, note: "x" }, { value: false }],
      [{ value: true }, { value: false }],
    );
    expect(asked).toEqual([["x.order", [5, 6], ["value"]]]);
  });

  it.each([
    ["stored", fieldWith({ type: "boolean" })],
    ["written to the record it inherits from", unstored("boolean", { inherited: "partner_id" })],
    ["lines, which are read in another form", unstored("one2many", { relation: "x.order" })],
    ["properties", unstored("properties")],
    ["JSON", unstored("json")],
  ])("is nothing where the field is %s", async (_, field) => {
    expect(await told(field, [{ value: true }], [{ value: false }])).toEqual({ records: [], asked: [] });
  });
});

it("is part of a result only where something was lost", () => {
  expect(withNotKept([])).toEqual({});
  expect(withNotKept([{ id: 5, value: false }])).toEqual({ not_kept: [{ id: 5, value: false }] });
});
