import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { parseSchema, serializeSchema, stringify } from "../../src/odoo/schema/snapshot.js";
import { finishWriting } from "../../src/tools/generated/finish-writing.js";
import { VERBS } from "../catalog/left-out.js";
import type { Config } from "../config/config.js";
import { judgeNames, knownFrom } from "../config/policy-names.js";
import { type GeneratedFile, readText } from "../disk/files.js";
import { type FileList, hashOf, isUntouched, readList, SNAPSHOT, writeOwned } from "../disk/ownership.js";
import type { WritePaths } from "../disk/paths.js";
import { budgetTable } from "../emit/budget.js";
import { type Catalogue, checkedCatalogue } from "../emit/catalogue.js";
import { emit, FORMAT } from "../emit/modules.js";
import type { Plan, Withheld } from "../plan/model-plan.js";
import type { Io } from "../terminal/io.js";
import { withProgress } from "../terminal/progress.js";
import { readConfig, readSchema, snapshotText } from "./introspect.js";

/** What `generate` writes, from its two inputs. Pure: the same bytes on every machine. Throws as `checkedCatalogue`. */
export const generatedFiles = (schema: Schema, config: Config): GeneratedFile[] =>
  filesOf(checkedCatalogue(schema, config));

const filesOf = ({ plan: planned, manifest: listed }: Catalogue): GeneratedFile[] => [
  // Down to a line for each property of a tool's arguments.
  { path: "manifest.json", text: stringify(listed, 8) },
  ...emit(planned),
];

/** schema.json + config -> generated/. Needs no Odoo. Answers what it did and what the tools cost, for people. */
export async function generateCommand({ force = false, ...paths }: WritePaths, io: Io): Promise<string> {
  const config = await readConfig(paths.config);
  const { schema, text } = await readSnapshot(paths.generated);
  if (!force) {
    const list = readList(paths.generated);
    refuseEdited(paths.generated, text, list);
    if (isUpToDate(paths.generated, list, madeFrom(text, config))) return `${paths.generated} is up to date.`;
  }
  const done = await writeTools({ folder: paths.generated, snapshot: { schema, text }, config, force }, io);
  return [done, ...openText(schema, config)].join("\n");
}

/** Which entries of the policy no snapshot can tell of. */
function openText(schema: Schema, config: Config): string[] {
  const { open } = judgeNames(config.policy, knownFrom(schema, config));
  if (open.length === 0) return [];
  const names = [...new Set(open.map((one) => ("model" in one ? one.model : one.glob)))].join(", ");
  return [
    `The snapshot does not tell whether all is there that the policy names of ${names}; \`odoo-mcp codegen\`, \`check --live\` and \`doctor\` ask Odoo.`,
  ];
}

/** Live Odoo -> schema.json -> generated/, as one change. Answers as its two parts do. */
export async function codegenCommand({ force = false, ...paths }: WritePaths, io: Io): Promise<string> {
  const config = await readConfig(paths.config);
  const read = await readSchema(config, io, paths.instance);
  const text = serializeSchema(read);
  const schema = parseSchema(text, SNAPSHOT);
  const done = snapshotText(schema, paths.generated);
  const upToDate = !force && isUpToDate(paths.generated, readList(paths.generated), madeFrom(text, config));
  const then = upToDate
    ? "The tools are up to date."
    : await writeTools({ folder: paths.generated, snapshot: { schema, text }, config, force }, io);
  return `${done}\n${then}`;
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

interface ToWrite {
  folder: string;
  snapshot: Snapshot;
  config: Config;
  force: boolean;
}

async function writeTools({ folder, snapshot: { schema, text }, config, force }: ToWrite, io: Io): Promise<string> {
  const made = checkedCatalogue(schema, config);
  const files = await withProgress("Generating tools", async () => filesOf(made), io);
  writeOwned(folder, {
    files: [{ path: SNAPSHOT, text }, ...files],
    part: () => true,
    made: madeFrom(text, config),
    force,
  });
  return [
    budgetTable(made.budget),
    ...made.plan.withheld.map(withheldText),
    ...unknownText(schema),
    ...unreadText(made.plan),
    ...reachedText(made.plan, schema),
    `Wrote the tools of ${made.plan.models.length} models to ${folder}.`,
  ].join("\n");
}

const { version } = createRequire(import.meta.url)("odoo-typed-mcp/package.json") as { version: string };

const madeFrom = (snapshot: string, config: Config) => ({
  by: version,
  from: hashOf(`${FORMAT}\n${snapshot}\n${JSON.stringify(config)}`),
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

/** Which models generic tools may change, too. */
function reachedText({ reached, models }: Plan, schema: Schema): string[] {
  const named = new Set(models.map(({ name }) => name));
  const others = reached.filter((model) => !named.has(model)).length;
  if (!schema.reached) return [];
  const why = schema.reached.by === "menus" ? "reaches by the menus of its apps" : "has the rights to change";
  return [`Generic tools change records of ${others} more models, which the user ${why}: "reached" in ${SNAPSHOT}.`];
}

/** More are only counted. */
const MAX_UNREAD = 12;

/** Which models a policy that closes records or fields leaves unread. */
function unreadText({ unread }: Plan): string[] {
  if (unread.length === 0) return [];
  const more = unread.length - MAX_UNREAD;
  const names = unread.slice(0, MAX_UNREAD).join(", ");
  return [
    `Not read, because the policy closes records or fields and does not name these models: ${names}${more > 0 ? ` and ${more} more` : ""}.`,
  ];
}

/** Which steps nobody could say of what they open. */
function unknownText({ models }: Schema): string[] {
  const unknown = Object.values(models).flatMap(({ name, views }) => {
    const steps = (views?.buttons ?? []).filter(
      ({ action, place }) => action?.kind === "unknown" && place !== "counter",
    );
    return steps.length > 0 ? [`${name} (${steps.map((step) => step.name).join(", ")})`] : [];
  });
  if (unknown.length === 0) return [];
  return [
    `Steps that cannot be taken, because Odoo tells administrators alone what they open: ${unknown.join("; ")}. A second credential for introspection reads it: ODOO_INTROSPECT_API_KEY.`,
  ];
}
