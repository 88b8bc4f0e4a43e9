import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashOf, readList, serializeList, writeOwned } from "../../../codegen/disk/ownership.js";
import { filesBelow, odooError, temporaryFolder } from "../../support/fixtures.js";

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const OLD = { "index.ts": "old", "models/a.ts": "old a", "models/b.ts": "old b" };
const NEW = { "index.ts": "new", "models/a.ts": "new a" };

const write = (files: Record<string, string>, force = false, part = (_path: string) => true) =>
  writeOwned(folder, {
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    part,
    force,
  });

async function below(): Promise<Record<string, string>> {
  const { "files.json": _, ...files } = await filesBelow(folder);
  return files;
}

describe("writeOwned", () => {
  it("lists what it wrote with its hashes, in code-point order", async () => {
    write(OLD);
    expect(await below()).toEqual(OLD);
    const list = readList(folder);
    expect(Object.keys(list.files)).toEqual(["index.ts", "models/a.ts", "models/b.ts"]);
    expect(list.files["index.ts"]).toBe(hashOf("old"));
    expect(await readFile(join(folder, "files.json"), "utf8")).toBe(serializeList(list));
  });

  it("replaces its files and deletes those it no longer writes", async () => {
    write(OLD);
    write(NEW);
    expect(await below()).toEqual(NEW);
    expect(Object.keys(readList(folder).files)).toEqual(["index.ts", "models/a.ts"]);
  });

  it("leaves the files of another part, on disk and in the list", async () => {
    write({ "schema.json": "{}" }, false, (path) => path === "schema.json");
    write(OLD, false, (path) => path !== "schema.json");
    write({}, false, (path) => path !== "schema.json");
    expect(await below()).toEqual({ "schema.json": "{}" });
    expect(Object.keys(readList(folder).files)).toEqual(["schema.json"]);
  });

  it("touches no file that is as it should be", async () => {
    write(OLD);
    for (const path of ["files.json", ...Object.keys(OLD)]) await utimes(join(folder, path), 1, 1);
    write(OLD);
    for (const path of ["files.json", ...Object.keys(OLD)]) expect((await stat(join(folder, path))).mtimeMs).toBe(1000);
    write({ ...OLD, "index.ts": "new" });
    expect((await stat(join(folder, "models/a.ts"))).mtimeMs).toBe(1000);
    expect((await stat(join(folder, "index.ts"))).mtimeMs).toBeGreaterThan(1000);
  });

  it("knows its files where Git has changed the line ends", async () => {
    write({ "index.ts": "a\nb\n" });
    await writeFile(join(folder, "index.ts"), "a\r\nb\r\n");
    write({ "index.ts": "c\n" });
    expect(await below()).toEqual({ "index.ts": "c\n" });
  });

  it("takes over files without a list that are just what it would write", async () => {
    write(OLD);
    await rm(join(folder, "files.json"));
    write(OLD);
    write(NEW);
    expect(await below()).toEqual(NEW);
  });

  it.each([
    ["edited", { "index.ts": "mine" }, "index.ts"],
    ["edited, and no longer wanted", { "models/b.ts": "mine" }, "models/b.ts"],
  ])("writes nothing over a file that was %s", async (_, changed, name) => {
    write(OLD);
    for (const [path, text] of Object.entries(changed)) await writeFile(join(folder, path), text);
    expect(() => write(NEW)).toThrow(odooError("settings", "Nothing was written", name));
    expect(await below()).toEqual({ ...OLD, ...changed });
    write(NEW, true);
    expect(await below()).toEqual(NEW);
  });

  it("writes nothing over a file that is not its own, and leaves one that is not in the way", async () => {
    write(OLD);
    await writeFile(join(folder, "models/c.ts"), "mine");
    await writeFile(join(folder, "README.md"), "mine");
    const mine = { "README.md": "mine", "models/c.ts": "mine" };
    expect(() => write({ ...NEW, "models/c.ts": "c" })).toThrow(odooError("settings", "models/c.ts"));
    expect(await below()).toEqual({ ...OLD, ...mine });
    write(NEW);
    expect(await below()).toEqual({ ...NEW, ...mine });
  });

  it("writes a listed file again that somebody deleted", async () => {
    write(OLD);
    await rm(join(folder, "models/a.ts"));
    write(OLD);
    expect(await below()).toEqual(OLD);
  });

  it("names a few of many files in the way", async () => {
    const names = Array.from({ length: 9 }, (_, index) => `models/m${index}.ts`);
    await mkdir(join(folder, "models"));
    for (const name of names) await writeFile(join(folder, name), "mine");
    expect(() => write(Object.fromEntries(names.map((name) => [name, "x"])))).toThrow(
      odooError("settings", "models/m4.ts and 4 more"),
    );
  });

  it.each(["index.ts", "models/a.ts"])(
    "writes nothing where a folder is in the place of %s, even by force",
    async (path) => {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, "x"), "mine");
      expect(() => write(OLD, true)).toThrow(odooError("settings", "a folder is in the place of the file", path));
      expect(await below()).toEqual({ [`${path}/x`]: "mine" });
    },
  );

  it("writes nothing where a file is in the place of the folder of models, even by force", async () => {
    await writeFile(join(folder, "models"), "mine");
    expect(() => write(OLD, true)).toThrow(odooError("settings", "a file is in the place of the folder"));
    expect(await readdir(folder)).toEqual(["models"]);
  });
});

describe("readList", () => {
  it.each([
    ["no JSON", "<<<<<<< HEAD"],
    ["of another format", '{ "format": 2, "files": {} }'],
    ["naming files elsewhere", `{ "format": 1, "files": { "../.bashrc": "${"0".repeat(64)}" } }`],
    ["with something else than hashes", '{ "format": 1, "files": { "index.ts": "" } }'],
  ])("refuses a list that is %s", async (_, text) => {
    await writeFile(join(folder, "files.json"), text);
    expect(() => readList(folder)).toThrow(odooError("settings", "files.json is no list of this version"));
  });
});
