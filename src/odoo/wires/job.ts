import type { Wire, WireCall } from "./wire.js";

/**
 * The calls of one job, such as a tool's call. Once Odoo has answered one of them, the others wait for no job that has not begun:
 * where more is asked than Odoo can answer, what has begun comes to its end, and the rest is refused before it begins.
 */
export function jobWire(wire: Wire): Wire {
  let begun = false;
  return {
    async call(call) {
      const answer = await wire.call({ ...call, begun });
      begun = true;
      return answer;
    },
  };
}

/** So many turns count before older ones count half: what jobs are like may change. */
const RECENT = 100;

/** How many turns a job takes, by those that were given since some have had to wait before they begin; 1 where none has. */
export interface TurnsOfJobs {
  /** A call has its turn, and so many jobs wait to begin. */
  took(call: Pick<WireCall, "begun">, waiting: number): void;
  perJob(): number;
}

export function turnsOfJobs(): TurnsOfJobs {
  let turns = 0;
  let jobs = 0;
  return {
    took({ begun }, waiting) {
      const kept = waiting === 0 ? 0 : turns < RECENT ? 1 : 0.5;
      turns = turns * kept + 1;
      jobs = jobs * kept + (begun ? 0 : 1);
    },
    perJob: () => Math.max(1, turns / Math.max(1, jobs)),
  };
}
