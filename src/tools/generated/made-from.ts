import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { OdooError } from "../../odoo/errors/errors.js";
import { isObject } from "../../odoo/notation/checks.js";
import { isModelName } from "../../odoo/schema/schema.js";
import { sorted } from "../../odoo/schema/snapshot.js";
import type { Manifest } from "./manifest.js";

// Whether a generated folder was made from the config that stands beside it.

/** The config's file, where no other is named. */
export const CONFIG_FILE = "odoo-models.config.json";

/** The parts of a config that say what tools there are and what they may do. */
interface Deciding {
  models?: unknown;
  policy?: unknown;
}

/** SHA-256 of the models and the policy of a config. */
export function digestOf({ models, policy = {} }: Deciding): string {
  const parts = [models, policy].map((part) => (isObject(part) ? inOrder(part as object) : part));
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Of two globs the later one speaks, so that their order counts, and no other. */
function inOrder(part: object) {
  const entries = Object.entries(sorted(part));
  const globs = Object.keys(part).filter((name) => !isModelName(name));
  return [entries.filter(([name]) => isModelName(name)), globs.map((glob) => entries.find(([name]) => name === glob))];
}

/**
 * Throws `OdooError` "settings" where the config has other models or another policy than the folder was made from, and
 * where that cannot be told. `named`: the config's file; left out, the one beside the folder, and none need be there.
 */
export function checkMadeFrom(folder: string, { config }: Manifest, named?: string): void {
  const file = named ?? join(dirname(resolve(folder)), CONFIG_FILE);
  const text = textOf(file, named !== undefined);
  if (text === undefined) return;
  if (config === digestIn(text)) return;
  const why = config === undefined ? "does not tell what it was made from" : "was made from another one";
  throw new OdooError("settings", `${file} says which models and policy hold, and ${folder} ${why}.`, {
    hint: "Run `odoo-mcp generate`, or name the config that it was made from with --config.",
  });
}

function textOf(file: string, isNamed: boolean): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (!isNamed && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OdooError("settings", `Cannot read ${file}, whose policy must hold.`, {
      hint: "Make it readable, or name the config with --config.",
    });
  }
}

/** Null for what is no config: nothing was made from it. */
function digestIn(text: string): string | null {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? digestOf(json as Deciding) : null;
  } catch {
    return null;
  }
}
