import { describe, expect, it } from "vitest";
import { checkFields, checkOrder, unknownField } from "../../../src/tools/call/named-fields.js";
import { fieldWith, odooError } from "../../support/fixtures.js";

const ORDER = {
  name: "x.order",
  label: "",
  fields: {
    id: fieldWith({ type: "integer" }),
    name: fieldWith(),
    total: fieldWith({ type: "float" }),
    computed: fieldWith({ store: false }),
    unsortable: fieldWith({ sortable: false }),
    password: fieldWith(),
    hidden: fieldWith({ closed: "a rule" }),
  },
};

describe("fields that arguments name", () => {
  it("are the model's", () => {
    expect(() => checkFields(ORDER, ["id", "name", "computed"])).not.toThrow();
    expect(() => checkFields(ORDER, ["name", "nmae"])).toThrow(
      odooError("validation", 'Unknown field "nmae" on x.order', 'Did you mean "name"'),
    );
    expect(() => checkFields(ORDER, ["constructor"])).toThrow(odooError("validation", '"constructor"'));
  });

  it("are none that the policy closes, which is said by its rule and not as a misspelling", () => {
    expect(() => checkFields(ORDER, ["hidden"], "measures")).toThrow(
      expect.objectContaining({ category: "forbidden", rule: "a rule", message: expect.stringContaining("measures") }),
    );
  });

  it("are told of where nothing is like them", () => {
    expect(unknownField(ORDER, "zzz")).toBe('Unknown field "zzz" on x.order. get_fields tells which there are.');
  });
});

describe("an order", () => {
  it.each(["name", "name desc", " name ASC , id desc", "total,id"])("is of fields: %j", (order) => {
    expect(() => checkOrder(ORDER, order)).not.toThrow();
  });

  it.each([
    ["", "is not of the form"],
    ["name,", "is not of the form"],
    ["name down", "is not of the form"],
    ["name desc; drop table x", "is not of the form"],
    ["name desc nulls last", "not supported"],
    ["nmae desc", 'Did you mean "name"'],
    ["id, computed", "x.order.computed is computed, so Odoo cannot sort by it"],
    ["unsortable", "x.order.unsortable is computed"],
  ])("is refused where Odoo would not sort by it, or sort by less: %j", (order, text) => {
    expect(() => checkOrder(ORDER, order)).toThrow(odooError("validation", text));
  });

  it.each([
    ["password", "secret"],
    ["hidden", "hidden"],
  ])("tells nothing of %s", (order, text) => {
    expect(() => checkOrder(ORDER, order)).toThrow(odooError("forbidden", "order", text));
  });
});
