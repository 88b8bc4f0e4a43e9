import { readFileSync } from "node:fs";
import { get } from "node:https";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listenerOf } from "../../src/http/listener.js";
import { bearer, modernClient } from "../support/http-clients.js";
import { ANNAS_KEY, fakeOdoo19, serving } from "./support.js";

const TLS = fileURLToPath(new URL("../support/tls/", import.meta.url));
const POST = { method: "POST", headers: { "content-type": "application/json", ...bearer(ANNAS_KEY) }, body: "{}" };

/** What comes back of bytes as they are, until the server ends the connection. */
function raw(origin: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      ["ECONNRESET", "EPIPE"].includes(error.code ?? "") ? resolve(answer) : reject(error),
    );
    for (const part of parts) socket.write(part);
  });
}

const head = (lines: readonly string[]) => `${["POST /mcp HTTP/1.1", ...lines].join("\r\n")}\r\n\r\n`;

describe("probes", () => {
  it("tell that the server lives, and whether Odoo answers, however often they ask", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(odoo.requests).toEqual([]);
    const ready = await Promise.all(Array.from({ length: 50 }, () => fetch(`${origin}/readyz`)));
    expect(ready.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(odoo.requests.length).toBeLessThan(5);
  });

  it("tell that a server is not ready whose Odoo is away, or that ends", async () => {
    const away = await serving({ url: "http://127.0.0.1:9" });
    expect((await fetch(`${away.origin}/readyz`)).status).toBe(503);
    expect((await fetch(`${away.origin}/healthz`)).status).toBe(200);
    const odoo = await fakeOdoo19();
    const draining = await serving(odoo, { ODOO_MCP_HTTP_DRAIN_MS: "600000" });
    expect((await fetch(`${draining.origin}/readyz`)).status).toBe(200);
    const hurry = new AbortController();
    const ended = draining.end(hurry.signal);
    expect((await fetch(`${draining.origin}/readyz`)).status).toBe(503);
    expect((await fetch(`${draining.origin}/mcp`, POST)).status).not.toBe(503);
    hurry.abort();
    await ended;
    await expect(fetch(`${draining.origin}/healthz`)).rejects.toThrow();
  });
});

describe("a request", () => {
  it.each([
    ["another host", "evil.example", undefined, 403],
    ["a host that begins alike", "localhost.evil.example", undefined, 403],
    ["a page of another origin", "localhost", "https://evil.example", 403],
    ["a page without an origin", "localhost", "null", 403],
    ["a page of ours", "localhost", "http://localhost:3000", 401],
    ["a host of the settings", "mcp.example.com", undefined, 401],
    ["a page of the settings", "mcp.example.com:443", "https://app.example.com", 401],
  ])("of %s is answered %3$s", async (_, host, origin, status) => {
    const server = await serving(await fakeOdoo19(), {
      ODOO_MCP_HTTP_HOSTS: "mcp.example.com",
      ODOO_MCP_HTTP_ORIGINS: "https://app.example.com",
    });
    const lines = [`Host: ${host}`, ...(origin ? [`Origin: ${origin}`] : []), "Content-Length: 2"];
    expect(await raw(server.origin, head(lines), "{}")).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each([
    ["no host", head(["Content-Length: 2"]), 400],
    ["two lengths", head(["Host: localhost", "Content-Length: 2", "Content-Length: 3"]), 400],
    ["a length and chunks", head(["Host: localhost", "Content-Length: 2", "Transfer-Encoding: chunked"]), 400],
    ["more headers than any has", head(["Host: localhost", `X: ${"a".repeat(20_000)}`]), 431],
    ["an address of another host", "POST http://evil.example/mcp HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
    ["a way out of its path", "POST /mcp/../mcp HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
    ["another path", "POST /mcp/other HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
  ])("with %s is refused", async (_, text, status) => {
    const { origin } = await serving(await fakeOdoo19());
    expect(await raw(origin, text, "{}")).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it("of a stranger is answered before its body is read", async () => {
    const { origin } = await serving(await fakeOdoo19());
    // The body never comes.
    const answer = await raw(origin, head(["Host: localhost", "Content-Length: 100000000"]));
    expect(answer).toMatch(/^HTTP\/1.1 401 .*connection: close/is);
  });

  it("that is larger than 8 MB is refused while it comes", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: { x: "x".repeat(9 << 20) } });
    expect((await fetch(`${origin}/mcp`, { ...POST, body })).status).toBe(413);
  });

  it.each(["GET", "DELETE", "PUT"])("by %s, which needs no session here, is refused", async (method) => {
    const { origin } = await serving(await fakeOdoo19());
    const answer = await fetch(`${origin}/mcp`, { method, headers: bearer(ANNAS_KEY) });
    expect(answer.status).toBe(405);
  });

  it("names no Odoo: what it says of addresses and databases is nothing", async () => {
    const odoo = await fakeOdoo19();
    const other = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const headers = {
      ...bearer(ANNAS_KEY),
      "x-odoo-url": other.url,
      "x-odoo-database": "other",
      "x-odoo-db": "other",
      "x-forwarded-host": new URL(other.url).host,
    };
    const client = await modernClient(origin, headers);
    await client.callTool({ name: "search_count", arguments: { model: "res.partner" } });
    expect(other.requests).toEqual([]);
    const databases = odoo.requests.map(({ headers: sent }) => sent["x-odoo-database"]).filter(Boolean);
    expect(new Set(databases)).toEqual(new Set(["test"]));
    await client.close();
  });
});

describe("a connection", () => {
  it("is encrypted where the settings name a certificate", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo, {
      ODOO_MCP_TLS_CERT: `${TLS}certificate.pem`,
      ODOO_MCP_TLS_KEY: `${TLS}key.pem`,
    });
    expect(origin).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const options = { ca: readFileSync(`${TLS}certificate.pem`), servername: "localhost" };
      get(`${origin}/healthz`, options, ({ statusCode }) => resolve(statusCode)).on("error", reject);
    });
    expect(status).toBe(200);
  });

  it("has so long for a request's headers, and for all of it, and may be silent so long", () => {
    const options = { endpoints: new Map(), isReady: async () => true, hosts: [], origins: [], silenceMs: 1_234 };
    const { headersTimeout, requestTimeout, timeout, maxConnections } = listenerOf(options);
    expect([headersTimeout, requestTimeout, timeout, maxConnections]).toEqual([10_000, 60_000, 1_234, 2_000]);
  });
});

describe("calls", () => {
  const COUNT = { name: "search_count", arguments: { model: "res.partner" } };

  it("of one user beyond so many are refused, and those of others are not", async () => {
    const held: (() => void)[] = [];
    const odoo = await fakeOdoo19((_, method) =>
      method === "res.partner.search_count" ? new Promise((resolve) => held.push(resolve)) : undefined,
    );
    const { origin } = await serving(odoo, { ODOO_MCP_HTTP_USER_CALLS: "2" });
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: COUNT });
    const headers = { ...POST.headers, accept: "application/json, text/event-stream" };
    const call = () => fetch(`${origin}/mcp`, { ...POST, headers, body });
    const running = [call(), call()];
    await expect.poll(() => held.length).toBe(2);
    const refused = await call();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    for (const end of held) end();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it("that nobody waits for any more are cancelled in Odoo, and take no place", async () => {
    const held: string[] = [];
    const odoo = await fakeOdoo19((_, method) => {
      if (method !== "res.partner.search_count") return undefined;
      held.push(method);
      return new Promise(() => {});
    });
    const { origin } = await serving(odoo, { ODOO_MCP_HTTP_USER_CALLS: "1" });
    const client = await modernClient(origin, bearer(ANNAS_KEY));
    const leaving = new AbortController();
    const call = client.callTool(COUNT, { signal: leaving.signal });
    await expect.poll(() => held.length).toBe(1);
    leaving.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(async () => (await client.listTools().catch(() => undefined))?.tools.length).toBeGreaterThan(0);
    await client.close();
  });

  it("whose client leaves while it is signed in take no place", async () => {
    let release = () => {};
    const odoo = await fakeOdoo19((_, method) =>
      method === "res.users.context_get"
        ? new Promise((resolve) => {
            release = resolve;
          })
        : undefined,
    );
    const { origin } = await serving(odoo, { ODOO_MCP_HTTP_USER_CALLS: "1" });
    const leaving = new AbortController();
    const left = fetch(`${origin}/mcp`, { ...POST, signal: leaving.signal });
    await expect.poll(() => odoo.called().length).toBe(1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    const stays = fetch(`${origin}/mcp`, POST);
    release();
    expect((await stays).status).not.toBe(429);
  });

  it("that are under way when the server is to end come to their end", async () => {
    let answer = () => {};
    const odoo = await fakeOdoo19((_, method) =>
      method === "res.partner.search_count"
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : undefined,
    );
    const server = await serving(odoo);
    const client = await modernClient(server.origin, bearer(ANNAS_KEY));
    const call = client.callTool(COUNT);
    await expect.poll(() => odoo.called().includes("res.partner.search_count")).toBe(true);
    const ended = server.end(new AbortController().signal);
    answer();
    expect((await call).structuredContent).toEqual({ count: 7 });
    await client.close();
    await ended;
  });
});
