import { describe, expect, it } from "vitest";
import type { Field, Model } from "../../../src/odoo/schema/schema.js";
import { loadTable, NotLoadable, unevenLines, updateTable } from "../../../src/odoo/values/load-table.js";

const field = (type: Field["type"], more: Partial<Field> = {}): Field => ({ type, string: type, ...more });

const LINE: Model = {
  name: "x.line",
  label: "Line",
  fields: {
    name: field("char"),
    qty: field("float"),
    product_id: field("many2one", { relation: "x.product" }),
    part_ids: field("one2many", { relation: "x.line", depends: ["part_ids"] }),
    tax_ids: field("one2many", { relation: "x.line", depends: ["product_id"] }),
  },
};
const MODEL: Model = {
  name: "x.order",
  label: "Order",
  fields: {
    name: field("char"),
    count: field("integer"),
    done: field("boolean"),
    at: field("datetime"),
    partner_id: field("many2one", { relation: "res.partner" }),
    tag_ids: field("many2many", { relation: "x.tag" }),
    line_ids: field("one2many", { relation: "x.line" }),
    note_ids: field("one2many", { relation: "x.line" }),
    data: field("json"),
    state: field("selection", {
      selection: [
        ["open", "New"],
        ["new", "Brand new"],
        ["done", "Done"],
      ],
    }),
  },
};

const table = (values: Record<string, unknown>, timeZone = "Europe/Brussels") =>
  loadTable(MODEL, "m.key", values, { timeZone, model: async () => LINE });

describe("loadTable", () => {
  it("writes scalars in a row behind the external id", async () => {
    const values = {
      name: "A",
      count: 0,
      done: true,
      partner_id: 5,
      tag_ids: [
        [6, 0, [1, 2]],
        [4, 3],
      ],
      state: "done",
    };
    expect(await table(values)).toEqual({
      fields: ["id", "name", "count", "done", "partner_id/.id", "tag_ids/.id", "state"],
      rows: [["m.key", "A", 0, "1", "5", "1,2,3", "done"]],
    });
  });

  it("writes an empty cell for what is empty", async () => {
    expect(await table({ name: false, done: false, partner_id: false, at: null })).toMatchObject({
      rows: [["m.key", "", "", "", ""]],
    });
  });

  it("writes times as the user's clock shows them, as Odoo reads them", async () => {
    expect((await table({ at: "2026-07-01 21:30:00" })).rows).toEqual([["m.key", "2026-07-01 23:30:00"]]);
    expect((await table({ at: "2026-01-01 23:30:00" })).rows).toEqual([["m.key", "2026-01-02 00:30:00"]]);
  });

  it("writes lines below each other, those of several fields side by side", async () => {
    const line_ids = [
      [0, 0, { name: "a", product_id: 1, qty: 2 }],
      [0, 0, { qty: 0, product_id: 2, name: "b" }],
    ];
    expect(await table({ line_ids, name: "A", note_ids: [[0, 0, { name: "n" }]] })).toEqual({
      fields: ["id", "line_ids/name", "line_ids/product_id/.id", "line_ids/qty", "name", "note_ids/name"],
      rows: [
        ["m.key", "a", "1", 2, "A", "n"],
        ["", "b", "2", 0, "", ""],
      ],
    });
  });

  it("leaves empty in a line what others hold and it does not", async () => {
    const line_ids = [
      [0, 0, { name: "a" }],
      [0, 0, { qty: 1, product_id: 2 }],
    ];
    expect(await table({ line_ids })).toEqual({
      fields: ["id", "line_ids/name", "line_ids/qty", "line_ids/product_id/.id"],
      rows: [
        ["m.key", "a", "", ""],
        ["", "", 1, "2"],
      ],
    });
  });

  const rows = (...lines: Record<string, unknown>[]) => lines.map((line) => [0, 0, line]);

  it("writes lines of lines below the line that holds them, which begins the first of their rows", async () => {
    const deep = rows({ name: "x", part_ids: rows({ name: "y" }, { name: "z" }) }, { name: "v", part_ids: [] });
    const line_ids = rows({ name: "a", part_ids: deep }, { name: "b" }, { name: "c", part_ids: rows({ name: "w" }) });
    expect(await table({ line_ids, name: "A", note_ids: rows({ name: "n" }, { name: "m" }) })).toEqual({
      fields: [
        "id",
        "line_ids/name",
        "line_ids/part_ids/name",
        "line_ids/part_ids/part_ids/name",
        "name",
        "note_ids/name",
      ],
      rows: [
        ["m.key", "a", "x", "y", "A", "n"],
        ["", "", "", "z", "", "m"],
        ["", "", "v", "", "", ""],
        ["", "b", "", "", "", ""],
        ["", "c", "w", "", "", ""],
      ],
    });
  });

  it.each<[what: string, values: Record<string, unknown>, error: object]>([
    [
      "what cannot be carried",
      { line_ids: rows({ name: "a" }, { name: "b", part_ids: rows({ name: "c", part_ids: rows({ name: "" }) }) }) },
      { field: "line_ids", at: 1, ofLine: "part_ids.create[0].part_ids.create[0].name" },
    ],
    [
      "lines of lines with different fields, which no form fills in",
      {
        line_ids: rows(
          { name: "a", part_ids: rows({ name: "b" }) },
          { name: "c", part_ids: rows({ name: "d", qty: 1 }) },
        ),
      },
      { field: "line_ids", at: 1, ofLine: "part_ids", message: "all new lines must have the same fields" },
    ],
    [
      "lines of lines that only one has, and that Odoo computes",
      { line_ids: rows({ name: "a", part_ids: rows({ name: "b", tax_ids: rows({ name: "c" }) }, { name: "d" }) }) },
      { field: "line_ids", at: 0, ofLine: "part_ids" },
    ],
    [
      "a line that begins no row",
      { line_ids: rows({ name: "a" }, { name: false, part_ids: rows({ name: "b" }) }) },
      { field: "line_ids", message: expect.stringContaining("line 1 has no value that is not empty") },
    ],
    [
      "a line of a line that is linked",
      { line_ids: rows({ name: "a", part_ids: [[4, 7]] }) },
      { field: "line_ids", at: 0, ofLine: "part_ids", message: expect.stringContaining("only new lines") },
    ],
  ])("refuses %s, by its place", async (_, values, error) => {
    await expect(table(values)).rejects.toMatchObject(error);
  });

  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ["an empty text", { name: "" }, "name", /give null/],
    ["a value of a type that load does not read", { data: { a: 1 } }, "data", /a json field cannot be carried/],
    ["a field that is not known", { nope: 1 }, "nope", /unknown field/],
    ["a choice that is called as another one", { state: "new" }, "state", /another choice's label/],
    ["a time that comes twice", { at: "2026-10-25 00:30:00" }, "at", /shows this time twice/],
    [
      "a line that is all empty",
      {
        line_ids: [
          [0, 0, { name: "a" }],
          [0, 0, { name: false }],
        ],
      },
      "line_ids",
      /line 1/,
    ],
    ["a line that exists", { line_ids: [[4, 7]] }, "line_ids", /only new lines/],
    ["a new record of a many2many", { tag_ids: [[0, 0, { name: "x" }]] }, "tag_ids", /only records that exist/],
  ])("refuses %s, which would become something else", async (_, values, name, message) => {
    const error = await table(values).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NotLoadable);
    expect(error).toMatchObject({ field: name, message: expect.stringMatching(message) });
  });

  it("names the line and its field that cannot be carried", async () => {
    const line_ids = [
      [0, 0, { name: "a" }],
      [0, 0, { name: "" }],
    ];
    await expect(table({ line_ids })).rejects.toMatchObject({ field: "line_ids", at: 1, ofLine: "name" });
  });
});

describe("unevenLines", () => {
  const line = (values: Record<string, unknown>) => [0, 0, values];

  it.each<[what: string, values: Record<string, unknown>, uneven: string | undefined]>([
    ["lines with different fields", { line_ids: [line({ name: "a" }), line({ qty: 1 })] }, "line_ids"],
    [
      "the same fields in any order",
      { line_ids: [line({ name: "a", qty: 1 }), line({ qty: 2, name: "b" })] },
      undefined,
    ],
    ["no lines", { name: "a" }, undefined],
    [
      "lines of which one has lines",
      { line_ids: [line({ name: "a", part_ids: [line({})] }), line({ name: "b" })] },
      undefined,
    ],
  ])("of %s", (_, values, uneven) => {
    expect(unevenLines(MODEL, values)).toBe(uneven);
  });
});

describe("updateTable", () => {
  const updates = (...values: Record<string, unknown>[]) =>
    updateTable(
      MODEL,
      values.map((row, index) => ({ id: index + 1, values: row })),
      "Europe/Brussels",
    );

  it("writes a row for each record", () => {
    expect(updates({ name: "A", tag_ids: [[6, 0, [1, 2]]] }, { tag_ids: [[6, 0, []]], name: false })).toEqual({
      fields: [".id", "name", "tag_ids/.id"],
      rows: [
        [1, "A", "1,2"],
        [2, "", ""],
      ],
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ["another field", { name: "A" }, { count: 1 }, "name"],
    ["a time that comes twice", { at: null }, { at: "2026-10-25 00:30:00" }, "at"],
    ["lines", { tag_ids: [[6, 0, [1]]] }, { tag_ids: [[4, 2]] }, "tag_ids"],
  ])("names the record that cannot be written so: %s", (_, first, second, name) => {
    expect(() => updates(first, second)).toThrow(expect.objectContaining({ field: name, at: 1 }));
  });
});
