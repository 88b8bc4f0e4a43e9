import { setMaxListeners } from "node:events";
import PQueue from "p-queue";
import { OdooError } from "../errors/errors.js";
import { turnsOfJobs } from "./job.js";
import { placesFor } from "./places.js";
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

/** What counts while something waits for its turn, and the method where it is a call of one. */
export type Waiting = Pick<WireCall, "signal" | "timeoutMs" | "background" | "begun"> &
  Partial<Pick<WireCall, "method">>;

/** Who goes first, as a priority. */
const RANKS = { background: 0, begins: 1, goesOn: 2 };
const rankOf = ({ background, begun }: Waiting) =>
  background ? RANKS.background : begun ? RANKS.goesOn : RANKS.begins;

/**
 * Bounds the calls to one Odoo. They begin in the order they came: first those of jobs that Odoo has answered a call of, last
 * those of the background. One that waits can be cancelled, and costs its time-out. Where the time of a call cannot suffice, by
 * what the last ones took, it is refused ("rate_limited") and not sent: when it comes, or as soon as that shows. A call that
 * finds a place free is sent whatever the last ones took, so that no wrong estimate stays.
 */
export function callQueue({ concurrency, paceMs = 0, waiting = MAX_WAITING, slowMs = 2_000 }: QueueOptions): CallQueue {
  const queue = new PQueue({ concurrency, ...(paceMs > 0 ? { interval: paceMs, intervalCap: 1 } : {}) });
  const places = placesFor(concurrency, paceMs > 0 ? Number.POSITIVE_INFINITY : slowMs, (count) => {
    queue.concurrency = count;
  });
  const turns = turnsOfJobs();
  const count = (priority: number) => queue.sizeBy({ priority });

  /** How long until Odoo answers a call that comes now. */
  function untilAnswer(call: Waiting): number {
    if (queue.size === 0 && queue.pending < queue.concurrency) return 0;
    const rank = rankOf(call);
    const beginning = rank < RANKS.goesOn ? count(RANKS.begins) * turns.perJob() : 0;
    const ahead = Math.floor(count(RANKS.goesOn) + beginning) + (rank === RANKS.background ? count(rank) : 0);
    return Math.max(ahead * paceMs, places.untilFree(ahead)) + places.needed();
  }

  return {
    concurrency,
    async inTurn(call, send) {
      if (queue.size >= waiting) {
        throw new OdooError("rate_limited", `${waiting} calls are waiting for Odoo already; this one was not sent.`);
      }
      const { timeoutMs = Number.POSITIVE_INFINITY } = call;
      if (untilAnswer(call) > timeoutMs) throw tooMany(timeoutMs);
      const came = performance.now();
      const left = () => timeoutMs - (performance.now() - came);
      const spare = () => left() - places.needed();
      const turn = patience(call, spare);
      let waits = false;
      const answer = queue.add(
        async () => {
          turn.end();
          turns.took(call, count(RANKS.begins));
          if (waits && spare() < 0) throw tooMany(timeoutMs);
          const waited = performance.now() - came;
          const sending = places.hold(() => send(call.timeoutMs && Math.max(1, Math.ceil(left()))));
          return waits ? sending.catch((error) => Promise.reject(afterWaiting(error, waited))) : sending;
        },
        // Only for the time of waiting: once the call runs, its own failure tells whether it was applied.
        { signal: turn.signal, priority: rankOf(call) },
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

/** It is not made again in the time that it had. */
const tooMany = (timeoutMs: number) =>
  new OdooError(
    "rate_limited",
    `Too many calls wait here for their turn: this one would not be answered within ${timeoutMs} ms, and was not sent.`,
    { retryAfterMs: timeoutMs, hint: "Make fewer calls at a time, or set a longer ODOO_TIMEOUT_MS." },
  );

/** Odoo had only what the waiting had left of the time. */
function afterWaiting(error: unknown, waitedMs: number): unknown {
  if (!(error instanceof OdooError) || error.category !== "timeout") return error;
  const message = `${error.message} Before, the call waited ${Math.round(waitedMs)} ms here for others to end.`;
  return new OdooError("timeout", message, { ...error, hint: "Make fewer calls at a time, or raise ODOO_TIMEOUT_MS." });
}

/** Aborts with the error of a call that, before its turn comes, is cancelled or has no time to spare any more. */
function patience({ signal, timeoutMs }: Waiting, spareMs: () => number): { signal: AbortSignal; end(): void } {
  const waiting = new AbortController();
  const onCancel = () => waiting.abort(new OdooError("cancelled", "The call was cancelled before it was sent."));
  // One tool call may ask for many things at once; Node.js takes more than ten listeners for a leak, and warns on stderr.
  if (signal) setMaxListeners(0, signal);
  signal?.addEventListener("abort", onCancel, { once: true });
  let timer: NodeJS.Timeout | undefined;
  const lookLater = () => {
    if (timeoutMs) timer = setTimeout(look, Math.max(1, spareMs()));
  };
  const look = () => {
    if (timeoutMs && spareMs() < 0) waiting.abort(tooMany(timeoutMs));
    else lookLater();
  };
  const end = () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onCancel);
  };
  waiting.signal.addEventListener("abort", end, { once: true });
  if (signal?.aborted) onCancel();
  else lookLater();
  return { signal: waiting.signal, end };
}
