import type { Category } from "../errors/categories.js";

/** One method call. Above this interface nothing knows which wire carries it. */
export interface WireCall {
  model: string;
  method: string;
  /** The records of a record method. Absent for a model method (`@api.model`). */
  ids?: readonly number[];
  /**
   * Named arguments, in the order of the method's signature and without a gap from its first one: `/json/2` sends
   * names, the RPC wires send positions (`create` is found by position only).
   */
  params?: Readonly<Record<string, unknown>>;
  /** Arguments that go by name on every wire: of a method that takes them in no other way. */
  named?: Readonly<Record<string, unknown>>;
  context?: Readonly<Record<string, unknown>>;
  signal?: AbortSignal | undefined;
  /** Bounds the call, waiting for its turn and repetitions included; the connection's own if left out. */
  timeoutMs?: number | undefined;
  /** A write that does nothing the second time, so that it may be made again where its answer was lost. */
  repeatable?: boolean;
  /** Nobody waits for it: it begins when no other call waits for its turn. */
  background?: boolean;
  /** Odoo has answered another call of the same job: it waits for no job that has not begun. */
  begun?: boolean;
  /** Hears of every repetition. */
  onRetry?: ((retry: Retry) => void) | undefined;
}

/** A call that is about to be made again. */
export interface Retry {
  method: string;
  /** Why: the failure before. */
  after: Category;
  pauseMs: number;
}

/**
 * A signed-in connection to one database. `call` answers what the method returned, with `null` for Python's `None`;
 * it throws `OdooError`.
 */
export interface Wire {
  call(call: WireCall): Promise<unknown>;
}
