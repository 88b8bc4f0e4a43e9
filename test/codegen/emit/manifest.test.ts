import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { operationsOf } from "../../../codegen/config/config.js";
import { manifest } from "../../../codegen/emit/manifest.js";
import { lint } from "../../../codegen/emit/portable.js";
import { plan } from "../../../codegen/plan/plan.js";
import { chosenButtons } from "../../../codegen/steps/chosen.js";
import { plainText } from "../../../codegen/text/text.js";
import { checkDomain } from "../../../src/odoo/query/domain.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { fieldSchemas } from "../../../src/odoo/values/values.js";
import type { JsonSchema } from "../../../src/tools/call/tool.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { effectOfEntry, isPlain } from "../../../src/tools/generated/manifest.js";
import { annotationsOf } from "../../../src/tools/policy/effects.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  fieldWith,
  GENERATED,
  schemaWith,
  temporaryFolder,
  valuesOf,
} from "../../support/fixtures.js";
import { FLAG, hostileConfig, hostileSchema } from "../hostile.js";

const committed = manifest(plan(committedSchema(), committedConfig()));
const hostile = manifest(plan(hostileSchema(), hostileConfig()));

describe.each([
  ["the committed config", committed, committedConfig(), committedSchema()],
  ["hostile texts", hostile, hostileConfig(), hostileSchema()],
] as const)("the tools of %s", (_, { models, tools }, config, schema) => {
  const definitions = tools.map(({ tool }) => tool);

  it("are as many as the models have operations and steps", () => {
    const names = Object.keys(models).flatMap((model) => [
      ...operationsOf(config, model).map((operation) => [model, operation]),
      ...(schema.models[model] ? chosenButtons(schema.models[model], config) : []).map(() => [model, "act"]),
    ]);
    expect(tools.map(({ model, operation }) => [model, operation])).toEqual(names);
    expect(names.length).toBeGreaterThan(30);
  });

  it("keep every rule of the lint", () => {
    expect(lint(definitions)).toEqual([]);
  });

  it("have all four annotations, those of their operation", () => {
    const wrong = tools.filter(({ tool, ...entry }) => {
      const expected = Object.entries(annotationsOf(effectOfEntry(entry)));
      const own = Object.entries(tool.annotations);
      return own.length !== 4 || JSON.stringify(own) !== JSON.stringify(expected);
    });
    expect(wrong).toEqual([]);
  });

  it("are valid JSON Schemas", () => {
    // The compiled code is not run, so it need not be short, and errors need no message.
    const cheap = { code: { optimize: false }, allErrors: true, messages: false };
    const ajv = new Ajv2020({ ...cheap, strict: true, formats: { date: true, "date-time": true } });
    const roots = definitions.flatMap(({ inputSchema, outputSchema }) => [inputSchema, outputSchema]);
    for (const text of new Set(roots.map((root) => JSON.stringify(root)))) {
      expect(ajv.compile(JSON.parse(text))).toBeTypeOf("function");
    }
  });
});

describe("the tools of a model, read alone", () => {
  const described = (operation: string, argument: string) => {
    const { tool } = committed.tools.find((own) => own.operation === operation) ?? {};
    return String((tool?.inputSchema.properties as Record<string, JsonSchema> | undefined)?.[argument]?.description);
  };

  it.each(["search", "aggregate"])("show a domain that any model takes: %s", (operation) => {
    const [example = ""] = /\[\[.*\]\]/.exec(described(operation, "domain")) ?? [];
    const model = { name: "a.b", label: "a.b", fields: { create_date: fieldWith({ type: "datetime" }) } };
    const series = { major: 14, minor: 0, name: "14.0" };
    const checked = checkDomain(JSON.parse(example), model, { series, timeZone: "UTC", model: async () => model });
    return expect(checked).resolves.toHaveLength(1);
  });

  it("show groups, measures and what of groups to keep", () => {
    expect(described("aggregate", "group_by")).toMatch(/date_order:month.*hour.*year/);
    expect(described("aggregate", "measures")).toContain("amount_total:sum");
    expect(described("aggregate", "having")).toBe('[["count", ">", 1]]');
  });
});

describe("hostile texts", () => {
  it("are cut in descriptions; a selection lists its values whole or not at all", () => {
    for (const [name, { label }] of Object.entries(hostile.models)) {
      expect([...label].length).toBeLessThanOrEqual(80);
      const { selection, char } = valuesOf(hostile, name, "create").properties;
      const key = hostileSchema().models[name]?.label ?? "";
      const isListed = plainText(key, 64) === key;
      expect(selection?.enum).toEqual(isListed ? [key] : undefined);
      expect(selection?.description).toMatch(isListed ? /^/ : /get_fields lists its values/);
      expect([...String(char?.description)].length).toBeLessThanOrEqual(60);
    }
  });

  it("leave JSON that says the same when it is read again", () => {
    expect(JSON.parse(JSON.stringify(hostile))).toEqual(hostile);
    expect(JSON.stringify(hostile)).toContain(FLAG);
  });
});

describe("a create tool and its model's generated module", () => {
  const generated = openGenerated(GENERATED);
  const models = generated.manifest.tools.filter(({ operation }) => operation === "create").map(({ model }) => model);
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const cache = await temporaryFolder();
    remove = cache.remove;
    vi.stubEnv("XDG_CACHE_HOME", cache.folder);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await remove();
  });

  it.each(models)("of %s take no other fields, and require the same", async (model) => {
    const definition = await generated.load(model);
    const shape = definition?.values(fieldSchemas(() => Promise.reject(new Error("no lines here")))) ?? {};
    const create = valuesOf(generated.manifest, model, "create");
    const update = valuesOf(generated.manifest, model, "update");
    const createOnly = definition?.createOnly ?? [];
    expect(Object.keys(shape)).toEqual(expect.arrayContaining(Object.keys(create.properties)));
    expect(Object.keys(update.properties).filter((name) => createOnly.includes(name))).toEqual([]);
    // A new record has no properties yet.
    const fields = generated.schema().models[model]?.fields;
    expect(Object.keys(create.properties).filter((name) => fields?.[name]?.type === "properties")).toEqual([]);
    expect(Object.keys(create.properties).length).toBeGreaterThan(10);
    expect(create.required ?? []).toEqual(definition?.required);
    const conditional = Object.entries(create.properties).filter(([, { description }]) =>
      /required unless/.test(String(description)),
    );
    expect(conditional.map(([name]) => name)).toEqual(Object.keys(definition?.requiredUnless ?? {}));
  });

  it.each(models)("of %s are all optional in an update", (model) => {
    expect(valuesOf(generated.manifest, model, "update").required).toBeUndefined();
  });

  it.each(models)("of %s name the same selection keys", async (model) => {
    const shape = (await generated.load(model))?.values(fieldSchemas(() => Promise.reject())) ?? {};
    for (const [name, { enum: keys = [] }] of Object.entries(
      valuesOf(generated.manifest, model, "create").properties,
    )) {
      for (const key of keys as string[])
        expect([name, key, shape[name]?.safeParse(key).success]).toEqual([name, key, true]);
    }
  });
});

describe("a model whose records are created as they are given", () => {
  it("is marked, and no other", () => {
    const fields = { name: fieldWith() };
    const config = configWith({ "a.*": { create: "plain" }, "a.c": {} });
    const { models } = manifest(plan(schemaWith({ "a.b": fields, "a.c": fields }), config));
    expect(models["a.b"]).toHaveProperty("create", "plain");
    expect(models["a.c"]).not.toHaveProperty("create");
    expect(isPlain({ ...committed, models }, "a.b")).toBe(true);
    expect(["a.c", "constructor", "x"].filter((name) => isPlain({ ...committed, models }, name))).toEqual([]);
  });
});

describe("a model without a label that can be seen", () => {
  it("is called by its name", () => {
    const schema: Schema = { series: "19.0", models: { "a.b": { name: "a.b", label: "\u200b", fields: {} } } };
    const { models, tools } = manifest(plan(schema, configWith({ "a.b": { operations: ["read"] } })));
    expect(models["a.b"]?.label).toBe("a.b");
    expect(tools[0]?.tool.title).toBe("Read a.b");
  });
});
