import { execFile } from "node:child_process";
import { copyFile, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { generateCommand, generatedFiles } from "../../../codegen/commands/generate.js";
import type { Config } from "../../../codegen/config/config.js";
import { writeOwned } from "../../../codegen/disk/ownership.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import {
  CONFIG_FILE,
  committedConfig,
  committedSchema,
  configWith,
  fieldWith,
  filesBelow,
  GENERATED,
  odooError,
  ROOT,
  SCHEMA_FILE,
  schemaWith,
  temporaryFolder,
} from "../../support/fixtures.js";
import { random } from "../../support/random.js";

const run = promisify(execFile);
const CLI = join(ROOT, "dist", "src", "cli.js");

/** What a run writes, by path. */
async function written(schema = committedSchema(), config = committedConfig()): Promise<Record<string, string>> {
  const files = generatedFiles(schema, config);
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

/** The committed folder without the snapshot, which is an input. */
async function committedFiles(): Promise<Record<string, string>> {
  const { "schema.json": _, "files.json": _list, ...files } = await filesBelow(GENERATED);
  return files;
}

describe("generate", () => {
  let first: Record<string, string>;

  beforeAll(async () => {
    first = await written();
  });

  it("makes of the committed snapshot and config just what is committed", async () => {
    const committed = await committedFiles();
    expect(Object.keys(first).sort()).toEqual(Object.keys(committed).sort());
    for (const [path, text] of Object.entries(committed)) expect([path, first[path]]).toEqual([path, text]);
  });

  it("writes the same bytes twice", async () => {
    expect(await written()).toEqual(first);
  });

  it.each([1, 2])("writes the same bytes of a snapshot and config in another order (seed %i)", async (seed) => {
    const schema = shuffled(committedSchema(), seed);
    expect(JSON.stringify(schema)).not.toBe(JSON.stringify(committedSchema()));
    const config: Config = { ...committedConfig(), models: shuffled(committedConfig().models, seed) };
    expect(await written(schema, config)).toEqual(first);
    expect(serializeSchema(schema)).toBe(serializeSchema(committedSchema()));
  });

  it("writes text files: a new line at the end, none of Windows'", () => {
    for (const [path, text] of Object.entries(first)) {
      expect([path, text.endsWith("\n"), text.endsWith("\n\n"), text.includes("\r")]).toEqual([
        path,
        true,
        false,
        false,
      ]);
    }
  });
});

describe.concurrent("generate in a process of its own", () => {
  it.each([
    ["tr_TR.UTF-8", "Pacific/Apia"],
    ["C", "UTC"],
  ])("writes the same bytes in locale %s and time zone %s", async (locale, zone) => {
    const { folder, remove } = await temporaryFolder();
    await copyFile(SCHEMA_FILE, join(folder, "schema.json"));
    const env = { PATH: process.env.PATH, LC_ALL: locale, LANG: locale, TZ: zone };
    const args = [CLI, "generate", "--config", CONFIG_FILE, "--generated", folder];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env });
    expect(stdout).toBe("");
    expect(stderr).toContain(
      `\nWrote the tools of ${Object.keys(committedConfig().models).length} models to ${folder}.\n`,
    );
    const { "schema.json": schema, "files.json": list, ...own } = await filesBelow(folder);
    expect(own).toEqual(await committedFiles());
    expect(schema).toBe(await readFile(SCHEMA_FILE, "utf8"));
    expect(list).toBe(await readFile(join(GENERATED, "files.json"), "utf8"));
    await remove();
  });
});

describe("the generate command", () => {
  let folder: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterEach(() => remove());

  const schema = schemaWith({ "a.b": { name: fieldWith() }, "c.d": { name: fieldWith() } });
  const paths = () => ({ config: join(folder, "config.json"), generated: join(folder, "generated") });

  async function given(config: unknown, snapshot: Schema | string = schema): Promise<void> {
    await writeFile(paths().config, typeof config === "string" ? config : JSON.stringify(config));
    const text = typeof snapshot === "string" ? snapshot : serializeSchema(snapshot);
    writeOwned(paths().generated, {
      files: [{ path: "schema.json", text }],
      part: (path) => path === "schema.json",
      force: false,
    });
  }

  it("writes the tools beside the snapshot and says so", async () => {
    await given({ models: { "*": {} } });
    expect(await generateCommand(paths(), process)).toMatch(`\nWrote the tools of 2 models to ${paths().generated}.`);
    const { "files.json": _, ...files } = await filesBelow(paths().generated);
    expect(files).toEqual({
      ...(await written(schema, configWith({ "*": {} }))),
      "schema.json": serializeSchema(schema),
    });
  });

  it("deletes the modules of models that the config no longer names", async () => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    await given({ models: { "c.d": {} } });
    await generateCommand(paths(), process);
    expect(Object.keys(await filesBelow(paths().generated))).toEqual([
      "files.json",
      "index.ts",
      "manifest.json",
      "models/c_d.ts",
      "schema.json",
    ]);
  });

  it("does nothing where nothing has changed", async () => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    const files = Object.keys(await filesBelow(paths().generated));
    for (const path of files) await utimes(join(paths().generated, path), 1, 1);
    await writeFile(paths().config, '{\n  "models": { "*": {} } }');
    expect(await generateCommand(paths(), process)).toBe(`${paths().generated} is up to date.`);
    for (const path of files) expect((await stat(join(paths().generated, path))).mtimeMs).toBe(1000);
  });

  it("writes again what was deleted, or made by another version", async () => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    const before = await filesBelow(paths().generated);
    await rm(join(paths().generated, "models", "a_b.ts"));
    expect(await generateCommand(paths(), process)).toContain("Wrote");
    expect(await filesBelow(paths().generated)).toEqual(before);
    const list = join(paths().generated, "files.json");
    await writeFile(list, (before["files.json"] ?? "").replace(/"by": "[^"]+"/, '"by": "0.0.1"'));
    expect(await generateCommand(paths(), process)).toContain("Wrote");
    expect(await filesBelow(paths().generated)).toEqual(before);
  });

  it("refuses a snapshot that was edited by hand, unless forced", async () => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    const file = join(paths().generated, "schema.json");
    await writeFile(file, (await readFile(file, "utf8")).replace('"a.b"', '"a.c"'));
    await expect(generateCommand(paths(), process)).rejects.toThrow(odooError("settings", "schema.json is not as"));
    expect(await generateCommand({ ...paths(), force: true }, process)).toContain("Wrote the tools of 2 models");
    expect(Object.keys(await filesBelow(paths().generated))).toContain("models/a_c.ts");
  });

  it("tells what to do where there is no config", async () => {
    await expect(generateCommand(paths(), process)).rejects.toThrow(odooError("settings", paths().config, "--config"));
  });

  it("tells what to do where there is no snapshot", async () => {
    await writeFile(paths().config, '{ "models": {} }');
    await expect(generateCommand(paths(), process)).rejects.toThrow(
      odooError("settings", "schema.json", "odoo-mcp introspect"),
    );
  });

  it.each([
    ["a config that is wrong", '{ "models": [] }', undefined, "config.json"],
    ["a snapshot that is no JSON", '{ "models": {} }', "{", "schema.json"],
    ["a snapshot of another version", '{ "models": {} }', '{ "format": 2, "series": "19.0", "models": {} }', "format"],
  ])("refuses %s and leaves what was there", async (_, config, snapshot, place) => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    const { "schema.json": _before, "files.json": _list, ...before } = await filesBelow(paths().generated);
    await given(config, snapshot);
    await expect(generateCommand(paths(), process)).rejects.toThrow(odooError("settings", place));
    expect(await filesBelow(paths().generated)).toMatchObject(before);
  });

  it("leaves what was there where two models would get one name", async () => {
    await given({ models: { "*": {} } });
    await generateCommand(paths(), process);
    const before = await filesBelow(paths().generated);
    await given({ models: { "a.b": {}, "c.d": { alias: "a_b" } } });
    await expect(generateCommand(paths(), process)).rejects.toThrow(odooError("settings", "a.b and c.d"));
    expect(await filesBelow(paths().generated)).toEqual(before);
  });
});

/** The same, with the keys of every object in another order; arrays, whose order has a meaning, stay. */
function shuffled<T>(value: T, seed: number): T {
  const next = random(seed);
  const shuffle = (own: unknown): unknown => {
    if (Array.isArray(own)) return own.map(shuffle);
    if (typeof own !== "object" || own === null) return own;
    const entries = Object.entries(own);
    for (let last = entries.length - 1; last > 0; last--) {
      const other = Math.floor(next() * (last + 1));
      [entries[last], entries[other]] = [entries[other] ?? ["", 0], entries[last] ?? ["", 0]];
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, shuffle(inner)]));
  };
  return shuffle(value) as T;
}
