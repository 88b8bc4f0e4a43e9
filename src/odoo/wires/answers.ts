import { fromLoad, OdooError, type Outcome } from "../errors/errors.js";
import { isInteger } from "../notation/checks.js";
import type { RawRecord } from "../schema/raw.js";

// What Odoo's methods answer, looked at before it is believed. Each throws `OdooError` "server_error" for something else.

/**
 * Ids are below 0 in some models that are SQL views. `outcome`: of a call that answers something else, or another number
 * of ids than it made.
 */
export function idsFrom(result: unknown, outcome: Outcome, made?: number): number[] {
  const ids = Array.isArray(result) ? result : [result];
  if (ids.every((id) => isInteger(id) && id !== 0) && (made ?? ids.length) === ids.length) return ids;
  throw new OdooError("server_error", "Odoo answered with something else than record ids.", { outcome });
}

export function countFrom(result: unknown): number {
  if (isInteger(result) && result >= 0) return result;
  throw new OdooError("server_error", "Odoo answered with something else than a count.");
}

/** What `load` answers. */
interface Loaded {
  ids?: unknown;
  messages?: { type?: string; message?: string; field?: string }[];
}

/** `load` answers failures as messages, after it has rolled back. */
export function loadedIds(result: unknown, model: string, records: number): number[] {
  const { ids, messages = [] } = (result ?? {}) as Loaded;
  if (Array.isArray(ids)) return idsFrom(ids, "unknown", records);
  const failure = Array.isArray(messages) ? messages.find((message) => message?.type === "error") : undefined;
  if (ids === false && failure) throw fromLoad(String(failure.message ?? ""), model, failure.field);
  throw new OdooError("server_error", "Odoo answered with something else than record ids.", { outcome: "unknown" });
}

/** Records, and only those that were asked for: JSON-2 and XML-RPC do not say which call an answer belongs to. */
export function recordsFrom(result: unknown, asked?: readonly number[]): RawRecord[] {
  const wanted = asked && new Set(asked);
  const isRecord = (row: unknown) => {
    const id = (row as { id?: unknown } | null)?.id;
    return typeof id === "number" && (wanted?.has(id) ?? true);
  };
  if (Array.isArray(result) && result.every(isRecord)) return result as RawRecord[];
  throw new OdooError("server_error", "Odoo answered with something else than the records asked for.");
}

/** `write` and `unlink` answer true; an override may answer none, or records. */
export function checkDone(result: unknown): void {
  if (result === null || result === true || Array.isArray(result)) return;
  throw new OdooError("server_error", "Odoo answered with something else than that it is done.", {
    outcome: "unknown",
  });
}
