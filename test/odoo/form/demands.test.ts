import { describe, expect, it } from "vitest";
import { mayLack, unmetDemands } from "../../../src/odoo/form/demands.js";
import type { FormState } from "../../../src/odoo/form/form-state.js";
import { UNKNOWN } from "../../../src/odoo/notation/python-expression.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const { models } = schemaWith({
  "x.order": {
    kind: fieldWith({ type: "selection" }),
    name: fieldWith(),
    date: fieldWith({ type: "date" }),
    count: fieldWith({ type: "integer" }),
    total: fieldWith({ type: "float", depends: ["line_ids"] }),
    flag: fieldWith({ type: "boolean" }),
    secret: fieldWith({ closed: "policy" }),
    number: fieldWith({ readonly: true }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.line": { name: fieldWith(), code: fieldWith({ depends: ["name"] }) },
});
const modelOf = (name: string): Model => models[name] ?? { name, label: name, fields: {} };

const state = (inner: string, values: RawValues, more: Partial<FormState> = {}): FormState => ({
  model: modelOf("x.order"),
  view: formView({ arch: `<form>${inner}</form>`, embedded: {} }),
  values,
  leftToOdoo: new Set(),
  context: {},
  otherwise: false,
  lineModels: new Map(),
  ...more,
});

const KIND = '<field name="kind"/>';
const NAME = `${KIND}<field name="name" required="kind == 'a'"/>`;
const EMPTY = { kind: "a", name: false };

/** What is unmet on a form that holds the values. */
const unmet = (
  inner: string,
  values: RawValues,
  { given = {}, ...more }: Partial<FormState> & { given?: RawValues } = {},
) => unmetDemands(state(inner, values, more), given).map(({ at, when }) => [at, when]);

describe("a field that the form demands under a condition", () => {
  it("is unmet where it is empty and the condition holds", () => {
    expect(unmet(NAME, EMPTY)).toEqual([["name", "kind == 'a'"]]);
    expect(unmet(NAME, { ...EMPTY, name: "" })).toEqual([["name", "kind == 'a'"]]);
  });

  it("is unmet where it was given as null", () => {
    expect(unmet(NAME, EMPTY, { given: { name: false } })).toEqual([["name", "kind == 'a'"]]);
  });

  it.each<[why: string, inner: string, values: RawValues, more?: Partial<FormState> & { given?: RawValues }]>([
    ["it is filled", NAME, { kind: "a", name: "x" }],
    ["the condition does not hold", NAME, { kind: "b", name: false }],
    ["the form did not tell what it holds", NAME, { kind: "a" }],
    ["the form always demands it", `${KIND}<field name="name" required="1"/>`, EMPTY],
    ["it does not show", NAME.replace("/>", "/>").replace("required", 'invisible="1" required'), EMPTY],
    ["what holds it does not show", `<group invisible="kind == 'a'">${NAME}</group>`, EMPTY],
    ["whether it shows is not known", `<group invisible="uid == 1">${NAME}</group>`, EMPTY],
    ["it cannot be typed in", `${KIND}<field name="name" readonly="kind" required="kind == 'a'"/>`, EMPTY],
    [
      "its model makes it readonly",
      `${KIND}<field name="number" required="kind == 'a'"/>`,
      { kind: "a", number: false },
    ],
    ["the policy closes it", `${KIND}<field name="secret" required="kind == 'a'"/>`, { kind: "a", secret: false }],
    ["Odoo computes it again", NAME, EMPTY, { leftToOdoo: new Set(["name"]) }],
    ["Odoo computes again what the condition names", NAME, EMPTY, { leftToOdoo: new Set(["kind"]) }],
    ["the condition names what is not on the form", '<field name="name" required="kind == \'a\'"/>', { name: false }],
    [
      "the condition names the menu's context",
      '<field name="name" required="not context.get(\'b\')"/>',
      { name: false },
    ],
    ["the condition names what holds it, and nothing does", '<field name="name" required="not parent.b"/>', EMPTY],
    ["the condition is none", '<field name="name" required="kind ==="/>', EMPTY],
    ["0 is a number", `${KIND}<field name="count" required="kind == 'a'"/>`, { kind: "a", count: 0 }],
    ["a boolean is never empty", `${KIND}<field name="flag" required="kind == 'a'"/>`, { kind: "a", flag: false }],
    [
      "no records are not told from none",
      `${KIND}<field name="tag_ids" required="kind"/>`,
      { kind: "a", tag_ids: false },
    ],
    [
      "the condition names what is computed from lines that are given",
      '<field name="line_ids"/><field name="total"/><field name="name" required="total == 0"/>',
      { total: 0, name: false },
      { given: { line_ids: [[0, 0, {}]] } },
    ],
    ["the record exists, and its kind is not known", NAME, { name: false }, { otherwise: UNKNOWN }],
  ])("is none where %s", (_, inner, values, more) => {
    expect(unmet(inner, values, more)).toEqual([]);
  });

  it("is unmet where one of its places demands it and shows", () => {
    const twice = (one: string, other: string) =>
      `${KIND}<group invisible="${one}"><field name="name" required="kind == 'a'"/></group><group invisible="${other}"><field name="name"/></group>`;
    expect(unmet(twice("kind == 'b'", "kind == 'a'"), EMPTY)).toEqual([["name", "kind == 'a'"]]);
    expect(unmet(twice("kind == 'a'", "kind == 'b'"), EMPTY)).toEqual([]);
  });

  it("is unmet by the modifiers of 14 to 16, too", () => {
    const modifiers = `{"required": [["kind", "=", "a"]]}`;
    expect(
      unmet(`${KIND}<field name="partner_id" modifiers='${modifiers}'/>`, { kind: "a", partner_id: false }),
    ).toEqual([["partner_id", "kind == 'a'"]]);
  });

  it("names a kind that was given and is not on the form", () => {
    const values = { kind: "a", name: false };
    expect(unmet('<field name="name" required="kind == \'a\'"/>', values, { given: { kind: "a" } })).toHaveLength(1);
  });
});

describe("a line", () => {
  const inner = '<field name="name" required="parent.kind == \'a\' and not code"/><field name="code"/>';
  const line = (parent: FormState, values: RawValues = { name: false, code: false }) =>
    state(inner, values, { model: modelOf("x.line"), parent });

  it("is unmet by what holds it", () => {
    expect(unmetDemands(line(state(KIND, { kind: "a" })), {})).toMatchObject([{ at: "name" }]);
    expect(unmetDemands(line(state(KIND, { kind: "b" })), {})).toEqual([]);
  });

  it("is not where that is not known", () => {
    expect(unmetDemands(line(state(KIND, { id: 5 }, { otherwise: UNKNOWN })), {})).toEqual([]);
  });

  it("may lack what is not given, unless Odoo computes it, it shows nowhere, or nothing demands it", () => {
    const lacks = (view: string, values: RawValues = {}) =>
      mayLack(state(view, values, { model: modelOf("x.line"), parent: state(KIND, { kind: "a" }) }));
    expect(lacks('<field name="name" required="not code"/>')).toBe(true);
    expect(lacks('<field name="name" required="parent.kind == \'a\'"/>')).toBe(true);
    expect(lacks('<field name="name" required="parent.kind == \'b\'"/>')).toBe(false);
    expect(lacks('<field name="name" required="not code" invisible="1"/>')).toBe(false);
    expect(lacks('<field name="name" required="not code"/>', { name: "a" })).toBe(false);
    expect(lacks('<field name="name" required="not code"/>', { code: "a" })).toBe(false);
    expect(lacks('<field name="code" required="not name"/>')).toBe(false);
    expect(lacks('<field name="name" required="1"/>')).toBe(false);
  });
});
