import { describe, expect, it } from "vitest";
import { dottedFields, nestedFields, type Reaction, reactionFrom } from "../../../src/odoo/values/onchange.js";

const FIELDS = {
  partner_id: { reacts: true },
  note: { reacts: false },
  line_ids: { reacts: false, lines: { product_id: { reacts: true }, tax_ids: { reacts: true, lines: {} } } },
};

describe("a form's fields", () => {
  it("are dotted up to 16, each with whether it reacts", () => {
    expect(dottedFields(FIELDS)).toEqual({
      partner_id: "1",
      note: "",
      line_ids: "",
      "line_ids.product_id": "1",
      "line_ids.tax_ids": "1",
    });
  });

  it("are asked for with the names of their records from 17 on, where these are wanted", () => {
    const named = { other_id: { reacts: false, named: true as const } };
    expect([dottedFields(named), nestedFields(named)]).toEqual([
      { other_id: "" },
      { other_id: { fields: { display_name: {} } } },
    ]);
  });

  it("are nested from 17 on, where all react", () => {
    expect(nestedFields(FIELDS)).toEqual({
      partner_id: {},
      note: {},
      line_ids: { fields: { product_id: {}, tax_ids: { fields: {} } } },
    });
  });
});

describe("reactionFrom", () => {
  const value = { a: 1 };

  it.each<[what: string, answer: unknown, reaction: Reaction]>([
    ["values", { value }, { value }],
    [
      "a warning with its title",
      { value, warning: { title: "Stock", message: "None left." } },
      { value, warning: "Stock: None left." },
    ],
    ["a warning without one", { value, warning: { title: "", message: "No." } }, { value, warning: "No." }],
    ["a warning that says nothing", { value, warning: {} }, { value }],
    ["a warning of other than text", { value, warning: { title: false, message: 7 } }, { value }],
    ["no values", { warning: { title: "T", message: "m" } }, { value: {}, warning: "T: m" }],
    ["nothing", null, { value: {} }],
    ["no values that a model without the field gives", {}, { value: {} }],
  ])("reads %s", (_, answer, reaction) => {
    expect(reactionFrom(answer)).toEqual(reaction);
  });
});
