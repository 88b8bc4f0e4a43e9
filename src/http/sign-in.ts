import { createClient } from "../odoo/client.js";
import { type SharedOdoo, signInTo } from "../odoo/connection/connect.js";
import type { ServerSettings } from "../odoo/connection/settings.js";
import { OdooError } from "../odoo/errors/errors.js";
import { noSecrets, withSecretsOf } from "../odoo/errors/secrets.js";
import type { Audit } from "../tools/call/audit.js";
import type { Policy } from "../tools/policy/policy.js";
import { allowedTools } from "../tools/session/allowed-tools.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import { openSession } from "../tools/session/session.js";
import type { Credential } from "./credential.js";
import { sealedDialogues } from "./sealed-dialogues.js";
import type { Sealing } from "./sealing.js";
import type { SharedStore } from "./shared-store.js";
import type { SignedInUser } from "./users.js";

/** A user has no other credential than the one that they came with. */
const noOther = (): never => {
  throw new OdooError("auth", "Odoo refuses the user's credential.", {
    hint: "Sign in again, with a key that counts.",
  });
};

/** From this series on an API key names its user by itself. */
const KEYS_NAME_USERS = 19;

/** What all users of one Odoo share. */
export interface SignInParts {
  served: ServedFolder;
  policy: Policy;
  settings: ServerSettings;
  /** Found once for all, with a queue in which this user's calls take turns with those of others. */
  odoo: () => Promise<SharedOdoo>;
  audit: Audit;
  sealing: Sealing;
  store: SharedStore;
  signal: AbortSignal;
}

/** Signs a user in with a credential of their own, and asks which tools are theirs. Throws `OdooError`. */
export function signInUser(credential: Credential, parts: SignInParts): Promise<SignedInUser> {
  const secrets = noSecrets();
  return withSecretsOf(secrets, async () => ({ ...(await signedIn(credential, parts)), secrets }));
}

async function signedIn({ login, key }: Credential, parts: SignInParts): Promise<Omit<SignedInUser, "secrets">> {
  const { served, policy, settings, audit, sealing, store, signal } = parts;
  const odoo = await parts.odoo();
  if (login === undefined && odoo.series.major < KEYS_NAME_USERS) throw new OdooError("auth", "The login is missing.");
  const own = { ...settings, username: login, apiKey: key, apiKeyCommand: undefined, password: undefined };
  const connection = await signInTo(odoo, own, noOther, signal);
  const client = createClient(connection);
  const { uid, login: named } = connection.user;
  // A key names its user by itself from 19 on: it may be another one's.
  if (login !== undefined && named !== undefined && named !== login) throw new OdooError("auth", "Another user's key.");
  const id = JSON.stringify([odoo.url, settings.database ?? null, uid]);
  const session = openSession({
    generated: served.generated,
    client,
    policy,
    audit,
    web: null,
    dialogues: sealedDialogues({ sealing, store, owner: id }),
    answerCharacters: settings.answerCharacters,
  });
  const isAllowed = await allowedTools(client, served.generated.manifest.tools, signal);
  const surface = await served.surfaceFor(isAllowed);
  return {
    id,
    uid,
    login: named ?? login,
    surface,
    async session() {
      await connection.refreshUser();
      return session;
    },
  };
}
