import { appendFileSync, closeSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { OdooError } from "../../odoo/errors/errors.js";
import { UNSEEN } from "../../odoo/notation/unseen-characters.js";
import type { Audit, AuditLine } from "../call/audit.js";

// Where audit lines go: a file that is kept small, or stderr. Nothing that a tool is called with changes it.

const MAX_BYTES = 10 * 1024 * 1024;
/** How many full files are kept beside the one that is written. */
const KEPT = 5;

/** `file` is `ODOO_MCP_AUDIT`; stderr if it is not set. Throws `OdooError` "settings" for a file that cannot be written. */
export function openAudit(file: string | undefined, maxBytes = MAX_BYTES): Audit {
  if (!file) return { write: toStderr };
  try {
    // Only the owner may read what was written to the ERP.
    closeSync(openSync(file, "a", 0o600));
  } catch (error) {
    throw new OdooError("settings", `ODOO_MCP_AUDIT is ${file}, which cannot be written (${reason(error)}).`);
  }
  return {
    write(line) {
      try {
        rotate(file, maxBytes);
        // At once, so that a crash loses nothing; appended, so that several servers may share the file.
        appendFileSync(file, `${textOf(line)}\n`, { mode: 0o600, flush: true });
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
  };
}

const toStderr = (line: AuditLine): void => {
  process.stderr.write(`odoo-mcp audit: ${textOf(line)}\n`);
};

const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, "gu");

/** One line whatever is in it: JSON escapes line breaks, and what cannot be seen is escaped besides. */
function textOf(line: AuditLine): string {
  const text = JSON.stringify({ time: new Date().toISOString(), ...line });
  return text.replaceAll(UNSEEN_CHARACTERS, (character) =>
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
    for (let number = KEPT; number >= 1; number--) {
      const from = number === 1 ? file : `${file}.${number - 1}`;
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${number}`);
    }
  } finally {
    rmSync(lock, { force: true });
  }
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
