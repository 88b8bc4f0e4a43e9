import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Balancer, balancer } from "../support/balancer.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { legacyClient, modernClient, type Reply } from "../support/http-clients.js";
import { type HttpProcess, startHttpServer } from "../support/http-server.js";
import type { Json } from "../support/mcp.js";
import { HAS_REDIS, type RedisServer, startRedis } from "../support/redis.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Two servers over HTTP that share a secret and a store, behind a balancer that sends every request to the other one.

describeSandbox("has a second user", "servers over HTTP", (instance) => {
  const { series, admin, demo } = instance;
  let servers: HttpProcess[] = [];
  let store: RedisServer | undefined;
  let front: Balancer;

  /** A key alone where that names its user, and else login and key. */
  const headersOf = ({ ODOO_USERNAME = "", ODOO_API_KEY, ODOO_PASSWORD = "" }: Record<string, string>) => {
    if (series === "19" && ODOO_API_KEY) return { authorization: `Bearer ${ODOO_API_KEY}` };
    const both = `${ODOO_USERNAME}:${ODOO_API_KEY || ODOO_PASSWORD}`;
    return { authorization: `Basic ${Buffer.from(both).toString("base64")}` };
  };
  type Caller = Awaited<ReturnType<typeof legacyClient>> | Awaited<ReturnType<typeof modernClient>>;
  const called = async (client: Caller, name: string, given: Json = {}) =>
    (await client.callTool({ name, arguments: given })).structuredContent as Json;

  beforeAll(async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    const { ODOO_URL = "", ODOO_DB = "" } = admin;
    if (HAS_REDIS) store = await startRedis();
    const env = {
      ODOO_URL,
      ODOO_DB,
      ODOO_MCP_HTTP_SECRET: "shared-by-both-servers-0123456789abcdef",
      ...(store ? { ODOO_MCP_HTTP_STORE: store.url } : {}),
    };
    servers = await Promise.all([1, 2].map(() => startHttpServer(env, ["--generated", generated])));
    front = await balancer(servers.map(({ origin }) => origin));
  });
  afterAll(async () => {
    await front?.close();
    expect(await Promise.all(servers.map((server) => server.end()))).toEqual(servers.map(() => 0));
    store?.kill();
  });

  it.each(["2025-11-25", "2026-07-28"])("list, call and refuse in %s", async (version) => {
    const client = await (version === "2025-11-25" ? legacyClient : modernClient)(front.origin, headersOf(admin));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["res_partner_search", "who_am_i"]));
    expect(await called(client, "who_am_i")).toMatchObject({ user: { login: admin.ODOO_USERNAME } });
    expect(await called(client, "res_partner_search", { fields: ["nmae"] })).toMatchObject({
      error: { category: "validation", outcome: "not_applied" },
    });
    await expect(client.callTool({ name: "no_such_tool", arguments: {} })).rejects.toMatchObject({ code: -32602 });
    const [template] = (await client.listResourceTemplates()).resourceTemplates;
    expect(template?.uriTemplate).toBe("odoo://attachment/{id}{?offset}");
    await expect(client.readResource({ uri: "odoo://res.partner/999999" })).rejects.toThrow("There is no record");
    await client.close();
    expect(front.sent.every((count) => count > 2)).toBe(true);
  });

  it("give each user their own tools and records", async () => {
    const [all, some] = await Promise.all([
      modernClient(front.origin, headersOf(admin)),
      modernClient(front.origin, headersOf(demo)),
    ]);
    const names = async (client: typeof all) => (await client.listTools()).tools.map(({ name }) => name);
    const [adminNames, demoNames] = [await names(all), await names(some)];
    const hidden = adminNames.filter((name) => !demoNames.includes(name));
    console.log(`Odoo ${series}: ${adminNames.length} tools, not the demo user's: ${hidden.join(", ")}`);
    expect(hidden).not.toEqual([]);
    expect(demoNames.filter((name) => !adminNames.includes(name))).toEqual([]);
    expect(await called(some, "who_am_i")).toMatchObject({ user: { login: demo.ODOO_USERNAME } });
    const scheduled = { model: "ir.cron", domain: [] };
    expect(await called(all, "search_count", scheduled)).toHaveProperty("count");
    expect(await called(some, "search_count", scheduled)).toMatchObject({ error: { category: "forbidden" } });
    await Promise.all([all.close(), some.close()]);
  });

  describe("ask a person", () => {
    const asking = (reply: Reply) => modernClient(front.origin, headersOf(admin), () => reply);
    const made = async (client: Caller) =>
      (await called(client, "create_record", { model: "res.partner", values: { name: "Asked over HTTP" } })).id;

    it.each<[what: string, reply: Reply, deleted: boolean]>([
      ["a yes", { action: "accept", content: { confirm: true } }, true],
      ["no tick", { action: "accept", content: { confirm: false } }, false],
      ["a no", { action: "decline" }, false],
    ])("and take %s for what it is", async (_, reply, deleted) => {
      const client = await asking(reply);
      const id = await made(client);
      const answer = await called(client, "delete_records", { model: "res.partner", ids: [id] });
      if (deleted) expect(answer).toEqual({ ids: [id] });
      else expect(answer).toMatchObject({ error: { rule: "confirmation", outcome: "not_applied" } });
      const left = { model: "res.partner", domain: [["id", "=", id]] };
      expect(await called(client, "search_count", left)).toMatchObject({ count: deleted ? 0 : 1 });
      await client.close();
    });

    it("whom a client of 2025 cannot ask", async () => {
      const client = await legacyClient(front.origin, headersOf(admin));
      const id = await made(client);
      expect(await called(client, "delete_records", { model: "res.partner", ids: [id] })).toMatchObject({
        error: { rule: "confirmation", message: expect.stringContaining("This client cannot ask one.") },
      });
      await client.close();
    });
  });

  it.each(["2025-11-25", "2026-07-28"])("go on with a wizard that the other one opened, in %s", async (version) => {
    const client = await (version === "2025-11-25" ? legacyClient : modernClient)(front.origin, headersOf(admin));
    const values = { name: `Asked for ${version}`, type: "opportunity" };
    const { id } = await called(client, "create_record", { model: "crm.lead", values });
    const step = { model: "crm.lead", ids: [id], signal: "action_sale_quotations_new" };
    const opened = await called(client, "execute_workflow", step);
    expect(opened).toHaveProperty("next.wizard");
    const { wizard, buttons } = opened.next as { wizard: string; buttons: { signal: string }[] };
    const filled = { wizard, signal: buttons[0]?.signal };
    expect(await called(client, "execute_workflow", filled)).toHaveProperty("next.model", "sale.order");
    // Without a store each server would take it once.
    if (store) expect(await called(client, "execute_workflow", filled)).toHaveProperty("error.category", "not_found");
    console.log(`Odoo ${series}: a handle of ${wizard.length} characters`);
    await client.close();
  });

  it("write no key to their logs", () => {
    const { ODOO_API_KEY = "", ODOO_PASSWORD = "" } = admin;
    for (const server of servers) {
      expect(server.stderr()).toContain('"uid":');
      for (const secret of [ODOO_API_KEY, ODOO_PASSWORD].filter(Boolean)) expect(server.stderr()).not.toContain(secret);
    }
  });
});
