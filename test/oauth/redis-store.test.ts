import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RemoteStore, redisStore } from "../../src/oauth/redis-store.js";
import { findRedis, type Redis, redis } from "../support/redis.js";
import { begin, clientDocument, exchange, finish, mcp, refresh, serve, type Tokens } from "./support.js";

const path = await findRedis();

describe.skipIf(path === undefined)("a store in Redis", () => {
  let server: Redis;
  let store: RemoteStore;
  const faults: unknown[] = [];
  beforeAll(async () => {
    server = await redis(path ?? "");
    await server.start();
    store = await redisStore(server.url, (error) => faults.push(error));
  });
  afterAll(async () => {
    store?.close();
    await server?.remove();
  });

  it("keeps, adds once and deletes", async () => {
    await store.set("code:a", "1", 60_000);
    expect(await store.get("code:a")).toBe("1");
    expect(await store.add("code:a", "2", 60_000)).toBe(false);
    await store.delete("code:a");
    expect(await store.get("code:a")).toBeUndefined();
    const added = await Promise.all(Array.from({ length: 20 }, () => store.add("used:a", "1", 60_000)));
    expect(added.filter(Boolean)).toHaveLength(1);
  });

  it("keeps for a time", async () => {
    await store.set("code:short", "1", 1);
    await expect.poll(() => store.get("code:short")).toBeUndefined();
    await expect.poll(() => store.add("code:short", "1", 60_000)).toBe(true);
  });

  it("is what two replicas need of each other to sign people in", async () => {
    const other = await redisStore(server.url, (error) => faults.push(error));
    const one = await serve({ store });
    const two = await serve({ store: other }, one.url);
    const clientId = await clientDocument();
    let turn = 0;
    const next = () => [one.url, two.url][turn++ % 2];
    const begun = await begin(one.url, { clientId, next });
    const code = (await finish(begun)).searchParams.get("code") ?? "";
    const first = (await (await exchange(two.url, begun, code)).json()) as Tokens;
    expect((await mcp(one.url, first.access_token)).status).toBe(200);
    const second = (await (await refresh(one.url, clientId, first.refresh_token)).json()) as Tokens;
    expect((await refresh(two.url, clientId, first.refresh_token)).status).toBe(400);
    expect((await mcp(one.url, second.access_token)).status).toBe(401);
    other.close();
  });

  it("does not wait for one that hangs", async () => {
    server.hang();
    await expect(store.get("code:a")).rejects.toMatchObject({ category: "unavailable" });
    server.goOn();
    await expect.poll(() => store.get("code:a").catch(() => "hangs")).toBeUndefined();
  });

  it("tells that it is gone, and is there again when it is back", async () => {
    await server.stop();
    await expect(store.get("code:a")).rejects.toMatchObject({ category: "unavailable" });
    await expect(store.add("used:b", "1", 1000)).rejects.toMatchObject({ category: "unavailable" });
    await server.start();
    await expect.poll(() => store.add("used:b", "1", 1000).catch(() => "gone")).toBe(true);
    expect(faults.length).toBeGreaterThan(0);
  });
});
