import { describe, expect, it } from "vitest";
import { readViews } from "../../../src/odoo/views/arch.js";
import type { RawViews } from "../../../src/odoo/views/raw-views.js";

const view = (arch: string, embedded: Record<string, { list: string }> = {}) => ({ arch, embedded });
const form = (inner: string) => readViews({ form: view(`<form>${inner}</form>`) }).views;
const names = (inner: string) => form(inner).form.map(({ name }) => name);

describe("a form's fields", () => {
  it("are those that show, in the form's order, each once", () => {
    const shown = names(
      '<sheet><field name="b"/><group><field name="a" invisible="state != 1"/></group><field name="b"/></sheet>',
    );
    expect(shown).toEqual(["b", "a"]);
  });

  it("tell when they do not show, where the group around them or each of their places says so", () => {
    const group = (inner: string) => `<group invisible="x">${inner}</group>`;
    expect(form(group('<field name="a" invisible="y"/><field name="b"/>')).form).toEqual([
      { name: "a", hidden: "x or y" },
      { name: "b", hidden: "x" },
    ]);
    expect(form(`${group('<field name="a"/>')}<field name="a"/>`).form).toEqual([{ name: "a" }]);
    expect(form(`${group('<field name="a"/>')}<field name="a" invisible="y"/>`).form).toEqual([
      { name: "a", hidden: "x and y" },
    ]);
  });

  it.each([
    ['<field name="from" widget="daterange" options="{\'end_date_field\': \'to\'}" required="x" invisible="y"/>'],
    ['<field name="from" widget="daterange" options=\'{"related_end_date": "to"}\' required="x" invisible="y"/>'],
  ])("are both ends of a range that one widget types: %s", (range) => {
    const both = ["from", "to"].map((name) => ({ name, hidden: "y", required: "x" }));
    expect(form(`${range}<field name="to" invisible="1"/>`).form).toEqual(both);
    expect(names("<field name=\"from\" options=\"{'end_date_field': 'to'}\"/>")).toEqual(["from"]);
    expect(names('<field name="from" widget="daterange" options="{\'end_date_field\': 1}"/>')).toEqual(["from"]);
  });

  it.each(["week_days", "calendar_week_days"])("are the days that the widget %s types", (widget) => {
    expect(form(`<div invisible="not weekly"><widget name="${widget}"/></div>`).form).toEqual(
      ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((name) => ({ name, hidden: "not weekly" })),
    );
    expect(names('<widget name="web_ribbon"/>')).toEqual([]);
  });

  it("are readonly in a status bar that takes no clicks", () => {
    const bar = (attributes: string) => form(`<header><field name="state" ${attributes}/></header>`).form[0]?.readonly;
    expect(bar('widget="statusbar"')).toBe(true);
    expect(bar("widget=\"statusbar_duration\" options=\"{'fold_field': 'fold'}\"")).toBe(true);
    expect(bar("widget=\"statusbar\" options=\"{'clickable': '1'}\"")).toBeUndefined();
    expect(bar('widget="statusbar" options="{&quot;clickable&quot;: true}"')).toBeUndefined();
    expect(bar('widget="radio"')).toBeUndefined();
    expect(form('<sheet><field name="state" widget="statusbar"/></sheet>').form).toEqual([{ name: "state" }]);
  });

  it.each([
    ['<field name="a" invisible="1"/>'],
    ['<field name="a" invisible="True"/>'],
    ['<field name="a" modifiers=\'{"invisible": true}\'/>'],
    ['<group invisible="1"><field name="a"/></group>'],
    ['<notebook><page invisible="1"><field name="a"/></page></notebook>'],
    ['<button name="x" type="object"><field name="a"/></button>'],
    ['<field name="lines"><list><field name="a"/></list></field>'],
  ])("are not those of %s", (inner) => {
    expect(names(inner)).not.toContain("a");
  });

  it("tell their page, the first that shows being the first", () => {
    const pages =
      '<field name="top"/><notebook><page invisible="1"><field name="never"/></page><page><field name="one"/></page>' +
      '<page><field name="two"/><field name="top"/></page></notebook><field name="below"/>';
    expect(form(pages).form).toEqual([{ name: "top" }, { name: "one" }, { name: "two", page: 2 }, { name: "below" }]);
  });

  it("tell when a value is demanded, in the words of 17 and of 14", () => {
    expect(form('<field name="a" required="1"/><field name="b" required="type == \'x\'"/>').form).toEqual([
      { name: "a", required: "always" },
      { name: "b", required: "type == 'x'" },
    ]);
    expect(form('<field name="b" modifiers=\'{"required": [["type", "=", "x"]]}\'/>').form).toEqual([
      { name: "b", required: "type == 'x'" },
    ]);
    expect(form('<field name="b" required="x"/><field name="b" required="y"/>').form[0]?.required).toBe("x or y");
  });

  it("are readonly where every place is", () => {
    expect(form('<field name="a" readonly="1"/>').form).toEqual([{ name: "a", readonly: true }]);
    expect(form('<field name="a" readonly="1"/><field name="a"/>').form).toEqual([{ name: "a" }]);
    expect(form('<header><field name="a" widget="statusbar"/></header><field name="a"/>').form).toEqual([
      { name: "a" },
    ]);
    expect(form('<field name="a" readonly="state != 1"/>').form).toEqual([{ name: "a" }]);
  });

  it("tell the columns of the lines inside the form, wherever the series puts them", () => {
    const list =
      '<tree><field name="x"/><field name="y" optional="hide"/><field name="z" column_invisible="1"/></tree>';
    const columns = [{ name: "x" }];
    expect(form(`<field name="lines">${list}</field>`).form).toEqual([{ name: "lines", columns }]);
    const apart = readViews({ form: view('<form><field name="lines"/></form>', { lines: { list } }) });
    expect(apart.views.form).toEqual([{ name: "lines", columns }]);
  });
});

describe("a form's buttons", () => {
  it("are those that call a method, with what a user sees", () => {
    const { buttons } = form(
      '<header><button name="action_confirm" type="object" string="Confirm" confirm="Sure?"' +
        " context=\"{'validate': True}\" invisible=\"state != 'draft'\"/>" +
        '<button name="42" type="action" string="Wizard"/><button name="never" type="object" invisible="1"/></header>',
    );
    expect(buttons).toEqual([
      {
        name: "action_confirm",
        label: "Confirm",
        confirm: "Sure?",
        context: { validate: true },
        hidden: "state != 'draft'",
        place: "header",
      },
    ]);
  });

  it("show where any of their places does", () => {
    const twice = (second: string) =>
      form(`<button name="go" type="object" invisible="a"/><button name="go" type="object" ${second}/>`).buttons;
    expect(twice('invisible="b"')).toEqual([{ name: "go", label: "", hidden: "a and b" }]);
    expect(twice("")).toEqual([{ name: "go", label: "" }]);
  });

  it("keep a context that refers to the record as an expression", () => {
    expect(form('<button name="go" type="object" context="{\'default_x\': active_id}"/>').buttons).toEqual([
      { name: "go", label: "", context: "{'default_x': active_id}" },
    ]);
  });

  it("take their label from the text inside, and tell a form's counters", () => {
    const inner =
      '<div name="button_box"><button name="view_it" type="object"><span>Its\n  things</span></button></div>';
    expect(form(inner).buttons).toEqual([{ name: "view_it", label: "Its things", place: "counter" }]);
  });
});

describe("all buttons of the screens", () => {
  const screens = (inner: string, list = "") =>
    readViews({ form: view(`<form>${inner}</form>`), ...(list ? { list: view(`<list>${list}</list>`) } : {}) });
  const seen = (inner: string, list = "") => screens(inner, list).buttons;

  it("are those of methods and of actions, by the action's id in this database or its external id", () => {
    const inner =
      '<header><button name="action_confirm" type="object" string="Confirm"/>' +
      '<button name="42" type="action" string="Create Invoice" context="{\'x\': 1}" invisible="state != 1"/></header>';
    expect(seen(inner)).toEqual([
      { name: "action_confirm", label: "Confirm", place: "header" },
      { opens: 42, label: "Create Invoice", context: { x: 1 }, hidden: "state != 1", place: "header" },
    ]);
    expect(screens(inner).views.buttons).toEqual([{ name: "action_confirm", label: "Confirm", place: "header" }]);
  });

  it("tell whether the form has one that only saves", () => {
    expect(screens('<footer><button string="Convert" special="save"/></footer>').saves).toBe(true);
    expect(screens('<button string="Save" special="save" invisible="1"/><button special="cancel"/>').saves).toBe(false);
  });

  it("are of actions by their external ids, too", () => {
    expect(seen('<button name="sale.action_report" type="action" string="Print"/>')).toEqual([
      { opens: "sale.action_report", label: "Print" },
    ]);
  });

  it.each(["0", "-1", "042", "1.5", "2147483648", "9".repeat(400), "%(sale.action)d", "", "1e3", " 42"])(
    "are no actions by another name than an id: %j",
    (name) => {
      expect(seen(`<button name="${name}" type="action" string="X"/>`)).toEqual([]);
    },
  );

  it("are none that belong to the screen alone", () => {
    expect(seen('<button special="cancel" string="Discard"/><button name="x" string="X"/>')).toEqual([]);
  });

  it("tell which one is meant to be pressed, by its class, once any of its places says so", () => {
    const button = (name: string, classes: string) => `<button name="${name}" type="object" class="${classes}"/>`;
    const inner =
      button("a", "btn btn-primary o_mail_send") +
      button("b", "oe_highlight") +
      button("c", "btn-secondary") +
      button("d", "not-btn-primary2") +
      button("c", "btn-primary");
    expect(seen(inner).map((one) => ("name" in one ? [one.name, one.primary] : []))).toEqual([
      ["a", true],
      ["b", true],
      ["c", true],
      ["d", undefined],
    ]);
    expect(screens(inner).views.buttons.filter((one) => "primary" in one)).toEqual([]);
  });

  it("are none that cannot be pressed", () => {
    const inner =
      '<button name="send" type="object" string="Send" invisible="not ok"/>' +
      '<button name="send" type="object" string="Send" disabled="1" invisible="ok"/>' +
      '<button name="no" type="object" disabled="True"/><button name="yes" type="object" disabled="0"/>';
    expect(seen(inner)).toEqual([
      { name: "send", label: "Send", hidden: "not ok" },
      { name: "yes", label: "" },
    ]);
  });

  it("are that of an e-mail which a widget presses (18)", () => {
    const send = (invisible: string) => `<button name="action_send_mail" type="object" invisible="${invisible}"/>`;
    const widget = '<widget name="mail_composer_send_dropdown" invisible="batch"/>';
    expect(seen(`<footer>${send("comment")}${widget}</footer>`)).toEqual([
      { name: "action_send_mail", label: "Send", primary: true, hidden: "comment and batch" },
    ]);
    expect(seen('<widget name="web_ribbon"/>')).toEqual([]);
  });

  it("are those above the list and in its rows, too, where the form has not the same", () => {
    const list =
      '<header><button name="action_many" type="object" string="For many"/><button name="9" type="action" string="Act"/>' +
      '</header><field name="name"/><button name="action_row" type="object" string="Here" column_invisible="x"/>' +
      '<button name="action_go" type="object" string="Other words" invisible="1 == 1"/>' +
      '<button name="never" type="object" column_invisible="1"/>';
    const { buttons, views } = screens('<button name="action_go" type="object" string="Go"/>', list);
    expect(buttons).toEqual([
      { name: "action_go", label: "Go" },
      { name: "action_many", label: "For many", place: "list" },
      { opens: 9, label: "Act", place: "list" },
      { name: "action_row", label: "Here", hidden: "x", place: "list" },
    ]);
    expect(views.buttons).toEqual([{ name: "action_go", label: "Go" }]);
  });

  it("are none of the lines inside a form", () => {
    const list = '<list><button name="action_line" type="object" string="X"/></list>';
    expect(seen(`<field name="line_ids">${list}</field>`)).toEqual([]);
  });
});

describe("the other views", () => {
  it("tell columns and what is searched by", () => {
    const raw: RawViews = {
      list: view(
        '<list><header/><field name="a"/><field name="b" optional="show"/><field name="c" optional="hide"/></list>',
      ),
      search: view('<search><field name="q"/><filter name="mine"/><field name="q"/></search>'),
    };
    expect(readViews(raw).views).toMatchObject({ list: ["a", "b"], search: ["q"], form: [] });
  });

  it("tell what the user may not do, as Odoo writes it at the root", () => {
    expect(readViews({ form: view('<form create="False" edit="false" delete="0"/>') }).lacking).toEqual([
      "create",
      "write",
      "unlink",
    ]);
    expect(readViews({ form: view('<form create="1"/>') }).lacking).toEqual([]);
  });

  it.each(["", "<form>", "no xml", '<form><field name="a"></form>', "<!DOCTYPE x [<!ENTITY a 'b'>]><form>&a;</form>"])(
    "show nothing where they are broken: %s",
    (arch) => {
      expect(readViews({ form: view(arch) }).views).toEqual({ form: [], list: [], search: [], buttons: [] });
    },
  );

  it("take no name that is none", () => {
    expect(names('<field name="a b"/><field/><field name="__proto__"/><field name="constructor"/>')).toEqual([
      "constructor",
    ]);
  });
});
