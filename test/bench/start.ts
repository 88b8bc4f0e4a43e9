import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Manifest } from "../../src/tools/manifest.js";
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

/** A generated folder whose manifest has as many tools: those of `folder`, as often as needed under other names. */
async function withTools(folder: string, count: number): Promise<string> {
  const manifest = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as Manifest;
  const tools = Array.from({ length: count }, (_, number) => {
    const entry = manifest.tools[number % manifest.tools.length] as Manifest["tools"][number];
    return { ...entry, tool: { ...entry.tool, name: `t${number}_${entry.tool.name}`.slice(0, 48) } };
  });
  const made = `${folder}-${count}`;
  await mkdir(made);
  await writeFile(join(made, "manifest.json"), JSON.stringify({ ...manifest, tools }));
  await writeFile(join(made, "schema.json"), await readFile(join(folder, "schema.json")));
  return made;
}

/** `generated`: a folder of codegen's, beside which others may be made. */
export async function benchStart(settings: Record<string, string>, generated: string): Promise<void> {
  for (const count of [50, 500]) {
    const folder = await withTools(generated, count);
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      ours.push(await untilListed(CLI, ["serve", "--generated", folder], settings));
      theirs.push(await untilListed(HELLO, [String(count)], settings));
    }
    ratio(`start to first tools/list, ${count} tools`, median(ours), median(theirs), "ms", "goal: 1.3");
  }
}
