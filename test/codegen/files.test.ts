import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HEADER } from "../../codegen/emit.js";
import { deleteStaleModules, readText, writeFiles } from "../../codegen/files.js";
import { filesBelow, odooError, temporaryFolder } from "./support.js";

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterEach(() => remove());

const file = (path: string, text = path) => ({ path, text });

describe("readText", () => {
  it("reads a file", async () => {
    await writeFile(join(folder, "a.json"), "é");
    expect(await readText(join(folder, "a.json"), "Make it.")).toBe("é");
  });

  it("tells what makes a file that is not there", async () => {
    const missing = join(folder, "a.json");
    await expect(readText(missing, "Make it.")).rejects.toThrow(odooError("settings", missing, "Make it."));
  });
});

describe("writeFiles", () => {
  it("makes the folders it needs and leaves nothing but the files", async () => {
    const target = join(folder, "deep", "generated");
    await writeFiles(target, [file("manifest.json"), file("models/a.ts"), file("index.ts")]);
    expect(await filesBelow(target)).toEqual({
      "index.ts": "index.ts",
      "manifest.json": "manifest.json",
      "models/a.ts": "models/a.ts",
    });
    expect((await readdir(target)).sort()).toEqual(["index.ts", "manifest.json", "models"]);
  });

  it("replaces files of the same path and leaves all others", async () => {
    await writeFiles(folder, [file("a", "old"), file("models/b", "old"), file("c", "old")]);
    await writeFiles(folder, [file("a", "new"), file("models/b", "new")]);
    expect(await filesBelow(folder)).toEqual({ a: "new", "models/b": "new", c: "old" });
  });

  it("leaves every old file as it was, and nothing of its own, where one cannot be written aside", async () => {
    await writeFiles(folder, [file("a", "old"), file("models/b", "old")]);
    // "a" cannot be both a file and a folder.
    await expect(writeFiles(folder, [file("models/b", "new"), file("a", "new"), file("a/c", "new")])).rejects.toThrow();
    expect(await filesBelow(folder)).toEqual({ a: "old", "models/b": "old" });
    expect((await readdir(folder)).sort()).toEqual(["a", "models"]);
  });

  it("leaves what it has not replaced, and nothing of its own, where a folder is in a file's place", async () => {
    await writeFiles(folder, [file("a/kept", "old"), file("b", "old"), file("models/c", "old")]);
    await expect(writeFiles(folder, [file("a", "new"), file("b", "new"), file("models/c", "new")])).rejects.toThrow();
    expect(await filesBelow(folder)).toEqual({ "a/kept": "old", b: "old", "models/c": "old" });
    expect((await readdir(folder)).sort()).toEqual(["a", "b", "models"]);
  });

  it("leaves a file in the place of its folder", async () => {
    await writeFile(join(folder, "generated"), "a file");
    await expect(writeFiles(join(folder, "generated"), [file("a")])).rejects.toThrow();
    expect(await filesBelow(folder)).toEqual({ generated: "a file" });
  });
});

describe("deleteStaleModules", () => {
  const ours = `// a.b, from Odoo 19.0. ${HEADER}\nexport {};\n`;

  it("deletes modules with our header that were not written now", async () => {
    await writeFiles(folder, [file("models/a.ts", ours), file("models/b.ts", ours)]);
    await deleteStaleModules(folder, [file("models/a.ts")]);
    expect(Object.keys(await filesBelow(folder))).toEqual(["models/a.ts"]);
  });

  it("knows our header where Git has changed the line ends", async () => {
    await writeFiles(folder, [file("models/a.ts", ours.replaceAll("\n", "\r\n"))]);
    await deleteStaleModules(folder, []);
    expect(await filesBelow(folder)).toEqual({});
  });

  it.each([
    ["without a header", "export {};\n"],
    ["that is empty", ""],
    ["with our header further down", `// mine\n${ours}`],
    ["that only mentions our header", `// ${HEADER} But I did.\n`],
  ])("leaves a file %s", async (_, text) => {
    await writeFiles(folder, [file("models/own.ts", text)]);
    await deleteStaleModules(folder, []);
    expect(await filesBelow(folder)).toEqual({ "models/own.ts": text });
  });

  it("leaves files elsewhere, folders, what is in them, and links", async () => {
    await writeFiles(folder, [file("index.ts", ours), file("models/folder.ts/a.ts", ours)]);
    await symlink(join(folder, "index.ts"), join(folder, "models", "link.ts"));
    await deleteStaleModules(folder, []);
    expect(Object.keys(await filesBelow(folder))).toEqual(["index.ts", "models/folder.ts/a.ts"]);
    expect((await readdir(join(folder, "models"))).sort()).toEqual(["folder.ts", "link.ts"]);
  });

  it("has nothing to do where there are no modules", async () => {
    await mkdir(join(folder, "empty"));
    await expect(deleteStaleModules(join(folder, "empty"), [])).resolves.toBeUndefined();
  });
});
