import { describe, expect, it } from "vitest";
import type { OdooError } from "../../../src/odoo/errors/errors.js";
import { databaseHeader, json2Wire } from "../../../src/odoo/wires/json2.js";
import type { WireCall } from "../../../src/odoo/wires/wire.js";
import { type FakeAnswer, fakeServer, htmlPage } from "../../support/fake-server.js";

async function wireTo(answer: FakeAnswer, database: string | undefined = "shop") {
  const server = await fakeServer(() => answer);
  return { server, wire: json2Wire({ url: server.url, database, apiKey: "s3cret-key", timeoutMs: 60_000 }) };
}

const CALL: WireCall = { model: "res.partner", method: "write", ids: [5], params: { vals: { name: "A" } } };

async function failure(answer: FakeAnswer): Promise<OdooError> {
  const { wire } = await wireTo(answer);
  return wire.call(CALL).then(
    (result) => Promise.reject(new Error(`no failure, but ${JSON.stringify(result)}`)),
    (error) => error,
  );
}

/** An exception as Odoo 19 sends it, with its traceback. */
const raised = (status: number, name: string, message: string, args: unknown[] = [message]): FakeAnswer => ({
  status,
  body: {
    name,
    message,
    arguments: args,
    context: {},
    debug: 'Traceback (most recent call last):\n  File "/opt/x.py"',
  },
});

describe("/json/2", () => {
  it("sends named parameters, ids and context, with the key as a bearer token", async () => {
    const { wire, server } = await wireTo({ body: "true" });
    await wire.call({ ...CALL, context: { lang: "en_US" } });
    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/json/2/res.partner/write",
      headers: expect.objectContaining({
        authorization: "bearer s3cret-key",
        "content-type": "application/json",
        "x-odoo-database": "shop",
      }),
    });
    expect(JSON.parse(request?.body ?? "")).toEqual({ vals: { name: "A" }, ids: [5], context: { lang: "en_US" } });
  });

  it("names no database where none is set, and no ids for a model method", async () => {
    const server = await fakeServer(() => ({ body: "{}" }));
    const wire = json2Wire({ url: server.url, database: undefined, apiKey: "k", timeoutMs: 60_000 });
    await wire.call({ model: "res.users", method: "context_get" });
    expect(server.requests[0]?.headers).not.toHaveProperty("x-odoo-database");
    expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({ context: {} });
  });

  it.each([
    ["https://shop.odoo.com", false],
    ["https://shop.odoo.com/odoo", false],
    ["https://odoo.com.example", true],
    ["https://erp.example", true],
  ])("names the database to %s: %s", (url, sent) => {
    expect(databaseHeader({ url, database: "shop" })).toEqual(sent ? { "x-odoo-database": "shop" } : {});
  });

  it("keeps a name within its part of the path", async () => {
    const { wire, server } = await wireTo({ body: "[]" });
    await wire.call({ model: "../../web", method: "a?b#c" });
    expect(server.requests[0]?.path).toBe("/json/2/..%2F..%2Fweb/a%3Fb%23c");
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["[1, 2]", [1, 2]],
    ["false", false],
    ['{"a": "ü"}', { a: "ü" }],
  ])("gives the result as it came: %s", async (body, result) => {
    const { wire } = await wireTo({ body });
    expect(await wire.call(CALL)).toEqual(result);
  });

  it.each<[number, string, string, Partial<OdooError>]>([
    [401, "werkzeug.exceptions.Unauthorized", "Invalid apikey", { category: "auth" }],
    [403, "odoo.exceptions.AccessError", "You may not.", { category: "forbidden" }],
    [404, "odoo.exceptions.MissingError", "Record does not exist.", { category: "not_found" }],
    [404, "werkzeug.exceptions.NotFound", "the model 'x' does not exist", { category: "not_found" }],
    [409, "odoo.exceptions.LockError", "Locked.", { category: "lock", retryable: true }],
    [422, "odoo.exceptions.ValidationError", "Wrong.", { category: "validation" }],
    [
      422,
      "werkzeug.exceptions.UnprocessableEntity",
      "missing a required argument: 'vals'",
      { category: "bad_request" },
    ],
    [500, "builtins.ValueError", "Wrong value for res.partner.lang: 'x'", { category: "validation", field: "lang" }],
    [500, "builtins.ZeroDivisionError", "division by zero", { category: "server_error" }],
  ])("throws what Odoo raised with status %i: %s", async (status, name, message, expected) => {
    const error = await failure(raised(status, name, message));
    expect(error).toMatchObject({ message, model: "res.partner", outcome: "not_applied", ...expected });
    expect(JSON.stringify({ ...error })).not.toMatch(/Traceback|x\.py|s3cret/);
  });

  it("gives of a RedirectWarning only its sentence", async () => {
    const answer = raised(500, "odoo.exceptions.RedirectWarning", "('Configure...', 42)", ["Configure first.", 42]);
    expect(await failure(answer)).toMatchObject({ category: "business_rule", message: "Configure first." });
  });

  it("takes a page that says not found for a missing database", async () => {
    expect(await failure(htmlPage(404))).toMatchObject({
      category: "not_found",
      message: 'Odoo has no database "shop", or what stands before it refuses its name (X-Odoo-Database).',
      hint: "Where the address has one database, leave ODOO_DB out.",
    });
    const server = await fakeServer(() => htmlPage(404));
    const unnamed = json2Wire({ url: server.url, database: undefined, apiKey: "k", timeoutMs: 60_000 });
    await expect(unnamed.call(CALL)).rejects.toThrow("serves several and needs ODOO_DB to choose one");
  });

  it.each<[string, FakeAnswer, Partial<OdooError>]>([
    ["a page of another server", htmlPage(200), { category: "unavailable", outcome: "unknown" }],
    ["a page of a proxy that lost Odoo", htmlPage(502), { category: "unavailable", outcome: "unknown" }],
    ["a page that asks for patience", htmlPage(429), { category: "rate_limited" }],
    [
      "a gateway's JSON that asks for patience",
      { status: 429, body: { message: "slow" } },
      { category: "rate_limited" },
    ],
    [
      "a gateway's JSON that lost Odoo",
      { status: 504, body: { message: "timeout" } },
      { category: "unavailable", outcome: "unknown" },
    ],
    [
      "a number that JSON does not have",
      { headers: { "content-type": "application/json" }, body: "NaN" },
      { category: "unavailable", outcome: "unknown" },
    ],
    ["a failure without a word", { status: 500, body: "null" }, { category: "unavailable", outcome: "unknown" }],
    ["an empty text", { body: "" }, { category: "unavailable", outcome: "unknown" }],
  ])("takes no success and no exception from %s", async (_, answer, expected) => {
    expect(await failure(answer)).toMatchObject(expected);
  });
});
