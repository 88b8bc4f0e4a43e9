import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../support/fixtures.js";
import { credentialOf, modernClient } from "../support/http-clients.js";
import { type HttpProcess, startHttpServer } from "../support/http-server.js";
import { CLI, type Json } from "../support/mcp.js";
import { describeOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// One server of three instances: two of the same Odoo with other models each, and one whose Odoo is away. What the environment
// says of an Odoo is of none of them. Once: what a server makes of instances hangs on no series, and http.test.ts signs in to each.

const SHOP = JSON.stringify({ models: { "res.partner": {} } });
const CRM = JSON.stringify({ models: { "crm.tag": { operations: ["search", "create"] } } });
const ELSEWHERE = {
  ODOO_URL: "http://127.0.0.1:9",
  ODOO_DB: "elsewhere",
  ODOO_USERNAME: "nobody",
  ODOO_PASSWORD: "of nobody",
};

describeOdoo("19", "several Odoos", (instance) => {
  const { series, admin, demo } = instance;
  let folder: string;
  let remove: () => Promise<void>;
  let server: HttpProcess;

  const headersOf = (user: Record<string, string>) => credentialOf(series, user);
  const at = (name: string, user: Record<string, string>) =>
    modernClient(`${server.origin}/mcp/${name}`, headersOf(user), () => ({ action: "cancel" }));
  type Caller = Awaited<ReturnType<typeof at>>;
  const called = async (client: Caller, name: string, given: Json = {}) =>
    (await client.callTool({ name, arguments: given })).structuredContent as Json;
  const namesOf = async (client: Caller) => (await client.listTools()).tools.map(({ name }) => name);
  const odooMcp = (...args: string[]) =>
    execa(process.execPath, [CLI, ...args, "--folder", folder], { env: ELSEWHERE, reject: false });

  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
    const settings = Object.entries(admin).map(([name, value]) => `${name}='${value}'\n`);
    const ofServer = settings.filter((line) => /^ODOO_(URL|DB)=/.test(line));
    const instances = { shop: {}, crm: { config: "crm.json", generated: "of-crm" }, away: {} };
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify({ ...JSON.parse(SHOP), instances }));
    await writeFile(join(folder, "crm.json"), CRM);
    await writeFile(join(folder, ".env.shop"), ofServer.join(""), { mode: 0o600 });
    await writeFile(join(folder, ".env.crm"), settings.join(""), { mode: 0o600 });
    await writeFile(join(folder, ".env.away"), "ODOO_URL=http://127.0.0.1:9\nODOO_DB=away\n", { mode: 0o600 });
    for (const name of ["shop", "away"])
      await cp(await generatedFolder(instance, SHOP), join(folder, "generated", name), { recursive: true });
    const made = await odooMcp("codegen", "--instance", "crm");
    expect(made.stderr).toContain("to of-crm.");
    const env = {
      ...ELSEWHERE,
      ODOO_MCP_HTTP_SECRET: "of-all-instances-0123456789abcdefghij",
      ODOO_MCP_AUDIT: "audit",
    };
    server = await startHttpServer(env, ["--folder", folder]);
  });
  afterAll(async () => {
    expect(await server?.end()).toBe(0);
    await remove();
  });

  it("are served side by side, each with its own tools", async () => {
    const [shop, crm] = [await at("shop", admin), await at("crm", admin)];
    const [ofShop, ofCrm] = [await namesOf(shop), await namesOf(crm)];
    expect(ofShop).toContain("res_partner_search");
    expect(ofCrm).toEqual(expect.arrayContaining(["crm_tag_search", "crm_tag_create"]));
    expect(ofShop.filter((name) => name.startsWith("crm_tag"))).toEqual([]);
    expect(ofCrm.filter((name) => name.startsWith("res_partner"))).toEqual([]);
    for (const client of [shop, crm])
      expect(await called(client, "who_am_i")).toMatchObject({ user: { login: admin.ODOO_USERNAME } });
    expect(await called(await at("shop", demo), "who_am_i")).toMatchObject({ user: { login: demo.ODOO_USERNAME } });
  });

  it("are not held up by one whose Odoo is away", async () => {
    await expect(at("away", admin)).rejects.toThrow();
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    await expect.poll(() => server.stderr()).toContain("odoo-mcp: The Odoo of away does not answer.");
    expect((await fetch(`${server.origin}/mcp`, { method: "POST", headers: headersOf(admin) })).status).toBe(404);
  });

  it("take no answer that a person gave at another one", async () => {
    const [shop, crm] = [await at("shop", admin), await at("crm", admin)];
    const { id } = await called(shop, "create_record", { model: "res.partner", values: { name: "Of the shop" } });
    const call = { name: "delete_records", arguments: { model: "res.partner", ids: [id] } };
    const asked: object = await shop.callTool(call, { allowInputRequired: true });
    const { requestState } = asked as { requestState: string };
    const inputResponses = { confirm: { action: "accept", content: { confirm: true } } };
    const again = (client: Caller) =>
      client.request(
        { method: "tools/call", params: { ...call, inputResponses, requestState } } as never,
        { allowInputRequired: true } as never,
      ) as Promise<{ structuredContent: Json }>;
    await expect(again(crm)).rejects.toMatchObject({ code: -32602 });
    expect((await again(shop)).structuredContent).toEqual({ ids: [id] });
  });

  it("are told apart in the audit", async () => {
    const tag = { values: { name: "Of an instance" } };
    const made = await called(await at("crm", admin), "crm_tag_create", tag);
    const lines = (await readFile(join(folder, "audit"), "utf8")).trim().split("\n");
    const begun = lines.map((line) => JSON.parse(line) as Json).filter(({ event }) => event === "begin");
    expect(begun.filter(({ instance }) => instance === "crm")).toMatchObject([{ model: "crm.tag" }]);
    expect(begun.filter(({ model }) => model === "res.partner").map(({ instance }) => instance)).not.toContain("crm");
    const gone = await odooMcp(
      "call",
      "--instance",
      "crm",
      "crm_tag_search",
      JSON.stringify({ domain: [["id", "=", made.id]] }),
    );
    expect(JSON.parse(gone.stdout)).toMatchObject({ total: 1 });
  });

  it("are each commanded by name", async () => {
    const clean = await odooMcp("check", "--live", "--instance", "crm");
    expect([clean.exitCode, clean.stdout]).toEqual([0, "of-crm is up to date."]);
    const asked = await odooMcp("serve");
    expect(asked).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("names instances: shop, crm, away.") });
    const who = await odooMcp("call", "who_am_i", "--instance", "shop");
    expect(who).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("Instance shop, ") });
  });
});
