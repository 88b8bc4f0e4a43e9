import { describe, expect, it } from "vitest";
import { checkInstalledChoices } from "../../../src/tools/guard/installed-choices.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const children = fieldWith({ type: "one2many", relation: "a.partner" });
const lang = fieldWith({ type: "selection", dynamic: true });
const schema = schemaWith({ "a.partner": { name: fieldWith(), lang, child_ids: children } });
const LANGUAGES: [string, string][] = [
  ["en_US", "English"],
  ["fr_FR", "French"],
];
const now = { lang: fieldWith({ type: "selection", selection: LANGUAGES }) };

async function check(values: Record<string, unknown>, answers = { fieldsGet: async () => now }) {
  const { models } = contextWith({ schema, answers });
  const row = { model: await models.get("a.partner"), values, at: "values", isNew: false, ids: [7] };
  return checkInstalledChoices(row, models);
}

describe("a choice that the instance makes", () => {
  it.each([
    ["at the top", { lang: "xx_YY" }, "values.lang"],
    ["in a new line", { child_ids: { create: [{ lang: "xx_YY" }] } }, "values.child_ids.create[0].lang"],
    [
      "in a line that is changed",
      { child_ids: { update: [{ id: 3, lang: "xx_YY" }] } },
      "values.child_ids.update[0].lang",
    ],
    [
      "in a line of a line",
      { child_ids: { create: [{ name: "a" }, { child_ids: { create: [{ lang: "xx_YY" }] } }] } },
      "values.child_ids.create[1].child_ids.create[0].lang",
    ],
  ])("is refused where it is not installed: %s", async (_, values, place) => {
    await expect(check(values)).rejects.toThrow(odooError("validation", place, '"xx_YY" is none of its values'));
  });

  it("is taken where it is, and where the field is emptied", async () => {
    await expect(check({ lang: "fr_FR", child_ids: { create: [{ lang: "en_US" }] } })).resolves.toBeUndefined();
    await expect(check({ lang: null })).resolves.toBeUndefined();
  });

  it("costs no question where none is written", async () => {
    const nothing = { fieldsGet: () => Promise.reject(new Error("not asked")) };
    await expect(check({ name: "x", child_ids: { create: [{ name: "y" }] } }, nothing)).resolves.toBeUndefined();
  });

  it("that is nearly one is named", async () => {
    await expect(check({ lang: "fr_FX" })).rejects.toThrow(odooError("validation", 'Did you mean "fr_FR"'));
  });
});
