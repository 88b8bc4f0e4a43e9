import type { User } from "../connection/user.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions } from "../schema/raw.js";
import type { Series } from "../schema/series.js";
import type { WireCall } from "../wires/wire.js";

/** How methods are called: in the user's context, with errors that say what became of the call. */
export interface Calls {
  series: Series;
  /** Whether a new record is read along with its creation. XML-RPC may fail to carry what is read, once it is created. */
  readsBack: boolean;
  user(): User;
  /** Of a method that only reads: where it fails, nothing was written. */
  read(call: WireCall): Promise<unknown>;
  write(call: WireCall): Promise<unknown>;
}

/** Of a question about some records; about the model, where it has none. */
export interface RecordOptions extends CallOptions {
  ids?: readonly number[];
}

/** Odoo answers `true` to a write on no records, and reads every field of a record where none are named (all versions). */
export function notEmpty<T>(list: readonly T[], name: string): readonly T[] {
  if (list.length > 0) return list;
  throw new OdooError("bad_request", `${name} must not be empty.`);
}
