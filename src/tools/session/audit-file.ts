import { appendFileSync, closeSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { OdooError } from "../../odoo/errors/errors.js";
import { UNSEEN } from "../../odoo/notation/unseen-characters.js";
import type { AuditLine } from "../call/audit.js";
import { partsOf } from "./audit-parts.js";
import { type BoundedAudit, fewRefusals } from "./few-refusals.js";

// Where audit lines go: files of which one is written, or stderr. Nothing that a tool is called with changes it, and no file is
// ever deleted: that is for whoever keeps them.

const MAX_BYTES = 10 * 1024 * 1024;
/** Of one line. */
const MAX_LINE_BYTES = 64 * 1024;

/**
 * `file` is `ODOO_MCP_AUDIT`; stderr if it is not set. From `maxBytes` on another one is begun. Throws `OdooError` "settings" for
 * a file that cannot be written.
 */
export function openAudit(file: string | undefined, maxBytes = MAX_BYTES): BoundedAudit {
  if (!file) return fewRefusals({ write: toStderr });
  try {
    // Only the owner may read what was written to the ERP.
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new OdooError("settings", `ODOO_MCP_AUDIT is ${file}, which cannot be written (${reason(error)}).`);
  }
  return fewRefusals({
    write(line) {
      try {
        rotate(file, maxBytes);
        // At once, so that a crash loses nothing; appended, so that several servers may share the file.
        appendFileSync(file, linesOf(line).join(""), { mode: 0o600, flush: true });
      } catch (error) {
        if (line.event !== "begin") return toStderr(line);
        throw new OdooError(
          "unavailable",
          `The audit file cannot be written (${reason(error)}), so no change is made.`,
          {
            hint: "Make room for ODOO_MCP_AUDIT, or name another file, and call again.",
            passes: false,
          },
        );
      }
    },
  });
}

const toStderr = (line: AuditLine): void => {
  process.stderr.write(
    linesOf(line)
      .map((text) => `odoo-mcp audit: ${text}`)
      .join(""),
  );
};

/** With their ends. */
function linesOf(line: AuditLine): string[] {
  const time = new Date().toISOString();
  const text = (part: object) => `${textOf({ time, ...part })}\n`;
  return partsOf(line, MAX_LINE_BYTES, (part) => Buffer.byteLength(text(part))).map(text);
}

const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, "gu");

/** One line whatever is in it: JSON escapes line breaks, and what cannot be seen is escaped besides. */
function textOf(line: object): string {
  return JSON.stringify(line).replaceAll(UNSEEN_CHARACTERS, (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/**
 * Starts another file where this one is full. Of several servers that share it one does so, and looks again once it may:
 * the others go on writing to the file as it is.
 */
function rotate(file: string, maxBytes: number): void {
  if (sizeOf(file) < maxBytes) return;
  const lock = `${file}.lock`;
  if (!taken(lock)) return;
  try {
    if (sizeOf(file) < maxBytes) return;
    renameSync(file, `${file}.${lastNumber(file) + 1}`);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Of the full files, which are numbered as they became full. */
function lastNumber(file: string): number {
  const name = basename(file);
  const numbers = readdirSync(dirname(file)).map((other) =>
    other.startsWith(`${name}.`) ? Number(other.slice(name.length + 1)) : 0,
  );
  return Math.max(0, ...numbers.filter(Number.isSafeInteger));
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Nobody takes so long: whoever made the lock was killed. */
const FORGOTTEN_MS = 60_000;

/** Whether this process made the lock. */
function taken(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    // The next line finds it gone.
    if (made !== undefined && Date.now() - made > FORGOTTEN_MS) rmSync(lock, { force: true });
    return false;
  }
}

const reason = (error: unknown) => (error as NodeJS.ErrnoException).code ?? "unknown reason";
