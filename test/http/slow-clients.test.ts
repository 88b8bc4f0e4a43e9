import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { endpointOf } from "../../src/http/endpoint.js";
import { limits } from "../../src/http/limits.js";
import { listenerOf } from "../../src/http/listener.js";
import { resultQuestions } from "../../src/http/questions.js";
import type { SignedInUser } from "../../src/http/users.js";
import { noSecrets } from "../../src/odoo/errors/secrets.js";
import { sealing } from "../../src/replicas/sealing.js";
import { memoryStore } from "../../src/replicas/shared-store.js";
import type { ServedTool } from "../../src/tools/call/tool.js";
import { annotationsOf } from "../../src/tools/policy/effects.js";
import { callsUnderWay } from "../../src/tools/session/calls.js";
import { readExposition, valuesOf } from "../support/exposition.js";
import { bearer, legacyClient, modernClient } from "../support/http-clients.js";
import { ANNAS_KEY, fakeOdoo19, SECRET, serving } from "./support.js";

const ERAS = [
  ["2025", legacyClient],
  ["2026", modernClient],
] as const;
/** For calls that are held until the test lets them go on. */
const PATIENCE_MS = 5 * 60_000;
const SCHEMA = { type: "object" } as const;

describe("a call that goes on", () => {
  it.each(ERAS)("is told of to a client of %s that asked for it", async (_, connectClient) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    let answer = () => {};
    const odoo = await fakeOdoo19((_user, method) =>
      method === "res.partner.search_count"
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : undefined,
    );
    const { origin } = await serving(odoo);
    const client = await connectClient(origin, bearer(ANNAS_KEY));
    const reports: unknown[] = [];
    const call = { name: "search_count", arguments: { model: "res.partner" } };
    const options = { timeout: PATIENCE_MS, onprogress: (report: unknown) => void reports.push(report) };
    // The older client has the schema of the result before its options.
    const calling =
      connectClient === legacyClient
        ? (client as Awaited<ReturnType<typeof legacyClient>>).callTool(call, undefined, options)
        : (client as Awaited<ReturnType<typeof modernClient>>).callTool(call, options);
    await expect.poll(() => odoo.called()).toContain("res.partner.search_count");
    // Waiting moves the clock on, too.
    await vi.advanceTimersByTimeAsync(4_000);
    await expect
      .poll(() => reports.slice(0, 2))
      .toEqual([
        { progress: 2, message: "Odoo is at work (2 s)" },
        { progress: 4, message: "Odoo is at work (4 s)" },
      ]);
    answer();
    expect(await calling).toMatchObject({ structuredContent: { count: 7 } });
    await client.close();
  });
});

describe("a client that leaves", () => {
  it.each(ERAS)("ends its call before the change is sent: of %s", async (_, connectClient) => {
    const held: (() => void)[] = [];
    let holds = false;
    const odoo = await fakeOdoo19(() => (holds ? new Promise((resolve) => held.push(resolve)) : undefined));
    const { origin, metrics } = await serving(odoo, { ODOO_MCP_METRICS: "127.0.0.1:0" });
    const client = await connectClient(origin, bearer(ANNAS_KEY));
    await client.listTools();
    holds = true;
    const change = { name: "update_record", arguments: { model: "res.partner", id: 3, values: { name: "New" } } };
    const failed = expect(client.callTool(change)).rejects.toThrow();
    // What is checked before it.
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await client.close();
    await failed;
    await expect
      .poll(async () => {
        const text = await (await fetch(metrics ?? "")).text();
        return valuesOf(readExposition(text), "odoo_mcp_tool_calls_total", "tool", "outcome");
      })
      .toEqual({ "update_record cancelled": 1 });
    holds = false;
    for (const answer of held) answer();
    // Nothing more is asked: a call of the same user comes behind what might be.
    const again = await modernClient(origin, bearer(ANNAS_KEY));
    await again.callTool({ name: "search_count", arguments: { model: "res.partner" } });
    expect(odoo.called()).not.toContain("res.partner.write");
  });
});

/** More than the buffers of a connection take. */
const LARGE = 32 * 1024 * 1024;

/** A server whose lists are large, where all have one place. */
async function largeLists(silenceMs: number) {
  const definition: ServedTool["definition"] = {
    name: "tool",
    title: "Tool",
    description: "x".repeat(LARGE),
    inputSchema: SCHEMA,
    outputSchema: SCHEMA,
    annotations: annotationsOf("read"),
  };
  const tool: ServedTool = { definition, run: async () => ({}) };
  const user: SignedInUser = {
    id: "anna",
    account: "anna",
    uid: 7,
    login: "anna",
    surface: { listed: [tool], find: () => undefined },
    session: () => Promise.reject(new Error("not used")),
    secrets: noSecrets(),
  };
  const endpoint = endpointOf({
    version: "1",
    instance: undefined,
    calls: callsUnderWay(),
    questions: resultQuestions(sealing([SECRET]), memoryStore()),
    users: { of: async () => user, forget: () => {}, count: () => 1 },
    limits: limits({ ofUser: 1, ofAll: 1 }),
    gate: { credentialOf: async () => ({ key: "key" }), challenge: () => "Bearer" },
  });
  const responses: ServerResponse[] = [];
  const whole: ServerResponse[] = [];
  const watched = {
    ...endpoint,
    handle(...[request, response]: Parameters<typeof endpoint.handle>) {
      responses.push(response);
      response.once("finish", () => whole.push(response));
      return endpoint.handle(request, response);
    },
  };
  const endpoints = new Map([["/mcp", watched]]);
  const listener = listenerOf({ endpoints, isReady: async () => true, hosts: ["127.0.0.1"], origins: [], silenceMs });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  onTestFinished(() => {
    listener.close();
    listener.closeAllConnections();
  });
  return { port: (listener.address() as AddressInfo).port, responses, whole };
}

describe("a client that reads nothing of its answer", () => {
  it("loses its connection after a silence, and its place with it", async () => {
    const { port, responses, whole } = await largeLists(500);
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
    const head = [
      "POST /mcp HTTP/1.1",
      "host: 127.0.0.1",
      "content-type: application/json",
      "accept: application/json, text/event-stream",
      `content-length: ${body.length}`,
    ];
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    socket.pause();
    socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
    await expect.poll(() => responses[0]?.headersSent).toBe(true);
    await expect.poll(() => responses[0]?.closed).toBe(true);
    expect(whole).toEqual([]);
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const next = await fetch(`http://127.0.0.1:${port}/mcp`, { method: "POST", headers, body });
    expect([next.status, (await next.text()).length > LARGE]).toEqual([200, true]);
  });
});
