import { describe, expect, it } from "vitest";
import { lineColumns } from "../../../src/odoo/views/columns.js";
import { parseView } from "../../../src/odoo/views/nodes.js";

const columns = (list: string, form?: string) =>
  lineColumns(parseView(`<list>${list}</list>`), form === undefined ? undefined : parseView(`<form>${form}</form>`));

describe("what a line is typed in", () => {
  it("is the columns of its list that show without being chosen", () => {
    expect(columns('<field name="a"/><field name="b" optional="hide"/><field name="c" optional="show"/>')).toEqual([
      { name: "a" },
      { name: "c" },
    ]);
  });

  it.each([
    '<field name="a" column_invisible="1"/>',
    '<field name="a" invisible="1"/>',
    '<field name="a" modifiers=\'{"column_invisible": true, "required": true}\'/>',
    '<field name="a" readonly="1"/>',
    '<field name="a" widget="handle"/>',
    '<field name="a b"/>',
    '<button name="a"/>',
  ])("is not %s", (list) => {
    expect(columns(list)).toEqual([]);
  });

  it("is what is demanded, too, chosen or not, and what never shows where a condition demands it", () => {
    expect(
      columns('<field name="a" optional="hide" required="not x"/><field name="b" column_invisible="1" required="x"/>'),
    ).toEqual([
      { name: "a", required: "not x" },
      { name: "b", required: "x" },
    ]);
    expect(columns('<field name="a" required="1"/>')).toEqual([{ name: "a", required: "always" }]);
  });

  it("is not what shows at a later step of the record around, though the form has it", () => {
    expect(
      columns(
        '<field name="a" column_invisible="parent.state != \'sale\'"/><field name="b" column_invisible="parent.kind"/>' +
          '<field name="c" modifiers=\'{"column_invisible": [["parent.state", "!=", "sale"]]}\'/>',
        '<field name="a"/>',
      ),
    ).toEqual([{ name: "b" }]);
  });

  it("counts what the line's form shows as shown, and adds what only that has", () => {
    const form = '<group><field name="b"/></group><group invisible="1"><field name="x"/></group><field name="c"/>';
    expect(columns('<field name="a"/><field name="b" optional="hide"/>', form)).toEqual([
      { name: "a" },
      { name: "b" },
      { name: "c" },
    ]);
    expect(lineColumns(undefined, parseView('<form><field name="a" readonly="1"/><field name="b"/></form>'))).toEqual([
      { name: "b" },
    ]);
  });

  it("shows what the list's controls set, such as sections and notes", () => {
    const control = (context: string) => `<control><create name="x" context="${context}"/></control>`;
    const list = '<field name="display_type" column_invisible="True"/><field name="a"/>';
    expect(columns(control("{'default_display_type': 'line_note'}") + list)).toEqual([
      { name: "display_type" },
      { name: "a" },
    ]);
    expect(columns(control("no context") + control("[]") + list)).toEqual([{ name: "a" }]);
  });

  it("shows a column that stands there twice where either does", () => {
    expect(columns('<field name="a" optional="hide"/><field name="a"/>')).toEqual([{ name: "a" }]);
    expect(columns('<field name="a"/><field name="a" optional="hide"/>')).toEqual([{ name: "a" }]);
    expect(columns('<field name="a" column_invisible="1"/><field name="a" optional="hide" required="1"/>')).toEqual([
      { name: "a", required: "always" },
    ]);
  });
});
