import { createHash } from "node:crypto";
import { z } from "zod";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";

/** What a person allowed a client. The credential is in here and nowhere else, sealed into the tokens that the client keeps. */
const CONTENT = z.object({
  uid: z.number(),
  login: z.string(),
  key: z.string(),
  clientId: z.string(),
  /** Address of the protected resource, which is the audience of its tokens. */
  resource: z.string(),
  scope: z.string(),
  /** Seconds since 1970. */
  iat: z.number(),
  exp: z.number(),
});

/** What a person allowed a client, with the credential. */
export type Grant = z.infer<typeof CONTENT>;

/** Grants without a database: a grant's id is the grant itself, sealed. What is kept of it is that it was revoked. */
export interface Grants {
  /** The id, which is for the tokens of the same client alone. */
  make(grant: Grant): string;
  /** Undefined where it is none of ours, or ended. Says nothing of revocation. */
  read(id: string): Grant | undefined;
  isRevoked(id: string): Promise<boolean>;
  /** From now on no token of the grant counts, on any replica. */
  revoke(id: string): Promise<void>;
}

export function grantsOf(sealing: Sealing, store: SharedStore, now: () => number = Date.now): Grants {
  const read = (id: string) => {
    const content = CONTENT.safeParse(sealing.open("grant", id));
    return content.success && content.data.exp * 1000 > now() ? content.data : undefined;
  };
  const mark = (id: string) => `revoked:${createHash("sha256").update(id).digest("base64url")}`;
  return {
    make: (grant) => sealing.seal("grant", grant),
    read,
    isRevoked: async (id) => (await store.get(mark(id))) !== undefined,
    async revoke(id) {
      const grant = read(id);
      if (grant) await store.set(mark(id), "1", grant.exp * 1000 - now());
    },
  };
}
