import { statSync, writeFileSync } from "node:fs";
import { join, parse, resolve } from "node:path";
import { OdooError } from "../../odoo/errors/errors.js";
import type { FileFolder } from "../call/tool.js";

/**
 * The folder that ODOO_MCP_FILES names; undefined if it is not set. Throws `OdooError` "settings" where it is no folder. Files
 * are the user's own to read, and none that is there is written over.
 */
export function fileFolder(name: string | undefined): FileFolder | undefined {
  if (!name?.trim()) return undefined;
  const folder = resolve(name.trim());
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OdooError("settings", `ODOO_MCP_FILES is ${folder}, which is no folder.`);
  }
  return { save: (file, bytes) => save(folder, file, bytes) };
}

const MOST_OF_ONE_NAME = 1000;

function save(folder: string, file: string, bytes: Uint8Array): string {
  const { name, ext } = parse(file);
  for (let copy = 1; copy <= MOST_OF_ONE_NAME; copy++) {
    const path = join(folder, copy === 1 ? `${name}${ext}` : `${name} (${copy})${ext}`);
    try {
      // "wx": a link that someone put there is not followed either.
      writeFileSync(path, bytes, { flag: "wx", mode: 0o600 });
      return path;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST")
        throw new OdooError("settings", `The file cannot be written into ODOO_MCP_FILES: ${message}`);
    }
  }
  throw new OdooError("settings", `ODOO_MCP_FILES has too many files named "${file}".`);
}
