import { expect, it } from "vitest";
import { attempt } from "../../src/oauth/attempts.js";
import { memoryStore } from "../../src/replicas/shared-store.js";

function clocked(mostOfAKind?: number) {
  let time = 0;
  const pass = (ms: number) => {
    time += ms;
  };
  return { store: memoryStore(mostOfAKind, () => time), pass };
}

it("keeps an entry for its time", async () => {
  const { store, pass } = clocked();
  await store.set("code:a", "1", 1000);
  pass(999);
  expect(await store.get("code:a")).toBe("1");
  pass(1);
  expect(await store.get("code:a")).toBeUndefined();
  await store.set("code:a", "2", 1000);
  await store.delete("code:a");
  expect(await store.get("code:a")).toBeUndefined();
});

it("adds where nothing is, for one of many", async () => {
  const { store, pass } = clocked();
  const added = await Promise.all(Array.from({ length: 5 }, () => store.add("used:a", "1", 1000)));
  expect(added.filter(Boolean)).toHaveLength(1);
  pass(1000);
  expect(await store.add("used:a", "1", 1000)).toBe(true);
});

it("takes no more of a kind than it can keep, and pushes nothing out", async () => {
  const { store, pass } = clocked(2);
  await store.set("revoked:a", "1", 5000);
  await store.set("code:a", "1", 1000);
  await store.set("code:b", "1", 5000);
  await expect(store.set("code:c", "1", 1000)).rejects.toMatchObject({ category: "rate_limited" });
  await expect(store.add("code:c", "1", 1000)).rejects.toMatchObject({ category: "rate_limited" });
  await store.set("code:b", "2", 5000);
  await store.set("revoked:b", "1", 5000);
  pass(1000);
  await store.set("code:c", "1", 1000);
  expect(await store.get("code:b")).toBe("2");
  expect(await store.get("revoked:a")).toBe("1");
});

it("counts attempts of each by all, and knows nobody's name", async () => {
  const { store, pass } = clocked();
  const keys: string[] = [];
  const watched = {
    ...store,
    add(key: string, value: string, lifetimeMs: number) {
      keys.push(key);
      return store.add(key, value, lifetimeMs);
    },
  };
  const limit = { name: "login", most: 3, windowMs: 1000 };
  const mitchell = await Promise.all(Array.from({ length: 6 }, () => attempt(watched, limit, "mitchell")));
  expect(mitchell.filter(Boolean)).toHaveLength(3);
  expect(await attempt(watched, limit, "marc")).toBe(true);
  expect(keys.join()).not.toMatch(/mitchell|marc/);
  pass(1000);
  expect(await attempt(watched, limit, "mitchell")).toBe(true);
});
