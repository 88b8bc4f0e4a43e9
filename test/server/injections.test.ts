import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { describe, expect, it } from "vitest";
import { manifest } from "../../codegen/emit/manifest.js";
import { plan } from "../../codegen/plan/plan.js";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import { withoutInvisible } from "../../src/odoo/notation/visible-text.js";
import { createServer } from "../../src/server/protocol.js";
import { NO_AUDIT } from "../../src/tools/call/audit.js";
import { masterData } from "../../src/tools/call/master-data.js";
import { modelSource } from "../../src/tools/call/model-source.js";
import { openDialogues } from "../../src/tools/call/open-dialogues.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { modelTools } from "../../src/tools/catalogue/model-tools.js";
import { surfaceOf } from "../../src/tools/catalogue/surface.js";
import { UNRESTRICTED } from "../../src/tools/policy/unrestricted.js";
import { NOTICE } from "../../src/tools/session/notice.js";
import { hostileConfig, schemaOf } from "../codegen/hostile.js";
import { INJECTIONS, UNSEEN } from "../corpus/injections.js";
import { type FakeAnswer, fakeServer, jsonError, jsonResult } from "../support/fake-server.js";
import { fieldWith, schemaWith } from "../support/fixtures.js";
import { resultSchemas } from "../support/result-schemas.js";

// Hostile texts, wherever Odoo lets a person write them, on their way through the whole server.

const NOTE = "x_note";

/** An Odoo in which everything is called `text`. */
function answer(text: string, path: string, body: string): FakeAnswer {
  if (path === "/web/webclient/version_info") return jsonResult({ server_version_info: [17, 0, 0, "final", 0, ""] });
  if (body.includes('"authenticate"')) return jsonResult(2);
  if (body.includes('"fields_get"')) {
    const label = { string: text, help: text };
    return jsonResult({
      id: { type: "integer", string: "ID" },
      display_name: { type: "char", string: text },
      name: { type: "char", ...label },
      state: { type: "selection", ...label, selection: [["a", text]] },
    });
  }
  if (body.includes('"ir.model"'))
    return jsonResult([{ id: 9, model: NOTE, name: text, transient: false, access_ids: [1] }]);
  const record = { id: 7, display_name: text, name: text, state: "a" };
  if (body.includes('"search_read"')) return jsonResult([record]);
  if (body.includes('"web_search_read"')) return jsonResult({ length: 1, records: [record] });
  if (body.includes('"search_count"')) return jsonResult(1);
  if (body.includes('"search"')) return jsonResult([7]);
  if (body.includes('"write"')) return jsonError("odoo.exceptions.UserError", `You cannot change ${text}`);
  return jsonResult([{ id: 2, lang: "en_US", tz: "UTC", company_id: [1, "x"], company_ids: [1] }]);
}

async function serving(text: string) {
  const { url } = await fakeServer(({ path, body }) => answer(text, path, body));
  const settings = { ODOO_URL: url, ODOO_DB: "x", ODOO_USERNAME: "u", ODOO_PASSWORD: "password-of-u" };
  const odoo = createClient(await connect(readSettings(settings)));
  const schema = schemaWith({ "res.partner": { name: fieldWith({ string: "Name" }) } });
  const listed = manifest(plan(schema, { ...hostileConfig(), models: { "res.partner": {} } } as never));
  const surface = await surfaceOf({ manifest: listed, typed: modelTools(listed), generic: GENERIC_TOOLS }, {});
  const session = {
    client: odoo,
    models: modelSource(schema, odoo, UNRESTRICTED),
    master: masterData(odoo),
    values: async () => {
      const { fieldSchemas, modelValues } = await import("../../src/odoo/values/values.js");
      const model = await odoo.fieldsGet(NOTE);
      return modelValues(
        { name: NOTE, label: NOTE, fields: model },
        fieldSchemas(() => Promise.reject(new Error("no lines"))),
      );
    },
    forms: PLAIN,
    dialogues: openDialogues(),
    policy: UNRESTRICTED,
    audit: NO_AUDIT,
  };
  const { server } = createServer("1", surface, async () => session);
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: "test", version: "1" }, { jsonSchemaValidator: resultSchemas });
  await Promise.all([server.connect(theirs), client.connect(ours)]);
  return client;
}

describe("a hostile text in Odoo", () => {
  it("has more than forty forms", () => {
    expect(INJECTIONS.length).toBeGreaterThan(40);
  });

  it.each(INJECTIONS)("stays data in results and errors, and changes no tool: %s", async (_, text) => {
    const client = await serving(text);
    const before = JSON.stringify(await client.listTools());
    const shown = withoutInvisible(text).text;
    const calls = [
      ["search_records", { domain: [], fields: ["name"] }, shown],
      ["get_fields", { fields: ["name"] }, shown],
      ["list_models", { model: undefined }, shown],
      ["update_record", { id: 7, values: { name: "x" } }, shown.trim().split("\n")[0]],
    ] as const;
    for (const [name, args, expected] of calls) {
      const { content, structuredContent, isError } = await client.callTool({
        name,
        arguments: JSON.parse(JSON.stringify({ model: NOTE, ...args })),
      });
      expect(isError === true, `${name} ${JSON.stringify(structuredContent)}`).toBe(name === "update_record");
      const json = JSON.stringify(structuredContent);
      expect(content, name).toEqual([{ type: "text", text: json }]);
      expect(json.startsWith(`{"notice":"${NOTICE.notice}",`), `${name} ${json}`).toBe(true);
      expect(json).not.toMatch(UNSEEN);
      // It is there to be read: what is taken out is only what nobody sees.
      expect(json).toContain(JSON.stringify(expected?.slice(0, 3_000)).slice(1, -1));
    }
    expect(JSON.stringify(await client.listTools())).toBe(before);
    await client.close();
  });
});

describe("tools generated from hostile labels", () => {
  const { tools, models } = manifest(plan(schemaOf(INJECTIONS.map(([, text]) => text)), hostileConfig()));

  /** Every text of a definition, with the keyword it stands behind. */
  function texts(value: unknown, keyword = ""): [keyword: string, text: string][] {
    if (typeof value === "string") return [[keyword, value]];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => texts(item, Array.isArray(value) ? keyword : key));
  }

  it("have texts of one line, capped, in which everything is seen", () => {
    const all = tools.flatMap(({ tool }) => texts({ ...tool, outputSchema: undefined }));
    expect(all.length).toBeGreaterThan(1_000);
    for (const [keyword, text] of all) {
      expect(text, keyword).not.toMatch(UNSEEN);
      expect(text, keyword).not.toMatch(/[\r\n]/);
      expect([...text].length, text).toBeLessThanOrEqual(LONGEST[keyword] ?? 300);
    }
    for (const { label } of Object.values(models)) expect(label).not.toMatch(/[\r\n]|\p{Cc}/u);
  });
});

const LONGEST: Readonly<Record<string, number>> = { name: 48, title: 80, enum: 64, description: 700 };
