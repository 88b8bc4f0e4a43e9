import { describe, expect, it } from "vitest";
import { formView, type ViewField } from "../../../src/odoo/views/form-view.js";
import type { RawView } from "../../../src/odoo/views/raw-views.js";

const form = (inner: string, embedded: RawView["embedded"] = {}) =>
  formView({ arch: `<form>${inner}</form>`, embedded });
const field = (inner: string, name = "a") => form(inner).get(name);
const linesOf = (inner: string, embedded?: RawView["embedded"]) => [
  ...(form(inner, embedded).get("line_ids")?.lines?.keys() ?? []),
];

describe("the fields of a form", () => {
  it("are all of it, those that never show among them, and no line's", () => {
    const inner =
      '<header><field name="state"/></header><group invisible="1"><field name="a"/></group>' +
      '<field name="line_ids"><list editable="top"><field name="b"/></list></field><field name="__proto__"/>';
    expect([...form(inner).keys()]).toEqual(["state", "a", "line_ids"]);
  });

  it.each<[what: string, inner: string, expected: Partial<ViewField>]>([
    ["reacts", '<field name="a" on_change="1"/>', { reacts: true }],
    ["reacts, in 14 to 16", '<field name="a" on_change="1" modifiers="{}"/>', { reacts: true }],
    ["does not react", '<field name="a" on_change="0"/>', { reacts: false }],
    [
      "is as its model, where nothing is said",
      '<field name="a"/>',
      { reacts: false, readonly: undefined, invisible: false, demands: [{ when: undefined, hidden: false }] },
    ],
    ["is readonly", '<field name="a" readonly="1"/>', { readonly: true }],
    ["is readonly under a condition", '<field name="a" readonly="state != 1"/>', { readonly: "state != 1" }],
    ["is not readonly, whatever its model says", '<field name="a" readonly="0"/>', { readonly: false }],
    ["is readonly, in 14 to 16", '<field name="a" modifiers=\'{"readonly": true}\'/>', { readonly: true }],
    ["is not readonly, in 14 to 16", '<field name="a" modifiers=\'{"required": true}\'/>', { readonly: false }],
    [
      "is hidden and demanded under conditions of 14 to 16",
      '<field name="a" modifiers=\'{"required": [["b", "=", 1]], "invisible": [["c", "=", 2]]}\'/>',
      { demands: [{ when: "b == 1", hidden: "c == 2" }], invisible: "c == 2" },
    ],
    ["may be left empty", '<field name="a" required="0"/>', { demands: [{ when: false, hidden: false }] }],
    [
      "may be left empty, in 14 to 16",
      '<field name="a" modifiers="{}"/>',
      { demands: [{ when: false, hidden: false }] },
    ],
    ["is sent although it is readonly", '<field name="a" readonly="1" force_save="1"/>', { forceSave: true }],
    ["is not sent so", '<field name="a" readonly="1" force_save="0"/>', { forceSave: false }],
    ["has a context", '<field name="a" context="{\'x\': b}"/>', { context: "{'x': b}" }],
  ])("tell of each that it %s", (_, inner, expected) => {
    expect(field(inner)).toMatchObject(expected);
  });

  it.each<[inner: string, invisible: unknown]>([
    ['<group invisible="b"><field name="a" invisible="c"/></group>', "b or c"],
    ['<group invisible="1"><div><field name="a"/></div></group>', true],
    ['<group modifiers=\'{"invisible": [["b", "=", 1]]}\'><field name="a"/></group>', "b == 1"],
    ['<field name="a" column_invisible="parent.b"/>', "parent.b"],
  ])("are hidden with what holds them: %s", (inner, invisible) => {
    expect(field(inner)?.invisible).toBe(invisible);
  });
});

describe("a field that a form shows twice", () => {
  it.each<[what: string, inner: string, expected: Partial<ViewField>]>([
    ["reacts where one does", '<field name="a"/><field name="a" on_change="1"/>', { reacts: true }],
    ["is readonly where both are", '<field name="a" readonly="1"/><field name="a" readonly="b"/>', { readonly: "b" }],
    ["is not where one is not", '<field name="a" readonly="0"/><field name="a" readonly="b"/>', { readonly: false }],
    ["is as the one that says so", '<field name="a"/><field name="a" readonly="b"/>', { readonly: "b" }],
    ["is as neither says", '<field name="a"/><field name="a"/>', { readonly: undefined }],
    ["is hidden where both are", '<field name="a" invisible="b"/><field name="a" invisible="1"/>', { invisible: "b" }],
    [
      "is demanded in each place as it says there",
      '<field name="a" required="1" invisible="b"/><field name="a"/>',
      {
        demands: [
          { when: true, hidden: "b" },
          { when: undefined, hidden: false },
        ],
      },
    ],
    ["is sent where one is", '<field name="a"/><field name="a" force_save="1"/>', { forceSave: true }],
    ["has the first context", '<field name="a" context="{}"/><field name="a" context="b"/>', { context: "{}" }],
  ])("%s", (_, inner, expected) => {
    expect(field(inner)).toMatchObject(expected);
  });

  it("has the lines of the one that holds them", () => {
    expect(linesOf('<field name="line_ids"/><field name="line_ids"><form><field name="b"/></form></field>')).toEqual([
      "b",
    ]);
  });
});

describe("lines", () => {
  const list = (attributes: string) => `<tree ${attributes}><field name="inList"/></tree>`;
  const inForm = '<form><field name="inForm"/></form>';

  it.each<[what: string, inside: string, fields: string[]]>([
    ["in a list that lets one type", `${list('editable="bottom"')}${inForm}`, ["inList"]],
    ["in their form, where the list does not", `${list("")}${inForm}`, ["inForm"]],
    ["in the list, where there is no form", list(""), ["inList"]],
    ["in a list of 18 on", '<list editable="top"><field name="b"/></list>', ["b"]],
    ["nowhere, where the view holds neither", "", []],
  ])("are edited %s", (_, inside, fields) => {
    expect(linesOf(`<field name="line_ids">${inside}</field>`)).toEqual(fields);
  });

  it.each<[what: string, embedded: { list?: string; form?: string }, fields: string[]]>([
    ["an editable list", { list: list('editable="top"'), form: inForm }, ["inList"]],
    ["a form", { list: list(""), form: inForm }, ["inForm"]],
    ["a broken form", { form: "<form" }, []],
  ])("are edited in %s that 14 and 15 send apart", (_, embedded, fields) => {
    expect(linesOf('<field name="line_ids"/>', { line_ids: embedded })).toEqual(fields);
  });

  it("react, and are readonly, as their own fields say", () => {
    const inner =
      '<field name="line_ids"><list editable="top"><field name="b" on_change="1" readonly="parent.state"/></list></field>';
    expect(form(inner).get("line_ids")).toMatchObject({ reacts: false });
    expect(form(inner).get("line_ids")?.lines?.get("b")).toMatchObject({ reacts: true, readonly: "parent.state" });
  });
});

it.each([undefined, { arch: "", embedded: {} }, { arch: "<form><field", embedded: {} }])(
  "no fields are in what is no view: %j",
  (raw) => {
    expect(formView(raw).size).toBe(0);
  },
);
