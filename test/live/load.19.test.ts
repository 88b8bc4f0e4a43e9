import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Session, startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";

// Calls wait in the server, and those that are refused are sent to no Odoo: with either it is the same.

const CALLS = 200;

describeEachOdoo("load", ({ admin }) => {
  /** A server whose settings say nothing of load. */
  let alone: Session;
  beforeAll(async () => {
    alone = await startServer({ ...admin });
  });
  afterAll(() => alone?.close());

  it(`answers ${CALLS} calls at a time over one server, each with its own answer`, async () => {
    const { pid } = alone.client.transport as StdioClientTransport;
    await alone.call("search_count", { model: "res.partner", domain: [] });
    const before = await peakMemory(pid);
    const { records } = (await alone.call("search_records", {
      model: "res.country",
      domain: [],
      fields: ["code"],
      limit: CALLS,
    })) as { records: { id: number; code: string }[] };
    const answers = await Promise.all(
      records.map(({ id }) => alone.call("read_records", { model: "res.country", ids: [id], fields: ["code"] })),
    );
    expect(answers).toEqual(records.map((record) => ({ records: [record], missing: [] })));
    expect(answers).toHaveLength(CALLS);
    const after = await peakMemory(pid);
    console.log(`${CALLS} calls at a time: peak memory ${before} MiB before, ${after} MiB after`);
    expect(after - before).toBeLessThan(100);
  });

  it("serves whoever came first", async () => {
    // One at a time: of calls under way together, any may be answered first.
    const session = await startServer({ ...admin, ODOO_CONCURRENCY: "1" });
    try {
      const calls = Array.from({ length: 40 }, (_, at) => at);
      const ended: number[] = [];
      await Promise.all(
        calls.map(async (at) => {
          await session.call("search_count", { model: "res.country", domain: [["id", ">", at]] });
          ended.push(at);
        }),
      );
      expect(ended).toEqual(calls);
    } finally {
      await session.close();
    }
  });

  it("makes what it can where ten times as much is asked, and sends the rest not at all", async () => {
    const stamp = `load ${randomUUID()}`;
    const create = (session: Session, name: string) =>
      outcomeOf(session, "create_record", { ...TAG, values: { name } });
    try {
      await create(alone, `${stamp} first`);
      const began = performance.now();
      for (let time = 0; time < 5; time++) await create(alone, `${stamp} ${time} alone`);
      const each = (performance.now() - began) / 5;
      const timeoutMs = Math.max(1_000, Math.round(20 * each));
      const names = Array.from({ length: Math.ceil((10 * timeoutMs) / each) }, (_, at) => `${stamp} ${at} of many`);
      const settings = { ...admin, ODOO_CONCURRENCY: "1", ODOO_TIMEOUT_MS: `${timeoutMs}` };
      const asked = await withServer(settings, async (session) => {
        await create(session, `${stamp} second`);
        return Promise.all(names.map((name) => create(session, name)));
      });
      const made = asked.filter(({ id }) => id !== undefined);
      const refused = asked.flatMap(({ error }) => (error?.category === "rate_limited" ? [error] : []));
      expect(made).not.toEqual([]);
      expect(refused).not.toEqual([]);
      for (const { outcome, message, hint } of refused) {
        expect(outcome).toBe("not_applied");
        expect(message).toMatch(/^Too many calls wait here .* was not sent\. Nothing was written\.$/);
        expect(hint).toContain("ODOO_TIMEOUT_MS");
      }
      // Where the machine stalls, Odoo may be late with what it was sent, and only then is anything not known.
      const unknown = asked.filter(({ error }) => error && error.outcome !== "not_applied");
      expect(unknown.filter(({ error }) => error?.category !== "timeout")).toEqual([]);
      const found = await tagsOf(alone, `${stamp}%of many`);
      const known = new Set<unknown>(made.map(({ id }) => id));
      expect(found.filter((id) => known.has(id))).toHaveLength(made.length);
      expect(found.length - made.length).toBeLessThanOrEqual(unknown.length);
    } finally {
      await alone.call("delete_records", { ...TAG, ids: await tagsOf(alone, `${stamp}%`) });
    }
  });
});

const TAG = { model: "res.partner.category" };

interface Told {
  id?: number;
  error?: { category: string; outcome: string; message: string; hint: string };
}

const outcomeOf = async ({ client }: Session, name: string, given: Record<string, unknown>): Promise<Told> =>
  (await client.callTool({ name, arguments: given })).structuredContent as Told;

/** Ids of the tags of these names, as a pattern. */
async function tagsOf(session: Session, name: string): Promise<unknown[]> {
  const { records } = await session.call("search_records", { ...TAG, domain: [["name", "=like", name]], limit: 500 });
  return (records as { id: number }[]).map(({ id }) => id);
}

async function withServer<Result>(
  settings: Record<string, string>,
  run: (session: Session) => Promise<Result>,
): Promise<Result> {
  const session = await startServer(settings);
  try {
    return await run(session);
  } finally {
    await session.close();
  }
}

/** MiB, as Linux counts it. */
async function peakMemory(pid: number | null): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
