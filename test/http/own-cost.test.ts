import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { observedQueue } from "../../src/http/observed-queue.js";
import type { OdooCall } from "../../src/http/observer.js";
import { waitForOdoo, withOwnCost } from "../../src/http/own-cost.js";
import { callQueue } from "../../src/odoo/wires/queued.js";

/** The clock stands still but for `pass`. */
let clock = 0;
const pass = (ms: number) => {
  clock += ms;
};

beforeEach(() => {
  clock = 1_000;
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});
afterEach(() => vi.restoreAllMocks());

describe("a request's own cost", () => {
  it("is its time without that of waiting for Odoo, which counts once where it waits for several answers", async () => {
    const costs: number[] = [];
    await withOwnCost(
      async () => {
        pass(1);
        const first = waitForOdoo();
        pass(10);
        const second = waitForOdoo();
        pass(100);
        first();
        pass(1_000);
        second();
        pass(2);
        const third = waitForOdoo();
        pass(10_000);
        third();
        pass(4);
      },
      (ms) => costs.push(ms),
    );
    expect(costs).toEqual([7]);
  });

  it("ends with the request, where a call to Odoo goes on", async () => {
    const costs: number[] = [];
    await withOwnCost(
      async () => {
        pass(1);
        waitForOdoo();
        pass(10);
      },
      (ms) => costs.push(ms),
    );
    expect(costs).toEqual([1]);
  });

  it("is each request's, of those that are answered at a time", async () => {
    const costs: Record<string, number> = {};
    const request = (name: string, run: () => Promise<void>) =>
      withOwnCost(run, (ms) => {
        costs[name] = ms;
      });
    const step = () => sleep(0);
    await Promise.all([
      request("waits", async () => {
        const answered = waitForOdoo();
        await step();
        pass(5);
        await step();
        answered();
      }),
      request("works", step),
    ]);
    expect(costs).toEqual({ waits: 0, works: 5 });
    // Outside of requests nobody is charged.
    waitForOdoo()();
  });
});

describe("a queue that is observed", () => {
  it("tells how long calls waited and were answered, and which were not sent", async () => {
    const load = { waiting: 0, running: 0 };
    const told: OdooCall[] = [];
    const queue = observedQueue(callQueue({ concurrency: 1 }), load, (one) => told.push(one));
    let answer = () => {};
    const first = queue.inTurn(
      { method: "search" },
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    const leaving = new AbortController();
    const second = queue.inTurn({ method: "write" }, async () => {
      pass(20);
      throw new Error("no answer");
    });
    const third = queue.inTurn({ method: "read", signal: leaving.signal }, async () => {});
    await expect.poll(() => load).toEqual({ waiting: 2, running: 1 });
    pass(3);
    leaving.abort();
    await expect(third).rejects.toThrow("before it was sent");
    pass(100);
    answer();
    await first;
    await expect(second).rejects.toThrow("no answer");
    expect(load).toEqual({ waiting: 0, running: 0 });
    expect(told).toEqual([
      { kind: "read", outcome: "cancelled", waitedMs: 3, answeredMs: undefined },
      { kind: "read", outcome: "ok", waitedMs: 0, answeredMs: 103 },
      { kind: "write", outcome: "server_error", waitedMs: 103, answeredMs: 20 },
    ]);
  });
});
