import { describe, expect, it } from "vitest";
import { describeField, fieldLine } from "../../../src/tools/call/describe-field.js";
import { fieldWith } from "../../support/fixtures.js";

describe("a field in a few words", () => {
  it.each([
    ["what is usual is left out", fieldWith({ string: "Name", store: false }), { type: "char", label: "Name" }],
    [
      "what is not, is said",
      fieldWith({ string: "Total", type: "float", help: "Of all.", required: true, readonly: true, searchable: false }),
      { type: "float", label: "Total", help: "Of all.", required: true, readonly: true, searchable: false },
    ],
    [
      "a relation names the other model",
      fieldWith({ type: "many2one", string: "Customer", relation: "res.partner" }),
      { type: "many2one", label: "Customer", relation: "res.partner" },
    ],
    [
      "a selection has its values with their labels",
      fieldWith({ type: "selection", string: "State", selection: [["draft", "Quotation"]] }),
      { type: "selection", label: "State", selection: { draft: "Quotation" } },
    ],
    ["none", undefined, {}],
  ])("%s", (_, field, told) => {
    expect(describeField(field)).toEqual(told);
  });
});

describe("a field in a line", () => {
  it.each([
    ["amount_tax", "Taxes", "char"],
    ["date_order", "Order Date", "char"],
    ["has_authorized_transaction_ids", "Has Authorized Transactions", "char"],
    ["activity_ids", "Activities", "char"],
    ["note", "", "char"],
    ["team_id", "Sales Team", "char: Sales Team"],
    ["name", "Order Reference", "char: Order Reference"],
    ["name", "名称", "char: 名称"],
  ])("of %s has its label %j where that says more than the name: %j", (name, string, line) => {
    expect(fieldLine(name, fieldWith({ string }))).toBe(line);
  });
});
