import { syncBuiltinESMExports } from "node:module";
import timersPromises from "node:timers/promises";
import { onTestFinished, vi } from "vitest";

const realSleep = timersPromises.setTimeout;

/**
 * Gives the running test a clock that stands still until the test moves it on, or, with "nextTimer", that goes to the
 * next timer whenever nothing else is left to do. Sockets, and the turns of `ticks`, do not follow it.
 */
export function fakeClock(mode: "manual" | "nextTimer" = "manual"): void {
  vi.useFakeTimers({ toFake: ["performance", "Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  if (mode === "nextTimer") vi.setTimerTickMode("nextTimerAsync");
  // Vitest fakes the timers of the global object alone.
  setSleep(fakeSleep as typeof realSleep);
  onTestFinished(() => {
    vi.useRealTimers();
    setSleep(realSleep);
  });
}

function setSleep(sleep: typeof realSleep): void {
  timersPromises.setTimeout = sleep;
  syncBuiltinESMExports();
}

function fakeSleep<T>(ms: number, value: T, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    }, ms);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}
