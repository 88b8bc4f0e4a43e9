import { describe, expect, it } from "vitest";
import type { OdooError } from "../../../src/odoo/errors/errors.js";
import { jsonRpc } from "../../../src/odoo/wires/json-rpc.js";
import { rpcWire } from "../../../src/odoo/wires/rpc.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { type FakeAnswer, fakeServer, htmlPage, jsonError, jsonResult } from "../../support/fake-server.js";

const SECRET = "s3cret-key";

/** A wire to a server that gives these answers, one after the other. */
async function wireTo(...answers: FakeAnswer[]) {
  const server = await fakeServer(() => answers.shift());
  const session = { url: server.url, database: "shop", uid: 7, secret: SECRET, timeoutMs: 60_000 };
  const sent = () => server.requests.map(({ body }) => JSON.parse(body).params);
  return { wire: rpcWire(session, jsonRpc), server, sent };
}

const CALL: WireCall = { model: "res.partner", method: "write", ids: [5], params: { vals: { name: "A" } } };

async function failure(answer: FakeAnswer, call = CALL): Promise<OdooError> {
  const { wire } = await wireTo(answer);
  return wire.call(call).then(
    (result) => Promise.reject(new Error(`no failure, but ${JSON.stringify(result)}`)),
    (error) => error,
  );
}

describe("/jsonrpc", () => {
  it("sends execute_kw in an envelope, with ids first and parameters by position", async () => {
    const { wire, server, sent } = await wireTo(jsonResult(true));
    const context = { lang: "en_US" };
    await wire.call({ ...CALL, params: { vals: { name: "A" }, more: null }, context });
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path: "/jsonrpc",
      headers: expect.objectContaining({ "content-type": "application/json" }),
    });
    expect(sent()).toEqual([
      {
        service: "object",
        method: "execute_kw",
        args: ["shop", 7, SECRET, "res.partner", "write", [[5], { name: "A" }, null], { context }],
      },
    ]);
  });

  it("sends no ids to a model method, and no context where none is given", async () => {
    const { wire, sent } = await wireTo(jsonResult([]));
    await wire.call({ model: "res.partner", method: "search", params: { domain: [], offset: 0, limit: 1 } });
    expect(sent()[0].args.slice(3)).toEqual(["res.partner", "search", [[], 0, 1], {}]);
  });

  it.each([[[{ id: 1, name: false }]], [0], [""], [false]])("gives the result as it came: %j", async (result) => {
    const { wire } = await wireTo(jsonResult(result));
    expect(await wire.call(CALL)).toEqual(result);
  });

  it.each([
    ["no result, as Odoo 14 to 19", jsonResult()],
    ["null, as Odoo 20", jsonResult(null)],
  ])("gives null for None, whose answer has %s", async (_, answer) => {
    const { wire } = await wireTo(answer);
    expect(await wire.call(CALL)).toBeNull();
  });

  it("throws what Odoo raised, without its traceback", async () => {
    const error = await failure(jsonError("odoo.exceptions.AccessError", "You may not modify 'Contact' records."));
    expect(error).toMatchObject({
      category: "forbidden",
      message: "You may not modify 'Contact' records.",
      model: "res.partner",
      outcome: "not_applied",
    });
    expect(JSON.stringify({ ...error, message: error.message })).not.toMatch(/Traceback|http\.py|s3cret/);
  });

  it("gives of a RedirectWarning only its sentence", async () => {
    const args = ["Configure a journal first.", 42, "Go to the settings", {}];
    const error = await failure(jsonError("odoo.exceptions.RedirectWarning", "('Configure a journal...', 42)", args));
    expect(error).toMatchObject({ category: "business_rule", message: "Configure a journal first." });
  });

  it("gives of other exceptions the message, whatever their arguments", async () => {
    const error = await failure(jsonError("odoo.exceptions.MissingError", "It is gone. (Record: 5)", ["It is gone."]));
    expect(error.message).toBe("It is gone. (Record: 5)");
  });

  it("knows an exception that came with another status, as Odoo 14's NotFound", async () => {
    const answer = { ...jsonError("werkzeug.exceptions.NotFound", "404 Not Found"), status: 404 };
    expect(await failure(answer)).toMatchObject({ category: "not_found", message: "404 Not Found" });
  });

  it("says what it knows of an error without details", async () => {
    const answer = { body: { jsonrpc: "2.0", id: 1, error: { code: 100, message: "Odoo Session Expired" } } };
    expect(await failure(answer)).toMatchObject({ category: "server_error", message: "Odoo Session Expired" });
  });

  it.each<[string, FakeAnswer, Partial<OdooError>]>([
    ["a page of another server", htmlPage(200), { category: "unavailable", outcome: "unknown" }],
    ["a page that says not found", htmlPage(404), { category: "unavailable", outcome: "not_applied" }],
    ["a page without a content type", { body: " <html>" }, { category: "unavailable", outcome: "unknown" }],
    [
      "a page that is a text",
      { headers: { "content-type": "text/html" }, body: "Down for maintenance" },
      { category: "unavailable", outcome: "unknown" },
    ],
    ["a page of a server that failed", htmlPage(500), { category: "unavailable", outcome: "unknown" }],
    ["a page of a proxy that lost Odoo", htmlPage(502), { category: "unavailable", outcome: "unknown" }],
    ["a page of a proxy that waited too long", htmlPage(504), { category: "unavailable", outcome: "unknown" }],
    ["a page that asks for patience", htmlPage(429), { category: "rate_limited", outcome: "not_applied" }],
    [
      "a gateway's JSON that asks for patience",
      { status: 429, body: { message: "API rate limit exceeded" } },
      { category: "rate_limited", outcome: "not_applied" },
    ],
    [
      "a gateway's JSON that lost Odoo",
      { status: 503, body: { message: "upstream failed" } },
      { category: "unavailable", outcome: "unknown" },
    ],
    ["a gateway's JSON that refuses", { status: 403, body: { error: "blocked" } }, { category: "forbidden" }],
    ["a gateway that wants its own sign-in", htmlPage(401), { category: "auth", outcome: "not_applied" }],
    ["a call that is too large", htmlPage(413), { category: "bad_request", outcome: "not_applied" }],
    [
      "the answer of another call",
      { body: '{"jsonrpc": "2.0", "id": -7, "result": 5}' },
      { category: "unavailable", outcome: "unknown" },
    ],
    ["JSON that is no envelope", { body: [] }, { category: "unavailable", outcome: "unknown" }],
    ["JSON that is no object", { body: "null" }, { category: "unavailable", outcome: "unknown" }],
    ["an empty text", { body: "" }, { category: "unavailable", outcome: "unknown" }],
    [
      "a number that JSON does not have, which Python writes all the same",
      { headers: { "content-type": "application/json" }, body: '{"jsonrpc": "2.0", "id": 1, "result": NaN}' },
      { category: "unavailable", outcome: "unknown" },
    ],
  ])("takes no success from %s", async (_, answer, expected) => {
    const error = await failure(answer);
    expect(error).toMatchObject(expected);
    expect(error.message).not.toMatch(/nginx|</);
  });

  it("asks to check the address where a web page answers", async () => {
    expect(await failure(htmlPage(200))).toMatchObject({
      message: "The server answered with a web page that is not Odoo's API (HTTP 200).",
      hint: expect.stringContaining("ODOO_URL"),
    });
  });

  it("cancels the call with its signal", async () => {
    const controller = new AbortController();
    const server = await fakeServer(() => {
      controller.abort();
      return undefined;
    });
    const session = { url: server.url, database: "shop", uid: 7, secret: SECRET, timeoutMs: 60_000 };
    const calling = rpcWire(session, jsonRpc).call({ ...CALL, signal: controller.signal });
    await expect(calling).rejects.toMatchObject({ category: "cancelled", outcome: "unknown" });
  });
});
