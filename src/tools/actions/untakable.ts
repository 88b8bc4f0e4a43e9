import { forbidden } from "../../odoo/errors/errors.js";
import type { NamedStep } from "../policy/policy.js";
import { BY_HAND } from "./complete-dialogue.js";

/** Methods that do nothing: Odoo's screen catches them, and changes the form that is not saved yet. */
const OF_BROWSER: Readonly<Record<string, readonly string[]>> = {
  "calendar.event": ["set_discuss_videocall_location", "clear_videocall_location"],
};

/** Throws `OdooError` "forbidden" for a step that nobody but a person can take, or of which nobody told what it opens. */
export function checkTakable(model: string, { name, action }: NamedStep): void {
  if (action?.kind === "unknown") {
    throw forbidden(
      "unknown actions",
      `${name} of ${model} opens something that this server was not told: only an administrator of Odoo may read it.`,
      {
        model,
        hint: "Whoever keeps the snapshot can make it again with ODOO_INTROSPECT_API_KEY, a second credential that reads actions.",
      },
    );
  }
  if (Object.hasOwn(OF_BROWSER, model) && OF_BROWSER[model]?.includes(name)) {
    const message = `${name} of ${model} does nothing on the server: Odoo's screen fills in its form instead.`;
    throw forbidden("steps of the screen", message, { model, hint: BY_HAND });
  }
}
