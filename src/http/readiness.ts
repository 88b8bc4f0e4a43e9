import { findOdoo } from "../odoo/connection/find-odoo.js";
import type { ServerSettings } from "../odoo/connection/settings.js";

/** How long an Odoo may take to tell its version, and how long that counts. */
const ANSWERS_WITHIN_MS = 2_000;
const COUNTS_MS = 1_000;

/** Tells whether an Odoo answers, however often it is asked: not more than once a second, and once for all who ask together. */
export function readiness(
  { url }: Pick<ServerSettings, "url">,
  find: typeof findOdoo = findOdoo,
  now: () => number = () => performance.now(),
): () => Promise<boolean> {
  let last: { since: number; answers: Promise<boolean> } | undefined;
  return () => {
    if (!last || now() - last.since >= COUNTS_MS) {
      const asked = find({ url, timeoutMs: ANSWERS_WITHIN_MS }, AbortSignal.timeout(ANSWERS_WITHIN_MS));
      const answers = asked.then(
        () => true,
        () => false,
      );
      last = { since: now(), answers };
    }
    return last.answers;
  };
}
