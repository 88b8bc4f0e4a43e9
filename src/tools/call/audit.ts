import type { Outcome } from "../../odoo/errors/errors.js";
import { withoutLinkSecrets } from "../../odoo/schema/link-secrets.js";
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
  /** Which Odoo, where the config names several. */
  instance?: string | undefined;
  /** The user in whose name it is made, where a server has several. */
  uid?: number | undefined;
  login?: string | undefined;
  /** The trace that the call belongs to, and its own span in it. */
  trace_id?: string | undefined;
  span_id?: string | undefined;
}

/** One line. `begin` without its `end` is a change whose outcome this server did not live to see. */
export type AuditLine =
  | (CallInfo & Begin)
  | (CallInfo & { event: "end"; outcome: Outcome; ids?: readonly number[]; error?: string; ms: number })
  | (CallInfo & { event: "refused"; model?: string; rule: string })
  /** How many lines of refused calls were left out before this one. */
  | { event: "left_out"; refused: number };

interface Begin {
  event: "begin";
  model: string;
  operation: ChangingEffect;
  ids?: readonly number[];
  method?: string;
  values?: readonly AuditedValues[];
  /** The dialogue that is filled in with a step, and the method of its button. */
  dialogue?: { model: string; method: string; values: readonly AuditedValues[] };
  /** The records that the dialogue was opened for, of one that is completed. */
  opened_for?: { model: string; ids: readonly number[] };
  /** The request that a person said yes to outside of the client. */
  approved?: string;
}

/** A record's values as the audit keeps them. */
export type AuditedValues = Readonly<Record<string, unknown>>;

export interface Audit {
  /** Returns when the line is kept. Throws `OdooError` "unavailable" for a "begin" that cannot be: nothing may be sent. */
  write(line: AuditLine): void;
}

/** For scripts and tests, whose changes nobody audits here. */
export const NO_AUDIT: Audit = { write: () => {} };

const MAX_TEXT = 200;
const MAX_MEMBERS = 20;

/** Values of every record as the audit keeps them: no secret, no file's content, long texts cut, of lines only how many. */
export const auditedValues = (model: Model, rows: readonly RawValues[]): AuditedValues[] =>
  rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, kept(name, value, fieldOf(model, name))])),
  );

function kept(name: string, value: unknown, field: Field | undefined): unknown {
  if (field && isSecret(name, field)) return "***";
  if (field?.type === "binary") return value ? "(a file)" : value;
  if (typeof value === "string") return cut(value);
  if (Array.isArray(value)) return `(${value.length})`;
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  if (members.length > MAX_MEMBERS) return `(${members.length})`;
  return Object.fromEntries(
    members.map(([key, inner]) => [
      cut(key),
      Array.isArray(inner) ? `(${inner.length})` : typeof inner === "number" ? inner : "...",
    ]),
  );
}

function cut(whole: string): string {
  const text = withoutLinkSecrets(whole);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
}
