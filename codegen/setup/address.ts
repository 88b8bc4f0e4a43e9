import { isLoopback, readUrl } from "../../src/odoo/connection/settings.js";

/** An origin from what a person types: a scheme is added, a path dropped. Throws `OdooError` "settings". Pure. */
export function normalizedAddress(text: string): string {
  const given = text.trim();
  if (given === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return readUrl(given, "The URL");
  const secure = readUrl(`https://${given}`, "The URL");
  return isLoopback(secure) ? secure.replace("https:", "http:") : secure;
}
