import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { jobWire } from "../../../src/odoo/wires/job.js";
import { callQueue, queuedWire } from "../../../src/odoo/wires/queued.js";
import type { Wire } from "../../../src/odoo/wires/wire.js";
import { fakeClock } from "../../support/fake-clock.js";

// Of a queue before an Odoo that takes as long as the test says, on a clock of the test's.

/** What is asked of an Odoo, in milliseconds. */
interface Load {
  concurrency: number;
  timeoutMs: number;
  /** When each task begins, in order. */
  arrivals: readonly number[];
  /** How long Odoo takes for each call, in the order that they are sent; after the last from the first on. */
  service: readonly number[];
  /** Calls of a task, one after the other. */
  perJob?: number;
}

interface Outcome {
  /** By place in `arrivals`. */
  answered: number[];
  atOnce: number[];
  late: number[];
  /** Odoo worked on them, for nothing. */
  lost: number[];
  /** When the last answer came. */
  until: number;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** An Odoo that answers after its time, or goes on for nobody. */
function odooOf(service: readonly number[]): Wire {
  let sent = 0;
  return {
    async call({ timeoutMs = Number.POSITIVE_INFINITY }) {
      const takes = service[sent++ % service.length] ?? 0;
      await sleep(Math.min(takes, timeoutMs));
      if (takes > timeoutMs) throw new OdooError("timeout", `Odoo did not answer within ${timeoutMs} ms.`);
    },
  };
}

async function run({ concurrency, timeoutMs, arrivals, service, perJob = 1 }: Load): Promise<Outcome> {
  const wire = queuedWire(odooOf(service), callQueue({ concurrency }));
  await wire.call({ model: "x", method: "read" });
  const began = performance.now();
  const outcome: Outcome = { answered: [], atOnce: [], late: [], lost: [], until: 0 };
  const task = async (index: number) => {
    const own = process.env.PLAIN ? wire : jobWire(wire);
    const came = performance.now();
    try {
      for (let call = 0; call < perJob; call++) await own.call({ model: "x", method: "read", timeoutMs });
      outcome.answered.push(index);
      outcome.until = performance.now() - began;
    } catch (error) {
      const refused = error instanceof OdooError && error.category === "rate_limited";
      outcome[!refused ? "lost" : performance.now() === came ? "atOnce" : "late"].push(index);
    }
  };
  const tasks: Promise<void>[] = [];
  for (const at of arrivals) {
    const wait = began + at - performance.now();
    if (wait > 0) await sleep(wait);
    tasks.push(task(tasks.length));
  }
  await Promise.all(tasks);
  return outcome;
}

const answersASecond = ({ answered, until }: Outcome) => (answered.length / until) * 1000;
const steady = (everyMs: number, count: number) => Array.from({ length: count }, (_, at) => Math.round(at * everyMs));

describe("scratch", () => {
  it.each([1, 3])("%s", async (perJob) => {
    fakeClock("nextTimer");
    for (const level of [2, 5, 10]) {
      const t = Date.now();
      const service = Array.from({ length: 1000 }, () => Math.round(-60 * Math.log(Math.random())));
      const mean = service.reduce((a, b) => a + b) / service.length;
      const result = await run({
        concurrency: 4,
        timeoutMs: 4000,
        service,
        perJob,
        arrivals: steady(((mean / 4) * perJob) / level, (600 * level) / perJob),
      });
      console.log(
        perJob,
        level,
        ((answersASecond(result) * perJob) / (4000 / mean)).toFixed(2),
        Object.entries(result)
          .map(([k, v]) => `${k} ${Array.isArray(v) ? v.length : v}`)
          .join(", "),
      );
    }
  });
});
