import { describe, expect, it, vi } from "vitest";
import { sealedDialogues } from "../../src/http/sealed-dialogues.js";
import { sealing } from "../../src/replicas/sealing.js";
import { memoryStore } from "../../src/replicas/shared-store.js";
import type { Dialogue } from "../../src/tools/call/open-dialogues.js";
import { odooError } from "../support/fixtures.js";

const SECRET = "a-secret-of-a-test-of-dialogues-0123456789";
const DIALOGUE: Dialogue = {
  model: "sale.advance.payment.inv",
  context: { active_ids: [7], active_model: "sale.order", lang: "de_DE" },
  id: 3,
  form: { id: 55 },
  from: { model: "sale.order", ids: [7] },
  before: new Map([["invoice_ids", new Set([1, 2])]]),
};

function replicas(owner = "anna") {
  const store = memoryStore();
  let clock = 1_000_000;
  const now = () => clock;
  const reused = vi.fn();
  const replica = (whose = owner) =>
    sealedDialogues({ sealing: sealing([SECRET]), store, owner: whose, now, onReuse: reused });
  return {
    replica,
    reused,
    pass(ms: number) {
      clock += ms;
    },
  };
}

describe("a dialogue within its handle", () => {
  it("is got by any replica, and no more is known of it there", async () => {
    const { replica } = replicas();
    const handle = replica().add(DIALOGUE);
    expect(await replica().get(handle)).toEqual(DIALOGUE);
    expect(await replica().get(replica().add({ model: "a", context: {} }))).toEqual({ model: "a", context: {} });
  });

  it("is taken once, by one of those who want it at a time, and again where it is put back", async () => {
    const { replica } = replicas();
    const handle = replica().add(DIALOGUE);
    const taken = await Promise.allSettled([1, 2, 3].map(() => replica().take(handle)));
    expect(taken.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    await expect(replica().get(handle)).rejects.toThrow(odooError("not_found", "no open wizard"));
    // The same bytes, written otherwise.
    await expect(replica().take(`${handle}==`)).rejects.toThrow(odooError("not_found"));
    await replica().putBack(handle, DIALOGUE);
    expect(await replica().take(handle)).toEqual(DIALOGUE);
  });

  it("tells where it is used once more, and of nothing else", async () => {
    const { replica, reused } = replicas();
    const handle = replica().add(DIALOGUE);
    await replica().get(handle);
    await replica().take(handle);
    await expect(replica("ben").get(handle)).rejects.toThrow(odooError("not_found"));
    expect(reused).not.toHaveBeenCalled();
    await expect(replica().get(handle)).rejects.toThrow(odooError("not_found"));
    await expect(replica().take(handle)).rejects.toThrow(odooError("not_found"));
    expect(reused).toHaveBeenCalledTimes(2);
  });

  it("is there for its user alone", async () => {
    const { replica } = replicas();
    const handle = replica().add(DIALOGUE);
    await expect(replica("ben").get(handle)).rejects.toThrow(odooError("not_found"));
    await expect(replica("ben").take(handle)).rejects.toThrow(odooError("not_found"));
    expect(await replica().take(handle)).toEqual(DIALOGUE);
  });

  it.each(["", "wizard-1", "__proto__", "a".repeat(100)])("is not guessed: %j", async (handle) => {
    await expect(replicas().replica().get(handle)).rejects.toThrow(odooError("not_found"));
  });

  it("ends after an hour", async () => {
    const { replica, pass } = replicas();
    const handle = replica().add(DIALOGUE);
    pass(3_599_999);
    expect(await replica().get(handle)).toEqual(DIALOGUE);
    pass(1);
    await expect(replica().get(handle)).rejects.toThrow(odooError("not_found"));
    await expect(replica().take(handle)).rejects.toThrow(odooError("not_found"));
  });

  it("has a handle of some hundred letters", () => {
    expect(replicas().replica().add(DIALOGUE).length).toBeLessThan(300);
  });
});
