import type { RawValues } from "../../odoo/client.js";
import type { On } from "../call/model-call.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";

/** A change that has been checked, and not sent. */
export interface Change<Result extends object = object> {
  on: On;
  effect: ChangingEffect;
  /** The records it changes; none of new ones. */
  ids: readonly number[];
  /** The values in the tool's form: one for each record, or one for all; none of a deletion. */
  rows: readonly RawValues[];
  /** The values as Odoo takes them, of new records. */
  sent?: readonly RawValues[];
  /** Of a button. */
  method?: string;
  /** All it touches, lines among them. */
  touched: readonly Touch[];
  /** Makes the change, and answers the tool's result. */
  send(): Promise<Result>;
}
