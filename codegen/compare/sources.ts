import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { parseSchema } from "../../src/odoo/schema/snapshot.js";
import { parseConfig } from "../config/config.js";
import { readText } from "../disk/files.js";
import { SNAPSHOT } from "../disk/ownership.js";
import type { Paths } from "../disk/paths.js";
import { type Catalogue, catalogue } from "../emit/catalogue.js";
import type { Io } from "../terminal/io.js";
import type { Side } from "./difference.js";

// Where `odoo-mcp diff` finds snapshots: in a commit, in a file, or in the working folder.

/** Where Git looks for its repository and its settings. */
type Place = Pick<Io, "cwd" | "env">;

/**
 * A snapshot with its tools: of a Git ref with the config of that ref, of a file, or of the working folder if no source
 * is named. A name that is both is the ref; "./" before it makes it the file. Throws `OdooError` "settings".
 */
export async function readSide(
  source: string | undefined,
  { config, generated }: Pick<Paths, "config" | "generated">,
  place: Place,
): Promise<Side> {
  const file = join(generated, SNAPSHOT);
  const current = () => readText(config, "").catch(() => undefined);
  if (source === undefined)
    return side(await readText(file, "Make it with `odoo-mcp introspect`."), file, await current());
  const git = gitIn(place);
  if (!(await isCommit(source, git))) {
    if (!isFile(source)) throw nothingThere(source, (await git("--version")) !== undefined);
    return side(await readText(source, ""), source, await current());
  }
  const committed = (path: string) => git("show", "--end-of-options", `${source}:${fromHere(path, place)}`);
  const text = await committed(file);
  if (text === undefined) throw new OdooError("settings", `${source} has no ${file}.`);
  return side(text, `${source}:${file}`, (await committed(config)) ?? (await current()));
}

function side(text: string, name: string, config: string | undefined): Side {
  const schema = parseSchema(text, name);
  return { schema, catalogue: config === undefined ? undefined : toolsOf(schema, config) };
}

/** Undefined where the config does not suit the snapshot: then only the snapshots can be compared. */
function toolsOf(schema: Side["schema"], config: string): Catalogue | undefined {
  try {
    return catalogue(schema, parseConfig(config, "the config"));
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}

/** Not a folder; what a shell puts in a command's place is no plain file either. */
const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;

const execute = promisify(execFile);
/** Of one file. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What Git prints; undefined where it fails or is not installed. */
type Git = (...args: string[]) => Promise<string | undefined>;

const gitIn =
  ({ cwd, env }: Place): Git =>
  async (...args) => {
    try {
      return (await execute("git", args, { maxBuffer: MAX_BYTES, cwd: cwd(), env })).stdout;
    } catch {
      return undefined;
    }
  };

const isCommit = async (ref: string, git: Git) =>
  (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`)) !== undefined;

function nothingThere(source: string, hasGit: boolean): OdooError {
  if (!hasGit) return new OdooError("settings", `There is no file "${source}", and Git is not installed.`);
  return new OdooError("settings", `There is neither a commit nor a file "${source}" here.`, {
    hint: "Name a snapshot's file, or a branch, tag or commit of this repository.",
  });
}

/** A path as Git takes it beside a commit. */
function fromHere(file: string, { cwd }: Place): string {
  const path = relative(cwd(), resolve(cwd(), file)).replaceAll("\\", "/");
  return path.startsWith("../") ? path : `./${path}`;
}
