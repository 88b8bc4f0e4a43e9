import { AsyncLocalStorage } from "node:async_hooks";

// W3C Trace Context: which call of somebody else's ours belongs to. Nothing is recorded here: logs and Odoo get the ids.

/** A call's place in the trace of whoever made it. */
export interface Trace {
  /** 32 hexadecimal digits. */
  traceId: string;
  /** Of the call itself, 16 of them. */
  spanId: string;
  /** Whether whoever began the trace keeps it, as they send it. */
  flags: string;
  /** What others have added to it, which goes on as it came. */
  state?: string | undefined;
}

const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})(-.*)?$/;
/** That it is kept, and that its id is random: no other flag has a meaning. */
const KNOWN_FLAGS = 0b11;

/** A new span of the trace that a `traceparent` names; undefined for anything else. */
export function spanIn(traceparent: unknown, tracestate?: unknown): Trace | undefined {
  if (typeof traceparent !== "string") return undefined;
  const [, version, traceId, flags = "", more] = TRACEPARENT.exec(traceparent) ?? [];
  // Later versions may have more behind it.
  if (!traceId || (version === "00" && more !== undefined)) return undefined;
  return {
    traceId,
    spanId: Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString("hex"),
    flags: hexadecimal(Number.parseInt(flags, 16) & KNOWN_FLAGS),
    ...(isState(tracestate) ? { state: tracestate } : {}),
  };
}

const hexadecimal = (byte: number) => byte.toString(16).padStart(2, "0");

const MAX_STATE = 512;
const MEMBER = /^[\da-z][\w*/@-]{0,255}=[ -+\--<>-~]{0,255}[!-+\--<>-~]$/;

const isState = (state: unknown): state is string =>
  typeof state === "string" &&
  state.length <= MAX_STATE &&
  state.split(",").every((member) => MEMBER.test(member.trim()));

const current = new AsyncLocalStorage<Trace>();

/** Runs what belongs to a trace; what belongs to none, as it is. */
export const withTrace = <Result>(trace: Trace | undefined, run: () => Result): Result =>
  trace ? current.run(trace, run) : run();

/** The ids as logs name them; nothing outside of a trace. */
export const idsOf = (trace: Trace | undefined): { trace_id?: string; span_id?: string } =>
  trace ? { trace_id: trace.traceId, span_id: trace.spanId } : {};

/** What a line of a log begins with. */
export function traceMark(): string {
  const trace = current.getStore();
  return trace ? `trace_id=${trace.traceId} span_id=${trace.spanId} ` : "";
}

/** What a request that is sent for a call carries. */
export function traceHeaders(): Record<string, string> {
  const trace = current.getStore();
  if (!trace) return {};
  const { traceId, spanId, flags, state } = trace;
  return { traceparent: `00-${traceId}-${spanId}-${flags}`, ...(state ? { tracestate: state } : {}) };
}
