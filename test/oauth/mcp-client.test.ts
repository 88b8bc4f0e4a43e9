import { auth, type OAuthClientProvider } from "@modelcontextprotocol/sdk/client/auth.js";
import type { OAuthClientInformation, OAuthTokens } from "@modelcontextprotocol/sdk/shared/auth.js";
import { expect, it } from "vitest";
import { Browser, clientDocument, finish, mcp, REDIRECT, serve } from "./support.js";

/** What a client of the official library keeps. */
function client(clientMetadataUrl: string) {
  const kept: { information?: OAuthClientInformation; tokens?: OAuthTokens; verifier?: string; sentTo?: URL } = {};
  const provider: OAuthClientProvider = {
    redirectUrl: REDIRECT,
    clientMetadataUrl,
    clientMetadata: { redirect_uris: [REDIRECT], client_name: "Claude", token_endpoint_auth_method: "none" },
    clientInformation: () => kept.information,
    saveClientInformation: (information) => {
      kept.information = information;
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens;
    },
    redirectToAuthorization: (address) => {
      kept.sentTo = address;
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier ?? "",
  };
  return { kept, provider };
}

it("is found, signed in to and renewed by the official client", async () => {
  const { url } = await serve();
  const serverUrl = `${url}/mcp`;
  const clientId = await clientDocument();
  const { kept, provider } = client(clientId);

  expect(await auth(provider, { serverUrl })).toBe("REDIRECT");
  expect(kept.information?.client_id).toBe(clientId);
  const browser = new Browser();
  const asked = await browser.go(kept.sentTo?.href ?? "");
  const page = asked.headers.get("location") ?? "";
  const html = await (await browser.go(new URL(page, url).href)).text();
  const begun = {
    browser,
    page: new URL(page, url).href,
    html,
    state: "",
    codeVerifier: "",
    clientId,
    next: () => undefined,
  };
  const authorizationCode = (await finish(begun)).searchParams.get("code") ?? "";

  expect(await auth(provider, { serverUrl, authorizationCode })).toBe("AUTHORIZED");
  const first = kept.tokens;
  expect((await mcp(url, first?.access_token)).status).toBe(200);

  expect(await auth(provider, { serverUrl })).toBe("AUTHORIZED");
  expect(kept.tokens?.refresh_token).not.toBe(first?.refresh_token);
  expect((await mcp(url, kept.tokens?.access_token)).status).toBe(200);
});
