import { createHmac, randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import PQueue from "p-queue";
import { OdooError } from "../odoo/errors/errors.js";
import type { Secrets } from "../odoo/errors/secrets.js";
import type { Surface } from "../tools/catalogue/surface.js";
import type { SessionSource } from "../tools/session/run-call.js";
import type { Credential } from "./credential.js";

/** A user whose credential Odoo has taken. */
export interface SignedInUser {
  /** Of the user, the Odoo and the instance: what is sealed for one is nobody else's. */
  id: string;
  /** Of the user and the Odoo, which several instances may be of. */
  account: string;
  uid: number;
  login: string | undefined;
  /** The tools that the user may call. */
  surface: Surface;
  /** With the user as it is now, read again every few minutes. */
  session: SessionSource;
  /** Hidden in what is done for the user. */
  secrets: Secrets;
}

export interface Users {
  /** The user of a credential, signed in where it is not known. Throws `OdooError`, "auth" where Odoo refuses it. */
  of(credential: Credential): Promise<SignedInUser>;
  /** Odoo has refused the user's credential: it is tried again by the next request. */
  forget(user: SignedInUser): void;
  /** How many credentials are known. */
  count(): number;
}

export interface UsersOptions {
  /** Users that are known at a time. */
  most?: number;
  /** How long a user is known; a key that was revoked may list tools as long, and no more. */
  knownMs?: number;
  /** Of whoever signs in to the same Odoo, by whichever instance. */
  signIns?: SignIns;
  /** Which of the Odoo's it is. */
  database?: string | undefined;
  now?: () => number;
}

/** What is kept of sign-ins to one Odoo. */
export interface SignIns {
  /** A name for texts that is worth nothing outside of this process. */
  digest(text: string): string;
  /** The refusal of a credential, for a while. */
  refusal(key: string): OdooError | undefined;
  /** Lets a sign-in take its turn. Throws `OdooError` "rate_limited" where too many wait, or were refused of the login. */
  take<User>(credential: Tried, signIn: () => Promise<User>): Promise<User>;
}

/** Digests of a credential, and of its login where it names one. */
interface Tried {
  key: string;
  login: string | undefined;
}

export interface SignInsOptions {
  /** How long a refused credential is not tried again. */
  refusedMs?: number;
  /** Refused credentials, and logins that some were refused of, that are kept at a time: the oldest make place. */
  mostRefused?: number;
  now?: () => number;
}

/** Some 2 MB of each. */
const MOST_REFUSED = 10_000;
/** Credentials that counted once are asked about first, and however many wrong ones there were of their login. */
const TAKEN_CREDENTIALS = 10_000;
const TAKEN_MS = 7 * 24 * 60 * 60_000;
/** Of one login, within `refusedMs`: Odoo locks a login out after some, and whoever tries them is not to bring that about. */
const MOST_REFUSED_OF_LOGIN = 3;
/** A sign-in may cost Odoo half a second: strangers are not to take it from the users. */
const SIGN_INS_AT_A_TIME = 2;
const SIGN_INS_WAITING = 200;

/** Nobody is to try the credentials of others at an Odoo, nor to take it from its users. */
export function signInsTo({
  refusedMs = 60_000,
  mostRefused = MOST_REFUSED,
  now = () => performance.now(),
}: SignInsOptions = {}): SignIns {
  const secret = randomBytes(32);
  const kept = { max: mostRefused, ttl: refusedMs, perf: { now }, ttlResolution: 0 };
  const refused = new LRUCache<string, OdooError>(kept);
  const refusals = new LRUCache<string, number>(kept);
  const taken = new LRUCache<string, true>({
    max: TAKEN_CREDENTIALS,
    ttl: TAKEN_MS,
    perf: { now },
    ttlResolution: 0,
  });
  const turns = new PQueue({ concurrency: SIGN_INS_AT_A_TIME });

  /** Of a login; those under way may be refused yet. */
  const count = (login: string, more: 1 | -1) => refusals.set(login, Math.max(0, (refusals.get(login) ?? 0) + more));

  async function inTurn<User>({ key, login = "" }: Tried, signIn: () => Promise<User>): Promise<User> {
    if (login && !taken.has(key) && (refusals.get(login) ?? 0) >= MOST_REFUSED_OF_LOGIN) throw tooMany(refusedMs);
    count(login, 1);
    try {
      const user = await signIn();
      count(login, -1);
      taken.set(key, true);
      return user;
    } catch (error) {
      if (error instanceof OdooError && error.category === "auth") {
        taken.delete(key);
        refused.set(key, error);
      } else count(login, -1);
      throw error;
    }
  }

  return {
    digest: (text) => createHmac("sha256", secret).update(text).digest("base64"),
    refusal: (key) => refused.get(key),
    async take(tried, signIn) {
      const wasTaken = taken.has(tried.key);
      if (!wasTaken && turns.size >= SIGN_INS_WAITING) throw tooMany(1_000);
      return turns.add(() => inTurn(tried, signIn), { priority: wasTaken ? 1 : 0 });
    },
  };
}

/**
 * Keeps who is signed in by a digest that is worth nothing outside of this process, and for a while; credentials are nowhere but in
 * the connections of the users.
 */
export function knownUsers(
  signIn: (credential: Credential) => Promise<SignedInUser>,
  {
    most = 1_000,
    knownMs = 5 * 60_000,
    signIns = signInsTo(),
    database = "",
    now = () => performance.now(),
  }: UsersOptions = {},
): Users {
  const known = new LRUCache<string, Promise<SignedInUser>>({
    max: most,
    ttl: knownMs,
    perf: { now },
    ttlResolution: 0,
  });
  const digest = (...texts: (string | null)[]) => signIns.digest(JSON.stringify([database, ...texts]));

  return {
    count() {
      known.purgeStale();
      return known.size;
    },
    of(credential) {
      const { login, key: secret } = credential;
      const key = digest(login ?? null, secret);
      const user = known.get(key);
      if (user) return user;
      const refusal = signIns.refusal(key);
      if (refusal) return Promise.reject(refusal);
      const tried = { key, login: login === undefined ? undefined : digest(login) };
      const signing = signIns.take(tried, () => signIn(credential));
      known.set(key, signing);
      signing.catch(() => {
        if (known.peek(key) === signing) known.delete(key);
      });
      return signing;
    },
    forget(user) {
      for (const [key, one] of known.entries()) {
        one.then(
          (found) => {
            if (found === user && known.peek(key) === one) known.delete(key);
          },
          () => {},
        );
      }
    },
  };
}

const tooMany = (retryAfterMs: number) =>
  new OdooError("rate_limited", "Too many sign-ins were tried; this one was not sent to Odoo.", { retryAfterMs });
