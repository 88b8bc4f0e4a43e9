import type { ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type HttpServer, startHttp } from "../../src/http/serve.js";
import { type AtEnd, type FakeAnswer, type FakeServer, fakeServer } from "../support/fake-server.js";
import { GENERATED, temporaryFolder } from "../support/fixtures.js";

// A server over HTTP before an Odoo 19 that is made up, over JSON-2.

/** A user of the fake Odoo. */
export interface FakeUser {
  uid: number;
  login: string;
  /** Models whose records they may not write, create or delete. */
  readOnly?: readonly string[];
  /** Models that they may not even read. */
  closed?: readonly string[];
  /** Their own alone where they are left out. */
  groups?: readonly number[];
}

export const ANNA: FakeUser = { uid: 7, login: "anna@example.com" };
export const BEN: FakeUser = { uid: 8, login: "ben@example.com", closed: ["account.move"], readOnly: ["res.partner"] };
export const ANNAS_KEY = "aaaa111122223333444455556666777788889999";
export const BENS_KEY = "bbbb111122223333444455556666777788889999";

const KEYS = [
  [ANNAS_KEY, ANNA],
  [BENS_KEY, BEN],
] as const;

export interface FakeOdoo19 extends FakeServer {
  /** By key; a key that is taken away is revoked. */
  keys: Map<string, FakeUser>;
  /** The methods that were called, as `model.method`, in order, by login. */
  called(login?: string): string[];
  /** Forgets what was called, and takes the keys back that it began with. */
  reset(): void;
}

/** Its contacts have the name of whoever asks. */
export async function fakeOdoo19(
  hold: (user: FakeUser, method: string, response: ServerResponse) => Promise<void> | undefined = () => undefined,
  atEnd?: AtEnd,
): Promise<FakeOdoo19> {
  const keys = new Map<string, FakeUser>(KEYS);
  const calls: { login: string; method: string }[] = [];
  const server = await fakeServer(({ path, headers, body }, response) => {
    if (path === "/web/webclient/version_info") {
      return { body: { jsonrpc: "2.0", id: null, result: { server_version_info: [19, 0, 0, "final", 0, ""] } } };
    }
    const [, key = ""] = /^bearer (.*)$/.exec(headers.authorization ?? "") ?? [];
    const user = keys.get(key);
    if (!user) return { status: 401, body: { name: "werkzeug.exceptions.Unauthorized", message: "Invalid apikey" } };
    const [, , , model = "", method = ""] = path.split("/");
    calls.push({ login: user.login, method: `${model}.${method}` });
    const answer = answerOf(user, model, method, JSON.parse(body));
    const held = hold(user, `${model}.${method}`, response);
    if (!held) return answer;
    held.then(() => {
      response.writeHead(200, { "content-type": "application/json" }).end(answer.body);
    });
    return undefined;
  }, atEnd);
  const called = (login?: string) => calls.filter((call) => !login || call.login === login).map(({ method }) => method);
  const reset = () => {
    calls.length = 0;
    server.requests.length = 0;
    keys.clear();
    for (const [key, user] of KEYS) keys.set(key, user);
  };
  return { ...server, keys, called, reset };
}

const json = (value: unknown): FakeAnswer => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

function answerOf(user: FakeUser, model: string, method: string, args: Record<string, unknown>): FakeAnswer {
  const { uid, login, closed = [], readOnly = [], groups = [uid] } = user;
  const ids = (args.ids ?? []) as number[];
  if (closed.includes(model) && method !== "has_access") {
    return {
      status: 403,
      ...json({ name: "odoo.exceptions.AccessError", message: "You are not allowed to access this.", arguments: [] }),
    };
  }
  switch (method) {
    case "context_get":
      return json({ uid, lang: "en_US" });
    case "has_access":
      return json(!closed.includes(model) && (args.operation === "read" || !readOnly.includes(model)));
    case "search":
      return json(["res.partner", "crm.lead", "account.move"].includes(model) ? idsIn(args.domain) : []);
    case "search_count":
      return json(uid);
    case "search_read":
      return json([]);
    case "read":
      return json(
        model === "res.users"
          ? [{ id: uid, login, lang: "en_US", tz: "UTC", company_id: [1, "C"], company_ids: [1], group_ids: groups }]
          : ids.map((id) => ({ id, display_name: `of ${login}`, name: `of ${login}` })),
      );
    default:
      return json(true);
  }
}

/** Its contacts, leads and invoices are 3 and 4; the first of them, where none are asked for. */
function idsIn(domain: unknown): number[] {
  const [, asked] = /\["id", ?"in", ?(\[[^\]]*\])/.exec(JSON.stringify(domain ?? [])) ?? [];
  return asked ? (JSON.parse(asked) as number[]).filter((id) => id === 3 || id === 4) : [3];
}

export const SECRET = "a-secret-that-replicas-share-0123456789";

/** A server before an Odoo, which ends with the running test, or when `atEnd` says so. */
export async function serving(
  odoo: { url: string },
  environment: Record<string, string> = {},
  options: object = {},
  atEnd: AtEnd = onTestFinished,
): Promise<HttpServer & { folder: string }> {
  const { folder, remove } = await temporaryFolder();
  const env = {
    ODOO_URL: odoo.url,
    ODOO_DB: "test",
    ODOO_MCP_AUDIT: `${folder}/audit.log`,
    ODOO_MCP_HTTP_DRAIN_MS: "0",
    ODOO_MCP_HTTP_SECRET: SECRET,
    ...environment,
  };
  const surroundings = { env, cwd: () => folder, stderr: { write: () => true } };
  const server = await startHttp(
    { version: "1", generated: GENERATED, host: "127.0.0.1", port: 0, ...options },
    surroundings,
  );
  const hurry = new AbortController();
  atEnd(async () => {
    hurry.abort();
    await server.end(hurry.signal);
    await remove();
  });
  return { ...server, folder };
}
