import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as soon } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { sealing } from "../../src/replicas/sealing.js";
import { begin, exchange, finish, REDIRECT, type Tokens } from "../oauth/support.js";
import { CONFIG_FILE, GENERATED, odooError, temporaryFolder } from "../support/fixtures.js";
import { bearer, modernClient } from "../support/http-clients.js";
import { freePort } from "../support/redis.js";
import { ANNA, ANNAS_KEY, BENS_KEY, type FakeOdoo19, fakeOdoo19, SECRET, serving } from "./support.js";

// Several Odoos behind one server, each at a path of its own.

type Odoos = Readonly<Record<string, { url: string; more?: string }>>;

/** A server of instances, each with a file of its own; what the environment says of an Odoo is of none of them. */
async function servingAll(odoos: Odoos, environment: Record<string, string> = {}, options: object = {}) {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const instances = await Promise.all(
    Object.entries(odoos).map(async ([name, { url, more = "" }]) => {
      const env = join(folder, `.env.${name}`);
      await writeFile(env, `ODOO_URL=${url}\nODOO_DB=test\n${more}`);
      return { name, env, generated: GENERATED, config: CONFIG_FILE };
    }),
  );
  const elsewhere = { ODOO_DB: "other", ODOO_API_KEY: "cccc111122223333444455556666777788889999" };
  const server = await serving(
    { url: "http://127.0.0.1:9" },
    { ...elsewhere, ...environment },
    { ...options, instances },
  );
  return { ...server, at: (name: string) => `${server.origin}/mcp/${name}` };
}

/** An Odoo that knows Anna alone, or Ben. */
async function odooOf(...keys: string[]): Promise<FakeOdoo19> {
  const odoo = await fakeOdoo19();
  for (const key of odoo.keys.keys()) if (!keys.includes(key)) odoo.keys.delete(key);
  return odoo;
}

const COUNT = { name: "search_count", arguments: { model: "res.partner" } };
const DELETE = { name: "delete_records", arguments: { model: "res.partner", ids: [3] } };
const structured = (result: object) => (result as { structuredContent: Record<string, unknown> }).structuredContent;

/** A call of 2025, which needs nothing before. */
const post = (address: string, headers: Record<string, string>, params: object = COUNT) =>
  fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
  });

describe("instances", () => {
  it("are each at their path, with the users of their own Odoo", async () => {
    const [shop, acme] = [await odooOf(ANNAS_KEY), await odooOf(BENS_KEY)];
    const { at } = await servingAll({ shop, acme });
    const anna = await modernClient(at("shop"), bearer(ANNAS_KEY));
    const ben = await modernClient(at("acme"), bearer(BENS_KEY));
    expect(structured(await anna.callTool(COUNT))).toEqual({ count: 7 });
    expect(structured(await ben.callTool(COUNT))).toEqual({ count: 8 });
    expect([shop.called("ben@example.com"), acme.called("anna@example.com")]).toEqual([[], []]);
    const databases = [...shop.requests, ...acme.requests].map(({ headers }) => headers["x-odoo-database"]);
    expect(new Set(databases.filter(Boolean))).toEqual(new Set(["test"]));
  });

  it("refuse a key of another one", async () => {
    const [shop, acme] = [await odooOf(ANNAS_KEY), await odooOf(BENS_KEY)];
    const { at } = await servingAll({ shop, acme });
    expect((await post(at("shop"), bearer(ANNAS_KEY))).status).toBe(200);
    expect((await post(at("acme"), bearer(ANNAS_KEY))).status).toBe(401);
    expect(acme.called()).toEqual([]);
  });

  it.each(["/mcp", "/mcp/", "/mcp/none", "/mcp/Shop", "/mcp/shop/", "/mcp/%73hop", "/mcp/shop/../shop"])(
    "are not at %s, which names none of them",
    async (path) => {
      const shop = await odooOf(ANNAS_KEY);
      const { origin, paths } = await servingAll({ shop });
      expect(paths).toEqual(["/mcp/shop"]);
      // As it stands: `fetch` would make another path of it.
      const { request } = await import("node:http");
      const { hostname, port } = new URL(origin);
      const [status, body] = await new Promise<[number | undefined, string]>((resolve, reject) => {
        const sent = request({ hostname, port, path, method: "POST", headers: bearer(ANNAS_KEY) }, (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          answer.on("end", () => resolve([answer.statusCode, text]));
        });
        sent.on("error", reject).end();
      });
      expect(status).toBe(404);
      expect(body).not.toContain("shop");
      expect(shop.requests).toEqual([]);
    },
  );

  it("tell in the audit which of them it was", async () => {
    const [shop, acme] = [await odooOf(ANNAS_KEY), await odooOf(ANNAS_KEY)];
    const { at, folder } = await servingAll({ shop, acme });
    for (const name of ["shop", "acme"]) {
      const anna = await modernClient(at(name), bearer(ANNAS_KEY));
      await anna.callTool({ name: "update_record", arguments: { model: "res.partner", id: 3, values: { name: "A" } } });
    }
    const lines = readFileSync(join(folder, "audit.log"), "utf8").trim().split("\n");
    const told = lines.map((line) => JSON.parse(line) as { event: string; instance: string; login: string });
    const begun = told.filter(({ event }) => event === "begin");
    expect(begun.map(({ instance, login }) => [instance, login])).toEqual([
      ["shop", ANNA.login],
      ["acme", ANNA.login],
    ]);
  });

  it("say in the log which one has an Odoo that is down, and serve the others", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const shop = await odooOf(ANNAS_KEY);
    const { at, origin } = await servingAll({ shop, acme: { url: "http://127.0.0.1:9" } });
    expect((await post(at("shop"), bearer(ANNAS_KEY))).status).toBe(200);
    const answer = await post(at("acme"), bearer(ANNAS_KEY));
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("acme");
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, "ready"]);
    await fetch(`${origin}/readyz`);
    const said = logged.mock.calls.flat().filter((line) => String(line).includes("acme"));
    expect(said.filter((line) => String(line).includes("The Odoo of acme does not answer."))).toHaveLength(1);
  });

  it("are not ready where no Odoo answers", async () => {
    const down = { url: "http://127.0.0.1:9" };
    const { origin } = await servingAll({ shop: down, acme: down });
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  });

  it("are refused at the start where one lacks its settings, whatever the environment has", async () => {
    const starting = servingAll({ shop: { url: "" } }, { ODOO_URL: "https://other.example" });
    await expect(starting).rejects.toThrow(odooError("settings", "Instance shop", ".env.shop", "ODOO_URL is not set"));
  });
});

describe("instances of one Odoo", () => {
  /** Two of them, and Anna at each. */
  async function both(odoo: FakeOdoo19, more = "", environment = {}) {
    const one = { url: odoo.url, more };
    const server = await servingAll({ shop: one, sales: one }, environment);
    const annaAt = (name: string) => modernClient(server.at(name), bearer(ANNAS_KEY), () => ({ action: "cancel" }));
    return { ...server, shop: await annaAt("shop"), sales: await annaAt("sales") };
  }

  it("open no question of each other, though the user is the same", async () => {
    const odoo = await fakeOdoo19();
    const { shop, sales } = await both(odoo);
    const asked: object = await shop.callTool(DELETE, { allowInputRequired: true });
    const { requestState } = asked as { requestState: string };
    const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
    const again = (client: typeof shop) =>
      client.request(
        { method: "tools/call", params: { ...DELETE, inputResponses, requestState } } as never,
        { allowInputRequired: true } as never,
      ) as Promise<object>;
    await expect(again(sales)).rejects.toMatchObject({ code: -32602 });
    expect(odoo.called()).not.toContain("res.partner.unlink");
    expect(structured(await again(shop))).toEqual({ ids: [3] });
  });

  it("open no wizard of each other", async () => {
    const odoo = await fakeOdoo19();
    const { shop, sales } = await both(odoo);
    const owner = JSON.stringify(["shop", odoo.url, "test", ANNA.uid]);
    const sealed = { e: Date.now() + 600_000, m: "res.partner", c: {} };
    const wizard = sealing([SECRET]).seal("dialogue", sealed, owner);
    const call = { name: "execute_workflow", arguments: { wizard, values: {}, signal: "action_confirm" } };
    const [own, other] = [structured(await shop.callTool(call)), structured(await sales.callTool(call))];
    expect(JSON.stringify(own)).not.toContain("no open wizard");
    expect(other.error).toMatchObject({ category: "not_found", message: /no open wizard/ });
  });

  it("take no token of each other", async () => {
    const odoo = await fakeOdoo19();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const oauth = {
      ODOO_MCP_OAUTH: "built-in",
      ODOO_MCP_PUBLIC_URL: url,
      ODOO_MCP_OAUTH_CLIENTS: `connector=${REDIRECT}`,
    };
    const { at } = await servingAll({ shop: odoo, sales: odoo }, oauth, { port });
    const begun = await begin(url, { clientId: "connector", parameters: { resource: at("shop") } });
    expect(begun.html).toContain("shop, Odoo at 127.0.0.1");
    const code = (await finish(begun, { login: ANNA.login, key: ANNAS_KEY })).searchParams.get("code") ?? "";
    const exchanged = await exchange(url, begun, code);
    const { access_token } = (await exchanged.json()) as Tokens;
    expect((await post(at("shop"), bearer(access_token))).status).toBe(200);
    const refused = await post(at("sales"), bearer(access_token));
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toContain("/.well-known/oauth-protected-resource/mcp/sales");
  });

  it("share its queue", async () => {
    const underWay = { now: 0, most: 0 };
    const odoo = await fakeOdoo19((_, method) => {
      if (method !== "res.partner.search_count") return undefined;
      underWay.now += 1;
      underWay.most = Math.max(underWay.most, underWay.now);
      return (async () => {
        // Time for another one to come, if it may.
        for (let turn = 0; turn < 20; turn++) await soon();
        underWay.now -= 1;
      })();
    });
    const { shop, sales } = await both(odoo, "ODOO_CONCURRENCY=1\n");
    await Promise.all(Array.from({ length: 12 }, (_, at) => (at % 2 ? shop : sales).callTool(COUNT)));
    expect(underWay.most).toBe(1);
  });

  it("must say the same of what it takes", async () => {
    const odoo = await fakeOdoo19();
    const starting = servingAll({ shop: { url: odoo.url, more: "ODOO_CONCURRENCY=1\n" }, sales: odoo });
    await expect(starting).rejects.toThrow(odooError("settings", "shop and sales are one Odoo", "ODOO_CONCURRENCY"));
  });

  it("count the refused sign-ins of a login together", async () => {
    const odoo = await fakeOdoo19();
    const { at } = await both(odoo);
    const before = odoo.requests.length;
    const guess = (name: string, key: number) => post(at(name), { ...bearer(`bad${key}`), "x-odoo-login": ANNA.login });
    const statuses = [];
    for (const key of [1, 2, 3, 4, 5, 6]) statuses.push((await guess(key % 2 ? "shop" : "sales", key)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    const tried = odoo.requests.slice(before).map(({ headers }) => headers.authorization);
    expect(new Set(tried.filter((sent) => sent?.includes("bad")))).toEqual(
      new Set(["bearer bad1", "bearer bad2", "bearer bad3"]),
    );
    // A credential that was refused at the one is not tried at the other.
    expect((await guess("sales", 1)).status).toBe(401);
  });

  it.each([
    ["one user", { ODOO_MCP_HTTP_USER_CALLS: "1" }, 429],
    ["all", { ODOO_MCP_HTTP_CALLS: "1" }, 503],
  ])("count the calls of %s together", async (_, environment, status) => {
    const held: (() => void)[] = [];
    const odoo = await fakeOdoo19((_user, method) =>
      method === "res.partner.search_count" ? new Promise((resolve) => held.push(resolve)) : undefined,
    );
    const { at } = await both(odoo, "", environment);
    const running = post(at("shop"), bearer(ANNAS_KEY));
    await expect.poll(() => held.length).toBe(1);
    expect((await post(at("sales"), bearer(ANNAS_KEY))).status).toBe(status);
    for (const end of held) end();
    expect((await running).status).toBe(200);
  });
});
