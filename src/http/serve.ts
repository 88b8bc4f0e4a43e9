import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { oauthOf } from "../oauth/settings.js";
import type { Surroundings } from "../odoo/connection/environment.js";
import { OdooError } from "../odoo/errors/errors.js";
import { log } from "../odoo/errors/tell.js";
import { closeConnections } from "../odoo/wires/http.js";
import { redisStore } from "../replicas/redis-store.js";
import { ownSecret, sealing } from "../replicas/sealing.js";
import { memoryStore } from "../replicas/shared-store.js";
import { openAudit } from "../tools/session/audit-file.js";
import { GRACE_MS } from "../tools/session/calls.js";
import { type ServedOptions, servedFolder } from "../tools/session/served-folder.js";
import { gateAt, signInTarget } from "./gate.js";
import { openInstance } from "./instance.js";
import { listenerOf } from "./listener.js";
import { servedOdoo } from "./served-odoo.js";
import { type HttpSettings, readHttpSettings } from "./settings.js";

export interface ServeHttpOptions extends ServedOptions {
  version: string;
  host: string;
  port: number;
}

/** What is asked of an Odoo within a call, at most: a connection is silent no longer. */
const CALLS_OF_A_CALL = 5;

/** A server that listens. */
export interface HttpServer {
  /** Such as `http://127.0.0.1:8100`. */
  origin: string;
  /**
   * Is not ready any more, after a while takes no more requests, and resolves when those under way have ended: at once, aborted,
   * where `hurry` aborts.
   */
  end(hurry: AbortSignal): Promise<void>;
}

/**
 * Serves the tools of `generated` over HTTP until a signal comes; a second signal ends the calls under way too. Throws
 * `OdooError` "settings".
 */
export async function serveHttp(options: ServeHttpOptions): Promise<void> {
  const server = await startHttp(options);
  log(`odoo-mcp: serving ${server.origin}${PATH}`);
  const { first, hurry } = endSignals();
  await first;
  await server.end(hurry);
  await closeConnections();
}

/** Starts to listen. Throws `OdooError` "settings". */
export async function startHttp(options: ServeHttpOptions, surroundings?: Surroundings): Promise<HttpServer> {
  const served = await servedFolder(options, surroundings);
  const environment = served.environment();
  const http = readHttpSettings(environment, options.host);
  const missing = missingOf(http);
  if (missing) log(`odoo-mcp: ${missing}`);
  const audit = openAudit(environment.ODOO_MCP_AUDIT);
  const store = http.store ? await redisStore(http.store) : memoryStore();
  const odoo = servedOdoo(served.serverSettings());
  const oauth = await oauthOf(environment, {
    secrets: http.secrets,
    store,
    senderOf: http.senderOf,
    resources: [signInTarget(PATH, odoo, served.readOnly)],
  });
  const instance = openInstance(served, {
    version: options.version,
    odoo,
    gate: gateAt(PATH, oauth),
    audit,
    sealing: sealing(http.secrets ?? [ownSecret()]),
    store,
    mostCalls: http.calls,
  });
  let draining = false;
  const listener = listenerOf({
    ...http,
    endpoints: new Map([[PATH, instance]]),
    oauth,
    isReady: async () => !draining && (await instance.isReady()),
    silenceMs: CALLS_OF_A_CALL * odoo.settings.timeoutMs,
  });
  const address = await listen(listener, options).catch(async (error) => {
    await store.close();
    throw error;
  });
  return {
    origin: `${http.tls ? "https" : "http"}://${address}`,
    async end(hurry) {
      draining = true;
      await sleep(http.drainMs, undefined, { signal: hurry }).catch(() => {});
      const closed = once(listener, "close");
      listener.close();
      await instance.finish({ ...GRACE_MS, hurry });
      // What was answered is on its way still.
      await Promise.race([closed, sleep(GRACE_MS.readMs, undefined, { ref: false })]);
      listener.closeAllConnections();
      await instance.close();
      audit.end();
      await store.close();
    },
  };
}

const PATH = "/mcp";

/** What holds for this process alone. */
function missingOf({ secrets, store }: HttpSettings): string | undefined {
  if (!secrets) return "ODOO_MCP_HTTP_SECRET is not set: questions and wizards hold for this process alone.";
  if (!store)
    return "ODOO_MCP_HTTP_STORE is not set: an answer or a wizard that was used once is known to this process alone.";
  return undefined;
}

/** Answers where. */
async function listen(listener: Server, { host, port }: ServeHttpOptions): Promise<string> {
  listener.listen(port, host);
  try {
    await once(listener, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OdooError("settings", `Cannot listen at ${host}, port ${port} (${code}).`, {
      hint: "Choose another --port, or an address of this machine as --host.",
    });
  }
  const { address, port: chosen, family } = listener.address() as AddressInfo;
  return `${family === "IPv6" ? `[${address}]` : address}:${chosen}`;
}

/** Signals to end: the first one, and that there was a second. */
function endSignals(): { first: Promise<void>; hurry: AbortSignal } {
  const hurry = new AbortController();
  let signals = 0;
  const first = new Promise<void>((resolve) => {
    const onSignal = () => {
      signals += 1;
      if (signals > 1) hurry.abort();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  });
  return { first, hurry: hurry.signal };
}
