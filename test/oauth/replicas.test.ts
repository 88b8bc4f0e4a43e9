import { request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { builtInOAuth } from "../../src/oauth/built-in.js";
import { memoryStore } from "../../src/replicas/shared-store.js";
import {
  begin,
  clientDocument,
  exchange,
  finish,
  localFetch,
  mcp,
  refresh,
  SECRET,
  serve,
  submit,
  type Tokens,
  target,
} from "./support.js";

/** A balancer that gives each request to the next of the replicas, and counts what each has had. */
async function balanced(replicas: number) {
  const had = Array.from({ length: replicas }, () => 0);
  const urls: string[] = [];
  let turn = 0;
  const balancer = createServer((request, response) => {
    const next = turn++ % replicas;
    had[next] = (had[next] ?? 0) + 1;
    const onward = ask(
      `${urls[next]}${request.url}`,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => balancer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void balancer.close());
  const url = `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`;
  const store = memoryStore();
  for (let count = 0; count < replicas; count++) urls.push((await serve({ store }, url)).url);
  return { url, had };
}

it("signs in through two replicas, each request at the other one", async () => {
  const { url, had } = await balanced(2);
  const clientId = await clientDocument();
  const begun = await begin(url, { clientId });
  expect((await submit(begun, { login: "mitchell", key: "wrong" })).status).toBe(422);
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  let tokens = (await (await exchange(url, begun, code)).json()) as Tokens;
  for (let count = 0; count < 3; count++) {
    for (let call = 0; call < 2; call++) expect((await mcp(url, tokens.access_token)).status).toBe(200);
    const renewed = await refresh(url, clientId, tokens.refresh_token);
    expect(renewed.status).toBe(200);
    const old = tokens;
    tokens = (await renewed.json()) as Tokens;
    expect(tokens.refresh_token).not.toBe(old.refresh_token);
  }
  expect(Math.abs((had[0] ?? 0) - (had[1] ?? 0))).toBeLessThanOrEqual(1);
});

it("refuses on every replica what was used or revoked on one", async () => {
  const { url } = await balanced(3);
  const clientId = await clientDocument();
  const begun = await begin(url, { clientId });
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  const first = (await (await exchange(url, begun, code)).json()) as Tokens;
  const second = (await (await refresh(url, clientId, first.refresh_token)).json()) as Tokens;
  expect((await refresh(url, clientId, first.refresh_token)).status).toBe(400);
  for (let count = 0; count < 3; count++) expect((await mcp(url, second.access_token)).status).toBe(401);
});

it("goes on after a restart, with the same secret and nothing else", async () => {
  const before = await serve();
  const clientId = await clientDocument();
  const begun = await begin(before.url, { clientId });
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  const tokens = (await (await exchange(before.url, begun, code)).json()) as Tokens;
  const after = await serve({}, before.url);
  expect((await mcp(after.url, tokens.access_token)).status).toBe(200);
  expect((await refresh(after.url, clientId, tokens.refresh_token)).status).toBe(200);
});

it("opens with an older secret what that has sealed, and seals with the newer", async () => {
  const newer = `${SECRET}, and a newer one`;
  const before = await serve();
  const clientId = await clientDocument();
  const begun = await begin(before.url, { clientId });
  const code = (await finish(begun)).searchParams.get("code") ?? "";
  const tokens = (await (await exchange(before.url, begun, code)).json()) as Tokens;
  const both = await serve({ secrets: [newer, SECRET] }, before.url);
  expect((await mcp(both.url, tokens.access_token)).status).toBe(200);
  const renewed = (await (await refresh(both.url, clientId, tokens.refresh_token)).json()) as Tokens;
  const later = await serve({ secrets: [newer] }, before.url);
  expect((await mcp(later.url, tokens.access_token)).status).toBe(401);
  // The grant itself was sealed at the sign-in: what has ended with its secret is signed in anew.
  expect((await mcp(later.url, renewed.access_token)).status).toBe(401);
});

it("marks its cookies as for https alone, and leads to the public address, behind a proxy that ends TLS", async () => {
  const publicUrl = "https://mcp.example";
  const { url } = await serve({}, publicUrl);
  const clientId = await clientDocument();
  const begun = await begin(publicUrl, { clientId, next: () => url });
  expect(begun.page.startsWith(`${publicUrl}/oauth/sign-in/`)).toBe(true);
  const back = await finish(begun);
  expect(back.searchParams.get("iss")).toBe(publicUrl);
  const again = await fetch(`${url}/oauth/authorize?${new URLSearchParams({ client_id: clientId })}`, {
    redirect: "manual",
  });
  for (const cookie of again.headers.getSetCookie()) expect(cookie).toMatch(/; secure(;|$)/);
});

it.each([
  "http://mcp.example",
  "https://mcp.example/odoo",
  "https://user@mcp.example",
  "mcp.example",
  "https://mcp.example?a",
])("is not served at %s", async (publicUrl) => {
  const resources = [{ path: "/mcp", ...target() }];
  const options = { publicUrl, resources, secrets: [SECRET] as const, store: memoryStore(), fetch: localFetch() };
  await expect(builtInOAuth(options)).rejects.toMatchObject({ category: "settings" });
});
