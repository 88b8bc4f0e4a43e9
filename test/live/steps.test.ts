import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import type { Button, Model, Schema } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { openGenerated } from "../../src/tools/generated/folder.js";
import { box } from "../sandbox/host.js";
import { sql } from "../sandbox/postgres.js";
import type { Json } from "../support/mcp.js";
import { openTools, type Tools } from "./in-process.js";
import { describeDisorder } from "./odoos.js";
import { fitting, modelsOfApps } from "./screens.js";
import { generatedFolder } from "./shared.js";
import { GIVEN, makeMissing, TYPED } from "./steps/given.js";
import { type Watcher, watchDatabase } from "./written.js";

// Every step that people reach by the menus of the nine apps, taken as an assistant takes it whose person says yes. What an
// answer says is compared with what PostgreSQL has written meanwhile. `steps/14.md` and `steps/19.md` are what came of them;
// `npx vitest run --project live-19 test/live/steps.test.ts -u` writes them.

/** Ends what hangs, of hundreds of steps in one test. */
const PATIENCE_MS = 30 * 60_000;

/** No step asks more dialogues one after the other. */
const MOST_CALLS = 4;

/** What a step came to. */
interface Outcome {
  calls: number;
  told: string;
  wrote: readonly string[];
  /** What an answer said that is not what the database shows. */
  lies: string[];
}

/** Steps after which nothing is written, though they are done: what Odoo does of them needs more, or is outside. */
const IDLE: Readonly<Record<string, string>> = {
  "account.account action_read_account": "it opens the record itself",
  "account.payment action_process_edi_web_services": "there is no document to be sent",
  "hr.employee.skill open_hr_employee_skill_modal": "it opens the record itself",
  "project.task action_recurring_tasks": "it shows the task itself, the only one that recurs",
  "crm.lead enrich": "Odoo asks a service on the Internet, and the sandbox has none",
  "crm.lead iap_enrich": "the same",
};

/** Steps that write before they are done: by Odoo's own code. */
const PARTLY: Readonly<Record<string, string>> = {
  "crm.lead action_sale_quotations_new": "the customer is made, the quotation is still to be made",
  "crm.lead action_generate_leads": "the request is kept, and the service cannot be reached",
  "purchase.order print_quotation": "the order is marked as sent, and the sandbox's Odoo makes no PDF",
  "stock.picking do_print_picking": "the transfer is marked as printed, and the sandbox's Odoo makes no PDF",
  "stock.picking button_validate": "Odoo fills in what was moved before it asks on",
  "stock.picking validate": "the same, before it asks for the first text message",
};

/** Tables that a line does not name: the history, and what Odoo 19 computes anew on another day than the sandbox was made. */
const UNTOLD: Readonly<Record<string, readonly string[]>> = {
  "14": ["mail_message"],
  "19": ["mail_message", "stock_warehouse_orderpoint"],
};

describeDisorder("leaves its data in disorder", "every step of every screen", (instance) => {
  const { series, admin } = instance;
  let odoo: Client;
  let schema: Schema;
  let tools: Tools;
  let watcher: Watcher;

  beforeAll(async () => {
    // Other files may have left the demo data changed, and Odoo's jobs write whenever they like.
    await sql(box(series), box(series).database, "update ir_cron set active = false");
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const models = await modelsOfApps(odoo);
    const config = JSON.stringify({ models: Object.fromEntries(models.map((name) => [name, {}])) });
    const folder = await generatedFolder(instance, config);
    schema = openGenerated(folder).schema();
    tools = await openTools(folder, { ...admin, ODOO_WIRE: "jsonrpc" }, { web: true });
    await makeMissing(odoo, series);
    watcher = await watchDatabase(series);
  }, 600_000);
  afterAll(async () => {
    watcher?.close();
    await closeConnections();
  }, 600_000);

  async function take(model: Model, step: Button): Promise<Outcome | undefined> {
    const key = `${model.name} ${step.name}`;
    const given = GIVEN[key] ?? {};
    const ids = await fitting(odoo, model, step, given);
    if (ids.length === 0) return undefined;
    const typed = step.action?.kind === "dialogue" ? TYPED[step.action.model] : undefined;
    const values = (await given.values?.(odoo, ids)) ?? typed;
    let args: Json = { model: model.name, ids, signal: step.name, ...(values ? { values } : {}) };
    const outcome: Outcome = { calls: 0, told: "", wrote: [], lies: [] };
    for (;;) {
      const answer: Json = await tools.call("execute_workflow", args).catch((error: unknown) => {
        if (error instanceof OdooError) return { error };
        throw error;
      });
      const wrote = await watcher.changed();
      outcome.calls += 1;
      outcome.told = told(answer);
      outcome.wrote = [...new Set([...outcome.wrote, ...wrote])];
      outcome.lies.push(...liesIn(key, answer, wrote));
      const next = answer.next as Json | undefined;
      const [button] = (next?.buttons ?? []) as Json[];
      if (!next?.wizard || !button || outcome.calls === MOST_CALLS) return outcome;
      const filled = TYPED[String(next.model)];
      args = { wizard: next.wizard, signal: button.signal, ...(filled ? { values: filled } : {}) };
    }
  }

  it("is opened for a fitting record or refused with a reason, and says what became of it", {
    timeout: PATIENCE_MS,
  }, async () => {
    const rows: string[] = [];
    const lies: string[] = [];
    for (const model of Object.values(schema.models).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      for (const step of model.views?.buttons ?? []) {
        const outcome = await take(model, step);
        const place = step.place ?? "form";
        const { calls = 0, told: text = "no fitting record", wrote = [] } = outcome ?? {};
        const tables = wrote.filter((table) => !UNTOLD[series]?.includes(table)).join(" ");
        rows.push(`| ${model.name} | ${step.name} | ${place} | ${calls || ""} | ${text} | ${tables} |`);
        lies.push(...(outcome?.lies ?? []));
      }
    }
    const taken = rows.filter((row) => !row.includes("no fitting record"));
    const done = taken.filter((row) => /\| done/.test(row));
    console.log(`Odoo ${series}: ${rows.length} steps, ${taken.length} with a fitting record, ${done.length} done`);
    await expect(`${HEAD}${rows.join("\n")}\n`).toMatchFileSnapshot(`steps/${series}.md`);
    expect(lies).toEqual([]);
  });
});

const HEAD = `# What came of every step

Of the menus, forms and lists of the nine apps, taken as an administrator on demo data. "calls" are those that it took; "wrote"
are the tables that PostgreSQL has changed, but for messages, followers and what Odoo keeps for itself.

| model | step | place | calls | came of it | wrote |
|---|---|---|---|---|---|
`;

/** An answer in short, without what differs from day to day. */
function told(answer: Json): string {
  const { error, done, next, message } = answer as { error?: OdooError; done?: boolean; next?: Json; message?: Json };
  if (error) return `refused: ${short(error.message)}`;
  if (message?.kind === "danger") return `refused: ${short(String(message.text))}`;
  if (!done)
    return `next: ${next?.refused ? "for a person" : String(next?.kind)} ${String(next?.model ?? next?.title)}`;
  const made = ((answer.made ?? []) as { model: string; records: unknown[] }[])
    .map(({ model, records }) => `${records.length} ${model}`)
    .sort();
  const shows = answer.shows as Json | undefined;
  return [
    "done",
    ...(made.length > 0 ? [`made ${made.join(", ")}`] : []),
    ...(answer.gone ? [`${(answer.gone as unknown[]).length} gone`] : []),
    ...(shows ? [`shows ${String(shows.model ?? shows.kind)}`] : []),
    ...(answer.files ? ["printed"] : []),
  ].join("; ");
}

const short = (text: string) =>
  (text.split(/(?<=[.!?])\s|\n/)[0] ?? "").replaceAll(/\d+/g, "n").replaceAll("|", "/").slice(0, 120);

/** What an answer says is done was written, or is something to look at; and nothing else was written. */
function liesIn(key: string, answer: Json, wrote: readonly string[]): string[] {
  const { error, done } = answer as { error?: OdooError; done?: boolean };
  const isWritten = wrote.length > 0;
  if (done) {
    const isSeen = answer.shows || answer.files || answer.message || IDLE[key];
    return isWritten || isSeen ? [] : [`${key} says that it is done, and nothing was written`];
  }
  const isTold = error ? error.outcome === "applied" : false;
  if (isWritten === isTold || PARTLY[key]) return [];
  return [`${key} says ${error ? error.outcome : "that it is not done"}, and wrote ${wrote.join(", ") || "nothing"}`];
}
