import { flag } from "../notation/flag.js";

// What is never part of a result: tracebacks and answers, for a person who looks at stderr.

const secrets = new Set<string>();

/** From now on `debug` prints this secret as `***`. Shorter ones than four characters would hide ordinary text. */
export function hideSecret(secret: string | undefined): void {
  if (secret && secret.length >= 4) secrets.add(secret);
}

/** Prints to stderr where `ODOO_MCP_DEBUG` is set: at most 8 kB, without the secrets of this process. */
export function debug(what: string, text: string): void {
  if (flag(process.env.ODOO_MCP_DEBUG)) console.error(`[odoo-mcp] ${what}: ${redacted(text).slice(0, 8_000)}`);
}

/** The text without known secrets and without what looks like one: bearer keys, passwords in addresses and settings. */
export function redacted(text: string): string {
  let hidden = text;
  // The longest first: one may be a part of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) hidden = hidden.replaceAll(secret, "***");
  return hidden
    .replace(/(bearer\s+)[^\s"',;)]+/gi, "$1***")
    .replace(/(:\/\/[^/\s:@]*:)[^@\s/]+@/g, "$1***@")
    .replace(/\b(password|passwd|api_?key|secret|token)(["']?\s*[:=]\s*["']?)[^\s"',;)]+/gi, "$1$2***");
}
