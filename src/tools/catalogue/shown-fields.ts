import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { OfModel } from "./operations.js";

/** Of models that seldom have tools of their own, and whose records are known by more than their name. */
const SHOWN: Readonly<Record<string, readonly string[]>> = {
  "mail.activity": [
    "activity_type_id",
    "summary",
    "date_deadline",
    "state",
    "user_id",
    "res_model",
    "res_id",
    "res_name",
  ],
};

/** What a generic search and read answer when no fields are asked for, where it is more than a name. */
export function shownFields(model: Model): OfModel["defaults"] {
  const shown = Object.hasOwn(SHOWN, model.name) ? SHOWN[model.name] : undefined;
  const fields = shown?.filter((name) => fieldOf(model, name) && !fieldOf(model, name)?.closed);
  return fields && fields.length > 0 ? { searchFields: fields, readFields: fields } : undefined;
}
