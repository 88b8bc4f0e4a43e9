/** So many of the last calls count: enough to show how they differ, few enough to follow an Odoo that becomes slower or quicker. */
const RECENT = 64;
/** What this share of the calls needs at most counts as what a call needs. */
const MOST = 0.9;

/** How long calls take, from those that have ended; 0 while none has. In milliseconds. */
export interface ServiceTime {
  /** A call has ended after so long, answered or not. */
  took(ms: number): void;
  /** The mean, which says how soon places become free; calls that take longer than `atMost` give theirs away then. */
  mean(atMost: number): number;
  /** What nine calls of ten take at most: with less time left, a call is hardly worth sending. */
  most(): number;
}

export function serviceTime(): ServiceTime {
  const recent: number[] = [];
  return {
    took(ms) {
      recent.push(ms);
      if (recent.length > RECENT) recent.shift();
    },
    mean(atMost) {
      const held = recent.reduce((sum, ms) => sum + Math.min(ms, atMost), 0);
      return held / Math.max(1, recent.length);
    },
    most() {
      const sorted = recent.toSorted((a, b) => a - b);
      return sorted[Math.ceil(MOST * sorted.length) - 1] ?? 0;
    },
  };
}

/**
 * How long until a place is free for a call that has `ahead` others before it, where every call takes `mean`: `running` is for how
 * long each call has been running that holds a place, and there is none free.
 */
export function untilFree(ahead: number, running: readonly number[], mean: number): number {
  const left = running.map((ms) => Math.max(0, mean - ms)).sort((a, b) => a - b);
  if (left.length === 0) return 0;
  return (left[ahead % left.length] ?? 0) + Math.floor(ahead / left.length) * mean;
}
