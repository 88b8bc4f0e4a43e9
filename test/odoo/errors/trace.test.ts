import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { log } from "../../../src/odoo/errors/tell.js";
import { idsOf, spanIn, traceHeaders, withTrace } from "../../../src/odoo/errors/trace.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

describe("a traceparent", () => {
  it.each([
    ["00", `00-${TRACE}-${PARENT}-01`, "01"],
    ["one that nobody keeps", `00-${TRACE}-${PARENT}-00`, "00"],
    ["with flags of later versions", `00-${TRACE}-${PARENT}-ff`, "03"],
    ["of a later version", `cc-${TRACE}-${PARENT}-01`, "01"],
    ["of a later version with more behind it", `cc-${TRACE}-${PARENT}-01-what-comes`, "01"],
  ])("gives a new span of its trace: %s", (_, traceparent, flags) => {
    const [one, other] = [spanIn(traceparent), spanIn(traceparent)];
    expect(one).toEqual({ traceId: TRACE, spanId: expect.stringMatching(/^[\da-f]{16}$/), flags });
    expect([PARENT, other?.spanId]).not.toContain(one?.spanId);
  });

  it.each([
    ["nothing", undefined],
    ["no text", 7],
    ["a list", [`00-${TRACE}-${PARENT}-01`]],
    ["an empty text", ""],
    ["a trace of zeros", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["a parent of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["the version ff", `ff-${TRACE}-${PARENT}-01`],
    ["more than 00 has", `00-${TRACE}-${PARENT}-01-more`],
    ["less than it has", `00-${TRACE}-${PARENT}`],
    ["capital letters", `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ["a short trace", `00-${TRACE.slice(1)}-${PARENT}-01`],
    ["a long parent", `00-${TRACE}-${PARENT}0-01`],
    ["something else behind it", `cc-${TRACE}-${PARENT}-01x`],
    ["a line break", `00-${TRACE}-${PARENT}-01\n`],
    ["a header's", `00-${TRACE}-${PARENT}-01\r\nx: y`],
    ["two", `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`],
  ])("is not %s", (_, traceparent) => {
    expect(spanIn(traceparent)).toBeUndefined();
  });
});

describe("a tracestate", () => {
  const stateOf = (state: unknown) => spanIn(`00-${TRACE}-${PARENT}-01`, state)?.state;

  it.each(["rojo=00f067aa0ba902b7", "a=1,b@c=2 , d-e/f*=x y", `a=${"x".repeat(256)}`])(
    "goes on as it came: %j",
    (text) => {
      expect(stateOf(text)).toBe(text);
    },
  );

  it.each([
    ["no text", 7],
    ["an empty text", ""],
    ["a line break", "a=1\r\nx-evil: 1"],
    ["another alphabet", "a=ä"],
    ["no value", "a"],
    ["too long", `a=1,${"b".repeat(256)}=${"x".repeat(256)}`],
  ])("is left out where it is %s", (_, text) => {
    expect(stateOf(text)).toBeUndefined();
    expect(spanIn(`00-${TRACE}-${PARENT}-01`, text)?.traceId).toBe(TRACE);
  });
});

describe("what belongs to a trace", () => {
  it("carries its ids in headers and logs, and nothing else does", async () => {
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    const traces = [spanIn(`00-${TRACE}-${PARENT}-01`, "a=1"), spanIn(`00-${PARENT}${PARENT}-${PARENT}-00`)];
    const asked = [...traces, undefined].map((trace) =>
      withTrace(trace, async () => {
        await sleep(0);
        log("odoo-mcp: something.");
        return traceHeaders();
      }),
    );
    const [one, other] = traces;
    expect(await Promise.all(asked)).toEqual([
      { traceparent: `00-${TRACE}-${one?.spanId}-01`, tracestate: "a=1" },
      { traceparent: `00-${PARENT}${PARENT}-${other?.spanId}-00` },
      {},
    ]);
    expect(written.mock.calls.flat()).toEqual([
      `trace_id=${TRACE} span_id=${one?.spanId} odoo-mcp: something.`,
      `trace_id=${PARENT}${PARENT} span_id=${other?.spanId} odoo-mcp: something.`,
      "odoo-mcp: something.",
    ]);
    expect([idsOf(one), idsOf(undefined)]).toEqual([{ trace_id: TRACE, span_id: one?.spanId }, {}]);
  });
});
