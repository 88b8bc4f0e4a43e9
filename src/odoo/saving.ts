import { type Category, OdooError } from "./errors/errors.js";
import type { RawRecord, RawValues } from "./schema/raw.js";
import type { WireCall } from "./wires/wire.js";

// One record saved and read back in the same transaction: Odoo's `web_save`, from 17 on, which calls `create` or `write`.

/** One record to be saved. */
export interface Saving {
  /** The record that is written to; a new one is made without it. */
  id?: number;
  values: RawValues;
  /** What is read back: fields whose values are texts, whole numbers, or yes and no. */
  fields: readonly string[];
}

/** `held`: what was read back; absent where nothing was. */
export interface Saved {
  id: number;
  held?: RawRecord;
}

/** The calls of `web_save`, and of `create` or `write`, with the values. */
export interface SavingCalls {
  webSave(call: Pick<WireCall, "method" | "ids" | "params">): Promise<unknown>;
  /** Answers the record's id. */
  plain(): Promise<number>;
}

/**
 * Saves a record and reads it back. Where Odoo refuses that for a reason that may lie in the reading, it has rolled the saving back,
 * too, and the record is saved as if nothing was to be read: what that refuses, the values are refused for. Throws `OdooError`
 * "server_error" with the outcome "unknown" for an answer that tells no record.
 */
export async function savedAndRead({ id, values, fields }: Saving, { webSave, plain }: SavingCalls): Promise<Saved> {
  const specification = Object.fromEntries(fields.map((name) => [name, {}]));
  const params = { vals: values, specification };
  try {
    return savedFrom(await webSave({ method: "web_save", ids: id === undefined ? [] : [id], params }), id);
  } catch (error) {
    if (!mayBeOfReading(error)) throw error;
    return { id: await plain() };
  }
}

/** Of all that failed, and was rolled back, the reading may have been the reason, as of a user who may create and not read. */
const mayBeOfReading = (error: unknown) =>
  error instanceof OdooError && error.outcome === "not_applied" && REASONS.has(error.category);

const REASONS: ReadonlySet<Category> = new Set([
  "forbidden",
  "not_found",
  "validation",
  "business_rule",
  "bad_request",
  "server_error",
]);

/** Odoo leaves out a record that is not there any more. */
function savedFrom(answer: unknown, id: number | undefined): Saved {
  const [held, ...more] = Array.isArray(answer) ? (answer as unknown[]) : [undefined];
  const told = (held as Partial<RawRecord> | null | undefined)?.id;
  const isOne = typeof told === "number" && more.length === 0 && (id ?? told) === told;
  if (isOne) return { id: told, held: held as RawRecord };
  if (id !== undefined && Array.isArray(answer) && answer.length === 0) return { id };
  throw new OdooError("server_error", "Odoo answered with something else than the record that was saved.", {
    outcome: "unknown",
  });
}
