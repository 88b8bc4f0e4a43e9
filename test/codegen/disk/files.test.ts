import { existsSync } from "node:fs";
import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeFiles, readText } from "../../../codegen/disk/files.js";
import { finishWriting, JOURNAL, READY } from "../../../src/tools/generated/finish-writing.js";
import { filesBelow, odooError, temporaryFolder } from "../../support/fixtures.js";

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

describe("changeFiles", () => {
  it("makes the folders it needs and leaves nothing but the files", async () => {
    const target = join(folder, "deep", "generated");
    changeFiles(target, { write: [file("manifest.json"), file("models/a.ts")], remove: [] });
    expect(await filesBelow(target)).toEqual({ "manifest.json": "manifest.json", "models/a.ts": "models/a.ts" });
    expect((await readdir(target)).sort()).toEqual(["manifest.json", "models"]);
  });

  it("replaces and removes what it is told to, and leaves all others", async () => {
    changeFiles(folder, { write: ["a.ts", "b.ts", "c.ts"].map((path) => file(path, "old")), remove: [] });
    changeFiles(folder, { write: [file("a.ts", "new")], remove: ["b.ts", "d.ts"] });
    expect(await filesBelow(folder)).toEqual({ "a.ts": "new", "c.ts": "old" });
  });

  it("leaves every old file as it was, and nothing of its own, where one cannot be made", async () => {
    changeFiles(folder, { write: [file("a.ts", "old")], remove: [] });
    // "b" cannot be both a file and a folder.
    const write = [file("a.ts", "new"), file("b", "new"), file("b/c.ts", "new")];
    expect(() => changeFiles(folder, { write, remove: [] })).toThrow();
    expect(await filesBelow(folder)).toEqual({ "a.ts": "old" });
    expect(await readdir(folder)).toEqual(["a.ts"]);
  });

  it("leaves a file in the place of its folder", async () => {
    await writeFile(join(folder, "generated"), "a file");
    expect(() => changeFiles(join(folder, "generated"), { write: [file("a.ts")], remove: [] })).toThrow();
    expect(await filesBelow(folder)).toEqual({ generated: "a file" });
  });

  it("deletes what a killed writer left, and not what another is making", async () => {
    for (const name of [".new-old", ".new-young"]) await mkdir(join(folder, name));
    await utimes(join(folder, ".new-old"), 0, 0);
    changeFiles(folder, { write: [file("a.ts")], remove: [] });
    expect((await readdir(folder)).sort()).toEqual([".new-young", "a.ts"]);
  });
});

describe("finishWriting", () => {
  async function ready(journal: unknown): Promise<void> {
    await mkdir(join(folder, READY));
    await writeFile(join(folder, READY, JOURNAL), JSON.stringify(journal));
  }

  it("has nothing to do where nothing stands ready, or there is no folder", () => {
    finishWriting(folder);
    finishWriting(join(folder, "none"));
  });

  it.each([
    { write: ["../outside.ts"], remove: [] },
    { write: [], remove: ["../outside.ts"] },
    { write: [], remove: ["models/../../outside.ts"] },
    { write: [], remove: ["/outside.ts"] },
    { write: [".env"], remove: [] },
    { remove: [] },
  ])("touches nothing for a journal that names other files: %j", async (journal) => {
    await ready(journal);
    const inside = join(folder, "generated");
    await mkdir(inside);
    await writeFile(join(folder, "outside.ts"), "mine");
    expect(() => finishWriting(folder)).toThrow(odooError("settings", "half written", "other files"));
    expect(existsSync(join(folder, "outside.ts"))).toBe(true);
  });

  it("deletes what is left of a change that is done", async () => {
    await mkdir(join(folder, READY));
    await writeFile(join(folder, READY, "a.ts"), "a");
    finishWriting(folder);
    expect(await readdir(folder)).toEqual([]);
  });
});
