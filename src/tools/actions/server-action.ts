import { OdooError } from "../../odoo/errors/errors.js";
import { isId, isObject } from "../../odoo/notation/checks.js";
import type { ModelCall } from "../call/model-call.js";

// An action that the database holds as code, taken on records: found by its name in the menu of the model's screens.

/** Its id. Throws `OdooError` "not_found" where this user's menu lacks it, or has several of its name. */
export async function findServerAction(
  { model, context: { client, signal } }: ModelCall,
  title: string,
): Promise<number> {
  // Names are the same in English whatever the user's language is.
  const english = { signal, context: { lang: "en_US" } };
  const bindings = await client.callModel("ir.actions.actions", "get_bindings", { model_name: model.name }, english);
  const entries = (isObject(bindings) ? (bindings as { action?: unknown }).action : undefined) ?? [];
  const found = (Array.isArray(entries) ? entries : []).filter(
    (entry): entry is { id: number } => isObject(entry) && entry.name === title && isId(entry.id),
  );
  const [action, ...others] = found;
  if (action && others.length === 0) return action.id;
  const what = action ? "several actions" : "no action";
  throw new OdooError("not_found", `The Action menu of ${model.name} has ${what} named "${title}" for this user.`, {
    model: model.name,
  });
}

/** Runs it as the Action menu does. Answers what it returned. */
export function runServerAction(
  { model, context: { client, signal } }: ModelCall,
  ids: readonly number[],
  action: number,
): Promise<unknown> {
  const context = { active_model: model.name, active_id: ids[0], active_ids: ids };
  return client.callMethod("ir.actions.server", [action], "run", { signal, context });
}
