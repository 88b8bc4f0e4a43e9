import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generatedFiles } from "../../../codegen/commands/generate.js";
import { fileDrift, notInSnapshot, unified } from "../../../codegen/compare/file-drift.js";
import { writeOwned } from "../../../codegen/disk/ownership.js";
import {
  committedConfig,
  committedSchema,
  configWith,
  GENERATED,
  SCHEMA_FILE,
  schemaWith,
  temporaryFolder,
  writeFiles,
} from "../../support/fixtures.js";

const FILES = [
  { path: "index.ts", text: "one\ntwo\n" },
  { path: "models/a.ts", text: "a\n" },
];
const SNAPSHOT = { path: "schema.json", text: "{}\n" };

describe("the drift of a folder", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
    writeOwned(folder, { files: [SNAPSHOT, ...FILES], part: () => true, force: false });
  });
  afterEach(() => remove());

  const drift = (expected = FILES, snapshot = SNAPSHOT.text) => fileDrift(folder, snapshot, expected);

  it("is none of the committed one", async () => {
    const files = generatedFiles(committedSchema(), committedConfig());
    expect(fileDrift(GENERATED, readFileSync(SCHEMA_FILE, "utf8"), files)).toEqual([]);
  });

  it.each<[what: string, files: { path: string; text: string }[], found: object[]]>([
    ["nothing", [], []],
    ["the line ends of Windows", [{ path: "index.ts", text: "one\r\ntwo\r\n" }], []],
    ["a file that begins with a dot", [{ path: ".gitkeep", text: "" }], []],
    [
      "a file that was edited",
      [{ path: "index.ts", text: "one\nmine\n" }],
      [{ file: "index.ts", state: "edited", diff: expect.stringContaining("-mine\n+two") }],
    ],
    [
      "a file of somebody else",
      [{ path: "models/own.ts", text: "" }],
      [{ file: "models/own.ts", state: "extra", reason: "odoo-mcp did not write it, so move it elsewhere" }],
    ],
    [
      "a list that lacks a file",
      [{ path: "files.json", text: '{ "format": 1, "files": {} }' }],
      [{ file: "files.json", state: "stale" }],
    ],
  ])("after %s", async (_, files, found) => {
    await writeFiles(folder, files);
    expect(drift()).toEqual(found);
  });

  it.each([
    ["index.ts", [{ file: "index.ts", state: "missing" }]],
    ["files.json", [{ file: "files.json", state: "missing" }]],
  ])("without %s", async (path, found) => {
    await rm(join(folder, path));
    expect(drift()).toEqual(found);
  });

  it("tells stale from extra: made from another plan", () => {
    expect(drift([{ path: "index.ts", text: "new\n" }])).toMatchObject([
      { file: "index.ts", state: "stale" },
      { file: "models/a.ts", state: "extra" },
    ]);
  });

  it("names a snapshot that was edited", () => {
    expect(drift(FILES, "[]")).toMatchObject([{ file: "schema.json", state: "edited" }]);
  });
});

describe("models that the snapshot lacks", () => {
  it("are those that the config names, not those of a glob, nor those it leaves out", () => {
    const config = configWith({ "a.b": {}, "a.new": {}, "b.*": {}, "a.no": false });
    expect(notInSnapshot(schemaWith({ "a.b": {} }), config)).toEqual([
      { file: "schema.json", state: "stale", reason: "it does not have a.new, which the config names" },
    ]);
    expect(notInSnapshot(schemaWith({ "a.b": {} }), configWith({ "a.b": {} }))).toEqual([]);
  });
});

describe("a unified diff", () => {
  it("shows nothing that could speak to a terminal", () => {
    const shown = unified("f", "a\n", "\u001b[31mred\u202e\ue000\n") ?? "";
    expect(shown).toContain("+ [31mred  ");
    expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Co}]/u);
  });

  it("is cut in length and width", () => {
    const lines = (unified("f", "", `${"x".repeat(300)}\n`.repeat(100)) ?? "").split("\n");
    expect(lines).toHaveLength(61);
    expect(lines.at(-1)).toBe("... and 43 more lines");
    expect(Math.max(...lines.map((line) => line.length))).toBe(200);
  });

  it("is none of texts that have nothing in common", () => {
    const text = (word: string) => Array.from({ length: 3000 }, (_, at) => `${word} ${at}\n`).join("");
    expect(unified("f", text("a"), text("b"))).toBeUndefined();
  });
});
