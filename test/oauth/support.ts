import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { onTestFinished } from "vitest";
import { type BuiltInOptions, builtInOAuth } from "../../src/oauth/built-in.js";
import { documentFetch } from "../../src/oauth/client-documents.js";
import { isToken, type OAuth } from "../../src/oauth/oauth.js";
import type { SignInTarget } from "../../src/oauth/sign-in.js";
import { memoryStore, type SharedStore } from "../../src/replicas/shared-store.js";

const tls = (file: string) => readFileSync(new URL(`../support/tls/${file}`, import.meta.url), "utf8");
export const CERTIFICATE = tls("certificate.pem");

export const SECRET = "secret-of-the-tests-long-enough-as-such";
export const KEY = "k3y-of-mitchell-4f1c";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A server of https on this machine, for documents of clients. */
export const tlsServer = async (handler: Handler) =>
  `https://localhost:${await listening(createTlsServer({ cert: CERTIFICATE, key: tls("key.pem") }, handler))}`;

export const plainServer = async (handler: Handler) => `http://127.0.0.1:${await listening(createServer(handler))}`;

/** A client's document at an address of its own, and a redirection that nobody need listen at. */
export async function clientDocument(metadata: (address: string) => object = () => ({})): Promise<string> {
  let address = "";
  const origin = await tlsServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    const usual = { client_id: address, client_name: "Claude", redirect_uris: [`${REDIRECT}`] };
    response.end(JSON.stringify({ ...usual, ...metadata(address) }));
  });
  address = `${origin}/client.json`;
  return address;
}

export const REDIRECT = "http://127.0.0.1/callback";

/** Accepts one login with one key. */
export const target = (given: Partial<SignInTarget> = {}): SignInTarget => ({
  name: "Odoo at shop.example",
  readOnly: false,
  verify: async (login, key) => (login === "mitchell" && key === KEY ? { uid: 7 } : undefined),
  ...given,
});

export interface Served {
  url: string;
  oauth: OAuth;
}

/** A store that lets other requests go on in the middle of one, as one at another place does. */
export function farStore(): SharedStore {
  const store = memoryStore(1000, now);
  const far =
    <Given extends readonly unknown[], Answer>(ask: (...given: Given) => Promise<Answer>) =>
    async (...given: Given) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return ask(...given);
    };
  return { ...store, get: far(store.get), set: far(store.set), delete: far(store.delete) };
}

/** Fetches from this machine, and from nowhere else. */
export const localFetch = () =>
  documentFetch({
    allowed: (address) => address === "127.0.0.1" || address === "::1",
    authorities: CERTIFICATE,
    longestMs: 120_000,
  });

export type Given = Partial<BuiltInOptions> & { target?: Partial<SignInTarget> };

/** As tests set it. */
const now = () => Date.now();

/** One server, or one of several replicas with the same address; `/mcp` answers with the login that a token stands for. */
export async function serve(given: Given = {}, publicUrl?: string): Promise<Served> {
  let oauth: OAuth | undefined;
  const url = await plainServer((request, response) => void (oauth && answer(oauth, request, response)));
  const resources = [{ path: "/mcp", ...target(given.target) }];
  const store = memoryStore(1000, now);
  oauth = await builtInOAuth({
    publicUrl: publicUrl ?? url,
    resources,
    secrets: [SECRET],
    store,
    fetch: localFetch(),
    now,
    onFault: (error) => {
      throw error;
    },
    ...given,
  });
  return { url, oauth };
}

/** As a server mounts it. */
async function answer(oauth: OAuth, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (oauth.owns(path)) return oauth.handle(request, response);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const credential = isToken(bearer) ? await oauth.credentialOf(bearer, path).catch(() => null) : undefined;
  if (credential === null) response.writeHead(503).end();
  else if (credential) response.end(JSON.stringify(credential));
  else
    response.writeHead(401, { "www-authenticate": oauth.challenge(path, bearer ? "invalid_token" : undefined) }).end();
}

export const verifier = () => randomBytes(32).toString("base64url");
export const challengeOf = (text: string) => createHash("sha256").update(text).digest("base64url");

/** A person's browser, as far as it matters: it keeps cookies by their path, and says where a form comes from. */
export class Browser {
  readonly #cookies = new Map<string, { line: string; path: string }>();

  /** All of them, whatever their path, as somebody would send them who has them. */
  get cookies(): string {
    return [...this.#cookies.values()].map(({ line }) => line).join("; ");
  }

  /** `base` stands in the place of the server's own address: another replica. */
  async go(address: string, init: RequestInit = {}, base?: string): Promise<Response> {
    const url = new URL(address);
    const cookies = [...this.#cookies.values()].filter(({ path }) => url.pathname.startsWith(path));
    const cookie = cookies.map(({ line }) => line).join("; ");
    const headers = { accept: "text/html", ...(cookie ? { cookie } : {}), ...init.headers };
    const sent = base ? new URL(url.pathname + url.search, base) : url;
    const response = await fetch(sent, { ...init, headers, redirect: "manual" });
    for (const set of response.headers.getSetCookie()) {
      const [line = "", name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      const path = /path=([^;]*)/i.exec(set)?.[1] ?? "/";
      if (value) this.#cookies.set(name + path, { line, path });
      else this.#cookies.delete(name + path);
    }
    return response;
  }
}

export interface Begun {
  browser: Browser;
  /** Address of the page. */
  page: string;
  html: string;
  state: string;
  codeVerifier: string;
  clientId: string;
  /** Which replica answers next. */
  next(): string | undefined;
}

export interface Begin {
  clientId: string;
  browser?: Browser;
  parameters?: Record<string, string | undefined>;
  next?: () => string | undefined;
}

/** The address that a client sends the person to. */
export function authorizeAddress(url: string, parameters: Record<string, string | undefined>): string {
  const address = new URL("/oauth/authorize", url);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) address.searchParams.set(name, value);
  return address.href;
}

/** From the client's link to the page. */
export async function begin(
  url: string,
  { clientId, browser = new Browser(), parameters, next = () => undefined }: Begin,
): Promise<Begun> {
  const codeVerifier = verifier();
  const state = randomBytes(8).toString("hex");
  const address = authorizeAddress(url, {
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: "code",
    code_challenge: challengeOf(codeVerifier),
    code_challenge_method: "S256",
    resource: `${url}/mcp`,
    state,
    ...parameters,
  });
  const asked = await browser.go(address, {}, next());
  const page = new URL(asked.headers.get("location") ?? "", url).href;
  if (!page.includes("/oauth/sign-in/")) throw new Error(`${asked.status} ${page} ${await asked.text()}`);
  const shown = await browser.go(page, {}, next());
  return { browser, page, html: await shown.text(), state, codeVerifier, clientId, next };
}

export const fieldOf = (html: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";

/** Sends the form, as the page's button does. */
export const submit = (begun: Begun, form: Record<string, string>, headers: Record<string, string> = {}) =>
  begun.browser.go(
    begun.page,
    {
      method: "POST",
      headers: { origin: new URL(begun.page).origin, ...headers },
      body: new URLSearchParams({ proof: fieldOf(begun.html, "proof"), choice: "allow", ...form }),
    },
    begun.next(),
  );

export const GOOD = { login: "mitchell", key: KEY };

/** From the page to the client's own address. */
export async function finish(begun: Begun, form: Record<string, string> = GOOD): Promise<URL> {
  const sent = await submit(begun, form);
  if (sent.status !== 303) throw new Error(`${sent.status} ${await sent.text()}`);
  const resumed = await begun.browser.go(sent.headers.get("location") ?? "", {}, begun.next());
  return new URL(resumed.headers.get("location") ?? "");
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
  scope: string;
  token_type: string;
}

/** A request to the token endpoint. */
export const askToken = (url: string, form: Record<string, string>) =>
  fetch(`${url}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });

export const exchange = (url: string, { codeVerifier, clientId }: Begun, code: string) =>
  askToken(url, {
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: REDIRECT,
    code_verifier: codeVerifier,
    code,
  });

export const refresh = (url: string, clientId: string, refreshToken: string) =>
  askToken(url, { grant_type: "refresh_token", client_id: clientId, refresh_token: refreshToken });

/** All of it, up to the tokens. */
export async function signedIn(url: string, clientId: string): Promise<Tokens> {
  const begun = await begin(url, { clientId });
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  const answer = await exchange(url, begun, code);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Tokens;
}

/** Asks the protected resource. */
export const mcp = (url: string, token?: string) =>
  fetch(`${url}/mcp`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
