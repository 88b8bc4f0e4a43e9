import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import type { ModelSource } from "../call/model-source.js";
import { type VisitedField, type VisitedRow, walkValues } from "./walk-values.js";

/**
 * Throws `OdooError` "validation" for a value that a selection does not have whose values the instance makes, such as
 * languages and time zones, in lines too: the snapshot leaves them out, and Odoo 19 stores whatever is written. Asks Odoo
 * for the model's fields, which are kept for a while, and only where such a field is written.
 */
export async function checkInstalledChoices(row: VisitedRow, models: ModelSource): Promise<void> {
  await walkValues(row, models, {
    async field(visited) {
      const { field, value } = visited;
      if (field.dynamic && field.type === "selection" && typeof value === "string") {
        await checkInstalled(visited, value, models);
      }
    },
  });
}

async function checkInstalled({ model, name, at }: VisitedField, value: string, models: ModelSource): Promise<void> {
  const keys = (fieldOf(await models.now(model.name), name)?.selection ?? []).map(([key]) => key);
  if (keys.includes(value)) return;
  throw new OdooError("validation", `${at}: ${shown(value)} is none of its values.${didYouMean(value, keys)}`, {
    model: model.name,
    field: name,
    hint: "get_fields lists its values.",
  });
}
