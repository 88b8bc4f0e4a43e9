import { readFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeServer } from "../support/fake-server.js";
import { CONFIG_FILE, filesBelow, GENERATED, ROOT, temporaryFolder } from "../support/fixtures.js";
import { BUILT_CLI, CLI } from "../support/mcp.js";

// What only a process of its own shows; what the commands do is in test/cases.

describe("odoo-mcp as a process", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterAll(() => remove());

  const start = (args: string[], env: Record<string, string> = {}, cli = CLI) =>
    execa(process.execPath, [cli, ...args], { cwd: folder, env, extendEnv: false, reject: false });

  it.each([BUILT_CLI, CLI])("tells its version", async (cli) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    const { exitCode, stdout, stderr } = await start(["--version"], {}, cli);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: version, stderr: "" });
  });

  it.each([
    [["check", "--generated", GENERATED, "--config", CONFIG_FILE], 0, "stdout"],
    [["explain", "sale_order_search", "--generated", GENERATED], 0, "stdout"],
    [["explain", "execute_workflow", "--args", "{}", "--generated", GENERATED], 2, "stdout"],
    [["catalog", "--check", "--generated", GENERATED, "--config", CONFIG_FILE], 2, "stderr"],
    [["generate"], 1, "stderr"],
    [["no-such-command"], 1, "stderr"],
  ] as const)("%j ends with %i, and prints on %s alone", async (args, exit, told) => {
    const { exitCode, stdout, stderr } = await start([...args]);
    expect(exitCode).toBe(exit);
    expect({ stdout, stderr }[told]).not.toBe("");
    expect(told === "stdout" ? stderr : stdout).toBe("");
  });

  it("works in the folder that --folder names", async () => {
    await cp(GENERATED, join(folder, "own", "generated"), { recursive: true });
    await cp(CONFIG_FILE, join(folder, "own", "odoo-models.config.json"));
    expect((await start(["--folder", "own", "check"])).stdout).toBe("generated is up to date.");
    expect((await start(["--folder", join(folder, "none"), "check"])).stderr).toMatch(/^odoo-mcp: Cannot work in /);
  });

  it("ends where settings of serve --http cannot hold, though it has begun to look for a store and to count", async () => {
    const env = {
      ODOO_URL: "http://127.0.0.1:9",
      ODOO_MCP_OAUTH: "built-in",
      ODOO_MCP_HTTP_STORE: "redis://127.0.0.1:9/0",
      ODOO_MCP_METRICS: "127.0.0.1:0",
    };
    const { exitCode, stderr } = await start(["serve", "--http", "--port", "0", "--generated", GENERATED], env);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ODOO_MCP_PUBLIC_URL is not set.");
  });

  it("ends without a word where nobody reads what it prints", async () => {
    const running = start(["explain", "sale_order_search", "--generated", GENERATED]);
    running.stdout.destroy();
    const { exitCode, stderr } = await running;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("dies of SIGINT in the midst of a call, and has written nothing", async () => {
    const own = join(folder, "interrupted");
    await mkdir(own);
    await writeFile(join(own, "odoo-models.config.json"), '{ "models": { "res.partner": {} } }');
    let asked = () => {};
    const called = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const server = await fakeServer(() => {
      asked();
      return undefined;
    });
    const settings = { ODOO_URL: server.url, ODOO_DB: "a", ODOO_USERNAME: "b", ODOO_PASSWORD: "s3cr3t" };
    const running = start(["--folder", own, "codegen"], settings);
    await called;
    running.kill("SIGINT");
    const { signal, stdout } = await running;
    expect({ signal, stdout }).toEqual({ signal: "SIGINT", stdout: "" });
    expect(Object.keys(await filesBelow(own))).toEqual(["odoo-models.config.json"]);
  });
});
