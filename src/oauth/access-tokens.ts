import { errors, type JWTPayload, jwtDecrypt } from "jose";
import type { Sealing } from "../replicas/sealing.js";
import type { Grants } from "./grants.js";
import type { Credential } from "./oauth.js";

/** How an access token is sealed: with the key itself, so that whoever has none reads nothing and makes none. */
export const SEALED_WITH = { alg: "dir", enc: "A256GCM" } as const;

export interface AccessTokens {
  /** The credential within a token for the audience; undefined for any other, expired or revoked one. */
  credentialOf(token: string, audience: string): Promise<Credential | undefined>;
}

/** Reads the tokens that the built-in authorization server makes, on any replica. Odoo itself says whether the key still counts. */
export function accessTokens(issuer: string, sealing: Sealing, grants: Grants): AccessTokens {
  async function payloadOf(token: string, audience: string): Promise<JWTPayload | undefined> {
    for (const key of sealing.keys("access token")) {
      try {
        const { payload } = await jwtDecrypt(token, key, {
          issuer,
          audience,
          typ: "at+jwt",
          requiredClaims: ["exp", "grant"],
          keyManagementAlgorithms: [SEALED_WITH.alg],
          contentEncryptionAlgorithms: [SEALED_WITH.enc],
        });
        return payload;
      } catch (error) {
        // Sealed with an older secret, perhaps.
        if (error instanceof errors.JWEDecryptionFailed) continue;
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    }
    return undefined;
  }

  return {
    async credentialOf(token, audience) {
      const payload = await payloadOf(token, audience);
      const id = String(payload?.grant ?? "");
      const grant = grants.read(id);
      if (!payload?.exp || grant?.resource !== audience) return undefined;
      if (await grants.isRevoked(id)) return undefined;
      const { login, key, clientId } = grant;
      return { login, key, clientId, expiresAt: payload.exp };
    },
  };
}
