import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { checkNotSecret, checkOpen } from "../../odoo/schema/closed-fields.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { didYouMean, fieldHint } from "../../odoo/schema/suggest.js";

// The fields that arguments name: whether the model has them, and whether they may be used so.

/** Throws for the first name that is no field of the model, or one that the policy closes. `at` names the argument. */
export function checkFields(model: Model, names: readonly string[], at = "fields"): void {
  for (const name of names) {
    checkOpen(model, name, at);
    if (fieldOf(model, name)) continue;
    throw new OdooError("validation", unknownField(model, name), { model: model.name, field: name });
  }
}

/** Throws unless every term of `text` is a field Odoo can sort by: Odoo 14 to 17 ignore the others in silence. */
export function checkOrder(model: Model, text: string): void {
  for (const term of text.split(",")) {
    const [, name = "", , , rest] = /^\s*([\w.]+)(\s+(asc|desc))?(\s+nulls (?:first|last))?\s*$/i.exec(term) ?? [];
    if (!name) {
      throw new OdooError(
        "validation",
        `order: ${shown(term.trim())} is not of the form "field", "field asc" or "field desc".`,
      );
    }
    checkFields(model, [name], "order");
    if (rest) throw new OdooError("validation", 'order: "nulls first" and "nulls last" are not supported.');
    checkNotSecret(model, name, "order", "sorted by");
    const field = fieldOf(model, name);
    if (field?.sortable !== false && field?.store !== false) continue;
    const sortable = Object.entries(model.fields)
      .filter(([, other]) => other.sortable !== false && other.store !== false)
      .map(([other]) => other);
    throw new OdooError(
      "validation",
      `order: ${model.name}.${name} is computed, so Odoo cannot sort by it.${didYouMean(name, sortable)}`,
    );
  }
}

/** What is wrong with a name that is no field of the model, with the field that is probably meant. */
export function unknownField(model: Model, name: string): string {
  return `Unknown field ${shown(name)} on ${model.name}.${fieldHint(model, name) || " get_fields tells which there are."}`;
}
