import type { IncomingHttpHeaders } from "node:http";
import { isToken, type OAuth } from "../oauth/oauth.js";
import type { Resource } from "../oauth/settings.js";
import { OdooError } from "../odoo/errors/errors.js";
import { noSecrets, withSecretsOf } from "../odoo/errors/secrets.js";
import type { ServedFolder } from "../tools/session/served-folder.js";
import { type Credential, checkedCredential, credentialOf } from "./credential.js";
import type { ServedOdoo } from "./served-odoo.js";

/** Who may come in at one path. */
export interface Gate {
  /** The credential of a request; undefined where it has none that counts. Throws `OdooError` where that cannot be known. */
  credentialOf(headers: IncomingHttpHeaders): Promise<Credential | undefined>;
  /** `WWW-Authenticate`. */
  challenge(error?: "invalid_token"): string;
}

/** Lets in by a credential of Odoo and, with `oauth`, by its tokens for the path. */
export function gateAt(path: string, oauth: OAuth | undefined): Gate {
  if (!oauth) {
    return {
      credentialOf: async (headers) => credentialOf(headers),
      challenge: (error) => `Bearer realm="odoo"${error ? `, error="${error}"` : ""}`,
    };
  }
  return {
    async credentialOf(headers) {
      const token = tokenOf(headers);
      return token === undefined ? credentialOf(headers) : oauth.credentialOf(token, path);
    },
    challenge: (error) => oauth.challenge(path, error),
  };
}

const tokenOf = ({ authorization = "" }: IncomingHttpHeaders): string | undefined => {
  const [, bearer = ""] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  return isToken(bearer) ? bearer : undefined;
};

/** What people sign in to for the path. No two of a server have the same name. */
export const signInTarget = (path: string, odoo: ServedOdoo, served: ServedFolder): Resource => ({
  path,
  name: `${served.instance ? `${served.instance}, ` : ""}Odoo at ${new URL(odoo.settings.url).host}`,
  readOnly: served.readOnly,
  environment: served.environment(),
  verify: (login, key) => withSecretsOf(noSecrets(), () => userOf(odoo, { login, key })),
});

async function userOf(odoo: ServedOdoo, credential: Credential): Promise<{ uid: number } | undefined> {
  if (!checkedCredential(credential)) return undefined;
  try {
    const { user } = await odoo.connect(credential);
    return { uid: user.uid };
  } catch (error) {
    if (error instanceof OdooError && error.category === "auth") return undefined;
    throw error;
  }
}
