import { debug } from "../errors/debug.js";
import { type Category, fromException, OdooError } from "../errors/errors.js";
import { type HttpAnswer, type HttpRequest, send } from "./http.js";
import { isRead } from "./reads.js";
import type { RpcTransport } from "./rpc.js";

interface Envelope {
  jsonrpc?: unknown;
  id?: unknown;
  result?: unknown;
  error?: { message?: unknown; data?: unknown };
}

/** `/jsonrpc`, Odoo 14 to 21. */
export const jsonRpc: RpcTransport = async (server, { service, method, args, call }) => {
  const params = { service, method, args };
  const { signal, timeoutMs = server.timeoutMs } = call ?? {};
  const fresh = call?.method !== undefined && !isRead(call.method);
  return postJson(`${server.url}/jsonrpc`, params, { timeoutMs, signal, fresh }, call?.model);
};

let lastId = 0;

/** Sends params in a JSON-RPC 2.0 envelope and answers the result; also what `/web/webclient/version_info` takes. */
export async function postJson(
  url: string,
  params: object,
  exchange: Pick<HttpRequest, "timeoutMs" | "signal" | "fresh">,
  model?: string,
): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ jsonrpc: "2.0", method: "call", id, params });
  return resultOf(await send({ url, method: "POST", headers, body, ...exchange }), id, model);
}

/** Odoo 14 to 19 leave `result` out for `None`: only `error` tells a failure. A gateway's own JSON is no success. */
function resultOf(answer: HttpAnswer, id: number, model?: string): unknown {
  const envelope = parseObject(answer) as Envelope;
  if (envelope.jsonrpc !== "2.0") throw notOdoo(answer);
  if (envelope.id !== id && envelope.id !== null && envelope.id !== undefined) {
    throw new OdooError("unavailable", "The answer belongs to another call.", { outcome: "unknown" });
  }
  if (!envelope.error) return envelope.result ?? null;
  const { name = "unknown", text } = exceptionIn(envelope.error.data);
  throw fromException(name, text || asText(envelope.error.message) || "", model);
}

/** The exception that Odoo describes, on both JSON wires; without a name where something else does. */
export function exceptionIn(data: unknown): { name: string | undefined; text: string } {
  const told = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
  const named = asText(told.name);
  // A damaged answer may hold anything there.
  const name = named !== undefined && /^[A-Za-z_][\w.]{0,200}$/.test(named) ? named : undefined;
  debug("Odoo's error", asText(told.debug) ?? "");
  // RedirectWarning's message is the repr of its arguments; the first of them is the sentence.
  const [first] = Array.isArray(told.arguments) ? told.arguments : [];
  const sentence = name === "odoo.exceptions.RedirectWarning" ? asText(first) : undefined;
  return { name, text: sentence ?? asText(told.message) ?? "" };
}

const asText = (value: unknown) => (typeof value === "string" ? value : undefined);

/** The body as a JSON object, or an `OdooError` that says what answered instead. */
export function parseObject(answer: HttpAnswer): object {
  try {
    const parsed: unknown = JSON.parse(answer.text);
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Falls through: the message below is for every body that is no JSON object.
  }
  throw notOdoo(answer);
}

/** What a gateway refuses before Odoo sees it. */
const REFUSED: Readonly<Record<number, [Category, string]>> = {
  401: ["auth", "Something in front of Odoo wants a sign-in of its own (HTTP 401)."],
  403: ["forbidden", "Something in front of Odoo refused the call (HTTP 403)."],
  413: ["bad_request", "The call is larger than the server takes (HTTP 413)."],
  429: ["rate_limited", "The server refused the call: too many requests (HTTP 429)."],
};

/** Of a gateway whose Odoo restarts or is busy. */
const GATEWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/** What an answer of a proxy, of another web server or of Odoo's own error handler means. */
export function notOdoo(answer: HttpAnswer): OdooError {
  const { status, retryAfterMs } = answer;
  debug(`answer of HTTP ${status}`, answer.text);
  const refused = REFUSED[status];
  if (refused) return new OdooError(...refused, { retryAfterMs });
  const page = /html/i.test(answer.contentType) || /^\s*</.test(answer.text);
  const what = `The server answered with ${page ? "a web page" : "something"} that is not Odoo's API (HTTP ${status}).`;
  const passes = GATEWAY.has(status);
  if (status >= 500) return new OdooError("unavailable", what, { outcome: "unknown", passes, retryAfterMs });
  return new OdooError("unavailable", what, {
    // Perhaps Odoo has answered after all: damaged, with Python's NaN, or behind something that put its page in its place.
    outcome: status < 400 ? "unknown" : "not_applied",
    hint: "Check that ODOO_URL is the address of your Odoo.",
    passes: false,
  });
}
