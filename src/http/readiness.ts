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

/** One that is served, among others perhaps. */
interface Answering {
  name: string | undefined;
  isReady(): Promise<boolean>;
}

/**
 * Ready is whoever serves any Odoo that answers: one that does not is not to take the others away. `tell` hears once of each that
 * does not answer, and once when it answers again.
 */
export function anyReady(served: readonly Answering[], tell: (text: string) => void): () => Promise<boolean> {
  const silent = new Set<Answering>();
  const isReady = async (one: Answering): Promise<boolean> => {
    const answers = await one.isReady();
    if (answers === silent.has(one)) {
      tell(
        `${one.name === undefined ? "Odoo" : `The Odoo of ${one.name}`} ${answers ? "answers again" : "does not answer"}.`,
      );
    }
    if (answers) silent.delete(one);
    else silent.add(one);
    return answers;
  };
  return async () => (await Promise.all(served.map(isReady))).includes(true);
}
