import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OdooError } from "../src/odoo/errors.js";
import type { Schema } from "../src/odoo/schema.js";
import { parseSchema } from "../src/odoo/snapshot.js";
import { type GeneratedFile, HEADER } from "./emit.js";

/** Reads a text file, or throws `OdooError` "settings" that says what makes it. */
export async function readText(file: string, missing: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new OdooError("settings", `Cannot read ${file}. ${missing}`);
  }
}

/** The snapshot that `introspect` wrote. Throws `OdooError` "settings". */
export async function readSnapshot(generated: string): Promise<Schema> {
  const file = join(generated, "schema.json");
  return parseSchema(await readText(file, "Make it with `odoo-mcp introspect`."), file);
}

/**
 * Writes the files below `folder`: all of them to a folder aside first, so that a full disk or a crash leaves the old
 * ones. Modules of models that are no longer generated are deleted.
 */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const aside = await mkdtemp(join(folder, ".new-"));
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(aside, path)), { recursive: true });
      await writeFile(join(aside, path), text);
    }
    for (const { path } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await rename(join(aside, path), join(folder, path));
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Deletes generated modules that are not among `files`. A file without our header stays. */
export async function deleteStaleModules(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  const written = new Set(files.map(({ path }) => path));
  for (const entry of await readdir(join(folder, "models"), { withFileTypes: true }).catch(() => [])) {
    const path = `models/${entry.name}`;
    if (!entry.isFile() || written.has(path)) continue;
    const [firstLine = ""] = (await readFile(join(folder, path), "utf8")).split(/\r?\n/, 1);
    if (firstLine.endsWith(HEADER)) await rm(join(folder, path));
  }
}
