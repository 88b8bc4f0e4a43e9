import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeServer, htmlPage, jsonError, jsonResult } from "../support/fake-server.js";
import { filesBelow, temporaryFolder } from "../support/fixtures.js";
import { asExeca, runHere } from "../support/run.js";

const SECRET = "s3cr3t-value";
const { PATH = "" } = process.env;

describe("odoo-mcp init", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
    await mkdir(join(folder, "own"));
  });
  afterEach(() => remove());

  const init = (args: string[], env: Record<string, string> = {}, input = "") =>
    runHere(["init", ...args], {
      folder: join(folder, "own"),
      env: { HOME: join(folder, "home"), ...env },
      input,
    }).then(asExeca);

  /** An Odoo that answers to one password, and has a contact's model and no list of apps or databases. */
  const odoo = () =>
    fakeServer(({ path, body }) => {
      if (path === "/web/webclient/version_info")
        return jsonResult({ server_version_info: [18, 0, 0, "final", 0, ""] });
      if (path === "/web/database/list") return jsonError("odoo.exceptions.AccessDenied", "Access Denied");
      if (body.includes('"authenticate"')) return jsonResult(body.includes(SECRET) ? 2 : false);
      if (body.includes('"ir.module.module"')) return jsonError("odoo.exceptions.AccessError", "Not yours");
      if (body.includes('"has_access"')) {
        return body.includes('"res.partner"')
          ? jsonResult(true)
          : jsonError("odoo.exceptions.UserError", "Object x doesn't exist");
      }
      return jsonResult([{ id: 2, login: "bot", name: "Bot\u001b[31m", lang: "en_US", tz: "UTC", company_ids: [1] }]);
    });

  const flags = (url: string) => ["--yes", "--url", url, "--db", "test", "--username", "bot"];

  async function refused(args: string[], env: Record<string, string> = {}, input = ""): Promise<string> {
    const before = await filesBelow(folder);
    const { exitCode, stdout, stderr } = await init(args, env, input);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).not.toContain(SECRET);
    expect(await filesBelow(folder)).toEqual(before);
    return stderr;
  }
  const KEY = { ODOO_API_KEY: SECRET };

  it.each([
    [["--yes"], {}, "it was given no address. Say it with --url."],
    [["--yes", "--url", "ftp://x"], {}, 'The URL must be an address such as https://example.odoo.com, not "ftp://x".'],
    [
      ["--yes", "--url", "http://odoo.example"],
      KEY,
      "http://odoo.example is not encrypted: anyone on the way could read the secret. Use https, or say --allow-http.",
    ],
    [["--yes", "--url", "127.0.0.1:9"], KEY, "Cannot connect to 127.0.0.1:9: nothing listens there."],
    [["--yes", "--url", "no-such.invalid"], KEY, "Cannot connect to no-such.invalid: the host name is not known."],
    [[], {}, "it asks questions, and stdin is no terminal. Use --yes with --url, --db, --username and --api-key-env."],
  ])("refuses %j", async (args, env, message) => {
    expect(await refused(args, env)).toBe(`odoo-mcp: init wrote nothing: ${message}`);
  });

  it("refuses what is no Odoo", async () => {
    const { url } = await fakeServer(() => htmlPage(200));
    expect(await refused(flags(url), KEY)).toContain("a web page that is not Odoo's API");
  });

  it("refuses where its files are already there, and names them", async () => {
    for (const file of [".env", "odoo-models.config.json"]) await writeFile(join(folder, "own", file), "mine");
    expect(await refused(["--yes"])).toBe(
      "odoo-mcp: init wrote nothing: odoo-models.config.json and .env are already there. Move them away, or run it in another folder.",
    );
  });

  it("refuses a wrong password", async () => {
    const { url } = await odoo();
    expect(await refused([...flags(url), "--password-stdin"], {}, "wrong\n")).toBe(
      'odoo-mcp: init wrote nothing: Odoo refused ODOO_PASSWORD for "bot" on database "test". With two-factor sign-in, or on Odoo Online, use an API key.',
    );
  });

  it.each([
    [["--api-key-env", "NONE"], "The environment variable NONE is not set."],
    [["--password-stdin"], "stdin held no secret."],
    [["--password-stdin", "--api-key-stdin"], "More than one flag says where the secret is."],
    [
      [],
      "it was given neither an API key nor a password. Say it with --api-key-env, --api-key-stdin or --password-stdin.",
    ],
  ])("refuses secrets given as %j", async (args, message) => {
    const { url } = await odoo();
    expect(await refused([...flags(url), ...args])).toBe(`odoo-mcp: init wrote nothing: ${message}`);
  });

  it("refuses where no database is named and none is listed", async () => {
    const { url } = await odoo();
    expect(await refused(["--yes", "--url", url, "--username", "bot"], KEY)).toBe(
      "odoo-mcp: init wrote nothing: it was given no database, and the server does not list its databases. Say it with --db.",
    );
  });

  it("refuses a key of somebody else", async () => {
    const { url } = await odoo();
    const args = ["--yes", "--url", url, "--db", "test", "--username", "other"];
    expect(await refused(args, KEY)).toContain('The API key belongs to "bot", not to "other".');
  });

  it("refuses a model that is not there, and a client that is not known", async () => {
    const { url } = await odoo();
    expect(await refused([...flags(url), "--models", "sale.ordr"], KEY)).toContain('no model "sale.ordr"');
    expect(await refused([...flags(url), "--client", "emacs"], KEY)).toContain('There is no client "emacs"');
  });

  it("refuses a client's file that is not valid, before it writes its own", async () => {
    const { url } = await odoo();
    await mkdir(join(folder, "home", ".cursor"), { recursive: true });
    await writeFile(join(folder, "home", ".cursor", "mcp.json"), "{ not json");
    const stderr = await refused([...flags(url), "--client", "vscode,cursor"], KEY);
    expect(stderr.replaceAll(folder, "")).toBe(
      "odoo-mcp: init wrote nothing: /home/.cursor/mcp.json is not what Cursor reads: a JSON object with its servers. Mend it, or paste the configuration by hand.",
    );
  });

  it("writes its files, and prints what to paste, without the secret", async () => {
    const { url } = await odoo();
    const { exitCode, stdout, stderr } = await init([...flags(url), "--api-key-stdin"], {}, `${SECRET}\n`);
    expect(stderr.split("\n").slice(0, 3)).toEqual([
      "Signed in to Odoo 18.0 as Bot[31m (bot).",
      "Apps with models to use: contacts.",
      "Wrote odoo-models.config.json, with 1 model.",
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"--folder"');
    expect(stdout + stderr).not.toContain(SECRET);
    const files = await filesBelow(join(folder, "own"));
    expect(files[".env"]).toBe(`ODOO_URL=${url}\nODOO_DB=test\nODOO_USERNAME=bot\nODOO_API_KEY=${SECRET}\n`);
    expect(files[".gitignore"]).toBe(".env\n.env.*\n");
    expect((await stat(join(folder, "own", ".env"))).mode & 0o777).toBe(0o600);
  });

  it("keeps the command that prints the key, and not the key", async () => {
    const { url } = await odoo();
    const secret = join(folder, "key");
    await writeFile(secret, SECRET);
    const { exitCode, stderr } = await init(flags(url), { ODOO_API_KEY_COMMAND: `cat '${secret}'`, PATH });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("Wrote .env: readable"),
    });
    const files = await filesBelow(join(folder, "own"));
    expect(files[".env"]).toContain(`ODOO_API_KEY_COMMAND=\`cat '${secret}'\`\n`);
    expect(JSON.stringify(files)).not.toContain(SECRET);
  });

  it("writes the server's own address where it was given one of its screens", async () => {
    const { url } = await odoo();
    const { exitCode } = await init(flags(`${url}/odoo/action-123?debug=1`), KEY);
    expect(exitCode).toBe(0);
    expect((await filesBelow(join(folder, "own")))[".env"]).toContain(`ODOO_URL=${url}\n`);
  });

  it("writes Zed's file, and prints for Codex alone what to paste", async () => {
    const { url } = await odoo();
    const { exitCode, stdout, stderr } = await init([...flags(url), "--client", "codex,zed"], KEY);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^# Codex: ~\/\.codex\/config\.toml\n\[mcp_servers\.odoo\]\ncommand = "/);
    expect(stdout).not.toContain("Zed");
    expect(stderr).toContain(`paste the text below into ${join(folder, "home", ".codex", "config.toml")}`);
    expect(Object.keys(await filesBelow(join(folder, "home")))).toEqual([".config/zed/settings.json"]);
    const again = await runHere(["client", "codex"], {
      folder: join(folder, "own"),
      env: { HOME: join(folder, "home") },
    });
    expect(asExeca(again).stdout).toBe(stdout);
  });
});
