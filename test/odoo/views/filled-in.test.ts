import { describe, expect, it } from "vitest";
import type { Field, FormField, Views } from "../../../src/odoo/schema/schema.js";
import { filledIn } from "../../../src/odoo/views/filled-in.js";
import { fieldWith } from "../../support/fixtures.js";

const viewsOf = (form: readonly FormField[], more: Partial<Views> = {}): Views => ({
  form,
  list: [],
  search: [],
  buttons: [],
  ...more,
});
const filled = (fields: Record<string, Field>, views: Views | undefined, typed?: readonly string[]) =>
  [...filledIn({ name: "a.b", label: "A", fields }, views, typed)].sort();

const name = fieldWith();

describe("what a person fills in", () => {
  it("are the fields of the form that can be changed there", () => {
    const views = viewsOf([{ name: "name" }, { name: "state", readonly: true }]);
    expect(filled({ name, state: fieldWith({ type: "selection" }), cost: fieldWith() }, views)).toEqual(["name"]);
  });

  it("are what the list lets one type, too", () => {
    expect(filled({ name, quantity: name }, viewsOf([{ name: "name" }], { typedInList: ["quantity"] }))).toEqual([
      "name",
      "quantity",
    ]);
  });

  it("are the columns in which its records are lines of others", () => {
    expect(filled({ name, price: name, cost: name }, viewsOf([]), ["price"])).toEqual(["price"]);
  });

  it("are, with what is on the form, what a new record needs and chooses once, and whether it is archived", () => {
    const fields = {
      name,
      code: fieldWith({ needed: { reason: "flag" } }),
      move_type: fieldWith({ type: "selection", required: true, readonly: true }),
      active: fieldWith({ type: "boolean" }),
    };
    expect(filled(fields, viewsOf([{ name: "name" }]))).toEqual(["active", "code", "move_type", "name"]);
  });

  it("are choices that its conditions look at, but no step of a workflow and nothing computed", () => {
    const choice = (more: Partial<Field> = {}) => fieldWith({ type: "boolean", ...more });
    const fields = {
      name,
      is_company: choice(),
      is_late: choice({ depends: ["name"] }),
      type: fieldWith({ type: "selection" }),
      state: fieldWith({ type: "selection" }),
      other: choice(),
    };
    const hidden = "is_company and not is_late and type == 'a' or state == 'done'";
    expect(filled(fields, viewsOf([{ name: "name", hidden }]))).toEqual(["is_company", "name", "type"]);
  });

  it("is whatever can be written of a model that no screen shows", () => {
    const fields = { name, total: fieldWith({ readonly: true }), access_token: fieldWith() };
    expect(filled(fields, viewsOf([]))).toEqual(["name"]);
    expect(filled(fields, undefined)).toEqual(["name"]);
  });
});
