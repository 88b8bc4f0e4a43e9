import { describe, expect, it, vi } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { callQueue, type QueueOptions, queuedWire } from "../../../src/odoo/wires/queued.js";
import { retryingWire } from "../../../src/odoo/wires/retrying.js";
import { FEW } from "../../../src/odoo/wires/service-time.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { fakeClock } from "../../support/fake-clock.js";
import { ticks } from "../../support/ticks.js";

/** A wire whose calls end when the test says so, in any order. */
function held(options: QueueOptions) {
  const running = new Map<string, () => void>();
  const begun: string[] = [];
  let most = 0;
  const inner = {
    call: ({ model }: WireCall) =>
      new Promise((resolve) => {
        begun.push(model);
        running.set(model, () => {
          running.delete(model);
          resolve(model);
        });
        most = Math.max(most, running.size);
      }),
  };
  const wire = queuedWire(inner, callQueue(options));
  return {
    call: (model: string, more: Partial<WireCall> = {}) => wire.call({ model, method: "read", ...more }),
    end: (model: string) => running.get(model)?.(),
    begun,
    most: () => most,
  };
}

describe("queuedWire", () => {
  it("makes no more calls at a time than allowed, in the order they came", async () => {
    const { call, end, begun, most } = held({ concurrency: 2 });
    const calls = ["a", "b", "c", "d"].map((model) => call(model));
    expect(begun).toEqual(["a", "b"]);
    for (const model of ["b", "a", "c", "d"]) {
      end(model);
      await ticks(1);
    }
    expect(await Promise.all(calls)).toEqual(["a", "b", "c", "d"]);
    expect(begun).toEqual(["a", "b", "c", "d"]);
    expect(most()).toBe(2);
  });

  it("lets other calls pass one that is slow, and no more than twice as many", async () => {
    fakeClock();
    const { call, end, begun } = held({ concurrency: 1, slowMs: 20 });
    const slow = call("slow report");
    const calls = ["a", "b"].map((model) => call(model));
    expect(begun).toEqual(["slow report"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(begun).toEqual(["slow report", "a"]);
    end("a");
    await ticks(1);
    expect(begun).toEqual(["slow report", "a", "b"]);
    for (const model of ["b", "slow report"]) end(model);
    await Promise.all([slow, ...calls]);
    const after = [call("c"), call("d")];
    await ticks(1);
    expect(begun.slice(3)).toEqual(["c"]);
    end("c");
    await ticks(1);
    end("d");
    await Promise.all(after);
  });

  it("begins one call a pace on hosts that ask for it, slow or not", async () => {
    fakeClock();
    const { call, end, begun } = held({ concurrency: 1, paceMs: 60, slowMs: 5 });
    const calls = ["a", "b"].map((model) => call(model));
    await vi.advanceTimersByTimeAsync(30);
    expect(begun).toEqual(["a"]);
    end("a");
    await vi.advanceTimersByTimeAsync(29);
    expect(begun).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toEqual(["a", "b"]);
    end("b");
    expect(await Promise.all(calls)).toEqual(["a", "b"]);
  });

  it("refuses a call when too many wait, and takes calls again later", async () => {
    const { call, end } = held({ concurrency: 1, waiting: 2 });
    const calls = ["a", "b", "c"].map((model) => call(model));
    await expect(call("d")).rejects.toMatchObject({
      category: "rate_limited",
      outcome: "not_applied",
      retryable: true,
      message: "2 calls are waiting for Odoo already; this one was not sent.",
    });
    end("a");
    await ticks(1);
    const late = call("e");
    for (const model of ["b", "c", "e"]) {
      end(model);
      await ticks(1);
    }
    expect(await Promise.all([...calls, late])).toEqual(["a", "b", "c", "e"]);
  });

  it("does not send a call that is cancelled while it waits", async () => {
    const { call, end, begun } = held({ concurrency: 1 });
    const first = call("a");
    const abort = new AbortController();
    const second = call("b", { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toMatchObject({ category: "cancelled", outcome: "not_applied" });
    await expect(call("c", { signal: abort.signal })).rejects.toMatchObject({ category: "cancelled" });
    end("a");
    await first;
    expect(begun).toEqual(["a"]);
  });

  it("makes Node.js warn of no leak where one tool call waits for many things", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const { call, end } = held({ concurrency: 1 });
    const { signal } = new AbortController();
    const models = Array.from({ length: 20 }, (_, at) => `m${at}`);
    const calls = models.map((model) => call(model, { signal }));
    for (const model of models) {
      await ticks(2);
      end(model);
    }
    expect(await Promise.all(calls)).toEqual(models);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it("counts the waiting into the call's time, and does not send a call whose time is over", async () => {
    fakeClock("nextTimer");
    const { call, end, begun } = held({ concurrency: 1 });
    const first = call("a");
    await expect(call("b", { timeoutMs: 20 })).rejects.toMatchObject({
      category: "rate_limited",
      outcome: "not_applied",
      retryable: true,
      message:
        "Too many calls wait here for their turn: this one would not be answered within 20 ms, and was not sent.",
      hint: "Make fewer calls at a time, or set a longer ODOO_TIMEOUT_MS.",
    });
    end("a");
    await first;
    expect(begun).toEqual(["a"]);
  });

  it("leaves a call that runs its own way of being cancelled", async () => {
    const abort = new AbortController();
    const wire = queuedWire({ call: async () => "made all the same" }, callQueue({ concurrency: 1 }));
    const calling = wire.call({ model: "a", method: "create", signal: abort.signal });
    abort.abort();
    expect(await calling).toBe("made all the same");
  });

  it("goes on after a failure", async () => {
    let calls = 0;
    const inner = {
      async call() {
        calls += 1;
        if (calls === 1) throw new Error("failed");
        return calls;
      },
    };
    const wire = queuedWire(inner, callQueue({ concurrency: 1 }));
    const both = [wire.call({ model: "a", method: "read" }), wire.call({ model: "b", method: "read" })];
    expect(await Promise.allSettled(both)).toMatchObject([{ status: "rejected" }, { value: 2 }]);
  });

  it("lets calls that somebody waits for go before those of the background, whenever they came", async () => {
    const { call, end, begun } = held({ concurrency: 1 });
    const background = ["drift 1", "drift 2", "drift 3"].map((model) => call(model, { background: true }));
    const waited = ["a", "b"].map((model) => call(model));
    for (const model of ["drift 1", "a", "b", "drift 2", "drift 3"]) {
      await vi.waitFor(() => expect(begun).toContain(model));
      end(model);
    }
    await Promise.all([...background, ...waited]);
    expect(begun).toEqual(["drift 1", "a", "b", "drift 2", "drift 3"]);
  });

  it("lets calls of jobs that Odoo has begun to answer go before those that would begin one", async () => {
    const { call, end, begun } = held({ concurrency: 1 });
    const calls = [
      call("first"),
      call("drift", { background: true }),
      ...["a", "b"].map((model) => call(model)),
      ...["c", "d"].map((model) => call(model, { begun: true })),
    ];
    const order = ["first", "c", "d", "a", "b", "drift"];
    for (const model of order) {
      await vi.waitFor(() => expect(begun).toContain(model));
      end(model);
    }
    await Promise.all(calls);
    expect(begun).toEqual(order);
  });

  it("says of a call that had little time left after waiting that it has waited here", async () => {
    fakeClock("nextTimer");
    const inner = {
      call: ({ model, timeoutMs }: WireCall) =>
        new Promise((resolve, reject) => {
          if (model === "first") setTimeout(resolve, 700);
          else setTimeout(reject, timeoutMs, new OdooError("timeout", "Odoo did not answer.", { outcome: "unknown" }));
        }),
    };
    const wire = queuedWire(inner, callQueue({ concurrency: 1 }));
    const first = wire.call({ model: "first", method: "read" });
    await expect(wire.call({ model: "a", method: "create", timeoutMs: 1_500 })).rejects.toMatchObject({
      category: "timeout",
      outcome: "unknown",
      message: "Odoo did not answer. Before, the call waited 700 ms here for others to end.",
      hint: "Make fewer calls at a time, or raise ODOO_TIMEOUT_MS.",
    });
    await first;
    await expect(wire.call({ model: "a", method: "create", timeoutMs: 1_500 })).rejects.toMatchObject({
      message: "Odoo did not answer.",
    });
  });
});

/** A queue that knows that calls take 100 ms, behind which `waiting` calls wait. */
async function knowing(options: QueueOptions, waiting: number) {
  fakeClock("nextTimer");
  const sent: WireCall[] = [];
  const inner = {
    async call(call: WireCall) {
      sent.push(call);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return call.model;
    },
  };
  const queued = queuedWire(inner, callQueue(options));
  for (let call = 0; call < FEW; call++) await queued.call(READ);
  const others = Promise.all(Array.from({ length: waiting }, () => queued.call(READ)));
  sent.length = 0;
  return { wire: retryingWire(queued, { timeoutMs: 60_000 }), sent, others };
}

const READ: WireCall = { model: "others", method: "read" };
const FOURTH: WireCall = { model: "fourth", method: "read" };
const REFUSED = { category: "rate_limited", outcome: "not_applied", message: expect.stringContaining("was not sent") };

describe("a call that has to wait", () => {
  it.each([
    ["others before it", { concurrency: 1 }, 400],
    ["others at a time before it", { concurrency: 2 }, 200],
    ["a pace", { concurrency: 1, paceMs: 250 }, 600],
  ])("is refused at once where its time cannot suffice for %s, and not made again", async (_, options, needed) => {
    const { wire, sent, others } = await knowing(options, 3);
    const began = performance.now();
    const onRetry = vi.fn();
    await expect(wire.call({ ...FOURTH, timeoutMs: needed - 1, onRetry })).rejects.toMatchObject(REFUSED);
    expect(performance.now()).toBe(began);
    expect(onRetry).not.toHaveBeenCalled();
    expect(await wire.call({ ...FOURTH, timeoutMs: 1_500 })).toBe("fourth");
    await others;
    expect(sent.filter(({ model }) => model === "fourth")).toHaveLength(1);
  });

  it("is refused when its time runs out as others take longer than they did", async () => {
    fakeClock("nextTimer");
    let takes = 100;
    const sent: string[] = [];
    const inner = {
      async call({ model }: WireCall) {
        sent.push(model);
        await new Promise((resolve) => setTimeout(resolve, takes));
      },
    };
    const wire = queuedWire(inner, callQueue({ concurrency: 1 }));
    for (let call = 0; call < FEW; call++) await wire.call(READ);
    takes = 900;
    const other = wire.call(READ);
    const began = performance.now();
    await expect(wire.call({ ...FOURTH, timeoutMs: 500 })).rejects.toMatchObject(REFUSED);
    // With less than a call takes, it would be sent for nothing.
    expect(performance.now() - began).toBe(401);
    await other;
    expect(sent).not.toContain("fourth");
  });

  it("waits as long as it takes without a time-out", async () => {
    const { sent, others } = await knowing({ concurrency: 1 }, 50);
    await others;
    expect(sent).toHaveLength(49);
  });

  it("does not wait for the background, of which a call waits for all others", async () => {
    const { wire } = await knowing({ concurrency: 1 }, 1);
    const background = Array.from({ length: 5 }, () => wire.call({ ...READ, background: true }));
    const late = wire.call({ ...FOURTH, background: true, timeoutMs: 690 });
    await expect(late).rejects.toMatchObject(REFUSED);
    expect(await wire.call({ ...FOURTH, timeoutMs: 200 })).toBe("fourth");
    await Promise.all(background);
  });

  it("counts those that go before it as it belongs to a job that has begun", async () => {
    const { wire, others } = await knowing({ concurrency: 1 }, 6);
    await expect(wire.call({ ...FOURTH, timeoutMs: 250 })).rejects.toMatchObject(REFUSED);
    expect(await wire.call({ ...FOURTH, begun: true, timeoutMs: 250 })).toBe("fourth");
    await others;
  });
});
