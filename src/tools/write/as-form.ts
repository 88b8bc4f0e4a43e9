import { type Asking, type FilledIn, type FillOptions, fillIn, fillInLines } from "../../odoo/form/fill.js";
import type { CallOptions, RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";

// Values that were checked, with what Odoo's own form fills in beside them.

// `options`: those of the call that writes them.

/** Of a new record. */
export const newAsForm = ({ model, context }: ModelCall, values: RawValues, options?: FillOptions): Promise<FilledIn> =>
  fillIn(askingOf(context), model, values, { signal: context.signal, ...options });

/** Of the new lines of a record that exists. */
export const linesAsForm = (
  { model, context }: ModelCall,
  id: number,
  values: RawValues,
  options?: CallOptions,
): Promise<FilledIn> => fillInLines(askingOf(context), { model, id }, values, { signal: context.signal, ...options });

const askingOf = ({ client, forms, models }: ModelCall["context"]): Asking => ({
  client,
  forms,
  model: (name) => models.get(name),
});
