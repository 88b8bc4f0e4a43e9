import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";

/** A dialogue that Odoo asked for in this session, where a button needs more than a record. */
export interface Wizard {
  model: string;
  /** What Odoo wants the wizard's record to be made in. It stays here: a caller can neither lose nor forge it. */
  context: Readonly<Record<string, unknown>>;
  /** The transient record, where Odoo has made it already. */
  id?: number | undefined;
  /** The methods its form's buttons call; none where the user cannot see the form. */
  buttons: readonly string[];
}

/** The wizards a session has been asked for, by handle. */
export interface Wizards {
  add(wizard: Wizard): string;
  /** Throws `OdooError` "not_found" for a handle that was never given or is forgotten. */
  get(handle: string): Wizard;
}

/** The oldest beyond these are forgotten. */
const MAX_OPEN = 100;

export function createWizards(): Wizards {
  const open = new Map<string, Wizard>();
  let last = 0;
  return {
    add(wizard) {
      const handle = `wizard-${++last}`;
      open.set(handle, wizard);
      const [oldest] = open.keys();
      if (open.size > MAX_OPEN && oldest) open.delete(oldest);
      return handle;
    },
    get(handle) {
      const wizard = open.get(handle);
      if (wizard) return wizard;
      throw new OdooError("not_found", `wizard: there is no open wizard ${shown(handle)}.`, {
        hint: "Press the button again that opened it: its answer names the wizard.",
      });
    },
  };
}
