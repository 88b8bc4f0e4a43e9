import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Finding } from "../../codegen/doctor/findings.js";
import { fakeServer, htmlPage, jsonError, jsonResult } from "../support/fake-server.js";
import { GENERATED, ROOT, temporaryFolder } from "../support/fixtures.js";
import { runHere } from "../support/run.js";

describe("odoo-mcp doctor", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterEach(() => remove());

  async function doctor(env: Record<string, string> = {}, args: string[] = []) {
    const { exit, stdout, stderr } = await runHere(["doctor", ...args, "--json"], { folder, env });
    expect(stderr).toBe("");
    const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: Finding[] };
    expect(exit).toBe(healthy ? 0 : 1);
    const [errors, others] = [true, false].map((wanted) =>
      findings.filter(({ status }) => (status === "error") === wanted),
    );
    return { healthy, findings, errors: errors ?? [], others: others ?? [] };
  }

  it("names everything that an empty folder lacks, each with the next step", async () => {
    const { healthy, findings } = await doctor();
    expect(healthy).toBe(false);
    expect(findings).toMatchInlineSnapshot(`
      [
        {
          "check": "settings",
          "message": "Neither ODOO_API_KEY nor ODOO_PASSWORD is set.",
          "next": "odoo-mcp init",
          "status": "error",
        },
        {
          "check": "config",
          "message": "Cannot read odoo-models.config.json. Make one with \`odoo-mcp init\`, or name it with --config.",
          "next": "Mend the file, or make one with \`odoo-mcp init\`.",
          "status": "error",
        },
        {
          "check": "generated",
          "message": "Cannot read generated/manifest.json. Make it with \`odoo-mcp codegen\`.",
          "next": "odoo-mcp codegen",
          "status": "error",
        },
        {
          "check": "client",
          "message": "No file of a known client starts this folder's server.",
          "next": "odoo-mcp client",
          "status": "warning",
        },
      ]
    `);
  });

  it("looks at the files of an instance, and tells of it what to do next", async () => {
    const config = { models: {}, instances: { shop: {} } };
    await writeFile(join(folder, "odoo-models.config.json"), JSON.stringify(config));
    await writeFile(join(folder, ".env.shop"), "ODOO_PASSWORD=s3cr3t\n", { mode: 0o644 });
    const { findings } = await doctor({ ODOO_URL: "http://127.0.0.1:9" }, ["--instance", "shop"]);
    expect(findings).toMatchObject([
      {
        check: "secret",
        message: ".env.shop is readable to other users of this machine.",
        next: "chmod 600 .env.shop",
      },
      { check: "settings", message: "Instance shop, .env.shop: ODOO_URL is not set." },
      { check: "config", status: "ok" },
      {
        check: "generated",
        message: expect.stringContaining("generated/shop/manifest.json"),
        next: "odoo-mcp codegen --instance shop",
      },
      { check: "client", next: "odoo-mcp client --instance shop" },
    ]);
  });

  it("goes on with what it can check where the server is none of Odoo's", async () => {
    await writeFile(join(folder, ".env"), "ODOO_PASSWORD=s3cr3t\n", { mode: 0o644 });
    const { url } = await fakeServer(() => htmlPage(502));
    const paths = ["--config", join(ROOT, "odoo-models.config.json"), "--generated", GENERATED];
    const { errors, others } = await doctor({ ODOO_URL: url }, paths);
    expect(errors).toMatchObject([{ check: "server", message: expect.stringContaining("HTTP 502") }]);
    expect(others.map(({ check, status }) => `${check} ${status}`)).toEqual([
      "secret warning",
      "settings ok",
      "tls ok",
      "config ok",
      "generated ok",
      "budget ok",
      "client warning",
    ]);
    expect(JSON.stringify([errors, others])).not.toContain("s3cr3t");
  });

  it("lets no Odoo that gives the key back, or obeys a terminal, be seen", async () => {
    const key = "0123456789abcdef-k3y";
    const { url } = await fakeServer(({ path, body }) => {
      if (path.endsWith("version_info")) return jsonResult({ server_version_info: [18, 0, 0, "final", 0, ""] });
      const { method } = JSON.parse(body).params as { method: string };
      if (method === "authenticate") return jsonResult(7);
      return jsonError("odoo.exceptions.UserError", `\u001b[2J\u009b31m${key} ${Buffer.from(key).toString("base64")}`);
    });
    const env = { ODOO_URL: url, ODOO_DB: "shop", ODOO_USERNAME: "bot", ODOO_API_KEY: key };
    const { errors } = await doctor(env);
    expect(errors[0]).toMatchObject({ check: "sign-in", message: expect.stringMatching(/^\[2J31m\*\*\* \*\*\*$/) });
    const codegen = await runHere(["codegen"], { folder, env });
    const shown = await runHere(["doctor"], { folder, env });
    for (const text of [codegen.stderr, shown.stdout]) {
      expect(text).not.toContain(key);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
      expect(text).not.toMatch(/[\u001b\u009b]/);
    }
  });

  it("says where Odoo was found, and reads an authority from .env that is not there", async () => {
    const { url } = await fakeServer(({ path }) =>
      path === "/web/webclient/version_info" ? jsonResult({ server_version_info: [18, 0] }) : htmlPage(404),
    );
    const env = {
      ODOO_URL: `${url}/odoo/sales`,
      ODOO_DB: "shop",
      ODOO_USERNAME: "bot",
      ODOO_API_KEY: "0123456789abcdef",
    };
    const { others } = await doctor(env);
    expect(others[0]).toMatchObject({ check: "settings", message: expect.stringContaining(`${url}/odoo/sales`) });
    expect(others.find(({ check }) => check === "server")).toMatchObject({
      message: expect.stringContaining(`Odoo 18.0 answers at ${url}, in`),
      next: `ODOO_URL=${url} is its address, without a path of its screens.`,
    });
    await writeFile(join(folder, ".env"), "NODE_EXTRA_CA_CERTS=gone.pem\n");
    const { errors } = await doctor(env);
    expect(errors.slice(0, 2)).toMatchObject([
      { check: "network", message: expect.stringContaining("gone.pem, which cannot be read") },
      { check: "server", message: expect.stringContaining("NODE_EXTRA_CA_CERTS in .env names") },
    ]);
  });
});
