import { reach, type SharedOdoo } from "../odoo/connection/connect.js";
import { type FairTurns, fairTurns } from "../odoo/wires/fair-turns.js";
import type { Audit } from "../tools/call/audit.js";
import { servedPolicy } from "../tools/generated/policy.js";
import { type Calls, callsUnderWay } from "../tools/session/calls.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import { credentialOf } from "./credential.js";
import { type Endpoint, endpointOf } from "./endpoint.js";
import { limits, type MostCalls } from "./limits.js";
import { resultQuestions } from "./questions.js";
import { readiness } from "./readiness.js";
import type { Sealing } from "./sealing.js";
import type { SharedStore } from "./shared-store.js";
import { signInUser } from "./sign-in.js";
import { knownUsers } from "./users.js";

/** One Odoo that is served, and its generated folder. */
export interface Instance extends Endpoint, Pick<Calls, "finish"> {
  /** Whether Odoo answers. */
  isReady(): Promise<boolean>;
  /** How long a call to Odoo may take. */
  timeoutMs: number;
}

export interface InstanceOptions {
  version: string;
  audit: Audit;
  sealing: Sealing;
  store: SharedStore;
  mostCalls: MostCalls;
}

/** Throws `OdooError` "settings". Odoo is asked when the first user comes. */
export function openInstance(served: ServedFolder, options: InstanceOptions): Instance {
  const { version, audit, sealing, store, mostCalls } = options;
  const settings = served.serverSettings();
  const policy = servedPolicy(served.generated, served);
  const stopping = new AbortController();
  const odoo = sharedOdoo(() => reach(settings, stopping.signal));
  const parts = { served, policy, settings, odoo, audit, sealing, store, signal: stopping.signal };
  const calls = callsUnderWay();
  const endpoint = endpointOf({
    version,
    calls,
    questions: resultQuestions(sealing, store),
    users: knownUsers((credential) => signInUser(credential, parts)),
    limits: limits(mostCalls),
    credentialOf: async ({ headers }) => credentialOf(headers),
    challenge: (error) => `Bearer realm="odoo"${error ? `, error="${error}"` : ""}`,
  });
  return {
    handle: endpoint.handle,
    finish: calls.finish,
    isReady: readiness(settings),
    timeoutMs: settings.timeoutMs,
    async close() {
      await endpoint.close();
      stopping.abort();
    },
  };
}

/**
 * One Odoo, found when it is first asked for, and looked for again where it was not found. Whoever asks gets a queue of their own,
 * whose calls take turns with those of all others in the queue of that Odoo.
 */
function sharedOdoo(find: () => Promise<SharedOdoo>): () => Promise<SharedOdoo> {
  let found: Promise<{ odoo: SharedOdoo; turns: FairTurns }> | undefined;
  return async () => {
    found ??= find().then((odoo) => ({ odoo, turns: fairTurns(odoo.queue) }));
    const looking = found;
    try {
      const { odoo, turns } = await looking;
      return { ...odoo, queue: turns.ofUser() };
    } catch (error) {
      if (found === looking) found = undefined;
      throw error;
    }
  };
}
