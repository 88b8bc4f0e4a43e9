import type { CallQueue } from "../odoo/wires/queued.js";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import type { Audit } from "../tools/call/audit.js";
import { servedPolicy } from "../tools/generated/policy.js";
import { type Calls, callsUnderWay } from "../tools/session/calls.js";
import { rightsOfGroups } from "../tools/session/rights-of-groups.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import type { Credential } from "./credential.js";
import { type Endpoint, endpointOf } from "./endpoint.js";
import type { Gate } from "./gate.js";
import type { Limits } from "./limits.js";
import { observedQueue } from "./observed-queue.js";
import { type Observer, observedSignIn, UNOBSERVED } from "./observer.js";
import { resultQuestions } from "./questions.js";
import { readiness } from "./readiness.js";
import type { ServedOdoo } from "./served-odoo.js";
import { signInUser } from "./sign-in.js";
import { knownUsers, type SignIns } from "./users.js";

/** One Odoo that is served, and its generated folder. */
export interface Instance extends Endpoint, Pick<Calls, "finish"> {
  /** Its name, where there are several. */
  name: string | undefined;
  /** Whether Odoo answers. */
  isReady(): Promise<boolean>;
}

export interface InstanceOptions {
  version: string;
  odoo: ServedOdoo;
  gate: Gate;
  audit: Audit;
  sealing: Sealing;
  store: SharedStore;
  /** Of all instances together. */
  limits: Limits;
  /** Of all instances of this Odoo together. */
  signIns: SignIns;
  /** Counts what happens; nobody does if left out. */
  observer?: Observer | undefined;
}

/** Throws `OdooError` "settings" for a policy that does not fit. */
export function openInstance(served: ServedFolder, options: InstanceOptions): Instance {
  const { version, odoo, gate, audit, sealing, store, limits, signIns, observer = UNOBSERVED } = options;
  const policy = servedPolicy(served.generated, served);
  const load = { waiting: 0, running: 0 };
  const observed = (queue: CallQueue) => (options.observer ? observedQueue(queue, load, observer.onOdooCall) : queue);
  const onReuse = () => observer.onReuse("dialogue");
  const parts = { served, policy, odoo, audit, sealing, store, rights: rightsOfGroups(), observed, onReuse };
  const signIn = observedSignIn((credential: Credential) => signInUser(credential, parts), observer.onSignIn);
  const users = knownUsers(signIn, { signIns, database: odoo.settings.database });
  const calls = callsUnderWay(observer.onCall);
  observer.watch(() => ({ users: users.count(), calls: calls.count(), ...load }));
  const endpoint = endpointOf({
    version,
    instance: served.instance,
    calls,
    questions: resultQuestions(sealing, store, () => observer.onReuse("question")),
    users,
    limits,
    gate,
    onOwnCost: options.observer?.onOwnCost,
  });
  return {
    name: served.instance,
    handle: endpoint.handle,
    finish: calls.finish,
    isReady: readiness(odoo.settings),
    async close() {
      await endpoint.close();
      odoo.close();
    },
  };
}
