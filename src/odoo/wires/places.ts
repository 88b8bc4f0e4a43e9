import { serviceTime } from "./service-time.js";

/** The places in which calls to one Odoo run, and how long until one is free. */
export interface Places {
  /** Runs a call in a place, which nobody else has. */
  hold<Result>(send: () => Promise<Result>): Promise<Result>;
  /** How long until there is one for a call that goes after `ahead` others; 0 before anything is known. */
  untilFree(ahead: number): number;
  /** What a call needs to be answered once it has a place: nine of ten need no more. */
  needed(): number;
}

/** `slowMs`: a call that takes longer gives its place to another. `resize` hears of how many there are then. */
export function placesFor(concurrency: number, slowMs: number, resize: (places: number) => void): Places {
  const service = serviceTime();
  /** When the calls began that hold a place. */
  const holding = new Set<{ began: number }>();
  let slow = 0;
  // At most twice as many calls as usual: Odoo's workers serve people too.
  const letPass = (change: 1 | -1) => {
    slow += change;
    resize(concurrency + Math.min(slow, concurrency));
  };

  return {
    async hold(send) {
      const place = { began: performance.now() };
      holding.add(place);
      const giveUp = () => {
        holding.delete(place);
        letPass(1);
      };
      const timer = Number.isFinite(slowMs) ? setTimeout(giveUp, slowMs) : undefined;
      try {
        return await send();
      } finally {
        clearTimeout(timer);
        service.took(performance.now() - place.began);
        if (!holding.delete(place)) letPass(-1);
      }
    },
    untilFree(ahead) {
      const now = performance.now();
      const mean = service.mean(slowMs);
      const left = [...holding].map(({ began }) => Math.max(0, began + mean - now)).sort((a, b) => a - b);
      // Only slow calls, of which nobody knows.
      if (left.length === 0) return 0;
      return (left[ahead % left.length] ?? 0) + Math.floor(ahead / left.length) * mean;
    },
    needed: service.most,
  };
}
