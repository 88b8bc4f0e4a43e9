import type { Dispatcher, EnvHttpProxyAgent } from "undici";
import { OdooError } from "./errors.js";

export interface HttpRequest {
  url: string;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Bounds the whole exchange, the answer's body included. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  status: number;
  contentType: string;
  text: string;
}

/** One pool for the process: keep-alive connections, and `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` as everywhere. */
let pool: EnvHttpProxyAgent | undefined;

/**
 * Sends one request and reads its answer, whatever its status. Throws `OdooError` "unavailable", "timeout" or
 * "cancelled"; the outcome is `unknown` once the request may have reached the server.
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  if (request.signal?.aborted) throw new OdooError("cancelled", "The call was cancelled before it was sent.");
  const undici = await import("undici");
  pool ??= new undici.EnvHttpProxyAgent({
    connect: { timeout: 10_000 },
    // The time-out is ours; undici's would cut calls longer than five minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const options: Partial<Dispatcher.RequestOptions> = {
    method: request.method,
    headers: request.headers ?? {},
    signal,
  };
  if (request.body !== undefined) options.body = request.body;
  try {
    const response = await undici.request(request.url, { ...options, dispatcher: pool });
    const location = response.headers.location;
    if (response.statusCode >= 300 && response.statusCode < 400 && typeof location === "string") {
      await response.body.dump();
      throw redirected(request.url, location);
    }
    return {
      status: response.statusCode,
      contentType: String(response.headers["content-type"] ?? ""),
      text: await response.body.text(),
    };
  } catch (error) {
    if (error instanceof OdooError) throw error;
    if (request.signal?.aborted) {
      throw new OdooError("cancelled", "The call was cancelled before Odoo answered.", { outcome: "unknown" });
    }
    if (timeout.aborted) {
      throw new OdooError("timeout", `Odoo did not answer within ${request.timeoutMs} ms.`, { outcome: "unknown" });
    }
    throw connectionError(new URL(request.url).host, error);
  }
}

/** Closes the pooled connections, so that the process can end. */
export async function closeConnections(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.destroy();
}

/** Failures of the connection itself: the request was never sent. */
const NOT_SENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: "it did not accept a connection within 10 seconds",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed; name it in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate chain is self-signed; name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified; name its authority in NODE_EXTRA_CA_CERTS",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

function connectionError(host: string, error: unknown): OdooError {
  const code = codeOf(error);
  const reason = code === undefined ? undefined : NOT_SENT[code];
  if (reason) return new OdooError("unavailable", `Cannot connect to ${host}: ${reason}.`);
  return new OdooError("unavailable", `The connection to ${host} broke off (${code ?? "no reason given"}).`, {
    outcome: "unknown",
  });
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : codeOf(error.cause);
}

function redirected(from: string, location: string): OdooError {
  const { origin } = new URL(from);
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  if (to?.origin === origin) {
    return new OdooError("unavailable", `${origin} redirects to its own path ${to.pathname}.`, {
      hint: "Set ODOO_URL to the address at which Odoo answers itself, behind no sign-in of a proxy.",
    });
  }
  const target = to?.origin ?? location;
  return new OdooError("unavailable", `${origin} redirects to ${target}.`, {
    hint: `Set ODOO_URL to the address that answers itself, probably ${target}.`,
  });
}
