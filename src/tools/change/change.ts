import type { RawValues } from "../../odoo/schema/raw.js";
import type { Button } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import type { Reader } from "../sending/foreseen.js";

/** What the changing part of a change answers: the records that it made or changed, and what else `after` tells of. */
export interface Written {
  ids: readonly number[];
}

/** Part of a change's result and preview: the fields that it empties, in all of its records unless `emptied_in` names some. */
export interface Emptied {
  emptied?: readonly string[];
  emptied_in?: readonly { field: string; ids: readonly number[]; more?: number }[];
}

/** Part of a change's result: what Odoo's form would have warned a person of. */
export interface Warned {
  warnings?: readonly string[];
}

export const withWarnings = (warnings: readonly string[]): Warned => (warnings.length > 0 ? { warnings } : {});

/** A dialogue's values in the tool's form, and as Odoo takes them with what its form holds beside them; and its button. */
export interface Filled {
  call: ModelCall;
  button: Pick<Button, "name">;
  given: RawValues;
  values: RawValues;
  /** The fields that its form shows a person; all if the user is not shown it. */
  shown?: readonly string[] | undefined;
}

/** Who gets a message. `email` is absent where addresses may not be told, null where there is none; `id` for no partner. */
export interface Recipient {
  id?: number;
  name: string;
  email?: string | null;
}

/** What a step fills a dialogue in with that may open, as it was given: which dialogue it is, only the step itself shows. */
export interface MeantFilling {
  values?: RawValues | undefined;
  button?: string | undefined;
}

/** Records of a model by their ids. */
export interface RecordsOf {
  model: string;
  ids: readonly number[];
}

/** A text that a change puts on a record. */
export interface Message {
  text: string;
  /** Names of files that go with it. */
  files?: readonly string[];
  /** Who Odoo will notify. Asked anew for each preview, since the yes to it is given to these. */
  recipients(): Promise<readonly Recipient[]>;
}

/** A change that has been checked, and not sent. */
export interface Change<Result extends object = object, Done extends Written = Written> {
  call: ModelCall;
  effect: ChangingEffect;
  /** The records it changes; none of new ones. */
  ids: readonly number[];
  /** The values in the tool's form: one for each record, or one for all; none of a deletion. */
  rows: readonly RawValues[];
  /** The values as Odoo takes them, of new records and of a dialogue that is completed. */
  sent?: readonly RawValues[];
  /** Of an update: what it takes away, and puts nothing in its place. */
  emptied?: Emptied;
  /** What Odoo's form would warn a person of, in its words. */
  warnings?: readonly string[];
  /** Who gets an e-mail or a notice of it, as far as that is known before. */
  sends?: readonly Reader[];
  /** Of a step. */
  method?: string;
  /** The dialogue that the step fills in and confirms. */
  filled?: Filled;
  /** What the step fills in that is not checked yet. */
  meant?: MeantFilling;
  /** The records that a dialogue was opened for, of one that is completed. */
  openedFor?: RecordsOf | undefined;
  /** The fields of the dialogue that a person is shown; all if left out. */
  shown?: readonly string[] | undefined;
  /** The message that it posts, which previews and questions show whole. */
  message?: Message;
  /** All it touches, lines among them. */
  touched: readonly Touch[];
  /**
   * What the change would find already made, of a preview; undefined for nothing. Throws as the change would: what is known only
   * as it is made and can be looked up is looked up here.
   */
  foreseen?(): Promise<Record<string, unknown> | undefined>;
  /** The one part that changes anything. What it throws says by its outcome whether it did. */
  write(): Promise<Done>;
  /** Looks at what was made and tells the tool's result. Whatever it throws is told as applied: see `carryOut`. */
  after(done: Done): Promise<Result>;
}
