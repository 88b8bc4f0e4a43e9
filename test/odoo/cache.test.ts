import { describe, expect, it, vi } from "vitest";
import { cached } from "../../src/odoo/cache.js";
import { fakeClock } from "../support/fake-clock.js";

function counting(answers: (call: number) => Promise<string> = async (call) => `answer ${call}`, maxAgeMs?: number) {
  let calls = 0;
  const cache = cached((key) => {
    calls += 1;
    return answers(calls).then((answer) => `${key}: ${answer}`);
  }, maxAgeMs);
  return { cache, calls: () => calls };
}

describe("cached", () => {
  it("asks once for all who want the same, and again for something else", async () => {
    const { cache, calls } = counting();
    expect(await Promise.all([cache.get("a"), cache.get("a"), cache.get("b")])).toEqual([
      "a: answer 1",
      "a: answer 1",
      "b: answer 2",
    ]);
    expect(await cache.get("a")).toBe("a: answer 1");
    expect(calls()).toBe(2);
  });

  it("asks again when what it has is too old", async () => {
    fakeClock();
    const { cache } = counting(undefined, 20);
    expect(await cache.get("a")).toBe("a: answer 1");
    vi.advanceTimersByTime(19);
    expect(await cache.get("a")).toBe("a: answer 1");
    vi.advanceTimersByTime(1);
    expect(await cache.get("a")).toBe("a: answer 2");
  });

  it("asks again after it was told to forget", async () => {
    const { cache } = counting();
    await cache.get("a");
    cache.forget("a");
    expect(await cache.get("a")).toBe("a: answer 2");
  });

  it("forgets all keys where none is named", async () => {
    const { cache } = counting();
    await Promise.all([cache.get("a"), cache.get("b")]);
    cache.forget();
    expect(await Promise.all([cache.get("a"), cache.get("b")])).toEqual(["a: answer 3", "b: answer 4"]);
  });

  it("keeps no failure, and lets an old one not take away a newer answer", async () => {
    let fail = (_: Error) => {};
    const first = new Promise<string>((_, reject) => {
      fail = reject;
    });
    const { cache } = counting((call) => (call === 1 ? first : Promise.resolve(`answer ${call}`)));
    const failing = cache.get("a");
    cache.forget("a");
    expect(await cache.get("a")).toBe("a: answer 2");
    fail(new Error("late"));
    await expect(failing).rejects.toThrow("late");
    expect(await cache.get("a")).toBe("a: answer 2");
  });
});
