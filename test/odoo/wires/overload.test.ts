import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { jobWire } from "../../../src/odoo/wires/job.js";
import { callQueue, queuedWire } from "../../../src/odoo/wires/queued.js";
import { FEW } from "../../../src/odoo/wires/service-time.js";
import type { Wire } from "../../../src/odoo/wires/wire.js";
import { fakeClock } from "../../support/fake-clock.js";
import { runSeed } from "../../support/random.js";

// The queue before an Odoo that takes as long as the test says, on a clock of the test's.

/** Replays with TEST_SEED. */
const SEED = runSeed();

/** What is asked of an Odoo, in milliseconds. */
interface Load {
  concurrency: number;
  timeoutMs: number;
  /** When each job begins, in order. */
  arrivals: readonly number[];
  /** How long Odoo takes for each call, in the order that they are sent; after the last from the first on. */
  service: readonly number[];
  /** Calls of a job, one after the other. */
  perJob?: number;
  /** Whether the calls of a job belong together; true if left out. */
  together?: boolean;
}

/** What became of the jobs, by their places in `arrivals`. */
interface Outcome {
  answered: number[];
  /** Refused when they came. */
  atOnce: number[];
  /** Refused after they had waited. */
  late: number[];
  /** Odoo has worked on them for nothing. */
  lost: number[];
  /** When the last was answered. */
  until: number;
  /** How long Odoo has worked for calls that it answered. */
  worked: number;
}

const READ = { model: "res.partner", method: "read" };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `answers` hears how long each call took that is answered. */
function odooTaking(service: readonly number[], answers: (ms: number) => void): Wire {
  let sent = 0;
  return {
    async call({ timeoutMs = Number.POSITIVE_INFINITY }) {
      const takes = service[sent++ % service.length] ?? 0;
      await sleep(Math.min(takes, timeoutMs));
      if (takes > timeoutMs) throw new OdooError("timeout", `Odoo did not answer within ${timeoutMs} ms.`);
      answers(takes);
    },
  };
}

/** The queue knows as much as few calls have taught it. */
async function outcomeOf(load: Load): Promise<Outcome> {
  const { concurrency, timeoutMs, arrivals, service, perJob = 1, together = true } = load;
  const outcome: Outcome = { answered: [], atOnce: [], late: [], lost: [], until: 0, worked: 0 };
  const odoo = odooTaking(service, (ms) => {
    outcome.worked += ms;
  });
  const wire = queuedWire(odoo, callQueue({ concurrency }));
  for (let call = 0; call < FEW; call++) await wire.call(READ);
  outcome.worked = 0;
  const began = performance.now();
  const job = async (place: number) => {
    const own = together ? jobWire(wire) : wire;
    const came = performance.now();
    try {
      for (let call = 0; call < perJob; call++) await own.call({ ...READ, timeoutMs });
      outcome.answered.push(place);
      outcome.until = performance.now() - began;
    } catch (error) {
      const isRefused = error instanceof OdooError && error.category === "rate_limited";
      outcome[!isRefused ? "lost" : performance.now() === came ? "atOnce" : "late"].push(place);
    }
  };
  const jobs: Promise<void>[] = [];
  for (const at of arrivals) {
    const ms = began + at - performance.now();
    if (ms > 0) await sleep(ms);
    jobs.push(job(jobs.length));
  }
  await Promise.all(jobs);
  return outcome;
}

/** Which calls can be answered in time by an Odoo that takes always the same: in turn, and nothing done for nothing. */
function answerable({ concurrency, timeoutMs, arrivals, service: [takes = 0] }: Load): number[] {
  const free = Array<number>(concurrency).fill(0);
  return arrivals.flatMap((came, place) => {
    const at = free.indexOf(Math.min(...free));
    const ends = Math.max(came, free[at] ?? 0) + takes;
    if (ends > came + timeoutMs) return [];
    free[at] = ends;
    return [place];
  });
}

const mean = (list: readonly number[]) => list.reduce((sum, ms) => sum + ms, 0) / list.length;

/** Of the time that Odoo had until the last answer, what went into answers. */
const shareOf = ({ worked, until }: Outcome, { concurrency }: Load) => worked / (until * concurrency);

const PATTERNS = {
  "all at once": () => 0,
  steadily: (job: number, everyMs: number) => Math.round(job * everyMs),
  "in bursts of ten": (job: number, everyMs: number) => Math.round(Math.floor(job / 10) * 10 * everyMs),
};

/** `level` times what Odoo can answer, for three times the time-out, or as much as that at once. */
function overload(level: number, pattern: keyof typeof PATTERNS, given: Omit<Load, "arrivals">): Load {
  const everyMs = ((mean(given.service) / given.concurrency) * (given.perJob ?? 1)) / level;
  const span = pattern === "all at once" ? 1 : 3;
  const count = Math.ceil((given.timeoutMs * span) / everyMs);
  const arrivals = Array.from({ length: count }, (_, job) => PATTERNS[pattern](job, everyMs));
  return { ...given, arrivals };
}

/** Some calls take several times as long as others. */
const varied = fc.array(fc.noBias(fc.integer({ min: 20, max: 100 })), { minLength: 200, maxLength: 200 });

describe("a queue before an Odoo that cannot answer all", () => {
  it(`refuses no call that can be answered, and those that cannot when they come (TEST_SEED=${SEED})`, async () => {
    fakeClock("nextTimer");
    const loads = fc.record({
      concurrency: fc.integer({ min: 1, max: 6 }),
      timeoutMs: fc.integer({ min: 10, max: 500 }),
      arrivals: fc
        .array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 60 })
        .map((list) => list.sort((a, b) => a - b)),
      service: fc.tuple(fc.integer({ min: 1, max: 100 })),
    });
    const inTime = loads.filter(({ service: [takes], timeoutMs }) => takes <= timeoutMs);
    await fc.assert(
      fc.asyncProperty(inTime, async (load) => {
        const { answered, late, lost } = await outcomeOf(load);
        expect(answered.sort((a, b) => a - b)).toEqual(answerable(load));
        expect([...late, ...lost]).toEqual([]);
      }),
      { numRuns: 60, seed: SEED },
    );
  });

  it.each([2, 5, 10])(
    `answers what Odoo can at %i times that, whatever comes when (TEST_SEED=${SEED})`,
    async (level) => {
      fakeClock("nextTimer");
      const cases = fc.record({ service: varied, concurrency: fc.integer({ min: 1, max: 6 }) });
      await fc.assert(
        fc.asyncProperty(cases, async (given) => {
          for (const pattern of Object.keys(PATTERNS) as (keyof typeof PATTERNS)[]) {
            const load = overload(level, pattern, { ...given, timeoutMs: 1_000 });
            const outcome = await outcomeOf(load);
            expect(shareOf(outcome, load), pattern).toBeGreaterThan(0.9);
          }
        }),
        { numRuns: 2, seed: SEED, endOnFailure: true },
      );
    },
  );

  it(`brings the jobs to their end that it lets begin (TEST_SEED=${SEED})`, async () => {
    fakeClock("nextTimer");
    const [service = []] = fc.sample(varied, { numRuns: 1, seed: SEED });
    const load = overload(10, "steadily", { service, concurrency: 4, timeoutMs: 1_000, perJob: 3 });
    const together = await outcomeOf(load);
    expect(together.answered.length * 3).toBeGreaterThan(0.9 * ((together.until * 4) / mean(service)));
    expect(together.late.length + together.lost.length).toBeLessThan(together.answered.length / 2);
    // By themselves, calls of jobs that have come far are refused as others are.
    const apart = await outcomeOf({ ...load, together: false });
    expect(apart.answered.length / apart.until).toBeLessThan(0.8 * (together.answered.length / together.until));
  });

  it("lets an Odoo that was slow show that it is quick again", async () => {
    fakeClock("nextTimer");
    const service = [...Array<number>(20).fill(5_000), ...Array<number>(2_000).fill(20)];
    const arrivals = Array.from({ length: 1_000 }, (_, at) => at * 10);
    const { answered, lost } = await outcomeOf({ service, arrivals, concurrency: 4, timeoutMs: 1_000 });
    expect(lost).toHaveLength(20 - FEW);
    expect(
      arrivals
        .slice(600)
        .map((_, at) => at + 600)
        .every((at) => answered.includes(at)),
    ).toBe(true);
  });
});
