import { type Category, OdooError } from "../errors/errors.js";
import type { RawRecord, RawValues } from "../schema/raw.js";

// One record created and read back in the same transaction: Odoo's `web_save` without ids, from 17 on, which calls `create`.

/** `held`: what was read back; absent where nothing was. */
export interface CreatedRecord {
  id: number;
  held?: RawRecord;
}

/** The two ways to create the record. */
export interface Creating {
  /** `web_save`, with these arguments. */
  webSave(params: { vals: RawValues; specification: object }): Promise<unknown>;
  /** `create`, which answers the record's id. */
  create(): Promise<number>;
}

/**
 * Creates a record and reads fields of it. Where Odoo refuses that for a reason that may lie in the reading, it has rolled the
 * creation back, too, and the record is created without being read: what that refuses, the values are refused for. Throws
 * `OdooError` "server_error" with the outcome "unknown" for an answer that tells no record.
 */
export async function createAndRead(
  values: RawValues,
  fields: readonly string[],
  { webSave, create }: Creating,
): Promise<CreatedRecord> {
  const specification = Object.fromEntries(fields.map((name) => [name, {}]));
  try {
    return createdFrom(await webSave({ vals: values, specification }));
  } catch (error) {
    if (!mayBeOfReading(error)) throw error;
    return { id: await create() };
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

function createdFrom(answer: unknown): CreatedRecord {
  const [held, ...more] = Array.isArray(answer) ? (answer as unknown[]) : [];
  const id = (held as Partial<RawRecord> | null | undefined)?.id;
  if (typeof id === "number" && more.length === 0) return { id, held: held as RawRecord };
  throw new OdooError("server_error", "Odoo answered with something else than the record that was created.", {
    outcome: "unknown",
  });
}
