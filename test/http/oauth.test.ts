import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { begin, exchange, finish, REDIRECT, refresh, type Tokens } from "../oauth/support.js";
import { bearer, legacyClient, modernClient } from "../support/http-clients.js";
import { freePort } from "../support/redis.js";
import { ANNA, ANNAS_KEY, BENS_KEY, fakeOdoo19, SECRET, serving } from "./support.js";

// The server's own sign-in, mounted before an Odoo that is made up. What it refuses is in test/oauth.

const CLIENT = "connector";
const ANNAS = { login: ANNA.login, key: ANNAS_KEY };

async function signingIn(odoo: { url: string }, environment: Record<string, string> = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await serving(
    odoo,
    {
      ODOO_MCP_OAUTH: "built-in",
      ODOO_MCP_PUBLIC_URL: url,
      ODOO_MCP_OAUTH_CLIENTS: `${CLIENT}=${REDIRECT}`,
      ...environment,
    },
    { port },
  );
  return { ...server, url };
}

async function tokensOf(url: string, form: Record<string, string>): Promise<Tokens> {
  const begun = await begin(url, { clientId: CLIENT });
  const code = (await finish(begun, form)).searchParams.get("code") ?? "";
  return (await (await exchange(url, begun, code)).json()) as Tokens;
}

it("leads from the first refusal to calls in the user's name, in both eras", async () => {
  const odoo = await fakeOdoo19();
  const { url, folder } = await signingIn(odoo);

  const refused = await fetch(`${url}/mcp`, { method: "POST" });
  expect(refused.status).toBe(401);
  const [, metadata = ""] = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate") ?? "") ?? [];
  expect(await (await fetch(metadata)).json()).toMatchObject({
    resource: `${url}/mcp`,
    authorization_servers: [url],
    resource_name: `Odoo at ${new URL(odoo.url).host}`,
  });

  const { access_token: token } = await tokensOf(url, ANNAS);
  for (const connect of [legacyClient, modernClient]) {
    const client = await connect(url, bearer(token));
    const { structuredContent } = await client.callTool({ name: "search_count", arguments: { model: "res.partner" } });
    expect(structuredContent).toMatchObject({ count: ANNA.uid });
    const values = { model: "res.partner", id: 3, values: { name: "New" } };
    await client.callTool({ name: "update_record", arguments: values });
  }
  const audit = readFileSync(`${folder}/audit.log`, "utf8");
  // Before each change, and after it.
  expect(audit.match(/"uid":7,"login":"anna@example.com"/g)).toHaveLength(4);
  expect(audit).not.toContain(ANNAS_KEY);
});

it("takes keys of Odoo as before", async () => {
  const { url } = await signingIn(await fakeOdoo19());
  const client = await modernClient(url, bearer(BENS_KEY));
  expect((await client.listTools()).tools.length).toBeGreaterThan(5);
});

it("lets nobody in by a key that is another's, and by no token whose key was revoked", async () => {
  const odoo = await fakeOdoo19();
  const { url } = await signingIn(odoo);
  const begun = await begin(url, { clientId: CLIENT });
  await expect(finish(begun, { login: ANNA.login, key: BENS_KEY })).rejects.toThrow(/^422/);
  await expect(finish(begun, { login: ANNA.login, key: `${ANNAS_KEY}\0` })).rejects.toThrow(/^422/);

  const tokens = await tokensOf(url, ANNAS);
  odoo.keys.delete(ANNAS_KEY);
  const answer = await fetch(`${url}/mcp`, { method: "POST", headers: bearer(tokens.access_token) });
  expect(answer.status).toBe(401);
  expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
  expect(await answer.text()).not.toContain(ANNAS_KEY);
  expect((await refresh(url, CLIENT, tokens.refresh_token)).status).toBe(400);
});

it("takes tokens that an older secret sealed, and none of another one", async () => {
  const odoo = await fakeOdoo19();
  const before = await signingIn(odoo);
  const { access_token: token } = await tokensOf(before.url, ANNAS);
  const statusAt = async (secret: string) => {
    const after = await signingIn(odoo, { ODOO_MCP_HTTP_SECRET: secret, ODOO_MCP_PUBLIC_URL: before.url });
    return (await fetch(`${after.origin}/mcp`, { method: "POST", headers: bearer(token) })).status;
  };
  const other = "another-secret-that-replicas-share-0123456789";
  expect(await statusAt(`${other},${SECRET}`)).not.toBe(401);
  expect(await statusAt(other)).toBe(401);
});

it("shows its page to the public address alone, and what it tells clients to any page", async () => {
  const { url } = await signingIn(await fakeOdoo19());
  const metadata = `${url}/.well-known/oauth-protected-resource/mcp`;
  const read = await fetch(metadata, { headers: { origin: "https://inspector.example" } });
  expect([read.status, read.headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  const mcp = await fetch(`${url}/mcp`, { method: "POST", headers: { origin: "https://inspector.example" } });
  expect(mcp.status).toBe(403);
});

it("counts sign-ins that begin by whom the proxy in front says they are from", async () => {
  const { url } = await signingIn(await fakeOdoo19(), { ODOO_MCP_TRUSTED_PROXIES: "loopback" });
  const beginAs = async (sender: string) =>
    (await fetch(`${url}/oauth/authorize`, { headers: { "x-forwarded-for": sender }, redirect: "manual" })).status;
  for (let i = 0; i < 100; i += 1) expect(await beginAs("203.0.113.9")).not.toBe(429);
  expect(await beginAs("203.0.113.9")).toBe(429);
  expect(await beginAs("203.0.113.10")).not.toBe(429);
});
