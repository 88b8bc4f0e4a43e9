import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { closeConnections, send } from "../../../src/odoo/wires/http.js";
import { networkOf, useNetwork } from "../../../src/odoo/wires/network.js";
import { odooError } from "../../support/fixtures.js";

const TLS = fileURLToPath(new URL("../../support/tls/", import.meta.url));

describe("networkOf", () => {
  it.each<[what: string, file: Record<string, string>, environment: Record<string, string>, network: object]>([
    ["nothing", {}, { HTTPS_PROXY: "http://e:1" }, {}],
    [
      "the file's",
      { HTTPS_PROXY: "http://f:1", no_proxy: "a.example" },
      {},
      { httpsProxy: "http://f:1", noProxy: "a.example" },
    ],
    ["the environment over it, in any letters", { https_proxy: "http://f:1" }, { HTTPS_PROXY: "http://e:1" }, {}],
    ["none where the environment empties it", { HTTP_PROXY: "http://f:1" }, { http_proxy: "" }, {}],
    ["an authority beside the file", { NODE_EXTRA_CA_CERTS: "ca.pem" }, {}, { authorities: "/own/ca.pem" }],
    ["an authority elsewhere", { NODE_EXTRA_CA_CERTS: "/etc/ca.pem" }, {}, { authorities: "/etc/ca.pem" }],
    ["the environment's authority", { NODE_EXTRA_CA_CERTS: "ca.pem" }, { NODE_EXTRA_CA_CERTS: "/e.pem" }, {}],
  ])("takes %s", (_, file, environment, network) => {
    expect(networkOf("/own", file, environment)).toEqual(network);
  });
});

describe("what .env says of the way to Odoo", () => {
  const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"];
  beforeEach(() => {
    for (const name of names) vi.stubEnv(name, undefined);
  });
  afterEach(async () => {
    useNetwork("/", {}, {});
    await closeConnections();
  });

  const listening = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  const get = (url: string) => send({ url, method: "GET", timeoutMs: 60_000 });
  const pem = (name: string) => readFileSync(`${TLS}${name}.pem`);
  const secured = () =>
    listening(createTlsServer({ cert: pem("certificate"), key: pem("key") }, (_, response) => response.end("by Odoo")));

  it("is the proxy, but not for what it names in NO_PROXY", async () => {
    const asked: string[] = [];
    const proxy = createServer().on("connect", (request, socket) => {
      asked.push(request.url ?? "");
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nby a proxy"));
    });
    const file = { HTTP_PROXY: `http://127.0.0.1:${await listening(proxy)}` };
    useNetwork("/", file, {});
    expect(await get("http://odoo.invalid/")).toMatchObject({ text: "by a proxy" });
    useNetwork("/", { ...file, NO_PROXY: "odoo.invalid" }, {});
    await expect(get("http://odoo.invalid/")).rejects.toThrow("Cannot connect to odoo.invalid");
    expect(asked).toEqual(["odoo.invalid:80"]);
  });

  it("is no proxy for this machine's own addresses", async () => {
    const port = await listening(createServer((_, response) => response.end("by Odoo")));
    useNetwork("/", { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "example.org" }, {});
    expect(await get(`http://127.0.0.1:${port}/`)).toMatchObject({ text: "by Odoo" });
  });

  it("is the authority, which counts from then on", async () => {
    const url = `https://localhost:${await secured()}/`;
    await expect(get(url)).rejects.toThrow("name it in NODE_EXTRA_CA_CERTS");
    useNetwork(TLS, { NODE_EXTRA_CA_CERTS: "certificate.pem" }, {});
    expect(await get(url)).toMatchObject({ text: "by Odoo" });
  });

  it("is the authority behind a proxy too", async () => {
    const { connect } = await import("node:net");
    const port = await secured();
    const proxy = createServer().on("connect", (_, socket) => {
      const odoo = connect(port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        odoo.pipe(socket).pipe(odoo);
      });
    });
    const HTTPS_PROXY = `http://127.0.0.1:${await listening(proxy)}`;
    useNetwork(TLS, { HTTPS_PROXY, NODE_EXTRA_CA_CERTS: "certificate.pem" }, {});
    expect(await get("https://odoo.invalid/")).toMatchObject({ text: "by Odoo" });
  });

  it("is refused where its authority cannot be read", async () => {
    useNetwork("/own", { NODE_EXTRA_CA_CERTS: "gone.pem" }, {});
    await expect(get("https://odoo.invalid/")).rejects.toThrow(
      odooError("settings", "/own/gone.pem, which cannot be read"),
    );
  });
});
