#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { CatalogOptions } from "../codegen/commands/catalog.js";
import { OdooError } from "./odoo/errors.js";

// odoo-mcp: every subcommand, nothing else. Each loads its own code when it runs.

interface Paths {
  config: string;
  generated: string;
}

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const program = new Command("odoo-mcp")
  .description("Typed MCP tools, generated from your own Odoo.")
  .version(version)
  .addHelpText(
    "after",
    `
Settings come from the environment or a .env file in the working directory:
  ODOO_URL, ODOO_DB, ODOO_USERNAME, ODOO_PASSWORD or ODOO_API_KEY,
  ODOO_WIRE (auto, json2, jsonrpc, xmlrpc), ODOO_TIMEOUT_MS,
  ODOO_LANG, ODOO_TZ, ODOO_COMPANY_IDS

Exit codes: 0 done, 1 could not, 2 a check failed.`,
  );

function subcommand(name: string, description: string, examples: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--config <file>", "which models get which tools", "odoo-models.config.json")
    .option("--generated <dir>", "folder of the generated files", "generated")
    .addHelpText("after", `\nExamples:\n${examples.replaceAll(/^/gm, "  ")}`);
}

subcommand("introspect", "read the configured models from Odoo into schema.json", "odoo-mcp introspect").action(
  async (paths: Paths) => {
    const { introspectCommand } = await import("../codegen/commands/introspect.js");
    console.error(await introspectCommand(paths));
  },
);

subcommand("generate", "write the tools from schema.json; needs no Odoo", "odoo-mcp generate").action(
  async (paths: Paths) => {
    const { generateCommand } = await import("../codegen/commands/generate.js");
    console.error(await generateCommand(paths));
  },
);

subcommand(
  "codegen",
  "introspect, then generate",
  "odoo-mcp codegen\nODOO_URL=https://example.odoo.com odoo-mcp codegen --config sales.json --generated out",
).action(async (paths: Paths) => {
  const { introspectCommand } = await import("../codegen/commands/introspect.js");
  const { generateCommand } = await import("../codegen/commands/generate.js");
  console.error(await introspectCommand(paths));
  console.error(await generateCommand(paths));
});

subcommand(
  "catalog",
  "write a page that shows the tools to people; needs no Odoo",
  "odoo-mcp catalog --output catalog.html\nodoo-mcp catalog --markdown README.md --check",
)
  .option("--output <file>", "the page to write", "catalog.html")
  .option("--markdown <file>", "write a table between this file's markers tools:start and tools:end instead")
  .option("--check", "write nothing; exit with 2 if the file is not up to date")
  .action(async (options: CatalogOptions) => {
    const { catalogCommand } = await import("../codegen/commands/catalog.js");
    const { text, stale } = await catalogCommand(options);
    console.error(text);
    if (stale) process.exitCode = 2;
  });

subcommand(
  "serve",
  "serve the tools over stdio, for an MCP client",
  "odoo-mcp serve\nodoo-mcp serve --generated out",
).action(async (paths: Paths) => {
  const { serve } = await import("./server/stdio.js");
  await serve({ ...paths, version });
});

try {
  await program.parseAsync();
} catch (error) {
  // One sentence, never a stack trace: what went wrong, and what to do if that is known.
  const hint = error instanceof OdooError && error.hint ? ` ${error.hint}` : "";
  console.error(`odoo-mcp: ${error instanceof Error ? error.message : String(error)}${hint}`);
  process.exitCode = 1;
}
