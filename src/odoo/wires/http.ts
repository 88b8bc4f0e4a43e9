import { createRequire } from "node:module";
import type { Agent, Dispatcher, EnvHttpProxyAgent } from "undici";
import { debug } from "../errors/debug.js";
import { OdooError } from "../errors/errors.js";
import { traceHeaders } from "../errors/trace.js";
import { isLoopback } from "./loopback.js";
import { currentNetwork, withUsualAuthorities } from "./network.js";

export interface HttpRequest {
  url: string;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Bounds the whole exchange, the answer's body included. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /**
   * Takes a connection of its own. One that was used before may have been closed by the server in the meantime, and
   * then nobody knows whether the request was read.
   */
  fresh?: boolean | undefined;
}

export interface HttpAnswer {
  status: number;
  contentType: string;
  text: string;
  /** From `Retry-After`. */
  retryAfterMs?: number | undefined;
}

/** An answer as it came: bytes, or the address that it sends to. */
export interface HttpReply extends Omit<HttpAnswer, "text"> {
  bytes: Uint8Array;
  /** Of a redirection, which is not followed and whose body is not read. */
  location?: string | undefined;
  /** The name that it gives a file, as it is written in the header. */
  disposition: string;
  /** `Set-Cookie`, one text a cookie. */
  cookies: readonly string[];
}

/** Larger answers are refused while they arrive. The largest that is useful, all fields of an Odoo, is some 30 MB. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** How long an answer's body may pause. Before it begins, Odoo is at work, and only the time-out of the call counts. */
const SILENCE_MS = 30_000;

type Undici = typeof import("undici");

/** With the first request: a program that sends none starts without it. */
let loading: Promise<Undici> | undefined;

const { version } = createRequire(import.meta.url)("odoo-typed-mcp/package.json") as { version: string };

/** Some firewalls refuse a request without one. */
const USER_AGENT = `odoo-typed-mcp/${version}`;

type Pool = Agent | EnvHttpProxyAgent;

/** Pools of the process, each for keep-alive connections and for those of one request. */
const pools = new Map<string, Pool>();

/**
 * `HTTPS_PROXY` and the like, of the environment or of `.env`, count as everywhere, but not for this machine's own addresses, whatever `NO_PROXY` names: what is
 * sent there is not encrypted, and a proxy would read the secret.
 */
function poolOf(undici: Undici, { url, fresh = false }: HttpRequest): Pool {
  const isOwn = isLoopback(new URL(url).hostname);
  const { authorities, ...proxies } = currentNetwork();
  const name = JSON.stringify([isOwn, fresh, authorities, proxies]);
  const known = pools.get(name);
  if (known) return known;
  const tls = authorities === undefined ? undefined : { ca: withUsualAuthorities(authorities) };
  const options = {
    connect: { timeout: CONNECT_TIMEOUT_MS, ...tls },
    ...(tls ? { requestTls: tls, proxyTls: tls } : {}),
    headersTimeout: 0,
    bodyTimeout: SILENCE_MS,
    ...(fresh ? { pipelining: 0 } : {}),
  };
  const pool = isOwn ? new undici.Agent(options) : new undici.EnvHttpProxyAgent({ ...options, ...proxies });
  pools.set(name, pool);
  return pool;
}

/** Keeps a mark at the beginning, as `Buffer` does: what reads the answer takes it off or complains. */
const UTF_8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Sends one request and reads its answer as text, whatever its status. Throws as `sendForBytes`, and for a redirection.
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const { status, contentType, bytes, retryAfterMs, location } = await sendForBytes(request, MAX_ANSWER_BYTES);
  if (location !== undefined) throw redirected(request.url, location);
  return { status, contentType, text: UTF_8.decode(bytes), retryAfterMs };
}

/**
 * Sends one request and reads its answer, whatever its status; a redirection is told and not followed. Throws
 * `OdooError` "unavailable", "timeout" or "cancelled", or "bad_request" for an answer above `maxBytes`; the outcome is
 * `unknown` from the moment the request is written to a connection.
 */
export async function sendForBytes(request: HttpRequest, maxBytes: number): Promise<HttpReply> {
  loading ??= import("undici");
  const undici = await loading;
  if (request.signal?.aborted) throw new OdooError("cancelled", "The call was cancelled before it was sent.");
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), request.timeoutMs);
  // Nothing listens to the caller's own signal: a call of many requests shares it, and Node.js takes eleven listeners for a leak.
  const signal = AbortSignal.any([late.signal, ...(request.signal ? [request.signal] : [])]);
  let sent = false;
  try {
    const dispatcher = watched(undici, poolOf(undici, request), () => {
      sent = true;
    });
    const options: Partial<Dispatcher.RequestOptions> = {
      method: request.method,
      headers: { "user-agent": USER_AGENT, ...traceHeaders(), ...request.headers },
      signal,
    };
    if (request.body !== undefined) options.body = request.body;
    const response = await undici.request(request.url, { ...options, dispatcher });
    return await replyOf(response, maxBytes);
  } catch (error) {
    if (error instanceof OdooError) throw error;
    const outcome = sent ? "unknown" : "not_applied";
    if (request.signal?.aborted) {
      throw new OdooError("cancelled", "The call was cancelled before Odoo answered.", { outcome });
    }
    if (late.signal.aborted)
      throw new OdooError("timeout", `Odoo did not answer within ${request.timeoutMs} ms.`, { outcome });
    throw connectionError(new URL(request.url).host, error, sent);
  } finally {
    clearTimeout(timer);
  }
}

/** Closes the pooled connections, so that the process can end. */
export async function closeConnections(): Promise<void> {
  const closing = [...pools.values()];
  pools.clear();
  await Promise.all(closing.map((pool) => pool.destroy()));
}

/** The pool, telling when a request begins to be written: a failure before that cannot have reached anyone. */
function watched(undici: Undici, pool: Pool, onSent: () => void): Dispatcher {
  return pool.compose((dispatch) => (options, handler) => {
    const watching: Dispatcher.DispatchHandler = new undici.DecoratorHandler(handler);
    const start = watching.onRequestStart?.bind(watching);
    watching.onRequestStart = (controller, context) => {
      onSent();
      start?.(controller, context);
    };
    return dispatch(options, watching);
  });
}

async function replyOf({ statusCode, headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<HttpReply> {
  const { location, "set-cookie": cookies = [] } = headers;
  const away = statusCode >= 300 && statusCode < 400 && typeof location === "string" ? location : undefined;
  if (away !== undefined) await body.dump();
  return {
    status: statusCode,
    contentType: String(headers["content-type"] ?? ""),
    bytes: away === undefined ? await bytesOf(body, maxBytes) : Buffer.alloc(0),
    retryAfterMs: retryAfter(headers["retry-after"]),
    location: away,
    disposition: String(headers["content-disposition"] ?? ""),
    cookies: typeof cookies === "string" ? [cookies] : cookies,
  };
}

async function bytesOf(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      // Leaving the loop closes the connection.
      throw new OdooError("bad_request", `Odoo's answer is larger than ${maxBytes / 2 ** 20} MiB.`, {
        outcome: "unknown",
        hint: "Ask for fewer records, or for fewer fields.",
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Seconds, or a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== "string") return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed; name it in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate chain is self-signed; name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified; name its authority in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate cannot be verified; name its authority in NODE_EXTRA_CA_CERTS",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: `it did not accept a connection within ${CONNECT_TIMEOUT_MS / 1000} seconds`,
};

function connectionError(host: string, error: unknown, sent: boolean): OdooError {
  const code = codeOf(error);
  debug("connection", error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (sent) {
    const message = `The connection to ${host} broke off (${code ?? "no reason given"}).`;
    return new OdooError("unavailable", message, { outcome: "unknown" });
  }
  const certificate = CERTIFICATES[code ?? ""];
  const reason = certificate ?? UNREACHABLE[code ?? ""] ?? `the attempt failed (${code ?? "no reason given"})`;
  return new OdooError("unavailable", `Cannot connect to ${host}: ${reason}.`, { passes: !certificate });
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : codeOf(error.cause);
}

/** A redirection where Odoo itself should answer. */
export function redirected(from: string, location: string): OdooError {
  const { origin } = new URL(from);
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to?.origin === origin) {
    return new OdooError("unavailable", `${origin} redirects to its own path ${to.pathname}.`, {
      hint: "Set ODOO_URL to the address at which Odoo answers itself, behind no sign-in of a proxy.",
      passes: false,
    });
  }
  const target = to?.origin ?? location;
  return new OdooError("unavailable", `${origin} redirects to ${target}.`, {
    hint: `Set ODOO_URL to the address that answers itself, probably ${target}.`,
    passes: false,
  });
}
