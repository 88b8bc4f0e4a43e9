import { describe, expect, it } from "vitest";
import { documentFetch } from "../../src/oauth/client-documents.js";
import { isPublicAddress } from "../../src/oauth/public-addresses.js";
import { localFetch, tlsServer } from "./support.js";

describe("a public address", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
  ])("is %s", (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.127.255.255",
    "127.0.0.1",
    "169.254.169.254",
    "172.31.255.255",
    "192.168.0.1",
    "198.19.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "localhost",
    "",
  ])("is not %s", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("what a client says of itself", () => {
  const registered = async (document: (address: string) => object) => {
    let address = "";
    const origin = await tlsServer((_request, response) => response.end(JSON.stringify(document(address))));
    address = `${origin}/client.json`;
    return (await localFetch()(address)).json();
  };

  it.each([
    [["https://client.example/cb"], "web"],
    [["http://127.0.0.1/cb"], "native"],
    [["https://client.example/cb", "http://localhost/cb"], "native"],
    [["cursor://anysphere/cb"], "native"],
  ])("is that of a program on the web or of one on a device: %j", async (redirect_uris, kind) => {
    const document = await registered((client_id) => ({
      client_id,
      redirect_uris,
      id_token_signed_response_alg: "RS256",
    }));
    expect(document).toMatchObject({ application_type: kind, redirect_uris });
    expect(document).not.toHaveProperty("id_token_signed_response_alg");
  });

  it.each(["10.0.0.1", "[fd00::1]", "169.254.169.254", "localhost"])("is not asked for at %s", async (host) => {
    const asked = documentFetch()(`https://${host}/client.json`).catch(
      (error) => error.cause?.message ?? error.message,
    );
    expect(await asked).toBe(`${host} is no public host.`);
  });

  it("is read no further than 64 KiB", async () => {
    const origin = await tlsServer((_request, response) => {
      const more = () => {
        if (!response.destroyed) response.write("x".repeat(4096), () => setImmediate(more));
      };
      more();
    });
    await expect(localFetch()(`${origin}/client.json`)).rejects.toThrow("larger than 65536 bytes");
  });

  it("stays as it is where it is of another address", async () => {
    const document = { client_id: "https://other.example/", redirect_uris: ["http://127.0.0.1/cb"] };
    expect(await registered(() => document)).toEqual(document);
  });

  it("is not asked for without TLS, or by a certificate of nobody", async () => {
    await expect(localFetch()("http://localhost/client.json")).rejects.toThrow("http: is not fetched");
    const origin = await tlsServer((_request, response) => response.end("{}"));
    await expect(documentFetch({ allowed: () => true })(`${origin}/client.json`)).rejects.toThrow();
  });
});
