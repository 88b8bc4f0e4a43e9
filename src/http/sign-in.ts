import { createClient } from "../odoo/client.js";
import { noSecrets, withSecretsOf } from "../odoo/errors/secrets.js";
import type { CallQueue } from "../odoo/wires/queued.js";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import type { Audit } from "../tools/call/audit.js";
import type { Policy } from "../tools/policy/policy.js";
import { allowedTools } from "../tools/session/allowed-tools.js";
import type { RightsOfGroups } from "../tools/session/rights-of-groups.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import { openSession } from "../tools/session/session.js";
import type { Credential } from "./credential.js";
import { sealedDialogues } from "./sealed-dialogues.js";
import type { ServedOdoo } from "./served-odoo.js";
import type { SignedInUser } from "./users.js";

/** What all users of one Odoo share. */
export interface SignInParts {
  served: ServedFolder;
  policy: Policy;
  odoo: ServedOdoo;
  audit: Audit;
  sealing: Sealing;
  store: SharedStore;
  rights: RightsOfGroups;
  /** The queue of a user's calls, with whoever hears of them. */
  observed?: (queue: CallQueue) => CallQueue;
  /** Hears of a dialogue that was used up already. */
  onReuse?: () => void;
}

/** Signs a user in with a credential of their own, and asks which tools are theirs. Throws `OdooError`. */
export function signInUser(credential: Credential, parts: SignInParts): Promise<SignedInUser> {
  const secrets = noSecrets();
  return withSecretsOf(secrets, async () => ({ ...(await signedIn(credential, parts)), secrets }));
}

async function signedIn(credential: Credential, parts: SignInParts): Promise<Omit<SignedInUser, "secrets">> {
  const { served, policy, odoo, audit, sealing, store, rights, observed, onReuse } = parts;
  const { settings } = odoo;
  const connection = await odoo.connect(credential, observed);
  const client = createClient(connection);
  const { uid, login } = connection.user;
  const account = [connection.url, settings.database ?? null, uid];
  // What is sealed for a user at one instance is not the user's at another one, be it of the same Odoo.
  const id = JSON.stringify(served.instance === undefined ? account : [served.instance, ...account]);
  const session = openSession({
    generated: served.generated,
    client,
    policy,
    audit,
    web: null,
    dialogues: sealedDialogues({ sealing, store, owner: id, onReuse }),
    answerCharacters: settings.answerCharacters,
  });
  const isAllowed = await allowedTools(client, served.generated.manifest.tools, {
    signal: odoo.signal,
    shared: rights,
  });
  const surface = await served.surfaceFor(isAllowed);
  return {
    id,
    account: JSON.stringify(account),
    uid,
    login: login ?? credential.login,
    surface,
    async session() {
      await connection.refreshUser();
      return session;
    },
  };
}
