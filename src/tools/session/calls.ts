import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Category } from "../../odoo/errors/categories.js";
import { idsOf, type Trace } from "../../odoo/errors/trace.js";
import type { CallInfo } from "../call/audit.js";
import { onlyReads, type ServedTool } from "../call/tool.js";
import type { CallRequest, CallResult, SessionSource } from "./run-call.js";

// The calls that a server has under way, whatever protocol they came by and whoever made them.

export interface Calls {
  /** Runs a tool. `report`, where somebody wants to hear of it, is told how many seconds the call goes on already. */
  run(called: Called, session: SessionSource, request: CallRequest, report?: Report): Promise<CallResult>;
  /**
   * Takes no more calls and waits for those under way, then aborts what still runs: reads after `readMs`, calls that
   * may write after `writeMs`, all of them when `hurry` aborts. Resolves when all have ended.
   */
  finish(grace: Grace): Promise<void>;
  /** How many are under way. */
  count(): number;
}

/** A call that is over: what it was of, and what came of it. Holds nothing that a client sent. */
export interface EndedCall {
  tool: string;
  /** A question that a person is to answer first, or the category of what failed. */
  outcome: "ok" | "asked" | Category;
  ms: number;
}

/** A tool and its arguments, as they came. */
export interface Called {
  tool: ServedTool;
  args: unknown;
}

/** Its failures are nobody's: a client that is gone hears nothing. */
export type Report = (seconds: number) => Promise<void>;

export interface Grace {
  readMs: number;
  writeMs: number;
  hurry: AbortSignal;
}

/** How long calls under way may go on after a server was asked to end. */
export const GRACE_MS = { readMs: 5_000, writeMs: 30_000 };

interface Running {
  ended: Promise<unknown>;
  readOnly: boolean;
  stopping: AbortController;
}

/** `onEnd` hears of each call that is over. */
export function callsUnderWay(onEnd: (call: EndedCall) => void = () => {}): Calls {
  const underWay = new Set<Running>();
  let finishing = false;
  return {
    count: () => underWay.size,
    run({ tool, args }, session, request, report) {
      const began = performance.now();
      const stopping = new AbortController();
      if (finishing) stopping.abort();
      const signal = AbortSignal.any([request.signal, stopping.signal]);
      // What calls take is loaded with the first.
      const ended = import("./run-call.js").then(({ runCall }) => runCall(tool, args, session, { ...request, signal }));
      const running = { ended, stopping, readOnly: onlyReads(tool) };
      underWay.add(running);
      const reporting = report && reportProgress(report);
      return ended
        .then((result) => {
          onEnd({ tool: tool.definition.name, outcome: outcomeOf(result), ms: performance.now() - began });
          return result;
        })
        .finally(() => {
          clearInterval(reporting);
          underWay.delete(running);
        });
    },
    async finish({ readMs, writeMs, hurry }) {
      finishing = true;
      const calls = [...underWay];
      const reads = calls.filter(({ readOnly }) => readOnly);
      const others = calls.filter(({ readOnly }) => !readOnly);
      await Promise.all([endCalls(reads, readMs, hurry), endCalls(others, writeMs, hurry)]);
    },
  };
}

const outcomeOf = ({ open, category }: CallResult): EndedCall["outcome"] => category ?? (open ? "asked" : "ok");

async function endCalls(calls: readonly Running[], graceMs: number, hurry: AbortSignal): Promise<void> {
  const ended = Promise.allSettled(calls.map((call) => call.ended));
  const over = sleep(graceMs, undefined, { signal: hurry, ref: false }).catch(() => {});
  await Promise.race([ended, over]);
  for (const { stopping } of calls) stopping.abort();
  await ended;
}

const PROGRESS_EVERY_S = 2;

/** What a client is told of a call that goes on. */
export const progressMessage = (seconds: number): string => `Odoo is at work (${seconds} s)`;

function reportProgress(report: Report): NodeJS.Timeout {
  let seconds = 0;
  return setInterval(() => {
    seconds += PROGRESS_EVERY_S;
    report(seconds).catch(() => {});
  }, PROGRESS_EVERY_S * 1000);
}

/** Of what a client calls itself, in the audit. */
const MAX_CLIENT = 80;

/** Who makes a call: the program by its own account, and the user where a server has several. */
export interface Caller extends Pick<CallInfo, "uid" | "login" | "instance"> {
  client?: { name?: string | undefined; version?: string | undefined } | undefined;
  trace?: Trace | undefined;
}

/** What is written down of a call that begins now. */
export function callInfo(tool: string, caller: Caller): CallInfo {
  const { client: { name, version } = {}, uid, login, instance, trace } = caller;
  const client = name ? { client: `${name} ${version}`.slice(0, MAX_CLIENT) } : {};
  const user = uid === undefined ? {} : { uid, ...(login ? { login } : {}) };
  const where = instance ? { instance } : {};
  return { id: randomUUID().slice(0, 8), tool, ...client, ...where, ...user, ...idsOf(trace) };
}
