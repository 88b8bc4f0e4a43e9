import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { environmentIn } from "../../../src/odoo/connection/environment.js";
import { toldOf } from "../../../src/odoo/connection/instance-settings.js";
import { type Environment, readSettings } from "../../../src/odoo/connection/settings.js";
import { VARIABLES, type Variable } from "../../../src/odoo/connection/variables.js";
import { odooError, temporaryFolder } from "../../support/fixtures.js";

const SHOP = { name: "shop", env: ".env.shop" };

/** What holds for the instance, with these files. */
async function environmentOf(env: Environment, files: Readonly<Record<string, string>>) {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return environmentIn(folder, env, SHOP);
}

const OF_ODOO = Object.keys(VARIABLES).filter((name) => /^ODOO_(?!MCP_)/.test(name));

describe("the settings of an instance", () => {
  it.each([...OF_ODOO, "ODOO_MCP_OAUTH_KEYS", "ODOO_MCP_OAUTH_COMMAND"])(
    "have no %s of the environment or of .env",
    async (name) => {
      const found = await environmentOf({ [name]: "of another" }, { ".env": `${name}=of-another\n` });
      expect(found).toEqual({});
    },
  );

  it("are its file's, over what the process has", async () => {
    const file = "ODOO_URL=https://shop.example\nODOO_MCP_AUDIT=shop.log\nHOME=/nobody\n";
    const found = await environmentOf(
      { ODOO_MCP_AUDIT: "audit.log", ODOO_MCP_HTTP_CALLS: "5", HOME: "/home/me" },
      { ".env.shop": file, ".env": "ODOO_MCP_MAX_ANSWER=20000\n" },
    );
    expect(found).toEqual({
      ODOO_URL: "https://shop.example",
      ODOO_MCP_AUDIT: "shop.log",
      ODOO_MCP_HTTP_CALLS: "5",
      ODOO_MCP_MAX_ANSWER: "20000",
      HOME: "/home/me",
    });
  });

  it.each([
    ["1", "0", "1"],
    ["0", "1", "1"],
    [undefined, "yes", "yes"],
    ["0", undefined, "0"],
  ])("read only where the process says %s and its file %s: %s", async (process, file, found) => {
    const files = file === undefined ? {} : { ".env.shop": `ODOO_MCP_READ_ONLY=${file}\n` };
    const env = process === undefined ? {} : { ODOO_MCP_READ_ONLY: process };
    expect(await environmentOf(env, files)).toEqual({ ODOO_MCP_READ_ONLY: found });
  });

  it("may say what one can have otherwise than another, and nothing of the whole process", async () => {
    const taken: string[] = [];
    for (const [name, { environmentOnly }] of Object.entries<Variable>(VARIABLES)) {
      const reading = environmentOf({}, { ".env.shop": `${name}=x\n` });
      const found = await reading.catch((error: unknown) => {
        expect(error).toEqual(odooError("settings", `${name} in .env.shop`));
        const where = environmentOnly ? "in the environment." : "in the environment or in .env.";
        expect(error).toMatchObject({ hint: `Set it ${where}` });
      });
      if (found) taken.push(name);
    }
    expect(taken).toEqual([
      ...OF_ODOO.filter((name) => !name.startsWith("ODOO_INTROSPECT_")),
      "ODOO_MCP_READ_ONLY",
      "ODOO_MCP_AUDIT",
      "ODOO_MCP_FILES",
      "ODOO_MCP_MAX_ANSWER",
      "ODOO_MCP_OAUTH_KEYS",
      "ODOO_MCP_OAUTH_COMMAND",
    ]);
  });

  it("are told with the instance and its file where they are amiss", () => {
    const reading = () => toldOf(SHOP, () => readSettings({}));
    expect(reading).toThrow(odooError("settings", "Instance shop, .env.shop: ", "ODOO_PASSWORD"));
    expect(() => toldOf(undefined, () => readSettings({}))).toThrow(odooError("settings", "Neither ODOO_API_KEY"));
  });
});
