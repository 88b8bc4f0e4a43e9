import { setImmediate } from "node:timers/promises";

/** Lets everything else that is ready have its turn, so many times: an order of events without a clock. */
export async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick++) await setImmediate();
}
