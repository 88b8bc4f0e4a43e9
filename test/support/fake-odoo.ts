import { type FakeAnswer, type FakeServer, fakeServer, jsonResult } from "./fake-server.js";

/** A fake Odoo 19 over JSON-RPC with one contact, "Azure" (id 5), its settings, and the names of the methods that changed it. */
export interface FakeOdoo extends FakeServer {
  settings: Record<string, string>;
  changes(): string[];
}

/** Listens until the running test is over. */
export async function fakeOdoo(): Promise<FakeOdoo> {
  const server = await fakeServer(({ path, body }) => answerTo(path, body));
  const settings = { ODOO_URL: server.url, ODOO_DB: "test", ODOO_USERNAME: "bot", ODOO_PASSWORD: "s3cr3t-value" };
  const changes = () => server.requests.map(({ body }) => methodOf(body)).filter((method) => CHANGING.includes(method));
  return { ...server, settings, changes };
}

const CHANGING = ["create", "write", "unlink"];

const methodOf = (body: string): string =>
  body.startsWith("{")
    ? ((JSON.parse(body) as { params: { args?: unknown[] } }).params.args?.[4]?.toString() ?? "")
    : "";

const modelOf = (body: string): string =>
  (JSON.parse(body) as { params: { args?: unknown[] } }).params.args?.[3]?.toString() ?? "";

function answerTo(path: string, body: string): FakeAnswer {
  if (path === "/web/webclient/version_info") return jsonResult({ server_version_info: [19, 0, 0, "final", 0, ""] });
  if (body.includes('"authenticate"')) return jsonResult(2);
  const isContact = modelOf(body) === "res.partner";
  switch (methodOf(body)) {
    case "search":
      return jsonResult(isContact ? [5] : []);
    case "search_read":
      return jsonResult([]);
    case "search_count":
      return jsonResult(1);
    case "read":
      return jsonResult([
        isContact
          ? { id: 5, display_name: "Azure" }
          : { id: 2, lang: "en_US", tz: "UTC", company_id: [1, "C"], company_ids: [1] },
      ]);
    default:
      return jsonResult(true);
  }
}
