import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
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

/** What a server takes until it has listed its tools. */
interface Start {
  ms: number;
  /** The most memory that it had until then, as Linux counts it; NaN elsewhere. */
  megabytes: number;
}

async function untilListed(script: string, args: readonly string[], settings: Record<string, string>): Promise<Start> {
  const began = performance.now();
  const server = spawn(process.execPath, [script, ...args], { env: settings, stdio: ["pipe", "pipe", "ignore"] });
  for (const request of REQUESTS) server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...request })}\n`);
  for await (const line of createInterface(server.stdout)) if ((JSON.parse(line) as { id: number }).id === 2) break;
  const ms = performance.now() - began;
  const megabytes = await peakOf(server.pid);
  const exited = once(server, "exit");
  server.stdin.end();
  await exited;
  return { ms, megabytes };
}

async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

/** `generated`: a folder of codegen's. */
export async function benchStart(settings: Record<string, string>, generated: string): Promise<void> {
  for (const count of [50, 500]) {
    const folder = await withTools(generated, count);
    const [ours, small, same]: [Start[], Start[], Start[]] = [[], [], []];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await untilListed(CLI, ["serve", "--generated", folder], settings));
      small.push(await untilListed(HELLO, [String(count)], settings));
      same.push(await untilListed(HELLO, [join(folder, "manifest.json")], settings));
    }
    await rm(folder, { recursive: true, force: true });
    const name = `start to first tools/list, ${count} tools`;
    const msOf = (starts: readonly Start[]) => median(starts.map(({ ms }) => ms));
    ratio(name, msOf(ours), msOf(small), "ms", "hello world of small tools; goal: 1.3");
    ratio(name, msOf(ours), msOf(same), "ms", "hello world of the same definitions; goal: 1.15");
    const [most, bare] = [ours, same].map((starts) => median(starts.map(({ megabytes }) => megabytes)));
    console.log(`  memory ${most?.toFixed(0)} MB against ${bare?.toFixed(0)} MB (allowed: 10 more)`);
  }
}
