import { cached } from "../cache.js";
import type { Client } from "../client.js";
import { OdooError, PASSING } from "../errors/errors.js";
import type { RawValues } from "../schema/raw.js";
import type { FormView } from "../views/form-view.js";

/** What forms are like, asked once and kept for a while. */
export interface Forms {
  /**
   * The form that a user opens first. Undefined where Odoo does not tell: the user may not see it, or the views of 14
   * would come over XML-RPC, which cannot carry them.
   */
  view(model: string): Promise<FormView | undefined>;
  /** Which of the form's fields have a default in a context. */
  withDefault(model: string, context: RawValues): Promise<ReadonlySet<string>>;
}

/** As if nothing on any form reacted: records are created as they are given. */
export const PLAIN: Forms = { view: async () => new Map(), withDefault: async () => new Set() };

/** `isPlain`: models whose records are created as they are given, as if nothing on their form reacted. */
export function formsOf(client: Client, isPlain: (model: string) => boolean = () => false): Forms {
  const views = cached(async (model) => {
    try {
      const { form } = await client.getViews(model);
      // The XML parser is loaded with the first form, and not when the server starts.
      const { formView } = await import("../views/form-view.js");
      return formView(form);
    } catch (error) {
      if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
      throw error;
    }
  });
  const defaults = cached(async (key) => {
    const [model, context] = JSON.parse(key) as [string, RawValues];
    const names = [...((await views.get(model)) ?? new Map()).keys()];
    return new Set(Object.keys(await client.defaultGet(model, names, { context })));
  });
  return {
    view: (model) => (isPlain(model) ? PLAIN.view(model) : views.get(model)),
    withDefault: (model, context) => defaults.get(JSON.stringify([model, context])),
  };
}
