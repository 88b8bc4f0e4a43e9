import { flag } from "../notation/flag.js";
import { withoutSecrets, withoutWords } from "./secrets.js";
import { log } from "./tell.js";

// What is never part of a result: tracebacks and answers, for a person who looks at stderr.

/** Prints to stderr where `ODOO_MCP_DEBUG` is set: at most 8 kB, without the secrets of this process. */
export function debug(what: string, text: string): void {
  if (flag(process.env.ODOO_MCP_DEBUG)) log(`[odoo-mcp] ${what}: ${redacted(text).slice(0, 8_000)}`);
}

/** The text without known secrets and without what looks like one: bearer keys, passwords in addresses and settings. */
export const redacted = (text: string): string =>
  withoutWords(withoutSecrets(text))
    .replace(/(bearer\s+)[^\s"',;)]+/gi, "$1***")
    .replace(/(:\/\/[^/\s:@]*:)[^@\s/]+@/g, "$1***@")
    .replace(/\b(password|passwd|api_?key|secret|token)(["']?\s*[:=]\s*["']?)[^\s"',;)]+/gi, "$1$2***");
