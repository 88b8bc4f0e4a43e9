import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { configJsonSchema, configOf, fieldChoice, operationsOf, parseConfig } from "../../../codegen/config/config.js";
import { committedConfig, configWith, odooError } from "../../support/fixtures.js";

describe("parseConfig", () => {
  it("gives a model that says nothing what is used every day: no deletion", () => {
    const config = parseConfig('{ "models": { "res.partner": {} } }', "c.json");
    expect(operationsOf(config, "res.partner")).toEqual(["search", "read", "aggregate", "create", "update"]);
    expect(fieldChoice(config, "res.partner")).toEqual({
      fields: "curated",
      include: [],
      exclude: [],
      maxFields: 30,
    });
  });

  it("lets a model say more of its fields than the top level", () => {
    const models = { "a.b": { fields: ["name"], maxFields: 3, include: ["x"], exclude: ["y"] }, "c.d": {} };
    const config = configWith(models, { fields: "all", maxFields: 9 });
    expect(fieldChoice(config, "a.b")).toEqual({ fields: ["name"], maxFields: 3, include: ["x"], exclude: ["y"] });
    expect(fieldChoice(config, "c.d")).toMatchObject({ fields: "all", maxFields: 9 });
  });

  it.each([
    ["text that is no JSON", '{ "models": ', "c.json is not JSON"],
    ["a list", "[]", "c.json: the top level: "],
    ["no models", "{}", "c.json: models: "],
    ["an unknown key", '{ "models": {}, "model": {} }', "c.json: the top level: ", '"model". Did you mean "models"?'],
    [
      "an unknown key of a model",
      '{ "models": { "a.b": { "opertions": [] } } }',
      "c.json: models.a.b: ",
      '"opertions". Did you mean "operations"?',
    ],
    ["a key like no other", '{ "models": {}, "zzz": 1 }', 'c.json: the top level: Unrecognized key: "zzz".'],
    ["true for a model", '{ "models": { "a.b": true } }', "c.json: models.a.b: ", "object"],
    [
      "a wrong operation",
      '{ "models": { "a.b": { "operations": ["serach"] } } }',
      "models.a.b.operations.0: ",
      "search",
    ],
    ["no operation of a model", '{ "models": { "a.b": { "operations": [] } } }', "models.a.b.operations: "],
    ["no operation at all", '{ "models": {}, "operations": [] }', "c.json: operations: "],
    [
      "a name of an instance that is no part of an address",
      '{ "models": {}, "instances": { "a/b": {} } }',
      "c.json: instances.a/b: is no name of an instance",
    ],
    [
      "a credential",
      '{ "models": {}, "instances": { "shop": { "apiKey": "k" } } }',
      'c.json: instances.shop: Unrecognized key: "apiKey".',
    ],
    [
      "a slip in an instance",
      '{ "models": {}, "instances": { "shop": { "generatd": "k" } } }',
      'instances.shop: Unrecognized key: "generatd". Did you mean "generated"?',
    ],
    ["an alias with a dot", '{ "models": { "a.b": { "alias": "a.b" } } }', "c.json: models.a.b.alias: "],
    ["an alias in capitals", '{ "models": { "a.b": { "alias": "AB" } } }', "c.json: models.a.b.alias: "],
    ["an alias that begins with a digit", '{ "models": { "a.b": { "alias": "1a" } } }', "c.json: models.a.b.alias: "],
    ["an alias of code", '{ "models": { "a.b": { "alias": "a;b()" } } }', "c.json: models.a.b.alias: "],
    [
      "an alias of 39 letters",
      `{ "models": { "a.b": { "alias": "${"a".repeat(39)}" } } }`,
      "c.json: models.a.b.alias: ",
    ],
  ])("refuses %s and names the place", (_, text, ...texts) => {
    expect(() => parseConfig(text, "c.json")).toThrow(odooError("settings", ...texts));
  });

  it("is the same whatever instances are named: they say where an Odoo is", () => {
    const text = '{ "models": { "res.partner": {} }, "instances": { "shop": { "env": "settings" } } }';
    expect(parseConfig(text, "c.json")).toEqual(configWith({ "res.partner": {} }));
  });

  it("takes nothing from a key named __proto__", () => {
    const config = parseConfig('{ "models": { "__proto__": { "alias": "evil" } } }', "c.json");
    expect(configOf(config, "alias")).toBeUndefined();
    expect(configOf(config, "res.partner")).toBeUndefined();
    expect(({} as Record<string, unknown>).alias).toBeUndefined();
  });
});

describe("configOf", () => {
  const alias = (name: string) => ({ alias: name });

  it.each([
    ["a model's own name", { "sale.order": alias("own") }, "sale.order", "own"],
    ["a glob", { "sale.*": alias("glob") }, "sale.order", "glob"],
    ["a glob over several dots", { "sale.*": alias("glob") }, "sale.order.line", "glob"],
    ["a glob at the front", { "*.line": alias("glob") }, "sale.order.line", "glob"],
    ["the glob of everything", { "*": alias("glob") }, "x_thing", "glob"],
    ["a glob of choices", { "sale.{order,report}": alias("glob") }, "sale.report", "glob"],
    ["its name before a later glob", { "sale.order": alias("own"), "sale.*": alias("glob") }, "sale.order", "own"],
    ["its name before an earlier glob", { "sale.*": alias("glob"), "sale.order": alias("own") }, "sale.order", "own"],
    ["its name though a glob leaves out", { "sale.*": false, "sale.order": alias("own") }, "sale.order", "own"],
    ["a later glob before an earlier one", { "*": alias("all"), "sale.*": alias("sale") }, "sale.order", "sale"],
    ["an earlier glob where the later one does not match", { "*": alias("all"), "sale.*": alias("sale") }, "a", "all"],
  ])("goes by %s", (_, models, model, expected) => {
    expect(configOf(configWith(models), model)?.alias).toBe(expected);
  });

  it.each([
    ["nothing names", { "res.partner": {} }, "sale.order"],
    ["false leaves out by name", { "sale.order": false }, "sale.order"],
    ["false leaves out by name, whatever a glob says", { "sale.order": false, "sale.*": {} }, "sale.order"],
    ["false leaves out by a later glob", { "*": {}, "sale.*": false }, "sale.order"],
    ["only begins with a configured name", { sale: {} }, "sale.order"],
    ["is called as something every object has", { "res.partner": {} }, "constructor"],
  ])("answers nothing for a model that %s", (_, models, model) => {
    expect(configOf(configWith(models), model)).toBeUndefined();
  });
});

describe("operationsOf", () => {
  it("goes by the model's own list before the top level's", () => {
    const config = configWith({ "a.b": { operations: ["read"] }, "c.d": {} }, { operations: ["search", "count"] });
    expect(operationsOf(config, "a.b")).toEqual(["read"]);
    expect(operationsOf(config, "c.d")).toEqual(["search", "count"]);
  });

  it("has one order, each once, however the config lists them", () => {
    const config = configWith({ "a.b": { operations: ["delete", "search", "delete", "create"] } });
    expect(operationsOf(config, "a.b")).toEqual(["search", "create", "delete"]);
  });
});

describe("configJsonSchema", () => {
  const accepts = new Ajv2020().compile(configJsonSchema() as object);

  it("accepts the committed config and false for a model", () => {
    expect(accepts(committedConfig())).toBe(true);
    expect(accepts({ models: { "ir.*": false } })).toBe(true);
  });

  it.each([
    ["an unknown key", { models: {}, model: {} }],
    ["a wrong operation", { models: { "a.b": { operations: ["serach"] } } }],
    ["a wrong way to create", { models: { "a.b": { create: "fast" } } }],
    ["a wrong alias", { models: { "a.b": { alias: "A" } } }],
  ])("refuses %s", (_, config) => {
    expect(accepts(config)).toBe(false);
  });
});

it("is described by odoo-models.schema.json, for editors (vitest -u writes it)", async () => {
  const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../odoo-models.schema.json");
});
