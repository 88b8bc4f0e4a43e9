import PQueue from "p-queue";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { median, ratio, report } from "./report.js";

// What the client adds to bare HTTP calls that ask Odoo for the same.

type Settings = Record<string, string>;

const READS = 150;
const MANY = 10_000;
const FIELDS = ["name", "email", "country_id", "create_date"];

/** `/jsonrpc` by `fetch`, and nothing else. */
function bareRead(settings: Settings, uid: number, context: object) {
  return async (model: string, ids: readonly number[], fields: readonly string[]): Promise<unknown> => {
    const args = [settings.ODOO_DB, uid, settings.ODOO_PASSWORD, model, "read", [ids], { fields, context }];
    const response = await fetch(`${settings.ODOO_URL}/jsonrpc`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, params: { service: "object", method: "execute_kw", args } }),
    });
    return ((await response.json()) as { result: unknown }).result;
  };
}

const clientOver = async (settings: Settings, wire: string, concurrency = 16) =>
  createClient(await connect(readSettings({ ...settings, ODOO_WIRE: wire, ODOO_CONCURRENCY: `${concurrency}` })));

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Median of a one-record read, and calls a second at 1, 4 and 16 at a time; in turns, so that neither is favoured. */
export async function benchLatency(settings: Settings): Promise<void> {
  const client = await clientOver(settings, "jsonrpc");
  const bare = bareRead(settings, client.user.uid, client.user.context);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let read = 0; read < READS; read++) {
    ours.push(await milliseconds(() => client.read("res.partner", [1], FIELDS)));
    theirs.push(await milliseconds(() => bare("res.partner", [1], FIELDS)));
  }
  ratio("one-record read, median (JSON-RPC)", median(ours), median(theirs), "ms", "goal: 1.15");
  for (const concurrency of [1, 4, 16]) {
    const queue = new PQueue({ concurrency });
    const all = (read: () => Promise<unknown>) => milliseconds(() => queue.addAll(Array(200).fill(read)));
    const bareTook = await all(() => bare("res.partner", [1], FIELDS));
    const took = await all(() => client.read("res.partner", [1], FIELDS));
    ratio(`200 reads, ${concurrency} at a time`, took, bareTook, "ms");
  }
}

/** One answer of 10,000 records: time, CPU of this process and growth of its memory, over each wire. */
export async function benchLargeRead(settings: Settings): Promise<void> {
  // The only table of the demo data that holds that many.
  const limit = { limit: MANY, order: "id" };
  for (const wire of ["jsonrpc", "json2", "xmlrpc"]) {
    const other = await clientOver(settings, wire);
    globalThis.gc?.();
    const memory = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    let rows = 0;
    const took = await milliseconds(async () => {
      const fields = ["name", "model", "ttype", "field_description", "create_date"];
      rows = (await other.searchRead("ir.model.fields", [], fields, limit)).length;
    });
    const { user, system } = process.cpuUsage(cpu);
    const grown = Math.max(0, process.memoryUsage().rss - memory) / 2 ** 20;
    const used = `CPU ${((user + system) / 1e6).toFixed(2)} s, memory +${grown.toFixed(0)} MiB`;
    report(`read of ${rows} records x 5 fields over ${wire}`, took / 1000, used);
  }
}

/** What an idempotency_key costs: the newest id and `load` against `create`, of a contact tag. */
export async function benchIdempotency(settings: Settings): Promise<void> {
  const client = await clientOver(settings, "jsonrpc");
  const [created, loaded]: [number[], number[]] = [[], []];
  const made: number[] = [];
  const context: WireCall["context"] = { mode: "update", noupdate: true };
  for (let call = 0; call < 40; call++) {
    const name = `bench ${Date.now()} ${call}`;
    const table = { fields: ["id", "name"], rows: [[`__bench__.k${Date.now()}_${call}`, name]] };
    created.push(
      await milliseconds(async () => made.push(...(await client.create("res.partner.category", [{ name }])))),
    );
    loaded.push(
      await milliseconds(async () => {
        await client.search("res.partner.category", [], { limit: 1, order: "id desc" });
        made.push(...(await client.load("res.partner.category", table, { context })));
      }),
    );
  }
  await client.unlink("res.partner.category", made);
  ratio("create with an idempotency_key, median", median(loaded), median(created), "ms");
}
