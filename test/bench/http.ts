import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import PQueue from "p-queue";
import { type Asker, asker, poster } from "../support/http-asker.js";
import { bearer } from "../support/http-clients.js";
import { type HttpProcess, startHttpServer } from "../support/http-server.js";
import { BUILT_CLI } from "../support/mcp.js";
import { node24 } from "../support/node24.js";
import { inTurns, milliseconds } from "./bare.js";
import { median, ratio } from "./report.js";

// What a server over HTTP takes for itself, before an Odoo in a process of its own that answers at once.

const INSTANT_ODOO = fileURLToPath(new URL("instant-odoo.js", import.meta.url));
const GENERATED = fileURLToPath(new URL("../../generated", import.meta.url));
const TIMES = 300;
const AT_A_TIME = 100;
const CALLS_OF_EACH = 4;
/** Users that have called by then. The server knows 1,000 at most. */
const CROWDS = [500, 1_000, 2_000, 5_000];
/** The first ones are Odoo's own, whom nobody may be. */
const FIRST_USER = 100;
const LATER_MS = 20;
const ODOO_CONCURRENCY = 4;
const OF_ONE = 200;
const OTHERS = 99;

const keyOf = (uid: number) => bearer(`u${uid}`);
const COUNT = { name: "search_count", arguments: { model: "res.partner" } };

/** An Odoo, and what the server runs on. */
interface Started {
  odoo: string;
  node: string;
}

interface Bench {
  odoo: string;
  server: HttpProcess;
  client: Asker;
}

export async function benchHttp(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-bench-"));
  const odoo = spawn(process.execPath, [INSTANT_ODOO], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = (await once(createInterface(odoo.stdout), "line")) as [string];
    // What the container has, where there is one: Node.js 20 takes half as much again.
    const node = (await node24(folder, { PATH: process.env.PATH ?? "" })) ?? process.execPath;
    const started = { odoo: `http://127.0.0.1:${port}`, node };
    await serving(started, {}, async (bench) => {
      await ownCost(bench);
      await crowds(bench);
    });
    const open = {
      ODOO_CONCURRENCY: `${ODOO_CONCURRENCY}`,
      ODOO_MCP_HTTP_USER_CALLS: `${OF_ONE}`,
      ODOO_MCP_HTTP_CALLS: "400",
    };
    await serving(started, open, turns);
  } finally {
    odoo.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function serving(
  { odoo, node }: Started,
  env: Record<string, string>,
  run: (bench: Bench) => Promise<void>,
): Promise<void> {
  const own = {
    ODOO_URL: odoo,
    ODOO_DB: "bench",
    ODOO_MCP_HTTP_SECRET: "of-the-bench-alone-0123456789abcdefgh",
    ...env,
  };
  const server = await startHttpServer(own, ["--generated", GENERATED], { cli: BUILT_CLI, node });
  const client = asker(server.origin);
  try {
    await run({ odoo, server, client });
  } finally {
    client.close();
    await server.end();
  }
}

/** Throws for what is no answer. */
async function counted({ client }: Bench, uid: number): Promise<void> {
  const { status, text, result } = await client.ask(keyOf(uid), "tools/call", COUNT);
  const { count } = (result?.structuredContent ?? {}) as { count?: number };
  if (count !== uid) throw new Error(`The user ${uid} was answered HTTP ${status}: ${text}`);
}

/** One call at a time, against the call to Odoo that is in it. */
async function ownCost(bench: Bench): Promise<void> {
  const { post, close } = poster();
  const url = new URL("/json/2/res.partner/search_count", bench.odoo);
  const ours = () => counted(bench, 7);
  const bare = () => post(url, keyOf(7), { domain: [], context: { lang: "en_US", tz: "UTC" } });
  const list = () => bench.client.ask(keyOf(7), "tools/list", {});
  // The first ones sign in, load what calls take, and make it quick.
  for (let time = 0; time < TIMES; time++) await Promise.all([ours(), bare(), list()]);
  const [call, odoo] = await inTurns(TIMES, ours, bare);
  ratio("a call over HTTP, median", call, odoo, "ms", `own cost ${(call - odoo).toFixed(2)} ms; allowed: 3`);
  const [listed] = await inTurns(TIMES, list, async () => {});
  console.log(`tools/list over HTTP, median: ${listed.toFixed(2)} ms`);
  close();
}

/** More and more users, each with a few calls, a hundred at a time. */
async function crowds(bench: Bench): Promise<void> {
  const before = await memoryOf(bench.server);
  console.log(`memory of the server with one user: ${before.now} MB`);
  let known = 0;
  for (const users of CROWDS) {
    const queue = new PQueue({ concurrency: AT_A_TIME });
    const took: number[] = [];
    const cpu = await cpuMs(bench.server);
    const all = await milliseconds(async () => {
      for (let round = 0; round < CALLS_OF_EACH; round++) {
        for (let uid = FIRST_USER + known; uid < FIRST_USER + users; uid++) {
          queue.add(async () => void took.push(await milliseconds(() => counted(bench, uid))));
        }
      }
      await queue.onIdle();
    });
    const { now, most } = await memoryOf(bench.server);
    const own = ((await cpuMs(bench.server)) - cpu) / took.length;
    console.log(
      `${users} users, ${AT_A_TIME} at a time, ${took.length} calls and ${users - known} sign-ins: ${now} MB (peak ${most} MB), ` +
        `${((took.length / all) * 1000).toFixed(0)} calls/s, median ${median(took).toFixed(0)} ms, ${own.toFixed(2)} ms of the server's CPU each`,
    );
    known = users;
  }
}

/** One user with many calls at once, and others with one each, before an Odoo that takes its time. */
async function turns(bench: Bench): Promise<void> {
  const others = Array.from({ length: OTHERS }, (_, at) => FIRST_USER + 1 + at);
  for (const uid of [FIRST_USER, ...others]) await counted(bench, uid);
  await fetch(`${bench.odoo}/later/${LATER_MS}`);
  const many = Array.from({ length: OF_ONE }, () => milliseconds(() => counted(bench, FIRST_USER)));
  const one = others.map((uid) => milliseconds(() => counted(bench, uid)));
  const [ofOne, ofOthers] = [await Promise.all(many), await Promise.all(one)];
  await fetch(`${bench.odoo}/later/0`);
  const inOrder = (OF_ONE / ODOO_CONCURRENCY) * LATER_MS;
  console.log(
    `${OF_ONE} calls of one user and one of each of ${OTHERS} others, at once, Odoo taking ${LATER_MS} ms, ${ODOO_CONCURRENCY} at a time: ` +
      `the others waited ${median(ofOthers).toFixed(0)} ms, at most ${Math.max(...ofOthers).toFixed(0)}; ` +
      `the one ${median(ofOne).toFixed(0)} ms, at most ${Math.max(...ofOne).toFixed(0)} (the others in the order of coming: from ${inOrder} ms on)`,
  );
}

/** In MB, as Linux counts it; NaN elsewhere. */
async function memoryOf({ pid }: HttpProcess): Promise<{ now: number; most: number }> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const of = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024);
  return { now: of("VmRSS"), most: of("VmHWM") };
}

/** Time that the process has had, as Linux counts it in hundredths; NaN elsewhere. */
async function cpuMs({ pid }: HttpProcess): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
