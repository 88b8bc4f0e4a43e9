import type { Outcome } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isSecret, type Model } from "../../odoo/schema/schema.js";
import type { ChangingEffect } from "../policy/effects.js";

// What is written down of a change before it is sent and after it was answered.

/** Which call it was. The id is told in errors too, so that a line is found. */
export interface CallInfo {
  id: string;
  tool: string;
  /** The MCP client by its own account, such as "claude-ai 1.0". */
  client?: string | undefined;
}

/** One line. `begin` without its `end` is a change whose outcome this server did not live to see. */
export type AuditLine = CallInfo &
  (
    | ({ event: "begin"; model: string; operation: ChangingEffect; ids?: readonly number[] } & Detail)
    | { event: "end"; outcome: Outcome; ids?: readonly number[]; error?: string; ms: number }
    | { event: "refused"; model?: string; rule: string }
  );

interface Detail {
  method?: string;
  values?: readonly Record<string, unknown>[];
  /** The dialogue that is filled in with a step, and the method of its button. */
  dialogue?: { model: string; method: string; values: readonly Record<string, unknown>[] };
}

export interface Audit {
  /** Returns when the line is kept. Throws `OdooError` "unavailable" for a "begin" that cannot be: nothing may be sent. */
  write(line: AuditLine): void;
}

/** For scripts and tests, whose changes nobody audits here. */
export const NO_AUDIT: Audit = { write: () => {} };

const MAX_TEXT = 200;
const MAX_ROWS = 20;

/** Values as the audit keeps them: no secret, no file's content, long texts cut, of lines only how many. */
export function auditedValues(model: Model, rows: readonly RawValues[]): Record<string, unknown>[] {
  return rows
    .slice(0, MAX_ROWS)
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, kept(name, value, fieldOf(model, name))])),
    );
}

function kept(name: string, value: unknown, field: Field | undefined): unknown {
  if (field && isSecret(name, field)) return "***";
  if (field?.type === "binary") return value ? "(a file)" : value;
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value;
  if (Array.isArray(value)) return `(${value.length})`;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Array.isArray(inner) ? `(${inner.length})` : typeof inner === "number" ? inner : "...",
    ]),
  );
}
