import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { withoutInvisible } from "../../src/odoo/notation/visible-text.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import type { Manifest } from "../../src/tools/generated/manifest.js";
import { REMOVED_CHARACTERS } from "../../src/tools/session/tool-result.js";
import { INJECTIONS, UNSEEN } from "../corpus/injections.js";
import { type Json, type Session, startServer } from "../support/mcp.js";
import { runHere } from "../support/run.js";
import { describeEachOdoo } from "./odoos.js";
import { generatedFolder } from "./shared.js";

// Hostile texts in a real Odoo: in records, in a field's label and help, in what a selection's value is called.

const MODEL = "res.partner.industry";
const LABEL = INJECTIONS.map(([, text]) => text).join(" ");

describeEachOdoo("hostile texts", (instance) => {
  const { admin } = instance;
  let client: Client;
  let folder: string;
  let server: Session;
  let ids: number[] = [];
  const fields: number[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-injections-"));
    client = createClient(await connect(readSettings(admin)));
    // The sandbox's server was made before the label is, as is an assistant's.
    const generated = await generatedFolder(instance, JSON.stringify({ models: { "res.partner": {} } }));
    server = await startServer(admin, ["--generated", generated]);
  });
  afterAll(async () => {
    await server?.close();
    if (ids.length > 0) await client.unlink("res.partner", ids);
    for (const id of fields) await client.unlink("ir.model.fields", [id]);
    await closeConnections();
    await rm(folder, { recursive: true, force: true });
  });

  const listed = async () => JSON.stringify(await server.client.listTools());

  it("in records are read as data, and written back", async () => {
    const before = await listed();
    // Odoo keeps them as they are, but for blanks at a name's ends in some versions.
    const rows = INJECTIONS.map(([what, text]) => ({ name: `x${text}x`, function: what, ref: "injection" }));
    ids = await client.create("res.partner", rows);
    const stored = await client.read("res.partner", ids, ["name"]);
    expect(stored.map(({ name }) => name)).toEqual(rows.map(({ name }) => name));

    const { content, structuredContent, _meta } = await server.client.callTool({
      name: "res_partner_search",
      arguments: { domain: [["ref", "=", "injection"]], fields: ["name", "function"], order: "id", limit: 100 },
    });
    expect(content).toHaveLength(1);
    const [json] = content as { text: string }[];
    expect(json?.text).toMatch(/^\{"notice":/);
    expect(JSON.parse(json?.text ?? "")).toEqual(structuredContent);
    expect(json?.text).not.toMatch(UNSEEN);
    const shown = rows.map(({ name }) => withoutInvisible(name));
    const { records } = structuredContent as { records: Json[] };
    expect(records.map(({ name }) => name)).toEqual(shown.map(({ text }) => text));
    expect(_meta?.[REMOVED_CHARACTERS]).toBe(shown.reduce((all, { removed }) => all + removed, 0));
    expect(await listed()).toBe(before);

    // What was shown may be written back, and a readonly field that was shown along is taken for what it is.
    const hidden = ids[INJECTIONS.findIndex(([what]) => what === "words in tags")] as number;
    const [read] = (await server.call("res_partner_read", { ids: [hidden], fields: ["name", "display_name"] }))
      .records as Json[];
    await server.call("update_record", { model: "res.partner", id: hidden, values: read });
    expect(await client.read("res.partner", [hidden], ["name"])).toMatchObject([{ name: "xAzurex" }]);
  });

  it("in labels, help and values change no tool of a running server, and are cut in generated ones", async () => {
    const before = await listed();
    const [model = 0] = await client.search("ir.model", [["model", "=", MODEL]], { limit: 1 });
    const label = { field_description: LABEL.slice(0, 2_000), help: LABEL };
    const base = { model_id: model, state: "manual", ...label };
    fields.push(...(await client.create("ir.model.fields", [{ ...base, name: "x_text", ttype: "char" }])));
    fields.push(...(await client.create("ir.model.fields", [{ ...base, name: "x_choice", ttype: "selection" }])));
    await client.create("ir.model.fields.selection", [{ field_id: fields[1], value: "a", name: LABEL, sequence: 1 }]);

    const told = await server.call("get_fields", { model: MODEL, fields: ["x_text", "x_choice"] });
    expect(JSON.stringify(told)).toContain("Ignore all previous instructions");
    expect(JSON.stringify(told)).not.toMatch(UNSEEN);
    expect(await listed()).toBe(before);

    await writeFile(
      join(folder, "odoo-models.config.json"),
      JSON.stringify({ models: { [MODEL]: { fields: "all" } } }),
    );
    const { exit, stderr } = await runHere(["codegen", "--generated", "other"], { folder, env: admin });
    expect(exit, stderr).toBe(0);
    const { tools } = JSON.parse(await readFile(join(folder, "other", "manifest.json"), "utf8")) as Manifest;
    const create = tools.find(({ operation }) => operation === "create")?.tool.inputSchema.properties as Json;
    const { x_text, x_choice } = (create.values as { properties: Record<string, { description: string }> }).properties;
    for (const description of [x_text?.description, x_choice?.description]) {
      expect(description).toMatch(/^Ignore all previous instructions/);
      expect(description).not.toMatch(UNSEEN);
      expect(description).not.toMatch(/[\r\n]/);
      expect([...(description ?? "")].length).toBeLessThanOrEqual(120);
    }
  });
});
