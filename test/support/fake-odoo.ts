import { type FakeAnswer, type FakeServer, fakeServer, jsonResult } from "./fake-server.js";

/** A fake Odoo 19 over JSON-RPC whose contacts are all called "Azure", its settings, and the names of the methods that changed it. */
export interface FakeOdoo extends FakeServer {
  settings: Record<string, string>;
  changes(): string[];
}

/** Listens until the running test is over. */
export async function fakeOdoo(): Promise<FakeOdoo> {
  const server = await fakeServer(({ path, body }) => answerTo(path, body));
  const settings = { ODOO_URL: server.url, ODOO_DB: "test", ODOO_USERNAME: "bot", ODOO_PASSWORD: "s3cr3t-value" };
  const changes = () =>
    server.requests.map(({ body }) => calledIn(body).method ?? "").filter((method) => CHANGING.includes(method));
  return { ...server, settings, changes };
}

const CHANGING = ["create", "write", "unlink"];

/** Of a call of a model's method; empty for other calls. */
function calledIn(body: string): { model?: string; method?: string; first?: unknown } {
  if (!body.startsWith("{")) return {};
  const { args = [] } = (JSON.parse(body) as { params: { args?: unknown[] } }).params;
  const [, , , model, method, [first] = []] = args as [0, 0, 0, string?, string?, unknown[]?];
  return { model, method, first } as { model?: string; method?: string; first?: unknown };
}

function answerTo(path: string, body: string): FakeAnswer {
  if (path === "/web/webclient/version_info") return jsonResult({ server_version_info: [19, 0, 0, "final", 0, ""] });
  if (body.includes('"authenticate"')) return jsonResult(2);
  const { model, method, first } = calledIn(body);
  const isContact = model === "res.partner";
  switch (method) {
    case "search":
      return jsonResult(isContact ? (first as [[string, string, number[]]])[0][2] : []);
    case "search_read":
      return jsonResult([]);
    case "web_search_read":
      return jsonResult({ length: 0, records: [] });
    case "search_count":
      return jsonResult(1);
    case "read":
    case "web_read":
      return jsonResult((first as number[]).map((id) => (isContact ? { id, display_name: "Azure" } : { id, ...USER })));
    default:
      return jsonResult(true);
  }
}

const USER = { lang: "en_US", tz: "UTC", company_id: [1, "Company"], company_ids: [1] };
