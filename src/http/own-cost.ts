import { AsyncLocalStorage } from "node:async_hooks";

// What a request costs this server itself: its time without that in which it waits for Odoo.

interface Waits {
  underWay: number;
  since: number;
  ms: number;
}

const waits = new AsyncLocalStorage<Waits>();

/** Runs what answers a request, and tells what of its time was not spent waiting for Odoo. */
export async function withOwnCost(run: () => Promise<void>, onCost: (ms: number) => void): Promise<void> {
  const began = performance.now();
  const own: Waits = { underWay: 0, since: 0, ms: 0 };
  await waits.run(own, run);
  // A call that nobody waits for any more may be under way still.
  const ended = performance.now();
  const waiting = own.underWay > 0 ? ended - own.since : 0;
  onCost(ended - began - own.ms - waiting);
}

/** The running request waits for Odoo until what is answered is called. What is waited for at the same time counts once. */
export function waitForOdoo(): () => void {
  const own = waits.getStore();
  if (!own) return () => {};
  if (own.underWay === 0) own.since = performance.now();
  own.underWay += 1;
  return () => {
    own.underWay -= 1;
    if (own.underWay === 0) own.ms += performance.now() - own.since;
  };
}
