import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { WATCHED } from "../support/canary.js";
import { node24 } from "../support/node24.js";
import { describeSandbox } from "./odoos.js";
import { packedPackage } from "./shared.js";

// The README's quick start from the packed package, in a folder that holds nothing else.

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describeSandbox("signs in as an ordinary user", "a folder of one's own", ({ series, admin, demo }) => {
  // What is the same with either Odoo.
  const once = it.runIf(series === "19");
  let tarball: string;
  let base: string;
  let folder: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    ({ tarball } = await packedPackage());
    base = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-own-"));
    folder = join(base, "own");
    await mkdir(folder);
    // Clients' own files belong to the user who runs the tests, and npm's cache stays where it is.
    const cache = (await execa("npm", ["config", "get", "cache"])).stdout.trim();
    const npm = { npm_config_cache: cache, npm_config_prefer_offline: "true" };
    environment = { HOME: join(base, "home"), ...npm, ...WATCHED };
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  const run = (command: string, more: Record<string, string> = {}) =>
    execa(command, { cwd: folder, shell: true, reject: false, env: { ...environment, ...more } });

  /** The block of commands below the README's heading. */
  async function quickStart(): Promise<string[]> {
    const readme = await readFile(join(ROOT, "README.md"), "utf8");
    const [, block = ""] = /^## Quick start in your own folder\n.*?```sh\n(.*?)```/ms.exec(readme) ?? [];
    return block.trim().split("\n");
  }

  /** A server that a client starts as its configuration says. */
  async function serve(command: string, args: string[]) {
    const client = new Client({ name: "test", version: "1" }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { confirm: true } }));
    const transport = new StdioClientTransport({ command, args, env: environment, cwd: "/", stderr: "pipe" });
    let stderr = "";
    transport.stderr?.on("data", (chunk) => {
      stderr += chunk;
    });
    await client.connect(transport);
    return { client, stderr: () => stderr };
  }

  async function configured(): Promise<{ command: string; args: string[] }> {
    const text = await readFile(join(environment.HOME ?? "", ".cursor", "mcp.json"), "utf8");
    return (JSON.parse(text) as { mcpServers: { odoo: { command: string; args: string[] } } }).mcpServers.odoo;
  }

  /** Lists and calls a typed tool, which loads its generated module. */
  async function useTools(client: Client) {
    const { tools } = await client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["res_partner_create", "sale_order_action_confirm", "crm_lead_search"]),
    );
    const values = { name: "Own folder" };
    const created = await client.callTool({ name: "res_partner_create", arguments: { values } });
    expect(created.isError).toBeUndefined();
    const { id } = created.structuredContent as { id: number };
    const deleted = await client.callTool({ name: "delete_records", arguments: { model: "res.partner", ids: [id] } });
    expect(deleted.structuredContent).toEqual({ ids: [id] });
  }

  it("is set up, generated and checked by the README's commands", async () => {
    const [install, init, codegen, doctor, ...rest] = await quickStart();
    expect([install, init, rest]).toEqual(["npm install odoo-typed-mcp", "npx odoo-typed-mcp init", []]);
    const installed = await run(`npm install --no-audit --no-fund ${tarball}`);
    expect(installed).toMatchObject({ exitCode: 0 });
    expect(installed.stderr).not.toContain("odoo-typed-mcp");

    const { ODOO_URL, ODOO_DB, ODOO_USERNAME, ODOO_API_KEY: key = "" } = admin;
    // With a server of one database, it need not be named.
    const made = await run(
      `${init} --yes --url ${ODOO_URL} --username ${ODOO_USERNAME} --api-key-env KEY --client cursor`,
      { KEY: key },
    );
    expect(made.stderr).toMatch(new RegExp(`^Signed in to Odoo ${series}.0 as Mitchell Admin \\(admin\\)\\.$`, "m"));
    expect(made.exitCode).toBe(0);
    expect(await readFile(join(folder, ".env"), "utf8")).toContain(`ODOO_DB=${ODOO_DB}\n`);
    const config = JSON.parse(await readFile(join(folder, "odoo-models.config.json"), "utf8")) as {
      $schema: string;
      models: Record<string, object>;
    };
    expect(JSON.parse(await readFile(join(folder, config.$schema), "utf8"))).toHaveProperty("properties.models");
    expect(Object.keys(config.models)).toEqual(
      expect.arrayContaining("res.partner crm.lead sale.order sale.order.line stock.picking account.move".split(" ")),
    );
    expect(JSON.stringify([await configured(), config])).not.toContain(key);

    const generated = await run(codegen ?? "");
    expect(generated.stderr).toContain("Wrote the tools of");
    expect(generated.exitCode).toBe(0);

    const checked = await run(doctor ?? "");
    expect(checked.stdout).toMatch(/^ok +drift +generated\/ is what Odoo/m);
    expect(checked.stdout).toMatch(/^warning +user +The user is an administrator of Odoo/m);
    expect(checked.stdout).toMatch(/^ok +client +Set up in Cursor/m);
    expect(checked.stdout).toMatch(/^0 errors, \d+ warnings?\.$/m);
    expect(checked.exitCode).toBe(0);
  });

  it("serves its tools to the client that init wrote it for, from any working directory", async () => {
    const { command, args } = await configured();
    const { client } = await serve(command, args);
    await useTools(client);
    await client.close();
  });

  once("serves them on Node 24 too", async ({ skip }) => {
    const node = await node24(base, environment);
    if (!node) return skip("needs another build of Node 24");
    const { args } = await configured();
    expect((await execa(node, ["--version"])).stdout).toMatch(/^v24\./);
    const { client } = await serve(node, args);
    await useTools(client);
    await client.close();
    // From then on, a start takes what was compiled.
    expect(await readdir(join(environment.HOME ?? "", ".cache", "odoo-typed-mcp", "compiled"))).not.toEqual([]);
  });

  once("has generated code whose types are right for code of one's own", async () => {
    await writeFile(
      join(folder, "own.ts"),
      `import type { ResPartnerCreate, SaleOrderCreate } from "./generated/index.js";
      export const partner: ResPartnerCreate = { name: "A" };
      // @ts-expect-error a field that Odoo does not have
      export const wrong: ResPartnerCreate = { name: "A", e_mail: "a@example.org" };
      // @ts-expect-error a many2one is an id
      export const order: SaleOrderCreate = { partner_id: "A" };
      `,
    );
    // generated/index.ts is a module of ECMAScript, as docs/scripts.md says.
    await execa("npm", ["pkg", "set", "type=module"], { cwd: folder });
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2023", types: [] };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["own.ts"] }));
    const tsc = join(ROOT, "node_modules", ".bin", "tsc");
    expect(await execa(tsc, ["-p", folder], { reject: false })).toMatchObject({ stdout: "", exitCode: 0 });
  });

  it("says on stderr what has drifted, and how to mend what only drift explains", async () => {
    const file = join(folder, "generated", "schema.json");
    const text = await readFile(file, "utf8");
    const snapshot = JSON.parse(text) as { models: Record<string, { fields: Record<string, object> }> };
    const fields = snapshot.models["res.partner"]?.fields ?? {};
    fields.x_gone = { type: "char", string: "Gone" };
    delete fields.email;
    await writeFile(file, JSON.stringify(snapshot));
    const { command, args } = await configured();
    const { client, stderr } = await serve(command, args);
    const result = await client.callTool({
      name: "res_partner_search",
      arguments: { domain: [["x_gone", "=", "a"]], fields: ["name"], limit: 1 },
    });
    expect(result.structuredContent).toMatchObject({
      error: { category: "validation", hint: expect.stringContaining("run `odoo-mcp codegen`") },
    });
    await expect
      .poll(stderr)
      .toContain(
        "odoo-mcp: Odoo has changed since generated/ was made: res.partner: x_gone gone, email new. Run `odoo-mcp codegen`.\n",
      );
    await client.close();
    const checked = await run("npx odoo-typed-mcp doctor --json");
    const { findings } = JSON.parse(checked.stdout) as { findings: { check: string }[] };
    expect(findings.filter(({ check }) => check === "drift")).toEqual([
      {
        check: "drift",
        status: "warning",
        message: "res.partner: x_gone gone, email new.",
        next: "odoo-mcp codegen",
      },
    ]);
    await writeFile(file, text);
  });

  it("is told by doctor what an ordinary user may not do", async () => {
    const { exitCode, stdout } = await run("npx odoo-typed-mcp doctor", { ODOO_API_KEY: "", ...demo });
    expect(stdout).toMatch(/^warning +rights +\S+: read.*; tools that .+ are left out\.$/m);
    expect(stdout).toMatch(/^error +rights +hr\.employee: no right at all; the user may not read it\.$/m);
    expect(exitCode).toBe(1);
  });

  once("is told by doctor what is wrong", async () => {
    const wrong = await run("npx odoo-typed-mcp doctor", { ODOO_API_KEY: "", ODOO_PASSWORD: "wrong" });
    expect(wrong.stdout).toMatch(/^error +sign-in +Odoo refused ODOO_/m);
    expect(wrong.exitCode).toBe(1);
    const away = await run("npx odoo-typed-mcp doctor", { ODOO_URL: "http://127.0.0.1:9" });
    expect(away.stdout).toMatch(/^error +server +Cannot connect to 127\.0\.0\.1:9: nothing listens there\.$/m);
    expect(away.stdout).toMatch(/^ok +config/m);
    expect(away.exitCode).toBe(1);
  });

  it("can be set up by an ordinary user, who sees what the instance shows them", async () => {
    const other = join(base, "ordinary");
    await mkdir(other);
    const { ODOO_URL = "", ODOO_USERNAME = "", ODOO_PASSWORD: input = "" } = demo;
    const cli = join(folder, "node_modules", "odoo-typed-mcp", "dist", "src", "cli.js");
    const args = [
      "init",
      "--yes",
      "--url",
      ODOO_URL,
      "--username",
      ODOO_USERNAME,
      "--password-stdin",
      "--folder",
      other,
    ];
    const result = await execa(process.execPath, [cli, ...args], { input, env: environment, reject: false });
    expect(result).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("Wrote odoo-models.config.json") });
    const config = await readFile(join(other, "odoo-models.config.json"), "utf8");
    for (const model of ["res.partner", "crm.lead", "sale.order", "project.task"])
      expect(config).toContain(`"${model}"`);
  });
});
