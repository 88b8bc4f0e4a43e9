import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createServer as createSecured } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VARIABLES } from "../../src/odoo/connection/variables.js";
import { CLI } from "../support/mcp.js";
import { asExeca, runHere } from "../support/run.js";

const SECRET = "s3cr3t-value";

describe("bad settings end in one sentence, without the secret", () => {
  let folder: string;
  let server: Server;
  let url: string;
  /** What the fake server answers. */
  let answer: (path: string) => { status?: number; type?: string; body: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-settings-"));
    await writeFile(join(folder, "odoo-models.config.json"), '{ "models": { "res.partner": {} } }');
    server = createServer((request, response) => {
      const { status = 200, type = "application/json", body } = answer(request.url ?? "");
      response.writeHead(status, { "content-type": type }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const version = (info: unknown[]) => JSON.stringify({ jsonrpc: "2.0", result: { server_version_info: info } });

  function start(command: "codegen" | "serve", settings: Record<string, string>) {
    const committed = join(process.cwd(), "generated");
    const args = command === "serve" ? ["serve", "--generated", committed] : ["codegen"];
    return execa(process.execPath, [CLI, ...args], {
      cwd: folder,
      env: settings,
      extendEnv: false,
      reject: false,
      // stdin stays open, as a client's would: a server that fails must end by itself.
      stdin: "pipe",
      timeout: 25_000,
    });
  }

  const run = async (command: "codegen" | "serve", settings: Record<string, string>) =>
    command === "serve" ? start(command, settings) : asExeca(await runHere([command], { folder, env: settings }));

  /** What a server says that cannot reach an Odoo which may yet come up. It goes on until the client leaves. */
  async function waits(command: "codegen" | "serve", settings: Record<string, string>) {
    const running = start(command, settings);
    await once(running.stderr, "data");
    running.stdin.end();
    const { exitCode, stdout, stderr } = await running;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr).toMatch(/^odoo-mcp: [^\n]+ Calls wait until Odoo answers[.]$/);
    return stderr;
  }

  async function fails(command: "codegen" | "serve", settings: Record<string, string>) {
    const result = await run(command, settings);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toBe("");
    expect(result.stderr).toMatch(/^odoo-mcp: [^\n]+[.]$/);
    expect(result.stderr).not.toMatch(/\n| {4}at |Error:/);
    expect(result.stderr).not.toContain(SECRET);
    return result.stderr;
  }

  const user = { ODOO_DB: "test", ODOO_USERNAME: "admin", ODOO_PASSWORD: SECRET };

  describe.each(["codegen", "serve"] as const)("%s", (command) => {
    it("no URL", async () => {
      expect(await fails(command, user)).toContain("ODOO_URL is not set");
    });
    it("a URL that is none, with the secret in it", async () => {
      expect(await fails(command, { ...user, ODOO_URL: `ftp://admin:${SECRET}@host` })).toContain(
        "ODOO_URL must be an address",
      );
    });
    it("no password and no key", async () => {
      expect(await fails(command, { ODOO_URL: url })).toContain("Neither ODOO_API_KEY nor ODOO_PASSWORD is set");
    });
    it.each([
      ["that nothing listens on", "http://127.0.0.1:9", "nothing listens there"],
      ["that does not exist", "https://no-such-host.invalid", "Cannot connect to no-such-host.invalid"],
    ])("a host %s", async (_, host, told) => {
      const settings = { ...user, ODOO_URL: host };
      expect(await (command === "serve" ? waits : fails)(command, settings)).toContain(told);
    });
    it("an HTML page instead of Odoo", async () => {
      answer = () => ({ type: "text/html", body: "<html><title>Welcome to nginx</title></html>" });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain("a web page that is not Odoo's API");
    });
    it("an HTML page with status 404", async () => {
      answer = () => ({ status: 404, type: "text/html", body: "<h1>Not Found</h1>" });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain("HTTP 404");
    });
    it("JSON that is not Odoo's", async () => {
      answer = () => ({ body: '{"hello": "world"}' });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain("not Odoo's API");
    });
    it("an instance older than 14", async () => {
      answer = () => ({ body: version([13, 0, 0, "final", 0, ""]) });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain(
        "runs Odoo 13.0; 14.0 is the oldest supported",
      );
    });
    it("a redirection", async () => {
      answer = () => ({ status: 301, body: "" });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain("HTTP 301");
    });
    it("a password that Odoo refuses", async () => {
      answer = (path) => ({ body: path === "/jsonrpc" ? '{"jsonrpc": "2.0", "result": false}' : version([18, 0]) });
      expect(await fails(command, { ...user, ODOO_URL: url })).toContain(
        'Odoo refused ODOO_PASSWORD for "admin" on database "test"',
      );
    });
    it("JSON-2 asked of an Odoo that lacks it", async () => {
      answer = () => ({ body: version([18, 0]) });
      expect(await fails(command, { ...user, ODOO_URL: url, ODOO_WIRE: "json2" })).toContain("Odoo 18.0 does not have");
    });
  });

  it("an authority of one's own, unless NODE_EXTRA_CA_CERTS names it", async () => {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    await execa("openssl", [
      ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"],
      ...["-keyout", key, "-out", certificate, ...subject],
    ]);
    const secured = createSecured({ key: await readFile(key), cert: await readFile(certificate) }, (_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(version([13, 0]));
    });
    await new Promise<void>((resolve) => secured.listen(0, "localhost", resolve));
    try {
      const settings = { ...user, ODOO_URL: `https://localhost:${(secured.address() as AddressInfo).port}` };
      expect(await fails("serve", settings)).toContain(
        "its certificate is self-signed; name it in NODE_EXTRA_CA_CERTS",
      );
      expect(await fails("serve", { ...settings, NODE_EXTRA_CA_CERTS: certificate })).toContain("runs Odoo 13.0");
    } finally {
      secured.close();
    }
  });

  it("--help has a line for every variable", async () => {
    const { stdout } = asExeca(await runHere(["--help"], { folder }));
    const lines = stdout.split("\n").map((line) => line.trim().replace(/ +/, " "));
    for (const [name, { says }] of Object.entries(VARIABLES)) {
      expect(lines).toContainEqual(expect.stringContaining(`${name} ${says}`));
    }
  });

  it("no config", async () => {
    const result = asExeca(await runHere(["codegen", "--config", "absent.json"], { folder }));
    expect(result).toMatchObject({ exitCode: 1, stdout: "" });
    expect(result.stderr).toMatch(/^odoo-mcp: Cannot read absent\.json\. [^\n]+$/);
  });

  it("no snapshot", async () => {
    const result = asExeca(await runHere(["generate"], { folder }));
    expect(result).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Make it with `odoo-mcp introspect`."),
    });
  });

  it("says once where others may read .env, and not where it is yours alone", async () => {
    const file = join(folder, ".env");
    const told = "odoo-mcp: Other users of this machine may read the secret in .env. Run `chmod 600 .env`.\n";
    await writeFile(file, `ODOO_URL=${url}\nODOO_USERNAME=admin\nODOO_PASSWORD=${SECRET}\n`, { mode: 0o640 });
    answer = () => ({ body: version([13, 0]) });
    for (const command of ["codegen", "serve"] as const) {
      const { stderr } = await start(command, {});
      expect(stderr.startsWith(told)).toBe(true);
      expect(stderr.split("\n")).toHaveLength(2);
      expect(stderr).not.toContain(SECRET);
    }
    await chmod(file, 0o600);
    for (const command of ["codegen", "serve"] as const) await fails(command, {});
    await rm(file);
  });

  it("reads .env in the working directory, and the environment wins over it", async () => {
    await writeFile(
      join(folder, ".env"),
      `ODOO_URL=http://127.0.0.1:9\nODOO_USERNAME=admin\nODOO_PASSWORD=${SECRET}\n`,
      { mode: 0o600 },
    );
    expect(await fails("codegen", {})).toContain("127.0.0.1:9");
    answer = () => ({ body: version([13, 0]) });
    expect(await fails("codegen", { ODOO_URL: url })).toContain("Odoo 13.0");
    await rm(join(folder, ".env"));
  });
});
