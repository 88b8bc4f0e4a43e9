import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { describeSandbox } from "./odoos.js";

const sandbox = (...args: string[]) => execa("npm", ["run", "--silent", "sandbox", "--", ...args], { reject: false });

/** Addresses that a process listens on, from the kernel's table, with the port in hexadecimal. */
async function listeners(port: number): Promise<string[]> {
  const rows = (await Promise.all(["tcp", "tcp6"].map((table) => readFile(`/proc/net/${table}`, "utf8")))).join("\n");
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return [...rows.matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A /gm)]
    .filter(([, , at]) => at === wanted)
    .map(([, host]) => host ?? "");
}

describeSandbox("is about it", "sandbox", ({ series, admin, demo }) => {
  it("does nothing when it is up already", async () => {
    // The other series may be at the hands of other tests.
    const status = async () =>
      (await sandbox("status")).stdout.split("\n").filter((line) => line.includes(`Odoo ${series}`));
    const before = await status();
    expect(before).toHaveLength(1);
    expect(await sandbox("up", series)).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await status()).toEqual(before);
  });

  it("listens on loopback only, and leaves no mount", async () => {
    const port = Number(new URL(admin.ODOO_URL ?? "").port);
    // 127.0.0.1, in the kernel's byte order.
    expect(await listeners(port)).toEqual(["0100007F"]);
    expect(await readFile("/proc/mounts", "utf8")).not.toContain("odoo-typed-mcp");
  });

  it("prints settings that work, for an administrator and with an API key", async () => {
    const { stdout } = await sandbox("env", series);
    const settings = Object.fromEntries(stdout.split("\n").map((line) => line.split("=") as [string, string]));
    expect(settings).toEqual(admin);
    const connection = await connect(readSettings({ ...settings, ODOO_PASSWORD: undefined }));
    expect(connection.wireName).toBe(series === "19" ? "json2" : "jsonrpc");
    await closeConnections();
  });

  it("has the demo user, who is no administrator", async () => {
    const odoo = createClient(await connect(readSettings(demo)));
    expect(await odoo.searchCount("res.partner", [])).toBeGreaterThan(20);
    await expect(odoo.create("res.groups", [{ name: "x" }])).rejects.toMatchObject({ category: "forbidden" });
    await closeConnections();
  });

  it("has the modules it promises", async () => {
    const odoo = createClient(await connect(readSettings(admin)));
    const modules = "contacts crm sale_management stock account project purchase hr calendar".split(" ");
    const domain = [
      ["name", "in", modules],
      ["state", "=", "installed"],
    ];
    expect(await odoo.searchCount("ir.module.module", domain)).toBe(modules.length);
    await closeConnections();
  });

  it("restores the first start's data", async () => {
    const odoo = async () => createClient(await connect(readSettings(admin)));
    const [id = 0] = await (await odoo()).create("res.partner", [{ name: "to be forgotten" }]);
    await closeConnections();
    expect(await sandbox("reset", series)).toMatchObject({ exitCode: 0 });
    expect(await (await odoo()).read("res.partner", [id], ["name"])).toEqual([]);
    await closeConnections();
  });
});
