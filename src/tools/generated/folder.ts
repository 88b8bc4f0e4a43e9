import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { userCache } from "../../odoo/connection/user-cache.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { Schema } from "../../odoo/schema/schema.js";
import { parseSchema } from "../../odoo/schema/snapshot.js";
import type * as runtime from "../../odoo/values/define-model.js";
import { finishWriting } from "./finish-writing.js";
import type { Manifest } from "./manifest.js";

/** A folder that `odoo-mcp generate` wrote. */
export interface Generated {
  manifest: Manifest;
  /** Parsed at the first use. */
  schema(): Schema;
  /** A model's generated module, imported at its first use; undefined for a model that has none. */
  load(model: string): Promise<runtime.ModelDefinition> | undefined;
}

/** Opens the folder, and finishes what a killed `codegen` left. Only the manifest is read. Throws `OdooError` "settings". */
export function openGenerated(folder: string): Generated {
  finishWriting(folder);
  const manifest = readManifest(join(folder, "manifest.json"));
  let schema: Schema | undefined;
  return {
    manifest,
    schema() {
      const file = join(folder, "schema.json");
      schema ??= parseSchema(readFile(file), file);
      return schema;
    },
    load(model) {
      const entry = Object.hasOwn(manifest.models, model) ? manifest.models[model] : undefined;
      return entry && importModule(folder, entry);
    },
  };
}

function readFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new OdooError("settings", `Cannot read ${file}. Make it with \`odoo-mcp codegen\`.`);
  }
}

function readManifest(file: string): Manifest {
  try {
    const manifest = JSON.parse(readFile(file)) as Manifest;
    if (manifest.format === 1 && Array.isArray(manifest.tools)) return manifest;
  } catch (error) {
    if (error instanceof OdooError) throw error;
  }
  throw new OdooError("settings", `${file} is no manifest of this version. Make it again with \`odoo-mcp generate\`.`);
}

/**
 * Imports a generated TypeScript module as it stands, so that users need no build step. It gets this process's own
 * runtime under the package's name, wherever the folder is. Compiled once; later starts take it from the user's cache.
 */
async function importModule(
  folder: string,
  { module, exportName }: Manifest["models"][string],
): Promise<runtime.ModelDefinition> {
  const [{ createJiti }, runtime] = await Promise.all([import("jiti"), import("../../odoo/values/define-model.js")]);
  const jiti = createJiti(import.meta.url, {
    virtualModules: { "odoo-typed-mcp/runtime": runtime },
    // Not jiti's default, a folder that other users of the machine may write to.
    fsCache: userCache("models"),
    interopDefault: false,
  });
  const exports = await jiti.import<Record<string, runtime.ModelDefinition>>(resolve(folder, "models", `${module}.ts`));
  const definition = exports[exportName];
  if (!definition) {
    throw new OdooError("settings", `models/${module}.ts does not export ${exportName}. Run \`odoo-mcp generate\`.`);
  }
  return definition;
}
