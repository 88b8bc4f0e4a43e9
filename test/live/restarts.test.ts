import { afterAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { box } from "../sandbox/host.js";
import { killOdoo, startOdoo } from "../sandbox/odoo.js";
import { startPostgres, stopPostgres } from "../sandbox/postgres.js";
import { startServer } from "../support/mcp.js";
import { describeSandbox } from "./odoos.js";

// Odoo killed and started again, and PostgreSQL restarted, in the middle of reads and writes.

const MODEL = "res.partner.category";

describeSandbox("kills Odoo and PostgreSQL", "restarts", ({ series, admin }) => {
  afterAll(closeConnections);

  const odoo = box(series);
  const restartOdoo = async () => {
    await killOdoo(odoo);
    await startOdoo(odoo);
  };
  const restartPostgres = async () => {
    await stopPostgres(odoo);
    await startPostgres(odoo);
  };

  it("serve starts while Odoo is down, and answers what it was asked when Odoo is up", async () => {
    await killOdoo(odoo);
    const server = await startServer(admin);
    try {
      expect((await server.client.listTools()).tools.length).toBeGreaterThan(10);
      const counting = server.call("search_count", { model: "res.lang", domain: [] });
      await startOdoo(odoo);
      expect((await counting).count).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });

  it.each<[string, string, () => Promise<void>]>([
    ["Odoo killed, over JSON-RPC", "jsonrpc", restartOdoo],
    ["Odoo killed, over the wire for a key", "auto", restartOdoo],
    ["PostgreSQL restarted, over JSON-RPC", "jsonrpc", restartPostgres],
    ["PostgreSQL restarted, over XML-RPC", "xmlrpc", restartPostgres],
  ])("%s: nothing is claimed that is not so", async (what, wire, disturb) => {
    const client = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: wire, ODOO_TIMEOUT_MS: "120000" })));
    const run = `${what} ${Date.now()}`;
    const claims = await load(client, run, disturb);

    // It comes back by itself.
    const [id = 0] = await client.create(MODEL, [{ name: `${run}, afterwards` }]);
    await client.unlink(MODEL, [id]);
    const made = await client.searchRead(MODEL, [["name", "like", `${run} #`]], ["name"], { limit: 10_000 });
    const names = made.map(({ name }) => String(name));
    expect(new Set(names).size, "duplicates").toBe(names.length);
    const wrong = [...claims].filter(([name, claim]) => {
      if (claim === "unknown") return false;
      return names.includes(name) !== (claim === "done" || claim === "applied");
    });
    expect(wrong).toEqual([]);
    const counted = new Map<string, number>();
    for (const claim of claims.values()) counted.set(claim, (counted.get(claim) ?? 0) + 1);
    console.log(`${what} on ${series}: ${[...counted].map(([claim, times]) => `${claim} ${times}`).join(", ")}`);
    expect(counted.get("done")).toBeGreaterThan(0);
    await client.unlink(
      MODEL,
      made.map((record) => record.id),
    );
  });
});

const CALLS_BEFORE = 30;
const CALLS_AFTER = 30;

/**
 * Creates and reads, six at a time, and disturbs Odoo in the midst of it: until a while after it is back. What became of
 * each create, by its name.
 */
async function load(client: Client, run: string, disturb: () => Promise<void>): Promise<Map<string, Outcome | "done">> {
  const claims = new Map<string, Outcome | "done">();
  let calls = 0;
  let last = Number.POSITIVE_INFINITY;
  let disturbed: Promise<void> | undefined;

  async function attempt(call: number): Promise<void> {
    const name = `${run} #${call}.`;
    try {
      if (call % 3 === 0) expect(await client.searchCount("res.lang", [])).toBeGreaterThan(0);
      else {
        await client.create(MODEL, [{ name }]);
        claims.set(name, "done");
      }
    } catch (error) {
      if (!(error instanceof OdooError)) throw error;
      expect(error.message).not.toMatch(/Traceback|File "|psycopg|5432|socket/);
      if (call % 3 !== 0) claims.set(name, error.outcome);
    }
  }

  async function caller(): Promise<void> {
    while (calls < last) {
      await attempt(calls++);
      if (calls < CALLS_BEFORE) continue;
      disturbed ??= disturb().finally(() => {
        last = calls + CALLS_AFTER;
      });
      // It is awaited once the callers are done.
      disturbed.catch(() => {});
    }
  }
  await Promise.all(Array.from({ length: 6 }, caller));
  await disturbed;
  return claims;
}
