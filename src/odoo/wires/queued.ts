import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import { OdooError } from "../errors/errors.js";
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
  /** Calls at a time, where none is slow. */
  concurrency: number;
  /** Runs `send` when its turn comes, with what is left of the time-out. Rejects with what it throws. */
  inTurn<Result>(call: Waiting, send: (timeoutMs: number | undefined) => Promise<Result>): Promise<Result>;
}

/** What counts while something waits for its turn. */
export type Waiting = Pick<WireCall, "signal" | "timeoutMs" | "background">;

/**
 * Bounds the calls to one Odoo. They begin in the order they came, those of the background after all others; one that
 * waits can be cancelled, and costs its time-out.
 */
export function callQueue({ concurrency, paceMs = 0, waiting = MAX_WAITING, slowMs = 2_000 }: QueueOptions): CallQueue {
  const queue = new PQueue({ concurrency, ...(paceMs > 0 ? { interval: paceMs, intervalCap: 1 } : {}) });
  let slow = 0;
  // At most twice as many calls as usual: Odoo's workers serve people too.
  const letPass = (change: 1 | -1) => {
    slow += change;
    queue.concurrency = concurrency + Math.min(slow, concurrency);
  };

  async function run<Result>(send: () => Promise<Result>): Promise<Result> {
    let counted = false;
    const timer = setTimeout(() => {
      counted = true;
      letPass(1);
    }, slowMs);
    if (paceMs > 0) clearTimeout(timer);
    try {
      return await send();
    } finally {
      clearTimeout(timer);
      if (counted) letPass(-1);
    }
  }

  return {
    concurrency,
    async inTurn(call, send) {
      if (queue.size >= waiting) {
        throw new OdooError("rate_limited", `${waiting} calls are waiting for Odoo already; this one was not sent.`);
      }
      const turn = patience(call);
      const came = performance.now();
      return queue.add(
        () => {
          turn.end();
          const timeoutMs = call.timeoutMs && Math.max(1, Math.ceil(call.timeoutMs - (performance.now() - came)));
          return run(() => send(timeoutMs));
        },
        // Only for the time of waiting: once the call runs, its own failure tells whether it was applied.
        { signal: turn.signal, priority: call.background ? 0 : 1 },
      );
    },
  };
}

/** The wire's calls in turns. */
export const queuedWire = (wire: Wire, queue: CallQueue): Wire => ({
  call: (call) => queue.inTurn(call, (timeoutMs) => wire.call({ ...call, timeoutMs })),
});

/** Aborts with the error of a call that is cancelled, or has used up its time, before its turn comes. */
function patience({ signal, timeoutMs }: Waiting): { signal: AbortSignal; end(): void } {
  const waiting = new AbortController();
  const onCancel = () => waiting.abort(new OdooError("cancelled", "The call was cancelled before it was sent."));
  // One tool call may ask for many things at once; Node.js takes more than ten listeners for a leak, and warns on stderr.
  if (signal) setMaxListeners(0, signal);
  signal?.addEventListener("abort", onCancel, { once: true });
  const message = `The call waited ${timeoutMs} ms for others to end and was not sent.`;
  const timer = timeoutMs && setTimeout(() => waiting.abort(new OdooError("timeout", message)), timeoutMs);
  const end = () => {
    if (timer) clearTimeout(timer);
    signal?.removeEventListener("abort", onCancel);
  };
  waiting.signal.addEventListener("abort", end, { once: true });
  if (signal?.aborted) onCancel();
  return { signal: waiting.signal, end };
}
