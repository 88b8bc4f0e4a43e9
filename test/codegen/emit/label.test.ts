import { expect, it } from "vitest";
import { tellingLabel, valueLabels } from "../../../codegen/emit/label.js";

it.each([
  ["partner_id", "Partner", ""],
  ["partner_id", "Partner ID", ""],
  ["tag_ids", "Tags", "Tags"],
  ["partner_id", "Customer", "Customer"],
  ["x", "\u200b", ""],
  ["name", "A\nlabel of twelve", "A label of…"],
])("of %s and the label %j tells %j", (name, string, told) => {
  expect(tellingLabel(name, { string }, 11)).toBe(told);
});

it.each<[values: [string, string][], told: string]>([
  [[["draft", "Draft"]], ""],
  [[["entry", "Journal Entry"]], ""],
  [[["01_in_progress", "In Progress"]], ""],
  [[["canceled", "Cancelled"]], ""],
  [[["lot", "By Lots"]], ""],
  [[["in_refund", "In"]], ""],
  [
    [
      ["out_invoice", "Customer Invoice"],
      ["draft", "Draft"],
      ["consu", "Goods"],
    ],
    "out_invoice: Customer Invoice, consu: Goods",
  ],
  [
    [
      ["0", "Low"],
      ["1", "High"],
    ],
    "0: Low, 1: High",
  ],
  [
    [
      ["a", ""],
      ["b", "\u200b"],
    ],
    "",
  ],
  [
    [
      ["x", "One\nline"],
      ["x", "One\nline"],
    ],
    "x: One line",
  ],
  [[["x", "y".repeat(50)]], `x: ${"y".repeat(39)}…`],
])("of the values %j tells %j", (values, told) => {
  expect(valueLabels(values)).toBe(told);
});

it("tells the days of a week by the first and the last", () => {
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const values = days.map((day, at): [string, string] => [String(at), day]);
  expect(valueLabels([["x", "Any"], ...values, ["y", "None"]])).toBe("x: Any, 0: Monday to 6: Sunday, y: None");
  expect(valueLabels(values.slice(0, 3))).toBe("0: Monday, 1: Tuesday, 2: Wednesday");
});

it("tells nothing of values that would need many words", () => {
  expect(valueLabels(Array.from({ length: 20 }, (_, at) => [`${at}`, "A long label"]))).toBe("");
});
