import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { catalogue } from "../../../codegen/emit/catalogue.js";
import { checkMadeFrom, digestOf } from "../../../src/tools/generated/made-from.js";
import type { Manifest } from "../../../src/tools/generated/manifest.js";
import { configWith, odooError, schemaWith, temporaryFolder } from "../../support/fixtures.js";

const CONFIG = {
  models: { "*": {}, "x.*": {}, "x.order": { operations: ["read"], alias: "order" } },
  policy: { "x.order": { denyFields: ["name"], domain: [["name", "=", "a"]] }, "x.*": { maxRecords: 5 } },
};
const SCHEMA = schemaWith({ "x.order": { name: { type: "char", string: "" } } });

describe("the digest of a config", () => {
  it("is the same of its text and of what was read, whatever the order of an entry's settings", () => {
    const read = configWith(CONFIG.models, { policy: CONFIG.policy, limits: { tools: 90 } });
    expect(digestOf(read)).toBe(digestOf(CONFIG));
    const turned = { ...CONFIG, models: { "*": {}, "x.*": {}, "x.order": { alias: "order", operations: ["read"] } } };
    expect(digestOf(turned)).toBe(digestOf(CONFIG));
    const named = { "a.one": {}, "b.two": {} };
    expect(digestOf({ models: { "b.two": {}, "a.one": {} } })).toBe(digestOf({ models: named }));
    expect(digestOf({ models: {} })).toBe(digestOf({ models: {}, policy: {} }));
  });

  it.each<[string, object]>([
    ["another policy", { ...CONFIG, policy: { ...CONFIG.policy, "x.*": { maxRecords: 6 } } }],
    ["no policy", { models: CONFIG.models }],
    ["another order of globs", { ...CONFIG, models: { "x.*": {}, "*": {}, "x.order": CONFIG.models["x.order"] } }],
    ["other models", { ...CONFIG, models: { ...CONFIG.models, "y.order": false } }],
    ["another setting of a model", { ...CONFIG, models: { ...CONFIG.models, "x.order": { operations: ["read"] } } }],
  ])("is another one with %s", (_, config) => {
    expect(digestOf(config)).not.toBe(digestOf(CONFIG));
  });
});

describe("a generated folder", () => {
  const { manifest } = catalogue(SCHEMA, configWith({ "x.order": {} }, { policy: CONFIG.policy }));
  const made = { models: { "x.order": {} }, policy: CONFIG.policy };

  /** A folder of generated files, and a config beside it. */
  async function beside(text?: string) {
    const { folder, remove } = await temporaryFolder();
    onTestFinished(remove);
    await mkdir(join(folder, "generated"));
    const file = join(folder, "odoo-models.config.json");
    if (text !== undefined) await writeFile(file, text);
    return { generated: join(folder, "generated"), file };
  }
  const check = async (text?: string, of: Manifest = manifest) => checkMadeFrom((await beside(text)).generated, of);

  it("is served with the config that it was made from, and where there is none", async () => {
    await expect(check(JSON.stringify({ ...made, limits: { tools: 3 } }))).resolves.toBeUndefined();
    await expect(check()).resolves.toBeUndefined();
  });

  it.each([
    ["another policy", JSON.stringify({ ...made, policy: {} })],
    ["other models", JSON.stringify({ ...made, models: {} })],
    ["no JSON", "{"],
    ["no config", "null"],
  ])("is not served beside a config of %s", async (_, text) => {
    await expect(check(text)).rejects.toEqual(odooError("settings", "was made from another one"));
    await expect(check(text)).rejects.toEqual(
      expect.objectContaining({ hint: expect.stringContaining("Run `odoo-mcp generate`") }),
    );
  });

  it("is not served beside a config where it does not tell what it was made from", async () => {
    const { config: _, ...older } = manifest;
    await expect(check(JSON.stringify(made), older)).rejects.toEqual(odooError("settings", "does not tell"));
    await expect(check(undefined, older)).resolves.toBeUndefined();
  });

  it("is compared with the config that is named, which must be there", async () => {
    const { generated, file } = await beside(JSON.stringify({ models: {} }));
    const own = join(generated, "own.json");
    expect(() => checkMadeFrom(generated, manifest, own)).toThrow(odooError("settings", "Cannot read", "own.json"));
    await writeFile(own, JSON.stringify(made));
    expect(() => checkMadeFrom(generated, manifest, own)).not.toThrow();
    expect(() => checkMadeFrom(generated, manifest, file)).toThrow(odooError("settings", "another one"));
  });

  it("is not served beside a config that cannot be read", async () => {
    const { generated, file } = await beside();
    await mkdir(file);
    expect(() => checkMadeFrom(generated, manifest)).toThrow(odooError("settings", "Cannot read", file));
    await rm(file, { recursive: true });
    expect(() => checkMadeFrom(generated, manifest)).not.toThrow();
  });
});
