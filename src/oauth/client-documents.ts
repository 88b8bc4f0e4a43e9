import type { Agent } from "undici";
import { isPublicAddress, lookupOf, refuseAddress } from "./public-addresses.js";

/** Larger answers are refused while they arrive; of a client's own document the library takes 5 KiB. Keys of clients may be longer. */
const MOST_BYTES = 64 * 1024;
const LONGEST_MS = 5_000;

/** For tests, whose clients are on this machine. */
export interface DocumentOptions {
  allowed?: (address: string) => boolean;
  /** Authorities that count besides the usual ones, as PEM. */
  authorities?: string | undefined;
  longestMs?: number;
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * Fetches what a client says of itself at its own address: https from public hosts alone, without redirections, in 64 KiB and
 * 5 seconds. Anybody can name such an address, so nothing of the answer is shown but to the person who is asked.
 */
export function documentFetch(options: DocumentOptions = {}): Fetch {
  const { allowed = isPublicAddress, authorities, longestMs = LONGEST_MS } = options;
  let agent: Promise<Agent> | undefined;
  const makeAgent = async () => {
    const { Agent } = await import("undici");
    const tls = authorities === undefined ? {} : { ca: authorities };
    return new Agent({ connect: { lookup: lookupOf(allowed), timeout: longestMs, ...tls }, keepAliveTimeout: 1 });
  };
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== "https:") throw new TypeError(`${url.protocol} is not fetched.`);
    refuseAddress(url, allowed);
    agent ??= makeAgent();
    const undici = await import("undici");
    const response = await undici.fetch(url, {
      method: "GET",
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(longestMs),
      dispatcher: await agent,
    });
    const text = await boundedText(response.body ?? []);
    const headers = new Headers();
    for (const name of ["content-type", "cache-control", "expires"]) {
      const value = response.headers.get(name);
      if (value) headers.set(name, value);
    }
    const { status } = response;
    return new Response(status === 204 || status === 304 ? null : asRegistered(text, url.href), { status, headers });
  };
}

async function boundedText(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new RangeError(`The document is larger than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * The document as it would be registered: a program on a person's machine seldom says that it is one (`native`), although only
 * that lets a redirection lead to any port of 127.0.0.1, and keeps http:// from leading anywhere else (RFC 8252). What it wishes
 * of OpenID Connect is left out.
 */
function asRegistered(text: string, address: string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isObject(document) || document.client_id !== address || !Array.isArray(document.redirect_uris)) return text;
  const isWeb = document.redirect_uris.every((uri) => String(uri).startsWith("https://"));
  const ofOpenId = Object.keys(document).filter((name) => /^(id_token|default|require|userinfo)_/.test(name));
  const rest = Object.entries(document).filter(([name]) => !ofOpenId.includes(name));
  return JSON.stringify({ ...Object.fromEntries(rest), application_type: isWeb ? "web" : "native" });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
