import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { afterAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { OdooError, type Outcome } from "../../src/odoo/errors/errors.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { box } from "../sandbox/host.js";
import { odooPid, startOdoo } from "../sandbox/odoo.js";
import { startPostgres, stopPostgres } from "../sandbox/postgres.js";
import { startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";

// Odoo killed and started again, and PostgreSQL restarted, in the middle of reads and writes.

const MODEL = "res.partner.category";

describeEachOdoo("restarts", ({ series, admin }) => {
  afterAll(closeConnections);

  const odoo = box(series);
  const killOdoo = async () => {
    const pid = await odooPid(odoo);
    if (pid) process.kill(pid, "SIGKILL");
    await sleep(300);
    await startOdoo(odoo);
  };
  const restartPostgres = async () => {
    await stopPostgres(odoo);
    await startPostgres(odoo);
  };

  it("serve starts while Odoo is down, and answers what it was asked when Odoo is up", async () => {
    const pid = await odooPid(odoo);
    if (pid) process.kill(pid, "SIGKILL");
    await sleep(300);
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
    ["Odoo killed, over JSON-RPC", "jsonrpc", killOdoo],
    ["Odoo killed, over the wire for a key", "auto", killOdoo],
    ["PostgreSQL restarted, over JSON-RPC", "jsonrpc", restartPostgres],
    ["PostgreSQL restarted, over XML-RPC", "xmlrpc", restartPostgres],
  ])("%s: nothing is claimed that is not so", { timeout: 120_000 }, async (what, wire, disturb) => {
    const client = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: wire, ODOO_TIMEOUT_MS: "20000" })));
    const run = `${what} ${Date.now()}`;
    let over = false;
    const disturbing = sleep(500).then(disturb);
    disturbing.finally(() => {
      over = true;
    });
    const claims = await load(client, run, () => over);
    await disturbing;

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

/** Creates and reads until `over`, and a little longer. What became of each create, by its name. */
async function load(client: Client, run: string, over: () => boolean): Promise<Map<string, Outcome | "done">> {
  const claims = new Map<string, Outcome | "done">();
  const limit = pLimit(6);
  const calls: Promise<void>[] = [];
  for (let call = 0; call < 400; call++) {
    if (over() && limit.pendingCount === 0 && call > 60) break;
    const name = `${run} #${call}.`;
    calls.push(
      limit(async () => {
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
      }),
    );
    while (limit.pendingCount > 6) await sleep(5);
  }
  await Promise.all(calls);
  return claims;
}
