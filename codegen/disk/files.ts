import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { finishWriting, JOURNAL, type Journal, READY } from "../../src/tools/generated/finish-writing.js";

/** Reads a text file, or throws `OdooError` "settings" that says what makes it. */
export async function readText(file: string, missing: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new OdooError("settings", `Cannot read ${file}. ${missing}`);
  }
}

/** A file to be written below the folder of generated files. */
export interface GeneratedFile {
  path: string;
  text: string;
}

/** What changes below a folder, all of it or nothing. */
export interface Changes {
  write: readonly GeneratedFile[];
  /** Paths. */
  remove: readonly string[];
}

/**
 * Makes the changes as one. Killed before the new files stand ready, it has changed nothing; killed later, the next
 * writer or reader of the folder finishes it (see `finishWriting`).
 */
export function changeFiles(folder: string, { write, remove }: Changes): void {
  finishWriting(folder);
  if (write.length + remove.length === 0) return;
  mkdirSync(folder, { recursive: true });
  deleteRemains(folder);
  const aside = mkdtempSync(join(folder, ASIDE));
  try {
    for (const { path, text } of write) {
      mkdirSync(dirname(join(aside, path)), { recursive: true });
      writeFileSync(join(aside, path), text, { flush: true });
    }
    const journal: Journal = { write: write.map(({ path }) => path), remove };
    writeFileSync(join(aside, JOURNAL), JSON.stringify(journal), { flush: true });
    renameSync(aside, join(folder, READY));
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    throw error;
  }
  finishWriting(folder);
}

/** Folders in which files are made, before they stand ready. */
const ASIDE = ".new-";
/** Longer than any writer works on one. */
const FORGOTTEN_MS = 10 * 60_000;

/** Deletes what killed writers left: folders of another writer at work are younger. */
function deleteRemains(folder: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(ASIDE))) {
    const remains = join(folder, name);
    if (existsSync(remains) && Date.now() - statSync(remains).mtimeMs > FORGOTTEN_MS)
      rmSync(remains, { recursive: true, force: true });
  }
}
