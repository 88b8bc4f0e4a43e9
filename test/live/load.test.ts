import { readFile } from "node:fs/promises";
import type { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, it } from "vitest";
import { startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";

const CALLS = 200;

describeEachOdoo("load", ({ admin }) => {
  it(`answers ${CALLS} calls at a time over one server, each with its own answer`, async () => {
    const session = await startServer({ ...admin });
    try {
      const { pid } = session.client.transport as StdioClientTransport;
      await session.call("search_count", { model: "res.partner", domain: [] });
      const before = await peakMemory(pid);
      const { records } = (await session.call("search_records", {
        model: "res.country",
        domain: [],
        fields: ["code"],
        limit: CALLS,
      })) as { records: { id: number; code: string }[] };
      const answers = await Promise.all(
        records.map(({ id }) => session.call("read_records", { model: "res.country", ids: [id], fields: ["code"] })),
      );
      expect(answers).toEqual(records.map((record) => ({ records: [record], missing: [] })));
      expect(answers).toHaveLength(CALLS);
      const after = await peakMemory(pid);
      console.log(`${CALLS} calls at a time: peak memory ${before} MiB before, ${after} MiB after`);
      expect(after - before).toBeLessThan(100);
    } finally {
      await session.close();
    }
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
});

/** MiB, as Linux counts it. */
async function peakMemory(pid: number | null): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}
