import { LRUCache } from "lru-cache";

/** Rights to models by `model right`, as Odoo told them. */
export type Rights = ReadonlyMap<string, boolean>;

/** Rights that users with the same groups have in common. */
export interface RightsOfGroups {
  /** Those of the groups: what another user with the same groups was told, or else what `ask` answers. */
  of(groups: readonly number[], ask: () => Promise<Rights>): Promise<Rights>;
}

export interface RightsOfGroupsOptions {
  /** Sets of groups that are known at a time. */
  most?: number;
  keptMs?: number;
  now?: () => number;
}

/**
 * Keeps the rights of one Odoo for a while, for it gives rights to models to groups, and to nobody else. What fails for one user is
 * no answer for another.
 */
export function rightsOfGroups({
  most = 200,
  keptMs = 5 * 60_000,
  now = () => performance.now(),
}: RightsOfGroupsOptions = {}): RightsOfGroups {
  const kept = new LRUCache<string, Promise<Rights>>({ max: most, ttl: keptMs, perf: { now }, ttlResolution: 0 });

  function asked(key: string, ask: () => Promise<Rights>): Promise<Rights> {
    const rights = ask();
    kept.set(key, rights);
    rights.catch(() => {
      if (kept.peek(key) === rights) kept.delete(key);
    });
    return rights;
  }

  return {
    async of(groups, ask) {
      const key = groups.toSorted((a, b) => a - b).join();
      const others = kept.get(key);
      return others ? others.catch(() => asked(key, ask)) : asked(key, ask);
    },
  };
}
