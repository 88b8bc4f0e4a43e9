import { join } from "node:path";
import { ts } from "ts-morph";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import { fieldsFromOdoo } from "../../../src/odoo/schema/fields-from-odoo.js";
import { parseSchema, serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { modelSource } from "../../../src/tools/call/model-source.js";
import { openGenerated } from "../../../src/tools/generated/folder.js";
import { valueSource } from "../../../src/tools/generated/value-source.js";
import { UNRESTRICTED } from "../../../src/tools/policy/unrestricted.js";
import { fakeClient, odooError, temporaryFolder, writeFiles } from "../../support/fixtures.js";
import { FLAG, HOSTILE, hostileConfig, hostileSchema, modelAt, schemaOf } from "../hostile.js";

import {
  isComment,
  keysIn,
  NODES,
  nodeKinds,
  STATEMENTS,
  skeletonOf,
  statementKinds,
  syntaxErrors,
  tokensOf,
} from "../parsed.js";

describe("hostile texts", () => {
  const models = HOSTILE.map(([what, text], index) => [what, text, modelAt(index)] as const);
  const texts = new Map<string, string>();
  const twins = new Map<string, string>();
  let folder: string;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
    const schema = hostileSchema();
    const files = generatedFiles(schema, hostileConfig());
    for (const { path, text } of files) texts.set(path, text);
    await writeFiles(folder, [...files, { path: "schema.json", text: serializeSchema(schema) }]);
    const harmless = schemaOf(HOSTILE.map(() => "harmless"));
    for (const { path, text } of generatedFiles(harmless, hostileConfig())) twins.set(path, text);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await remove();
  });

  const pathOf = (model: string) => `models/${model.replace(".", "_")}.ts`;
  const moduleText = (model: string) => texts.get(pathOf(model)) ?? "";

  it("come back from the snapshot as they were", () => {
    expect(openGenerated(folder).schema()).toEqual(hostileSchema());
  });

  it("leave the index without a trace", () => {
    expect(texts.get("index.ts")).toBe(twins.get("index.ts"));
    expect(syntaxErrors(texts.get("index.ts") ?? "no index")).toEqual([]);
  });

  describe.each(models)("%s", (_, text, model) => {
    it("leaves a module that TypeScript can parse", () => {
      expect(syntaxErrors(moduleText(model))).toEqual([]);
    });

    it("stays in string literals and comments", () => {
      const holding = tokensOf(moduleText(model)).filter((token) => token.text.includes(FLAG));
      expect(holding.length).toBeGreaterThan(5);
      expect(holding.filter(({ kind }) => kind !== ts.SyntaxKind.StringLiteral && !isComment(kind))).toEqual([]);
    });

    it("adds no code: but for its strings, the module is that of a harmless text", () => {
      expect(skeletonOf(moduleText(model))).toEqual(skeletonOf(twins.get(pathOf(model)) ?? ""));
      expect(statementKinds(moduleText(model))).toEqual(STATEMENTS);
      expect([...nodeKinds(moduleText(model))].filter((kind) => !NODES.has(kind))).toEqual([]);
    });

    it("is seen by a reviewer: one line a comment, nothing invisible, nothing that tools obey", () => {
      expect(moduleText(model).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2028\u2029]/u);
      for (const { text: comment } of tokensOf(moduleText(model)).filter(({ kind }) => isComment(kind))) {
        expect(comment).toMatch(/^(\/\*\* [^@\n]{1,120} \*\/|\/\/ [^@\n]{1,200})$/);
      }
    });

    it("is meant as it was written: keys are the same text in the code", () => {
      expect(keysIn(moduleText(model), "selection")).toEqual([text]);
      expect(keysIn(moduleText(model), "reference")).toEqual([text]);
    });

    it("does not run when the module is loaded and used", async () => {
      const generated = openGenerated(folder);
      const definition = await generated.load(model);
      expect(definition).toMatchObject({ model, requiredUnless: { needed: ["many2one"] } });
      const source = valueSource(generated, modelSource(generated.schema(), fakeClient({}), UNRESTRICTED));
      const { create } = await source(model);
      const values = { needed: "x", selection: text, lines: { create: [{ needed: "y", selection: text }] } };
      expect(await create.parseAsync(values)).toMatchObject({ selection: text });
      expect((await create.safeParseAsync({ ...values, selection: `${text}!` })).success).toBe(false);
      expect(globalThis).not.toHaveProperty(FLAG);
    });
  });
});

describe("a name that is no identifier", () => {
  const names = [
    "a-b",
    "a b",
    "1a",
    "",
    "a.b",
    "a\nb",
    "a;process.exit(1)",
    "a: field.char(), [process.exit(1)]",
    "[a]",
    '"a"',
    "é",
    "a\u200b",
    "a".repeat(64),
    "__proto__",
  ];

  it.each(names)("is not taken from Odoo as a field's: %j", (name) => {
    const raw = Object.fromEntries([
      [name, { type: "char" }],
      ["ok", { type: "char" }],
    ]);
    expect(Object.keys(fieldsFromOdoo(raw))).toEqual(["ok"]);
  });

  it.each(names)("is not read from a snapshot as a field's: %j", (name) => {
    const text = JSON.stringify(snapshot({ [name]: { type: "char", string: "" } }));
    // JSON's own "__proto__" is passed over; all others are refused.
    if (name === "__proto__") expect(parseSchema(text, "s.json").models["a.b"]?.fields).toEqual({});
    else expect(() => parseSchema(text, "s.json")).toThrow(odooError("settings", "s.json", "models.a.b.fields"));
  });

  it.each([
    ["relation", "many2one"],
    ["relation_field", "one2many"],
    ["currency_field", "monetary"],
    ["inherited", "char"],
  ])("is refused in a snapshot as a field's %s", (attribute, type) => {
    for (const [, text] of HOSTILE) {
      const field = { type, string: "", [attribute]: text };
      expect(() => parseSchema(JSON.stringify(snapshot({ a: field })), "s.json")).toThrow(
        odooError("settings", attribute),
      );
    }
  });

  it("is refused in a snapshot as a field that another one is needed without", () => {
    for (const [, text] of HOSTILE) {
      const field = { type: "char", string: "", needed: { reason: "flag", unless: [text] } };
      expect(() => parseSchema(JSON.stringify(snapshot({ a: field })), "s.json")).toThrow(
        odooError("settings", "unless"),
      );
    }
  });

  it.each(HOSTILE)("is refused in a snapshot as a model's: %s", (_, text) => {
    const models = JSON.stringify({ format: 1, series: "19.0", models: { [text]: { label: "", fields: {} } } });
    expect(() => parseSchema(models, "s.json")).toThrow(odooError("settings", "s.json"));
    expect(() => parseSchema(JSON.stringify({ format: 1, series: text, models: {} }), "s.json")).toThrow(
      odooError("settings", "series"),
    );
  });

  function snapshot(fields: Record<string, unknown>) {
    return { format: 1, series: "19.0", models: { "a.b": { label: "", fields } } };
  }
});
