import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { parseConfig } from "../../codegen/config/config.js";
import { catalogue } from "../../codegen/emit/catalogue.js";
import { introspect } from "../../codegen/introspect/introspect.js";
import { proposedApps } from "../../codegen/setup/apps.js";
import { configText } from "../../codegen/setup/own-files.js";
import { SILENT } from "../../codegen/terminal/progress.js";
import type { Client } from "../../src/odoo/client.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { type Json, startServer } from "../support/mcp.js";
import { againstTarget, type Exchange, exchangeCost, readExchanges, surfaceCosts } from "./tokens.js";

// What the tools of an Odoo cost a model: listed, and in use.

const OF_DEFAULT = 18_000;
const OF_INIT = 24_000;

/** What assistants read most, of the default config. */
const READS: readonly [tool: string, args: Json][] = [
  ["who_am_i", {}],
  ["list_models", { query: "vendor bill" }],
  ["get_fields", { model: "sale.order" }],
  ["look_up", { names: [{ model: "res.country", name: "Belgium" }] }],
  ["res_partner_search", { domain: [["is_company", "=", true]] }],
  ["res_partner_read", { ids: [1] }],
  ["sale_order_search", { domain: [], limit: 20 }],
  ["account_move_search", { domain: [["move_type", "=", "out_invoice"]], limit: 20 }],
  ["sale_order_aggregate", { domain: [], group_by: ["state"], measures: ["amount_total:sum"] }],
  ["search_records", { model: "product.template", domain: [], fields: ["name", "list_price"], limit: 20 }],
];

/** `generated`: a folder of codegen's, of the default config. */
export async function benchTokens(settings: Record<string, string>, client: Client, generated: string): Promise<void> {
  for (const { surface, tools, tokens, outputs } of await surfaceCosts(openGenerated(generated).manifest)) {
    const told = surface === "all tools" ? againstTarget(tokens, OF_DEFAULT) : `${tokens} tokens`;
    console.log(`default config, ${surface}: ${tools} tools, ${told}; output schemas ${outputs}`);
  }
  const apps = await proposedApps(client);
  const config = parseConfig(configText([...new Set(apps.flatMap(({ models }) => models))]), "what init proposes");
  const { budget } = catalogue(await introspect(client, config, SILENT), config);
  console.log(
    `init, ${apps.length} apps: ${budget.tools.length} tools, ${againstTarget(budget.total.tokens, OF_INIT)}`,
  );
  tell("ten common reads", await reads(settings, generated));
  tell("the twenty tasks", await tasks());
}

function tell(what: string, exchanges: readonly Exchange[]): void {
  const { calls, asked, answered } = exchangeCost(exchanges);
  console.log(`${what}: ${calls} calls of ${asked} tokens, answers of ${answered}, together ${asked + answered}`);
}

async function reads(settings: Record<string, string>, generated: string): Promise<Exchange[]> {
  const session = await startServer(settings, ["--generated", generated]);
  try {
    const exchanges: Exchange[] = [];
    for (const [tool, args] of READS) {
      const answer = JSON.stringify(await session.call(tool, args));
      exchanges.push({ tool, call: JSON.stringify(args), answer });
    }
    return exchanges;
  } finally {
    await session.close();
  }
}

/** As the live tests have them, on Odoo 19. */
async function tasks(): Promise<Exchange[]> {
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-tasks-"));
  const file = join(folder, "exchanges.jsonl");
  try {
    await execa("npx", ["vitest", "run", "--project", "live-19", "test/live/tasks"], { env: { TEST_EXCHANGES: file } });
    return readExchanges(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
