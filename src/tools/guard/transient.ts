import { forbidden } from "../../odoo/errors/errors.js";
import type { Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";

/**
 * A dialogue's own model, whose records are deleted by and by, holds no data; but Odoo opens others in dialogues, too.
 * Where the user is not told of them, they are what is not listed.
 */
export async function isTransient(model: string, { client, models }: ToolContext): Promise<boolean> {
  const known = await models.allowed(client);
  return known.length > 0 && (known.find((one) => one.model === model)?.transient ?? true);
}

/**
 * Throws `OdooError` "forbidden" for a record of a dialogue that no step has opened: its form says what may be filled in, and
 * the step what it is about. Models of the snapshot are not asked about.
 */
export async function checkLasting(model: Model, at: string, context: ToolContext): Promise<void> {
  if (context.models.isKnown(model.name) || !(await isTransient(model.name, context))) return;
  throw forbidden("dialogues", `${at}: ${model.name} is a dialogue, which only a step opens.`, {
    model: model.name,
    hint: "Take the step with execute_workflow, and give its values there.",
  });
}
