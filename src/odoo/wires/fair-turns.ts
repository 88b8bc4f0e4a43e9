import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";
import PQueue, { type QueueAddOptions } from "p-queue";
import { OdooError } from "../errors/errors.js";
import type { CallQueue, Waiting } from "./queued.js";

/** The queue to one Odoo, divided among those who use it. */
export interface FairTurns {
  /** The queue of another one of them: who has many calls waiting gets no more turns than who has one. */
  ofUser(): CallQueue;
}

export interface FairOptions {
  /** More calls of one user than these wait for nobody: they are refused. */
  waiting?: number;
}

type Run = () => Promise<unknown>;

interface Turn extends QueueAddOptions {
  user?: unknown;
}

interface Queued {
  id: string | undefined;
  run: Run;
}

/** Users in turns, and the calls of each in the order that they came. */
class UsersInTurns {
  readonly #lanes = new Map<unknown, Queued[]>();

  get size(): number {
    let size = 0;
    for (const lane of this.#lanes.values()) size += lane.length;
    return size;
  }

  enqueue(run: Run, { id, user }: Turn = {}): void {
    const lane = this.#lanes.get(user);
    if (lane) lane.push({ id, run });
    else this.#lanes.set(user, [{ id, run }]);
  }

  /** Of the user whose turn was longest ago. */
  dequeue(): Run | undefined {
    const [next] = this.#lanes;
    if (!next) return undefined;
    const [user, lane] = next;
    const first = lane.shift();
    this.#lanes.delete(user);
    if (lane.length > 0) this.#lanes.set(user, lane);
    return first?.run;
  }

  /** Of one that is not waited for any more. */
  remove(id: string): void {
    for (const [user, lane] of this.#lanes) {
      const kept = lane.filter((one) => one.id !== id);
      if (kept.length === lane.length) continue;
      if (kept.length > 0) this.#lanes.set(user, kept);
      else this.#lanes.delete(user);
      return;
    }
  }

  filter({ user }: Turn): Run[] {
    return (this.#lanes.get(user) ?? []).map(({ run }) => run);
  }

  setPriority(): void {}
}

const MOST_WAITING = 200;

/** Lets users in turns into a queue, so that not many more are in it than begin at once. */
export function fairTurns(queue: CallQueue, { waiting = MOST_WAITING }: FairOptions = {}): FairTurns {
  const turns = new PQueue<UsersInTurns, Turn>({ concurrency: 2 * queue.concurrency, queueClass: UsersInTurns });
  const queueOf = (user: symbol): CallQueue => ({
    concurrency: queue.concurrency,
    async inTurn(call, send) {
      if (turns.sizeBy({ user }) >= waiting) {
        throw new OdooError("rate_limited", `${waiting} calls of this user wait already; this one was not sent.`);
      }
      // It begins when a call of somebody else ends, and is to know nothing of what belongs to them.
      const inContext = AsyncLocalStorage.snapshot();
      const came = performance.now();
      const turn = patience(call);
      const begin = () => {
        turn.end();
        const leftMs = call.timeoutMs && Math.max(1, Math.ceil(call.timeoutMs - (performance.now() - came)));
        return queue.inTurn({ ...call, timeoutMs: leftMs }, (timeoutMs) => inContext(() => send(timeoutMs)));
      };
      return turns.add(begin, { user, signal: turn.signal }).finally(turn.end);
    },
  });
  return { ofUser: () => queueOf(Symbol("user")) };
}

/** Aborts with the error of a call that is cancelled, or has used up its time, before it is let in. */
function patience({ signal, timeoutMs }: Waiting): { signal: AbortSignal; end(): void } {
  const waiting = new AbortController();
  const onCancel = () => waiting.abort(new OdooError("cancelled", "The call was cancelled before it was sent."));
  const onLate = () =>
    waiting.abort(new OdooError("timeout", `The call waited ${timeoutMs} ms for others to end and was not sent.`));
  // Node.js takes more than ten listeners for a leak.
  if (signal) setMaxListeners(0, signal);
  signal?.addEventListener("abort", onCancel, { once: true });
  const timer = timeoutMs === undefined ? undefined : setTimeout(onLate, timeoutMs);
  if (signal?.aborted) onCancel();
  return {
    signal: waiting.signal,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onCancel);
    },
  };
}
