import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { UNSEEN } from "../../src/odoo/notation/unseen-characters.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { type Config, isPattern } from "../config/config.js";
import type { GeneratedFile } from "../disk/files.js";
import { type FileList, hashOf, isUntouched, LIST, readList, SNAPSHOT, textOf } from "../disk/ownership.js";

// Whether generated/ is what generate would write, byte for byte.

/**
 * "stale": made from another snapshot, config or version. "missing": not there. "extra": none of the files that belong
 * there. "edited": not as odoo-mcp wrote it.
 */
export type State = "stale" | "missing" | "extra" | "edited";

export interface FileDrift {
  /** Below the folder of generated files. */
  file: string;
  state: State;
  /** Why, where it is not the file's content. */
  reason?: string;
  /** What is there -> what generate would write, as a unified diff. */
  diff?: string;
}

/** Compares the folder with what the snapshot in it and the config make; none where nothing differs. */
export function fileDrift(folder: string, snapshot: string, expected: readonly GeneratedFile[]): FileDrift[] {
  const list = readList(folder);
  const drift: FileDrift[] = [];
  const listed = list.files[SNAPSHOT];
  if (listed !== undefined && listed !== hashOf(snapshot)) drift.push({ file: SNAPSHOT, state: "edited" });
  for (const file of expected) {
    const found = compareFile(folder, file, list);
    if (found) drift.push(found);
  }
  const files = new Map(
    [{ path: SNAPSHOT, text: snapshot }, ...expected].map(({ path, text }) => [path, hashOf(text)]),
  );
  for (const file of filesBelow(folder)) {
    if (files.has(file) || file === LIST) continue;
    const isOurs = Object.hasOwn(list.files, file);
    drift.push({
      file,
      state: "extra",
      ...(isOurs ? {} : { reason: "odoo-mcp did not write it, so move it elsewhere" }),
    });
  }
  // What else is wrong with the list follows from the files.
  if (drift.length === 0 && !isListOf(list, files)) {
    drift.push({ file: LIST, state: textOf(folder, LIST) === undefined ? "missing" : "stale" });
  }
  return drift.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function compareFile(folder: string, { path, text }: GeneratedFile, list: FileList): FileDrift | undefined {
  const there = textOf(folder, path);
  if (there !== undefined && hashOf(there) === hashOf(text)) return undefined;
  if (there === undefined) return { file: path, state: "missing" };
  const diff = unified(path, there, text);
  return { file: path, state: isUntouched(folder, path, list) ? "stale" : "edited", ...(diff ? { diff } : {}) };
}

const isListOf = ({ files }: FileList, expected: ReadonlyMap<string, string>) =>
  Object.keys(files).length === expected.size &&
  Object.entries(files).every(([path, hash]) => expected.get(path) === hash);

/** Every file, by its path; not what begins with a dot, which is of tools such as Git. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, "/").length).replaceAll("\\", "/"))
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")));
}

/** Models that the config names and the snapshot does not have: it was made before. */
export function notInSnapshot(schema: Schema, config: Config): FileDrift[] {
  const missing = Object.entries(config.models)
    .filter(([name, entry]) => entry !== false && !isPattern(name) && !Object.hasOwn(schema.models, name))
    .map(([name]) => name);
  if (missing.length === 0) return [];
  return [{ file: SNAPSHOT, state: "stale", reason: `it does not have ${missing.join(", ")}, which the config names` }];
}

const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, "gu");
const MAX_DIFF_LINES = 60;
const MAX_COLUMNS = 200;
/** Comparing files that have nothing in common takes long and tells nothing. */
const MAX_EDITS = 4000;

/** A unified diff from what is there to what should be, cut; undefined where almost all of it differs. */
export function unified(name: string, there: string, wanted: string): string | undefined {
  const lf = (text: string) => text.replaceAll("\r\n", "\n");
  const patch = createTwoFilesPatch(name, name, lf(there), lf(wanted), "there", "generated", {
    context: 2,
    maxEditLength: MAX_EDITS,
  });
  if (patch === undefined) return undefined;
  // The first two lines are for tools that read many patches in one.
  const lines = patch.trimEnd().split("\n").slice(2);
  // Nothing in it can speak to a terminal.
  const shown = lines
    .slice(0, MAX_DIFF_LINES)
    .map((line) => line.replaceAll(UNSEEN_CHARACTERS, " ").slice(0, MAX_COLUMNS));
  const others = lines.length - shown.length;
  return [...shown, ...(others > 0 ? [`... and ${others} more lines`] : [])].join("\n");
}
