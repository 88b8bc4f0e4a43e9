/** So many of the last calls count: enough to show how they differ, few enough to follow an Odoo that becomes slower or quicker. */
const RECENT = 100;
/** Fewer say nothing: the first call of all, for which Odoo loads what others find loaded, may take a hundred times as long. */
export const FEW = 5;
/** What this share of the calls takes at most is what a call needs. */
const MOST = 0.9;

/** How long calls take, by the last ones that ended; 0 while those are few. In milliseconds. */
export interface ServiceTime {
  /** A call has ended after so long, answered or not. */
  took(ms: number): void;
  /** The mean, of which a call counts with `atMost`, and with no more than most take. */
  mean(atMost: number): number;
  /** What nine calls of ten take at most: with less time left, a call is hardly worth sending. */
  most(): number;
}

export function serviceTime(): ServiceTime {
  const recent: number[] = [];
  const most = () => {
    if (recent.length < FEW) return 0;
    const sorted = recent.toSorted((a, b) => a - b);
    return sorted[Math.floor(MOST * (sorted.length - 1))] ?? 0;
  };
  return {
    took(ms) {
      recent.push(ms);
      if (recent.length > RECENT) recent.shift();
    },
    mean(atMost) {
      const limit = Math.min(atMost, most());
      const sum = recent.reduce((all, ms) => all + Math.min(ms, limit), 0);
      return sum / Math.max(1, recent.length);
    },
    most,
  };
}
