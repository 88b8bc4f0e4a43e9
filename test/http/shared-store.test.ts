import { describe, expect, it } from "vitest";
import { memoryStore } from "../../src/http/shared-store.js";
import { odooError } from "../support/fixtures.js";

describe("the store of one process", () => {
  it("keeps a text until it ends", async () => {
    let clock = 0;
    const store = memoryStore(10, () => clock);
    await store.set("a:1", "x", 100);
    expect(await store.get("a:1")).toBe("x");
    clock = 100;
    expect(await store.get("a:1")).toBeUndefined();
    expect(await store.add("a:1", "y", 100)).toBe(true);
    expect(await store.add("a:1", "z", 100)).toBe(false);
    expect(await store.get("a:1")).toBe("y");
    await store.delete("a:1");
    expect(await store.get("a:1")).toBeUndefined();
  });

  it("takes no more of a kind that is full, rather than forget, and frees what has ended", async () => {
    let clock = 0;
    const store = memoryStore(2, () => clock);
    await store.add("a:1", "", 100);
    await store.add("a:2", "", 200);
    await expect(store.add("a:3", "", 100)).rejects.toThrow(odooError("rate_limited"));
    expect(await store.add("b:1", "", 100)).toBe(true);
    clock = 100;
    expect(await store.add("a:3", "", 100)).toBe(true);
    expect(await store.add("a:2", "", 100)).toBe(false);
  });
});
