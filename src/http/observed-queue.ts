import { OdooError } from "../odoo/errors/errors.js";
import type { CallQueue } from "../odoo/wires/queued.js";
import { isRead } from "../odoo/wires/reads.js";
import type { Load, OdooCall } from "./observer.js";
import { waitForOdoo } from "./own-cost.js";

/** The same queue: `load` has what waits in it and runs, and `onCall` hears of each call that is over. */
export function observedQueue(
  queue: CallQueue,
  load: Pick<Load, "waiting" | "running">,
  onCall: (call: OdooCall) => void,
): CallQueue {
  return {
    concurrency: queue.concurrency,
    async inTurn(call, send) {
      const came = performance.now();
      const answered = waitForOdoo();
      let times: Pick<OdooCall, "waitedMs" | "answeredMs"> | undefined;
      let outcome: OdooCall["outcome"] = "ok";
      load.waiting += 1;
      try {
        return await queue.inTurn(call, async (timeoutMs) => {
          const sent = performance.now();
          load.waiting -= 1;
          load.running += 1;
          try {
            return await send(timeoutMs);
          } finally {
            load.running -= 1;
            times = { waitedMs: sent - came, answeredMs: performance.now() - sent };
          }
        });
      } catch (error) {
        outcome = error instanceof OdooError ? error.category : "server_error";
        throw error;
      } finally {
        answered();
        if (!times) load.waiting -= 1;
        const kind = call.method !== undefined && isRead(call.method) ? "read" : "write";
        onCall({ kind, outcome, ...(times ?? { waitedMs: performance.now() - came, answeredMs: undefined }) });
      }
    },
  };
}
