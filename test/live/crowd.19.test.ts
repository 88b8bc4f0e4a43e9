import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { box } from "../sandbox/host.js";
import { addApiKeys } from "../sandbox/odoo.js";
import { type Balancer, balancer } from "../support/balancer.js";
import { type FaultProxy, faultProxy } from "../support/fault-proxy.js";
import { type Asker, asker } from "../support/http-asker.js";
import { bearer } from "../support/http-clients.js";
import { type HttpProcess, startHttpServer } from "../support/http-server.js";
import type { Json } from "../support/mcp.js";
import { random, runSeed } from "../support/random.js";
import { type RedisServer, startRedis } from "../support/redis.js";
import { type Attempt, type Claim, claimsOf, contradicts, type Kind, NAMES } from "./claims.js";
import { describeDisorder } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Fifty users of a real Odoo before two servers that share a store, behind a balancer. Odoo 19 alone: what differs between 14 and 19
// is a wire, and what a wire makes of a call that breaks off is tried on both by faults.test.ts.

const USERS = 50;
const COMPANIES = 3;
const CALLS = 2_000;
/** So many calls after the last one was killed, the other server is. */
const CALLS_BETWEEN = 200;
const MODEL = "res.partner.category";
/** Of a call with an idempotency_key, until it is answered. */
const ATTEMPTS = 30;
const CONFIG = { models: { "res.partner": { operations: ["search", "read"] }, [MODEL]: { create: "plain" } } };

interface Caller {
  login: string;
  key: string;
  company: number;
  /** May write categories. */
  manages: boolean;
}

describeDisorder("makes companies and users", "fifty users of two servers", (instance) => {
  const { series, admin } = instance;
  const run = `crowd ${Date.now()}`;
  let administrator: Client;
  let callers: Caller[] = [];
  let companies: number[] = [];
  let store: RedisServer;
  /** Tells when Odoo has answered all that a killed server has asked. */
  let way: FaultProxy;
  let servers: HttpProcess[] = [];
  let start: (port: string) => Promise<HttpProcess>;
  let front: Balancer;
  let client: Asker;

  beforeAll(async () => {
    administrator = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    companies = await administrator.create(
      "res.company",
      Array.from({ length: COMPANIES }, (_, at) => ({ name: `${run} company ${at}` })),
    );
    callers = Array.from({ length: USERS }, (_, at) => ({
      login: `${run.replace(" ", "-")}-${at}@example.com`,
      key: randomBytes(20).toString("hex"),
      company: companies[at % COMPANIES] ?? 0,
      manages: at % 5 !== 0,
    }));
    const [internal, manager] = [await group("group_user"), await group("group_partner_manager")];
    await administrator.create(
      "res.users",
      callers.map(({ login, company, manages }) => ({
        ...{ name: login, login, company_id: company, company_ids: [[6, 0, [company]]] },
        group_ids: [[6, 0, manages ? [internal, manager] : [internal]]],
      })),
      { context: { no_reset_password: true } },
    );
    await addApiKeys(
      box(series),
      admin.ODOO_DB ?? "",
      Object.fromEntries(callers.map(({ login, key }) => [login, key])),
    );

    const generated = await generatedFolder(instance, JSON.stringify(CONFIG));
    [store, way] = await Promise.all([startRedis(), faultProxy(admin.ODOO_URL ?? "", () => undefined)]);
    const env = {
      ODOO_URL: way.url,
      ODOO_DB: admin.ODOO_DB ?? "",
      ODOO_MCP_HTTP_SECRET: "shared-by-both-servers-0123456789abcdef",
      ODOO_MCP_HTTP_STORE: store.url,
    };
    start = (port) => startHttpServer(env, ["--generated", generated, "--port", port]);
    servers = await Promise.all([start("0"), start("0")]);
    front = await balancer(servers.map(({ origin }) => origin));
    client = asker(front.origin, { keepAlive: false });
  });
  afterAll(async () => {
    client?.close();
    await front?.close();
    await Promise.all(servers.map((server) => server.end()));
    await way?.close();
    await store?.kill();
    await closeConnections();
  });

  async function group(name: string): Promise<number> {
    const named = [
      ["module", "=", "base"],
      ["name", "=", name],
    ];
    const [found] = await administrator.searchRead("ir.model.data", named, ["res_id"], { limit: 1 });
    return found?.res_id as number;
  }

  async function called({ key }: Caller, name: string, given: Json): Promise<Json> {
    const { status, text, result } = await client.ask(bearer(key), "tools/call", { name, arguments: given });
    if (status !== 200 || !result) throw new Error(`HTTP ${status}: ${text}`);
    return result.structuredContent as Json;
  }

  it("each get the records of their company, and the tools of their groups", async () => {
    const partners = companies.map((company) => ({ name: `${run} partner of ${company}`, company_id: company }));
    const made = await administrator.create("res.partner", partners, { context: { allowed_company_ids: companies } });
    const seen = callers.map(async (caller) => {
      const { company, login, manages, key } = caller;
      const [found, me, { result }] = await Promise.all([
        called(caller, "res_partner_search", { domain: [["id", "in", made]], fields: ["name"] }),
        called(caller, "who_am_i", {}),
        client.ask(bearer(key), "tools/list", {}),
      ]);
      expect(found).toMatchObject({ records: [{ name: `${run} partner of ${company}` }], total: 1 });
      expect(me).toMatchObject({ user: { login } });
      const names = (result as { tools: { name: string }[] }).tools.map(({ name }) => name);
      expect([names.includes("res_partner_category_search"), names.includes("res_partner_category_create")]).toEqual([
        true,
        manages,
      ]);
    });
    expect(await Promise.all(seen)).toHaveLength(USERS);
  });

  it(`are told of ${CALLS} calls what the database says, while one server after the other is killed`, async () => {
    const seed = runSeed();
    console.log(`fifty users: TEST_SEED=${seed}`);
    const next = random(seed);
    const plan = Array.from({ length: CALLS }, (_, call) => {
      const chance = callers[call % USERS]?.manages ? next() : 0;
      const kind: Kind = chance < 0.5 ? "read" : chance < 0.6 ? "create" : chance < 0.8 ? "create once" : "write";
      return { call, kind, name: `${run} of ${call}.` };
    });
    const ids = await administrator.create(
      MODEL,
      plan.map(({ name }) => ({ name })),
    );
    let begun = 0;
    let killed = 0;
    let restarted = Promise.resolve();

    /** Kills the server whose turn it is, once the other one is back, and starts it again. */
    async function disturb(): Promise<void> {
      const otherIsBack = restarted;
      restarted = otherIsBack.then(async () => {
        const at = killed % servers.length;
        killed += 1;
        const server = servers[at];
        server?.kill("SIGKILL");
        await server?.end();
        servers[at] = await start(new URL(server?.origin ?? "").port);
      });
      await otherIsBack;
    }

    async function attempt({ call, kind, name }: (typeof plan)[number]): Promise<Attempt> {
      begun += 1;
      if (begun % CALLS_BETWEEN === 0) await disturb();
      const caller = callers[call % USERS] as Caller;
      const id = ids[call] ?? 0;
      const ended = (claim: Claim, error?: unknown): Attempt => ({
        call,
        kind,
        name,
        claim,
        ...(error ? { error } : {}),
      });
      switch (kind) {
        case "read": {
          const read = await claimed(caller, "res_partner_category_read", { ids: [id], fields: ["name"] });
          // A read that answers with anything but the truth is a false success.
          if (read.claim === "done") expect(read.told).toMatchObject({ records: [{ id, name }] });
          return ended(read.claim);
        }
        case "write": {
          const values = { name: NAMES.write({ name }) };
          const { claim, told } = await claimed(caller, "res_partner_category_update", { ids: [id], values });
          return ended(claim, told.error);
        }
        case "create": {
          const { claim, told } = await claimed(caller, "res_partner_category_create", {
            values: { name: NAMES.create({ name }) },
          });
          return ended(claim, told.error);
        }
        default: {
          const values = { name: NAMES["create once"]({ name, call }) };
          const given = { values, idempotency_key: `${run} ${call}` };
          for (let count = 1; ; count++) {
            const { claim, told } = await claimed(caller, "res_partner_category_create", given);
            if (claim === "done" || count === ATTEMPTS) return ended(claim, told.error);
            await sleep(20);
          }
        }
      }
    }

    /** A client whose connection broke off knows nothing; one that was not let in knows that nothing was sent. */
    async function claimed({ key }: Caller, name: string, given: Json): Promise<{ claim: Claim; told: Json }> {
      const reply = await client.ask(bearer(key), "tools/call", { name, arguments: given }).catch(() => undefined);
      if (!reply) return { claim: "unknown", told: {} };
      // Whoever's key counts is never told that it does not.
      expect(reply.status, reply.text).not.toBe(401);
      if (reply.status !== 200) return { claim: "not_applied", told: { error: reply.text } };
      const told = (reply.result?.structuredContent ?? {}) as { error?: { outcome: Claim } };
      return { claim: told.error?.outcome ?? (reply.result ? "done" : "unknown"), told };
    }

    const ofUser = callers.map(async (_, at) => {
      const attempts: Attempt[] = [];
      for (const one of plan.filter(({ call }) => call % USERS === at)) attempts.push(await attempt(one));
      return attempts;
    });
    const attempts = (await Promise.all(ofUser)).flat();
    await restarted;
    await way.settled();

    const like = [["name", "like", run]];
    const found = await administrator.searchRead(MODEL, like, ["name"], { limit: 2 * CALLS });
    const state = new Set(found.map(({ name }) => String(name)));
    console.log(`${claimsOf(attempts)}; ${killed} times a server was killed`);
    expect(found.length, "duplicates").toBe(state.size);
    expect(attempts.filter((one) => contradicts(one, state))).toEqual([]);
    expect(attempts.filter(({ kind, claim }) => kind === "create once" && claim !== "done")).toEqual([]);
    // It was disturbed, and no empty run.
    expect(killed).toBe(CALLS / CALLS_BETWEEN);
    expect(attempts.some(({ claim }) => claim === "unknown")).toBe(true);
    const done = attempts.filter(({ claim }) => claim === "done").map(({ kind }) => kind);
    expect(new Set(done)).toEqual(new Set(["read", "create", "create once", "write"]));
  });
});
