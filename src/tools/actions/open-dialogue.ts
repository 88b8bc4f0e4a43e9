import { isObject } from "../../odoo/notation/checks.js";
import { parsePythonLiteral } from "../../odoo/notation/python-literal.js";
import { describeField } from "../call/describe-field.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { NextStep } from "./next-step.js";

/**
 * What a caller is told of a next step. A dialogue is kept open: told are its handle, what its form lets a user fill in,
 * and its buttons. It asks Odoo, after a button was pressed: what cannot be asked is left out, and the handle still works.
 */
export async function openDialogue(
  { context: actionContext, formView, ...step }: NextStep,
  { model, context }: ModelCall,
  ids: readonly number[],
): Promise<Record<string, unknown>> {
  if (step.kind !== "wizard" || !step.model) return { ...step };
  // Odoo's own screens tell every dialogue from which records it was opened.
  const active = { active_model: model.name, active_id: ids[0], active_ids: ids };
  const dialogueContext = { ...active, ...contextOf(actionContext, active) };
  const form = await formOf(step.model, dialogueContext, formView, context).catch((): Form => ({}));
  const buttons = (form.buttons ?? []).map(({ signal }) => signal);
  const wizard = context.dialogues.add({ model: step.model, context: dialogueContext, id: step.id, buttons });
  return { ...step, wizard, ...form };
}

/** An action's context: an object, or a Python dict as text, which may refer to the records it was opened from. */
function contextOf(actionContext: unknown, active: { active_id: number | undefined; active_ids: readonly number[] }) {
  if (isObject(actionContext)) return actionContext as Record<string, unknown>;
  if (typeof actionContext !== "string") return {};
  const text = actionContext
    .replaceAll(/\bactive_ids\b(?!['"])/g, JSON.stringify(active.active_ids))
    .replaceAll(/\bactive_id\b(?!['"])/g, String(active.active_id));
  const parsed = parsePythonLiteral(text);
  return isObject(parsed) ? (parsed as Record<string, unknown>) : {};
}

interface Form {
  fields?: Record<string, unknown>;
  buttons?: { signal: string; label: string }[];
}

async function formOf(
  model: string,
  context: Readonly<Record<string, unknown>>,
  formView: number | undefined,
  { client, models, signal }: ToolContext,
): Promise<Form> {
  const raw = await client.getViews(model, { signal, context, ...(formView === undefined ? {} : { formView }) });
  const { readViews } = await import("../../odoo/views/arch.js");
  const { form, buttons } = readViews(raw).views;
  const { fields } = await models.get(model);
  const asked = form.filter(({ name, readonly }) => !readonly && Object.hasOwn(fields, name) && !fields[name]?.closed);
  return {
    fields: Object.fromEntries(asked.map(({ name }) => [name, describeField(fields[name])])),
    buttons: buttons
      .filter(({ label, place }) => label !== "" && place !== "counter")
      .map(({ name, label }) => ({ signal: name, label })),
  };
}
