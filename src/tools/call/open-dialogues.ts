import { OdooError } from "../../odoo/errors/errors.js";
import type { FormRef } from "../../odoo/form/forms.js";
import { shown } from "../../odoo/notation/checks.js";

/** A dialogue that Odoo asked for in this session, where a button needs more than a record. */
export interface Dialogue {
  model: string;
  /** What Odoo wants the dialogue's record to be made in. It stays here: a caller can neither lose nor forge it. */
  context: Readonly<Record<string, unknown>>;
  /** The dialogue's record, where it is made already. */
  id?: number | undefined;
  /** Its form, where it is not the model's usual one. */
  form?: FormRef | undefined;
  /** The records that it was opened for. */
  from?: { model: string; ids: readonly number[] } | undefined;
  /** What the records of `from` belonged to before the step: see `cameOf`. */
  before?: Before | undefined;
}

/** Ids of related records, by field, of each record. */
export type Before = ReadonlyMap<string, ReadonlySet<number>>;

/** The dialogues that a session has been asked for, by handle. Each is completed once. */
export interface OpenDialogues {
  add(dialogue: Dialogue): string;
  /** Throws `OdooError` "not_found" for a handle that was never given, or whose dialogue is completed or forgotten. */
  get(handle: string): Promise<Dialogue>;
  /** As `get`, and ends the handle: of several at the same time one alone gets it. */
  take(handle: string): Promise<Dialogue>;
  /** Opens a dialogue again by its handle: its work was not done. */
  putBack(handle: string, dialogue: Dialogue): Promise<void>;
}

/** The oldest beyond these are forgotten. */
const MAX_OPEN = 100;

/** They are kept in memory, for the one user of a process. */
export function openDialogues(): OpenDialogues {
  const open = new Map<string, Dialogue>();
  let last = 0;
  const get = async (handle: string) => {
    const dialogue = open.get(handle);
    if (dialogue) return dialogue;
    throw notOpen(handle);
  };
  const put = (handle: string, dialogue: Dialogue) => {
    open.set(handle, dialogue);
    const [oldest] = open.keys();
    if (open.size > MAX_OPEN && oldest) open.delete(oldest);
  };
  return {
    add(dialogue) {
      const handle = `wizard-${++last}`;
      put(handle, dialogue);
      return handle;
    },
    get,
    async take(handle) {
      const dialogue = get(handle);
      open.delete(handle);
      return dialogue;
    },
    async putBack(handle, dialogue) {
      put(handle, dialogue);
    },
  };
}

export const notOpen = (handle: string) =>
  new OdooError("not_found", `wizard: there is no open wizard ${shown(handle)}.`, {
    hint: "Press the button again that opened it: its answer names the wizard. A completed one is closed.",
  });
