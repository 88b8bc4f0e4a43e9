import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { bearer, legacyClient, modernClient } from "../support/http-clients.js";
import { ANNAS_KEY, BENS_KEY, fakeOdoo19, serving } from "./support.js";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const OTHER = "a".repeat(32);
const parent = (trace: string) => `00-${trace}-00f067aa0ba902b7-01`;
const UPDATE = { name: "update_record", arguments: { model: "res.partner", id: 3, values: { name: "New" } } };
const COUNT = { name: "search_count", arguments: { model: "res.partner" } };

interface Line {
  event: string;
  trace_id?: string;
  span_id?: string;
}
const auditOf = (folder: string): Line[] =>
  readFileSync(`${folder}/audit.log`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

type Odoo = Awaited<ReturnType<typeof fakeOdoo19>>;
const parentIn = ({ traceparent }: IncomingHttpHeaders) =>
  traceparent === undefined ? undefined : String(traceparent);
const sentIn = ({ requests }: Odoo) => requests.map(({ headers }) => parentIn(headers));

describe("a call with a traceparent", () => {
  it.each([
    ["2025", legacyClient],
    ["2026", modernClient],
  ] as const)("carries its trace to the audit and to Odoo: a client of %s", async (_, connect) => {
    const odoo = await fakeOdoo19();
    const { origin, folder } = await serving(odoo);
    const client = await connect(origin, bearer(ANNAS_KEY));
    const before = odoo.requests.length;
    expect(sentIn(odoo)).toEqual(Array(before).fill(undefined));
    await client.callTool({ ...UPDATE, _meta: { traceparent: parent(TRACE), tracestate: "a=1" } });
    const [begin, end] = auditOf(folder);
    expect(begin).toMatchObject({ event: "begin", trace_id: TRACE, span_id: expect.stringMatching(/^[\da-f]{16}$/) });
    expect(end).toMatchObject({ event: "end", trace_id: TRACE, span_id: begin?.span_id });
    const sent = odoo.requests.slice(before);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ headers }) => parentIn(headers)))).toEqual(
      new Set([`00-${TRACE}-${begin?.span_id}-01`]),
    );
    expect(new Set(sent.map(({ headers }) => headers.tracestate))).toEqual(new Set(["a=1"]));
    // The next one belongs to none.
    await client.callTool(UPDATE);
    expect(Object.keys(auditOf(folder).at(-1) ?? {})).not.toContain("trace_id");
    expect(sentIn(odoo).at(-1)).toBeUndefined();
  });

  it("has it by the request itself before the HTTP that carries it, and by neither where it is not valid", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const traceOf = async (header: string | undefined, meta: string | undefined) => {
      const client = await modernClient(origin, { ...bearer(ANNAS_KEY), ...(header ? { traceparent: header } : {}) });
      await client.callTool({ ...COUNT, ...(meta ? { _meta: { traceparent: meta } } : {}) });
      return sentIn(odoo).at(-1)?.split("-")[1];
    };
    expect(await traceOf(parent(OTHER), undefined)).toBe(OTHER);
    expect(await traceOf(parent(OTHER), parent(TRACE))).toBe(TRACE);
    expect(await traceOf(parent(OTHER), "00-nonsense")).toBe(OTHER);
    expect(await traceOf("00-nonsense", "00-nonsense")).toBeUndefined();
    expect(await traceOf(undefined, undefined)).toBeUndefined();
  });

  it("keeps it where it waits for calls of others, who keep theirs", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo, { ODOO_CONCURRENCY: "1" });
    const [anna, ben] = await Promise.all([ANNAS_KEY, BENS_KEY].map((key) => modernClient(origin, bearer(key))));
    const before = odoo.requests.length;
    const calls = Array.from({ length: 5 }, () => [
      anna?.callTool({ ...COUNT, _meta: { traceparent: parent(TRACE) } }),
      ben?.callTool({ ...COUNT, _meta: { traceparent: parent(OTHER) } }),
    ]);
    await Promise.all(calls.flat());
    const whose = odoo.requests.slice(before).map(({ headers }) => {
      const key = headers.authorization?.slice("bearer ".length);
      return `${key} ${parentIn(headers)?.split("-")[1]}`;
    });
    expect(new Set(whose)).toEqual(new Set([`${ANNAS_KEY} ${TRACE}`, `${BENS_KEY} ${OTHER}`]));
  });

  it("has it in the server's log", async () => {
    const odoo = await fakeOdoo19();
    const { origin } = await serving(odoo);
    const anna = await modernClient(origin, bearer(ANNAS_KEY));
    await anna.listTools();
    odoo.keys.delete(ANNAS_KEY);
    vi.stubEnv("ODOO_MCP_DEBUG", "1");
    const written = vi.spyOn(console, "error").mockImplementation(() => {});
    await anna.callTool({ ...COUNT, _meta: { traceparent: parent(TRACE) } });
    const lines = written.mock.calls.flat().filter((line) => String(line).includes("[odoo-mcp]"));
    expect(lines.length).toBeGreaterThan(0);
    const marked = new RegExp(`^trace_id=${TRACE} span_id=[\\da-f]{16} \\[odoo-mcp\\] `);
    expect(lines.filter((line) => !marked.test(String(line)))).toEqual([]);
  });
});
