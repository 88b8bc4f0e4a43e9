import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import type { ToolContext } from "../call/tool.js";

/**
 * Throws `OdooError` "validation" for a value that a selection does not have whose values the instance makes, such as
 * languages and time zones: the snapshot leaves them out, and Odoo 19 stores whatever is written. Asks Odoo for the
 * model's fields, which are kept for a while, and only where such a field is written.
 */
export async function checkInstalledChoices(
  { model, context }: { model: Model; context: ToolContext },
  values: RawValues,
  at: string,
): Promise<void> {
  const names = Object.keys(values).filter((name) => {
    const field = fieldOf(model, name);
    return field?.dynamic && field.type === "selection" && typeof values[name] === "string";
  });
  if (names.length === 0) return;
  const now = await context.models.now(model.name);
  for (const name of names) {
    const keys = (fieldOf(now, name)?.selection ?? []).map(([key]) => key);
    if (keys.includes(String(values[name]))) continue;
    const message = `${at}.${name}: ${shown(values[name])} is none of its values.${didYouMean(String(values[name]), keys)}`;
    throw new OdooError("validation", message, {
      model: model.name,
      field: name,
      hint: "get_fields lists its values.",
    });
  }
}
