import { OdooError } from "../errors/errors.js";
import type { Wire } from "./wire.js";

/** Odoo locks a login out for a minute after ten failures. */
const AT_MOST_EVERY_MS = 10_000;

/**
 * Signs in again where the credential is refused: it may have been replaced in the settings, or the database restored.
 * Calls that are refused together sign in once, and each is then made once more: a refused call was not processed.
 */
export function renewingWire(first: Wire, signIn: () => Promise<Wire>, everyMs = AT_MOST_EVERY_MS): Wire {
  let current = first;
  let renewal: { since: number; wire: Promise<Wire> } | undefined;

  function renewed(): Promise<Wire> {
    if (!renewal || performance.now() - renewal.since >= everyMs) {
      renewal = { since: performance.now(), wire: signIn() };
    }
    return renewal.wire;
  }

  return {
    async call(call) {
      const used = current;
      try {
        return await used.call(call);
      } catch (error) {
        if (!(error instanceof OdooError) || error.category !== "auth") throw error;
        if (used === current) {
          const next = await renewed();
          // Refused with the wire that was last signed in, a moment ago: there is no other.
          if (next === used) throw error;
          current = next;
        }
        return current.call(call);
      }
    },
  };
}
