import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onceARun } from "./once.js";

/** Where `watch.mjs` says of every program that tests started in which outputs and files it found a secret. */
export const CANARY = fileURLToPath(new URL("../../dist/canary", import.meta.url));

/** Puts every Node program that is started with it under watch: for the package as it is installed. */
export const WATCHED = { NODE_OPTIONS: `--import ${new URL("./watch.mjs", import.meta.url).href}` };

export interface WatchedRun {
  command: string;
  /** Where a secret was found. */
  found: string[];
}

export function watchedRuns(folder = CANARY): WatchedRun[] {
  const file = join(folder, "runs");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return lines.map((line) => JSON.parse(line) as WatchedRun);
}

/** Throws where one of the programs let out a secret, but for the first ones, as many as told. Answers how many were watched. */
export function checkNoSecrets(folder = CANARY, before = 0): number {
  const runs = watchedRuns(folder).slice(before);
  const leaks = runs.filter(({ found }) => found.length > 0);
  if (leaks.length === 0) return runs.length;
  const lines = leaks.map(({ command, found }) => `  odoo-mcp ${command}: ${found.join(", ")}`);
  throw new Error(`A secret was let out by:\n${lines.join("\n")}`);
}

/** After an hour without a program, no run of tests is under way. */
const ABANDONED_MS = 60 * 60_000;

/** How many programs were watched before. Other runs may be under way beside this one, so what they found stays. */
function begin(): number {
  const { mtimeMs = 0 } = statSync(join(CANARY, "runs"), { throwIfNoEntry: false }) ?? {};
  if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(CANARY, { recursive: true, force: true });
  return watchedRuns().length;
}

/** Around all tests of a run: at their end, no program that they started may have let out a secret. */
export default async function setup(): Promise<(() => void) | undefined> {
  let before: number | undefined;
  await onceARun("canary", async () => {
    before = begin();
  });
  // Another project's setup has begun, and its end is the run's.
  if (before === undefined) return undefined;
  return () => {
    try {
      const runs = checkNoSecrets(CANARY, before);
      if (runs > 0) console.error(`No secret was found in what ${runs} programs printed and wrote.`);
    } catch (error) {
      // Vitest prints it, and would end with 0.
      process.exitCode = 1;
      throw error;
    }
  };
}
