import { isObject } from "../odoo/checks.js";
import type { CallOptions, RawValues } from "../odoo/client.js";
import { filledIn } from "../odoo/onchange.js";
import { parsePythonLiteral } from "../odoo/python-literal.js";
import { type NextStep, nextStep } from "./actions.js";
import { describeField } from "./describe.js";
import { checkMethod } from "./policy.js";
import { type On, parseValues } from "./records.js";
import type { ToolContext } from "./tool.js";
import type { Wizard } from "./wizards.js";

// Pressing buttons: of records, and of the wizards that those open.

type Context = Readonly<Record<string, unknown>> | undefined;

/** Calls an object method. What it returns is told as done, or as the next step. */
export async function pressButton({ model, context }: On, ids: readonly number[], method: string, extra?: Context) {
  const options = { signal: context.signal, ...(extra ? { context: extra } : {}) };
  const step = nextStep(await context.client.callMethod(model.name, ids, method, options));
  return step ? { ids, done: false, next: await withWizard(step, { model, context }, ids) } : { ids, done: true };
}

/** Makes a wizard's record with these values, in the context Odoo gave for it, and presses its button. */
export async function completeWizard(context: ToolContext, handle: string, method: string, values: RawValues) {
  const wizard = context.wizards.get(handle);
  checkMethod(wizard.model, method);
  const on: On = { model: await context.models.get(wizard.model), context };
  return pressButton(on, [await wizardRecord(on, wizard, values)], method, wizard.context);
}

async function wizardRecord(on: On, wizard: Wizard, given: RawValues): Promise<number> {
  const { client, signal } = on.context;
  const options = { signal, context: wizard.context };
  if (wizard.id === undefined) {
    const values = await parseValues(on, "create", given, "values");
    const [id = 0] = await client.create(wizard.model, [await asShown(on, values, options)], options);
    return id;
  }
  if (Object.keys(given).length > 0) {
    await client.write(wizard.model, [wizard.id], await parseValues(on, "update", given, "values"), options);
  }
  return wizard.id;
}

/** The values with what Odoo's dialogue would show in the required fields left out: it asks `onchange` as it opens. */
async function asShown({ model, context }: On, values: RawValues, options: CallOptions): Promise<RawValues> {
  const open = Object.entries(model.fields)
    .filter(([name, { required, type }]) => required && !Object.hasOwn(values, name) && !type.endsWith("2many"))
    .map(([name]) => name);
  if (open.length === 0) return values;
  const filled = filledIn(await context.client.onchange(model.name, values, open, options), open);
  return { ...filled, ...values };
}

/** Keeps the dialogue of a next step, and tells its handle, what its form lets a user fill in, and its buttons. */
async function withWizard(step: NextStep, { model, context }: On, ids: readonly number[]) {
  const { context: given, ...told } = step;
  if (step.kind !== "wizard" || !step.model) return told;
  // Odoo's own screens tell every dialogue from which records it was opened.
  const active = { active_model: model.name, active_id: ids[0], active_ids: ids };
  const own = { ...active, ...contextOf(given, active) };
  const wizard = context.wizards.add({ model: step.model, context: own, id: step.id });
  return { ...told, wizard, ...(await formOf(step.model, own, context)) };
}

/** An action's context: an object, or a Python dict as text, which may refer to the records it was opened from. */
function contextOf(given: unknown, active: { active_id: number | undefined; active_ids: readonly number[] }) {
  if (isObject(given)) return given as Record<string, unknown>;
  if (typeof given !== "string") return {};
  const text = given
    .replaceAll(/\bactive_ids\b(?!['"])/g, JSON.stringify(active.active_ids))
    .replaceAll(/\bactive_id\b(?!['"])/g, String(active.active_id));
  const parsed = parsePythonLiteral(text);
  return isObject(parsed) ? (parsed as Record<string, unknown>) : {};
}

/** Nothing where the user may not see it: then its fields are asked for with get_fields. */
async function formOf(model: string, context: Context, { client, models, signal }: ToolContext) {
  const raw = await client.getViews(model, { signal, ...(context ? { context } : {}) }).catch(() => undefined);
  if (!raw) return {};
  const { readViews } = await import("../odoo/arch.js");
  const { form, buttons } = readViews(raw).views;
  const { fields } = await models.get(model);
  const asked = form.filter(({ name, readonly }) => !readonly && Object.hasOwn(fields, name));
  return {
    fields: Object.fromEntries(asked.map(({ name }) => [name, describeField(fields[name])])),
    buttons: buttons
      .filter(({ label, place }) => label !== "" && place !== "counter")
      .map(({ name, label }) => ({ signal: name, label })),
  };
}
