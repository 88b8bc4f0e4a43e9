import { OdooError } from "../../odoo/errors/errors.js";
import { type FilledIn, type FillOptions, fillIn, fillInLines, type Told } from "../../odoo/form/fill.js";
import { shown } from "../../odoo/notation/checks.js";
import type { CallOptions, RawValues } from "../../odoo/schema/raw.js";
import type { Field } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import { mayBeNamed } from "../read/linked-names.js";

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

/**
 * Throws `OdooError` "validation" where a form would not be saved: it demands a field under a condition that certainly holds,
 * and neither the values nor what it fills in have one. `at`: the argument that the values stand in.
 */
export function checkDemands({ model }: ModelCall, unmet: FilledIn["unmet"], at: string): void {
  if (unmet.length === 0) return;
  const sentences = unmet
    .slice(0, MAX_TOLD)
    .map(
      (one) =>
        `${at}.${one.at}: is empty, and Odoo's form demands it when ${shown(one.when)}, which holds here; give ${whatToGive(one.field)}.`,
    );
  throw new OdooError("validation", sentences.join(" "), { model: model.name, field: unmet[0]?.at.split(".")[0] });
}

const MAX_TOLD = 10;

function whatToGive({ type, string: label, relation, selection = [] }: Field): string {
  const named = label ? ` (${shown(label)})` : "";
  if (relation) return `the id of a ${relation} record${named}`;
  const keys = selection.map(([key]) => key);
  if (keys.length > 0)
    return `one of ${keys.slice(0, MAX_TOLD).join(", ")}${keys.length > MAX_TOLD ? ", ..." : ""}${named}`;
  return `a ${type === "char" ? "text" : type}${named}`;
}

const askingOf = (context: ModelCall["context"]): Told => ({
  client: context.client,
  forms: context.forms,
  model: (name) => context.models.get(name),
  mayName: (name) => mayBeNamed(name, context),
});
