import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { servedFolder } from "../../../src/tools/session/served-folder.js";
import { CONFIG_FILE, GENERATED, odooError, temporaryFolder } from "../../support/fixtures.js";

const surroundings = (env: Record<string, string> = {}) => ({
  env,
  cwd: () => "/nowhere",
  stderr: { write: () => true },
});

it("a served folder has its tools, and the settings of its surroundings when they are asked for", async () => {
  const served = await servedFolder({ generated: GENERATED }, surroundings({ ODOO_URL: "https://odoo.example" }));
  expect(served.surface.find("res_partner_update")).toBeDefined();
  expect(served).toMatchObject({ readOnly: false, folder: "/nowhere" });
  expect(served.settings).toThrow(odooError("settings", "ODOO_API_KEY"));
});

it("a served folder is read-only by flag or variable", async () => {
  for (const served of [
    await servedFolder({ generated: GENERATED, readOnly: true }, surroundings()),
    await servedFolder({ generated: GENERATED }, surroundings({ ODOO_MCP_READ_ONLY: "yes" })),
  ]) {
    expect(served.readOnly).toBe(true);
    expect(served.surface.find("res_partner_update")).toBeUndefined();
  }
});

it("a folder that was made from another config is not served", async () => {
  const { folder, remove } = await temporaryFolder();
  try {
    await cp(GENERATED, join(folder, "generated"), { recursive: true });
    await cp(CONFIG_FILE, join(folder, "odoo-models.config.json"));
    const options = { generated: join(folder, "generated") };
    expect((await servedFolder(options, surroundings())).surface.listed).not.toEqual([]);
    await writeFile(
      join(folder, "odoo-models.config.json"),
      '{ "models": {}, "policy": { "*": { "operations": [] } } }',
    );
    await expect(servedFolder(options, surroundings())).rejects.toThrow(
      odooError("settings", "was made from another one"),
    );
  } finally {
    await remove();
  }
});
