import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, it } from "vitest";
import type { SignInOutcome } from "../../src/oauth/sign-in.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { memoryStore, type SharedStore } from "../../src/replicas/shared-store.js";
import {
  askToken,
  begin,
  clientDocument,
  exchange,
  finish,
  GOOD,
  KEY,
  mcp,
  REDIRECT,
  refresh,
  serve,
  submit,
  type Tokens,
} from "./support.js";

/** A store, and all that was ever written in it. */
function watched(): { store: SharedStore; written: string[] } {
  const written: string[] = [];
  const store = memoryStore();
  return {
    written,
    store: {
      ...store,
      set: async (key, value, ms) => {
        written.push(key, value);
        await store.set(key, value, ms);
      },
      add: async (key, value, ms) => {
        written.push(key, value);
        return store.add(key, value, ms);
      },
    },
  };
}

it("keeps no credential where others could read it: not in the store, a cookie, an address or a token", async () => {
  const { store, written } = watched();
  const { url } = await serve({ store });
  const clientId = await clientDocument();
  const begun = await begin(url, { clientId });
  const sent = await submit(begun, GOOD);
  const back = await begun.browser.go(sent.headers.get("location") ?? "");
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const tokens = (await (await exchange(url, begun, code)).json()) as Tokens;
  await refresh(url, clientId, tokens.refresh_token);
  const seen = [
    ...written,
    ...[sent, back].flatMap(({ headers }) => [...headers].map(([, value]) => value)),
    ...Object.values(tokens),
  ];
  const forms = (text: string) => [
    text,
    ...["base64", "base64url", "hex"].map((form) => Buffer.from(text).toString(form as "hex")),
  ];
  for (const text of forms(KEY)) expect(seen.filter((one) => String(one).includes(text))).toEqual([]);
  const decoded = seen
    .flatMap((one) => String(one).split(/[.~"]/))
    .map((part) => Buffer.from(part, "base64url").toString("latin1"));
  expect(decoded.filter((one) => one.includes(KEY) || one.includes("mitchell"))).toEqual([]);
  // A header of a request takes 16 KiB in all.
  expect(tokens.access_token.length).toBeLessThan(3000);
  expect(tokens.refresh_token.length).toBeLessThan(3000);
});

it("leaves nothing of a finished sign-in in the store but marks, and the code for its minute", async () => {
  const kept = new Map<string, string>();
  const store = memoryStore();
  const watching: SharedStore = {
    ...store,
    async set(key, value, lifetimeMs) {
      kept.set(key, value);
      await store.set(key, value, lifetimeMs);
    },
    async delete(key) {
      kept.delete(key);
      await store.delete(key);
    },
  };
  const { url } = await serve({ store: watching });
  const begun = await begin(url, { clientId: await clientDocument() });
  expect([...kept.keys()].map((key) => key.split(":")[0])).toEqual(["interaction"]);
  await finish(begun);
  expect([...kept.keys()].map((key) => key.split(":")[0])).toEqual(["code"]);
});

it.each<readonly [string, () => Promise<{ uid: number } | undefined>, number, string]>([
  ["refuses it", async () => undefined, 422, "Odoo does not accept this login with this key."],
  [
    "does not answer",
    () => Promise.reject(new OdooError("unavailable", "gone")),
    503,
    "Odoo does not answer at the moment.",
  ],
  ["is late", () => Promise.reject(new OdooError("timeout", "late")), 503, "Odoo does not answer at the moment."],
  [
    "says whose it is, and that is nobody's",
    () => Promise.reject(new OdooError("settings", "uid 1")),
    403,
    "This user may not sign in here.",
  ],
  ["has enough", () => Promise.reject(new OdooError("rate_limited", "many")), 429, "There were too many attempts."],
])("tells the person where Odoo %s, and lets them try again", async (_what, verify, status, says) => {
  const outcomes: SignInOutcome[] = [];
  let answer = verify;
  const { url } = await serve({ target: { verify: () => answer() }, onOutcome: (outcome) => outcomes.push(outcome) });
  const begun = await begin(url, { clientId: await clientDocument() });
  const refused = await submit(begun, GOOD);
  expect(refused.status).toBe(status);
  expect(await refused.text()).toContain(says);
  answer = async () => ({ uid: 7 });
  expect((await finish(begun)).searchParams.get("code")).toBeTruthy();
  expect(outcomes.at(-1)).toBe("accepted");
  expect(outcomes).toHaveLength(2);
});

it("tells what it is about: which Odoo, who asks, whether anything may be changed", async () => {
  const { url } = await serve({ target: { readOnly: true, name: "Odoo & Sons" } });
  const { html } = await begin(url, { clientId: await clientDocument() });
  expect(html).toContain("<title>Sign in to Odoo &amp; Sons</title>");
  expect(html).toContain("Change nothing: this server only lets it read.");
  expect(html).toContain("<dd>localhost</dd>");
});

it("takes a client that the settings name, and says that they do", async () => {
  const { url } = await serve({ clients: [{ id: "inspector", name: "Inspector", redirectUris: [REDIRECT] }] });
  const begun = await begin(url, { clientId: "inspector" });
  expect(begun.html).toContain("inspector (entered by whoever runs this server)");
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  expect((await exchange(url, begun, code)).status).toBe(200);
});

it("sends a program on a device to whatever port it listens at", async () => {
  const { url } = await serve();
  const clientId = await clientDocument(() => ({ redirect_uris: ["http://127.0.0.1/callback"] }));
  const begun = await begin(url, { clientId, parameters: { redirect_uri: "http://127.0.0.1:45678/callback" } });
  expect((await finish(begun)).origin).toBe("http://127.0.0.1:45678");
});

it("takes a client that proves itself by a key, each proof once", async () => {
  const { url } = await serve();
  const pair = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const clientId = await clientDocument(() => ({
    token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "ES256",
    jwks: { keys: [{ ...jwk, kid, alg: "ES256", use: "sig" }] },
  }));
  const proof = (jti: string, key = pair.privateKey) =>
    new SignJWT({ jti })
      .setProtectedHeader({ alg: "ES256", kid })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(url)
      .setExpirationTime("1m")
      .sign(key);
  const proved = async (client_assertion: string | undefined) => {
    const begun = await begin(url, { clientId });
    const code = (await finish(begun)).searchParams.get("code") ?? "";
    const form = {
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: REDIRECT,
      code,
      code_verifier: begun.codeVerifier,
    };
    const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    const proving = client_assertion ? { client_assertion, client_assertion_type: type } : {};
    return (await askToken(url, { ...form, ...proving })).status;
  };
  const once = await proof("a");
  expect(await proved(once)).toBe(200);
  expect(await proved(once)).toBe(401);
  expect(await proved(undefined)).toBe(401);
  expect(await proved(await proof("b", (await generateKeyPair("ES256")).privateKey))).toBe(401);
});

it("answers pages of the client itself, and of no other site", async () => {
  const { url } = await serve();
  const redirect = "https://client.example/callback";
  const clientId = await clientDocument(() => ({ redirect_uris: [redirect] }));
  const from = async (origin: string) => {
    const form = { grant_type: "refresh_token", client_id: clientId, refresh_token: "none" };
    return fetch(`${url}/oauth/token`, { method: "POST", headers: { origin }, body: new URLSearchParams(form) });
  };
  expect((await from("https://client.example")).headers.get("access-control-allow-origin")).toBe(
    "https://client.example",
  );
  expect((await from("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
});

it("keeps several sign-ins in one browser apart", async () => {
  const { url } = await serve();
  const clientId = await clientDocument();
  const one = await begin(url, { clientId });
  const other = await begin(url, { clientId, browser: one.browser });
  const back = await finish(one);
  expect(back.searchParams.get("state")).toBe(one.state);
  expect((await finish(other)).searchParams.get("state")).toBe(other.state);
});

it("asks again at each sign-in, also in a browser that has just signed in", async () => {
  const { url } = await serve();
  const clientId = await clientDocument();
  const one = await begin(url, { clientId });
  await finish(one);
  const again = await begin(url, { clientId, browser: one.browser });
  expect(again.html).toContain('name="key"');
  const code = (await finish(again)).searchParams.get("code") ?? "";
  expect((await mcp(url, ((await (await exchange(url, again, code)).json()) as Tokens).access_token)).status).toBe(200);
});
