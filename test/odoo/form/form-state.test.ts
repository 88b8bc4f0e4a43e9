import { describe, expect, it } from "vitest";
import { type FormState, lineOf, sendable, valuesOf } from "../../../src/odoo/form/form-state.js";
import { UNKNOWN } from "../../../src/odoo/notation/python-expression.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { fieldWith } from "../../support/fixtures.js";

const LINE: Model = {
  name: "x.line",
  label: "Line",
  fields: {
    order_id: fieldWith({ type: "many2one", relation: "x.order" }),
    name: fieldWith(),
    price: fieldWith({ type: "float" }),
    tax_ids: fieldWith({ type: "many2many", relation: "x.tax" }),
  },
};
const ORDER: Model = {
  name: "x.order",
  label: "Order",
  fields: {
    state: fieldWith({ type: "selection" }),
    note: fieldWith(),
    code: fieldWith({ required: true }),
    label: fieldWith({ depends: ["state", "partner_id"] }),
    total: fieldWith({ type: "float", readonly: true }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    product_line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    note_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "note_id" }),
    photo: fieldWith({ type: "binary" }),
    props: fieldWith({ type: "properties" }),
    kinds: fieldWith({ type: "properties_definition" }),
  },
};

const LINES = new Map([["line_ids", LINE]]);

/** A new record's form, written as a view. */
const stateOf = (inner: string, values: RawValues, more: Partial<FormState> = {}): FormState => ({
  model: ORDER,
  view: formView({ arch: `<form>${inner}</form>`, embedded: {} }),
  values,
  otherwise: false,
  lineModels: LINES,
  leftToOdoo: new Set(),
  context: {},
  ...more,
});

describe("an answer of onchange", () => {
  it.each<[what: string, name: string, answer: unknown, value: unknown]>([
    ["a many2one up to 16", "partner_id", [9, "Azure"], 9],
    ["a many2one from 17 on, an id", "partner_id", 9, 9],
    ["a many2one with its name from 17 on", "partner_id", { id: 9, display_name: "Azure" }, 9],
    ["no many2one", "partner_id", false, false],
    ["a many2many up to 16", "tag_ids", [[5], [4, 1], [4, 2, false]], [[6, 0, [1, 2]]]],
    ["a many2many of 14 that is set", "tag_ids", [[6, false, [1, 2]]], [[6, 0, [1, 2]]]],
    [
      "a many2many from 17 on",
      "tag_ids",
      [
        [4, 1, { id: 1 }],
        [1, 2, { name: "a" }],
        [0, "virtual_1", {}],
      ],
      [[6, 0, [1, 2]]],
    ],
    ["a many2many that holds nothing", "tag_ids", [[5]], false],
    ["a number", "total", 0, 0],
    ["lines, which stay commands", "line_ids", [[0, "virtual_1", { price: 1 }]], [[0, "virtual_1", { price: 1 }]]],
  ])("is written as Odoo takes it: %s", (_, name, answer, value) => {
    expect(valuesOf(ORDER, { [name]: answer })).toEqual({ [name]: value });
  });
});

describe("what a form sends", () => {
  it("is what was given, and what it fills in beside it", () => {
    const state = stateOf('<field name="note"/><field name="partner_id"/>', { note: "filled", partner_id: 9 });
    expect(sendable(state, { note: "given" })).toEqual({ note: "given", partner_id: 9 });
    expect(sendable(state, { note: false, photo: "given" })).toEqual({ note: false, photo: "given", partner_id: 9 });
  });

  it.each<[what: string, inner: string, isSent: boolean]>([
    ["that it does not show", "", false],
    ["that one can type", '<field name="note"/>', true],
    ["that never shows", '<field name="note" invisible="1"/>', true],
    ["that is readonly", '<field name="note" readonly="1"/>', false],
    ["that is readonly and saved by force", '<field name="note" readonly="1" force_save="1"/>', true],
    ["that is readonly as the form is", '<field name="note" readonly="state == \'done\'"/>', false],
    ["that is not readonly as the form is", '<field name="note" readonly="state != \'done\'"/>', true],
    ["that is readonly where something is empty", '<field name="note" readonly="not partner_id"/>', false],
    ["whose condition is not known", '<field name="note" readonly="uid == 2 or what(\'x\')"/>', true],
    ["whose condition is not known and does not matter", '<field name="note" readonly="what or True"/>', false],
    ["that is readonly in another record's form only", '<field name="note" readonly="parent.state"/>', true],
    ["that is readonly by the context", '<field name="note" readonly="context.get(\'x\')"/>', true],
    ["that is readonly without one", '<field name="note" readonly="not context.get(\'x\')"/>', false],
    ["that is readonly where no record is open", '<field name="note" readonly="not active_id"/>', false],
    ["that is readonly while something is linked", '<field name="note" readonly="3 in tag_ids"/>', false],
    ["that is readonly while there are lines", '<field name="note" readonly="line_ids"/>', false],
    ["that is readonly without lines", '<field name="note" readonly="not note_ids"/>', false],
  ])("holds no more than it lets one type: a field %s", (_, inner, isSent) => {
    const values = { state: "done", note: "filled", tag_ids: [[6, 0, [3]]], line_ids: [[0, "virtual_1", {}]] };
    expect(sendable(stateOf(inner, values), {})).toEqual(isSent ? { note: "filled" } : {});
  });

  it.each<[what: string, attributes: string, isSent: boolean]>([
    ["nothing, and its model does", "", false],
    ["that it can be typed", 'readonly="0"', true],
  ])("follows the model where the view does not say: the view says %s", (_, attributes, isSent) => {
    expect(sendable(stateOf(`<field name="total" ${attributes}/>`, { total: 5 }), {})).toEqual(
      isSent ? { total: 5 } : {},
    );
  });

  it("holds a condition of what is not known of a record that exists for one that does not hold", () => {
    const inner = '<field name="note" readonly="not partner_id"/>';
    const values = { note: "filled" };
    expect(sendable(stateOf(inner, values, { otherwise: UNKNOWN }), {})).toEqual({ note: "filled" });
    expect(sendable(stateOf(inner, values), {})).toEqual({});
  });

  it.each(["photo", "props", "kinds", "unknown_field"])("is never what is filled in in %s", (name) => {
    expect(sendable(stateOf(`<field name="${name}"/>`, { [name]: "x" }), {})).toEqual({});
  });

  it.each([0, 5])("is a number that is filled in: %d", (total) => {
    expect(sendable(stateOf('<field name="total" readonly="0"/>', { total }), {})).toEqual({ total });
  });

  it.each<[what: string, name: string, given: RawValues, isSent: boolean]>([
    [
      "is left to Odoo where lines are given, without which it was computed",
      "label",
      { line_ids: [[0, 0, {}]] },
      false,
    ],
    ["is sent where no new line is given", "label", { line_ids: [[4, 7, 0]], note: "a" }, true],
    ["is sent beside lines where it is not computed", "code", { line_ids: [[0, 0, {}]] }, true],
  ])("what it computes %s", (_, name, given, isSent) => {
    const sent = sendable(stateOf(`<field name="${name}"/>`, { ...given, [name]: "x" }), given);
    expect(sent).toEqual({ ...given, ...(isSent ? { [name]: "x" } : {}) });
  });

  it.each([undefined, null, ""])("is not what says nothing: %j", (note) => {
    expect(sendable(stateOf('<field name="note"/>', { note }), {})).toEqual({});
  });

  it.each<[what: string, name: string, given: RawValues, isSent: boolean]>([
    ["is sent", "note", { partner_id: 9 }, true],
    ["is left to Odoo where it must not be empty", "code", {}, false],
    ["is left to Odoo where it is computed from what was given", "label", { partner_id: 9 }, false],
    ["is sent where it is computed from what was not", "label", { note: "a" }, true],
  ])("what it leaves empty %s", (_, name, given, isSent) => {
    const shown = [name, ...Object.keys(given)].map((one) => `<field name="${one}"/>`).join("");
    const sent = sendable(stateOf(shown, { ...given, [name]: false }), given);
    expect(sent).toEqual({ ...given, ...(isSent ? { [name]: false } : {}) });
  });
});

it("of a form that lacks what is given, what it leaves empty is not sent, and what it fills in is", () => {
  const asIs = '<field name="note"/><field name="state"/>';
  const given = { partner_id: 9 };
  const values = { ...given, note: false, state: "draft" };
  expect(sendable(stateOf(asIs, values), given)).toEqual({ ...given, state: "draft" });
  expect(sendable(stateOf(`${asIs}<field name="partner_id" invisible="1"/>`, values), given)).toEqual(values);
});

describe("the lines that a form puts in itself", () => {
  const columns =
    '<field name="order_id"/><field name="name" readonly="parent.state == \'done\'"/><field name="price"/><field name="tax_ids"/>';
  const lines = (name: string) => `<field name="${name}"><list editable="top">${columns}</list></field>`;
  const put = [
    [5],
    [4, 7, false],
    [0, "virtual_1", { order_id: [1, "x"], name: "a", price: 5, tax_ids: [[5], [4, 3]] }],
  ];

  it("are sent as new lines, with what can be typed in them, and without what points back", () => {
    expect(sendable(stateOf(lines("line_ids"), { line_ids: put, state: "draft" }), {})).toEqual({
      line_ids: [[0, 0, { name: "a", price: 5, tax_ids: [[6, 0, [3]]] }]],
    });
    expect(sendable(stateOf(lines("line_ids"), { line_ids: put, state: "done" }), {})).toEqual({
      line_ids: [[0, 0, { price: 5, tax_ids: [[6, 0, [3]]] }]],
    });
  });

  it.each<[what: string, inner: string, line_ids: unknown]>([
    ["where it puts in none", lines("line_ids"), [[4, 7, false]]],
    ["where it holds nothing", lines("line_ids"), false],
    ["where it does not edit them", '<field name="line_ids"/>', put],
  ])("are none %s", (_, inner, line_ids) => {
    expect(sendable(stateOf(inner, { line_ids }), {})).toEqual({});
  });

  it.each<[given: string, isSent: boolean]>([
    ["line_ids", false],
    ["product_line_ids", false],
    ["note_ids", true],
    ["tag_ids", true],
  ])("give way to those that are given for the same lines: %s", (given, isSent) => {
    const sent = sendable(stateOf(lines("line_ids"), { line_ids: put }), { [given]: [] });
    expect(Object.keys(sent).sort()).toEqual([...new Set([given, ...(isSent ? ["line_ids"] : [])])].sort());
  });
});

describe("a line", () => {
  it("has no field that points back, and none where the form does not edit it", () => {
    const state = stateOf(
      '<field name="line_ids"><form><field name="order_id"/><field name="name"/></form></field><field name="note_ids"/>',
      {},
    );
    expect([...(lineOf(state, "line_ids", {})?.view.keys() ?? [])]).toEqual(["name"]);
    expect(lineOf(state, "note_ids", {})).toBeUndefined();
    expect(lineOf(state, "other_ids", {})).toBeUndefined();
  });
});
