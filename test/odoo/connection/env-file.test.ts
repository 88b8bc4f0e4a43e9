import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readEnvFile } from "../../../src/odoo/connection/env-file.js";
import { odooError, temporaryFolder } from "../../support/fixtures.js";

async function read(content: string | Uint8Array) {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  await writeFile(join(folder, ".env"), content);
  return readEnvFile(join(folder, ".env"));
}

const TEXT = "ODOO_URL=https://a.example\r\nODOO_DB=shop\r\n";
const HELD = { ODOO_URL: "https://a.example", ODOO_DB: "shop" };
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe("a .env file", () => {
  it.each<[encoding: string, content: string | Uint8Array]>([
    ["UTF-8", TEXT],
    ["UTF-8 with a byte order mark", `\uFEFF${TEXT}`],
    ["UTF-16, as Windows' shell writes it", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
    ["UTF-16, the other way round", swapped(Buffer.from(`\uFEFF${TEXT}`, "utf16le"))],
  ])("may be in %s", async (_, content) => {
    expect(await read(content)).toEqual(HELD);
  });

  it("in another encoding is named", async () => {
    await expect(read(Buffer.from(TEXT, "utf16le"))).rejects.toThrow(odooError("settings", ".env is not UTF-8"));
  });

  it.each<[line: string, value: string]>([
    ["ODOO_PASSWORD=Ge#heim9", "Ge#heim9"],
    ["ODOO_PASSWORD=Ge#heim9#", "Ge#heim9#"],
    ["  export ODOO_PASSWORD = Ge#heim9 ", "Ge#heim9"],
    ["ODOO_PASSWORD=Ge#heim9 # the bot's", "Ge#heim9"],
    ["ODOO_PASSWORD=Geheim9 # the #1", "Geheim9"],
    ["ODOO_PASSWORD=Geheim9 #", "Geheim9"],
    ['ODOO_PASSWORD="Ge#heim9" # quoted', "Ge#heim9"],
    ["ODOO_PASSWORD='Ge # heim9'", "Ge # heim9"],
    ['ODOO_PASSWORD = "Ge#heim9"', "Ge#heim9"],
    ["export ODOO_PASSWORD=  `Ge#heim9`", "Ge#heim9"],
    ['ODOO_PASSWORD="Ge\nODOO_DB=heim#9"', "Ge\nODOO_DB=heim#9"],
    ["ODOO_PASSWORD=it's#mine", "it's#mine"],
    ["ODOO_PASSWORD= # a#b", ""],
    ["#ODOO_PASSWORD=a#b\nODOO_PASSWORD=c", "c"],
    ["ODOO_PASSWORD=Ge#heim9\r", "Ge#heim9"],
  ])("begins a comment after a blank alone: %j", async (line, value) => {
    expect(await read(`${line}\nODOO_DB=shop\n`)).toEqual({ ODOO_PASSWORD: value, ODOO_DB: "shop" });
  });

  it("may be missing", () => {
    expect(readEnvFile("/nowhere/.env")).toEqual({});
  });
});
