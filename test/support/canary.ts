import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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

/** Throws where one of the programs let out a secret. Answers how many were watched. */
export function checkNoSecrets(folder = CANARY): number {
  const runs = watchedRuns(folder);
  const leaks = runs.filter(({ found }) => found.length > 0);
  if (leaks.length === 0) return runs.length;
  const lines = leaks.map(({ command, found }) => `  odoo-mcp ${command}: ${found.join(", ")}`);
  throw new Error(`A secret was let out by:\n${lines.join("\n")}`);
}

/** Around all tests of a project: at their end, no program that they started may have let out a secret. */
export default function setup(): () => void {
  rmSync(CANARY, { recursive: true, force: true });
  return () => {
    try {
      const runs = checkNoSecrets();
      if (runs > 0) console.error(`No secret was found in what ${runs} programs printed and wrote.`);
    } catch (error) {
      // Vitest prints it, and would end with 0.
      process.exitCode = 1;
      throw error;
    }
  };
}
