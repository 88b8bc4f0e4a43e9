import { expect, it } from "vitest";
import { begin, clientDocument, exchange, finish, KEY, mcp, refresh, serve, type Tokens } from "./support.js";

it("leads a client from its first refusal to a token for the user's credential", async () => {
  const { url } = await serve();
  const clientId = await clientDocument();

  const refused = await mcp(url);
  expect(refused.status).toBe(401);
  const where = /resource_metadata="([^"]+)"/.exec(refused.headers.get("www-authenticate") ?? "")?.[1] ?? "";
  const resource = await (await fetch(where)).json();
  expect(resource).toMatchObject({ resource: `${url}/mcp`, authorization_servers: [url], scopes_supported: ["odoo"] });
  const server = await (await fetch(`${url}/.well-known/oauth-authorization-server`)).json();
  expect(server).toMatchObject({
    issuer: url,
    authorization_endpoint: `${url}/oauth/authorize`,
    token_endpoint: `${url}/oauth/token`,
    code_challenge_methods_supported: ["S256"],
    client_id_metadata_document_supported: true,
  });

  const begun = await begin(url, { clientId });
  const back = await finish(begun);
  expect(back.origin + back.pathname).toBe("http://127.0.0.1/callback");
  expect(back.searchParams.get("state")).toBe(begun.state);
  expect(back.searchParams.get("iss")).toBe(url);

  const tokens = (await (await exchange(url, begun, back.searchParams.get("code") ?? "")).json()) as Tokens;
  expect(tokens).toMatchObject({ token_type: "Bearer", scope: "odoo", expires_in: 3600 });
  expect(await (await mcp(url, tokens.access_token)).json()).toMatchObject({ login: "mitchell", key: KEY, clientId });

  const renewed = (await (await refresh(url, clientId, tokens.refresh_token)).json()) as Tokens;
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  expect((await mcp(url, renewed.access_token)).status).toBe(200);
});
