import { type ChildProcess, spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { createServer } from "node:net";
import { execa } from "execa";
import { temporaryFolder } from "./fixtures.js";

const PLACES = ["/usr/bin/valkey-server", "/usr/bin/redis-server"];

/** A Valkey or Redis of this machine, or Debian's. Undefined where there is none: with CI=true that is a failure. */
export async function findRedis(): Promise<string | undefined> {
  for (const path of PLACES) if (await isExecutable(path)) return path;
  try {
    if (process.getuid?.() !== 0 || !(await isExecutable("/usr/bin/apt-get")))
      throw new Error(`There is none of ${PLACES}.`);
    const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
    await execa("apt-get", ["-q", "update"], { env });
    await execa("apt-get", ["-q", "install", "-y", "--no-install-recommends", "redis-server"], { env });
    return PLACES[1];
  } catch (error) {
    if (process.env.CI === "true") throw error;
    console.error(`\nTESTS WITH A REDIS ARE SKIPPED. ${(error as Error).message}\n`);
    return undefined;
  }
}

export interface Redis {
  url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lets it hang, and go on. */
  hang(): void;
  goOn(): void;
  remove(): Promise<void>;
}

/** One of our own, which writes nothing down and listens to this machine alone. */
export async function redis(path: string): Promise<Redis> {
  const { folder, remove } = await temporaryFolder();
  const port = await freePort();
  let running: ChildProcess | undefined;
  const stop = async () => {
    if (!running) return;
    const ended = new Promise((resolve) => running?.once("exit", resolve));
    running.kill("SIGKILL");
    await ended;
    running = undefined;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const flags = [
        "--port",
        String(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        folder,
      ];
      const started = spawn(path, flags, { stdio: ["ignore", "pipe", "inherit"] });
      running = started;
      await new Promise<void>((resolve, reject) => {
        started.once("exit", (code) => reject(new Error(`${path} ended with ${code}`)));
        started.stdout?.on("data", (text: Buffer) => text.includes("Ready to accept connections") && resolve());
      });
    },
    stop,
    hang: () => void running?.kill("SIGSTOP"),
    goOn: () => void running?.kill("SIGCONT"),
    async remove() {
      await stop();
      await remove();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isExecutable = (path: string) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
