import { describe, expect, it } from "vitest";
import { plan } from "../../../codegen/plan/plan.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { OPERATIONS } from "../../../src/tools/policy/effects.js";
import { configWith, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const planOf = (models: Record<string, unknown>) => {
  const schema = schemaWith(Object.fromEntries(Object.keys(models).map((name) => [name, {}])));
  return plan(schema, configWith(models, { operations: [...OPERATIONS] })).models;
};

const moduleOf = (model: string) => planOf({ [model]: {} })[0]?.module ?? "";
const exportOf = (model: string, entry = {}) => planOf({ [model]: entry })[0]?.exportName;

/** A model's name of just this many characters. */
const long = (length: number, end = "") => `x_y_${"long_".repeat(30)}`.slice(0, length - end.length) + end;

describe("names of tools", () => {
  it.each([
    ["sale.order", "sale_order"],
    ["res.partner", "res_partner"],
    ["x_studio_thing", "x_studio_thing"],
    ["X_Studio.Thing", "x_studio_thing"],
    ["l10n_be.tax", "l10n_be_tax"],
    ["a.b__c", "a_b_c"],
  ])("%s is called %s", (model, expected) => {
    expect(moduleOf(model)).toBe(expected);
  });

  it("are the model's name and the operation", () => {
    expect(planOf({ "sale.order": {} })[0]?.tools).toEqual(
      OPERATIONS.map((operation) => ({ name: `sale_order_${operation}`, operation })),
    );
  });

  it("of up to 48 characters are kept whole", () => {
    expect(moduleOf(long(38, "y"))).toBe(long(38, "y"));
  });

  it.each([39, 40, 60, 100, 128])("of a model of %i characters are cut, with a hash of the whole", (length) => {
    const module = moduleOf(long(length, "y"));
    expect(module).toMatch(/^x_y_long_[a-z_]+[a-z]_[0-9a-f]{6}$/);
    const names = planOf({ [long(length, "y")]: {} })[0]?.tools.map(({ name }) => name) ?? [];
    expect(names).toHaveLength(OPERATIONS.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9_]{1,48}$/);
  });

  it("are the same at every run, and differ where only the part cut off does", () => {
    expect(moduleOf(long(60, "a"))).toBe("x_y_long_long_long_long_long_lo_443dcb");
    expect(moduleOf(long(60, "a"))).not.toBe(moduleOf(long(60, "b")));
  });

  it("go by the alias, of up to 38 characters", () => {
    const alias = "a".repeat(38);
    const [model] = planOf({ "sale.order": { alias, operations: ["search"] } });
    expect(model).toMatchObject({ name: "sale.order", module: alias, exportName: alias });
    expect(model?.tools).toEqual([{ name: `${alias}_search`, operation: "search" }]);
    expect(model?.tools[0]?.name.length).toBeLessThanOrEqual(48);
  });
});

describe("names of exports", () => {
  it.each([
    ["sale.order", "saleOrder"],
    ["x_studio_thing", "xStudioThing"],
    ["a.1b", "a1b"],
    ["import", "importModel"],
    ["default", "defaultModel"],
    ["class", "classModel"],
    ["await", "awaitModel"],
    ["define.model", "defineModelModel"],
    ["import.line", "importLine"],
  ])("%s is exported as %s", (model, expected) => {
    expect(exportOf(model)).toBe(expected);
  });

  it("keep clear of reserved words in an alias too", () => {
    expect(exportOf("sale.order", { alias: "new" })).toBe("newModel");
  });
});

describe("two models with one name", () => {
  it.each([
    ["in their tools", { "sale.order": {}, sale_order: {} }, "sale.order and sale_order", "sale_order_*"],
    ["but for capitals", { "x.Thing": {}, "x.thing": {} }, "x.Thing and x.thing", "x_thing_*"],
    ["by an alias", { "a.b": {}, "c.d": { alias: "a_b" } }, "a.b and c.d", "a_b_*"],
    ["in their exports", { "x.1": {}, x1: {} }, "x.1 and x1", "x1"],
    ["in their exports, by a reserved word", { default: {}, "default.model": {} }, "default.model", "defaultModel"],
    ["in their exports, by aliases", { "a.b": { alias: "c__d" }, "c.d": {} }, "a.b and c.d", "cD"],
  ])("%s stop the generation", (_, models, who, what) => {
    expect(() => planOf(models)).toThrow(odooError("settings", who, what));
  });

  it("are told how to go apart, which works", () => {
    const hint = expect.stringContaining('"sale_order": { "alias": ');
    expect(() => planOf({ "sale.order": {}, sale_order: {} })).toThrow(expect.objectContaining({ hint }));
    const models = planOf({ "sale.order": {}, sale_order: { alias: "other" } });
    expect(models.map(({ module }) => module)).toEqual(["sale_order", "other"]);
  });

  it("stop the generation if a glob gave both one alias", () => {
    const schema = schemaWith({ "sale.a": {}, "sale.b": {} });
    const error = odooError("settings", "sale.a and sale.b", "sales_*");
    expect(() => plan(schema, configWith({ "sale.*": { alias: "sales" } }))).toThrow(error);
  });

  it("do not matter where the config leaves one of them out", () => {
    const schema = schemaWith({ "sale.order": {}, sale_order: {} });
    expect(plan(schema, configWith({ "*": {}, sale_order: false })).models).toHaveLength(1);
  });
});

describe("a tool that would be called as a generic one", () => {
  const endings = OPERATIONS.map((operation) => `_${operation}`);
  const reachable = GENERIC_TOOLS.map(({ definition }) => definition.name).filter((name) =>
    endings.some((ending) => name.endsWith(ending)),
  );

  it.each(reachable)("%s stops the generation, with an alias as the way out", (name) => {
    const model = name.replace(/_[a-z]+$/, "");
    expect(() => planOf({ [model]: {} })).toThrow(odooError("settings", name, model));
    expect(planOf({ [model]: { alias: "other" } })[0]?.module).toBe("other");
    expect(planOf({ [model]: { operations: ["read"] } })[0]?.module).toBe(model);
  });
});

describe("models", () => {
  const schema = schemaWith({ "sale.order.line": {}, "res.partner": {}, "sale.order": {}, "crm.lead": {} });
  const names = (models: Record<string, unknown>) => plan(schema, configWith(models)).models.map(({ name }) => name);

  it.each([
    ["are those the config names", { "crm.lead": {} }, ["crm.lead"]],
    ["come in the order of their names", { "sale.order.line": {}, "crm.lead": {} }, ["crm.lead", "sale.order.line"]],
    ["can be chosen by a glob", { "sale.*": {} }, ["sale.order", "sale.order.line"]],
    ["are left out by false", { "sale.*": {}, "sale.order": false }, ["sale.order.line"]],
    ["are left out by the false of a glob", { "*": {}, "sale.*": false }, ["crm.lead", "res.partner"]],
    ["are only those of the snapshot", { "crm.lead": {}, "x.missing": {} }, ["crm.lead"]],
  ])("%s", (_, models, expected) => {
    expect(names(models)).toEqual(expected);
  });

  it("get the operations of their own entry, of their glob's, or of the top level", () => {
    const config = configWith(
      { "sale.*": { operations: ["search", "read"] }, "sale.order": { operations: ["create"] }, "crm.lead": {} },
      { operations: ["count"] },
    );
    const tools = plan(schema, config).models.flatMap((model) => model.tools.map(({ name }) => name));
    expect(tools).toEqual(["crm_lead_count", "sale_order_create", "sale_order_line_search", "sale_order_line_read"]);
  });

  it("are called by their name where nothing can be seen of the label", () => {
    const blank = { "a.b": { name: "a.b", label: "\u200b\n\u202e", fields: {} } };
    expect(plan({ series: "19.0", models: blank }, configWith({ "a.b": {} })).models[0]?.label).toBe("a.b");
  });
});

describe("fields", () => {
  const fields = {
    zip: fieldWith(),
    total: fieldWith({ type: "monetary", readonly: true }),
    project_id: fieldWith({ type: "many2one", readonly: true, needed: { reason: "flag" } }),
    properties: fieldWith({ type: "properties" }),
    definition: fieldWith({ type: "properties_definition" }),
    name: fieldWith({ needed: { reason: "onchange", unless: ["zip", "partner_id"] } }),
    Partner: fieldWith({ required: true }),
    company_id: fieldWith({ needed: { reason: "onchange" } }),
  };
  const [model] = plan(schemaWith({ "a.b": fields }), configWith({ "a.b": {} })).models;

  it("are those that can be written, in code-point order; a needed one is written though it is readonly", () => {
    expect(model?.fields.map(([name]) => name)).toEqual([
      "Partner",
      "company_id",
      "name",
      "project_id",
      "properties",
      "zip",
    ]);
  });

  it("are required if they are needed, whatever Odoo's flag says", () => {
    expect(model?.required).toEqual(["company_id", "project_id"]);
  });

  it("are required unless another is given, in code-point order", () => {
    expect(model?.requiredUnless).toEqual({ name: ["partner_id", "zip"] });
  });
});

describe("fields that the config requires", () => {
  const required = (names: string[]) => {
    const config = configWith({ "a.b": { required: names } });
    const fields = {
      name: fieldWith({ needed: { reason: "onchange", unless: ["other_id"] } }),
      total: fieldWith({ readonly: true }),
    };
    const [model] = plan(schemaWith({ "a.b": fields }), config).models;
    return [model?.required, model?.requiredUnless];
  };

  it("are required without a condition", () => {
    expect(required([])).toEqual([[], { name: ["other_id"] }]);
    expect(required(["name"])).toEqual([["name"], {}]);
  });

  it("must be writable", () => {
    expect(() => required(["total"])).toThrow(odooError("settings", '"total" of a.b'));
    expect(() => required(["nam"])).toThrow(odooError("settings", 'Did you mean "name"?'));
  });
});
