import { join } from "node:path";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { parseSchema, serializeSchema } from "../../src/odoo/schema/snapshot.js";
import { CONFIG_FILE } from "../../src/tools/generated/made-from.js";
import { compareSides, type Difference } from "../compare/difference.js";
import { asText } from "../compare/difference-text.js";
import { type FileDrift, fileDrift, notInSnapshot, type State, unified } from "../compare/file-drift.js";
import { SNAPSHOT } from "../disk/ownership.js";
import type { Paths } from "../disk/paths.js";
import type { Io } from "../terminal/io.js";
import { generatedFiles, readSnapshot, type Snapshot } from "./generate.js";
import { readConfig, readSchema } from "./introspect.js";

export interface CheckOptions extends Paths {
  /** Compares the instance with the snapshot, too. */
  live?: boolean;
  json?: boolean;
}

/** What the instance has become since the snapshot. */
interface LiveDrift extends Difference {
  /** Snapshot -> instance. */
  diff?: string;
}

/**
 * Compares generated/ with what its snapshot and the config make, and with the instance on request. Writes nothing.
 * Throws `OdooError` where it cannot tell.
 */
export async function checkCommand(
  { live, json, ...paths }: CheckOptions,
  io: Io,
): Promise<{ text: string; clean: boolean }> {
  const config = await readConfig(paths.config);
  const snapshot = await readSnapshot(paths.generated);
  const drift = [
    ...fileDrift(paths.generated, snapshot.text, generatedFiles(snapshot.schema, config)),
    ...notInSnapshot(snapshot.schema, config),
  ];
  const now = live ? await readSchema(config, io, paths.instance) : undefined;
  const instance = now && liveDrift(snapshot, now);
  const clean = drift.length === 0 && !instance;
  const mend = mendedBy(drift, instance !== undefined, paths);
  const text = json
    ? JSON.stringify({ clean, drift, ...(instance ? { live: instance } : {}), ...(mend ? { mend } : {}) }, null, 2)
    : [
        ...(clean ? [`${paths.generated} is up to date.`] : []),
        ...drift.map((found) => fileText(found, paths.generated)),
        ...(instance ? [liveText(instance)] : []),
        ...(mend ? [`Run \`${mend}\`.`] : []),
      ].join("\n");
  return { text, clean };
}

/** Undefined where only what explains a snapshot differs: nothing is generated from it. */
function liveDrift({ schema }: Snapshot, read: Schema): LiveDrift | undefined {
  const now = parseSchema(serializeSchema(read), "the instance");
  const difference = compareSides({ schema }, { schema: now });
  const [before, after] = [schema, now].map(({ instance: _, ...compared }) => serializeSchema(compared));
  if (before === after) return undefined;
  const diff = unified(SNAPSHOT, before ?? "", after ?? "");
  return { ...difference, ...(diff ? { diff } : {}) };
}

const SAID: Readonly<Record<State, string>> = {
  stale: "is stale",
  missing: "is missing",
  extra: "does not belong there",
  edited: "is not as odoo-mcp wrote it",
};

const fileText = ({ file, state, reason, diff }: FileDrift, folder: string) =>
  `${join(folder, file)} ${SAID[state]}${reason ? `: ${reason}` : ""}.${diff ? `\n${diff}` : ""}`;

const liveText = ({ diff, ...difference }: LiveDrift) =>
  `Odoo has changed since the snapshot was made.\n${asText(difference)}${diff ? `\n${diff}` : ""}`;

/** The command that makes the folder what it should be; undefined where there is none, for it deletes nothing foreign. */
function mendedBy(drift: readonly FileDrift[], isLive: boolean, paths: Paths): string | undefined {
  if (!isLive && drift.every(({ state, reason }) => state === "extra" && reason !== undefined)) return undefined;
  const snapshot = drift.some(({ file }) => file === SNAPSHOT);
  return [
    `odoo-mcp ${isLive || snapshot ? "codegen" : "generate"}`,
    ...asArguments(paths),
    ...(drift.some(({ state }) => state === "edited") ? ["--force"] : []),
  ].join(" ");
}

/** An instance says itself where its folder and config are. */
const asArguments = ({ config, generated, instance }: Paths): string[] =>
  instance
    ? ["--instance", instance.name]
    : [
        ...(config === CONFIG_FILE ? [] : ["--config", config]),
        ...(generated === "generated" ? [] : ["--generated", generated]),
      ];
