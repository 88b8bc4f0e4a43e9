import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Credential } from "../../src/http/credential.js";
import { knownUsers, type SignedInUser, signInsTo } from "../../src/http/users.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { noSecrets } from "../../src/odoo/errors/secrets.js";
import { odooError } from "../support/fixtures.js";

const userOf = ({ key }: Credential): SignedInUser => ({
  id: key,
  account: key,
  uid: 7,
  login: "anna",
  surface: { listed: [], find: () => undefined },
  session: () => Promise.reject(new Error("not used")),
  secrets: noSecrets(),
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Users of an Odoo that refuses what begins with "bad"; the clock stands still but for `pass`. */
function users({ mostRefused = 100, ...options }: { most?: number; mostRefused?: number } = {}) {
  const asked: string[] = [];
  let clock = 1;
  const now = () => clock;
  const known = knownUsers(
    async (credential) => {
      asked.push(credential.key);
      if (credential.key.startsWith("bad")) throw new OdooError("auth", "refused");
      if (credential.key === "away") throw new OdooError("unavailable", "away");
      return userOf(credential);
    },
    { knownMs: 1_000, signIns: signInsTo({ refusedMs: 500, mostRefused, now }), now, ...options },
  );
  return {
    ...known,
    asked,
    pass(ms: number) {
      clock += ms;
    },
  };
}

describe("a user", () => {
  it("is signed in once for all requests, and again when that is long ago", async () => {
    const { of, asked, pass } = users();
    const [first, second] = await Promise.all([of({ key: "a" }), of({ key: "a" })]);
    expect(second).toBe(first);
    pass(999);
    expect(await of({ key: "a" })).toBe(first);
    pass(2);
    expect(await of({ key: "a" })).not.toBe(first);
    expect(asked).toEqual(["a", "a"]);
  });

  it("is known by the login and the key, whichever way they are put together", async () => {
    const { of, asked } = users();
    const credentials = [
      { key: "bc" },
      { login: "a", key: "bc" },
      { login: "ab", key: "c" },
      { login: "", key: "bc" },
      { login: '["a","b', key: "c" },
    ];
    const found = await Promise.all(credentials.map(of));
    expect(new Set(found).size).toBe(credentials.length);
    expect(asked).toHaveLength(credentials.length);
  });

  it("is forgotten when Odoo refuses them, and no other is", async () => {
    const { of, forget, asked } = users();
    const [anna] = await Promise.all([of({ key: "a" }), of({ key: "b" })]);
    if (anna) forget(anna);
    await Promise.resolve();
    await Promise.all([of({ key: "a" }), of({ key: "b" })]);
    expect(asked).toEqual(["a", "b", "a"]);
  });

  it("makes place for others where there are too many", async () => {
    const { of, asked } = users({ most: 2 });
    for (const key of ["a", "b", "c", "b", "a"]) await of({ key });
    expect(asked).toEqual(["a", "b", "c", "a"]);
  });

  it("is counted as long as they are known", async () => {
    const { of, count, pass } = users();
    await Promise.all([of({ key: "a" }), of({ key: "b" })]);
    await expect(of({ key: "bad" })).rejects.toThrow(odooError("auth"));
    expect(count()).toBe(2);
    pass(1_001);
    expect(count()).toBe(0);
  });

  it("is let go of, so that 5,000 take no more than 1,000", async () => {
    const { of, asked } = users();
    const keys = Array.from({ length: 5_000 }, (_, at) => ({ key: `k${at}` }));
    const all: WeakRef<SignedInUser>[] = [];
    for (const key of keys) all.push(new WeakRef(await of(key)));
    await turn();
    collectGarbage();
    expect(all.filter((one) => one.deref()).length).toBeLessThanOrEqual(1_000);
    asked.length = 0;
    for (const key of keys.slice(-1_000)) await of(key);
    expect(asked).toEqual([]);
  });
});

describe("a credential that Odoo refuses", () => {
  it("is not tried again for a while", async () => {
    const { of, asked, pass } = users();
    for (const _ of [1, 2]) await expect(of({ key: "bad" })).rejects.toThrow(odooError("auth"));
    expect(asked).toEqual(["bad"]);
    pass(501);
    await expect(of({ key: "bad" })).rejects.toThrow(odooError("auth"));
    expect(asked).toEqual(["bad", "bad"]);
  });

  it("costs its login no more than three tries, which lock nobody out whose key is known", async () => {
    const { of, asked } = users();
    const anna = await of({ login: "anna", key: "good" });
    for (const end of [1, 2, 3, 4, 5]) {
      const category = end > 3 ? "rate_limited" : "auth";
      await expect(of({ login: "anna", key: `bad${end}` })).rejects.toThrow(odooError(category));
    }
    expect(asked).toEqual(["good", "bad1", "bad2", "bad3"]);
    expect(await of({ login: "anna", key: "good" })).toBe(anna);
    await expect(of({ login: "ben", key: "bad" })).rejects.toThrow(odooError("auth"));
  });

  it("costs its login no more than three tries, also of many at a time", async () => {
    const { of, asked } = users();
    const tries = Array.from({ length: 20 }, (_, at) => of({ login: "anna", key: `bad${at}` }));
    await Promise.allSettled(tries);
    expect(asked).toEqual(["bad0", "bad1", "bad2"]);
  });

  it("locks nobody out whose own has counted before, however often it is tried", async () => {
    const { of, asked, pass } = users();
    await of({ login: "anna", key: "good" });
    pass(1_001);
    for (const at of [1, 2, 3, 4]) await expect(of({ login: "anna", key: `bad${at}` })).rejects.toThrow();
    const wrong = Array.from({ length: 300 }, (_, at) => of({ key: `bad of nobody ${at}` }));
    asked.length = 0;
    await of({ login: "anna", key: "good" });
    expect(asked.length).toBeLessThan(5);
    await Promise.allSettled(wrong);
  });

  it("is forgotten where more of them come than are kept, and with it what it cost its login", async () => {
    const { of, asked } = users({ mostRefused: 2 });
    const tryAll = async (keys: readonly string[]) => {
      for (const key of keys) await expect(of({ login: key, key })).rejects.toThrow(odooError("auth"));
    };
    await tryAll(["bad1", "bad2", "bad2", "bad3", "bad2", "bad1"]);
    expect(asked).toEqual(["bad1", "bad2", "bad3", "bad1"]);
    for (const key of ["bad4", "bad5"]) await expect(of({ login: "anna", key })).rejects.toThrow(odooError("auth"));
    await tryAll(["bad6", "bad7"]);
    await expect(of({ login: "anna", key: "bad8" })).rejects.toThrow(odooError("auth"));
  });

  it("is told from an Odoo that is away, which is asked again at once", async () => {
    const { of, asked } = users();
    for (const _ of [1, 2]) await expect(of({ key: "away" })).rejects.toThrow(odooError("unavailable"));
    expect(asked).toEqual(["away", "away"]);
  });
});
