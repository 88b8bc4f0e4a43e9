import { OdooError } from "../../odoo/errors/errors.js";
import { isId, isObject } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { stepName } from "../../odoo/views/step-name.js";
import type { ModelCall } from "../call/model-call.js";
import { activeOf } from "./contexts.js";

// An action that the database holds as code, taken on records: found by its name in the menus of the model's screens, or by
// the label of its button on them.

/** An action as the database knows it. */
export interface ServerAction {
  /** Of the step. */
  name: string;
  /** Of the action, in English. */
  title: string;
}

/** Its id. Throws `OdooError` "not_found" where this user's screens lack it, or have several of its name. */
export async function findServerAction(call: ModelCall, action: ServerAction): Promise<number> {
  const { model, context } = call;
  const inMenus = idsIn(await context.master.menus(model.name), action);
  const found = inMenus.length > 0 ? inMenus : await idsOnButtons(call, action);
  const [id, ...others] = found;
  if (id !== undefined && others.length === 0) return id;
  const what = id === undefined ? "no action" : "several actions";
  const message = `The screens of ${model.name} have ${what} named "${action.title}" for this user.`;
  throw new OdooError("not_found", message, { model: model.name });
}

/** Runs it as the screen does, in what its button adds to the context. Answers what it returned. */
export function runServerAction(
  { model, context: { client, signal } }: ModelCall,
  ids: readonly number[],
  action: number,
  added: RawValues,
): Promise<unknown> {
  const context = { ...activeOf(model.name, ids), ...added };
  return client.callMethod("ir.actions.server", [action], "run", { signal, context });
}

/** Of the Action and the Print menu. */
function idsIn(menus: unknown, { title }: ServerAction): number[] {
  const { action, report } = (isObject(menus) ? menus : {}) as { action?: unknown; report?: unknown };
  const entries = [action, report].flatMap((menu) => (Array.isArray(menu) ? (menu as unknown[]) : []));
  const ids = entries.flatMap((entry) => {
    const {
      id,
      name,
      type = SERVER,
    } = (isObject(entry) ? entry : {}) as { id?: unknown; name?: unknown; type?: unknown };
    return name === title && type === SERVER && isId(id) ? [id] : [];
  });
  return [...new Set(ids)];
}

/** 14 tells the types of the menus' entries. */
const SERVER = "ir.actions.server";

async function idsOnButtons(
  { model, context: { client, signal } }: ModelCall,
  { name }: ServerAction,
): Promise<number[]> {
  const { readViews } = await import("../../odoo/views/arch.js");
  // Labels are the same in English whatever the user's language is.
  const { buttons } = readViews(await client.getViews(model.name, { signal, context: { lang: "en_US" } }));
  return buttons.flatMap((button) =>
    "opens" in button && typeof button.opens === "number" && stepName(button.label) === name ? [button.opens] : [],
  );
}
