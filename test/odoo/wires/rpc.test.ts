import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { type RpcRequest, rpcWire } from "../../../src/odoo/wires/rpc.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";

const SESSION = { url: "https://odoo.example", database: "shop", uid: 7, secret: "s3cret", timeoutMs: 1_000 };
const WRITE: WireCall = { model: "res.partner", method: "write", ids: [5], params: { vals: { name: "A" } } };

/** A wire over a transport that answers these, or fails with them, one after the other. */
function wireOver(...answers: unknown[]) {
  const requests: RpcRequest[] = [];
  const wire = rpcWire(SESSION, async (server, request) => {
    expect(server).toBe(SESSION);
    requests.push(request);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return { wire, requests };
}

describe("rpcWire", () => {
  it("calls execute_kw as the signed-in user, with ids first, parameters by position and the context by name", async () => {
    const { wire, requests } = wireOver(true);
    const call: WireCall = { ...WRITE, context: { lang: "en_US" } };
    expect(await wire.call(call)).toBe(true);
    const args = ["shop", 7, "s3cret", "res.partner", "write", [[5], { name: "A" }], { context: { lang: "en_US" } }];
    expect(requests).toEqual([{ service: "object", method: "execute_kw", args, call }]);
  });

  it("sends by name what goes by name alone", async () => {
    const { wire, requests } = wireOver(4);
    const named = { body: "x", partner_ids: [3] };
    await wire.call({ model: "m", method: "message_post", ids: [5], named, context: { lang: "en_US" } });
    expect(requests[0]?.args.slice(4)).toEqual(["message_post", [[5]], { ...named, context: { lang: "en_US" } }]);
  });

  it("sends a model method no ids, and a record method of no records an empty list", async () => {
    const { wire, requests } = wireOver([], []);
    await wire.call({ model: "m", method: "search", params: { domain: [] } });
    await wire.call({ model: "m", method: "has_access", ids: [], params: { operation: "read" } });
    expect(requests.map(({ args }) => args.slice(4))).toEqual([
      ["search", [[]], {}],
      ["has_access", [[], "read"], {}],
    ]);
  });
});

describe("a model method whose override lacks @api.model", () => {
  const missing = (method: string) =>
    new OdooError("bad_request", `Model.${method}() missing 1 required positional argument: 'fields_list'`);
  const DEFAULTS: WireCall = { model: "product.template", method: "default_get", params: { fields_list: ["name"] } };

  it("is called again with an empty list of ids", async () => {
    const { wire, requests } = wireOver(missing("default_get"), { name: "x" });
    expect(await wire.call(DEFAULTS)).toEqual({ name: "x" });
    expect(requests.map(({ args }) => args[5])).toEqual([[["name"]], [[], ["name"]]]);
  });

  it("is called no third time", async () => {
    const again = missing("default_get");
    const { wire, requests } = wireOver(missing("default_get"), again, true);
    await expect(wire.call(DEFAULTS)).rejects.toBe(again);
    expect(requests).toHaveLength(2);
  });

  it.each<[string, Error, WireCall]>([
    ["another error", new OdooError("business_rule", "No."), DEFAULTS],
    ["what is no failure of Odoo", new TypeError(missing("default_get").message), DEFAULTS],
    ["a call that had ids", missing("read"), { ...WRITE, method: "read" }],
    ["an error of a method that it calls", missing("_name_of"), DEFAULTS],
    ["a write, which may have begun", missing("create"), { model: "m", method: "create", params: { vals_list: [{}] } }],
  ])("is not called again for %s", async (_, failure, call) => {
    const { wire, requests } = wireOver(failure, true);
    await expect(wire.call(call)).rejects.toBe(failure);
    expect(requests).toHaveLength(1);
  });
});
