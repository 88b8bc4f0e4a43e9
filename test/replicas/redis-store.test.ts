import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { redisStore } from "../../src/replicas/redis-store.js";
import type { SharedStore } from "../../src/replicas/shared-store.js";
import { odooError } from "../support/fixtures.js";
import { type RedisServer, redisProgram, startRedis } from "../support/redis.js";

// With a real one, where it is installed.

describe.skipIf(!redisProgram())("a store that replicas share", () => {
  let server: RedisServer;
  let stores: SharedStore[];
  beforeAll(async () => {
    server = await startRedis();
    stores = await Promise.all([1, 2].map(() => redisStore(server.url)));
    for (const store of stores)
      await vi.waitUntil(() =>
        store.get("a:0").then(
          () => true,
          () => false,
        ),
      );
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server.kill();
  });

  const [one, other] = [() => stores[0] as SharedStore, () => stores[1] as SharedStore];

  it("keeps a text for all of them until it ends, and gives it once where it is to be added", async () => {
    await one().set("a:1", "x", 60_000);
    expect(await other().get("a:1")).toBe("x");
    await other().delete("a:1");
    expect(await one().get("a:1")).toBeUndefined();
    const added = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other)().add("a:2", "", 60_000)),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    await one().set("a:3", "x", 1);
    while ((await one().get("a:3")) !== undefined) await sleep(1);
    expect(await other().add("a:3", "", 60_000)).toBe(true);
  });

  it("is not there while it cannot be asked, and is again by itself", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    await server.kill();
    await expect(one().add("a:4", "", 60_000)).rejects.toThrow(odooError("unavailable", "nothing is done"));
    server = await startRedis(server.port);
    while (
      !(await one()
        .add("a:4", "", 60_000)
        .catch(() => false))
    )
      await sleep(20);
    // Each connects again in its own time.
    let found: unknown;
    while (found === undefined)
      found = await other()
        .get("a:4")
        .catch(() => sleep(20));
    expect(found).toBe("");
  });
});
