import { readFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { begin, exchange, finish, REDIRECT, type Tokens } from "../oauth/support.js";
import { CONFIG_FILE } from "../support/fixtures.js";
import { bearer, modernClient } from "../support/http-clients.js";
import { startHttpServer } from "../support/http-server.js";
import { freePort } from "../support/redis.js";
import { describeSandbox } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// The server's own sign-in before a real Odoo, as a connector of claude.ai goes through it.

describeSandbox("has a second user", "a sign-in over OAuth", (instance) => {
  const { series, admin, demo } = instance;
  const CLIENT = "connector";

  it("leads to calls with the rights of who signed in, and refuses a wrong key", async () => {
    const generated = await generatedFolder(instance, readFileSync(CONFIG_FILE, "utf8"));
    const { ODOO_URL = "", ODOO_DB = "" } = admin;
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ODOO_URL,
      ODOO_DB,
      ODOO_MCP_OAUTH: "built-in",
      ODOO_MCP_PUBLIC_URL: url,
      ODOO_MCP_OAUTH_CLIENTS: `${CLIENT}=${REDIRECT}`,
      ODOO_MCP_HTTP_SECRET: "secret-of-the-server-0123456789abcdef",
    };
    const server = await startHttpServer(env, ["--generated", generated, "--port", String(port)]);
    onTestFinished(async () => {
      expect(await server.end()).toBe(0);
    });
    // On 14 a password does as a key does, which the sandbox has none of.
    const { ODOO_USERNAME: login = "", ODOO_API_KEY, ODOO_PASSWORD = "" } = demo;
    const key = series === "19" && ODOO_API_KEY ? ODOO_API_KEY : ODOO_PASSWORD;

    const wrong = await begin(url, { clientId: CLIENT });
    await expect(finish(wrong, { login, key: `${key}x` })).rejects.toThrow(/^422/);
    const begun = await begin(url, { clientId: CLIENT });
    expect(begun.html).toContain(`Odoo at ${new URL(ODOO_URL).host}`);
    const code = (await finish(begun, { login, key })).searchParams.get("code") ?? "";
    const { access_token: token } = (await (await exchange(url, begun, code)).json()) as Tokens;

    const client = await modernClient(url, bearer(token));
    const { structuredContent } = await client.callTool({ name: "who_am_i", arguments: {} });
    expect(structuredContent).toMatchObject({ user: { login } });
    const { structuredContent: refused } = await client.callTool({
      name: "search_count",
      arguments: { model: "ir.cron", domain: [] },
    });
    expect(refused).toMatchObject({ error: { category: "forbidden" } });
    await client.close();
    expect(server.stderr()).not.toContain(key);
  });
});
