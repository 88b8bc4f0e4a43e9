import { createServer, type IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { tell } from "./answers.js";
import { listen } from "./listen.js";
import type { Metrics } from "./metrics.js";
import type { HttpSettings } from "./settings.js";

const LIMITS = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 10_000 };
/** A scraper has one. */
const MAX_CONNECTIONS = 50;
const SILENCE_MS = 30_000;

const PATH = "/metrics";

/** What a server counts, and where it is told. */
export interface MetricsServer extends Pick<Metrics, "of" | "onAnswer"> {
  /** Begins to tell it, and answers where. Throws `OdooError` "settings". */
  listen(): Promise<string>;
  close(): void;
}

/** Of the users' own door it takes no place, and knows nobody. `hosts`: names that it answers to, beside addresses. */
export async function metricsServer(
  at: NonNullable<HttpSettings["metrics"]>,
  hosts: readonly string[],
): Promise<MetricsServer> {
  // Not loaded where nobody asks for it.
  const { metrics } = await import("./metrics.js");
  const { of, onAnswer, text, contentType } = metrics();
  const listener = createServer(LIMITS, async (request, response) => {
    if (!isHost(request, hosts)) return tell(response, 403, "This host is not served.");
    if (request.url?.split("?", 1)[0] !== PATH) return tell(response, 404, "There is nothing at this address.");
    if (request.method !== "GET" && request.method !== "HEAD") return tell(response, 405, "It can only be read.");
    response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(await text());
  });
  listener.maxConnections = MAX_CONNECTIONS;
  listener.timeout = SILENCE_MS;
  return {
    of,
    onAnswer,
    listen: async () =>
      `http://${await listen(listener, at, "Set ODOO_MCP_METRICS to another address or port.")}${PATH}`,
    close() {
      listener.close();
      listener.closeAllConnections();
    },
  };
}

/** A scraper comes by an address, or a name of the settings: a page whose name was made to lead here by neither. */
function isHost({ headers: { host = "" } }: IncomingMessage, hosts: readonly string[]): boolean {
  const address = `http://${host}`;
  const name = URL.canParse(address) ? new URL(address).hostname : "";
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) > 0 || hosts.includes(name);
}
