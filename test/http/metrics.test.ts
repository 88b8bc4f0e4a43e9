import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { startHttp } from "../../src/http/serve.js";
import { CATEGORIES } from "../../src/odoo/errors/categories.js";
import { type Exposition, readExposition, valuesOf } from "../support/exposition.js";
import { GENERATED } from "../support/fixtures.js";
import { bearer, modernClient } from "../support/http-clients.js";
import { ANNAS_KEY, BENS_KEY, type FakeOdoo19, fakeOdoo19, serving } from "./support.js";

const ON = { ODOO_MCP_METRICS: "127.0.0.1:0" };
const COUNT = { name: "search_count", arguments: { model: "res.partner" } };
/** It is held until the test lets it go on. */
const PATIENT = { timeout: 5 * 60_000 };
const DELETE = { name: "delete_records", arguments: { model: "res.partner", ids: [3] } };

const textOf = async (address = ""): Promise<string> => {
  const response = await fetch(address);
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  return response.text();
};
const read = async (address?: string): Promise<Exposition> => readExposition(await textOf(address));

/** A post of a protocol message, answered by its status. */
async function post(origin: string, headers: Record<string, string>, message: object = {}): Promise<number> {
  const response = await fetch(`${origin}/mcp`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }),
  });
  await response.text();
  return response.status;
}

const call = (params: object) => ({ method: "tools/call", params });

/** Calls to Odoo of one method hang until they are let go. */
async function holding(method: string): Promise<{ odoo: FakeOdoo19; held: (() => void)[] }> {
  const held: (() => void)[] = [];
  const odoo = await fakeOdoo19((_, called) =>
    called === method ? new Promise((resolve) => held.push(resolve)) : undefined,
  );
  return { odoo, held };
}

describe("metrics", () => {
  it("count calls, what became of them, sign-ins, questions and answers", async () => {
    const odoo = await fakeOdoo19();
    const { origin, metrics } = await serving(odoo, ON);
    const anna = await modernClient(origin, bearer(ANNAS_KEY), () => ({ action: "cancel" }));
    for (const _ of [1, 2]) await anna.callTool(COUNT);
    await anna.callTool({ name: "search_count", arguments: {} });
    await anna.readResource({ uri: "odoo://res.partner/3" });
    const asked = (await anna.callTool(DELETE, { allowInputRequired: true })) as { requestState?: string };
    const answer = {
      ...DELETE,
      inputResponses: { confirm: { action: "accept", content: { confirm: true } } },
      requestState: asked.requestState,
    };
    for (const _ of [1, 2]) {
      await anna.request({ method: "tools/call", params: answer } as never, { allowInputRequired: true } as never);
    }
    expect(await post(origin, bearer("c".repeat(40)))).toBe(401);
    odoo.keys.delete(ANNAS_KEY);
    await anna.callTool(COUNT);
    const told = await read(metrics);
    expect(valuesOf(told, "odoo_mcp_tool_calls_total", "odoo", "tool", "outcome")).toEqual({
      "default search_count ok": 2,
      "default search_count validation": 1,
      "default search_count auth": 1,
      "default read_records ok": 1,
      "default delete_records asked": 1,
      "default delete_records ok": 1,
      "default delete_records conflict": 1,
    });
    expect(valuesOf(told, "odoo_mcp_tool_call_duration_seconds_count", "tool")).toEqual({
      search_count: 4,
      read_records: 1,
      delete_records: 3,
    });
    expect(valuesOf(told, "odoo_mcp_sign_ins_total", "odoo", "outcome")).toEqual({
      "default ok": 1,
      "default refused": 1,
      "default failed": 0,
    });
    expect(valuesOf(told, "odoo_mcp_reuses_refused_total", "of")).toEqual({ question: 1, dialogue: 0 });
    expect(valuesOf(told, "odoo_mcp_http_requests_total", "status")).toMatchObject({ 200: 9, 401: 1 });
    const odooCalls = valuesOf(told, "odoo_mcp_odoo_calls_total", "odoo", "kind", "outcome");
    expect(odooCalls).toMatchObject({ "default write ok": 1, "default read auth": 2 });
    const answered = valuesOf(told, "odoo_mcp_odoo_answer_duration_seconds_count", "kind");
    const reads = (odooCalls["default read ok"] ?? 0) + (odooCalls["default read auth"] ?? 0);
    expect(answered).toEqual({ read: reads, write: 1 });
    expect(reads + 1).toBe(odoo.requests.filter(({ path }) => path.startsWith("/json/2/")).length);
    expect(valuesOf(told, "odoo_mcp_odoo_queue_wait_duration_seconds_count", "odoo")).toEqual({ default: reads + 1 });
    expect(valuesOf(told, "odoo_mcp_request_own_duration_seconds_count", "odoo").default).toBeGreaterThan(8);
    // Who was refused is known no more.
    expect(valuesOf(told, "odoo_mcp_users_known", "odoo")).toEqual({ default: 0 });
  });

  it("tell what goes on at the moment", async () => {
    const { odoo, held } = await holding("res.partner.search_count");
    const { origin, metrics } = await serving(odoo, { ...ON, ODOO_CONCURRENCY: "1" });
    const clients = await Promise.all([ANNAS_KEY, BENS_KEY].map((key) => modernClient(origin, bearer(key))));
    const calls = [...clients, ...clients].map((client) => client.callTool(COUNT, PATIENT));
    const now = async () => {
      const told = await read(metrics);
      const gauges = ["users_known", "tool_calls_under_way", "odoo_calls_waiting", "odoo_calls_running"];
      return gauges.map((name) => valuesOf(told, `odoo_mcp_${name}`, "odoo").default);
    };
    await expect.poll(now).toEqual([2, 4, 3, 1]);
    for (let ended = 0; ended < calls.length; ended++) {
      await expect.poll(() => held.length).toBe(ended + 1);
      held[ended]?.();
    }
    await Promise.all(calls);
    await expect.poll(now).toEqual([2, 0, 0, 0]);
  });

  it("count a client that leaves, and its call as cancelled", async () => {
    const { odoo, held } = await holding("res.partner.search_count");
    const { origin, metrics } = await serving(odoo, ON);
    const leaving = new AbortController();
    const left = fetch(`${origin}/mcp`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...bearer(ANNAS_KEY),
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...call(COUNT) }),
      signal: leaving.signal,
    }).then((response) => response.text());
    await expect.poll(() => held.length).toBe(1);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await expect
      .poll(async () => valuesOf(await read(metrics), "odoo_mcp_tool_calls_total", "tool", "outcome"))
      .toEqual({ "search_count cancelled": 1 });
    const told = await read(metrics);
    expect(valuesOf(told, "odoo_mcp_odoo_calls_total", "kind", "outcome")).toMatchObject({ "read cancelled": 1 });
    expect(valuesOf(told, "odoo_mcp_odoo_calls_running", "odoo")).toEqual({ default: 0 });
  });

  it("hold nothing that a client sent, and no labels but those of a table", async () => {
    const EVIL = 'evil"} 1\n# HELP evil evil\\';
    const odoo = await fakeOdoo19();
    odoo.keys.set("k".repeat(40), { uid: 99, login: "evil@example.com" });
    const { origin, metrics } = await serving(odoo, ON);
    const headers = { ...bearer("k".repeat(40)), "x-odoo-login": "evil@example.com" };
    const anna = await modernClient(origin, headers);
    await expect(anna.callTool({ name: EVIL, arguments: {} })).rejects.toMatchObject({ code: -32602 });
    await expect(anna.callTool({ name: "__proto__", arguments: {} })).rejects.toMatchObject({ code: -32602 });
    await expect(anna.readResource({ uri: `odoo://${EVIL}/1` })).rejects.toThrow();
    await anna.callTool({ name: "search_count", arguments: { model: EVIL } });
    await anna.callTool({ name: "search_count", arguments: { model: "res.evil", [EVIL]: EVIL } });
    await anna.callTool({ name: "update_record", arguments: { model: "res.partner", id: 3, values: { name: EVIL } } });
    await anna.callTool({ ...COUNT, _meta: { traceparent: EVIL, [EVIL]: EVIL } });
    await post(origin, { ...bearer("evil".repeat(10)), "x-odoo-login": "evil" });
    await post(origin, headers, { method: EVIL });
    await post(origin, {
      ...headers,
      "mcp-method": "evil",
      "mcp-name": "evil",
      "user-agent": "evil",
      origin: "http://evil",
    });
    await fetch(`${origin}/evil?evil`);
    const text = await textOf(metrics);
    expect(text).not.toMatch(/evil/i);
    expect(text).not.toContain("kkkk");
    const { samples } = readExposition(text);
    const { tools } = await anna.listTools();
    const outcomes = new Set(["ok", "asked", ...Object.keys(CATEGORIES)]);
    const VALUES: Record<string, (value: string) => boolean> = {
      odoo: (value) => value === "default",
      tool: (value) => tools.some(({ name }) => name === value),
      outcome: (value) => outcomes.has(value) || value === "refused" || value === "failed",
      kind: (value) => value === "read" || value === "write",
      of: (value) => value === "question" || value === "dialogue",
      status: (value) => /^[1-5]\d\d$/.test(value),
      le: (value) => value === "+Inf" || Number(value) > 0,
    };
    const own = samples.filter(({ name }) => name.startsWith("odoo_mcp_"));
    const wrong = own.filter(({ labels }) => Object.entries(labels).some(([name, value]) => !VALUES[name]?.(value)));
    expect(wrong).toEqual([]);
    const labels = Object.fromEntries(own.map(({ name, labels: of }) => [name, Object.keys(of).sort().join(" ")]));
    expect(labels).toEqual({
      odoo_mcp_http_requests_total: "status",
      odoo_mcp_tool_calls_total: "odoo outcome tool",
      ...histogram("odoo_mcp_tool_call_duration_seconds", "odoo tool"),
      ...histogram("odoo_mcp_request_own_duration_seconds", "odoo"),
      odoo_mcp_odoo_calls_total: "kind odoo outcome",
      ...histogram("odoo_mcp_odoo_queue_wait_duration_seconds", "odoo"),
      ...histogram("odoo_mcp_odoo_answer_duration_seconds", "kind odoo"),
      odoo_mcp_sign_ins_total: "odoo outcome",
      odoo_mcp_reuses_refused_total: "odoo of",
      odoo_mcp_users_known: "odoo",
      odoo_mcp_tool_calls_under_way: "odoo",
      odoo_mcp_odoo_calls_waiting: "odoo",
      odoo_mcp_odoo_calls_running: "odoo",
    });
    expect(samples.map(({ name }) => name)).toContain("nodejs_eventloop_lag_p99_seconds");
  });
});

const histogram = (name: string, labels: string) => ({
  [`${name}_bucket`]: ["le", ...labels.split(" ")].sort().join(" "),
  [`${name}_sum`]: labels,
  [`${name}_count`]: labels,
});

describe("the address of metrics", () => {
  it("is none where the settings name none, and never the users' own", async () => {
    const odoo = await fakeOdoo19();
    const off = await serving(odoo);
    expect(off.metrics).toBeUndefined();
    const on = await serving(odoo, ON);
    for (const { origin } of [off, on]) expect((await fetch(`${origin}/metrics`)).status).toBe(404);
    expect(on.metrics).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  });

  it.each([
    ["GET", "/metrics", "127.0.0.1:9464", 200],
    ["HEAD", "/metrics?x=1", "10.1.2.3", 200],
    ["GET", "/metrics", "[::1]:9464", 200],
    ["GET", "/metrics", "localhost", 200],
    ["GET", "/metrics", "odoo-mcp:9464", 200],
    ["GET", "/metrics", "evil.example", 403],
    ["GET", "/metrics", "127.0.0.1.evil.example", 403],
    ["GET", "/metrics", "@", 403],
    ["POST", "/metrics", "localhost", 405],
    ["GET", "/mcp", "localhost", 404],
    ["GET", "/", "localhost", 404],
  ])("answers a %s of %s at %j with %d", async (method, path, host, status) => {
    const { metrics = "" } = await serving(await fakeOdoo19(), { ...ON, ODOO_MCP_HTTP_HOSTS: "odoo-mcp" });
    const answered = await new Promise((resolve, reject) => {
      const sent = request(new URL(path, metrics), { method, headers: { host } }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      });
      sent.on("error", reject).end();
    });
    expect(answered).toBe(status);
  });

  it("ends the start where another listens there, and the users' own address with it", async () => {
    const odoo = await fakeOdoo19();
    const other = await serving(odoo, ON);
    const before = await serving(odoo);
    await before.end(new AbortController().signal);
    const port = Number(new URL(before.origin).port);
    const env = { ODOO_URL: odoo.url, ODOO_DB: "test", ODOO_MCP_METRICS: new URL(other.metrics ?? "").host };
    const surroundings = { env, cwd: () => GENERATED, stderr: { write: () => true } };
    const starting = startHttp({ version: "1", generated: GENERATED, host: "127.0.0.1", port }, surroundings);
    await expect(starting).rejects.toMatchObject({
      category: "settings",
      message: expect.stringContaining("EADDRINUSE"),
      hint: expect.stringContaining("ODOO_MCP_METRICS"),
    });
    await expect(fetch(before.origin)).rejects.toThrow();
  });
});
