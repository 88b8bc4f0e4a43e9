import { afterAll, beforeAll, expect, it } from "vitest";
import { SILENT } from "../../codegen/terminal/progress.js";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import type { Policy, PolicyConfig } from "../../src/tools/policy/policy.js";
import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import { reset } from "../sandbox/sandbox.js";
import { random, runSeed } from "../support/random.js";
import { openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { type RandomCall, randomCalls } from "./random-calls.js";
import { generatedFolder } from "./shared.js";
import { watchTables } from "./written.js";

// Random calls of every tool, whose person says yes to all, and PostgreSQL as the witness: what changed belongs to models that
// the policy lets tools change, or to what Odoo's own log keeps. TEST_SEED replays a run, WITNESS_CALLS makes it longer.

const CALLS = Number(process.env.WITNESS_CALLS ?? 750);

const POLICIES: Readonly<Record<string, PolicyConfig>> = {
  "the default": {},
  "nothing but contacts and leads": {
    "*": { operations: ["read"] },
    "res.partner": { operations: ["read", "create", "update"] },
    "crm.lead": { operations: ["read", "create", "update", "act"] },
  },
  "no deletion, no step, nothing of money": {
    "*": { operations: ["read", "create", "update"] },
    "account.*": { operations: ["read"] },
  },
  "reading alone": { "*": { operations: ["read"] } },
};

const CONFIG = JSON.stringify({
  models: Object.fromEntries(
    ["res.partner", "crm.lead", "sale.order", "account.move", "product.template", "project.task"].map((name) => [
      name,
      {},
    ]),
  ),
  operations: ["search", "read", "create", "update", "delete"],
});

/** What Odoo keeps of changes beside the records themselves, by table. */
const LOG: Readonly<Record<string, string>> = {
  mail_message: "the history of changes",
  mail_tracking_value: "old and new values in it",
  mail_followers: "whoever changes a record may follow it",
  mail_notification: "who was told of it",
  mail_mail: "a message that is sent, after a person's yes",
  bus_bus: "what open browsers are told",
  ir_attachment: "files and pictures of records",
  ir_sequence: "the next number of documents",
};

describeSandbox("changes at random what it finds", "the database as witness", (instance) => {
  const { series, admin } = instance;
  const seed = runSeed();
  let odoo: Client;
  let folder: string;
  let models: string[];

  beforeAll(async () => {
    await reset(series, SILENT);
    await sql(box(series), box(series).database, "update ir_cron set active = false");
    odoo = createClient(await connect(readSettings(admin)));
    folder = await generatedFolder(instance, CONFIG);
    models = (await odoo.searchRead("ir.model", [], ["model"], { limit: 5_000, order: "model" })).map(({ model }) =>
      String(model),
    );
    console.log(`Odoo ${series}: TEST_SEED=${seed}, ${CALLS} calls a policy`);
  });
  afterAll(async () => {
    await closeConnections();
    await reset(series, SILENT);
  });

  it.each(Object.entries(POLICIES))("shows that %s is kept", { timeout: 30 * 60_000 }, async (_, config) => {
    const generated = openGenerated(folder);
    const { manifest } = generated;
    const policy = servedPolicy({ ...generated, manifest: { ...manifest, policy: config } });
    const tools = await openTools(folder, { ...admin, ODOO_WIRE: "jsonrpc" }, { policy: config });
    const typed = new Map(
      Object.keys(manifest.models).map((name) => [
        name,
        manifest.tools.flatMap((entry) => (entry.model === name ? [entry.tool.name] : [])),
      ]),
    );
    const make = randomCalls({ next: random(seed), odoo, models, typed, model: tools.model });
    const open = await tablesOf(models.filter((model) => isChanged(policy, model)));
    const watcher = await watchTables(series, () => true);
    const found: string[] = [];
    let applied = 0;
    for (let done = 0; done < CALLS; done++) {
      const call = await make();
      const outcome = await outcomeOf(tools, call);
      if (outcome !== "not_applied") applied += 1;
      const changed = await watcher.changed();
      const strange =
        outcome === "not_applied" ? changed : changed.filter((table) => !open.has(table) && !(table in LOG));
      if (strange.length > 0) found.push(`${outcome}: ${strange.join(", ")}: ${JSON.stringify(call).slice(0, 2_000)}`);
    }
    console.log(`Odoo ${series}: ${applied} of ${CALLS} calls were applied`);
    expect(found).toEqual([]);
  });

  /** The tables of models and of their many2manys. */
  async function tablesOf(names: readonly string[]): Promise<Set<string>> {
    const list = names.map((name) => `'${name}'`).join(", ");
    const relations = await sql(
      box(series),
      box(series).database,
      `select relation_table from ir_model_fields where relation_table is not null and model in (${list})`,
    );
    return new Set([...names.map((name) => name.replaceAll(".", "_")), ...relations.split("\n")]);
  }
});

/** Whether it may have written anything, as it says itself. */
async function outcomeOf(tools: Tools, { tool, args }: RandomCall): Promise<Outcome> {
  try {
    await tools.call(tool, args);
    return args.dry_run || tool === "search_records" ? "not_applied" : "applied";
  } catch (error) {
    if (error instanceof OdooError) return error.outcome;
    throw error;
  }
}

function isChanged(policy: Policy, model: string): boolean {
  return (["create", "update", "delete"] as const).some((effect) => {
    try {
      policy.check(model, effect);
      policy.checkReached(model);
      return true;
    } catch {
      return false;
    }
  });
}
