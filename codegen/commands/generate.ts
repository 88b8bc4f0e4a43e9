import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { parseSchema, serializeSchema, stringify } from "../../src/odoo/schema/snapshot.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { finishWriting } from "../../src/tools/generated/finish-writing.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import { VERBS } from "../catalog/left-out.js";
import type { Config } from "../config/config.js";
import { readText } from "../disk/files.js";
import { type FileList, hashOf, isUntouched, readList, SNAPSHOT, writeOwned } from "../disk/ownership.js";
import { type Budget, budgetOf, budgetTable, checkLimits } from "../emit/budget.js";
import { manifest } from "../emit/manifest.js";
import { emit, type GeneratedFile } from "../emit/modules.js";
import { checkLint } from "../emit/portable.js";
import { type Plan, plan, type Withheld } from "../plan/plan.js";
import { withProgress } from "../terminal/progress.js";
import { readConfig, readSchema, snapshotText, type WritePaths } from "./introspect.js";

/** What `generate` writes, from its two inputs. Pure: the same bytes on every machine. Throws as `catalogue` does. */
export async function generatedFiles(schema: Schema, config: Config): Promise<GeneratedFile[]> {
  return filesOf(catalogue(schema, config));
}

/** The plan, and the tools as they are listed. */
export interface Catalogue {
  plan: Plan;
  manifest: Manifest;
  budget: Budget;
}

/** Throws `OdooError` "settings" where the tools would cost more than the config allows, or not suit every client. */
export function catalogue(schema: Schema, config: Config): Catalogue {
  const planned = plan(schema, config);
  const listed = manifest(planned);
  checkLint([...listed.tools.map(({ tool }) => tool), ...GENERIC_TOOLS.map(({ definition }) => definition)]);
  const budget = budgetOf(listed);
  checkLimits(budget, config.limits);
  return { plan: planned, manifest: listed, budget };
}

async function filesOf({ plan: planned, manifest: listed }: Catalogue): Promise<GeneratedFile[]> {
  // Down to a line for each property of a tool's arguments.
  return [{ path: "manifest.json", text: stringify(listed, 8) }, ...(await emit(planned))];
}

/** schema.json + config -> generated/. Needs no Odoo. Answers what it did and what the tools cost, for people. */
export async function generateCommand({ force = false, ...paths }: WritePaths): Promise<string> {
  const config = await readConfig(paths.config);
  const { schema, text } = await readSnapshot(paths.generated);
  if (!force) {
    const list = readList(paths.generated);
    refuseEdited(paths.generated, text, list);
    if (isUpToDate(paths.generated, list, madeFrom(text, config))) return `${paths.generated} is up to date.`;
  }
  return writeTools(paths.generated, { schema, text }, config, force);
}

/** Live Odoo -> schema.json -> generated/, as one change. Answers as its two parts do. */
export async function codegenCommand({ force = false, ...paths }: WritePaths): Promise<string> {
  const config = await readConfig(paths.config);
  const read = await readSchema(config);
  const text = serializeSchema(read);
  const schema = parseSchema(text, SNAPSHOT);
  const said = snapshotText(schema, paths.generated);
  const upToDate = !force && isUpToDate(paths.generated, readList(paths.generated), madeFrom(text, config));
  const then = upToDate
    ? "The tools are up to date."
    : await writeTools(paths.generated, { schema, text }, config, force);
  return `${said}\n${then}`;
}

/** A parsed snapshot and its text. */
export interface Snapshot {
  schema: Schema;
  text: string;
}

/** The snapshot of a folder. Throws `OdooError` "settings". */
export async function readSnapshot(folder: string): Promise<Snapshot> {
  finishWriting(folder);
  const file = join(folder, SNAPSHOT);
  const text = await readText(file, "Make it with `odoo-mcp introspect`.");
  return { schema: parseSchema(text, file), text };
}

async function writeTools(folder: string, { schema, text }: Snapshot, config: Config, force: boolean): Promise<string> {
  const made = catalogue(schema, config);
  const files = await withProgress("Generating tools", () => filesOf(made));
  writeOwned(folder, {
    files: [{ path: SNAPSHOT, text }, ...files],
    part: () => true,
    made: madeFrom(text, config),
    force,
  });
  return [
    budgetTable(made.budget),
    ...made.plan.withheld.map(withheldText),
    `Wrote the tools of ${made.plan.models.length} models to ${folder}.`,
  ].join("\n");
}

const { version } = createRequire(import.meta.url)("odoo-typed-mcp/package.json") as { version: string };

const madeFrom = (snapshot: string, config: Config) => ({
  by: version,
  from: hashOf(`${snapshot}\n${JSON.stringify(config)}`),
});

/** Whether the same version has made the files, which are all there, from the same snapshot and config. */
function isUpToDate(folder: string, list: FileList, { by, from }: NonNullable<FileList["made"]>): boolean {
  if (list.made?.by !== by || list.made.from !== from) return false;
  return Object.keys(list.files).every((path) => isUntouched(folder, path, list) && existsSync(join(folder, path)));
}

/** A snapshot that was edited is no longer what Odoo said. */
function refuseEdited(folder: string, text: string, { files }: FileList): void {
  if (files[SNAPSHOT] === undefined || files[SNAPSHOT] === hashOf(text)) return;
  throw new OdooError("settings", `${join(folder, SNAPSHOT)} is not as odoo-mcp wrote it.`, {
    hint: "Make it again with `odoo-mcp introspect --force`, or generate from it as it is with --force.",
  });
}

const withheldText = ({ model, right, rule, tools }: Withheld) =>
  `Left out, because ${right ? `the user may not ${VERBS[right]} ${model}` : `the policy does not allow it (${rule})`}: ${tools.join(", ")}.`;
