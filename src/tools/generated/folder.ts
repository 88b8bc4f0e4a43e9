import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { cached } from "../../odoo/cache.js";
import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { filledIn } from "../../odoo/form/filled-in.js";
import type { Model, Schema } from "../../odoo/schema/schema.js";
import { parseSchema } from "../../odoo/schema/snapshot.js";
import {
  type Complete,
  type FieldSchemas,
  fieldSchemas,
  modelValues,
  type ResolveValues,
  type ValuesSchema,
  valuesSchema,
} from "../../odoo/values/values.js";
import * as runtime from "../../runtime.js";
import type { ModelSource } from "../call/model-source.js";
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

/**
 * How values of any model are checked: by its generated module, or by its fields if it has none. Built once a model, and
 * before 17 once for each company and language that a call may be in, for there Odoo is asked to fill fields.
 */
export function valueSource(generated: Generated, models: ModelSource, client: Client): ResolveValues {
  const asks = client.series.major < 17;
  const sources = new Map<string, (model: string) => Promise<ValuesSchema>>();
  return (model, asking = client) => {
    const key = asks ? JSON.stringify(asking.user.context) : "";
    const source = sources.get(key) ?? sourceFor(generated, models, asks ? asking : undefined);
    sources.set(key, source);
    return source(model);
  };
}

/** `asking`: who fills the fields that others bring along. From 17 on Odoo computes them when the record is created. */
function sourceFor(generated: Generated, models: ModelSource, asking: Client | undefined) {
  const built = cached(build, Number.POSITIVE_INFINITY);
  /** By the model as it was asked: when it is asked again, the schema is built again. */
  const ofModels = new WeakMap<Model, ValuesSchema>();
  const resolve = async (name: string): Promise<ValuesSchema> => {
    if (Object.hasOwn(generated.manifest.models, name)) return built.get(name);
    const model = await models.get(name);
    const schema = ofModels.get(model) ?? modelValues(model, fields);
    ofModels.set(model, schema);
    return schema;
  };
  const fields: FieldSchemas<runtime.GeneratedModels> = fieldSchemas(resolve);
  async function build(model: string): Promise<ValuesSchema> {
    const definition = await generated.load(model);
    if (!definition) throw new OdooError("settings", `The manifest names ${model}, which has no generated module.`);
    return valuesSchema(definition.values(fields), definition, asking && broughtAlong(asking, model));
  }
  return resolve;
}

/** Fills as Odoo's own screens do before 17, where the fields that others bring along are left empty by `create`. */
function broughtAlong(client: Client, model: string): Complete {
  return async (values, missing) => {
    const simple = Object.fromEntries(Object.entries(values).filter(([, value]) => !Array.isArray(value)));
    return filledIn(await client.onchange(model, simple, missing), missing);
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
  const { createJiti } = await import("jiti");
  const jiti = createJiti(import.meta.url, {
    virtualModules: { "odoo-typed-mcp/runtime": runtime },
    // Not jiti's default, a folder that other users of the machine may write to.
    fsCache: join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "odoo-typed-mcp"),
    interopDefault: false,
  });
  const exports = await jiti.import<Record<string, runtime.ModelDefinition>>(resolve(folder, "models", `${module}.ts`));
  const definition = exports[exportName];
  if (!definition) {
    throw new OdooError("settings", `models/${module}.ts does not export ${exportName}. Run \`odoo-mcp generate\`.`);
  }
  return definition;
}
