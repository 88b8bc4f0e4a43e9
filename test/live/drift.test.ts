import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { CLI, startServer } from "../support/mcp.js";
import { asExeca, runHere } from "../support/run.js";
import { describeEachOdoo } from "./odoos.js";

// Fields that come, go and change on a real Odoo: told, mended, and back. And what two users' snapshots have in common.

const MODEL = "res.partner.industry";

describeEachOdoo("real drift", ({ series, admin, demo }) => {
  let folder: string;
  let client: Client;
  let model = 0;
  const fields = new Map<string, number>();

  const odooMcp = (args: string[], settings: Record<string, string> = {}) =>
    runHere(args, { folder, env: { ...admin, ...settings } }).then(asExeca);
  /** What of its settings Node reads as it starts. */
  const odooMcpApart = (args: string[], settings: Record<string, string>) =>
    execa(process.execPath, [CLI, ...args], { cwd: folder, env: { ...admin, ...settings }, reject: false });

  async function addField(name: string, values: Record<string, unknown>): Promise<void> {
    const base = { name, model_id: model, state: "manual", field_description: name };
    const [id = 0] = await client.create("ir.model.fields", [{ ...base, ...values }]);
    fields.set(name, id);
  }
  async function removeField(name: string): Promise<void> {
    await client.unlink("ir.model.fields", [fields.get(name) ?? 0]);
    fields.delete(name);
  }
  const addValue = (name: string, value: string) =>
    client.create("ir.model.fields.selection", [
      { field_id: fields.get(name), value, name: value.toUpperCase(), sequence: 9 },
    ]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-drift-"));
    client = createClient(await connect(readSettings(admin)));
    [model = 0] = await client.search("ir.model", [["model", "=", MODEL]], { limit: 1 });
    await addField("x_gone", { ttype: "char" });
    await addField("x_label", { ttype: "char", field_description: "Old label" });
    await addField("x_choice", { ttype: "selection" });
    for (const value of ["a", "b"]) await addValue("x_choice", value);
    await writeFile(
      join(folder, "odoo-models.config.json"),
      JSON.stringify({ models: { [MODEL]: { fields: "all" } } }),
    );
  });
  afterAll(async () => {
    for (const name of [...fields.keys()]) await removeField(name);
    await closeConnections();
    await rm(folder, { recursive: true, force: true });
  });

  it("is not there right after codegen", async () => {
    expect(await odooMcp(["codegen"])).toMatchObject({ exitCode: 0 });
    expect(await odooMcp(["check", "--live"])).toMatchObject({ exitCode: 0, stdout: "generated is up to date." });
  });

  it("is told by check and by diff, class by class", async () => {
    await writeFile(join(folder, "before.json"), await readFile(join(folder, "generated", "schema.json"), "utf8"));
    await addField("x_new", { ttype: "integer" });
    await addValue("x_choice", "c");
    const [lost = 0] = await client.search(
      "ir.model.fields.selection",
      [
        ["field_id", "=", fields.get("x_choice")],
        ["value", "=", "b"],
      ],
      { limit: 1 },
    );
    await client.unlink("ir.model.fields.selection", [lost]);
    await client.write("ir.model.fields", [fields.get("x_label") ?? 0], { field_description: "New label" });
    await removeField("x_gone");

    const told = [
      `Breaking (2):\n  ${MODEL}: x_choice no longer takes b\n  ${MODEL}: x_gone is gone\n`,
      `  ${MODEL}: the label of x_label: "Old label" became "New label"\n`,
      `  ${MODEL}: x_choice also takes c\n`,
      `  ${MODEL}: x_new is new (integer)`,
    ];
    const live = await odooMcp(["check", "--live"]);
    expect(live.exitCode).toBe(2);
    for (const text of [...told, "Run `odoo-mcp codegen`."]) expect(live.stdout).toContain(text);
    const json = await odooMcp(["check", "--live", "--json"]);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({ clean: false, drift: [], mend: "odoo-mcp codegen" });
    // Offline, all is as it was.
    expect(await odooMcp(["check"])).toMatchObject({ exitCode: 0 });

    expect(await odooMcp(["codegen"])).toMatchObject({ exitCode: 0 });
    expect(await odooMcp(["check", "--live"])).toMatchObject({ exitCode: 0 });
    const diff = await odooMcp(["diff", "--from", "before.json", "--fail-on", "breaking"]);
    expect(diff.exitCode).toBe(2);
    for (const text of told) expect(diff.stdout).toContain(text);
  });

  it("is mended: the typed tool takes the new field and value, and not the old ones", async () => {
    const server = await startServer(admin, ["--generated", join(folder, "generated")]);
    const values = { name: "Drift", x_new: 7, x_choice: "c" };
    const made = await server.call("res_partner_industry_create", { values });
    const { id } = made as { id: number };
    expect(id).toBeGreaterThan(0);
    expect(await server.call("res_partner_industry_read", { ids: [id], fields: ["x_new", "x_choice"] })).toMatchObject({
      records: [{ x_new: 7, x_choice: "c" }],
    });
    for (const wrong of [{ x_gone: "x" }, { x_choice: "b" }]) {
      const refused = server.call("res_partner_industry_update", { ids: [id], values: wrong });
      await expect(refused).rejects.toThrow('"outcome":"not_applied"');
    }
    await server.call("delete_records", { model: MODEL, ids: [id] });
    await server.close();
  });

  it("goes back the way it came", async () => {
    for (const name of [...fields.keys()]) await removeField(name);
    const gone = await odooMcp(["check", "--live"]);
    expect(gone).toMatchObject({ exitCode: 2, stdout: expect.stringContaining(`${MODEL}: x_new is gone`) });
    expect(await odooMcp(["codegen"])).toMatchObject({ exitCode: 0 });
    expect(await odooMcp(["check", "--live"])).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(folder, "generated", "schema.json"), "utf8")).not.toContain('"x_');
  });

  it("is not made by a language, a time zone, or another machine's clock", async () => {
    const config = join(folder, "more.json");
    await writeFile(config, JSON.stringify({ models: { "res.partner": {}, "sale.order": {} } }));
    const snapshots: string[] = [];
    // An Odoo of one's own may have English alone.
    const ODOO_LANG = demo || (await client.languages()).includes("fr_FR") ? "fr_FR" : "en_US";
    const french = { ODOO_LANG, ODOO_TZ: "Pacific/Apia", TZ: "Pacific/Apia", LC_ALL: "fr_FR.UTF-8" };
    const args = (name: string) => ["introspect", "--config", config, "--generated", name];
    for (const [name, introspecting] of Object.entries({
      usual: () => odooMcp(args("usual")),
      french: () => odooMcpApart(args("french"), french),
      xml: () => odooMcp(args("xml"), { ODOO_WIRE: "xmlrpc" }),
    })) {
      expect(await introspecting()).toMatchObject({ exitCode: 0 });
      snapshots.push(await readFile(join(folder, name, "schema.json"), "utf8"));
    }
    expect(snapshots[1]).toBe(snapshots[0]);
    // Over XML-RPC, Odoo 14 cannot send its views, and 16 and later cannot send their menus, whose keys are numbers.
    if (series !== "14") {
      const [usual, xml] = [snapshots[0], snapshots[2]].map((text) => JSON.parse(text ?? "") as Schema);
      expect(usual?.reached?.by).toBe("menus");
      expect(xml?.reached?.by).toBe("rights");
      expect({ ...xml, reached: usual?.reached }).toEqual(usual);
    }
    expect(snapshots[0]).not.toMatch(/\d{4}-\d{2}-\d{2} \d{2}:|fr_FR|Europe\/|Mitchell/);
  });

  it.skipIf(!demo)("of another user is explained by the users' groups (needs the sandbox's)", async () => {
    const config = join(folder, "more.json");
    const own = { ODOO_API_KEY: "", ...demo };
    expect(await odooMcp(["introspect", "--config", config, "--generated", "demo"], own)).toMatchObject({
      exitCode: 0,
    });
    const files = ["--from", "usual/schema.json", "--to", "demo/schema.json"];
    const { stdout } = await odooMcp(["diff", "--config", config, ...files]);
    expect(stdout).toMatch(/^The users' groups differ: only the first has .*(Settings|Role \/ Administrator)"/m);
    expect(stdout).not.toMatch(/^Modules/m);
    const text = await readFile(join(folder, "demo", "schema.json"), "utf8");
    // What languages and time zones there are is no difference between users.
    for (const [, field] of text.matchAll(/^ +"(lang|tz)": (.*),$/gm)) expect(field).toBeDefined();
    expect(text.match(/"lang": \{.*"dynamic":true/)).not.toBeNull();
  });
});
