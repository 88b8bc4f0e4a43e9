import { describe, expect, it } from "vitest";
import { type Alert, formAlerts } from "../../../src/odoo/views/alerts.js";

const alertsOf = (inner: string): Alert[] => formAlerts({ arch: `<form>${inner}</form>`, embedded: {} });
const box = (inner: string, attributes = "") =>
  `<div class="alert alert-warning" role="alert" ${attributes}>${inner}</div>`;
const text = (words: string, hidden: boolean | string = false) => ({ text: words, hidden });
const field = (name: string, hidden: boolean | string = false) => ({ field: name, hidden });
const partsOf = (inner: string) => {
  const [alert] = alertsOf(box(inner));
  return alert && "parts" in alert ? alert.parts.slice(1, -1) : undefined;
};

describe("the boxes of a form", () => {
  it("are those of warnings and dangers, in order", () => {
    const classes = [
      "alert alert-warning mb-0",
      "alert-danger alert",
      "alert alert-info",
      "alert",
      "not-alert-warning",
    ];
    const found = alertsOf(classes.map((name) => `<p class="${name}">${name}</p>`).join(""));
    expect(found.map((alert) => "parts" in alert && alert.parts[1])).toEqual([
      text("alert alert-warning mb-0"),
      text("alert-danger alert"),
    ]);
  });

  it("are hidden as they say and as what they stand in, on 17 and on 16", () => {
    const within = `<group invisible="not a"><page>${box("x", 'invisible="state != 1"')}</page></group>`;
    expect(alertsOf(within)[0]?.hidden).toBe("not a or state != 1");
    const old = `modifiers='{"invisible": ["|", ["a", "=", false], ["b", "!=", 2]]}'`;
    expect(alertsOf(box("x", old))[0]?.hidden).toBe("not a or b != 2");
    expect(alertsOf(box("x"))[0]?.hidden).toBe(false);
  });

  it.each([
    ["themselves", box("x", 'invisible="1"')],
    ["with what they stand in", `<page invisible="True">${box("x")}</page>`],
    ["in lines", `<field name="line_ids"><form>${box("x")}</form></field>`],
  ])("are left out where they never show, %s", (_, inner) => {
    expect(alertsOf(inner)).toEqual([]);
  });

  it.each(["", "<form>"])("are none of a form such as %j", (arch) => {
    expect(formAlerts({ arch, embedded: {} })).toEqual([]);
    expect(formAlerts(undefined)).toEqual([]);
  });

  it("hold texts and fields in order, each hidden as what it stands in", () => {
    expect(partsOf('A <b>bold</b> <span invisible="not a">(<field name="x" invisible="b"/>)</span> end')).toEqual([
      text("A "),
      text("bold"),
      text(" "),
      text("(", "not a"),
      field("x", "not a or b"),
      text(")", "not a"),
      text(" end"),
    ]);
  });

  it("hold no hidden fields, no names that are none and no buttons, but links within a sentence", () => {
    const inner =
      '<field name="x" invisible="1"/><field name="a.b"/><button string="Go">Go</button>' +
      '<button class="btn btn-link">Delete all</button>you must <button class="oe_link p-0">do it</button>.';
    expect(partsOf(inner)).toEqual([text("you must "), text("do it"), text(".")]);
  });

  it("are those that a widget makes of a field's messages, too", () => {
    expect(alertsOf('<div invisible="not x"><field name="x" widget="actionable_errors"/></div>')).toEqual([
      { hidden: "not x", messages: "x" },
    ]);
  });

  it("are a field by itself, too", () => {
    expect(alertsOf('<field name="x" class="alert alert-danger" invisible="not x"/>')).toEqual([
      { hidden: "not x", parts: [field("x")] },
    ]);
  });
});
