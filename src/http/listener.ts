import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { hostHeaderValidation, originValidation } from "@modelcontextprotocol/node";
import type { OAuth } from "../oauth/oauth.js";
import { refuse, tell } from "./answers.js";
import type { Endpoint } from "./endpoint.js";
import { ambiguityOf } from "./plain-request.js";

export interface ListenerOptions {
  /** By path. */
  endpoints: ReadonlyMap<string, Endpoint>;
  /** Signs people in at paths of its own, which pages of other hosts may read. */
  oauth?: Pick<OAuth, "owns" | "handle"> | undefined;
  isReady: () => Promise<boolean>;
  /** Host names that the server answers to, without ports. */
  hosts: readonly string[];
  /** Host names of the pages whose scripts may call. */
  origins: readonly string[];
  tls?: { cert: Buffer; key: Buffer } | undefined;
  /** How long a connection may be silent: longer than any call takes. */
  silenceMs: number;
  /** How long a request may take to come; those of `TIMES` if left out. */
  times?: Partial<typeof TIMES> | undefined;
  /** Hears the status of what was answered, probes excepted. */
  onAnswer?: ((status: number) => void) | undefined;
}

const TIMES = {
  /** For a request's headers, and for all of it. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  /** Longer than a balancer keeps a connection that it may use again. */
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
};
const MAX_HEADER_BYTES = 16 * 1024;
const MAX_CONNECTIONS = 2_000;
/** In place of the status of an answer that nobody waited for, as nginx writes it in its log. */
const LEFT = 499;

/** The server's door: probes, the paths there are, and who may knock. It does not listen yet. */
export function listenerOf({ hosts, origins, tls, silenceMs, times, ...behind }: ListenerOptions): Server {
  const { endpoints, oauth, isReady, onAnswer } = behind;
  const isHost = hostHeaderValidation([...hosts]);
  const isOrigin = originValidation([...origins]);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const isProbe = request.method === "GET" || request.method === "HEAD";
    // A prober comes by the machine's address.
    if (path === "/healthz" && isProbe) return tell(response, 200, "alive");
    if (path === "/readyz" && isProbe) {
      const ready = await isReady();
      return tell(response, ready ? 200 : 503, ready ? "ready" : "not ready");
    }
    if (onAnswer) response.once("close", () => onAnswer(response.headersSent ? response.statusCode : LEFT));
    // Nothing is read of what is refused.
    const ambiguity = ambiguityOf(request);
    if (ambiguity) return refuse(response, ambiguity);
    response.setHeader("connection", "close");
    if (!isHost(request, response)) return;
    const isSignIn = oauth?.owns(path);
    if (!isSignIn && !isOrigin(request, response)) return;
    response.removeHeader("connection");
    if (isSignIn) return oauth?.handle(request, response);
    const endpoint = endpoints.get(path);
    if (!endpoint) return refuse(response, { status: 404, message: "There is nothing at this address." });
    await endpoint.handle(request, response);
  }

  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const begin = () => void answer(request, response).catch(() => response.destroy());
    // Behind another one it waits for its turn: where the connection ends with that one, nobody could be answered.
    if (response.socket) begin();
    else response.once("socket", begin);
  };
  const limits = { maxHeaderSize: MAX_HEADER_BYTES, ...TIMES, ...times };
  const server = tls ? createHttpsServer({ ...limits, ...tls }, onRequest) : createHttpServer(limits, onRequest);
  // Of more than so many Node would leave out the last ones, whatever they say.
  server.maxHeadersCount = 0;
  server.maxConnections = MAX_CONNECTIONS;
  server.timeout = silenceMs;
  return server;
}

/** Of an address as clients send it, below the host. A whole one leads nowhere, for it names another host than the header. */
const pathOf = ({ url = "" }: IncomingMessage): string => url.split("?", 1)[0] ?? "";
