import { spawn } from "node:child_process";
import { once } from "node:events";
import { CLI } from "./mcp.js";

/** A server process over HTTP. */
export interface HttpProcess {
  origin: string;
  pid: number | undefined;
  /** What it has written to stderr. */
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end, and answers its exit code. */
  end(): Promise<number | null>;
}

/** Starts `serve --http` at a port of its own. */
export async function startHttpServer(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  { cli = CLI, node = process.execPath }: { cli?: string; node?: string } = {},
): Promise<HttpProcess> {
  const child = spawn(node, [cli, "serve", "--http", "--port", "0", ...args], {
    env: { PATH: process.env.PATH, ODOO_MCP_HTTP_DRAIN_MS: "0", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  let stderr = "";
  child.stderr.setEncoding("utf8");
  const origin = await new Promise<string>((resolve, reject) => {
    child.stderr.on("data", (text: string) => {
      stderr += text;
      const [, found] = /serving (\S+)\/mcp/.exec(stderr) ?? [];
      if (found) resolve(found);
    });
    exited.then(() => reject(new Error(`It ended: ${stderr}`)), reject);
  });
  return {
    origin,
    pid: child.pid,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    async end() {
      child.kill("SIGTERM");
      const [code] = await exited;
      return code;
    },
  };
}
