import { OdooError } from "../odoo/errors/errors.js";

/**
 * What all replicas must know of each other for a while: texts under keys of the form `kind:name`. Each entry ends by itself.
 * An implementation throws where it cannot be asked; nobody may take that for "nothing is there".
 */
export interface SharedStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, lifetimeMs: number): Promise<void>;
  /** Sets it where nothing is, and tells whether it did. Of several at the same time one alone does. */
  add(key: string, value: string, lifetimeMs: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Some 20 MB at most. */
const MOST_OF_A_KIND = 10_000;

interface Entry {
  value: string;
  endsAt: number;
}

/**
 * The store of a single process. What is there is never pushed out, because a forgotten mark of something used would let it be
 * used again: a kind that is full takes no more, throws `OdooError` "rate_limited", and leaves the others alone.
 */
export function memoryStore(mostOfAKind = MOST_OF_A_KIND, now: () => number = Date.now): SharedStore {
  const kinds = new Map<string, Map<string, Entry>>();
  const entriesOf = (key: string) => {
    const kind = key.slice(0, key.indexOf(":"));
    const known = kinds.get(kind);
    if (known) return known;
    const entries = new Map<string, Entry>();
    kinds.set(kind, entries);
    return entries;
  };
  const find = (key: string) => {
    const entry = entriesOf(key).get(key);
    return entry && entry.endsAt > now() ? entry.value : undefined;
  };
  const put = (key: string, value: string, lifetimeMs: number) => {
    const entries = entriesOf(key);
    if (entries.size >= mostOfAKind && !entries.has(key)) {
      for (const [old, { endsAt }] of entries) if (endsAt <= now()) entries.delete(old);
      if (entries.size >= mostOfAKind) throw new OdooError("rate_limited", "Too much of this kind is kept already.");
    }
    entries.set(key, { value, endsAt: now() + lifetimeMs });
  };
  return {
    async get(key) {
      return find(key);
    },
    async set(key, value, lifetimeMs) {
      put(key, value, lifetimeMs);
    },
    async add(key, value, lifetimeMs) {
      if (find(key) !== undefined) return false;
      put(key, value, lifetimeMs);
      return true;
    },
    async delete(key) {
      entriesOf(key).delete(key);
    },
    close: async () => kinds.clear(),
  };
}
