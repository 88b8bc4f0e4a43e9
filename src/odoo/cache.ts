/** What was asked of Odoo and is kept for a while: models, rights, languages; never records. */
export interface Cache<Value> {
  /** Asks once for all who want the same at the same time. A failure is not kept: the next call asks again. */
  get(key: string): Promise<Value>;
  /** One key, or all of them. */
  forget(key?: string): void;
}

const MAX_AGE_MS = 10 * 60_000;

export function cached<Value>(ask: (key: string) => Promise<Value>, maxAgeMs = MAX_AGE_MS): Cache<Value> {
  const kept = new Map<string, { value: Promise<Value>; since: number }>();
  return {
    get(key) {
      const known = kept.get(key);
      if (known && performance.now() - known.since < maxAgeMs) return known.value;
      const asked = { value: ask(key), since: performance.now() };
      kept.set(key, asked);
      asked.value.catch(() => {
        if (kept.get(key) === asked) kept.delete(key);
      });
      return asked.value;
    },
    forget(key) {
      if (key === undefined) kept.clear();
      else kept.delete(key);
    },
  };
}
