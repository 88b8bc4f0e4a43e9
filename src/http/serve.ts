import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { oauthOf } from "../oauth/settings.js";
import { processEnvironment, type Surroundings } from "../odoo/connection/environment.js";
import type { Environment } from "../odoo/connection/settings.js";
import { log } from "../odoo/errors/tell.js";
import { closeConnections } from "../odoo/wires/http.js";
import { redisStore } from "../replicas/redis-store.js";
import { ownSecret, sealing } from "../replicas/sealing.js";
import { memoryStore, type SharedStore } from "../replicas/shared-store.js";
import { GRACE_MS } from "../tools/session/calls.js";
import { type ManyServedOptions, type ServedFolder, servedFolders } from "../tools/session/served-folder.js";
import { audits, odoosOf } from "./folders.js";
import { gateAt, signInTarget } from "./gate.js";
import { openInstance } from "./instance.js";
import { limits } from "./limits.js";
import { listen } from "./listen.js";
import { type ListenerOptions, listenerOf } from "./listener.js";
import { type MetricsServer, metricsServer } from "./metrics-server.js";
import { anyReady } from "./readiness.js";
import { type HttpSettings, readHttpSettings } from "./settings.js";

export interface ServeHttpOptions extends ManyServedOptions {
  version: string;
  host: string;
  port: number;
  /** How long a request may take to come; as of a public server if left out. */
  times?: ListenerOptions["times"];
}

/** What is asked of an Odoo within a call, at most: a connection is silent no longer. */
const CALLS_OF_A_CALL = 5;

/** A server that listens. */
export interface HttpServer {
  /** Such as `http://127.0.0.1:8100`. */
  origin: string;
  /** Of what it serves: `/mcp`, or `/mcp/<name>` of each instance. */
  paths: readonly string[];
  /** Address of the metrics, where they are served. */
  metrics?: string | undefined;
  /**
   * Is not ready any more, after a while takes no more requests, and resolves when those under way have ended: at once, aborted,
   * where `hurry` aborts.
   */
  end(hurry: AbortSignal): Promise<void>;
}

/**
 * Serves the tools of `generated`, or of each instance, over HTTP until a signal comes; a second signal ends the calls under way too. Throws
 * `OdooError` "settings".
 */
export async function serveHttp(options: ServeHttpOptions): Promise<void> {
  const server = await startHttp(options);
  log(`odoo-mcp: serving ${server.paths.map((path) => server.origin + path).join(", ")}`);
  if (server.metrics) log(`odoo-mcp: metrics at ${server.metrics}`);
  const { first, hurry } = endSignals();
  await first;
  await server.end(hurry);
  await closeConnections();
}

/** Starts to listen. Throws `OdooError` "settings". */
export async function startHttp(options: ServeHttpOptions, surroundings?: Surroundings): Promise<HttpServer> {
  const folders = await servedFolders(options, surroundings);
  const environment = processEnvironment(surroundings);
  const http = readHttpSettings(environment, options.host);
  const missing = missingOf(http);
  if (missing) log(`odoo-mcp: ${missing}`);
  const metrics = http.metrics && (await metricsServer(http.metrics, http.hosts));
  const store = http.store ? await redisStore(http.store) : memoryStore();
  const close = async () => {
    await Promise.all([store.close(), metrics?.close()]);
  };
  try {
    return await startBeside({ store, metrics, close }, { options, folders, environment, http });
  } catch (error) {
    // A store that is still asked keeps the process from ending.
    await close();
    throw error;
  }
}

/** What stands beside the listener, and ends after it. */
interface Beside {
  store: SharedStore;
  metrics: MetricsServer | undefined;
  close(): Promise<void>;
}

interface Starting {
  options: ServeHttpOptions;
  folders: readonly ServedFolder[];
  environment: Environment;
  http: HttpSettings;
}

async function startBeside({ store, metrics, close }: Beside, starting: Starting): Promise<HttpServer> {
  const { options, folders, environment, http } = starting;
  const odoos = odoosOf(folders);
  const audit = audits();
  const oauth = await oauthOf(environment, {
    secrets: http.secrets,
    store,
    senderOf: http.senderOf,
    resources: odoos.map(({ path, odoo, served }) => signInTarget(path, odoo, served)),
  });
  const shared = {
    version: options.version,
    sealing: sealing(http.secrets ?? [ownSecret()]),
    store,
    limits: limits(http.calls),
  };
  const endpoints = new Map(
    odoos.map(({ path, served, ...own }) => {
      const observer = metrics?.of(served.instance ?? DEFAULT_NAME);
      const parts = { ...shared, ...own, gate: gateAt(path, oauth), audit: audit.of(served), observer };
      return [path, openInstance(served, parts)];
    }),
  );
  const instances = [...endpoints.values()];
  const isReady = anyReady(instances, (text) => log(`odoo-mcp: ${text}`));
  let draining = false;
  const listener = listenerOf({
    ...http,
    endpoints,
    oauth,
    isReady: async () => !draining && (await isReady()),
    silenceMs: CALLS_OF_A_CALL * Math.max(...odoos.map(({ odoo }) => odoo.settings.timeoutMs)),
    times: options.times,
    onAnswer: metrics?.onAnswer,
  });
  const listening = async () => [await listen(listener, options, OTHER_ADDRESS), await metrics?.listen()] as const;
  const [address, metricsAddress] = await listening().catch((error) => {
    listener.close();
    throw error;
  });
  return {
    origin: `${http.tls ? "https" : "http"}://${address}`,
    paths: [...endpoints.keys()],
    metrics: metricsAddress,
    async end(hurry) {
      draining = true;
      await sleep(http.drainMs, undefined, { signal: hurry }).catch(() => {});
      const closed = once(listener, "close");
      listener.close();
      await Promise.all(instances.map(({ finish }) => finish({ ...GRACE_MS, hurry })));
      // What was answered is on its way still.
      await Promise.race([closed, sleep(GRACE_MS.readMs, undefined, { ref: false })]);
      listener.closeAllConnections();
      await Promise.all(instances.map(({ close }) => close()));
      audit.end();
      await close();
    },
  };
}

/** What the only Odoo is called in metrics. */
const DEFAULT_NAME = "default";

const OTHER_ADDRESS = "Choose another --port, or an address of this machine as --host.";

/** What holds for this process alone. */
function missingOf({ secrets, store }: HttpSettings): string | undefined {
  if (!secrets) return "ODOO_MCP_HTTP_SECRET is not set: questions and wizards hold for this process alone.";
  if (!store)
    return "ODOO_MCP_HTTP_STORE is not set: an answer or a wizard that was used once is known to this process alone.";
  return undefined;
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
