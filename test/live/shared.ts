import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";
import { type Config, parseConfig } from "../../codegen/config/config.js";
import { writeOwned } from "../../codegen/disk/ownership.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { listModels } from "../../src/odoo/instance/list-models.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { serializeSchema } from "../../src/odoo/schema/snapshot.js";
import { CLI } from "../support/mcp.js";
import { type PackedPackage, packPackage } from "../support/package.js";
import { readingOnce } from "./in-process.js";
import type { LiveOdoo } from "./setup.js";

// What files of live tests have in common is made by the first that asks, once a run and Odoo: files of one Odoo run one
// after the other. Nobody writes into it.

/**
 * The folder of what `odoo-mcp codegen` writes for the models that a config's text names, as an administrator sees them.
 * Not for models that a test changes.
 */
export async function generatedFolder(odoo: LiveOdoo, config: string): Promise<string> {
  const folder = join(inject("shared"), createHash("sha256").update(config).digest("hex").slice(0, 12));
  if (existsSync(folder)) return folder;
  const parsed = parseConfig(config, "the test's config");
  const schema = await snapshotOf(odoo, parsed);
  const { generatedFiles } = await import("../../codegen/commands/generate.js");
  const files = [{ path: "schema.json", text: serializeSchema(schema) }, ...generatedFiles(schema, parsed)];
  writeOwned(`${folder}.new`, { files, part: () => true, force: false });
  await rename(`${folder}.new`, folder);
  return folder;
}

/** Of all configs of this process: they name many of the same models. */
const asked = readingOnce();

async function snapshotOf({ admin }: LiveOdoo, config: Config): Promise<Schema> {
  const { introspect } = await import("../../codegen/introspect/introspect.js");
  const connection = await connect(readSettings(admin));
  return introspect(createClient({ ...connection, wire: asked(connection.wire) }), config, SILENT);
}

/** What `odoo-mcp codegen` did for every model there is. */
export interface OfEveryModel {
  /** The names of the models. */
  models: string[];
  generated: string;
  exitCode: number | undefined;
  stderr: string;
}

/** Minutes, so whoever needs a snapshot of many models takes this one. */
export async function everyModel({ admin }: LiveOdoo): Promise<OfEveryModel> {
  const told = join(inject("shared"), "every-model.json");
  if (existsSync(told)) return JSON.parse(await readFile(told, "utf8")) as OfEveryModel;
  const all = (await listModels(createClient(await connect(readSettings(admin))))) ?? [];
  const models = all.map(({ model }) => model);
  const config = join(inject("shared"), "every-model.config.json");
  const generated = join(inject("shared"), "every-model");
  await writeFile(config, JSON.stringify({ models: Object.fromEntries(models.map((name) => [name, {}])) }));
  const args = ["codegen", "--config", config, "--generated", generated];
  const { exitCode, stderr } = await execa(process.execPath, [CLI, ...args], { env: admin, reject: false });
  const done: OfEveryModel = { models, generated, exitCode, stderr };
  await writeFile(told, JSON.stringify(done));
  return done;
}

/** The package as it would be published. */
export async function packedPackage(): Promise<PackedPackage> {
  const file = join(inject("shared"), "package.json");
  if (!existsSync(file)) await writeFile(file, JSON.stringify(await packPackage(inject("shared"))));
  return JSON.parse(await readFile(file, "utf8")) as PackedPackage;
}
