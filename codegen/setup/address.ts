import { readUrl } from "../../src/odoo/connection/settings.js";
import { isLoopback } from "../../src/odoo/wires/loopback.js";

/** An address from what a person types or copies: a scheme is added, what follows `/web` dropped. Throws `OdooError` "settings". Pure. */
export function normalizedAddress(text: string): string {
  const address = text.trim();
  if (address === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(address)) return readUrl(address, "The URL");
  const secure = readUrl(`https://${address}`, "The URL");
  return isLoopback(new URL(secure).hostname) ? secure.replace("https:", "http:") : secure;
}
