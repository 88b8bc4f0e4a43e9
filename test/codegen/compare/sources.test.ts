import { execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSide } from "../../../codegen/compare/sources.js";
import { serializeSchema } from "../../../src/odoo/schema/snapshot.js";
import { fieldWith, odooError, schemaWith, temporaryFolder, writeFiles } from "../../support/fixtures.js";

/** A snapshot that tells where it is from. */
const snapshot = (label: string) => serializeSchema(schemaWith({ "a.b": { name: fieldWith({ string: label }) } }));
const CONFIG = '{ "models": { "a.b": {} } }';

describe("a side of a comparison", () => {
  let folder: string;
  let remove: () => Promise<void>;
  const before = process.cwd();
  const env = () => ({
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    ...Object.fromEntries(
      ["AUTHOR", "COMMITTER"].flatMap((who) => [
        [`GIT_${who}_NAME`, "Test"],
        [`GIT_${who}_EMAIL`, "test@example.com"],
      ]),
    ),
  });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, env: env(), stdio: "pipe" });

  /** A commit whose snapshot says `label`, under a branch of that name. */
  async function commit(label: string, config?: string) {
    git("checkout", "--quiet", "--orphan", label);
    await writeFiles(folder, [
      { path: "generated/schema.json", text: snapshot(label) },
      ...(config === undefined ? [] : [{ path: "config.json", text: config }]),
    ]);
    git("add", "generated", ...(config === undefined ? [] : ["config.json"]));
    git("commit", "--quiet", "-m", label);
    if (config !== undefined) await rm(join(folder, "config.json"));
  }

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    git("init", "--quiet");
    for (const branch of ["docs", "notes.json", "feature/one"]) await commit(branch);
    await commit("with-config", CONFIG);
    await mkdir(join(folder, "docs"));
    await mkdir(join(folder, "only-a-folder"));
    await writeFiles(folder, [
      { path: "generated/schema.json", text: snapshot("working folder") },
      { path: "notes.json", text: snapshot("file") },
      { path: "sub/old.json", text: snapshot("file") },
      { path: "plain", text: snapshot("file") },
      { path: "own.json", text: CONFIG },
    ]);
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(before);
    await remove();
  });

  const side = (source: string | undefined, config = "none.json", surroundings = env()) =>
    readSide(source, { config, generated: "generated" }, { cwd: () => folder, env: surroundings });

  it.each([
    [undefined, "working folder"],
    ["docs", "docs"],
    ["notes.json", "notes.json"],
    ["./notes.json", "file"],
    ["feature/one", "feature/one"],
    ["sub/old.json", "file"],
    ["plain", "file"],
  ])("named %s is that of %s", async (source, label) => {
    expect((await side(source)).schema.models["a.b"]?.fields.name?.string).toBe(label);
  });

  it.each(["only-a-folder", "nowhere", "--output=x", ""])("named %j is none", async (source) => {
    await expect(side(source)).rejects.toThrow(odooError("settings", `neither a commit nor a file "${source}"`));
  });

  it("is a file's where Git is not installed, and says so of all else", async () => {
    const without = { ...env(), PATH: join(folder, "nothing") };
    expect((await side("plain", "none.json", without)).schema.series).toBe("19.0");
    await expect(side("docs", "none.json", without)).rejects.toThrow(odooError("settings", "Git is not installed"));
  });

  it.each([
    ["the commit's own config", "with-config", "config.json", true],
    ["the working folder's, where the commit has none", "docs", "own.json", true],
    ["no config", "docs", "config.json", false],
  ])("has tools by %s", async (_, source, config, has) => {
    expect((await side(source, config)).catalogue !== undefined).toBe(has);
  });

  it("has no tools where the config does not suit the snapshot", async () => {
    await writeFiles(folder, [{ path: "bad.json", text: '{ "models": { "a.b": { "exclude": ["nope"] } } }' }]);
    expect((await side("plain", "bad.json")).catalogue).toBeUndefined();
  });
});
