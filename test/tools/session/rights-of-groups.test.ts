import { describe, expect, it } from "vitest";
import { type Rights, rightsOfGroups } from "../../../src/tools/session/rights-of-groups.js";

/** Asks of an Odoo that answers when it is told to; the clock stands still but for `pass`. */
function asking() {
  let clock = 1;
  const { of } = rightsOfGroups({ most: 2, keptMs: 1_000, now: () => clock });
  const asked: string[] = [];
  const told = (may: boolean): Rights => new Map([["a read", may]]);
  const ask = (name: string, answer: Promise<Rights> = Promise.resolve(told(true))) => {
    return () => {
      asked.push(name);
      return answer;
    };
  };
  return {
    of,
    asked,
    told,
    ask,
    pass(ms: number) {
      clock += ms;
    },
  };
}

describe("the rights of users", () => {
  it("with the same groups, in whatever order, are asked once, and of others apart", async () => {
    const { of, asked, told, ask } = asking();
    const all = [
      of([1, 12], ask("anna")),
      of([12, 1], ask("ben")),
      of([112], ask("cleo", Promise.resolve(told(false)))),
      of([], ask("dora", Promise.resolve(told(false)))),
    ];
    expect((await Promise.all(all)).map((rights) => rights.get("a read"))).toEqual([true, true, false, false]);
    expect(asked).toEqual(["anna", "cleo", "dora"]);
  });

  it("are asked again after a while", async () => {
    const { of, asked, ask, pass } = asking();
    await of([1], ask("anna"));
    pass(999);
    await of([1], ask("ben"));
    pass(2);
    await of([1], ask("cleo"));
    expect(asked).toEqual(["anna", "cleo"]);
  });

  it("are asked in one's own name where another's question failed, which is no answer", async () => {
    const { of, asked, ask } = asking();
    const failing = of([1], ask("anna", Promise.reject(new Error("anna's key was revoked"))));
    const waiting = of([1], ask("ben"));
    await expect(failing).rejects.toThrow("anna's key was revoked");
    expect((await waiting).get("a read")).toBe(true);
    await of([1], ask("cleo"));
    expect(asked).toEqual(["anna", "ben"]);
  });
});
