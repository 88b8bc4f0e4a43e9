import type { Audit } from "../call/audit.js";

/** Lines of refused calls in a minute. A caller can have as many calls refused as it likes, and not push changes out of sight. */
const MOST = 60;
const MINUTE_MS = 60_000;

export interface BoundedAudit extends Audit {
  /** Says how many lines are left out that nothing was written behind yet. */
  end(): void;
}

/** The audit with every change, and of refused calls so many a minute and the number of the others. `now`: in milliseconds. */
export function fewRefusals(audit: Audit, now: () => number = () => performance.now()): BoundedAudit {
  let begun = Number.NEGATIVE_INFINITY;
  let written = 0;
  let left = 0;
  const end = () => {
    if (left > 0) audit.write({ event: "left_out", refused: left });
    left = 0;
  };
  return {
    end,
    write(line) {
      if (line.event === "refused") {
        if (now() - begun >= MINUTE_MS) {
          begun = now();
          written = 0;
        }
        if (written === MOST) {
          left += 1;
          return;
        }
        written += 1;
      }
      end();
      audit.write(line);
    },
  };
}
