import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const PROGRAM = ["valkey-server", "redis-server"].find((name) => !spawnSync(name, ["--version"]).error);

/** Whether a Valkey or Redis is installed. */
export const HAS_REDIS = PROGRAM !== undefined;

/** A real one, empty, in memory. */
export interface RedisServer {
  url: string;
  port: number;
  kill(): Promise<void>;
}

/** `options`: of its command line. */
export async function startRedis(port?: number, options: readonly string[] = ["--save", ""]): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const args = ["--port", String(chosen), "--bind", "127.0.0.1", ...options];
  const program = spawn(PROGRAM ?? "redis-server", args, { stdio: "ignore" });
  const exited = once(program, "exit");
  while (!(await answers(chosen))) await sleep(20);
  return {
    url: `redis://127.0.0.1:${chosen}/0`,
    port: chosen,
    async kill() {
      program.kill("SIGKILL");
      await exited;
    },
  };
}

/** A port that nobody listens at just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => resolve(false));
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
