import { describe, expect, it } from "vitest";
import { ownerFields } from "../../../src/odoo/schema/owner-fields.js";
import { fieldWith } from "../../support/fixtures.js";

const NAMES = { res_model: fieldWith(), res_id: fieldWith({ type: "many2one_reference" }) };

describe("the fields that tell a record's owner", () => {
  it.each([
    ["an activity's", NAMES, { model: "res_model", id: "res_id" }],
    ["a file's", { ...NAMES, res_field: fieldWith() }, { model: "res_model", id: "res_id", field: "res_field" }],
    [
      "an id that is a number",
      { ...NAMES, res_id: fieldWith({ type: "integer" }) },
      { model: "res_model", id: "res_id" },
    ],
    ["a model that is computed", { ...NAMES, res_model: fieldWith({ store: false }) }, undefined],
    ["an id that is a text", { ...NAMES, res_id: fieldWith({ type: "char" }) }, undefined],
    ["a model alone", { res_model: fieldWith() }, undefined],
  ])("%s", (_, fields, names) => {
    expect(ownerFields({ fields })).toEqual(names);
  });
});
