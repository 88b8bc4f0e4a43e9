import { readUrl } from "../../src/odoo/settings.js";

/** An origin from what a person types: a scheme is added, a path dropped. Throws `OdooError` "settings". Pure. */
export function normalizedAddress(text: string): string {
  const given = text.trim();
  if (given === "" || /^[a-z][a-z0-9+.-]*:\/\//i.test(given)) return readUrl(given, "The URL");
  const secure = readUrl(`https://${given}`, "The URL");
  return isLoopback(secure) ? secure.replace("https:", "http:") : secure;
}

/** Whether what is sent there can be read on the way. */
export const isExposed = (origin: string) => origin.startsWith("http:") && !isLoopback(origin);

const isLoopback = (origin: string) =>
  /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname);
