import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { reach, type SharedOdoo } from "../odoo/connection/connect.js";
import type { Surroundings } from "../odoo/connection/environment.js";
import { OdooError } from "../odoo/errors/errors.js";
import { log } from "../odoo/errors/tell.js";
import { type FairTurns, fairTurns } from "../odoo/wires/fair-turns.js";
import { closeConnections } from "../odoo/wires/http.js";
import { servedPolicy } from "../tools/generated/policy.js";
import { openAudit } from "../tools/session/audit-file.js";
import { callsUnderWay, GRACE_MS } from "../tools/session/calls.js";
import { type ServedOptions, servedFolder } from "../tools/session/served-folder.js";
import { credentialOf } from "./credential.js";
import { endpointOf } from "./endpoint.js";
import { limits } from "./limits.js";
import { listenerOf } from "./listener.js";
import { resultQuestions } from "./questions.js";
import { readiness } from "./readiness.js";
import { redisStore } from "./redis-store.js";
import { sealing } from "./sealing.js";
import { readHttpSettings } from "./settings.js";
import { memoryStore } from "./shared-store.js";
import { signInUser } from "./sign-in.js";
import { knownUsers } from "./users.js";

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

/** Starts to listen. Odoo is asked when the first user comes. Throws `OdooError` "settings". */
export async function startHttp(options: ServeHttpOptions, surroundings?: Surroundings): Promise<HttpServer> {
  const served = servedFolder(options, surroundings);
  const environment = served.environment();
  const settings = served.serverSettings();
  const http = readHttpSettings(environment, options.host);
  if (!http.secret)
    log("odoo-mcp: ODOO_MCP_HTTP_SECRET is not set: questions and wizards hold for this process alone.");
  const audit = openAudit(environment.ODOO_MCP_AUDIT);
  const stopping = new AbortController();
  const sealed = sealing(http.secret ?? randomBytes(32).toString("base64"));
  const store = http.store ? await redisStore(http.store) : memoryStore();
  const odoo = sharedOdoo(() => reach(settings, stopping.signal));
  const policy = servedPolicy(served.generated, served);
  const parts = { served, policy, settings, odoo, audit, sealing: sealed, store, signal: stopping.signal };
  const calls = callsUnderWay();
  const endpoint = endpointOf({
    version: options.version,
    calls,
    questions: resultQuestions(sealed, store),
    users: knownUsers((credential) => signInUser(credential, parts)),
    limits: limits(http.calls),
    credentialOf: async ({ headers }) => credentialOf(headers),
    challenge: (error) => `Bearer realm="odoo"${error ? `, error="${error}"` : ""}`,
  });
  const answers = readiness(settings);
  let draining = false;
  const listener = listenerOf({
    ...http,
    endpoints: new Map([[PATH, endpoint]]),
    isReady: async () => !draining && (await answers()),
    silenceMs: CALLS_OF_A_CALL * settings.timeoutMs,
  });
  const origin = await listen(listener, options);
  return {
    origin: `${http.tls ? "https" : "http"}://${origin}`,
    async end(hurry) {
      draining = true;
      await sleep(http.drainMs, undefined, { signal: hurry }).catch(() => {});
      const closed = once(listener, "close");
      listener.close();
      await calls.finish({ ...GRACE_MS, hurry });
      // What was answered is on its way still.
      await Promise.race([closed, sleep(GRACE_MS.readMs, undefined, { ref: false })]);
      listener.closeAllConnections();
      await endpoint.close();
      stopping.abort();
      audit.end();
      await store.close();
    },
  };
}

const PATH = "/mcp";

/**
 * One Odoo, found when it is first asked for, and looked for again where it was not found. Whoever asks gets a queue of their own,
 * whose calls take turns with those of all others in the queue of that Odoo.
 */
function sharedOdoo(find: () => Promise<SharedOdoo>): () => Promise<SharedOdoo> {
  let found: Promise<{ odoo: SharedOdoo; turns: FairTurns }> | undefined;
  return async () => {
    found ??= find().then((odoo) => ({ odoo, turns: fairTurns(odoo.queue) }));
    try {
      const { odoo, turns } = await found;
      return { ...odoo, queue: turns.ofUser() };
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
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
