import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { OdooError } from "../../odoo/errors/errors.js";

// How generated/ changes as a whole although it is many files: the new files stand ready in a folder of their own, and
// whoever comes next, writer or reader, finishes what a killed process began.

/** Holds the new files and the journal. It appears by one rename; from then on its files are what generated/ is. */
export const READY = ".next";
export const JOURNAL = "journal.json";

/** What is to be done, by paths below the folder of generated files. */
export interface Journal {
  write: readonly string[];
  remove: readonly string[];
}

/** Files have no other names, so that a forged journal reaches nothing else. */
export const isOwnPath = (path: unknown): path is string =>
  typeof path === "string" && /^(models\/)?[a-z0-9_]+\.(ts|json)$/.test(path);

/**
 * Puts the files that stand ready in `folder` in place; does nothing where none do. Every step can be done again, so it
 * may be killed anywhere. Throws `OdooError` "settings" where the folder cannot be written.
 */
export function finishWriting(folder: string): void {
  const ready = join(folder, READY);
  if (!existsSync(ready)) return;
  try {
    const journal = readJournal(join(ready, JOURNAL));
    for (const path of journal?.write ?? []) replace(join(ready, path), join(folder, path), ready);
    for (const path of journal?.remove ?? []) rmSync(join(folder, path), { force: true });
    // Without its journal the folder is rubbish, which may be half deleted.
    rmSync(join(ready, JOURNAL), { force: true });
    rmSync(ready, { recursive: true, force: true });
  } catch (error) {
    // Another process may have finished meanwhile.
    if (!existsSync(join(ready, JOURNAL))) return;
    const why = error instanceof Error ? error.message : String(error);
    throw new OdooError("settings", `${folder} is half written, and cannot be finished: ${why}`, {
      hint: "Run `odoo-mcp generate` as a user who may write there.",
    });
  }
}

/** A copy, for what stands ready must be whole until all is done, and a rename, for a file is never half there. */
function replace(source: string, target: string, ready: string): void {
  const copy = join(ready, `copy-${process.pid}`);
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(source, copy);
  renameSync(copy, target);
}

function readJournal(file: string): Journal | undefined {
  if (!existsSync(file)) return undefined;
  const { write, remove } = JSON.parse(readFileSync(file, "utf8")) as Partial<Journal>;
  const paths = [write, remove].flatMap((list) => (Array.isArray(list) ? list : [undefined]));
  if (!paths.every(isOwnPath)) throw new Error(`${file} names other files than odoo-mcp's.`);
  return { write: write ?? [], remove: remove ?? [] };
}
