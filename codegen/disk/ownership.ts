import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { stringify } from "../../src/odoo/schema/snapshot.js";
import { finishWriting, isOwnPath } from "../../src/tools/generated/finish-writing.js";
import { type Changes, changeFiles, type GeneratedFile } from "./files.js";

// Which files below generated/ are ours: files.json lists them with their hashes. Nothing else is touched.

export const LIST = "files.json";
export const SNAPSHOT = "schema.json";

const listSchema = z.strictObject({
  format: z.literal(1),
  /** What the files were made by and from, so that `generate` can tell that there is nothing to do. */
  made: z.strictObject({ by: z.string(), from: z.string() }).optional(),
  /** Hashes by path. */
  files: z.record(z.string().refine(isOwnPath), z.string().regex(/^[0-9a-f]{64}$/)),
});

export type FileList = z.output<typeof listSchema>;

/** SHA-256 of a text, whatever Git on Windows did to its line ends. */
export const hashOf = (text: string) => createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");

/** The files that odoo-mcp wrote below `folder`; none where there is no list. Throws `OdooError` "settings". */
export function readList(folder: string): FileList {
  finishWriting(folder);
  const file = join(folder, LIST);
  const text = textOf(folder, LIST);
  if (text === undefined) return { format: 1, files: {} };
  try {
    return listSchema.parse(JSON.parse(text));
  } catch {
    throw new OdooError("settings", `${file} is no list of this version.`, {
      hint: "Delete it and run `odoo-mcp generate --force`, or take the committed one.",
    });
  }
}

/** The text of `files.json`. */
export const serializeList = ({ format, made, files }: FileList) =>
  stringify(
    {
      format,
      ...(made ? { made } : {}),
      files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    2,
  );

/** What a command writes. */
export interface Writing {
  files: readonly GeneratedFile[];
  /** Which of our paths are this command's: those that it no longer writes are deleted. */
  part(path: string): boolean;
  /** Left out: as it was. */
  made?: FileList["made"];
  /** Overwrites and deletes files that are not as odoo-mcp wrote them, too. */
  force: boolean;
}

/**
 * Writes the files of a command as one change, with the list. A file that is as it should be is not touched. Throws
 * `OdooError` "settings" that names the files in the way: edited by hand, or not ours.
 */
export function writeOwned(folder: string, { files, part, made, force }: Writing): void {
  const list = readList(folder);
  const kept = Object.entries(list.files).filter(([path]) => !part(path));
  const entries = Object.fromEntries([...kept, ...files.map(({ path, text }) => [path, hashOf(text)])]);
  const next: FileList = { format: 1, ...((made ?? list.made) ? { made: made ?? list.made } : {}), files: entries };
  const all = [...files, { path: LIST, text: serializeList(next) }];
  const changed = all.filter(({ path, text }) => !isSame(folder, path, text));
  const gone = Object.keys(list.files).filter((path) => part(path) && !Object.hasOwn(entries, path));
  refuseFolders(folder, [...changed.map(({ path }) => path), ...gone]);
  if (!force) {
    const touched = [...changed.map(({ path }) => path).filter((path) => path !== LIST), ...gone];
    refuse(
      folder,
      touched.filter((path) => !isUntouched(folder, path, list)),
    );
  }
  const change: Changes = { write: changed, remove: gone };
  changeFiles(folder, change);
}

function refuse(folder: string, files: readonly string[]): void {
  if (files.length === 0) return;
  const named = files.slice(0, MAX_NAMED).join(", ");
  const others = files.length - MAX_NAMED;
  throw new OdooError(
    "settings",
    `Nothing was written: in ${folder}, odoo-mcp did not write what is in ${named}${others > 0 ? ` and ${others} more` : ""}.`,
    { hint: "Move it elsewhere or undo the change, or overwrite it with --force." },
  );
}

const MAX_NAMED = 5;

/** A change that has begun must not fail, so what no force can put a file into the place of is looked for before. */
function refuseFolders(folder: string, paths: readonly string[]): void {
  const isFolder = (path: string) => statSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory();
  const inModels = paths.some((path) => path.startsWith("models/"));
  const inTheWay = inModels && isFolder("models") === false ? "models" : paths.find(isFolder);
  if (inTheWay === undefined) return;
  const what = inTheWay === "models" ? "a file is in the place of the folder" : "a folder is in the place of the file";
  throw new OdooError("settings", `Nothing was written: ${what} ${join(folder, inTheWay)}. Move it elsewhere.`);
}

/** Whether the file is not there, or just as odoo-mcp wrote it. */
export function isUntouched(folder: string, path: string, { files }: FileList): boolean {
  if (!statSync(join(folder, path), { throwIfNoEntry: false })) return true;
  const text = textOf(folder, path);
  return text !== undefined && Object.hasOwn(files, path) && files[path] === hashOf(text);
}

function isSame(folder: string, path: string, text: string): boolean {
  const there = textOf(folder, path);
  return there !== undefined && hashOf(there) === hashOf(text);
}

/** A file's text; undefined where it cannot be read, as a folder cannot. */
export function textOf(folder: string, path: string): string | undefined {
  try {
    return readFileSync(join(folder, path), "utf8");
  } catch {
    return undefined;
  }
}
