import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { renewingWire } from "../../../src/odoo/wires/renewing.js";
import type { Wire, WireCall } from "../../../src/odoo/wires/wire.js";

const CALL: WireCall = { model: "res.partner", method: "create" };
const REFUSED = new OdooError("auth", "Access Denied");

/** An Odoo that knows one key at a time. */
function odoo() {
  let valid = "old";
  const made: string[] = [];
  const wireOf = (key: string): Wire => ({
    async call({ model }) {
      if (key !== valid) throw REFUSED;
      made.push(model);
      return key;
    },
  });
  let signIns = 0;
  let setting = "old";
  const signIn = async () => {
    signIns += 1;
    if (setting !== valid) throw new OdooError("auth", "Odoo refused ODOO_API_KEY.");
    return wireOf(setting);
  };
  return {
    wire: (everyMs?: number) => renewingWire(wireOf("old"), signIn, everyMs),
    made,
    signIns: () => signIns,
    replaceKey: (key: string) => {
      valid = key;
    },
    replaceSetting: (key: string) => {
      setting = key;
    },
  };
}

describe("renewingWire", () => {
  it("takes the credential that stands in the settings now", async () => {
    const it = odoo();
    const wire = it.wire();
    it.replaceKey("new");
    it.replaceSetting("new");
    expect(await wire.call(CALL)).toBe("new");
    expect(await wire.call(CALL)).toBe("new");
    expect(it.signIns()).toBe(1);
    expect(it.made).toHaveLength(2);
  });

  it("signs in once for calls that are refused together", async () => {
    const it = odoo();
    const wire = it.wire();
    it.replaceKey("new");
    it.replaceSetting("new");
    expect(await Promise.all([wire.call(CALL), wire.call(CALL), wire.call(CALL)])).toEqual(["new", "new", "new"]);
    expect(it.signIns()).toBe(1);
  });

  it("does not ask again and again with a credential that stays refused", async () => {
    const it = odoo();
    const wire = it.wire(10_000);
    it.replaceKey("new");
    for (let call = 0; call < 5; call++) {
      await expect(wire.call(CALL)).rejects.toMatchObject({ category: "auth", message: "Odoo refused ODOO_API_KEY." });
    }
    expect(it.signIns()).toBe(1);
  });

  it("comes back by itself when the credential is right again", async () => {
    const it = odoo();
    const wire = it.wire(0);
    it.replaceKey("new");
    await expect(wire.call(CALL)).rejects.toMatchObject({ category: "auth" });
    it.replaceSetting("new");
    expect(await wire.call(CALL)).toBe("new");
    it.replaceKey("newer");
    it.replaceSetting("newer");
    expect(await wire.call(CALL)).toBe("newer");
  });

  it("lets other failures through, and makes no call twice for them", async () => {
    const failure = new OdooError("forbidden", "No right.");
    let calls = 0;
    const wire = renewingWire(
      {
        call: () => {
          calls += 1;
          return Promise.reject(failure);
        },
      },
      () => Promise.reject(new Error("must not sign in")),
    );
    await expect(wire.call(CALL)).rejects.toBe(failure);
    expect(calls).toBe(1);
  });

  it("gives up where a new sign-in is refused as the old one was", async () => {
    const refusing: Wire = { call: () => Promise.reject(REFUSED) };
    const wire = renewingWire(refusing, async () => refusing);
    await expect(wire.call(CALL)).rejects.toBe(REFUSED);
  });
});
