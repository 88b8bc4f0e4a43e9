import { expect, it } from "vitest";
import { withoutDynamicValues } from "../../../codegen/introspect/dynamic.js";
import type { Field } from "../../../src/odoo/schema/schema.js";

const field = (type: Field["type"], keys: readonly string[]): Field => ({
  type,
  string: "A",
  selection: keys.map((key) => [key, key]),
});
const models = (count: number) => Array.from({ length: count }, (_, index) => `x.model_${index}`);

// As Odoo 14 and 19 answer them.
it.each([
  ["languages", field("selection", ["en_US", "fr_FR"])],
  ["the only language", field("selection", ["en_US"])],
  ["languages of an export", field("selection", ["__new__", "en_US", "sr@latin", "ar_001"])],
  ["time zones", field("selection", ["Africa/Abidjan", "Europe/Brussels", "UTC"])],
  ["models", field("selection", ["res.partner", "account.move"])],
  ["a reference to any model", field("reference", models(31))],
])("marks %s and keeps none of the values", (_, given) => {
  expect(withoutDynamicValues(given)).toEqual({ type: given.type, string: "A", dynamic: true });
});

it.each([
  ["a state", field("selection", ["draft", "sale"])],
  ["country-like codes", field("selection", ["en", "fr"])],
  ["a reference to chosen models", field("reference", models(30))],
  ["no value", field("selection", [])],
  ["one dotted value", field("selection", ["account.move"])],
  ["no selection", { type: "char", string: "A" } as Field],
])("leaves %s as it is", (_, given) => {
  expect(withoutDynamicValues(given)).toEqual(given);
});
