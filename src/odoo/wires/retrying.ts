import { setTimeout as sleep } from "node:timers/promises";
import { OdooError, type Outcome, PASSING } from "../errors/errors.js";
import { isRead } from "./reads.js";
import type { Wire, WireCall } from "./wire.js";

export interface RetryOptions {
  /** Bounds one call with all its attempts and the waiting between them. */
  timeoutMs: number;
  /** A call is not made again later than this after it began. */
  retryForMs?: number;
  /** Longest pause before the first repetition; it doubles with each. */
  pauseMs?: number;
}

const ATTEMPTS = 6;

/**
 * Makes a call again, after growing and random pauses, where the failure passes and nothing can have been applied: reads
 * and repeatable calls always, writes only where the request was not processed or Odoo rolled it back. `Retry-After` is kept to where the
 * time allows it.
 *
 * A loop of its own and not a library: those known reject on an abort even where the write has succeeded.
 */
export function retryingWire(wire: Wire, { timeoutMs, retryForMs = 20_000, pauseMs = 250 }: RetryOptions): Wire {
  return {
    async call(call) {
      const began = performance.now();
      const passed = () => performance.now() - began;
      const allowed = call.timeoutMs ?? timeoutMs;
      let earlier: Outcome = "not_applied";
      for (let attempt = 1; ; attempt++) {
        try {
          return await wire.call({ ...call, timeoutMs: Math.max(1, Math.ceil(allowed - passed())) });
        } catch (thrown) {
          const error = afterAttempts(asTold(thrown, call), earlier);
          earlier = error.outcome;
          const pause = error.retryAfterMs ?? (pauseMs * 2 ** (attempt - 1) * (1 + Math.random())) / 2;
          const until = passed() + pause;
          const again = error.retryable || (call.repeatable === true && error.passes);
          if (!again || error.category === "timeout" || attempt === ATTEMPTS) throw error;
          if (until >= Math.min(allowed, retryForMs)) throw error;
          call.onRetry?.({ method: call.method, after: error.category, pauseMs: Math.round(pause) });
          await sleep(pause, undefined, call.signal ? { signal: call.signal } : {}).catch(() => {
            throw new OdooError("cancelled", "The call was cancelled between two attempts.", { outcome: earlier });
          });
        }
      }
    },
  };
}

/** That this attempt was not made, or was rolled back, says nothing of one before it whose answer was lost. */
function afterAttempts(error: OdooError, earlier: Outcome): OdooError {
  const tells = !error.passes && !PASSING.has(error.category);
  if (tells || error.outcome !== "not_applied" || earlier !== "unknown") return error;
  return new OdooError(error.category, error.message, { ...error, outcome: "unknown" });
}

function asTold(thrown: unknown, call: WireCall): OdooError {
  if (!(thrown instanceof OdooError)) throw thrown;
  return isRead(call.method) ? thrown.ofRead() : thrown;
}
