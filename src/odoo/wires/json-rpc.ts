import { fromException, OdooError } from "../errors.js";
import { type HttpAnswer, send } from "../http.js";
import type { RpcTransport } from "./rpc.js";

interface Envelope {
  jsonrpc?: unknown;
  result?: unknown;
  error?: { message?: string; data?: { name?: string; message?: string; arguments?: unknown[] } };
}

/** `/jsonrpc`, Odoo 14 to 21. */
export const jsonRpc: RpcTransport = async (server, service, method, args, call) => {
  const params = { service, method, args };
  const answer = await postJson(`${server.url}/jsonrpc`, params, server.timeoutMs, call?.signal);
  return resultOf(answer, call?.model);
};

/** Sends params in a JSON-RPC 2.0 envelope; also what `/web/webclient/version_info` takes. */
export function postJson(url: string, params: object, timeoutMs: number, signal?: AbortSignal): Promise<HttpAnswer> {
  return send({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params }),
    timeoutMs,
    signal,
  });
}

/** Odoo 14 to 19 leave `result` out for `None`: only `error` tells a failure. A gateway's own JSON is no success. */
export function resultOf(answer: HttpAnswer, model?: string): unknown {
  const envelope = parseObject(answer) as Envelope;
  if (envelope.jsonrpc !== "2.0") throw notOdoo(answer);
  if (!envelope.error) return envelope.result ?? null;
  const data = envelope.error.data ?? {};
  throw fromException(data.name ?? "unknown", exceptionText(data) || envelope.error.message || "", model);
}

/** RedirectWarning's message is the repr of its arguments; the first of them is the sentence. */
export function exceptionText(data: { name?: string; message?: string; arguments?: unknown[] }): string {
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

/** What an answer of a proxy, of another web server or of Odoo's own error handler means. */
export function notOdoo(answer: HttpAnswer): OdooError {
  const { status } = answer;
  if (status === 429)
    return new OdooError("rate_limited", "The server refused the call: too many requests (HTTP 429).");
  const page = /html/i.test(answer.contentType) || /^\s*</.test(answer.text);
  const what = `The server answered with ${page ? "a web page" : "something"} that is not Odoo's API (HTTP ${status}).`;
  if (status >= 500) return new OdooError("unavailable", what, { outcome: "unknown" });
  return new OdooError("unavailable", what, {
    // Perhaps Odoo's answer after all, which came damaged: Python writes NaN, which is no JSON.
    outcome: status === 200 && !page ? "unknown" : "not_applied",
    hint: "Check that ODOO_URL is the address of your Odoo.",
  });
}
