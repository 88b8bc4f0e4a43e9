import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, fetch as undiciFetch } from "undici";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { ANNAS_KEY, type FakeOdoo19, fakeOdoo19, SECRET } from "../http/support.js";
import { bearer, modernClient, type Reply } from "../support/http-clients.js";
import { type HttpProcess, startHttpServer } from "../support/http-server.js";
import { freePort, startRedis } from "../support/redis.js";
import { commandOf } from "./dockerfile.js";
import { compose, exampleEnvironment, read } from "./read.js";

// The services of deploy/compose.yaml as processes of this machine: the same commands, settings and Caddyfile at other addresses.

const HOST = "localhost";
const COUNT = { name: "search_count", arguments: { model: "res.partner" } };
const RENAME = { name: "update_record", arguments: { model: "res.partner", id: 3, values: { name: "New" } } };
const DELETE = { name: "delete_records", arguments: { model: "res.partner", ids: [3] } };
const HELD = { ...COUNT, arguments: { model: "crm.lead" } };
const structured = (result: object) => (result as { structuredContent: Record<string, unknown> }).structuredContent;

interface Deployment {
  /** What clients call. */
  origin: string;
  replicas: HttpProcess[];
  /** Trusts Caddy's own authority, and no other. */
  fetch: typeof fetch;
  /** A client of Anna's. */
  client(answer?: (question: string) => Reply): ReturnType<typeof modernClient>;
}

/** A call that Odoo answers when it is told to. */
interface Held {
  answer(): void;
  /** The server has its answer, or does not wait for it any more. */
  closed: Promise<unknown>;
}

/** Ends with the running test. */
async function deployed(odoo: FakeOdoo19): Promise<Deployment> {
  const env = { ...exampleEnvironment(), ODOO_URL: odoo.url, ODOO_DB: "test", ODOO_MCP_HTTP_HOSTS: HOST };
  const settings: Record<string, string> = { ...env, ODOO_MCP_HTTP_SECRET: SECRET };
  const { services } = compose(settings);
  const folder = await mkdtemp(join(tmpdir(), "odoo-typed-mcp-deploy-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));

  const [, ...options] = wordsOf(services.valkey?.command);
  const valkey = await startRedis(undefined, [...options, "--dir", folder]);
  onTestFinished(() => valkey.kill());

  const [program, , ...args] = commandOf(read("Dockerfile"));
  expect(program).toBe("node");
  const names = Object.keys(services).filter((name) => services[name]?.image === settings.IMAGE);
  const starting = names.map(async (name) => {
    const { environment = {}, command } = services[name] ?? {};
    const [subcommand, http, ...more] = command ? wordsOf(command) : args;
    expect([subcommand, http]).toEqual(["serve", "--http"]);
    const own = Object.entries(environment).map(([key, value]) => [
      key,
      value.replace("valkey:6379", `127.0.0.1:${valkey.port}`),
    ]);
    const drain = { ODOO_MCP_HTTP_DRAIN_MS: settings.ODOO_MCP_HTTP_DRAIN_MS ?? "" };
    const host = more.map((word) => (word === "0.0.0.0" ? "127.0.0.1" : word));
    const server = await startHttpServer({ ...drain, ...settings, ...Object.fromEntries(own) }, host);
    onTestFinished(() => void server.kill("SIGKILL"));
    return server;
  });
  const replicas = await Promise.all(starting);

  const port = await freePort();
  const caddy = await startCaddy(folder, port, (caddyfile) =>
    names.reduce(
      (text, name, i) => text.replaceAll(`${name}:8100`, new URL(replicas[i]?.origin ?? "").host),
      caddyfile,
    ),
  );
  const agent = new Agent({ connect: { ca: caddy.ca } });
  onTestFinished(() => agent.destroy());
  const trusting = ((url: string, init: object) =>
    undiciFetch(url, { ...init, dispatcher: agent })) as unknown as typeof fetch;
  const origin = `https://${HOST}:${port}`;
  const client: Deployment["client"] = async (answer) => {
    const connected = await modernClient(origin, bearer(ANNAS_KEY), answer, trusting);
    onTestFinished(() => connected.close());
    return connected;
  };
  return { origin, replicas, fetch: trusting, client };
}

const wordsOf = (command = ""): string[] => command.split(/\s+/).map((word) => (word === '""' ? "" : word));

/** With the Caddyfile as it is, but for the addresses; beside it the options that make it leave the machine alone. Answers when it serves. */
async function startCaddy(
  folder: string,
  port: number,
  adapted: (caddyfile: string) => string,
): Promise<{ ca: string }> {
  const options = `{
    admin off
    skip_install_trust
    default_bind 127.0.0.1
    http_port ${await freePort()}
    https_port ${port}
  }`;
  const file = join(folder, "Caddyfile");
  await writeFile(file, `${options}\n${adapted(read("deploy/Caddyfile"))}`);
  const caddy = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      ODOO_MCP_HTTP_HOSTS: HOST,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = once(caddy, "exit");
  onTestFinished(async () => {
    caddy.kill("SIGKILL");
    await exited;
  });
  let stderr = "";
  caddy.stderr.setEncoding("utf8");
  await new Promise<void>((resolve, reject) => {
    caddy.stderr.on("data", (text: string) => {
      stderr += text;
      if (stderr.includes("certificate obtained successfully")) resolve();
    });
    exited.then(() => reject(new Error(`Caddy ended: ${stderr}`)), reject);
  });
  return { ca: await readFile(join(folder, "caddy/pki/authorities/local/root.crt"), "utf8") };
}

const isReady = async ({ origin }: HttpProcess) => (await fetch(`${origin}/readyz`)).ok;

describe.skipIf(!inject("services"))("what compose.yaml starts", () => {
  it("answers over TLS by both replicas, ends what nobody waits for, and loses no call when a replica ends", async () => {
    const held: Held[] = [];
    const odoo = await fakeOdoo19((_, method, response) => {
      if (method !== "crm.lead.search_count") return undefined;
      return new Promise((resolve) => held.push({ answer: resolve, closed: once(response, "close") }));
    });
    const deployment = await deployed(odoo);
    await answersByBoth(odoo, deployment);
    await showsTheServersAlone(deployment);
    await endsWhatNobodyWaitsFor(held, deployment);
    held.length = 0;
    await losesNoCall(held, deployment);
  });
});

/** The second call of a question goes to the other replica than the first. */
async function answersByBoth(odoo: FakeOdoo19, { replicas, client }: Deployment): Promise<void> {
  const anna = await client(() => ({ action: "accept", content: { confirm: true } }));
  for (const _ of [1, 2]) expect(structured(await anna.callTool(RENAME))).toMatchObject({ ids: [3] });
  // The audit is in the container's log.
  for (const { stderr } of replicas) expect(stderr()).toContain('"tool":"update_record"');
  expect(structured(await anna.callTool(DELETE))).toEqual({ ids: [3] });
  expect(odoo.called().filter((method) => method === "res.partner.unlink")).toHaveLength(1);
}

/** What is for those who run it stays inside. */
async function showsTheServersAlone({ origin, fetch }: Deployment): Promise<void> {
  const paths = ["/mcp", "/healthz", "/readyz", "/metrics", "/"];
  const answers = await Promise.all(paths.map((path) => fetch(`${origin}${path}`)));
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 404, 404]);
}

async function endsWhatNobodyWaitsFor(held: readonly Held[], { client }: Deployment): Promise<void> {
  const anna = await client();
  const leaving = new AbortController();
  const call = anna.callTool(HELD, { signal: leaving.signal });
  await expect.poll(() => held.length).toBe(1);
  leaving.abort();
  await expect(call).rejects.toThrow();
  await held[0]?.closed;
}

async function losesNoCall(held: readonly Held[], { replicas, client }: Deployment): Promise<void> {
  const [first, second] = replicas as [HttpProcess, HttpProcess];
  const anna = await client();
  // One at each replica.
  const underWay = [1, 2].map(() => anna.callTool(HELD));
  await expect.poll(() => held.length).toBe(2);
  let going = true;
  const answers: unknown[] = [];
  const calls = [1, 2, 3].map(async () => {
    while (going) {
      answers.push(structured(await anna.callTool(COUNT)));
      await sleep(20);
    }
  });
  const ended = first.end();
  await expect.poll(() => isReady(first)).toBe(false);
  for (const { answer } of held) answer();
  expect((await Promise.all(underWay)).map(structured)).toEqual([{ count: 7 }, { count: 7 }]);
  expect(await ended).toBe(0);
  const before = answers.length;
  await expect.poll(() => answers.length).toBeGreaterThan(before + 3);
  going = false;
  await Promise.all(calls);
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"count":7}']));
  expect(await second.end()).toBe(0);
}
