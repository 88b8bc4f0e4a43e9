import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Environment } from "../../../src/odoo/connection/settings.js";
import { temporaryFolder } from "../../support/fixtures.js";

const WARNING = "odoo-mcp: Other users of this machine may read the secret in .env. Run `chmod 600 .env`.\n";

/** A process in a folder with this `.env`, and what it said on stderr. */
async function processIn(file: string, { mode = 0o600, env = {} }: { mode?: number; env?: Environment } = {}) {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  await writeFile(join(folder, ".env"), file);
  await chmod(join(folder, ".env"), mode);
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) };
  return { said, surroundings: { env, cwd: () => folder, stderr } };
}

describe("processEnvironment", () => {
  // It warns once a process.
  beforeEach(() => vi.resetModules());
  const load = async () => (await import("../../../src/odoo/connection/environment.js")).processEnvironment;

  it("is the environment over the .env of the working folder, read anew at every call", async () => {
    const processEnvironment = await load();
    const { surroundings, said } = await processIn("ODOO_DB=file\nODOO_TZ=UTC\n", { env: { ODOO_DB: "process" } });
    expect(processEnvironment(surroundings)).toEqual({ ODOO_DB: "process", ODOO_TZ: "UTC" });
    await writeFile(join(surroundings.cwd(), ".env"), "ODOO_TZ=Asia/Tokyo\n");
    expect(processEnvironment(surroundings)).toEqual({ ODOO_DB: "process", ODOO_TZ: "Asia/Tokyo" });
    expect(said).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("warns once of a secret that others may read", async () => {
    const processEnvironment = await load();
    const { surroundings, said } = await processIn("ODOO_API_KEY=s3cret\n", { mode: 0o644 });
    processEnvironment(surroundings);
    processEnvironment(surroundings);
    expect(said).toEqual([WARNING]);
  });

  it.each<[string, string, number]>([
    ["a secret that is the owner's alone", "ODOO_API_KEY=s3cret\n", 0o600],
    ["a file without a secret", "ODOO_URL=https://odoo.example\n", 0o644],
  ])("does not warn of %s", async (_, file, mode) => {
    const processEnvironment = await load();
    const { surroundings, said } = await processIn(file, { mode });
    processEnvironment(surroundings);
    expect(said).toEqual([]);
  });
});
