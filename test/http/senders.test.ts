import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { type SenderOf, senders } from "../../src/http/senders.js";

/** Who a request from this machine is taken to come from. */
async function senderOf(find: SenderOf, forwarded?: string): Promise<string> {
  const server = createServer((request, response) => void response.end(find(request)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return (await fetch(`http://127.0.0.1:${port}`, { headers })).text();
}

it.each([
  ["nobody is trusted", "", "203.0.113.9", "127.0.0.1"],
  ["another proxy is trusted", "10.0.0.0/8", "203.0.113.9", "127.0.0.1"],
  ["it says nothing", "loopback", undefined, "127.0.0.1"],
  ["it says who", "loopback", "203.0.113.9", "203.0.113.9"],
  ["its sender had said something else", "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"],
  [
    "it was sent by another that is trusted",
    "127.0.0.0/8, 10.0.0.0/8",
    "198.51.100.1, 203.0.113.9, 10.1.2.3",
    "203.0.113.9",
  ],
  ["it says an address of IPv6", "loopback,uniquelocal", "2001:db8::7", "2001:db8::7"],
  ["it says what is none", "loopback", "unknown", "unknown"],
])("where %s, it is of %4$s", async (_, trusted, forwarded, sender) => {
  expect(await senderOf(senders(trusted), forwarded)).toBe(sender);
});

it.each(["everybody", "10.0.0.0/99", "*"])("%s is no proxy", (text) => {
  expect(() => senders(text)).toThrow(/^ODOO_MCP_TRUSTED_PROXIES is .* no address/);
});
