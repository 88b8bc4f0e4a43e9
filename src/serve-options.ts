import { type Command, InvalidArgumentError, Option } from "commander";
import type { ManyServedOptions } from "./tools/session/served-folder.js";

/** What `serve` can be told, beside the folder. */
export interface ServeOptions extends ManyServedOptions {
  http?: boolean;
  host: string;
  port: number;
}

/** Names separated by commas. */
export const commaSeparated = (text: string): string[] => text.split(",").map((name) => name.trim());

export const withServeOptions = (command: Command): Command =>
  command
    .option("--toolsets <names>", "only the typed tools of these toolsets of the config", commaSeparated)
    .option("--models <names>", "only the typed tools of these models, such as sale.order,res.partner", commaSeparated)
    .option("--tools <names>", "only these tools, or these too beside --toolsets and --models", commaSeparated)
    .addOption(
      new Option("--surface <which>", "search: list find_tools and call_tool instead of the typed tools")
        .choices(["full", "search"])
        .default("full"),
    )
    .option("--http", "over HTTP at /mcp, or /mcp/<instance> for each; for many users, each with their own Odoo key")
    .option("--host <address>", "with --http: address of this machine to listen at", "127.0.0.1")
    .option("--port <number>", "with --http: port to listen at; 0 for any", portOf, 8100);

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port < 2 ** 16) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}
