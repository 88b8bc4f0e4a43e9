import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { administratorText } from "../../src/odoo/instance/administrator.js";
import type { RawValues } from "../../src/odoo/schema/raw.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { type Session, startServer } from "../support/mcp.js";
import { runHere } from "../support/run.js";
import { describeSandbox } from "./odoos.js";

// The user that SECURITY.md tells how to make: made as the screens make it, it does its job and nothing else.

const LOGIN = "assistant@example.com";
/** Long enough for the canary. */
const temporary = randomBytes(20).toString("hex");

describeSandbox("makes a user with a key", "a user of the least privilege", ({ series, admin }) => {
  let administrator: Client;
  let settings: Record<string, string>;
  /** The user at Odoo itself, without this server's policy in between. */
  let user: Client;
  let folder: string;
  let server: Session;

  beforeAll(async () => {
    administrator = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const groups = series === "19" ? "group_ids" : "groups_id";
    const salesman = await group("sales_team", "group_sale_salesman");
    const values = { name: "Assistant", login: LOGIN, password: temporary, [groups]: [[6, 0, [salesman]]] };
    const [uid = 0] = await administrator.create("res.users", [values], { context: { no_reset_password: true } });
    const { ODOO_URL = "", ODOO_DB = "" } = admin;
    const key = await keyMadeInPreferences(ODOO_URL, ODOO_DB);
    await administrator.write("res.users", [uid], { password: randomBytes(30).toString("base64") });
    settings = { ODOO_URL, ODOO_DB, ODOO_USERNAME: LOGIN, ODOO_API_KEY: key };
    user = createClient(await connect(readSettings(settings)));

    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-least-"));
    const config = { models: { "sale.order": {}, "sale.order.line": {}, "res.partner": {}, "product.product": {} } };
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify(config));
    expect(await runHere(["codegen", "--folder", folder], { folder, env: settings })).toMatchObject({ exit: 0 });
    server = await startServer(settings, ["--folder", folder]);
  });
  afterAll(async () => {
    await server?.close();
    await closeConnections();
    if (folder) await rm(folder, { recursive: true });
  });

  async function group(module: string, name: string): Promise<number> {
    const named = [
      ["module", "=", module],
      ["name", "=", name],
    ];
    const [found] = await administrator.searchRead("ir.model.data", named, ["res_id"], { limit: 1 });
    return found?.res_id as number;
  }

  /** What Preferences, Account Security, New API Key does. Over the external API, Odoo makes no keys. */
  async function keyMadeInPreferences(url: string, db: string): Promise<string> {
    let cookie = "";
    async function post(path: string, params: object): Promise<unknown> {
      const headers = { "content-type": "application/json", cookie };
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, params });
      const response = await fetch(`${url}${path}`, { method: "POST", headers, body });
      cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
      const { result, error } = (await response.json()) as { result?: unknown; error?: { data: { message: string } } };
      if (error) throw new Error(error.data.message);
      return result;
    }
    const call = (model: string, method: string, args: unknown[], context = {}) =>
      post("/web/dataset/call_kw", { model, method, args, kwargs: { context } });
    await post("/web/session/authenticate", { db, login: LOGIN, password: temporary });
    const wanted = { name: "odoo-typed-mcp", ...(series === "19" ? { duration: "90" } : {}) };
    const made = await call("res.users.apikeys.description", "create", [wanted]);
    const check = (await call("res.users.apikeys.description", "make_key", [[made].flat()])) as { res_id: number };
    // Odoo asks for the password again.
    if (series === "14") await call("res.users.identitycheck", "write", [[check.res_id], { password: temporary }]);
    const shown = await call("res.users.identitycheck", "run_check", [[check.res_id]], { password: temporary });
    return (shown as { context: { default_key: string } }).context.default_key;
  }

  it("is no administrator", async () => {
    expect(await administratorText(user)).toBeUndefined();
  });

  it("signs in with its key alone", async () => {
    for (const ODOO_PASSWORD of [temporary, LOGIN, " "]) {
      const guessed = readSettings({ ...settings, ODOO_API_KEY: "", ODOO_PASSWORD });
      await expect(connect(guessed)).rejects.toMatchObject({ category: "auth" });
    }
  });

  it("makes a quotation through the server", async () => {
    const { records: products } = await server.call("product_product_search", {
      domain: [["sale_ok", "=", true]],
      limit: 1,
    });
    const { records: partners } = await server.call("res_partner_search", {
      domain: [["is_company", "=", true]],
      limit: 1,
    });
    const [product_id, partner_id] = [products, partners].map((found) => (found as { id: number }[])[0]?.id);
    const line = { product_id, name: "Two of them", product_uom_qty: 2 };
    const created = await server.call("sale_order_create", { values: { partner_id, order_line: { create: [line] } } });
    expect(await server.call("sale_order_read", { ids: [created.id], fields: ["state", "user_id"] })).toMatchObject({
      records: [{ state: "draft", user_id: { name: "Assistant" } }],
    });
  });

  it("sees its own quotations, and nobody else's", async () => {
    const others = await administrator.search(
      "sale.order",
      [
        ["user_id", "!=", user.user.uid],
        ["user_id", "!=", false],
      ],
      {
        limit: 5,
      },
    );
    expect(others.length).toBeGreaterThan(0);
    expect(await server.call("sale_order_search", { domain: [["id", "in", others]] })).toMatchObject({ total: 0 });
    const read = { ids: others.slice(0, 1), fields: ["name"] };
    expect(await server.refused("sale_order_read", read)).toMatchObject({ category: "forbidden" });
  });

  it.each([
    ["read_records", { model: "res.users.apikeys", ids: [1] }],
    ["search_records", { model: "ir.config_parameter", domain: [] }],
    ["update_record", { model: "res.users", id: 2, values: { name: "Mallory" } }],
    ["create_record", { model: "res.users", values: { name: "Mallory", login: "mallory" } }],
    ["create_record", { model: "ir.model.access", values: { name: "x" } }],
    ["create_record", { model: "ir.actions.server", values: { name: "x" } }],
  ])("is refused by the server: %s %j", async (tool, args) => {
    expect(await server.refused(tool, args)).toMatchObject({ category: "forbidden", outcome: "not_applied" });
  });

  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["the parameters of the system", (it) => it.searchRead("ir.config_parameter", [], ["value"], { limit: 1 })],
    ["rights", (it) => it.searchRead("ir.model.access", [], ["name"], { limit: 1 })],
    ["the outgoing mail servers", (it) => it.searchRead("ir.mail_server", [], ["smtp_host"], { limit: 1 })],
    ["server actions", (it) => it.create("ir.actions.server", [{ name: "x", model_id: 1, state: "code" }])],
    ["scheduled actions", (it) => it.write("ir.cron", [1], { active: false })],
    ["rules", (it) => it.write("ir.rule", [1], { active: false })],
    ["another user's password", (it) => it.write("res.users", [2], { password: "x" })],
    ["its own rights", (it) => it.write("res.users", [it.user.uid], groupsOf(it, [[4, 1]]))],
    ["new users", (it) => it.create("res.users", [{ name: "Mallory", login: "mallory" }])],
    ["a key for itself without its password", (it) => anotherKey(it)],
  ])("is refused by Odoo itself: %s", async (_, attempt) => {
    await expect(attempt(user)).rejects.toMatchObject({ outcome: "not_applied" });
  });

  it("sees of API keys the names of its own", async () => {
    const keys = await user.searchRead("res.users.apikeys", [], ["name", "user_id"], { limit: 10 });
    expect(keys).toMatchObject([{ name: "odoo-typed-mcp", user_id: [user.user.uid, "Assistant"] }]);
    await expect(user.read("res.users.apikeys", [keys[0]?.id ?? 0], ["key"])).rejects.toThrow("key");
  });

  it("can be narrowed by a rule for all that names it", async () => {
    const [tag] = await administrator.create("res.partner.category", [{ name: "Confidential" }]);
    const [hidden = 0] = await administrator.create("res.partner", [
      { name: "Hidden Ltd", category_id: [[6, 0, [tag]]] },
    ]);
    const found = () => user.search("res.partner", [["id", "=", hidden]], { limit: 1 });
    expect(await found()).toEqual([hidden]);
    const [model] = await administrator.search("ir.model", [["model", "=", "res.partner"]], { limit: 1 });
    await administrator.create("ir.rule", [
      {
        name: "Assistant: nothing confidential",
        model_id: model,
        domain_force: `['!', ('category_id.name', '=', 'Confidential')] if user.login == '${LOGIN}' else [(1, '=', 1)]`,
      },
    ]);
    expect(await found()).toEqual([]);
    expect(await administrator.search("res.partner", [["id", "=", hidden]], { limit: 1 })).toEqual([hidden]);
    expect((await user.search("res.partner", [], { limit: 5 })).length).toBe(5);
  });

  function groupsOf(client: Client, commands: unknown[]): RawValues {
    return { [client.series.major < 19 ? "groups_id" : "group_ids"]: commands };
  }

  /** 14 asks for the password, as on its screens; later ones make no keys over the external API. */
  async function anotherKey(client: Client): Promise<void> {
    const [id = 0] = await client.create("res.users.apikeys.description", [{ name: "another" }]);
    const asked = await client.callMethod("res.users.apikeys.description", [id], "make_key");
    const { res_model, res_id } = asked as { res_model: string; res_id: number };
    await client.callMethod(res_model, [res_id], "run_check");
  }
});
