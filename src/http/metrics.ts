import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Load, Observer } from "./observer.js";

// What a server counts, as Prometheus reads it. Values of labels are names of ours alone: of an Odoo that is served, of tools that
// there are, of categories. `odoo` says which Odoo: Prometheus has `instance` for the server that it asks.

export interface Metrics {
  /** Counts what happens at one Odoo, by the name that it is served by. */
  of(odoo: string): Observer;
  /** A request was answered with a status of HTTP. */
  onAnswer(status: number): void;
  /** All of it in the text format, and the media type of that. */
  text(): Promise<string>;
  contentType: string;
}

/** In seconds. A call to Odoo takes some 10 ms at best, and two minutes are its usual time-out. */
const OF_CALLS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];
const OF_WAITING = [0.001, ...OF_CALLS];
const OF_OWN_COST = [0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

/** `ofProcess`: also memory, processor and event loop, which are watched until the process ends. */
export function metrics({ ofProcess = true }: { ofProcess?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const loads = new Map<string, () => Load>();
  const counters = countersIn(registry);
  gaugesIn(registry, loads);
  return {
    of: (odoo) => observerOf(odoo, counters, loads),
    onAnswer: (status) => counters.requests.inc({ status: String(status) }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

type Counters = ReturnType<typeof countersIn>;

function countersIn(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `odoo_mcp_${name}`, help, labelNames, registers: [registry] });
  const seconds = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram({ name: `odoo_mcp_${name}_seconds`, help, labelNames, buckets, registers: [registry] });
  return {
    requests: counter("http_requests_total", "Requests but for probes, by status; 499: the client left first.", [
      "status",
    ]),
    calls: counter("tool_calls_total", "Calls of tools: ok, asked (a person, first), or the error's category.", [
      "odoo",
      "tool",
      "outcome",
    ]),
    callTimes: seconds("tool_call_duration", "How long calls of tools took.", ["odoo", "tool"], OF_CALLS),
    ownCosts: seconds(
      "request_own_duration",
      "How long requests of known users took beside waiting for Odoo.",
      ["odoo"],
      OF_OWN_COST,
    ),
    odooCalls: counter("odoo_calls_total", "Calls to Odoo, repeated ones too: ok, or the error's category.", [
      "odoo",
      "kind",
      "outcome",
    ]),
    odooWaits: seconds(
      "odoo_queue_wait_duration",
      "How long calls to Odoo waited here for their turn.",
      ["odoo"],
      OF_WAITING,
    ),
    odooAnswers: seconds("odoo_answer_duration", "How long Odoo took for a call.", ["odoo", "kind"], OF_CALLS),
    signIns: counter("sign_ins_total", "Credentials tried at Odoo.", ["odoo", "outcome"]),
    reuses: counter("reuses_refused_total", "Answers and dialogues that came once more.", ["odoo", "of"]),
  };
}

const GAUGES: readonly (readonly [name: string, help: string, of: keyof Load])[] = [
  ["users_known", "Credentials that are known.", "users"],
  ["tool_calls_under_way", "Calls of tools under way.", "calls"],
  ["odoo_calls_waiting", "Calls to Odoo that wait here for their turn.", "waiting"],
  ["odoo_calls_running", "Calls that Odoo has not answered yet.", "running"],
];

function gaugesIn(registry: Registry, loads: ReadonlyMap<string, () => Load>): void {
  for (const [name, help, of] of GAUGES) {
    new Gauge({
      name: `odoo_mcp_${name}`,
      help,
      labelNames: ["odoo"],
      registers: [registry],
      collect() {
        for (const [odoo, load] of loads) this.set({ odoo }, load()[of]);
      },
    });
  }
}

function observerOf(odoo: string, counters: Counters, loads: Map<string, () => Load>): Observer {
  // What never happened is 0, and not missing, where it is known what may happen.
  for (const outcome of ["ok", "refused", "failed"]) counters.signIns.inc({ odoo, outcome }, 0);
  for (const of of ["question", "dialogue"]) counters.reuses.inc({ odoo, of }, 0);
  return {
    onCall({ tool, outcome, ms }) {
      counters.calls.inc({ odoo, tool, outcome });
      counters.callTimes.observe({ odoo, tool }, ms / 1000);
    },
    onOdooCall({ kind, outcome, waitedMs, answeredMs }) {
      counters.odooCalls.inc({ odoo, kind, outcome });
      counters.odooWaits.observe({ odoo }, waitedMs / 1000);
      if (answeredMs !== undefined) counters.odooAnswers.observe({ odoo, kind }, answeredMs / 1000);
    },
    onSignIn: (outcome) => counters.signIns.inc({ odoo, outcome }),
    onReuse: (of) => counters.reuses.inc({ odoo, of }),
    onOwnCost: (ms) => counters.ownCosts.observe({ odoo }, ms / 1000),
    watch: (load) => void loads.set(odoo, load),
  };
}
