import { describe, expect, it, vi } from "vitest";
import type { Tool } from "../../../src/tools/call/tool.js";
import { annotationsOf, type Effect } from "../../../src/tools/policy/effects.js";
import { callInfo, callsUnderWay } from "../../../src/tools/session/calls.js";
import { contextOver } from "../../corpus/odoo.js";

const SCHEMA = { type: "object" } as const;
const session = async () => contextOver(19, async () => true);
const request = () => ({ signal: new AbortController().signal, ask: undefined, call: { id: "abc", tool: "tool" } });

/** A tool whose calls end when they are let, or aborted. */
function waitingTool(effect: Effect) {
  const ends: (() => void)[] = [];
  const aborted: boolean[] = [];
  const tool: Tool = {
    definition: {
      name: "tool",
      title: "Tool",
      description: "A tool.",
      inputSchema: SCHEMA,
      outputSchema: SCHEMA,
      annotations: annotationsOf(effect),
    },
    target: () => ({ effect }),
    run: (_, { signal }) =>
      new Promise((resolve) => {
        ends.push(() => resolve({ done: true }));
        signal.addEventListener("abort", () => {
          aborted.push(true);
          resolve({ aborted: true });
        });
        if (signal.aborted) resolve({ aborted: true });
      }),
  };
  return { tool, ends, aborted };
}

describe("calls under way", () => {
  it("end by themselves before the server does, if they are given the time", async () => {
    const calls = callsUnderWay();
    const { tool, ends } = waitingTool("read");
    const call = calls.run({ tool, args: {} }, session, request());
    await vi.waitFor(() => expect(ends).toHaveLength(1));
    const finished = calls.finish({ readMs: 600_000, writeMs: 600_000, hurry: new AbortController().signal });
    ends[0]?.();
    await finished;
    expect(await call).toMatchObject({ result: { done: true } });
  });

  it("are aborted when their time is over: reads sooner than what may write", async () => {
    const calls = callsUnderWay();
    const [read, write] = [waitingTool("read"), waitingTool("create")];
    const hurry = new AbortController();
    const running = [read, write].map(({ tool }) => calls.run({ tool, args: {} }, session, request()));
    await vi.waitFor(() => expect([read.ends.length, write.ends.length]).toEqual([1, 1]));
    const finished = calls.finish({ readMs: 0, writeMs: 600_000, hurry: hurry.signal });
    expect(await running[0]).toMatchObject({ result: { aborted: true } });
    expect(write.aborted).toEqual([]);
    hurry.abort();
    expect(await running[1]).toMatchObject({ result: { aborted: true } });
    await finished;
  });

  it("that come too late are aborted at once", async () => {
    const calls = callsUnderWay();
    await calls.finish({ readMs: 0, writeMs: 0, hurry: new AbortController().signal });
    const { tool } = waitingTool("read");
    expect(await calls.run({ tool, args: {} }, session, request())).toMatchObject({ result: { aborted: true } });
  });
});

describe("what is written down of a call", () => {
  it.each([
    ["nothing more", {}, {}],
    ["the client", { client: { name: "a", version: "1" } }, { client: "a 1" }],
    ["a client of many words", { client: { name: "a".repeat(200), version: "1" } }, { client: "a".repeat(80) }],
    ["the user", { uid: 7, login: "anna" }, { uid: 7, login: "anna" }],
    ["the instance", { instance: "shop" }, { instance: "shop" }],
    ["a user without a login", { uid: 7, login: undefined }, { uid: 7 }],
  ])("is %s", (_, caller, written) => {
    expect(callInfo("tool", caller)).toEqual({ id: expect.stringMatching(/^[\da-f]{8}$/), tool: "tool", ...written });
  });
});
