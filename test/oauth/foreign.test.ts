import { createSecretKey } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  calculateJwkThumbprint,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { describe, expect, it } from "vitest";
import { type ForeignOptions, foreignOAuth } from "../../src/oauth/foreign.js";
import { plainServer } from "./support.js";

const MCP = "https://mcp.example";
const RESOURCES = [{ path: "/mcp", name: "Odoo at shop.example" }];
const pair = await generateKeyPair("RS256", { extractable: true });
const jwk = await exportJWK(pair.publicKey);
const kid = await calculateJwkThumbprint(jwk);
const hmac = createSecretKey(Buffer.from(await exportSPKI(pair.publicKey)));
const other = await generateKeyPair("RS256", { extractable: true });

/** What the authorization server of somebody else answers; `asked` are the paths. */
async function authorizationServer(
  metadata: (issuer: string) => object = () => ({}),
  path = "/.well-known/oauth-authorization-server",
) {
  const asked: string[] = [];
  let issuer = "";
  issuer = await plainServer((request, response) => {
    const { url = "" } = request;
    asked.push(url);
    response.setHeader("content-type", "application/json");
    if (url === path) response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/keys`, ...metadata(issuer) }));
    else if (url === "/keys") response.end(JSON.stringify({ keys: [{ ...jwk, kid, alg: "RS256", use: "sig" }] }));
    else response.writeHead(404).end("{}");
  });
  return { issuer, asked };
}

const KEYS = new Map([["mitchell@shop.example", "k3y"]]);
const oauthOf = (issuer: string, given: Partial<ForeignOptions> = {}) =>
  foreignOAuth({
    publicUrl: MCP,
    resources: RESOURCES,
    issuer,
    claim: "email",
    keyOf: async (login) => KEYS.get(login),
    ...given,
  });

const claims = (issuer: string, given: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  aud: `${MCP}/mcp`,
  email: "mitchell@shop.example",
  client_id: "claude",
  ...given,
});
const without = (name: string, claims: JWTPayload): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([one]) => one !== name));
const signed = (payload: JWTPayload, key = pair.privateKey, header = { alg: "RS256", kid }) =>
  new SignJWT(payload).setProtectedHeader(header).setExpirationTime("1h").sign(key);

describe("a token of a foreign authorization server", () => {
  it("stands for the key of the user that it names", async () => {
    const { issuer, asked } = await authorizationServer();
    const oauth = oauthOf(issuer);
    const token = await signed(claims(issuer));
    const credential = await oauth.credentialOf(token, "/mcp");
    expect(credential).toMatchObject({ login: "mitchell@shop.example", key: "k3y", clientId: "claude" });
    await oauth.credentialOf(token, "/mcp");
    expect(asked).toEqual(["/.well-known/oauth-authorization-server", "/keys"]);
  });

  it("may be for an audience and name the user in a claim that the settings say", async () => {
    const { issuer } = await authorizationServer();
    const oauth = oauthOf(issuer, { audience: "api://odoo", claim: "upn" });
    const token = await signed({ iss: issuer, aud: ["other", "api://odoo"], upn: "mitchell@shop.example" });
    expect(await oauth.credentialOf(token, "/mcp")).toMatchObject({ key: "k3y" });
    expect(await oauth.credentialOf(await signed(claims(issuer)), "/mcp")).toBeUndefined();
  });

  it("is checked with keys that OpenID Connect's metadata name, where OAuth's are missing", async () => {
    const { issuer, asked } = await authorizationServer(undefined, "/.well-known/openid-configuration");
    expect(await oauthOf(issuer).credentialOf(await signed(claims(issuer)), "/mcp")).toBeDefined();
    expect(asked.at(-1)).toBe("/keys");
  });

  const past = (payload: JWTPayload) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: "RS256", kid })
      .setExpirationTime(Date.now() / 1000 - 120)
      .sign(pair.privateKey);
  it.each<readonly [string, (issuer: string) => Promise<string> | string]>([
    ["without a signature", (issuer) => new UnsecuredJWT(claims(issuer)).setExpirationTime("1h").encode()],
    [
      "signed with the public key as a secret",
      (issuer) => signed(claims(issuer), hmac as never, { alg: "HS256", kid }),
    ],
    ["signed by another key of the same name", (issuer) => signed(claims(issuer), other.privateKey)],
    [
      "signed by a key that is nowhere",
      (issuer) => signed(claims(issuer), other.privateKey, { alg: "RS256", kid: "other" }),
    ],
    [
      "that brings its own key",
      async (issuer) => {
        const header = { alg: "RS256", jwk: await exportJWK(other.publicKey), kid: "own" };
        return signed(claims(issuer), other.privateKey, header);
      },
    ],
    [
      "that names where its key is",
      (issuer) =>
        signed(claims(issuer), other.privateKey, { alg: "RS256", kid: "own", jku: "http://127.0.0.1:9/keys" } as never),
    ],
    ["of another issuer", (issuer) => signed(claims(issuer, { iss: "https://evil.example" }))],
    ["of no issuer", (issuer) => signed(without("iss", claims(issuer)))],
    ["for another audience", (issuer) => signed(claims(issuer, { aud: "https://other.example/mcp" }))],
    ["for no audience", (issuer) => signed(without("aud", claims(issuer)))],
    ["for the server without its path", (issuer) => signed(claims(issuer, { aud: MCP }))],
    ["that has ended", (issuer) => past(claims(issuer))],
    [
      "that never ends",
      (issuer) => new SignJWT(claims(issuer)).setProtectedHeader({ alg: "RS256", kid }).sign(pair.privateKey),
    ],
    ["that does not count yet", (issuer) => signed({ ...claims(issuer), nbf: Math.floor(Date.now() / 1000) + 600 })],
    ["that names nobody", (issuer) => signed(without("email", claims(issuer)))],
    ["that names no text", (issuer) => signed(claims(issuer, { email: ["mitchell@shop.example"] }))],
    ["that names an address nobody has checked", (issuer) => signed(claims(issuer, { email_verified: false }))],
    ["that names somebody without a key", (issuer) => signed(claims(issuer, { email: "other@shop.example" }))],
    ["that names what every object has", (issuer) => signed(claims(issuer, { email: "__proto__" }))],
    ["changed in its middle", async (issuer) => (await signed(claims(issuer))).replace(/\.(.)/, ".X")],
    ["that is none", () => "a.b.c"],
  ])("%s is refused", async (_what, make) => {
    const { issuer } = await authorizationServer();
    expect(await oauthOf(issuer).credentialOf(await make(issuer), "/mcp")).toBeUndefined();
  });

  it.each<readonly [string, (issuer: string) => object, string]>([
    ["call it another", () => ({ issuer: "https://evil.example" }), "settings"],
    ["name keys without TLS", () => ({ jwks_uri: "http://keys.example/" }), "settings"],
    ["name a file of keys", () => ({ jwks_uri: "file:///etc/keys.json" }), "settings"],
    ["name no keys", () => ({ jwks_uri: 5 }), "unavailable"],
    ["name keys that are not there", (issuer) => ({ jwks_uri: `${issuer}/gone` }), "unavailable"],
  ])("is neither taken nor refused where its server's metadata %s", async (_what, metadata, category) => {
    const { issuer } = await authorizationServer(metadata);
    const oauth = oauthOf(issuer);
    await expect(oauth.credentialOf(await signed(claims(issuer)), "/mcp")).rejects.toMatchObject({ category });
  });

  it("is neither taken nor refused where its server is gone, and taken when it is back", async () => {
    const listener = createServer();
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const { port } = listener.address() as { port: number };
    await new Promise((resolve) => listener.close(resolve));
    const oauth = oauthOf(`http://127.0.0.1:${port}`);
    const token = await signed(claims(`http://127.0.0.1:${port}`));
    await expect(oauth.credentialOf(token, "/mcp")).rejects.toMatchObject({ category: "unavailable" });
  });

  it("does not bring its server to be asked for keys again and again", async () => {
    const { issuer, asked } = await authorizationServer();
    const oauth = oauthOf(issuer);
    for (let count = 0; count < 20; count++) {
      await oauth.credentialOf(
        await signed(claims(issuer), other.privateKey, { alg: "RS256", kid: `made-up-${count}` }),
        "/mcp",
      );
    }
    expect(asked.filter((path) => path === "/keys").length).toBe(1);
  });

  it("is not taken from an issuer without TLS", () => {
    expect(() => oauthOf("http://login.example")).toThrow("must begin with https://");
  });
});

describe("the protected resource", () => {
  const answerOf = async (url: string, method = "GET") => {
    const oauth = oauthOf("https://login.example");
    const base = await plainServer(
      (request: IncomingMessage, response: ServerResponse) => void oauth.handle(request, response),
    );
    return fetch(base + url, { method });
  };

  it("tells where to sign in, at its own path and at the root, to every page", async () => {
    for (const path of ["/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource"]) {
      const answer = await answerOf(path);
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
      expect(await answer.json()).toEqual({
        resource: `${MCP}/mcp`,
        authorization_servers: ["https://login.example"],
        scopes_supported: ["odoo"],
        bearer_methods_supported: ["header"],
        resource_name: "Odoo at shop.example",
      });
    }
    expect((await answerOf("/.well-known/oauth-protected-resource/other")).status).toBe(404);
    expect((await answerOf("/.well-known/oauth-protected-resource/mcp", "POST")).status).toBe(405);
    expect((await answerOf("/.well-known/oauth-protected-resource/mcp", "OPTIONS")).status).toBe(204);
  });

  it("challenges with the address of its metadata", () => {
    const oauth = oauthOf("https://login.example");
    const metadata = `resource_metadata="${MCP}/.well-known/oauth-protected-resource/mcp", scope="odoo"`;
    expect(oauth.challenge("/mcp")).toBe(`Bearer ${metadata}`);
    expect(oauth.challenge("/mcp", "invalid_token")).toBe(`Bearer error="invalid_token", ${metadata}`);
  });
});
