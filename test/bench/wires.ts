import PQueue from "p-queue";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { WireCall } from "../../src/odoo/wires/wire.js";
import { inTurns, milliseconds } from "./bare.js";
import { median, ratio, report } from "./report.js";

// What the client adds to bare HTTP calls that ask Odoo for the same.

type Settings = Record<string, string>;

const READS = 150;
const MANY = 10_000;
const LARGE_READS = 7;
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

/** Median of a one-record read, and calls a second at 1, 4 and 16 at a time; in turns, so that neither is favoured. */
export async function benchLatency(settings: Settings): Promise<void> {
  const client = await clientOver(settings, "jsonrpc");
  const bare = bareRead(settings, client.user.uid, client.user.context);
  const ours = () => client.read("res.partner", [1], FIELDS);
  const theirs = () => bare("res.partner", [1], FIELDS);
  ratio("one-record read, median (JSON-RPC)", ...(await inTurns(READS, ours, theirs)), "ms", "goal: 1.15");
  for (const concurrency of [1, 4, 16]) {
    const queue = new PQueue({ concurrency });
    const all = (read: () => Promise<unknown>) => milliseconds(() => queue.addAll(Array(200).fill(read)));
    const bareTook = await all(() => bare("res.partner", [1], FIELDS));
    const took = await all(() => client.read("res.partner", [1], FIELDS));
    ratio(`200 reads, ${concurrency} at a time`, took, bareTook, "ms");
  }
}

const LARGE = "ir.model.fields";
const LARGE_FIELDS = ["name", "model", "ttype", "field_description", "create_date"];
/** The only table of the demo data that holds that many. */
const LARGE_PAGE = { limit: MANY, order: "id" };

/** The same by `fetch` and `JSON.parse`, and nothing else; XML-RPC has no bare way to compare with. */
function bareSearch(
  wire: string,
  settings: Settings,
  uid: number,
  context: object,
): (() => Promise<unknown>) | undefined {
  const named = { domain: [], fields: LARGE_FIELDS, ...LARGE_PAGE, context };
  const post = async (path: string, headers: Record<string, string>, body: object) => {
    const sent = { method: "POST", headers: { "content-type": "application/json", ...headers } };
    return (await fetch(`${settings.ODOO_URL}${path}`, { ...sent, body: JSON.stringify(body) })).json();
  };
  const key = { authorization: `bearer ${settings.ODOO_API_KEY}`, "x-odoo-database": settings.ODOO_DB ?? "" };
  if (wire === "json2") return () => post(`/json/2/${LARGE}/search_read`, key, named);
  const args = [settings.ODOO_DB, uid, settings.ODOO_PASSWORD, LARGE, "search_read", [], named];
  const params = { service: "object", method: "execute_kw", args };
  return wire === "jsonrpc" ? () => post("/jsonrpc", {}, { jsonrpc: "2.0", id: 1, params }) : undefined;
}

/** One answer of 10,000 records: time, CPU of this process and growth of its memory, over each wire; and against the bare wire. */
export async function benchLargeRead(settings: Settings): Promise<void> {
  for (const wire of ["jsonrpc", "json2", "xmlrpc"]) {
    const other = await clientOver(settings, wire);
    globalThis.gc?.();
    const memory = process.memoryUsage().rss;
    const cpu = process.cpuUsage();
    const ours = () => other.searchRead(LARGE, [], LARGE_FIELDS, LARGE_PAGE);
    let rows = 0;
    const took = await milliseconds(async () => {
      rows = (await ours()).length;
    });
    const { user, system } = process.cpuUsage(cpu);
    const grown = Math.max(0, process.memoryUsage().rss - memory) / 2 ** 20;
    const used = `CPU ${((user + system) / 1e6).toFixed(2)} s, memory +${grown.toFixed(0)} MiB`;
    report(`read of ${rows} records x 5 fields over ${wire}`, took / 1000, used);
    const bare = bareSearch(wire, settings, other.user.uid, other.user.context);
    if (bare)
      ratio(
        `read of ${rows} records over ${wire}, median`,
        ...(await inTurns(LARGE_READS, ours, bare)),
        "ms",
        "goal: 1.1",
      );
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
