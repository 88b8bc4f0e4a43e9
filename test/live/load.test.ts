import { readFile } from "node:fs/promises";
import type { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { expect, it } from "vitest";
import { startServer } from "../support/mcp.js";
import { describeEachOdoo } from "./odoos.js";

const CALLS = 200;

describeEachOdoo("load", ({ admin }) => {
  it(`answers ${CALLS} calls at a time over one server, each with its own answer`, { timeout: 120_000 }, async () => {
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
      const ended: number[] = [];
      const answers = await Promise.all(
        records.slice(0, CALLS).map(async ({ id }, at) => {
          const answer = await session.call("read_records", { model: "res.country", ids: [id], fields: ["code"] });
          ended.push(at);
          return answer;
        }),
      );
      expect(answers).toEqual(records.map((record) => ({ records: [record], missing: [] })));
      expect(answers).toHaveLength(CALLS);
      // Whoever came first is served first, give or take the calls that run at the same time.
      const furthest = Math.max(...ended.map((at, rank) => Math.abs(at - rank)));
      expect(furthest).toBeLessThan(20);
      const after = await peakMemory(pid);
      console.log(
        `${CALLS} calls at a time: peak memory ${before} MiB before, ${after} MiB after; out of turn by ${furthest}`,
      );
      expect(after - before).toBeLessThan(100);
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
