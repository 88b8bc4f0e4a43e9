import { describe, expect, it } from "vitest";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { didYouMean, fieldHint, isSlip, nearest } from "../../../src/odoo/schema/suggest.js";

describe("nearest", () => {
  it.each([
    ["emial", "email"],
    ["eMail", "email"],
    ["partnerid", "partner_id"],
    ["partner", "partner_id"],
    ["res_partner", "res.partner"],
    ["amount_totals", "amount_total"],
    ["code", "country_code_of_origin"],
    ["state_of_the_order", "state"],
    ["nmae", "name"],
    ["zip_code", "zip"],
  ])("finds what %s was meant to be: %s", (name, meant) => {
    const candidates = [
      "name",
      "email",
      "partner_id",
      "res.partner",
      "amount_total",
      "country_code_of_origin",
      "state",
      "zip",
    ];
    expect(nearest(name, candidates)).toContain(meant);
  });

  it.each(["colour", "x", "", "!!!"])("suggests nothing for %j", (name) => {
    expect(nearest(name, ["name", "email", "state", ""])).toEqual([]);
  });

  it("gives at most three, the best first, and equal ones in the order of the alphabet", () => {
    const candidates = ["phone4", "phone3", "phone2", "phone", "phone1"];
    expect(nearest("phone", candidates)).toEqual(["phone", "phone1", "phone2"]);
  });
});

describe("nearest, of a name that is no name", () => {
  it("compares nothing", () => expect(nearest("name".repeat(100), ["name".repeat(100)])).toEqual([]));
});

describe("didYouMean", () => {
  it("is a sentence that can follow another", () => {
    expect(didYouMean("emial", ["email", "name"])).toBe(' Did you mean "email"?');
    expect(didYouMean("phone", ["phone2", "phone1"])).toBe(' Did you mean "phone1" or "phone2"?');
  });

  it("is empty where nothing is near", () => {
    expect(didYouMean("colour", ["email", "name"])).toBe("");
  });
});

describe("isSlip", () => {
  it.each<[name: string, candidate: string, letters?: number]>([
    ["HR.Employee", "hr.employee"],
    ["hr_employee", "hr.employee"],
    ["hr.employe", "hr.employee"],
    ["hr.emplyoee", "hr.employee"],
    ["nmae", "name"],
    ["sale.order.lin", "sale.order.lines", 2],
  ])("%s is one of %s", (name, candidate, letters) => {
    expect(isSlip(name, candidate, letters)).toBe(true);
  });

  it.each<[name: string, candidate: string, letters?: number]>([
    ["name", "name"],
    ["tax_id", "tag_id"],
    ["date", "rate"],
    ["sale.order.lin", "sale.order.lines"],
    ["hr.job", "hr.jobs", 2],
    ["x".repeat(200), `${"x".repeat(199)}y`],
  ])("%s is none of %s", (name, candidate, letters) => {
    expect(isSlip(name, candidate, letters)).toBe(false);
  });
});

describe("fieldHint", () => {
  const char = (string: string): Field => ({ type: "char", string });
  const model = {
    fields: {
      email: char("Email"),
      client_order_ref: char("Customer Reference"),
      x_inn: char("ИНН"),
      partner_id: char("Customer"),
      user_id: char("Salesperson"),
    },
  };

  it.each([
    ["what is near its name", "emial", "email"],
    ["the label the screen shows", "Customer Reference", "client_order_ref"],
    ["the label as a name", "customer_reference", "client_order_ref"],
    ["the label as a relation's name", "customer_id", "partner_id"],
    ["a label in another script", "инн", "x_inn"],
  ])("finds a field by %s", (_, name, field) => {
    expect(fieldHint(model, name)).toBe(` Did you mean "${field}"?`);
  });

  it("does not take a name without letters for a field without a label", () => {
    expect(fieldHint({ fields: { x_foo: char("") } }, "???")).toBe("");
  });
});
