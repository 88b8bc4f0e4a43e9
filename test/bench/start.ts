import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { withTools } from "../support/many-tools.js";
import { BUILT_CLI as CLI } from "../support/mcp.js";
import { median, ratio } from "./report.js";

// From the start of the process to the first tools/list, against a server that only says hello.

const RUNS = 11;
const HELLO = fileURLToPath(new URL("hello.js", import.meta.url));

const REQUESTS = [
  {
    id: 1,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "bench", version: "1" } },
  },
  { method: "notifications/initialized" },
  { id: 2, method: "tools/list" },
];

/** Milliseconds from the start of a server to its tools. */
async function untilListed(script: string, args: readonly string[], settings: Record<string, string>): Promise<number> {
  const began = performance.now();
  const server = spawn(process.execPath, [script, ...args], { env: settings, stdio: ["pipe", "pipe", "ignore"] });
  for (const request of REQUESTS) server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...request })}\n`);
  for await (const line of createInterface(server.stdout)) if ((JSON.parse(line) as { id: number }).id === 2) break;
  const took = performance.now() - began;
  const exited = once(server, "exit");
  server.stdin.end();
  await exited;
  return took;
}

/** `generated`: a folder of codegen's. */
export async function benchStart(settings: Record<string, string>, generated: string): Promise<void> {
  for (const count of [50, 500]) {
    const folder = await withTools(generated, count);
    const [ours, small, same]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await untilListed(CLI, ["serve", "--generated", folder], settings));
      small.push(await untilListed(HELLO, [String(count)], settings));
      same.push(await untilListed(HELLO, [join(folder, "manifest.json")], settings));
    }
    await rm(folder, { recursive: true, force: true });
    const name = `start to first tools/list, ${count} tools`;
    ratio(name, median(ours), median(small), "ms", "hello world of small tools; goal: 1.3");
    ratio(name, median(ours), median(same), "ms", "hello world of the same definitions");
  }
}
