import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Category, type ErrorDetails, OdooError, type Outcome } from "../../../src/odoo/errors/errors.js";
import { retryingWire } from "../../../src/odoo/wires/retrying.js";
import type { Retry, WireCall } from "../../../src/odoo/wires/wire.js";
import { fakeClock } from "../../support/fake-clock.js";

/** A wire that fails with these, one call each, and then answers. */
function failing(...failures: OdooError[]) {
  const calls: WireCall[] = [];
  const wire = {
    async call(call: WireCall) {
      calls.push(call);
      const failure = failures.shift();
      if (failure) throw failure;
      return "answer";
    },
  };
  return { wire: retryingWire(wire, { timeoutMs: 5_000, pauseMs: 2 }), calls };
}

const error = (category: Category, details: ErrorDetails = {}) => new OdooError(category, "failed", details);
const lost = error("unavailable", { outcome: "unknown" });
const read: WireCall = { model: "res.partner", method: "search_read" };
const write: WireCall = { model: "res.partner", method: "create" };

describe("retryingWire", () => {
  beforeEach(() => fakeClock("nextTimer"));

  it("makes a read again whose answer was lost, and tells so", async () => {
    const { wire, calls } = failing(lost, error("rate_limited"));
    const retries: Retry[] = [];
    expect(await wire.call({ ...read, onRetry: (retry) => retries.push(retry) })).toBe("answer");
    expect(calls).toHaveLength(3);
    expect(retries).toEqual([
      { method: "search_read", after: "unavailable", pauseMs: expect.any(Number) },
      { method: "search_read", after: "rate_limited", pauseMs: expect.any(Number) },
    ]);
  });

  it("gives a read up after six attempts, with nothing applied", async () => {
    const { wire, calls } = failing(lost, lost, lost, lost, lost, lost, lost);
    await expect(wire.call(read)).rejects.toMatchObject({ category: "unavailable", outcome: "not_applied" });
    expect(calls).toHaveLength(6);
  });

  it.each<[string, OdooError]>([
    ["whose connection was refused", error("unavailable")],
    ["that was too many", error("rate_limited")],
    ["that Odoo rolled back", error("conflict")],
    ["that met a lock", error("lock")],
  ])("makes a write again %s", async (_, failure) => {
    const { wire, calls } = failing(failure);
    expect(await wire.call(write)).toBe("answer");
    expect(calls).toHaveLength(2);
  });

  it.each<[string, OdooError]>([
    ["whose answer was lost", lost],
    ["that took too long", error("timeout", { outcome: "unknown" })],
    ["that was made but not answered", error("server_error", { outcome: "applied" })],
    ["that Odoo refused", error("validation")],
    ["that the server's certificate prevented", error("unavailable", { passes: false })],
  ])("never makes a write again %s", async (_, failure) => {
    const { wire, calls } = failing(failure);
    await expect(wire.call(write)).rejects.toBe(failure);
    expect(calls).toHaveLength(1);
  });

  it.each(["execute_kw", "action_confirm", "export_data", "write", "unlink", "message_post"])(
    "takes %s for a write",
    async (method) => {
      const { wire, calls } = failing(lost);
      await expect(wire.call({ ...write, method })).rejects.toBe(lost);
      expect(calls).toHaveLength(1);
    },
  );

  it("does not make a read again that used its whole time", async () => {
    const { wire, calls } = failing(error("timeout", { outcome: "unknown" }));
    await expect(wire.call(read)).rejects.toMatchObject({ category: "timeout", outcome: "not_applied" });
    expect(calls).toHaveLength(1);
  });

  it("waits as long as the server asks", async () => {
    vi.setTimerTickMode("manual");
    const { wire, calls } = failing(error("rate_limited", { retryAfterMs: 60 }));
    const calling = wire.call(write);
    await vi.advanceTimersByTimeAsync(59);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await calling).toBe("answer");
  });

  it("does not wait longer than the call may take", async () => {
    const { wire, calls } = failing(error("rate_limited", { retryAfterMs: 60_000 }));
    await expect(wire.call(write)).rejects.toMatchObject({ category: "rate_limited", retryAfterMs: 60_000 });
    expect(calls).toHaveLength(1);
  });

  it("gives every attempt the time that is left", async () => {
    const { wire, calls } = failing(error("rate_limited", { retryAfterMs: 50 }));
    await wire.call({ ...read, timeoutMs: 1_000 });
    expect(calls.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 950]);
  });

  it("ends at once when it is cancelled between two attempts", async () => {
    const { wire, calls } = failing(error("rate_limited", { retryAfterMs: 4_000 }));
    const abort = new AbortController();
    const calling = wire.call({ ...write, signal: abort.signal, onRetry: () => abort.abort() });
    await expect(calling).rejects.toMatchObject({ category: "cancelled", outcome: "not_applied" });
    expect(calls).toHaveLength(1);
  });

  it.each<[string, OdooError, Outcome]>([
    ["was refused here", error("rate_limited", { retryAfterMs: 60_000 }), "unknown"],
    ["was cancelled", error("cancelled"), "unknown"],
    ["was not let in", error("auth"), "unknown"],
    ["met a lock", error("lock", { retryAfterMs: 60_000 }), "unknown"],
    ["was refused by Odoo", error("validation"), "not_applied"],
  ])(
    "says of a repeatable write what became of the lost attempt where the next one %s",
    async (_, failure, outcome) => {
      const { wire, calls } = failing(lost, failure);
      const { category } = failure;
      await expect(wire.call({ ...write, repeatable: true })).rejects.toMatchObject({ category, outcome });
      expect(calls).toHaveLength(2);
    },
  );

  it("does not call a repeatable write unwritten that is cancelled after a lost attempt", async () => {
    const { wire } = failing(lost);
    const abort = new AbortController();
    const onRetry = () => abort.abort();
    await expect(wire.call({ ...write, repeatable: true, signal: abort.signal, onRetry })).rejects.toMatchObject({
      category: "cancelled",
      outcome: "unknown",
    });
  });

  it("pauses longer and longer, and never twice alike", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(1);
    const { wire } = failing(lost, lost, lost);
    const pauses: number[] = [];
    await wire.call({ ...read, onRetry: ({ pauseMs }) => pauses.push(pauseMs) });
    random.mockReturnValue(0);
    const other = failing(lost);
    await other.wire.call({ ...read, onRetry: ({ pauseMs }) => pauses.push(pauseMs) });
    random.mockRestore();
    expect(pauses).toEqual([2, 4, 8, 1]);
  });

  it("lets what is no failure of Odoo through", async () => {
    const wire = retryingWire({ call: () => Promise.reject(new TypeError("a bug")) }, { timeoutMs: 100 });
    await expect(wire.call(read)).rejects.toThrow("a bug");
  });
});
