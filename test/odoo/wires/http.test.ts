import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { OdooError } from "../../../src/odoo/errors/errors.js";
import { closeConnections, send } from "../../../src/odoo/wires/http.js";
import { fakeClock } from "../../support/fake-clock.js";
import { fakeServer, type Handler, htmlPage } from "../../support/fake-server.js";
import { ticks } from "../../support/ticks.js";
import { warningsDuring } from "../../support/warnings.js";

const failure = async (sending: Promise<unknown>): Promise<OdooError> =>
  sending.then(
    (answer) => Promise.reject(new Error(`no failure, but ${JSON.stringify(answer)}`)),
    (error) => error,
  );

const post = (url: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  send({ url, method: "POST", body: "{}", timeoutMs: 60_000, ...more });

describe("send", () => {
  it("sends method, path, headers and body", async () => {
    const server = await fakeServer(() => ({ body: {} }));
    const url = `${server.url}/jsonrpc`;
    await send({ url, method: "POST", headers: { "content-type": "text/xml" }, body: "<é/>", timeoutMs: 60_000 });
    expect(server.requests).toEqual([
      expect.objectContaining({
        method: "POST",
        path: "/jsonrpc",
        body: "<é/>",
        headers: expect.objectContaining({ "content-type": "text/xml" }),
      }),
    ]);
  });

  it("says what sends, since some firewalls refuse a request that does not", async () => {
    const server = await fakeServer(() => ({ body: {} }));
    await post(server.url);
    expect(server.requests[0]?.headers).toMatchObject({
      "user-agent": expect.stringMatching(/^odoo-typed-mcp\/\d+\.\d+\.\d+/),
    });
  });

  it.each([200, 404, 500])("gives an answer of status %i as it came", async (status) => {
    const server = await fakeServer(() => htmlPage(status));
    expect(await post(server.url)).toMatchObject({
      status,
      contentType: "text/html; charset=utf-8",
      text: expect.stringContaining("nginx"),
    });
  });

  it("reads text in UTF-8 over the borders of what arrives at once", async () => {
    const bytes = Buffer.from("Zoë ☕");
    const server = await fakeServer((_, response) => {
      response.write(bytes.subarray(0, 3), () => void ticks(20).then(() => response.end(bytes.subarray(3))));
      return undefined;
    });
    expect((await post(server.url)).text).toBe("Zoë ☕");
  });

  it("leaves nothing behind on a signal that many requests share", async () => {
    const server = await fakeServer(() => ({ body: {} }));
    const { signal } = new AbortController();
    const requests = () => Promise.all(Array.from({ length: 200 }, () => post(server.url, { signal })));
    expect(await warningsDuring(requests)).toEqual([]);
  });

  it("does not know what became of a call that got no answer in time", async () => {
    const server = await fakeServer(() => {
      vi.advanceTimersByTime(40);
      return undefined;
    });
    fakeClock();
    expect(await failure(post(server.url, { timeoutMs: 40 }))).toMatchObject({
      category: "timeout",
      outcome: "unknown",
      message: "Odoo did not answer within 40 ms.",
    });
  });

  it("bounds the time of the answer's body too", async () => {
    const server = await fakeServer((_, response) => {
      response.write('{"result": [', () => void ticks(20).then(() => vi.advanceTimersByTime(40)));
      return undefined;
    });
    fakeClock();
    expect(await failure(post(server.url, { timeoutMs: 40 }))).toMatchObject({ category: "timeout" });
  });

  it("does not know what became of a call that was cancelled on its way", async () => {
    const controller = new AbortController();
    const server = await fakeServer(() => {
      controller.abort();
      return undefined;
    });
    expect(await failure(post(server.url, { signal: controller.signal }))).toMatchObject({
      category: "cancelled",
      outcome: "unknown",
    });
  });

  it("does not send a call that was cancelled before", async () => {
    const server = await fakeServer(() => ({ body: {} }));
    expect(await failure(post(server.url, { signal: AbortSignal.abort() }))).toMatchObject({
      category: "cancelled",
      outcome: "not_applied",
    });
    expect(server.requests).toEqual([]);
  });

  it.each<[string, Handler]>([
    [
      "before an answer",
      (_, response) => {
        response.socket?.resetAndDestroy();
        return undefined;
      },
    ],
    [
      "in the middle of the answer",
      (_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"result": [', () => response.socket?.destroy());
        return undefined;
      },
    ],
  ])("does not know what became of a call whose connection broke off %s", async (_, handler) => {
    const server = await fakeServer(handler);
    expect(await failure(post(server.url))).toMatchObject({
      category: "unavailable",
      outcome: "unknown",
      message: expect.stringMatching(/^The connection to 127\.0\.0\.1:\d+ broke off \([A-Z_]+\)\.$/),
    });
  });

  it("knows that nothing happened where nothing listens", async () => {
    const server = await fakeServer(() => undefined);
    await server.close();
    const error = await failure(post(server.url));
    expect(error).toMatchObject({
      category: "unavailable",
      outcome: "not_applied",
      message: `Cannot connect to ${new URL(server.url).host}: nothing listens there.`,
    });
    expect(error.retryable).toBe(true);
  });

  it("knows it too of a name that may stand for several addresses", async () => {
    const server = await fakeServer(() => undefined);
    await server.close();
    expect(await failure(post(server.url.replace("127.0.0.1", "localhost")))).toMatchObject({
      outcome: "not_applied",
      message: expect.stringMatching(/^Cannot connect to localhost:\d+: nothing listens there\.$/),
    });
  });

  it.each([301, 302, 303, 307, 308])("sends nothing to another host that answers redirect to (%i)", async (status) => {
    const other = await fakeServer(() => ({ body: {} }));
    const server = await fakeServer(() => ({ status, headers: { location: `${other.url}/jsonrpc` } }));
    const headers = { authorization: "bearer s3cret" };
    const error = await failure(send({ url: server.url, method: "POST", headers, body: "s3cret", timeoutMs: 60_000 }));
    expect(error.category).toBe("unavailable");
    expect(server.requests).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])("follows no redirect (%i), for it would lose the body", async (status) => {
    const server = await fakeServer(({ path }) =>
      path === "/jsonrpc" ? { status, headers: { location: "https://shop.example/odoo?x=1" } } : { body: {} },
    );
    expect(await failure(post(`${server.url}/jsonrpc`))).toMatchObject({
      category: "unavailable",
      outcome: "not_applied",
      message: `${server.url} redirects to https://shop.example.`,
      hint: "Set ODOO_URL to the address that answers itself, probably https://shop.example.",
    });
    expect(server.requests).toHaveLength(1);
  });

  it("says where within itself a server leads, such as to a sign-in", async () => {
    const server = await fakeServer(() => ({ status: 302, headers: { location: "/login?next=x" }, body: {} }));
    expect(await failure(post(`${server.url}/jsonrpc`))).toMatchObject({
      category: "unavailable",
      message: `${server.url} redirects to its own path /login.`,
    });
  });

  it.each([201, 400])("takes no address in an answer of status %i for a redirect", async (status) => {
    const server = await fakeServer(() => ({ status, headers: { location: "https://shop.example" } }));
    expect(await post(server.url)).toMatchObject({ status });
  });

  it("uses connections again for calls that follow each other", async () => {
    const ports = new Set<number | undefined>();
    const server = await fakeServer((_, response) => {
      ports.add(response.socket?.remotePort);
      return { body: {} };
    });
    for (let call = 0; call < 10; call++) await post(server.url);
    expect(ports.size).toBeLessThan(5);
  });

  it("can be used again after the connections were closed", async () => {
    const server = await fakeServer(() => ({ body: {} }));
    await post(server.url);
    await closeConnections();
    expect(await post(server.url)).toMatchObject({ status: 200 });
  });
});

describe("a proxy of the environment", () => {
  afterEach(async () => {
    vi.unstubAllEnvs();
    await closeConnections();
  });

  /** A proxy that answers every tunnel itself. */
  async function proxy() {
    const asked: string[] = [];
    const server = createServer().on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nby a proxy"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    await closeConnections();
    vi.stubEnv("http_proxy", undefined);
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return asked;
  }

  it("is used", async () => {
    const asked = await proxy();
    vi.stubEnv("NO_PROXY", "");
    expect(await post("http://odoo.invalid/jsonrpc")).toMatchObject({ text: "by a proxy" });
    expect(asked).toEqual(["odoo.invalid:80"]);
  });

  it("is not used for what NO_PROXY names", async () => {
    const asked = await proxy();
    vi.stubEnv("NO_PROXY", "odoo.invalid");
    await expect(post("http://odoo.invalid/jsonrpc")).rejects.toThrow("Cannot connect to odoo.invalid");
    expect(asked).toEqual([]);
  });

  it.each(["127.0.0.1", "localhost", "127.1"])("never sees what stays on this machine: %s", async (host) => {
    const asked = await proxy();
    const server = await fakeServer(() => ({ body: "by Odoo" }));
    for (const named of ["", "example.org"]) {
      vi.stubEnv("NO_PROXY", named);
      const address = server.url.replace("127.0.0.1", host);
      expect(await post(address)).toMatchObject({ text: "by Odoo" });
    }
    expect(asked).toEqual([]);
  });
});
