import { join } from "node:path";
import type { Schema } from "../../src/odoo/schema.js";
import { parseSchema, stringify } from "../../src/odoo/snapshot.js";
import { withProgress } from "../../src/progress.js";
import type { Config } from "../config.js";
import { emit, type GeneratedFile } from "../emit.js";
import { deleteStaleModules, readText, writeFiles } from "../files.js";
import { manifest } from "../manifest.js";
import { plan } from "../plan.js";
import { type Paths, readConfig } from "./introspect.js";

/** What `generate` writes, from its two inputs. Pure: the same bytes on every machine. */
export async function generatedFiles(schema: Schema, config: Config): Promise<GeneratedFile[]> {
  const planned = plan(schema, config);
  // Down to a line for each property of a tool's arguments.
  const listed: GeneratedFile = { path: "manifest.json", text: stringify(manifest(planned), 8) };
  return [listed, ...(await emit(planned))];
}

/** schema.json + config -> generated/. Needs no Odoo. Answers what it did, as a sentence. */
export async function generateCommand(paths: Paths): Promise<string> {
  const config = await readConfig(paths.config);
  const file = join(paths.generated, "schema.json");
  const schema = parseSchema(await readText(file, "Make it with `odoo-mcp introspect`."), file);
  const files = await withProgress("Generating tools", () => generatedFiles(schema, config));
  await writeFiles(paths.generated, files);
  await deleteStaleModules(paths.generated, files);
  const modules = files.filter(({ path }) => path.startsWith("models/")).length;
  return `Wrote the tools of ${modules} models to ${paths.generated}.`;
}
