import type { IncomingMessage } from "node:http";
import type { Refusal } from "./answers.js";
import { LOGIN_HEADER } from "./credential.js";

// What of a request could be read in two ways: what stands in front, or Odoo's user, may have gone by the other one.

/** Headers of which a request has one or none. */
const SINGLE = [
  ...["host", "origin", "authorization", LOGIN_HEADER, "content-type", "content-encoding"],
  ...["mcp-protocol-version", "mcp-method", "mcp-name", "mcp-session-id"],
];

/** Why a request's headers are not gone by; undefined where they say one thing. */
export function ambiguityOf({ headersDistinct, headers: { host } }: IncomingMessage): Refusal | undefined {
  const twice = SINGLE.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
  if (twice) return { status: 400, message: `A header came twice: ${twice}.` };
  if (host && !isPlainHost(host)) return { status: 400, message: "The Host header is no name or address as such." };
  return undefined;
}

/** A URL's host may have a user before it, a path behind it, and an address in other notations. */
function isPlainHost(host: string): boolean {
  const [, name] = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host) ?? [];
  const address = `http://${host}`;
  return URL.canParse(address) && new URL(address).hostname === name?.toLowerCase();
}
