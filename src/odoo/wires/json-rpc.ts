import { debug } from "../debug.js";
import { type Category, fromException, OdooError } from "../errors.js";
import { type HttpAnswer, type HttpRequest, send } from "../http.js";
import { isRead } from "../methods.js";
import type { RpcTransport } from "./rpc.js";

interface Envelope {
  jsonrpc?: unknown;
  id?: unknown;
  result?: unknown;
  error?: { message?: string; data?: ExceptionData };
}

interface ExceptionData {
  name?: string;
  message?: string;
  arguments?: unknown[];
  /** The traceback. */
  debug?: string;
}

/** `/jsonrpc`, Odoo 14 to 21. */
export const jsonRpc: RpcTransport = async (server, service, method, args, call) => {
  const params = { service, method, args };
  const { signal, timeoutMs = server.timeoutMs } = call ?? {};
  const fresh = call !== undefined && !isRead(call.method);
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
  const data = envelope.error.data ?? {};
  debug("Odoo's error", data.debug ?? "");
  throw fromException(data.name ?? "unknown", exceptionText(data) || envelope.error.message || "", model);
}

/** RedirectWarning's message is the repr of its arguments; the first of them is the sentence. */
export function exceptionText(data: ExceptionData): string {
  const [first] = data.arguments ?? [];
  return data.name === "odoo.exceptions.RedirectWarning" && typeof first === "string" ? first : (data.message ?? "");
}

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
  debug(`answer of HTTP ${status}`, answer.text.slice(0, 2_000));
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
