import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import { type Config, parseConfig } from "../config/config.js";
import { readText } from "../disk/files.js";
import { SNAPSHOT } from "../disk/ownership.js";
import { budgetOf } from "../emit/budget.js";
import { manifest } from "../emit/manifest.js";
import { plan } from "../plan/plan.js";
import type { Catalogue, Side } from "./difference.js";

// Where `odoo-mcp diff` finds snapshots: in a file, in a commit, or in the working folder.

interface Places {
  config: string;
  generated: string;
}

/**
 * A snapshot with its tools: of a file, of a Git ref with the config of that ref, or of the working folder if no source
 * is named. Throws `OdooError` "settings".
 */
export async function readSide(source: string | undefined, { config, generated }: Places): Promise<Side> {
  const file = join(generated, SNAPSHOT);
  const current = () => readText(config, "").catch(() => undefined);
  if (source === undefined)
    return side(await readText(file, "Make it with `odoo-mcp introspect`."), file, await current());
  if (existsSync(source)) return side(await readText(source, ""), source, await current());
  await checkRef(source);
  const text = await committed(source, file);
  if (text === undefined) throw new OdooError("settings", `${source} has no ${file}.`);
  return side(text, `${source}:${file}`, (await committed(source, config)) ?? (await current()));
}

function side(text: string, name: string, config: string | undefined): Side {
  const schema = parseSchema(text, name);
  return { schema, catalogue: config === undefined ? undefined : toolsOf(schema, config) };
}

/** Undefined where the config does not suit the snapshot: then only the snapshots can be compared. */
function toolsOf(schema: Side["schema"], text: string): Catalogue | undefined {
  try {
    const config: Config = parseConfig(text, "the config");
    const planned = plan(schema, config);
    const listed = manifest(planned);
    return { plan: planned, manifest: listed, budget: budgetOf(listed) };
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}

const run = promisify(execFile);
/** Of one file. */
const MAX_BYTES = 256 * 1024 * 1024;

async function git(...args: string[]): Promise<string | undefined> {
  try {
    return (await run("git", args, { maxBuffer: MAX_BYTES })).stdout;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ENOENT") return undefined;
    throw new OdooError("settings", "Git is not installed; name files instead.");
  }
}

async function checkRef(ref: string): Promise<void> {
  const found = await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`);
  if (found !== undefined) return;
  throw new OdooError("settings", `There is neither a file nor a commit "${ref}" here.`, {
    hint: "Name a snapshot's file, or a branch, tag or commit of this repository.",
  });
}

/** A file as it is in a commit; undefined where it is not. */
function committed(ref: string, file: string): Promise<string | undefined> {
  const path = relative(process.cwd(), file).replaceAll("\\", "/");
  return git("show", "--end-of-options", `${ref}:${path.startsWith("../") ? path : `./${path}`}`);
}
