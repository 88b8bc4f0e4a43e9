import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { expect, it } from "vitest";
import { createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { createServer } from "../../src/server/protocol.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import { surfaceOf } from "../../src/tools/catalogue/surface.js";
import { runCall } from "../../src/tools/session/run-call.js";
import { contextOver } from "../corpus/odoo.js";
import { fakeServer, jsonResult } from "../support/fake-server.js";
import { resultSchemas } from "../support/result-schemas.js";
import { warningsDuring } from "../support/warnings.js";

const CALLS = 200;

/** An Odoo in which there is one contact; every fourth answer is that it is busy. */
async function busyOdoo() {
  let asked = 0;
  const { url } = await fakeServer(({ path, body }) => {
    if (path === "/web/webclient/version_info") return jsonResult({ server_version_info: [19, 0, 0, "final", 0, ""] });
    if (body.includes('"authenticate"')) return jsonResult(2);
    if (body.includes('"search_count"')) {
      asked += 1;
      return asked % 4 === 0 ? { status: 503, headers: { "retry-after": "0" } } : jsonResult(1);
    }
    return jsonResult([{ id: 2, lang: "en_US", tz: "UTC", company_id: [1, "x"], company_ids: [1] }]);
  });
  const settings = { ODOO_URL: url, ODOO_DB: "x", ODOO_USERNAME: "u", ODOO_PASSWORD: "password-of-u" };
  return createClient(await connect(readSettings(settings)));
}

const COUNT = { model: "res.partner", domain: [] };
const manifest = { format: 1 as const, series: "19.0", models: {}, tools: [] };
const surface = await surfaceOf({ manifest, typed: [], generic: GENERIC_TOOLS }, {});

it("are answered over one server without a warning of Node.js", async () => {
  const client = await busyOdoo();
  const session = { ...contextOver(19, async () => 1), client };
  const { server } = createServer("1", surface, async () => session);
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  const mcp = new Client({ name: "test", version: "1" }, { jsonSchemaValidator: resultSchemas });
  await Promise.all([server.connect(theirs), mcp.connect(ours)]);
  const results: unknown[] = [];
  const warnings = await warningsDuring(async () => {
    const calls = Array.from({ length: CALLS }, () => mcp.callTool({ name: "search_count", arguments: COUNT }));
    for (const { structuredContent } of await Promise.all(calls)) results.push(structuredContent);
  });
  expect(results).toEqual(Array(CALLS).fill({ count: 1 }));
  expect(warnings).toEqual([]);
});

it("may share a signal", async () => {
  const client = await busyOdoo();
  const session = { ...contextOver(19, async () => 1), client };
  const tool = surface.find("search_count");
  if (!tool) throw new Error("no search_count");
  const { signal } = new AbortController();
  const warnings = await warningsDuring(() =>
    Promise.all(
      Array.from({ length: CALLS }, (_, at) =>
        runCall(tool, COUNT, async () => session, { signal, call: { id: `${at}`, tool: "search_count" } }),
      ),
    ),
  );
  expect(warnings).toEqual([]);
});
