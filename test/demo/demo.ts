import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { clientConfigs } from "../../codegen/setup/mcp-clients.js";
import { withProgress } from "../../codegen/terminal/progress.js";
import { loadEnvironment } from "../../src/odoo/connection/settings.js";
import { environment, up } from "../sandbox/sandbox.js";
import { comment, heading, print, startClient } from "./transcript.js";
import { walkThrough } from "./walk-through.js";

// npm run demo: from a live Odoo to an assistant's calls, as a transcript.

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CLI = join(ROOT, "dist/src/cli.js");
const GENERATED = join(ROOT, "generated");

async function demo(): Promise<void> {
  const given = loadEnvironment(process.cwd(), process.env);
  const own = Boolean(given.ODOO_URL);
  if (!existsSync(CLI)) {
    await withProgress("Building", () => execa("npm", ["run", "--silent", "build"], { cwd: ROOT }));
  }
  if (!own) await withProgress("Starting a real Odoo 19 with demo data", (progress) => up("19", progress));
  const settings = own ? ownSettings(given) : await environment("19");
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-demo-"));
  try {
    heading("odoo-mcp codegen");
    const codegen = await execa(process.execPath, [CLI, "codegen", "--generated", folder], { env: settings });
    print(codegen.stderr);
    heading("odoo-mcp serve");
    const client = await startClient([CLI, "serve", "--generated", folder], settings);
    try {
      await walkThrough(client);
    } finally {
      await client.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  printConfigurations(settings, own);
}

/** The demo's child processes get the settings alone; the rest of the environment is theirs anyway. */
function ownSettings(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = Object.keys(given).filter((name) => name.startsWith("ODOO_"));
  return Object.fromEntries(names.map((name) => [name, given[name] ?? ""]));
}

function printConfigurations(settings: Record<string, string>, own: boolean): void {
  // A sandbox's key opens nothing but the sandbox. A real one stays out of terminals and their logs.
  const { ODOO_PASSWORD: _, ...shown } = own ? { ...settings, ODOO_API_KEY: "<your API key>" } : settings;
  const server = { command: process.execPath, args: [CLI, "serve", "--generated", GENERATED], env: shown };
  heading("Use it from your own client");
  if (own) comment("Run `npm run codegen` once, so that generated/ describes your instance.");
  for (const { client, where, text } of clientConfigs(server)) {
    comment(`${client}: ${where}`);
    print(text);
  }
}

// As when the transcript is piped into `head`.
process.stdout.on("error", () => process.exit());

await demo().catch((error: Error) => {
  // What the command line says on its own stderr is one sentence already.
  const { stderr } = error as Error & { stderr?: string };
  console.error(stderr || error.message);
  process.exitCode = 1;
});
