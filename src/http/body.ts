import type { IncomingMessage } from "node:http";
import type { NodeIncomingMessageLike } from "@modelcontextprotocol/node";
import type { Refusal } from "./answers.js";

/** Of a request. Files are sent as base64. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

const TOO_LARGE: Refusal = { status: 413, message: "The request has more than 8 MB." };
const NOT_PLAIN: Refusal = { status: 415, message: "Content-Encoding: send the request as it is, not packed." };
const NO_UTF8: Refusal = { status: 400, message: "The request is no UTF-8." };

/** Until 2025-03-26 MCP had batches. One would have the place of a single call. */
const BATCH: Refusal = { status: 400, message: "Send one message a request: there are no batches in MCP any more." };

/** A request's body, or why it is not taken. Throws where the client leaves meanwhile. */
export async function bodyOf(request: IncomingMessage): Promise<string | Refusal> {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() !== "identity") return NOT_PLAIN;
  if (Number(request.headers["content-length"]) > MAX_BODY_BYTES) return TOO_LARGE;
  const chunks: Buffer[] = [];
  let received = 0;
  // Left early, a request would take the connection with it, and the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += chunk.length;
    if (received > MAX_BODY_BYTES) return TOO_LARGE;
    chunks.push(chunk);
  }
  const text = textOf(Buffer.concat(chunks));
  if (text === undefined) return NO_UTF8;
  return text.trimStart().startsWith("[") ? BATCH : text;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The request with its body, as the protocol's handler takes it. */
export const withBody = (
  { method = "", url = "", headers }: IncomingMessage,
  body: string,
  auth: NodeIncomingMessageLike["auth"],
): NodeIncomingMessageLike => ({
  method,
  url,
  headers,
  ...(auth ? { auth } : {}),
  async *[Symbol.asyncIterator]() {
    if (body) yield body;
  },
});
