import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import { OdooError } from "../errors/errors.js";
import { serviceTime, untilFree } from "./service-time.js";
import type { Wire, WireCall } from "./wire.js";

export interface QueueOptions {
  /** Calls to Odoo at a time. */
  concurrency: number;
  /** At most one call begins in this time, and a slow one lets no other pass; for hosts that ask for it. */
  paceMs?: number;
  /** More calls than these wait for nobody: they are refused. */
  waiting?: number;
  /** A call that takes longer lets another one pass, so that reads do not wait behind a report. */
  slowMs?: number;
}

export const MAX_WAITING = 1000;

/** What is sent to one Odoo, in turns. */
export interface CallQueue {
  /** Runs `send` when its turn comes, with what is left of the time-out. Rejects with what it throws. */
  inTurn<Result>(call: Waiting, send: (timeoutMs: number | undefined) => Promise<Result>): Promise<Result>;
}

/** What counts while something waits for its turn. */
export type Waiting = Pick<WireCall, "signal" | "timeoutMs" | "background" | "begun">;

/** Who goes first. Of a task that has begun, the work done so far would be lost. */
const rank = ({ background, begun }: Waiting) => (background ? 0 : begun ? 2 : 1);

/**
 * Bounds the calls to one Odoo. They begin in the order they came, those of tasks that have begun before all others, those of
 * the background after them; one that waits can be cancelled, and costs its time-out. A call that would not be answered in its
 * time, by what the last ones took, is refused with "rate_limited" as soon as that is seen, and not sent; one that finds
 * a place free is always sent, so that what the last ones took is never what counts for good.
 */
export function callQueue({ concurrency, paceMs = 0, waiting = MAX_WAITING, slowMs = 2_000 }: QueueOptions): CallQueue {
  const queue = new PQueue({ concurrency, ...(paceMs > 0 ? { interval: paceMs, intervalCap: 1 } : {}) });
  const service = serviceTime();
  const longestHold = paceMs > 0 ? Number.POSITIVE_INFINITY : slowMs;
  /** When the calls began that hold a place. */
  const holding = new Set<{ began: number }>();
  let slow = 0;
  // At most twice as many calls as usual: Odoo's workers serve people too.
  const letPass = (change: 1 | -1) => {
    slow += change;
    queue.concurrency = concurrency + Math.min(slow, concurrency);
  };

  async function run<Result>(send: () => Promise<Result>): Promise<Result> {
    const place = { began: performance.now() };
    holding.add(place);
    const timer = setTimeout(() => {
      holding.delete(place);
      letPass(1);
    }, slowMs);
    if (paceMs > 0) clearTimeout(timer);
    try {
      return await send();
    } finally {
      clearTimeout(timer);
      service.took(performance.now() - place.began);
      if (!holding.delete(place)) letPass(-1);
    }
  }

  /** How long until the answer of a call that has to wait, if it came now. */
  function untilAnswer(call: Waiting): number {
    const now = performance.now();
    const ahead = [0, 1, 2].filter((priority) => priority >= rank(call)).reduce((sum, priority) => sum + queue.sizeBy({ priority }), 0);
    const running = [...holding].map(({ began }) => now - began);
    return Math.max(ahead * paceMs, untilFree(ahead, running, service.mean(longestHold))) + service.most();
  }

  return {
    async inTurn(call, send) {
      if (queue.size >= waiting) {
        throw new OdooError("rate_limited", `${waiting} calls are waiting for Odoo already; this one was not sent.`);
      }
      const { timeoutMs = Number.POSITIVE_INFINITY } = call;
      const isFree = queue.size === 0 && queue.pending < queue.concurrency;
      const needed = isFree ? 0 : untilAnswer(call);
      if (needed > timeoutMs) throw tooMany(timeoutMs, needed);
      const came = performance.now();
      const left = () => timeoutMs - (performance.now() - came);
      const late = () => tooMany(timeoutMs, service.most());
      const turn = patience(call, () => left() - service.most(), late);
      let waits = false;
      const answer = queue.add(
        async () => {
          turn.end();
          if (waits && left() < service.most()) throw late();
          const waited = performance.now() - came;
          try {
            return await run(() => send(call.timeoutMs && Math.max(1, Math.ceil(left()))));
          } catch (error) {
            throw waits ? afterWaiting(error, waited) : error;
          }
        },
        // Only for the time of waiting: once the call runs, its own failure tells whether it was applied.
        { signal: turn.signal, priority: rank(call) },
      );
      waits = true;
      return answer;
    },
  };
}

/** The wire's calls in turns. */
export const queuedWire = (wire: Wire, queue: CallQueue): Wire => ({
  call: (call) => queue.inTurn(call, (timeoutMs) => wire.call({ ...call, timeoutMs })),
});

/** `needed`: longer than what is left of the call's time, so that it is not made again within it. */
const tooMany = (timeoutMs: number, needed: number) =>
  new OdooError(
    "rate_limited",
    `Too many calls wait here for their turn: this one would not be answered within ${timeoutMs} ms, and was not sent.`,
    { retryAfterMs: needed, hint: "Make fewer calls at a time, or set a longer ODOO_TIMEOUT_MS." },
  );

/** Odoo had only what the waiting had left of the time. */
function afterWaiting(error: unknown, waitedMs: number): unknown {
  if (!(error instanceof OdooError) || error.category !== "timeout") return error;
  const message = `${error.message} Before, the call waited ${Math.round(waitedMs)} ms here for others to end.`;
  return new OdooError("timeout", message, { ...error, hint: "Make fewer calls at a time, or raise ODOO_TIMEOUT_MS." });
}

/** Aborts with the error of a call that is cancelled, or has no time to spare any more, before its turn comes. */
function patience({ signal }: Waiting, spare: () => number, late: () => OdooError): { signal: AbortSignal; end(): void } {
  const waiting = new AbortController();
  const onCancel = () => waiting.abort(new OdooError("cancelled", "The call was cancelled before it was sent."));
  // One tool call may ask for many things at once; Node.js takes more than ten listeners for a leak, and warns on stderr.
  if (signal) setMaxListeners(0, signal);
  signal?.addEventListener("abort", onCancel, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const ms = spare();
    if (ms < 0) waiting.abort(late());
    else if (Number.isFinite(ms)) timer = setTimeout(look, Math.max(1, ms));
  };
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onCancel);
  };
  waiting.signal.addEventListener("abort", end, { once: true });
  if (signal?.aborted) onCancel();
  else look();
  return { signal: waiting.signal, end };
}
