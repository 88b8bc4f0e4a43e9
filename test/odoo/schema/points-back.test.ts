import { expect, it } from "vitest";
import { pointsBack } from "../../../src/odoo/schema/points-back.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { fieldWith } from "../../support/fixtures.js";

const link = (attributes: Partial<Field> = {}) =>
  fieldWith({ type: "many2one", relation: "a.template", required: true, ...attributes });
const lines = (attributes: Partial<Field>) => fieldWith({ type: "one2many", relation: "a.line", ...attributes });

it.each<[string, Record<string, Field>, Record<string, Field>, string | undefined]>([
  ["as Odoo names it", { it: lines({ relation_field: "order_id" }) }, {}, "order_id"],
  ["through _inherits", { it: lines({ inherited: "tmpl_id" }), tmpl_id: link() }, { parent_id: link() }, "parent_id"],
  [
    "not where it may be left out",
    { it: lines({ inherited: "tmpl_id" }), tmpl_id: link() },
    { a: link({ required: false }) },
    undefined,
  ],
  [
    "not where it is one of two",
    { it: lines({ inherited: "tmpl_id" }), tmpl_id: link() },
    { a: link(), b: link() },
    undefined,
  ],
  [
    "not another model's",
    { it: lines({ inherited: "tmpl_id" }), tmpl_id: link() },
    { a: link({ relation: "x" }) },
    undefined,
  ],
  ["not of what is no line", {}, { a: link() }, undefined],
])("the field that points back is found %s", (_, fields, line, expected) => {
  expect(pointsBack({ fields }, "it", { fields: line })).toBe(expected);
});
