import { connect, type Socket } from "node:net";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
} from "@modelcontextprotocol/server";
import type { FakeServer } from "../../support/fake-server.js";
import { ANNAS_KEY, type FakeOdoo19, type FakeUser } from "../support.js";

// What attackers of the table have: requests byte by byte, and what came of them in a line.

/** A server under attack. */
export interface Target {
  origin: string;
  odoo: FakeOdoo19;
  /** An Odoo that no request may reach. */
  other: FakeServer;
  /** The methods by which an honest call of the attack writes, in order. */
  honest: string[];
  /** All that was answered, as it came. */
  answers: string[];
  /** Holds back what Odoo answers. */
  hold?: ((user: FakeUser, method: string) => Promise<void> | undefined) | undefined;
}

/** What comes of an attack, in a line. */
export type Send = (target: Target) => Promise<string>;

type Part = string | Buffer | ((socket: Socket) => unknown);

/** Sends the parts over a connection of their own, one after another, and answers what came until it ended. */
export function overSocket(target: Target, parts: Iterable<Part>, responses = 1): Promise<string> {
  const { hostname, port } = new URL(target.origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const got: Buffer[] = [];
    socket.on("data", (data) => {
      got.push(data);
      if (isKeptOpen(Buffer.concat(got).toString("latin1"), responses)) socket.end();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (!["ECONNRESET", "EPIPE"].includes(error.code ?? "")) reject(error);
    });
    socket.on("close", () => {
      const answer = Buffer.concat(got).toString();
      target.answers.push(answer);
      resolve(answer);
    });
    const send = async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        if (typeof part === "function") await part(socket);
        else await new Promise<void>((written) => void socket.write(part, () => written()));
      }
    };
    send().catch(reject);
  });
}

/** Whether so many answers have come to their end, and the server waits for more requests. */
function isKeptOpen(text: string, responses: number): boolean {
  if (text.split("HTTP/1.1 ").length <= responses) return false;
  const at = text.lastIndexOf("HTTP/1.1 ");
  const end = text.indexOf("\r\n\r\n", at);
  if (end < 0) return false;
  const head = text.slice(at, end);
  if (/^connection: close/im.test(head)) return false;
  const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length - end - 4 >= Number(length);
}

interface Asked {
  method?: string;
  path?: string;
  /** Lines beside those that every request has, or in their place; `-Name` leaves one out. */
  headers?: readonly string[];
  body?: string | Buffer;
  version?: string;
}

export const ANNA = `Authorization: Bearer ${ANNAS_KEY}`;

const nameOf = (line: string) => line.slice(0, line.indexOf(":")).toLowerCase();

/** A request as bytes. Whatever is not said is as in an honest one that writes. */
export function request({ method = "POST", path = "/mcp", headers = [ANNA], body = WRITE, version }: Asked): Buffer {
  const usual = [
    "Host: localhost",
    "Content-Type: application/json",
    "Accept: application/json, text/event-stream",
    "Connection: close",
    ...(headers.some((line) => nameOf(line) === "transfer-encoding")
      ? []
      : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  const left = new Set(headers.map((line) => (line.startsWith("-") ? line.slice(1).toLowerCase() : nameOf(line))));
  const lines = [
    ...usual.filter((line) => !left.has(nameOf(line))),
    ...headers.filter((line) => !line.startsWith("-")),
  ];
  const head = `${method} ${path} HTTP/${version ?? "1.1"}\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}

interface Message {
  jsonrpc?: string;
  error?: { message: string };
  result?: { structuredContent?: { error?: { category: string; message: string } }; resultType?: string };
}

/** The responses of a connection, each in a line. */
export function told(answer: string): string {
  const responses = answer.split(/(?=^HTTP\/1\.1 \d{3} )/m).filter(Boolean);
  return responses.map(toldOf).join("; ") || "closed";
}

function toldOf(response: string): string {
  const [, status = "", head = "", body = ""] = /^HTTP\/1\.1 (\d{3})(.*?)\r\n\r\n(.*)$/s.exec(response) ?? [];
  const text = /^transfer-encoding: chunked/im.test(head) ? body.replace(/^[\da-f]+\r\n/gm, "") : body;
  const json = /^(?:data: )?(\{"(?:jsonrpc|result|error|id|method)".*\})\s*$/gm;
  const messages = [...text.matchAll(json)].map(([, found = "{}"]) => toldOfMessage(JSON.parse(found) as Message));
  const said = messages.length > 0 ? messages.join(", ") : text.trim();
  return said ? `${status} ${said}` : status;
}

function toldOfMessage({ error, result }: Message): string {
  if (error) return error.message;
  if (result?.resultType === "input_required") return "a question";
  const failed = result?.structuredContent?.error;
  return failed ? `${failed.category}: ${failed.message}` : JSON.stringify(result?.structuredContent ?? result);
}

/** One request, and what it is answered. */
export const ask =
  (asked: Asked): Send =>
  async (target) =>
    told(await overSocket(target, [request(asked)]));

/** The honest request, but for these header lines; without a credential where they have none. */
export const by = (...headers: readonly string[]) => ask({ headers });

/** Anna's honest request with these lines beside. */
export const annas = (...headers: readonly string[]) => ask({ headers: [ANNA, ...headers] });

/** Anna's honest request with another body. */
export const body = (text: string | Buffer, ...headers: readonly string[]) =>
  ask({ headers: [ANNA, ...headers], body: text });

/** Anna's honest request to another address. */
export const to = (path: string) => ask({ path });

/** Bytes as they are. */
export const bytes =
  (...parts: readonly Part[]): Send =>
  async (target) =>
    told(await overSocket(target, parts));

/** The same of parts that are made while they are sent. */
export const bytesOf =
  (parts: () => Iterable<Part>): Send =>
  async (target) =>
    told(await overSocket(target, parts()));

/** A JSON-RPC request. */
export const rpc = (method: string, params: object = {}, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: "2.0", id, method, params });

/** A call of a tool. */
export const call = (name: string, args: object) => rpc("tools/call", { name, arguments: args });

/** Nobody is asked about it: whoever gets it through has written. */
export const UPDATE = { model: "res.partner", id: 3, values: { name: "Written by an attacker" } };
export const WRITE: string = call("update_record", UPDATE);

/** Anna's honest call with arguments beside. */
export const update = (more: object) => body(call("update_record", { ...UPDATE, ...more }));

/** Anna's honest call by another id. */
export const withId = (id: unknown) => body(rpc("tools/call", { name: "update_record", arguments: UPDATE }, id));

const REVISION = "2026-07-28";

export interface Modern {
  method?: string;
  params?: object;
  capabilities?: object;
  /** Header lines, over those that belong to the body. */
  headers?: readonly string[];
  meta?: object;
  credential?: string;
}

/** What a client of 2026-07-28 sends. */
export function modernRequest({
  method = "tools/call",
  params = {},
  capabilities = {},
  headers = [],
  meta = {},
  credential = ANNA,
}: Modern): Asked {
  const { name } = params as { name?: string };
  const envelope = {
    [PROTOCOL_VERSION_META_KEY]: REVISION,
    [CLIENT_INFO_META_KEY]: { name: "attacker", version: "1" },
    [CLIENT_CAPABILITIES_META_KEY]: capabilities,
    ...meta,
  };
  const usual = [`MCP-Protocol-Version: ${REVISION}`, `Mcp-Method: ${method}`, ...(name ? [`Mcp-Name: ${name}`] : [])];
  const left = new Set(headers.map((line) => (line.startsWith("-") ? line.slice(1).toLowerCase() : nameOf(line))));
  return {
    headers: [
      credential,
      ...usual.filter((line) => !left.has(nameOf(line))),
      ...headers.filter((l) => !l.startsWith("-")),
    ],
    body: rpc(method, { ...params, _meta: envelope }),
  };
}

/** Anna's honest call in the new version, with header lines in the place of its own, and other data. */
export const modernWrite = (headers: readonly string[], meta: object = {}) =>
  modern({ params: { name: "update_record", arguments: UPDATE }, headers, meta });

export const modern = (asked: Modern) => ask(modernRequest(asked));

export interface Given {
  /** In the place of those of a public server, in milliseconds. */
  times?: { headersTimeout: number; requestTimeout: number; connectionsCheckingInterval: number };
  environment?: Record<string, string>;
}

/** A server of its own, for what later ones would notice. */
export const OWN: Given = {};

/** A line of the table. */
export type Attack = readonly [what: string, send: Send, comes: string, given?: Given];
