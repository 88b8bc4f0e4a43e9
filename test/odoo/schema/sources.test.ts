import { describe, expect, it } from "vitest";
import {
  copiedFrom,
  heirsOf,
  inheriting,
  leadsThrough,
  mirroredBy,
  namesakesOf,
  partsOf,
  sourcesOf,
} from "../../../src/odoo/schema/sources.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const link = (relation: string) => fieldWith({ type: "many2one", relation });

const { models } = schemaWith({
  "crm.lead": {
    partner_id: link("res.partner"),
    email_from: fieldWith({ depends: ["partner_id"], sources: ["partner_id.email", "gone_id.email", "partner_id.id"] }),
    street: fieldWith({ related: "partner_id.street" }),
    country: fieldWith({ related: "partner_id.country_id.name" }),
    name: fieldWith(),
  },
  "hr.applicant": { partner_id: link("res.partner"), email_from: fieldWith({ depends: ["partner_id"] }) },
  "hr.employee": { resource_id: link("resource.resource"), resource_calendar_id: link("resource.calendar") },
  "product.product": {
    product_tmpl_id: link("product.template"),
    name: fieldWith({ inherited: "product_tmpl_id" }),
    list_price: fieldWith({ inherited: "product_tmpl_id", related: "product_tmpl_id.list_price" }),
    barcode: fieldWith(),
  },
  "product.template": { name: fieldWith() },
});
const model = (name: string) => models[name] ?? { name, label: "", fields: {} };

describe("the fields of other records that a field is computed from", () => {
  it("are those behind a relation of its model", () => {
    expect(sourcesOf(model("crm.lead"), "email_from")).toEqual([
      { link: "partner_id", model: "res.partner", field: "email" },
    ]);
    expect(sourcesOf(model("crm.lead"), "name")).toEqual([]);
    expect(sourcesOf(model("crm.lead"), "constructor")).toEqual([]);
  });

  it("are known of some that do not tell", () => {
    expect(sourcesOf(model("hr.applicant"), "email_from")).toEqual([
      { link: "partner_id", model: "res.partner", field: "email" },
    ]);
    expect(sourcesOf(model("product.product"), "barcode")).toEqual([
      { link: "product_tmpl_id", model: "product.template", field: "barcode" },
    ]);
    expect(sourcesOf(model("hr.employee"), "resource_calendar_id")).toEqual([
      { link: "resource_id", model: "resource.resource", field: "calendar_id" },
    ]);
  });
});

it("a field mirrors another one by one step: as related, or inherited", () => {
  expect(mirroredBy(model("crm.lead"), "street")).toEqual([
    { link: "partner_id", model: "res.partner", field: "street" },
  ]);
  expect(mirroredBy(model("product.product"), "name")).toEqual([
    { link: "product_tmpl_id", model: "product.template", field: "name" },
  ]);
  expect(mirroredBy(model("crm.lead"), "country")).toEqual([]);
  expect(mirroredBy(model("crm.lead"), "name")).toEqual([]);
});

it("a model's heirs are those known models that show its fields as their own", () => {
  expect(heirsOf("product.template", Object.values(models))).toEqual([
    { model: "product.product", link: "product_tmpl_id", fields: ["name", "list_price"] },
  ]);
  expect(heirsOf("res.partner", Object.values(models))).toEqual([]);
});

describe("what tells the same as a field", () => {
  const partner = { link: "partner_id", model: "res.partner" };

  it("is a copy of another record's, known of some models", () => {
    const company = { name: "res.company", label: "", fields: { partner_id: link("res.partner") } };
    expect(copiedFrom(company, "street")).toEqual([{ ...partner, field: "street" }]);
    for (const name of ["constructor", "email"]) expect(copiedFrom(company, name)).toEqual([]);
    expect(copiedFrom(model("crm.lead"), "street")).toEqual([]);
  });

  it("is a text of its name behind a relation that it is computed from", () => {
    const lead = {
      ...model("crm.lead"),
      fields: { ...model("crm.lead").fields, city: fieldWith({ depends: ["partner_id", "name"] }) },
    };
    expect(namesakesOf(lead, "city")).toEqual([{ ...partner, field: "city" }]);
    expect(namesakesOf(model("product.product"), "barcode")).toMatchObject([
      { model: "product.template", field: "barcode" },
    ]);
    for (const name of ["name", "partner_id", "gone"]) expect(namesakesOf(lead, name)).toEqual([]);
  });

  it("is what it is computed from, or another name of, in its record", () => {
    const fields = { a: fieldWith({ depends: ["b"], related: "c" }), phone_mobile_search: fieldWith() };
    expect(partsOf({ name: "x", label: "", fields }, "a")).toEqual(["b", "c"]);
    expect(partsOf({ name: "x", label: "", fields }, "phone_mobile_search")).toContain("phone");
    expect(partsOf(model("crm.lead"), "street")).toEqual([]);
  });

  it("is each field that a longer path leads through, as far as its models are known", () => {
    const contact = { name: "res.partner", label: "", fields: { country_id: link("res.country") } };
    const first = { ...partner, field: "country_id" };
    const lead = model("crm.lead");
    expect(leadsThrough(lead, "country", () => contact)).toEqual([
      first,
      { link: "country_id", model: "res.country", field: "name" },
    ]);
    expect(leadsThrough(lead, "country", () => undefined)).toEqual([first]);
    expect(leadsThrough(lead, "street", () => contact)).toEqual([]);
  });

  it("is the contact's field of a user, though the snapshot has no users", () => {
    const user = inheriting("res.users", "email");
    expect(user && mirroredBy(user, "email")).toEqual([{ ...partner, field: "email" }]);
    expect(inheriting("res.users", "partner_id")?.fields.partner_id).toMatchObject({ type: "many2one" });
    expect(inheriting("crm.lead", "email")).toBeUndefined();
  });
});
