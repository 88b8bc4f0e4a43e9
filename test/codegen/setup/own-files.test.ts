import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../../codegen/config/config.js";
import { configText, envText, refuseExisting, writeOwnFiles } from "../../../codegen/setup/own-files.js";
import { filesBelow, odooError, temporaryFolder } from "../../support/fixtures.js";

describe("envText", () => {
  it.each([
    ["abc", "A=abc\n"],
    ["p w#1", "A='p w#1'\n"],
    ["it's", "A=`it's`\n"],
    ["a'b`c", 'A="a\'b`c"\n'],
  ])("quotes %j as needed", (value, text) => expect(envText({ A: value })).toBe(text));

  it("reads back the same, or is refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (value) => {
        let text: string;
        try {
          text = envText({ A: "1", SECRET: value, Z: "2" });
        } catch (error) {
          expect(error).toEqual(odooError("settings", "SECRET"));
          return;
        }
        expect({ ...parseEnv(text) }).toEqual({ A: "1", SECRET: value, Z: "2" });
      }),
      { numRuns: 500 },
    );
  });

  it("never shows the value it cannot write", () => {
    expect(() => envText({ A: `x'"\`` })).toThrow(odooError("settings", "The value of A cannot be written to .env."));
  });
});

it("writes a config that is accepted", () => {
  const { models } = parseConfig(configText(["res.partner", "sale.order"]), "c.json");
  expect(models).toMatchObject({ "res.partner": { required: ["name"] }, "sale.order": { buttons: expect.anything() } });
});

describe("the user's own folder", () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ folder, remove } = await temporaryFolder());
  });
  afterEach(() => remove());

  it.each([
    [[".env"], ".env is already there."],
    [["odoo-models.config.json"], "odoo-models.config.json is already there."],
    [[".env", "odoo-models.config.json"], "odoo-models.config.json and .env are already there."],
  ])("is refused where it holds %j", async (files, message) => {
    for (const file of files) await writeFile(join(folder, file), "mine");
    expect(() => refuseExisting(folder)).toThrow(odooError("settings", message));
  });

  it("gets a .env that only its user may read", async () => {
    await writeOwnFiles(folder, ["res.partner"], { ODOO_PASSWORD: "x" });
    expect((await stat(join(folder, ".env"))).mode & 0o777).toBe(0o600);
    expect(Object.keys(await filesBelow(folder))).toEqual([".env", ".gitignore", "odoo-models.config.json"]);
    expect(await readFile(join(folder, "odoo-models.config.json"), "utf8")).not.toContain("ODOO_");
  });

  it.each([
    [undefined, ".env\n.env.*\n"],
    ["dist/", "dist/\n.env\n.env.*\n"],
    ["dist/\n", "dist/\n.env\n.env.*\n"],
    [".env\n", ".env\n.env.*\n"],
    [".env*\n", ".env*\n"],
    ["/.env\r\n.env.* \r\ndist/\r\n", "/.env\r\n.env.* \r\ndist/\r\n"],
    [".env.local\n", ".env.local\n.env\n.env.*\n"],
  ])("whose .gitignore is %j has it end as %j", async (before, after) => {
    if (before !== undefined) await writeFile(join(folder, ".gitignore"), before);
    await writeOwnFiles(folder, ["res.partner"], { ODOO_PASSWORD: "x" });
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe(after);
  });

  it("keeps a file that appears meanwhile", async () => {
    await writeFile(join(folder, ".env"), "mine");
    await expect(writeOwnFiles(folder, ["a.b"], {})).rejects.toThrow("EEXIST");
    expect(await filesBelow(folder)).toEqual({ ".env": "mine" });
  });
});
