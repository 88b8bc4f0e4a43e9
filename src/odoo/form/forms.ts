import { cached } from "../cache.js";
import type { Client } from "../client.js";
import { OdooError, PASSING } from "../errors/errors.js";
import { type FormView, formView } from "../views/form-view.js";

/**
 * The form that a user opens first, by model, kept for a while. Undefined where Odoo does not tell: the user may not see
 * it, or the views of 14 would come over XML-RPC, which cannot carry them.
 */
export type Forms = (model: string) => Promise<FormView | undefined>;

/** `isPlain`: models whose records are created as they are given, as if nothing on their form reacted. */
export function formsOf(client: Client, isPlain: (model: string) => boolean = () => false): Forms {
  const forms = cached(async (model) => {
    try {
      return formView((await client.getViews(model)).form);
    } catch (error) {
      if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
      throw error;
    }
  });
  return async (model) => (isPlain(model) ? new Map() : forms.get(model));
}
