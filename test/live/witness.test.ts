import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { servedPolicy } from "../../src/tools/generated/policy.js";
import { guardOf, type Policy, type PolicyConfig } from "../../src/tools/policy/policy.js";
import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import { random } from "../support/random.js";
import { askingOnce, openTools, type Tools } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { type NewestRecords, newestRecords, type RandomCall, randomCalls } from "./random-calls.js";
import { generatedFolder } from "./shared.js";
import { callWitness, TABLES, type Witness } from "./witness.js";

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

/** What Odoo writes as it is asked to read, by table. */
const OF_READING: Readonly<Record<string, string>> = {
  properties_base_definition: "where a model's properties are defined, which is made as somebody first needs it (19)",
};

/** What Odoo keeps of changes beside the records themselves, by table. */
const LOG: Readonly<Record<string, string>> = {
  mail_message: "the history of changes",
  mail_message_res_partner_needaction_rel: "who has not read it yet (14)",
  mail_tracking_value: "old and new values in it",
  mail_followers: "whoever changes a record may follow it",
  mail_followers_mail_message_subtype_rel: "of what a follower is told",
  mail_notification: "who was told of it",
  mail_mail: "a message that is sent, after a person's yes",
  bus_bus: "what open browsers are told",
  ir_attachment: "files and pictures of records",
  ir_sequence: "the next number of documents",
  ir_model_data: "external ids go with the records that they name",
  ir_property: "values that differ from company to company (14)",
  orm_signaling_default: "processes forget what they keep of such values",
  product_value: "what products were worth (19)",
  ir_translation: "a record's texts in a language (14)",
  rating_rating: "a stage asks the customer for a rating",
  ir_cron: "the job of reminders is woken",
  ir_cron_trigger: "the same, from 16 on",
};

/** Steps and files whose code changes what is guarded, by the tools' names, with the tables. A person is asked before them, or sees the same on Odoo's screen. */
const OF_CODE: Readonly<Record<string, readonly string[]>> = {
  // Odoo 19 makes a document of a file on a product.
  attach_file: ["product_document"],
  // An account of Odoo's service, which it makes when it is first asked.
  crm_lead_iap_enrich: ["iap_account"],
  // Odoo 19 turns its feature of secured entries on, which is a group.
  account_move_button_hash: ["res_groups", "res_groups_implied_rel", "res_groups_users_rel"],
};

const words = (text: string) => text.split(" ");

/** Models of screens whose records Odoo makes others of beside, and features with, by the tables. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  // A second warehouse turns several of them on for everybody; steps in it, routes.
  "stock.warehouse": words(
    "res_groups res_groups_implied_rel res_groups_users_rel stock_location stock_location_route stock_rule",
  ),
};

describeDisorder("changes at random what it finds", "the database as witness", (instance) => {
  const { series, admin } = instance;
  const seed = Number(process.env.TEST_SEED ?? 20_261_130);
  let odoo: Client;
  let folder: string;
  let models: string[];
  /** Tables, of dialogues and of guarded models. */
  let dialogues: Set<string>;
  let guarded: Set<string>;
  /** By table, those whose rows go or change with its rows. */
  const falls = new Map<string, string[]>();
  const over = askingOnce();
  let newest: NewestRecords;
  let witness: Witness;
  const ask = (statement: string) => sql(box(series), box(series).database, statement);

  beforeAll(async () => {
    await sql(box(series), box(series).database, "update ir_cron set active = false");
    odoo = createClient(await connect(readSettings(admin)));
    folder = await generatedFolder(instance, CONFIG);
    newest = newestRecords(odoo, new Set((await ask(TABLES)).split("\n")));
    witness = await callWitness(series);
    models = (await odoo.searchRead("ir.model", [], ["model"], { limit: 5_000, order: "model" })).map(({ model }) =>
      String(model),
    );
    dialogues = await tablesOf(await modelsWhere("transient"));
    guarded = await tablesOf(models.filter((model) => guardOf(model)));
    for (const line of (await ask(FALLING)).split("\n")) {
      const [table = "", on = ""] = line.split("|");
      falls.set(on, [...(falls.get(on) ?? []), table]);
    }
    console.log(`Odoo ${series}: TEST_SEED=${seed}, ${CALLS} calls a policy`);
  });
  afterAll(async () => {
    witness?.close();
    await closeConnections();
  });

  it.each(Object.entries(POLICIES))("shows that %s is kept", { timeout: 30 * 60_000 }, async (_, config) => {
    const generated = openGenerated(folder);
    const { manifest } = generated;
    const policy = servedPolicy({ ...generated, manifest: { ...manifest, policy: config } });
    const tools = await openTools(folder, { ...admin, ODOO_WIRE: "jsonrpc" }, { policy: config, over });
    const typed = new Map(
      Object.keys(manifest.models).map((name) => [
        name,
        manifest.tools.flatMap((entry) => (entry.model === name ? [entry.tool.name] : [])),
      ]),
    );
    const make = randomCalls({ next: random(seed), idsOf: newest.forCalls(), models, typed, model: tools.model });
    const may = await tablesOf(models.filter((model) => isChanged(policy, model)));
    const open = new Set([...may, ...dialogues, ...Object.keys(LOG)]);
    // The sign-in is written down by Odoo.
    await tools.call("search_records", { model: "res.partner", domain: [], limit: 1 });
    await witness.changed();
    const found: string[] = [];
    let applied = 0;
    for (let done = 0; done < CALLS; done++) {
      const call = await make();
      const outcome = await outcomeOf(tools, call);
      if (outcome !== "not_applied") applied += 1;
      const changed = await witness.changed();
      newest.changed(changed);
      const isStrange = (table: string) => {
        if (Object.hasOwn(OF_READING, table)) return false;
        if (outcome === "not_applied") return !dialogues.has(table);
        if (open.has(table)) return false;
        // What Odoo's code does in a step is its own: but rights, code and settings are not changed.
        if (OF_CODE[call.tool]?.includes(table) || BESIDE[String(call.args.model)]?.includes(table)) return false;
        return isStep(call) ? guarded.has(table) : !(isDeletion(call) && falling(may).has(table));
      };
      const strange = changed.filter(isStrange);
      if (strange.length > 0) found.push(`${outcome}: ${strange.join(", ")}: ${JSON.stringify(call).slice(0, 2_000)}`);
    }
    console.log(`Odoo ${series}: ${applied} of ${CALLS} calls were applied`);
    expect(found).toEqual([]);
  });

  const modelsWhere = async (condition: string) =>
    (await ask(`select model from ir_model where ${condition}`)).split("\n");

  /** The tables of models and of their many2manys. */
  async function tablesOf(names: readonly string[]): Promise<Set<string>> {
    const list = ["", ...names].map((name) => `'${name}'`).join(", ");
    const relations = await ask(
      `select relation_table from ir_model_fields where relation_table is not null and model in (${list})`,
    );
    return new Set([...names.map((name) => name.replaceAll(".", "_")), ...relations.split("\n")]);
  }

  /** What falls with rows of these tables, and with what falls. */
  function falling(tables: ReadonlySet<string>): Set<string> {
    const all = new Set(tables);
    for (const table of all) for (const other of falls.get(table) ?? []) all.add(other);
    return all;
  }
});

/** Foreign keys by which rows are deleted, or emptied, with what they refer to. */
const FALLING =
  "select conrelid::regclass, confrelid::regclass from pg_constraint where contype = 'f' and confdeltype in ('c', 'n')";

const isDeletion = ({ tool }: RandomCall) => /(^|_)delete(_records)?$/.test(tool);
const isStep = ({ tool }: RandomCall) =>
  tool === "execute_workflow" || !/_(records?|create|update|delete|message|activity|file)$/.test(tool);

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
