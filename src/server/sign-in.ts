import { setTimeout as sleep } from "node:timers/promises";
import { OdooError } from "../odoo/errors/errors.js";

/** A sign-in that goes on beside the first requests. */
export interface SignIn<Session> {
  /** Rejects where trying again cannot help, as with a refused credential, and when it is ended. */
  signedIn: Promise<Session>;
  /** Waits for it as long as a call may. Throws `OdooError`; nothing was sent for the call. */
  within(signal: AbortSignal): Promise<Session>;
}

export interface SignInOptions {
  /** Ends the attempts. */
  signal: AbortSignal;
  /** How long a call waits. */
  patienceMs: () => number;
  /** Hears of a failure that may pass, once for each reason. */
  onFailure: (error: OdooError) => void;
  /** Longest pause after the first attempt; it doubles with each. */
  pauseMs?: number;
}

const LONGEST_PAUSE_MS = 30_000;

/** Signs in at once, and again and again after growing pauses while the failure is one that passes. */
export function signInUntilAccepted<Session>(
  signIn: () => Promise<Session>,
  { signal, patienceMs, onFailure, pauseMs = 500 }: SignInOptions,
): SignIn<Session> {
  let last: OdooError | undefined;

  async function attempts(): Promise<Session> {
    for (let longest = pauseMs; ; longest = Math.min(2 * longest, LONGEST_PAUSE_MS)) {
      try {
        return await signIn();
      } catch (error) {
        if (!(error instanceof OdooError) || !error.passes || signal.aborted) throw error;
        if (error.message !== last?.message) onFailure(error);
        last = error;
        const pause = error.retryAfterMs ?? (longest * (1 + Math.random())) / 2;
        await sleep(pause, undefined, { signal }).catch(() => {
          throw error;
        });
      }
    }
  }

  const signedIn = attempts();
  // Whoever waits for it hears of its failure.
  signedIn.catch(() => {});
  return {
    signedIn,
    async within(cancelling) {
      const waited = new AbortController();
      const elapsed = sleep(patienceMs(), undefined, { signal: AbortSignal.any([cancelling, waited.signal]) });
      const tooLong = elapsed.then(
        () => Promise.reject(notYet(last)),
        () => Promise.reject(new OdooError("cancelled", "The call was cancelled before it was sent.")),
      );
      try {
        return await Promise.race([signedIn, tooLong]);
      } finally {
        waited.abort();
      }
    },
  };
}

const notYet = (last: OdooError | undefined) =>
  new OdooError("unavailable", last?.message ?? "Odoo has not answered the sign-in yet; the call was not sent.", {
    hint: last?.hint,
  });
