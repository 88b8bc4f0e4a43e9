import { createHash } from "node:crypto";
import Provider, { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import type { Grants } from "./grants.js";

/** How long things live, in seconds. */
export const LIFETIMES = {
  /** From the first page to its answer. */
  interaction: 10 * 60,
  code: 60,
  accessToken: 60 * 60,
  /** Without use; each use gives a new one. */
  refreshToken: 30 * 24 * 60 * 60,
  /** From sign-in to sign-in: Odoo's keys live as long (three months in 19). */
  grant: 90 * 24 * 60 * 60,
} as const;

/** Longer than a code counts, and than two requests with the same refresh token are under way. */
const USED_MS = 10 * 60_000;

interface Shared {
  sealing: Sealing;
  store: SharedStore;
  grants: Grants;
}

/** Nothing kept and nothing found. */
const NOTHING: Adapter = {
  async upsert() {},
  async find() {},
  async findByUserCode() {},
  async findByUid() {},
  async consume() {},
  async destroy() {},
  async revokeByGrantId() {},
};

/**
 * What oidc-provider keeps of each kind. In the store are interactions and codes, for minutes, and marks of what was used; grants and
 * refresh tokens are sealed and with the client; sessions and access tokens are kept nowhere. What belongs to a grant ends with it.
 */
export function adapterOf(shared: Shared): (kind: string) => Adapter {
  const adapters: Readonly<Record<string, Adapter>> = {
    Interaction: stored(shared, "interaction"),
    AuthorizationCode: codes(shared),
    RefreshToken: refreshTokens(shared),
    Grant: sealedGrants(shared),
    ReplayDetection: assertions(shared),
  };
  return (kind) => adapters[kind] ?? NOTHING;
}

function stored({ store }: Shared, kind: string): Adapter {
  const keyOf = (id: string) => `${kind}:${id}`;
  return {
    ...NOTHING,
    async upsert(id, payload, lifetime = LIFETIMES.interaction) {
      await store.set(keyOf(id), JSON.stringify(payload), lifetime * 1000);
    },
    async find(id) {
      const text = await store.get(keyOf(id));
      return text === undefined ? undefined : JSON.parse(text);
    },
    async destroy(id) {
      await store.delete(keyOf(id));
    },
  };
}

const usedKey = (id: string) => `used:${id}`;

/** Marks it as used. Where another request was faster, neither of the two can be trusted: the grant is revoked. */
async function use({ store, grants }: Shared, id: string, grantId: string | undefined): Promise<void> {
  if (await store.add(usedKey(id), "1", USED_MS)) return;
  if (grantId) await grants.revoke(grantId);
  throw new errors.InvalidGrant("used twice at the same time");
}

/** With a mark of its use, which makes the library refuse it and revoke its grant. */
const marked = (payload: AdapterPayload, isUsed: boolean) => (isUsed ? { ...payload, consumed: true } : payload);

function codes(shared: Shared): Adapter {
  const codes = stored(shared, "code");
  return {
    ...codes,
    async find(id) {
      const payload = await codes.find(id);
      return payload ? marked(payload, (await shared.store.get(usedKey(id))) !== undefined) : undefined;
    },
    async consume(id) {
      const payload = await codes.find(id);
      await use(shared, id, payload?.grantId);
    },
  };
}

/** The refresh token that each request has issued. */
const issued = new WeakMap<object, AdapterPayload>();

/** What is known of the refresh token that answers a request; undefined where none was issued. */
export const issuedRefreshToken = (context: object): AdapterPayload | undefined => issued.get(context);

/**
 * The client gives back all that is known of its token. Kept is how often each grant was renewed: a token of fewer renewals is an
 * old one.
 */
function refreshTokens(shared: Shared): Adapter {
  const { store, sealing } = shared;
  const keyOf = (grantId: string) => `renewed:${createHash("sha256").update(grantId).digest("base64url")}`;
  return {
    ...NOTHING,
    async upsert(_id, payload) {
      if (Provider.ctx) issued.set(Provider.ctx, payload);
    },
    async find(value) {
      const payload = sealing.open("refresh token", value) as AdapterPayload | undefined;
      if (!payload?.jti || !payload.grantId) return undefined;
      const renewed = Number((await store.get(keyOf(payload.grantId))) ?? 0);
      const isUsed = (payload.rotations ?? 0) < renewed || (await store.get(usedKey(payload.jti))) !== undefined;
      return marked(payload, isUsed);
    },
    async consume(id) {
      const token = Provider.ctx?.oidc.entities.RefreshToken;
      if (!token?.grantId || token.jti !== id) throw new Error("a refresh token that is none of the request");
      await use(shared, id, token.grantId);
      await store.set(keyOf(token.grantId), String((token.rotations ?? 0) + 1), LIFETIMES.refreshToken * 1000);
    },
  };
}

function sealedGrants({ grants }: Shared): Adapter {
  return {
    ...NOTHING,
    async find(id) {
      const grant = grants.read(id);
      if (!grant || (await grants.isRevoked(id))) return undefined;
      const { uid, clientId, resource, scope, iat, exp } = grant;
      return { kind: "Grant", jti: id, accountId: String(uid), clientId, resources: { [resource]: scope }, iat, exp };
    },
    async destroy(id) {
      await grants.revoke(id);
    },
  };
}

/** By which clients with a key of their own prove who they are: each counts once. */
function assertions({ store }: Shared): Adapter {
  return {
    ...NOTHING,
    async upsert(id, _payload, lifetime = LIFETIMES.interaction) {
      if (await store.add(`assertion:${id}`, "1", lifetime * 1000)) return;
      throw new errors.InvalidClientAuth("client assertion used twice");
    },
    async find(id) {
      const text = await store.get(`assertion:${id}`);
      return text === undefined ? undefined : { kind: "ReplayDetection", jti: id, exp: Number.MAX_SAFE_INTEGER };
    },
  };
}
