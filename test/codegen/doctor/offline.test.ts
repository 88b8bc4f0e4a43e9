import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  checkClients,
  checkEncryption,
  checkMade,
  checkNetwork,
  checkPolicy,
  checkSecretFile,
} from "../../../codegen/doctor/offline.js";
import { catalogue } from "../../../codegen/emit/catalogue.js";
import { readSettings } from "../../../src/odoo/connection/settings.js";
import { configWith, fieldWith, schemaWith, temporaryFolder } from "../../support/fixtures.js";

it.each([
  ["https://odoo.example", {}, "ok"],
  ["https://odoo.example", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "warning"],
  ["http://odoo.example", {}, "warning"],
  ["http://localhost:8069", {}, "ok"],
])("takes %s with %j for %s", (url, environment, status) => {
  const settings = readSettings({ ODOO_ALLOW_HTTP: "1", ODOO_URL: url, ODOO_PASSWORD: "x" });
  expect(checkEncryption(settings, environment).status).toBe(status);
});

it("minds a .env that others may read", async () => {
  const { folder, remove } = await temporaryFolder();
  expect(checkSecretFile(folder, ".env")).toEqual([]);
  await writeFile(join(folder, ".env"), "ODOO_API_KEY_COMMAND=pass show odoo\n", { mode: 0o644 });
  expect(checkSecretFile(folder, ".env")).toEqual([]);
  await rm(join(folder, ".env"));
  await writeFile(join(folder, ".env"), "ODOO_PASSWORD=s3cr3t\n", { mode: 0o600 });
  expect(checkSecretFile(folder, ".env")).toMatchObject([{ status: "ok" }]);
  await chmod(join(folder, ".env"), 0o644);
  expect(checkSecretFile(folder, ".env")).toMatchObject([{ status: "warning", next: "chmod 600 .env" }]);
  await remove();
});

const SCHEMA = schemaWith({ "a.order": { name: fieldWith() } });

it("finds a policy that names what the snapshot does not have", async () => {
  const misspelt = configWith({ "a.order": {} }, { policy: { "a.order": { denyFields: ["nmae"] } } });
  expect(await checkPolicy(misspelt, SCHEMA)).toMatchObject([
    { check: "policy", status: "error", message: expect.stringContaining('Did you mean "name"?') },
  ]);
  expect(await checkPolicy(configWith({ "a.order": {} }), SCHEMA)).toEqual([]);
  expect(await checkPolicy(misspelt, undefined)).toEqual([]);
});

it("finds a folder that the server would not serve, for its config is another one", async () => {
  const { folder, remove } = await temporaryFolder();
  const config = join(folder, "config.json");
  const { manifest } = catalogue(SCHEMA, configWith({ "a.order": {} }));
  await writeFile(config, JSON.stringify({ models: { "a.order": {} } }));
  expect(await checkMade(folder, manifest, config)).toEqual([]);
  await writeFile(config, JSON.stringify({ models: { "a.order": false } }));
  expect(await checkMade(folder, manifest, config)).toMatchObject([
    { status: "error", next: expect.stringContaining("odoo-mcp generate") },
  ]);
  await remove();
});

it("tells of a client's entry whose Node is gone, with the command that mends it", async () => {
  const { folder, remove } = await temporaryFolder();
  const place = { platform: "linux", home: folder, environment: {}, folder } as const;
  expect(checkClients(place)).toMatchObject([{ status: "warning", next: "odoo-mcp client" }]);
  await mkdir(join(folder, ".cursor"));
  const write = (command: string) => {
    const servers = { erp: { command, args: ["serve", "--folder", folder] } };
    return writeFile(join(folder, ".cursor", "mcp.json"), JSON.stringify({ mcpServers: servers }));
  };
  await write(process.execPath);
  expect(checkClients(place)).toMatchObject([{ status: "ok", message: expect.stringContaining("Cursor") }]);
  const gone = join(folder, ".nvm", "v20.19.0", "bin", "node");
  await write(gone);
  expect(checkClients(place)).toMatchObject([
    { status: "warning", message: expect.stringContaining(gone), next: "odoo-mcp client cursor --server-name erp" },
  ]);
  await remove();
});

it("tells of the way to Odoo, and of what is set where nobody reads it", async () => {
  const { folder, remove } = await temporaryFolder();
  expect(checkNetwork(folder, {})).toEqual([]);
  const lines = [
    "HTTPS_PROXY=http://me:s3cr3t@proxy.example:3128",
    "NODE_EXTRA_CA_CERTS=ca.pem",
    "NODE_OPTIONS=--use-system-ca",
  ];
  await writeFile(join(folder, ".env"), lines.join("\n"));
  const findings = checkNetwork(folder, {});
  expect(findings).toMatchObject([
    { status: "warning", message: expect.stringContaining("NODE_OPTIONS in .env counts for nothing") },
    { status: "ok", message: expect.stringContaining("HTTPS_PROXY: by proxy.example:3128") },
    { status: "error", message: `NODE_EXTRA_CA_CERTS names ${join(folder, "ca.pem")}, which cannot be read.` },
  ]);
  expect(JSON.stringify(findings)).not.toContain("s3cr3t");
  await writeFile(join(folder, "ca.pem"), "");
  expect(checkNetwork(folder, { https_proxy: "proxy" })).toMatchObject([
    { status: "warning" },
    { status: "error", message: "HTTPS_PROXY is no address." },
    { status: "ok" },
  ]);
  await remove();
});
