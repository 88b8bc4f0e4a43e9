import { type Connection, reach, type SharedOdoo, signInTo } from "../odoo/connection/connect.js";
import type { ServerSettings } from "../odoo/connection/settings.js";
import { OdooError } from "../odoo/errors/errors.js";
import { type FairTurns, fairTurns } from "../odoo/wires/fair-turns.js";
import type { CallQueue } from "../odoo/wires/queued.js";
import type { Credential } from "./credential.js";

/** One Odoo that many users sign in to, with a queue for all of them. */
export interface ServedOdoo {
  settings: ServerSettings;
  /**
   * A connection of the credential's user, whose calls take turns with those of others, in a queue as `observed` makes it. Throws
   * `OdooError`, "auth" where Odoo refuses it.
   */
  connect(credential: Credential, observed?: (queue: CallQueue) => CallQueue): Promise<Connection>;
  /** Aborts when the server ends. */
  signal: AbortSignal;
  /** Ends sign-ins under way. */
  close(): void;
}

/** A user has no other credential than the one that they came with. */
const noOther = (): never => {
  throw new OdooError("auth", "Odoo refuses the user's credential.", {
    hint: "Sign in again, with a key that counts.",
  });
};

/** From this series on an API key names its user by itself. */
const KEYS_NAME_USERS = 19;

/** The turns at an Odoo. */
export type TurnsAt = (odoo: SharedOdoo) => FairTurns;

/** Turns that all who come to the same Odoo take together, by whichever instance: those of its first queue. */
export function turnsAtOdoos(): TurnsAt {
  const known = new Map<string, FairTurns>();
  return ({ url, queue }) => {
    const turns = known.get(url) ?? fairTurns(queue);
    known.set(url, turns);
    return turns;
  };
}

/** Odoo is asked when the first user comes. */
export function servedOdoo(settings: ServerSettings, turnsAt: TurnsAt): ServedOdoo {
  const stopping = new AbortController();
  const { signal } = stopping;
  const shared = sharedOdoo(() => reach(settings, signal), turnsAt);
  return {
    settings,
    signal,
    async connect({ login, key }, observed = (queue) => queue) {
      const found = await shared();
      const odoo = { ...found, queue: observed(found.queue) };
      if (login === undefined && odoo.series.major < KEYS_NAME_USERS)
        throw new OdooError("auth", "The login is missing.");
      const own = { ...settings, username: login, apiKey: key, apiKeyCommand: undefined, password: undefined };
      const connection = await signInTo(odoo, own, noOther, signal);
      const { login: named } = connection.user;
      // A key names its user by itself from 19 on: it may be another one's.
      if (login !== undefined && named !== undefined && named !== login)
        throw new OdooError("auth", "Another user's key.");
      return connection;
    },
    close: () => stopping.abort(),
  };
}

/**
 * One Odoo, found when it is first asked for, and looked for again where it was not found. Whoever asks gets a queue of their own,
 * whose calls take turns with those of all others in the queue of that Odoo.
 */
function sharedOdoo(find: () => Promise<SharedOdoo>, turnsAt: TurnsAt): () => Promise<SharedOdoo> {
  let found: Promise<{ odoo: SharedOdoo; turns: FairTurns }> | undefined;
  return async () => {
    found ??= find().then((odoo) => ({ odoo, turns: turnsAt(odoo) }));
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
