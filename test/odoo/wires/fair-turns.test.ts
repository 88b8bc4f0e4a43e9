import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { fairTurns } from "../../../src/odoo/wires/fair-turns.js";
import { callQueue } from "../../../src/odoo/wires/queued.js";
import { odooError } from "../../support/fixtures.js";

/** Users before an Odoo that answers one call at a time, when it is told to. */
function users(waiting?: number) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const { ofUser } = fairTurns(callQueue({ concurrency: 1 }), waiting === undefined ? {} : { waiting });
  const user = () => {
    const queue = ofUser();
    return (name: string, options: { signal?: AbortSignal; timeoutMs?: number } = {}) =>
      queue.inTurn(options, () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.push(() => resolve(name)));
      });
  };
  /** Lets the call that is under way end. */
  const next = async () => {
    await turn();
    ends.shift()?.();
    await turn();
  };
  return { user, begun, next };
}

describe("users of one Odoo", () => {
  it("take turns: one call waits for a few of another's hundred", async () => {
    const { user, begun, next } = users();
    const [anna, ben, cleo] = [user(), user(), user()];
    const calls = Array.from({ length: 100 }, (_, at) => anna(`a${at}`));
    calls.push(ben("b0"), ben("b1"), cleo("c0"));
    for (let count = 0; count < 8; count++) await next();
    // Two were let in before the others came.
    expect(begun.slice(0, 8)).toEqual(["a0", "a1", "a2", "b0", "c0", "a3", "b1", "a4"]);
    while (begun.length < calls.length) await next();
    await next();
    expect(await Promise.all(calls)).toHaveLength(103);
  });

  it("have so many calls waiting at most, each of them", async () => {
    const { user } = users(2);
    const [anna, ben] = [user(), user()];
    for (const name of ["a0", "a1", "a2", "a3"]) anna(name).catch(() => {});
    await expect(anna("a4")).rejects.toThrow(odooError("rate_limited", "2 calls of this user wait already"));
    ben("b0").catch(() => {});
  });

  it("may cancel what waits, which is not sent then", async () => {
    const { user, begun, next } = users();
    const anna = user();
    const others = ["a0", "a1"].map((name) => anna(name));
    const cancelling = new AbortController();
    const waits = anna("a2", { signal: cancelling.signal });
    const behind = anna("a3");
    cancelling.abort();
    await expect(waits).rejects.toThrow(odooError("cancelled"));
    for (let count = 0; count < 3; count++) await next();
    expect(await Promise.all([...others, behind])).toEqual(["a0", "a1", "a3"]);
    expect(begun).toEqual(["a0", "a1", "a3"]);
  });

  it("wait no longer than a call may take", async () => {
    const { user } = users();
    const anna = user();
    for (const name of ["a0", "a1"]) anna(name).catch(() => {});
    await expect(anna("a2", { timeoutMs: 5 })).rejects.toThrow(odooError("timeout", "was not sent"));
  });

  it("know nothing of each other where one's call begins as another's ends", async () => {
    const { ofUser } = fairTurns(callQueue({ concurrency: 1 }));
    const whose = new AsyncLocalStorage<string>();
    const asked = ["anna", "ben", "anna", "cleo"].map((name) =>
      whose.run(name, () =>
        ofUser().inTurn({}, async () => {
          await Promise.resolve();
          return whose.getStore();
        }),
      ),
    );
    expect(await Promise.all(asked)).toEqual(["anna", "ben", "anna", "cleo"]);
  });
});
