import { request as httpRequest } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { random } from "./random.js";

// A proxy in front of a real Odoo that breaks connections and answers in every way a network can.

/** Faults of the way there: Odoo never hears of the call. */
const UNHEARD = ["reset before", "silent before", "429", "503 before", "page 404", "page 500 before"] as const;
/** Faults of the way back: Odoo has done what was asked. */
const HEARD = [
  "reset after",
  "silent after",
  "slow drip",
  "drip past the time-out",
  "truncated",
  "truncated, no length",
  "oversized",
  "garbage",
  "page 200",
  "page 502",
  "page 504",
  "duplicate",
  "late duplicate",
  "delayed",
  "closed after",
  "reset between",
] as const;

export type Fault = (typeof UNHEARD)[number] | (typeof HEARD)[number];

export const FAULTS: readonly Fault[] = [...UNHEARD, ...HEARD];
/** They last until the client has had enough. */
export const ENDLESS: ReadonlySet<Fault> = new Set(["silent before", "silent after", "drip past the time-out"]);
/** Rare, because each costs a time-out or 64 MiB. */
const RARE: ReadonlySet<Fault> = new Set([...ENDLESS, "oversized"]);
const COMMON = FAULTS.filter((fault) => !RARE.has(fault));
const FEW = FAULTS.filter((fault) => RARE.has(fault));

/** What happens to one attempt of one call: it follows from the seed alone, so that a run can be replayed. */
export function faultFor(seed: number, call: number, attempt: number): Fault | undefined {
  const next = random(seed * 31 + call * 101 + attempt * 7919);
  const chance = next();
  const pick = (faults: readonly Fault[]) => faults[Math.floor(next() * faults.length)];
  if (chance < 0.03) return pick(FEW);
  return chance < 0.4 ? pick(COMMON) : undefined;
}

/** The number of a call by the mark that it carries, such as `#12#`. */
export function markedCall(text: string): number | undefined {
  const [, call] = /#(\d+)#/.exec(text) ?? [];
  return call === undefined ? undefined : Number(call);
}

export interface FaultProxy {
  url: string;
  /** How often each fault was injected. */
  injected: Map<Fault, number>;
  /** Connections of the client that are open now. */
  open(): number;
  /** Resolves when Odoo has answered every call that it was sent. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Calls without a mark pass unharmed. */
export async function faultProxy(
  target: string,
  choose: (call: number, attempt: number) => Fault | undefined,
): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const upstream = new Set<Promise<unknown>>();
  const injected = new Map<Fault, number>();
  const attempts = new Map<number, number>();

  function nextFault(body: string): Fault | undefined {
    const call = markedCall(body);
    if (call === undefined) return undefined;
    const attempt = attempts.get(call) ?? 0;
    attempts.set(call, attempt + 1);
    const fault = choose(call, attempt);
    if (fault) injected.set(fault, (injected.get(fault) ?? 0) + 1);
    return fault;
  }

  async function exchange(socket: Socket, message: Message): Promise<void> {
    const fault = nextFault(message.body.toString());
    switch (fault) {
      case "reset before":
        socket.resetAndDestroy();
        return;
      case "silent before":
        return;
      case "429":
        return write(socket, answer(429, "text/html", "<h1>Too many</h1>", ["retry-after: 0"]));
      case "503 before":
        return write(socket, page(503));
      case "page 404":
        return write(socket, page(404));
      case "page 500 before":
        return write(socket, page(500));
    }
    const asked = forward(target, message);
    upstream.add(asked);
    const real = await asked.finally(() => upstream.delete(asked));
    return respond(socket, real, fault);
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    // One request after the other, as clients of HTTP/1.1 send them.
    let queue = Promise.resolve();
    let buffered: Buffer = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      for (let parsed = parse(buffered); parsed; parsed = parse(buffered)) {
        const { message, rest } = parsed;
        buffered = rest;
        queue = queue.then(() => exchange(socket, message)).catch(() => void socket.destroy());
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    injected,
    open: () => sockets.size,
    async settled() {
      while (upstream.size > 0) await Promise.allSettled(upstream);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Message {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface Answer {
  status: number;
  type: string;
  body: Buffer;
}

function parse(bytes: Buffer): { message: Message; rest: Buffer } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, end).toString().split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const start = end + 4;
  const length = Number(headers["content-length"] ?? 0);
  if (bytes.length < start + length) return undefined;
  const body = bytes.subarray(start, start + length);
  return { message: { method, path, headers, body }, rest: bytes.subarray(start + length) };
}

function forward(target: string, { method, path, headers, body }: Message): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { connection: _, host: __, ...kept } = headers;
    const sending = httpRequest(`${target}${path}`, { method, headers: kept, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
      response.on("end", () => {
        const type = response.headers["content-type"] ?? "";
        resolve({ status: response.statusCode ?? 0, type, body: Buffer.concat(chunks) });
      });
    });
    sending.on("error", reject).end(body);
  });
}

const head = (status: number, type: string, more: readonly string[]) =>
  `${[`HTTP/1.1 ${status} X`, `content-type: ${type}`, ...more].join("\r\n")}\r\n\r\n`;

const answer = (status: number, type: string, body: string | Buffer, more: readonly string[] = []) =>
  Buffer.concat([
    Buffer.from(head(status, type, [`content-length: ${Buffer.byteLength(body)}`, ...more])),
    Buffer.from(body),
  ]);

const page = (status: number) => answer(status, "text/html", "<!DOCTYPE html><html><body><h1>nginx</h1></body></html>");

const write = (socket: Socket, bytes: Buffer | string) =>
  new Promise<void>((resolve) => {
    if (socket.destroyed) resolve();
    else socket.write(bytes, () => resolve());
  });

async function respond(socket: Socket, { status, type, body }: Answer, fault: Fault | undefined): Promise<void> {
  const whole = answer(status, type, body);
  switch (fault) {
    case undefined:
      return write(socket, whole);
    case "reset after":
      socket.resetAndDestroy();
      return;
    case "silent after":
      return;
    case "slow drip": {
      const pieces = 10;
      const size = Math.ceil(whole.length / pieces);
      for (let at = 0; at < whole.length && !socket.destroyed; at += size) {
        await write(socket, whole.subarray(at, at + size));
        await sleep(10);
      }
      return;
    }
    case "drip past the time-out":
      await write(socket, head(status, type, [`content-length: ${2 ** 20}`]));
      await write(socket, body);
      while (!socket.destroyed) {
        await sleep(50);
        await write(socket, " ");
      }
      return;
    case "truncated":
      await write(socket, whole.subarray(0, whole.length - Math.ceil(body.length / 2)));
      socket.end();
      return;
    case "truncated, no length":
      await write(socket, head(status, type, ["connection: close"]));
      await write(socket, body.subarray(0, Math.floor(body.length / 2)));
      socket.end();
      return;
    case "oversized": {
      const megabyte = Buffer.alloc(2 ** 20, " ");
      await write(socket, head(status, type, [`content-length: ${100 * megabyte.length}`]));
      for (let sent = 0; sent < 100 && !socket.destroyed; sent++) await write(socket, megabyte);
      return;
    }
    case "garbage":
      return write(socket, answer(200, type, Buffer.from(body.map((byte, at) => (at % 3 === 0 ? byte ^ 0x55 : byte)))));
    case "page 200":
      return write(socket, page(200));
    case "page 502":
      return write(socket, page(502));
    case "page 504":
      return write(socket, page(504));
    case "duplicate":
      return write(socket, Buffer.concat([whole, whole]));
    case "late duplicate":
      await write(socket, whole);
      setTimeout(() => void write(socket, whole), 20);
      return;
    case "delayed":
      await sleep(150);
      return write(socket, whole);
    case "closed after":
      await write(socket, whole);
      socket.end();
      return;
    case "reset between":
      await write(socket, whole);
      setTimeout(() => socket.resetAndDestroy(), 5);
      return;
  }
}
