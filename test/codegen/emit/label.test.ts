import { expect, it } from "vitest";
import { tellingLabel } from "../../../codegen/emit/label.js";

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
