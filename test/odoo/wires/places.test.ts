import { describe, expect, it, vi } from "vitest";
import { placesFor } from "../../../src/odoo/wires/places.js";
import { FEW } from "../../../src/odoo/wires/service-time.js";
import { fakeClock } from "../../support/fake-clock.js";

/** Places, of which each call takes as long as the test says. */
function places(concurrency: number, slowMs = 2_000) {
  fakeClock();
  const sizes: number[] = [];
  const made = placesFor(concurrency, slowMs, (count) => sizes.push(count));
  const hold = (ms: number) => made.hold(() => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  /** As many calls as it takes to know how long they take. */
  const holdFew = (ms: number) => Promise.all(Array.from({ length: FEW }, () => hold(ms)));
  return { ...made, hold, holdFew, sizes };
}

describe("placesFor", () => {
  it("tells when a place becomes free for the next call and those after it, once calls have ended", async () => {
    const { hold, holdFew, untilFree, needed } = places(2);
    const first = holdFew(100);
    expect([untilFree(0), untilFree(7), needed()]).toEqual([0, 0, 0]);
    await vi.advanceTimersByTimeAsync(100);
    await first;
    expect(needed()).toBe(100);
    void hold(100);
    await vi.advanceTimersByTimeAsync(30);
    void hold(100);
    expect([0, 1, 2, 3, 4].map(untilFree)).toEqual([70, 100, 170, 200, 270]);
    await vi.advanceTimersByTimeAsync(500);
  });

  it("counts a call that fails as one that is answered", async () => {
    const { holdFew, needed } = places(1);
    const { hold: fail, needed: neededThen } = placesFor(1, 2_000, () => {});
    await Promise.all([holdFew(50), vi.advanceTimersByTimeAsync(50)]);
    const failing = Array.from({ length: FEW }, () =>
      fail(() => new Promise((_, reject) => setTimeout(reject, 50, new Error("failed")))),
    );
    await Promise.all([
      ...failing.map((one) => expect(one).rejects.toThrow("failed")),
      vi.advanceTimersByTimeAsync(50),
    ]);
    expect([needed(), neededThen()]).toEqual([50, 50]);
  });

  it("takes a place that a slow call gave away for free, and says when there are more or fewer", async () => {
    const { hold, holdFew, untilFree, needed, sizes } = places(1, 200);
    void hold(5_000);
    await vi.advanceTimersByTimeAsync(200);
    expect(sizes).toEqual([2]);
    await Promise.all([holdFew(100), vi.advanceTimersByTimeAsync(100)]);
    void hold(100);
    expect([untilFree(0), untilFree(1)]).toEqual([100, 200]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sizes).toEqual([2, 1]);
    // One that is slow tells nothing of the others.
    void hold(100);
    expect([untilFree(0), needed()]).toEqual([100, 100]);
  });

  it("knows nothing where only slow calls run", async () => {
    const { hold, holdFew, untilFree } = places(1, 200);
    await Promise.all([holdFew(100), vi.advanceTimersByTimeAsync(100)]);
    void hold(5_000);
    void hold(5_000);
    await vi.advanceTimersByTimeAsync(300);
    expect(untilFree(10)).toBe(0);
  });
});
