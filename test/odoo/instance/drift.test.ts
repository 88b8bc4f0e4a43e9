import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { compareModel, driftText, explainedByDrift, findDrift } from "../../../src/odoo/instance/drift.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { fakeClient, fieldWith, schemaWith } from "../../support/fixtures.js";

const state = (...keys: string[]): Field =>
  fieldWith({ type: "selection", selection: keys.map((key) => [key, key.toUpperCase()]) });

describe("compareModel", () => {
  const drift = (before: Record<string, Field>, now: Record<string, Field>) =>
    compareModel({ name: "a.b", label: "A", fields: before }, now);

  it.each([
    ["a new field", { a: fieldWith() }, { a: fieldWith(), b: fieldWith() }, { added: ["b"] }],
    ["a field that is gone", { a: fieldWith(), b: fieldWith() }, { a: fieldWith() }, { removed: ["b"] }],
    ["another type", { a: fieldWith() }, { a: fieldWith({ type: "text" }) }, { changed: ["a"] }],
    ["a required flag", { a: fieldWith() }, { a: fieldWith({ required: true }) }, { changed: ["a"] }],
    [
      "another target",
      { a: fieldWith({ type: "many2one", relation: "x.y" }) },
      { a: fieldWith({ type: "many2one", relation: "x.z" }) },
      { changed: ["a"] },
    ],
    ["a selection's new key", { a: state("x") }, { a: state("x", "y") }, { changed: ["a"] }],
    ["all fields gone", { a: fieldWith() }, {}, { removed: ["a"], gone: true }],
  ])("sees %s", (_, before, now, expected) => {
    expect(drift(before, now)).toEqual({ model: "a.b", gone: false, added: [], removed: [], changed: [], ...expected });
  });

  it.each([
    ["labels and help", { a: fieldWith() }, { a: fieldWith({ string: "New", help: "New" }) }],
    ["the order of a selection, and its labels", { a: state("x", "y") }, { a: state("y", "x") }],
    ["what codegen alone knows", { a: fieldWith({ needed: { reason: "flag" } }) }, { a: fieldWith() }],
    ["what `_inherits` requires", { a: fieldWith({ inherited: "b", required: true }) }, { a: fieldWith() }],
  ])("does not mind %s", (_, before, now) => {
    expect(drift(before, now)).toBeUndefined();
  });
});

describe("findDrift", () => {
  it("looks at so many models as it may, each in the background if it is asked so", async () => {
    const asked: unknown[] = [];
    const client = fakeClient({
      fieldsGet: async (model, options) => {
        asked.push(model, options);
        return {};
      },
    });
    const schema = schemaWith({ "a.a": {}, "a.b": {}, "a.c": {} });
    await findDrift(client, schema, { background: true, most: 2 });
    expect(asked).toEqual(["a.a", { background: true }, "a.b", { background: true }]);
  });

  it("names the series, the changed models and those that are gone", async () => {
    const client = fakeClient(
      {
        async fieldsGet(model) {
          if (model === "gone") throw new OdooError("not_found", "Object gone doesn't exist");
          return model === "same" ? { a: fieldWith() } : { b: fieldWith() };
        },
      },
      18,
    );
    const fields = { a: fieldWith() };
    const drift = await findDrift(client, schemaWith({ same: fields, gone: fields, other: fields }));
    expect(drift).toMatchObject({ series: ["19.0", "18.0"], models: [{ model: "gone" }, { model: "other" }] });
    expect(driftText(drift)).toBe("generated/ is made for Odoo 19.0, and the server runs 18.0.");
    expect(driftText({ models: drift.models })).toBe(
      "Odoo has changed since generated/ was made: gone is gone; other: a gone, b new.",
    );
  });
});

it("says nothing without drift, and stays short with much of it", () => {
  expect(driftText({ models: [] })).toBeUndefined();
  const models = Array.from({ length: 50 }, (_, index) => ({
    model: `m.${index}`,
    gone: false,
    added: [],
    removed: Array.from({ length: 90 }, (_, field) => `f${field}`),
    changed: [],
  }));
  expect(driftText({ models })).toMatch(/: m\.0: f0, f1, f2 and 87 more gone; .*; and 47 more models\.$/);
});

describe("explainedByDrift", () => {
  it.each([
    "Invalid field 'x_gone' on 'res.partner'",
    "Invalid field res.partner.x_gone in leaf ('x_gone', '=', 1)",
    "Wrong value for res.partner.type: 'nope'",
    "Object sale.ordr doesn't exist",
    "the model 'sale.ordr' does not exist",
  ])("explains %s", (message) => {
    const error = new OdooError("validation", message, { outcome: "not_applied", model: "a.b" });
    expect(explainedByDrift(error, {})).toMatchObject({
      message,
      model: "a.b",
      hint: expect.stringContaining("codegen"),
    });
  });
  it.each([new OdooError("validation", 'Unknown field "e_mail" on res.partner.'), new Error("Invalid field x")])(
    "leaves %s",
    (error) => expect(explainedByDrift(error, {})).toBe(error),
  );
});
