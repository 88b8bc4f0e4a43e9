import type { Wire, WireCall } from "../../../src/odoo/wires/wire.js";

/** What was asked, a list of methods for each time that something was waited for: those of one list side by side, sorted. */
export type Rounds = readonly (readonly string[])[];

/** Counts what is sent, and in how many rounds. */
export interface Counting {
  over(wire: Wire): Wire;
  /** One more, of what goes another way. */
  counted<Value>(what: string, asking: () => Promise<Value>): Promise<Value>;
  /** What was asked since it was asked last. */
  take(): Rounds;
}

/** What is asked together, and told when all of it is answered. */
interface Round {
  asked: string[];
  open: number;
  ended: Promise<void>;
  end(): void;
}

/**
 * Answers are held back until everything that is under way is answered, so that the rounds do not depend on which was faster.
 * Repetitions, which are the wire's own, are not counted.
 */
export function counting(): Counting {
  let rounds: Round[] = [];
  let last: Round | undefined;

  async function counted<Value>(what: string, asking: () => Promise<Value>): Promise<Value> {
    if (!last || last.open === 0) {
      last = newRound();
      rounds.push(last);
    }
    const round = last;
    round.asked.push(what);
    round.open += 1;
    try {
      return await asking();
    } finally {
      round.open -= 1;
      if (round.open === 0) round.end();
      await round.ended;
    }
  }

  return {
    counted,
    over: (wire) => ({ call: (call: WireCall) => counted(call.method, () => wire.call(call)) }),
    take() {
      const told = rounds.map(({ asked }) => asked.toSorted());
      rounds = [];
      return told;
    },
  };
}

function newRound(): Round {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { asked: [], open: 0, ended, end };
}
