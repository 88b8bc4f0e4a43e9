import { createSecretKey } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { EncryptJWT, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { LIFETIMES } from "../../src/oauth/adapter.js";
import { documentFetch } from "../../src/oauth/client-documents.js";
import { sealing } from "../../src/replicas/sealing.js";
import { memoryStore } from "../../src/replicas/shared-store.js";
import {
  askToken,
  authorizeAddress,
  type Begun,
  Browser,
  begin,
  challengeOf,
  clientDocument,
  exchange,
  farStore,
  finish,
  type Given,
  GOOD,
  KEY,
  mcp,
  REDIRECT,
  refresh,
  SECRET,
  serve,
  signedIn,
  submit,
  type Tokens,
  target,
  tlsServer,
  verifier,
} from "./support.js";

// What somebody may try who wants in without being asked, or to be somebody else. A line is what is tried and what comes of it.

/** What an answer says, short enough for a table. */
async function told(response: Response): Promise<string> {
  const { status, headers } = response;
  const location = headers.get("location");
  if (location) {
    const url = new URL(location, response.url || "http://server");
    const error = url.searchParams.get("error") ?? new URLSearchParams(url.hash.slice(1)).get("error");
    const what = url.pathname.startsWith("/oauth/sign-in/") ? "sign-in page" : url.origin + url.pathname;
    return `${status} to ${what}${url.searchParams.has("code") ? " with a code" : ""}${error ? `, ${error}` : ""}`;
  }
  const text = await response.text();
  if (headers.get("content-type")?.startsWith("text/html")) {
    const code = /<code>([^<]*)<\/code>/.exec(text)?.[1];
    const problem = /role="alert">([^<]*)</.exec(text)?.[1];
    return `${status} page${code ? `, ${code}` : ""}${problem ? `: ${problem}` : ""}`;
  }
  if (!text.startsWith("{")) return String(status);
  const { error = "tokens" } = JSON.parse(text) as { error?: string };
  return `${status} ${error}`;
}

interface At {
  url: string;
  clientId: string;
}

const at = async (given: Given = {}, metadata?: (address: string) => object): Promise<At> => {
  const { url } = await serve(given);
  return { url, clientId: await clientDocument(metadata) };
};

const NONE = "400 page, invalid_client";

type Attack = (at: At) => Promise<Response | string>;
type Row = readonly [what: string, attack: Attack, becomes: string];

const table = (rows: readonly Row[], given: Given = {}, metadata?: (address: string) => object) =>
  it.each(rows)("%s", async (_what, attack, becomes) => {
    const result = await attack(await at(given, metadata));
    expect(typeof result === "string" ? result : await told(result)).toBe(becomes);
  });

/** A request to authorize that differs from a good one. */
const ask =
  (parameters: Record<string, string | undefined>) =>
  ({ url, clientId }: At) =>
    new Browser().go(
      authorizeAddress(url, {
        client_id: clientId,
        redirect_uri: REDIRECT,
        response_type: "code",
        code_challenge: challengeOf("verifier of the tests, long enough as such"),
        code_challenge_method: "S256",
        resource: `${url}/mcp`,
        state: "s",
        ...parameters,
      }),
    );

describe("the client's link", () => {
  const NOT_TO = "400 page, invalid_redirect_uri";
  const WEB = { redirect_uris: ["https://client.example/callback"] };
  describe("leads nowhere that the client has not registered", () => {
    table([
      ["another host", ask({ redirect_uri: "https://evil.example/callback" }), NOT_TO],
      ["another path", ask({ redirect_uri: "http://127.0.0.1/other" }), NOT_TO],
      ["a host that begins alike", ask({ redirect_uri: "http://127.0.0.1.evil.example/callback" }), NOT_TO],
      ["a user in the place of the host", ask({ redirect_uri: "http://127.0.0.1@evil.example/callback" }), NOT_TO],
      ["another name of this machine", ask({ redirect_uri: "http://localhost/callback" }), NOT_TO],
      ["more parameters", ask({ redirect_uri: `${REDIRECT}?next=https://evil.example` }), NOT_TO],
      ["a script", ask({ redirect_uri: "javascript:alert(1)" }), NOT_TO],
      ["none at all", ask({ redirect_uri: undefined }), "400 page, invalid_request"],
      ["one beside another error", ask({ redirect_uri: "https://evil.example/", response_type: "token" }), NOT_TO],
    ]);
  });
  describe("for a client on the web", () => {
    table(
      [
        ["another port", ask({ redirect_uri: "https://client.example:444/callback" }), NOT_TO],
        ["without TLS", ask({ redirect_uri: "http://client.example/callback" }), NOT_TO],
        ["a longer host", ask({ redirect_uri: "https://client.example.evil.example/callback" }), NOT_TO],
        ["a path behind it", ask({ redirect_uri: "https://client.example/callback/../steal" }), NOT_TO],
      ],
      {},
      () => WEB,
    );
  });
  describe("says what it must", () => {
    const back = (error: string) => `303 to ${REDIRECT}, ${error}`;
    table([
      ["no challenge", ask({ code_challenge: undefined, code_challenge_method: undefined }), back("invalid_request")],
      ["a challenge in plain text", ask({ code_challenge_method: "plain" }), back("invalid_request")],
      ["a challenge without its method", ask({ code_challenge_method: undefined }), back("invalid_request")],
      ["a token instead of a code", ask({ response_type: "token" }), back("unsupported_response_type")],
      [
        "an ID token instead of a code",
        ask({ response_type: "id_token", nonce: "n" }),
        back("unsupported_response_type"),
      ],
      ["a resource of somebody else", ask({ resource: "https://evil.example/mcp" }), back("invalid_target")],
      ["a resource beside it", async (at) => ask({ resource: `${at.url}/mcp/other` })(at), back("invalid_target")],
      ["no page, please", ask({ prompt: "none" }), "303 to sign-in page"],
      ["a page that runs a script", ask({ response_mode: "form_post" }), "303 to sign-in page"],
    ]);
  });
});

describe("the client's document", () => {
  const documented =
    (metadata: (address: string) => object): Attack =>
    async ({ url }) =>
      ask({ client_id: await clientDocument(metadata) })({ url, clientId: "" });
  const answered =
    (handler: Parameters<typeof tlsServer>[0]): Attack =>
    async ({ url }) =>
      ask({ client_id: `${await tlsServer(handler)}/client.json` })({ url, clientId: "" });
  const UNFIT = "400 page, invalid_client_metadata";
  table([
    ["is another's", documented(() => ({ client_id: "https://claude.ai/client.json" })), UNFIT],
    ["has a secret", documented(() => ({ client_secret: "s" })), UNFIT],
    [
      "wants to prove itself by a secret",
      documented(() => ({ token_endpoint_auth_method: "client_secret_post" })),
      UNFIT,
    ],
    [
      "leads to http://",
      documented(() => ({ redirect_uris: ["http://evil.example/callback"] })),
      "400 page, invalid_redirect_uri",
    ],
    [
      "leads to a script",
      documented(() => ({ redirect_uris: ["javascript:alert(1)//"] })),
      "400 page, invalid_redirect_uri",
    ],
    ["leads to data", documented(() => ({ redirect_uris: ["data:text/html,x"] })), "400 page, invalid_redirect_uri"],
    ["wants tokens at once", documented(() => ({ response_types: ["token"], grant_types: ["implicit"] })), UNFIT],
    ["has a script for a logo", documented(() => ({ logo_uri: "javascript:alert(1)" })), UNFIT],
    ["is too large", documented(() => ({ client_name: "x".repeat(20_000) })), NONE],
    [
      "never ends",
      answered((_request, response) => {
        const more = () => !response.destroyed && void response.write("x".repeat(4096), () => setImmediate(more));
        more();
      }),
      NONE,
    ],
    [
      "is elsewhere",
      answered(({ url, headers }, response) => {
        if (url === "/client.json") return response.writeHead(302, { location: "/other" }).end();
        const client_id = `https://${headers.host}/client.json`;
        return response.end(JSON.stringify({ client_id, client_name: "Claude", redirect_uris: [REDIRECT] }));
      }),
      NONE,
    ],
    ["is missing", answered((_request, response) => response.writeHead(404).end("{}")), NONE],
    ["is no JSON", answered((_request, response) => response.end("<html>")), NONE],
    ["is a list", answered((_request, response) => response.end("[]")), UNFIT],
    ["hangs up", answered((request) => request.socket.destroy()), NONE],
    ["is at http://", ask({ client_id: "http://client.example/client.json" }), NONE],
    ["is at no address", ask({ client_id: "claude" }), NONE],
    ["is at a file", ask({ client_id: "file:///etc/passwd" }), NONE],
    ["is at an address with a password", ask({ client_id: "https://user:secret@client.example/a.json" }), NONE],
  ]);

  it.each([
    "https://127.0.0.1",
    "https://localhost",
    "https://127.1",
    "https://2130706433",
    "https://0x7f.0.0.1",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://0.0.0.0",
    "https://10.0.0.1",
    "https://172.16.0.1",
    "https://192.168.1.1",
    "https://100.64.0.1",
    "https://169.254.169.254",
    "https://[fd00:ec2::254]",
    "https://[fe80::1]",
    "https://[64:ff9b::7f00:1]",
    "https://224.0.0.1",
  ])("is not fetched from %s, which nobody may reach from outside", async (origin) => {
    let knocks = 0;
    const listener = createServer((socket) => {
      knocks += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void listener.close());
    const { port } = listener.address() as AddressInfo;
    const { url } = await serve({ fetch: documentFetch() });
    const response = await ask({ client_id: `${origin}:${port}/client.json` })({ url, clientId: "" });
    expect(await told(response)).toBe(NONE);
    expect(knocks).toBe(0);
  });

  it("is not fetched for hosts that the settings do not name", async () => {
    let asked = 0;
    const origin = await tlsServer(() => void asked++);
    const { url } = await serve({ clientHosts: ["claude.ai"] });
    const response = await ask({ client_id: `${origin}/client.json` })({ url, clientId: "" });
    expect(await told(response)).toBe(NONE);
    expect(asked).toBe(0);
  });

  it("is fetched for one sender so often and no more", async () => {
    let asked = 0;
    const origin = await tlsServer((_request, response) => response.writeHead(404).end(String(asked++)));
    const { url } = await serve();
    for (let count = 0; count < 30; count++) await ask({ client_id: `${origin}/${count}.json` })({ url, clientId: "" });
    expect(asked).toBe(20);
  });

  it.each([
    ["markup", `<img src=x onerror=alert(1)>"'&`, "“&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;”"],
    ["text that turns", "Cla\u202eedu\u202c.ai", "“Claedu.ai”"],
    ["lines of its own", "Claude\n\nverified by Odoo", "“Claude verified by Odoo”"],
    ["a flood", "x".repeat(4000), `“${"x".repeat(60)}…”`],
  ])("has %s for a name, which is shown as text", async (_what, name, shown) => {
    const { url, clientId } = await at({}, () => ({ client_name: name }));
    const { html } = await begin(url, { clientId });
    expect(html).toContain(`<dd>${shown}</dd>`);
    expect(html).not.toContain("<img");
  });
});

describe("the page", () => {
  const ENDED = "400 page, sign_in_ended";
  const FORGED = "403 page, sign_in_ended";
  const shown = ({ url, clientId }: At) => begin(url, { clientId });
  /** The good form, sent from elsewhere. */
  const from =
    (headers: Record<string, string>): Attack =>
    async (at) =>
      submit(await shown(at), GOOD, headers);
  const sent =
    (change: (begun: Begun, at: At) => Promise<Response>): Attack =>
    async (at) =>
      change(await shown(at), at);
  table([
    ["sent by another site", from({ origin: "https://evil.example" }), FORGED],
    ["sent by a page without an origin", from({ origin: "null" }), FORGED],
    ["sent as text", from({ "content-type": "text/plain" }), FORGED],
    ["without its proof", sent((begun) => submit(begun, { ...GOOD, proof: "" })), FORGED],
    [
      "with a proof made up",
      sent((begun) => submit(begun, { ...GOOD, proof: Buffer.alloc(60).toString("base64url") })),
      FORGED,
    ],
    [
      "with the proof of a page of the attacker's own",
      sent(async (begun, at) => {
        const proof = /name="proof" value="([^"]*)"/.exec((await shown(at)).html)?.[1] ?? "";
        return submit(begun, { ...GOOD, proof });
      }),
      FORGED,
    ],
    ["too large", sent((begun) => submit(begun, { ...GOOD, more: "x".repeat(20_000) })), FORGED],
    ["in another browser", sent((begun) => new Browser().go(begun.page)), ENDED],
    ["sent from another browser", sent((begun) => submit({ ...begun, browser: new Browser() }, GOOD)), ENDED],
    [
      "with cookies made up",
      sent((begun) =>
        new Browser().go(begun.page, { headers: { cookie: `odoo_sign_in=${begun.page.split("/").at(-1)}` } }),
      ),
      ENDED,
    ],
    [
      "of another sign-in, with the cookies of this one",
      sent(async (begun, at) => {
        const other = await shown(at);
        return new Browser().go(other.page, { headers: { cookie: begun.browser.cookies } });
      }),
      ENDED,
    ],
    ["of another sign-in", sent((begun) => begun.browser.go(begun.page.replace(/.$/, "_"))), ENDED],
    [
      "used again",
      sent(async (begun) => {
        await finish(begun);
        return submit(begun, GOOD);
      }),
      ENDED,
    ],
    [
      "left out",
      sent((begun) => begun.browser.go(begun.page.replace("/sign-in/", "/authorize/"))),
      "303 to sign-in page",
    ],
    [
      "refused by the person",
      sent(async (begun) => {
        const answer = await submit(begun, { choice: "refuse" });
        return begun.browser.go(answer.headers.get("location") ?? "");
      }),
      `303 to ${REDIRECT}, access_denied`,
    ],
    ["asked for by DELETE", sent((begun) => begun.browser.go(begun.page, { method: "DELETE" })), "405"],
  ]);

  it("tells nothing of whether the login or the key is wrong", async () => {
    const { url, clientId } = await at();
    const pages = [];
    for (const form of [
      { login: "mitchell", key: "wrong" },
      { login: "nobody", key: KEY },
    ]) {
      const begun = await begin(url, { clientId });
      const answer = await submit(begun, form);
      expect(answer.status).toBe(422);
      const proofless = (await answer.text()).replace(/name="proof" value="[^"]*"/, "").replace(/sign-in\/[^"]*/, "");
      pages.push(proofless.replaceAll(form.login, "LOGIN"));
    }
    expect(pages[0]).toBe(pages[1]);
  });

  it("gives nothing that was typed back but the login, and that as text", async () => {
    const { url, clientId } = await at();
    const answer = await submit(await begin(url, { clientId }), {
      login: '"><script>alert(1)</script>',
      key: "s3cr3t-typed",
    });
    const html = await answer.text();
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(html).not.toMatch(/<script|s3cr3t-typed/);
  });

  const GUESS = { login: "mitchell", key: "guess" };
  const MANY = "429 page: There were too many attempts. Wait a quarter of an hour and try again.";

  it("takes five attempts, the good one after them included", async () => {
    const { url, clientId } = await at();
    const begun = await begin(url, { clientId });
    for (let count = 0; count < 5; count++) expect((await submit(begun, GUESS)).status).toBe(422);
    expect(await told(await submit(begun, GOOD))).toBe(MANY);
  });

  it("takes ten attempts for a login, whatever the page", async () => {
    let asked = 0;
    const { url, clientId } = await at({ target: { verify: async () => void asked++ } });
    for (let count = 0; count < 12; count++)
      await submit(await begin(url, { clientId }), { ...GUESS, login: count % 2 ? "mitchell" : "MITCHELL" });
    expect(asked).toBe(10);
  });

  it("takes fifty attempts from a sender, whatever the login", async () => {
    let asked = 0;
    const { url, clientId } = await at({ target: { verify: async () => void asked++ } });
    for (let count = 0; count < 52; count++)
      await submit(await begin(url, { clientId }), { ...GUESS, login: `user${count}` });
    expect(asked).toBe(50);
  });

  it("is in no frame, runs no script, and its form leads to the client alone", async () => {
    const { url, clientId } = await at();
    const begun = await begin(url, { clientId });
    const { headers } = await begun.browser.go(begun.page);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-frame-options")).toBe("DENY");
  });
});

describe("a code", () => {
  const BAD = "400 invalid_grant";
  const coded = async ({ url, clientId }: At) => {
    const begun = await begin(url, { clientId });
    return { begun, code: (await finish(begun)).searchParams.get("code") ?? "" };
  };
  const swapped =
    (form: (at: At, code: string) => Record<string, string> | Promise<Record<string, string>>): Attack =>
    async (at) => {
      const { begun, code } = await coded(at);
      const usual = { grant_type: "authorization_code", client_id: at.clientId, redirect_uri: REDIRECT };
      return askToken(at.url, { ...usual, code_verifier: begun.codeVerifier, code, ...(await form(at, code)) });
    };
  table([
    ["with another verifier", swapped(() => ({ code_verifier: verifier() })), BAD],
    ["with the challenge for a verifier", swapped(() => ({ code_verifier: challengeOf("x") })), BAD],
    ["without a verifier", swapped(() => ({ code_verifier: "" })), BAD],
    ["of another client", swapped(async () => ({ client_id: await clientDocument() })), BAD],
    ["of no client", swapped(() => ({ client_id: "nobody" })), "401 invalid_client"],
    ["for another redirection", swapped(() => ({ redirect_uri: "http://127.0.0.1/other" })), BAD],
    ["for another resource", swapped(() => ({ resource: "https://evil.example/mcp" })), "400 invalid_target"],
    ["made up", swapped(() => ({ code: "x".repeat(43) })), BAD],
    ["as a refresh token", swapped((_at, code) => ({ grant_type: "refresh_token", refresh_token: code })), BAD],
  ]);

  it("counts once: used again it ends what it gave", async () => {
    const here = await at();
    const { begun, code } = await coded(here);
    const tokens = (await (await exchange(here.url, begun, code)).json()) as Tokens;
    expect(await told(await exchange(here.url, begun, code))).toBe(BAD);
    expect((await mcp(here.url, tokens.access_token)).status).toBe(401);
    expect(await told(await refresh(here.url, here.clientId, tokens.refresh_token))).toBe(BAD);
  });

  it("counts once, also where it is used many times at once", async () => {
    const here = await at({ store: farStore() });
    const { begun, code } = await coded(here);
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(here.url, begun, code)));
    const got = answers.filter(({ status }) => status === 200);
    expect(got.length).toBe(1);
    for (const answer of got)
      expect((await mcp(here.url, ((await answer.json()) as Tokens).access_token)).status).toBe(401);
  });

  it("counts for a minute", async () => {
    const here = await at();
    const { begun, code } = await coded(here);
    later(LIFETIMES.code + 30);
    expect(await told(await exchange(here.url, begun, code))).toBe(BAD);
  });
});

/** From now on the time is so many seconds later. */
function later(seconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
  onTestFinished(() => void vi.useRealTimers());
}

describe("a refresh token", () => {
  const BAD = "400 invalid_grant";
  const other = async (at: At, form: (tokens: Tokens) => Record<string, string> | Promise<Record<string, string>>) => {
    const tokens = await signedIn(at.url, at.clientId);
    const usual = { grant_type: "refresh_token", client_id: at.clientId, refresh_token: tokens.refresh_token };
    return askToken(at.url, { ...usual, ...(await form(tokens)) });
  };
  table([
    ["of another client", async (at) => other(at, async () => ({ client_id: await clientDocument() })), BAD],
    ["for more than was allowed", async (at) => other(at, () => ({ scope: "odoo admin" })), "400 invalid_scope"],
    [
      "for another resource",
      async (at) => other(at, () => ({ resource: "https://evil.example/mcp" })),
      "400 invalid_target",
    ],
    ["that is an access token", async (at) => other(at, (tokens) => ({ refresh_token: tokens.access_token })), BAD],
    [
      "with a letter changed",
      async (at) => other(at, ({ refresh_token: text }) => ({ refresh_token: `${text.slice(0, -9)}AAAAAAAAA` })),
      BAD,
    ],
    [
      "in the place of a password",
      async (at) => other(at, () => ({ grant_type: "password", username: "mitchell", password: KEY })),
      "400 unsupported_grant_type",
    ],
    [
      "in the place of a client's own rights",
      async (at) => other(at, () => ({ grant_type: "client_credentials" })),
      "400 unsupported_grant_type",
    ],
  ]);

  it("counts once: used again it ends the whole family", async () => {
    const { url, clientId } = await at();
    const first = await signedIn(url, clientId);
    const second = (await (await refresh(url, clientId, first.refresh_token)).json()) as Tokens;
    expect((await mcp(url, second.access_token)).status).toBe(200);
    expect(await told(await refresh(url, clientId, first.refresh_token))).toBe(BAD);
    expect(await told(await refresh(url, clientId, second.refresh_token))).toBe(BAD);
    expect((await mcp(url, first.access_token)).status).toBe(401);
    expect((await mcp(url, second.access_token)).status).toBe(401);
  });

  it("counts once, also a day later", async () => {
    const { url, clientId } = await at();
    const first = await signedIn(url, clientId);
    const second = (await (await refresh(url, clientId, first.refresh_token)).json()) as Tokens;
    later(24 * 60 * 60);
    expect(await told(await refresh(url, clientId, first.refresh_token))).toBe(BAD);
    expect(await told(await refresh(url, clientId, second.refresh_token))).toBe(BAD);
  });

  it("counts once, also where it is used many times at once", async () => {
    const { url, clientId } = await at({ store: farStore() });
    const { refresh_token } = await signedIn(url, clientId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(url, clientId, refresh_token)));
    const got = answers.filter(({ status }) => status === 200);
    expect(got.length).toBe(1);
    for (const answer of got) expect((await mcp(url, ((await answer.json()) as Tokens).access_token)).status).toBe(401);
  });

  it("is not given out beside an error", async () => {
    const here = await at();
    const answer = await other(here, () => ({ resource: "https://evil.example/mcp" }));
    expect(Object.keys((await answer.json()) as object)).not.toContain("refresh_token");
  });

  it("ends with the key in Odoo, and everything with it", async () => {
    let accepted = true;
    const { url, clientId } = await at({ target: { verify: async () => (accepted ? { uid: 7 } : undefined) } });
    const { refresh_token } = await signedIn(url, clientId);
    accepted = false;
    expect(await told(await refresh(url, clientId, refresh_token))).toBe(BAD);
  });

  it("ends where the key has become another user's", async () => {
    let uid = 7;
    const { url, clientId } = await at({ target: { verify: async () => ({ uid }) } });
    const { refresh_token } = await signedIn(url, clientId);
    uid = 8;
    expect(await told(await refresh(url, clientId, refresh_token))).toBe(BAD);
  });

  it("ends without use, and at last", async () => {
    const { url, clientId } = await at();
    const { refresh_token } = await signedIn(url, clientId);
    later(LIFETIMES.refreshToken + 60);
    expect(await told(await refresh(url, clientId, refresh_token))).toBe(BAD);
  });

  it("does not outlive its sign-in, however often it is used", async () => {
    const { url, clientId } = await at();
    let tokens = await signedIn(url, clientId);
    for (let days = 0; days < 88; days += 22) {
      later(22 * 24 * 60 * 60);
      const answer = await refresh(url, clientId, tokens.refresh_token);
      expect(answer.status).toBe(200);
      tokens = (await answer.json()) as Tokens;
    }
    // Half an hour before the 90 days are over, and a little after them: its access token would count for an hour.
    later(2 * 24 * 60 * 60 - 30 * 60);
    const last = (await (await refresh(url, clientId, tokens.refresh_token)).json()) as Tokens;
    expect((await mcp(url, last.access_token)).status).toBe(200);
    later(40 * 60);
    expect((await mcp(url, last.access_token)).status).toBe(401);
    expect(await told(await refresh(url, clientId, last.refresh_token))).toBe(BAD);
  });

  const revoke = (url: string, clientId: string, token: string) =>
    fetch(`${url}/oauth/revoke`, { method: "POST", body: new URLSearchParams({ client_id: clientId, token }) });

  it("is revoked with all that came of it", async () => {
    const { url, clientId } = await at();
    const tokens = await signedIn(url, clientId);
    expect((await revoke(url, clientId, tokens.refresh_token)).status).toBe(200);
    expect((await mcp(url, tokens.access_token)).status).toBe(401);
    expect(await told(await refresh(url, clientId, tokens.refresh_token))).toBe(BAD);
  });

  it("is not revoked by another client", async () => {
    const { url, clientId } = await at();
    const tokens = await signedIn(url, clientId);
    await revoke(url, await clientDocument(), tokens.refresh_token);
    expect((await mcp(url, tokens.access_token)).status).toBe(200);
  });
});

describe("an access token", () => {
  const claims = (url: string) => ({ iss: url, aud: `${url}/mcp`, sub: "7", grant: "g", client_id: "c" });
  const opens =
    (make: (at: At) => Promise<string>): Attack =>
    async (at) =>
      mcp(at.url, await make(at));
  const ours = (purpose: "access token" | "grant") => sealing([SECRET]).keys(purpose)[0] as Buffer;
  const sealedBy = (key: Uint8Array, claims: object) =>
    new EncryptJWT({ ...claims })
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: "at+jwt" })
      .setExpirationTime("1h")
      .encrypt(key);
  table([
    ["that is none", opens(async () => "a.b.c"), "401"],
    ["that is empty", opens(async () => "...."), "401"],
    [
      "without a signature",
      opens(async ({ url }) => new UnsecuredJWT(claims(url)).setExpirationTime("1h").encode()),
      "401",
    ],
    [
      "signed with the secret as it is written",
      opens(async ({ url }) => {
        const signed = new SignJWT(claims(url))
          .setProtectedHeader({ alg: "HS256", typ: "at+jwt" })
          .setExpirationTime("1h");
        return signed.sign(createSecretKey(Buffer.from(SECRET)));
      }),
      "401",
    ],
    ["sealed with another key", opens(async ({ url }) => sealedBy(Buffer.alloc(32, 7), claims(url))), "401"],
    ["sealed with the key of something else", opens(async ({ url }) => sealedBy(ours("grant"), claims(url))), "401"],
    ["with a grant that is none", opens(async ({ url }) => sealedBy(ours("access token"), claims(url))), "401"],
    [
      "that is a refresh token",
      opens(async ({ url, clientId }) => (await signedIn(url, clientId)).refresh_token),
      "401",
    ],
    [
      "with a letter changed",
      opens(async ({ url, clientId }) => {
        const { access_token: token } = await signedIn(url, clientId);
        return `${token.slice(0, -3)}AAA`;
      }),
      "401",
    ],
    [
      "of another server with the same secret",
      opens(async ({ clientId }) => (await signedIn((await serve()).url, clientId)).access_token),
      "401",
    ],
    [
      "of a server with another secret",
      opens(async ({ clientId }) => {
        const { url } = await serve({ secrets: [`${SECRET} and more`] });
        return (await signedIn(url, clientId)).access_token;
      }),
      "401",
    ],
    [
      "that has ended",
      opens(async ({ url, clientId }) => {
        const { access_token } = await signedIn(url, clientId);
        later(LIFETIMES.accessToken + 60);
        return access_token;
      }),
      "401",
    ],
  ]);

  it("of one Odoo opens no other", async () => {
    const resources = ["/mcp/shop", "/mcp/farm"].map((path) => ({ path, ...target() }));
    const { url } = await serve({ resources });
    const clientId = await clientDocument();
    const begun = await begin(url, { clientId, parameters: { resource: `${url}/mcp/shop` } });
    const code = (await finish(begun)).searchParams.get("code") ?? "";
    const { access_token } = (await (await exchange(url, begun, code)).json()) as Tokens;
    const open = (path: string) => fetch(url + path, { headers: { authorization: `Bearer ${access_token}` } });
    expect((await open("/mcp/shop")).status).toBe(200);
    expect((await open("/mcp/farm")).status).toBe(401);
    expect((await open("/mcp")).status).toBe(401);
    expect(await told(await ask({ resource: undefined })({ url, clientId }))).toBe(
      `303 to ${REDIRECT}, invalid_target`,
    );
  });
});

describe("the server", () => {
  it("says its own address, whatever a request says", async () => {
    const { url, clientId } = await at();
    const spoofed = {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.example",
    };
    const metadata = await (await fetch(`${url}/.well-known/oauth-authorization-server`, { headers: spoofed })).text();
    expect(metadata).not.toContain("evil.example");
    const begun = await begin(url, { clientId });
    const answer = await submit(begun, GOOD, spoofed);
    expect(new URL(answer.headers.get("location") ?? "").origin).toBe(url);
  });

  it("refuses what it cannot remember, rather than forget what was revoked", async () => {
    const faults: unknown[] = [];
    const { url, clientId } = await at({ store: memoryStore(10), onFault: (error) => void faults.push(error) });
    const { access_token, refresh_token } = await signedIn(url, clientId);
    await refresh(url, clientId, refresh_token);
    expect(await told(await refresh(url, clientId, refresh_token))).toBe("400 invalid_grant");
    const answers = [];
    for (let count = 0; count < 12; count++) answers.push((await ask({})({ url, clientId })).status);
    expect(answers.at(0)).toBe(303);
    expect(answers.at(-1)).toBe(500);
    expect(faults.at(-1)).toMatchObject({ category: "rate_limited" });
    expect((await mcp(url, access_token)).status).toBe(401);
  });

  it("is told of as it is where its store cannot be asked: nobody is let in", async () => {
    const store = memoryStore();
    const faults: unknown[] = [];
    const { url, clientId } = await at({ store, onFault: (error) => void faults.push(error) });
    const begun = await begin(url, { clientId });
    const { access_token, refresh_token } = await signedIn(url, clientId);
    const gone = async () => {
      throw new Error("the store is gone");
    };
    Object.assign(store, { get: gone, set: gone, add: gone, delete: gone });
    expect((await ask({})({ url, clientId })).status).toBe(500);
    expect((await submit(begun, GOOD)).status).toBe(503);
    expect(await told(await refresh(url, clientId, refresh_token))).toBe("500 server_error");
    expect((await mcp(url, access_token)).status).toBe(503);
    expect(faults.length).toBeGreaterThanOrEqual(3);
  });
});
