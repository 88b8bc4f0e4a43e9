import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { describeSandbox } from "./odoos.js";

// Credentials that stop being valid while the server runs.

describeSandbox("changes an ordinary user's password", "sign-in", ({ series, admin, demo }) => {
  afterAll(closeConnections);

  it("takes a changed password from the settings, without a restart", async () => {
    const administrator = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const setting = { ...demo, ODOO_API_KEY: "", ODOO_WIRE: "jsonrpc" };
    const client = createClient(await connect(readSettings(setting), () => readSettings(setting)));
    const change = (password: string) => administrator.write("res.users", [client.user.uid], { password });
    try {
      await change("changed-1");
      await expect(languages(client)).rejects.toMatchObject({
        category: "auth",
        outcome: "not_applied",
        message: `Odoo refused ODOO_PASSWORD for "demo" on database "${demo.ODOO_DB}".`,
        hint: expect.stringContaining("use an API key"),
      });
      // A new connection, for a refused one asks again after ten seconds only.
      const setting2 = { ...setting, ODOO_PASSWORD: "changed-1" };
      const second = createClient(await connect(readSettings(setting2), () => readSettings(setting2)));
      await change("changed-2");
      setting2.ODOO_PASSWORD = "changed-2";
      expect(await languages(second)).toBeGreaterThan(0);
    } finally {
      await change(demo.ODOO_PASSWORD ?? "");
    }
  });

  it("takes the key that a command prints", async () => {
    const { ODOO_API_KEY = "", ODOO_URL = "", ODOO_DB = "", ODOO_USERNAME = "" } = demo;
    const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-key-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "key"), `${ODOO_API_KEY}\n`);
    const command = `cat '${join(folder, "key")}'`;
    const settings = readSettings({ ODOO_URL, ODOO_DB, ODOO_USERNAME, ODOO_API_KEY_COMMAND: command });
    const connection = await connect(settings);
    expect(connection.wireName).toBe(series === "19" ? "json2" : "jsonrpc");
    expect(await languages(createClient(connection))).toBeGreaterThan(0);
  });

  it.each(["/odoo", "/odoo/action-12", "/odoo/discuss?debug=1", "/web#id=7&model=res.partner", "/web/login"])(
    "finds the server of an address that ends with %s",
    async (path) => {
      const connection = await connect(readSettings({ ...demo, ODOO_URL: `${demo.ODOO_URL}${path}` }));
      expect(connection.url).toBe(demo.ODOO_URL);
      expect(await languages(createClient(connection))).toBeGreaterThan(0);
    },
  );

  it.runIf(series === "19")("tells of a key that was revoked, and names the setting", async () => {
    const broken = { ...demo, ODOO_API_KEY: "0".repeat(40) };
    await expect(connect(readSettings(broken))).rejects.toMatchObject({
      category: "auth",
      message: expect.stringContaining("ODOO_API_KEY"),
    });
  });
});

const languages = (client: Client) => client.searchCount("res.lang", []);
