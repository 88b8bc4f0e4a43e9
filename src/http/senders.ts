import type { IncomingMessage } from "node:http";
import proxyAddr from "proxy-addr";
import { OdooError } from "../odoo/errors/errors.js";

/** The address that a request comes from. */
export type SenderOf = (request: IncomingMessage) => string;

/**
 * Takes the word of the proxies that `ODOO_MCP_TRUSTED_PROXIES` names, and of those that they took it from, for whom a request comes
 * from (`X-Forwarded-For`). Of anybody else it is the connection's address, whatever the request says. Throws `OdooError` "settings".
 */
export function senders(text = ""): SenderOf {
  const proxies = text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const isTrusted = trust(proxies);
  return (request) => (request.socket.remoteAddress ? proxyAddr(request, isTrusted) : "");
}

function trust(proxies: string[]): (address: string, hop: number) => boolean {
  try {
    return proxyAddr.compile(proxies);
  } catch {
    throw new OdooError(
      "settings",
      `ODOO_MCP_TRUSTED_PROXIES is ${proxies.join(",")}, which names something that is no address.`,
      {
        hint: "Name addresses as 10.1.2.3, ranges as 10.0.0.0/8, or loopback, linklocal and uniquelocal, separated by commas.",
      },
    );
  }
}
