import { createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import { cached } from "../odoo/cache.js";
import { OdooError } from "../odoo/errors/errors.js";
import { sendForBytes } from "../odoo/wires/http.js";
import { isLoopback } from "../odoo/wires/loopback.js";
import type { OAuth } from "./oauth.js";
import { type ProtectedResource, resourceMetadata } from "./protected-resource.js";

export interface ForeignOptions {
  /** The server's address as clients know it, without a path. */
  publicUrl: string;
  resources: readonly ProtectedResource[];
  /** The authorization server, as its metadata names itself. */
  issuer: string;
  /** Whom its tokens must be for. The protected path's address where it is not set. */
  audience?: string | undefined;
  /** The claim that holds the user's login in Odoo, such as `email`. */
  claim: string;
  /** The key of a user of the Odoo behind a path; undefined where there is none. */
  keyOf(login: string, path: string): Promise<string | undefined>;
}

/** Asymmetric ones alone: the keys are public. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
const CLOCK_DIFFERENCE_S = 30;
const LONGEST_MS = 10_000;
const MOST_BYTES = 256 * 1024;

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.string() });

/**
 * OAuth with the authorization server of somebody else, such as a company's own: its signed tokens name the user, whose key comes
 * from a store. Its metadata is read at the first token. Throws `OdooError` "settings".
 */
export function foreignOAuth(options: ForeignOptions): OAuth {
  const { issuer, claim, audience, keyOf } = options;
  checkAddress(issuer, "The issuer of OAuth");
  const metadata = resourceMetadata(options.publicUrl, issuer, options.resources);
  const keys = cached(() => keysOf(issuer));
  return {
    owns: metadata.owns,
    challenge: metadata.challenge,
    async handle(request, response) {
      metadata.handle(request, response);
    },
    async credentialOf(token, path) {
      const expected = audience ?? metadata.addressOf(path);
      const payload = await payloadOf(token, await keys.get(""), { issuer, audience: expected, claim });
      const login = payload && loginIn(payload, claim);
      const key = login && (await keyOf(login, path));
      if (!key || !payload?.exp) return undefined;
      return { login, key, expiresAt: payload.exp, clientId: text(payload.client_id) ?? text(payload.azp) };
    },
  };
}

interface Expected {
  issuer: string;
  audience: string;
  claim: string;
}

/** Undefined for a token that does not count. */
async function payloadOf(token: string, keys: JWTVerifyGetKey, expected: Expected): Promise<JWTPayload | undefined> {
  const { issuer, audience, claim } = expected;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ["exp", claim],
      clockTolerance: CLOCK_DIFFERENCE_S,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Its keys, read again for a token that names another. Throws `OdooError` "unavailable" where they cannot be read. */
async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const keys = createRemoteJWKSet(await keysAddress(issuer), {
    [customFetch]: async (url) => {
      const { status, bytes } = await get(url);
      return new Response(Buffer.from(bytes), { status });
    },
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      const isOfToken = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
      throw isOfToken ? error : unavailable(issuer, error);
    }
  };
}

/** An e-mail address that the authorization server has not checked could be anybody's. */
function loginIn(payload: JWTPayload, claim: string): string | undefined {
  if (claim === "email" && payload.email_verified === false) return undefined;
  return text(payload[claim]);
}

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

/** The address of its keys, from the metadata of OAuth (RFC 8414) or OpenID Connect. */
async function keysAddress(issuer: string): Promise<URL> {
  for (const address of metadataAddresses(issuer)) {
    const document = METADATA.safeParse(await read(address, issuer));
    if (!document.success) continue;
    if (document.data.issuer !== issuer) {
      throw new OdooError("settings", `The authorization server calls itself another issuer than ${issuer}.`);
    }
    checkAddress(document.data.jwks_uri, "The address of its keys");
    return new URL(document.data.jwks_uri);
  }
  throw unavailable(issuer);
}

/** The path of an issuer stands behind the well-known one in OAuth, and before it in OpenID Connect. */
function metadataAddresses(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
}

async function read(address: string, issuer: string): Promise<unknown> {
  try {
    const { status, bytes } = await get(address);
    return status === 200 ? JSON.parse(Buffer.from(bytes).toString("utf8")) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw unavailable(issuer, error);
  }
}

/** Through the proxy that is set, and not after a redirection. */
const get = (url: string) => sendForBytes({ url, method: "GET", timeoutMs: LONGEST_MS }, MOST_BYTES);

const unavailable = (issuer: string, cause?: unknown) =>
  new OdooError("unavailable", `The authorization server ${issuer} does not tell its keys at the moment.`, { cause });

/** Throws `OdooError` "settings" for what others could change on its way. */
function checkAddress(address: string, what: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname))) return;
  throw new OdooError("settings", `${what} is ${address}: it must begin with https://.`);
}
