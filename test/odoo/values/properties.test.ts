import { describe, expect, it } from "vitest";
import { mergeProperties, readProperties } from "../../../src/odoo/values/properties.js";

/** As Odoo 19 answers them; `unset` has no value. */
const RAW = [
  {
    name: "p1",
    string: "Priority",
    type: "selection",
    selection: [
      ["lo", "Low"],
      ["hi", "High"],
    ],
    value: "lo",
  },
  { name: "p2", string: "Note", type: "char", value: "kept" },
  { name: "p3", string: "Owner", type: "many2one", comodel: "res.partner", value: [5, "Azure"] },
  { name: "p4", string: "Done", type: "boolean", value: false },
  { name: "p5", string: "When", type: "datetime", value: "2026-03-01 09:30:00" },
  {
    name: "p6",
    string: "Labels",
    type: "tags",
    tags: [
      ["a", "A", 1],
      ["b", "B", 2],
    ],
    value: ["a"],
  },
  {
    name: "p7",
    string: "Others",
    type: "many2many",
    comodel: "res.partner",
    value: [
      [5, "Azure"],
      [6, "Deco"],
    ],
  },
  { name: "p8", string: "Amount", type: "float" },
  { name: "s1", string: "Heading", type: "separator" },
];

const STORED = { p1: "lo", p2: "kept", p3: 5, p4: false, p5: "2026-03-01 09:30:00", p6: ["a"], p7: [5, 6] };

describe("readProperties", () => {
  it("gives each by its name, with its label, in the values of fields", () => {
    const values = Object.fromEntries(Object.entries(readProperties(RAW)).map(([name, { value }]) => [name, value]));
    expect(values).toEqual({
      p1: "lo",
      p2: "kept",
      p3: { id: 5, name: "Azure" },
      p4: false,
      p5: "2026-03-01T09:30:00Z",
      p6: ["a"],
      p7: [5, 6],
      p8: null,
    });
    expect(readProperties(RAW).p1).toEqual({ label: "Priority", type: "selection", value: "lo" });
  });

  it("gives none for a record without a parent", () => {
    expect(readProperties(false)).toEqual({});
  });
});

describe("mergeProperties", () => {
  it("keeps what is not mentioned", () => {
    expect(mergeProperties(RAW, { p1: "hi" }, "values.props")).toEqual({ merged: { ...STORED, p1: "hi" } });
  });

  it("keeps a property whose name begins with a digit, as Odoo's random names may", () => {
    const raw = [...RAW, { name: "3adf37f3258cfe40", string: "Colour", type: "char", value: "red" }];
    expect(readProperties(raw)["3adf37f3258cfe40"]).toEqual({ label: "Colour", type: "char", value: "red" });
    expect(mergeProperties(raw, { p1: "hi" }, "values.props")).toEqual({
      merged: { ...STORED, p1: "hi", "3adf37f3258cfe40": "red" },
    });
  });

  it("takes a property by its label", () => {
    expect(mergeProperties(RAW, { Note: "new" }, "values.props")).toEqual({ merged: { ...STORED, p2: "new" } });
  });

  it("takes back what was read", () => {
    expect(mergeProperties(RAW, readProperties(RAW), "values.props")).toEqual({ merged: STORED });
  });

  it("empties a property with null, by leaving it out", () => {
    const { p3: _, p5: __, ...rest } = STORED;
    expect(mergeProperties(RAW, { p3: null, p5: null }, "values.props")).toEqual({ merged: rest });
  });

  it("takes an empty property away before it becomes 0, which is False to Python", () => {
    const raw = [
      { name: "p1", string: "Count", type: "integer", value: false },
      { name: "p2", string: "Other", type: "integer", value: false },
    ];
    const cleared = { p2: false };
    expect(mergeProperties(raw, { p1: 0 }, "values.props")).toEqual({ merged: { p1: 0, p2: false }, cleared });
    expect(mergeProperties(raw, { p1: 1 }, "values.props")).toEqual({ merged: { p1: 1, p2: false } });
    const zero = [{ ...raw[0], value: 0 }];
    expect(mergeProperties(zero, { p1: null }, "values.props")).toEqual({ merged: {} });
    expect(mergeProperties(zero, { p1: 0 }, "values.props")).toEqual({ merged: { p1: 0 } });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ Colour: "red" }, /values\.props: there is no property "Colour"; this record has "p1" \(Priority\)/],
    [{ Priorty: "hi" }, /Did you mean "Priority"\?/],
    [{ p1: "High" }, /values\.props\.p1: expected one of "lo" \(Low\), "hi" \(High\), not "High"/],
    [{ p2: 5 }, /expected a text/],
    [{ p3: "Azure" }, /expected the id of a res\.partner record/],
    [{ p4: "false" }, /expected true or false/],
    [{ p5: "2026-03-01" }, /expected a time/],
    [{ p6: ["c"] }, /expected a list of "a" \(A\), "b" \(B\)/],
    [{ p7: ["5"] }, /expected ids of res\.partner records/],
    [{ p8: "1.5" }, /expected a number/],
    [{ s1: "x" }, /there is no property "s1"/],
  ])("refuses %j", (given, message) => {
    expect(() => mergeProperties(RAW, given, "values.props")).toThrow(message);
  });
});
