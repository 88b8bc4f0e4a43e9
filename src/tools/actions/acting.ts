import type { CallOptions, RawValues } from "../../odoo/client.js";
import { filledIn } from "../../odoo/form/filled-in.js";
import { listModels } from "../../odoo/instance/list-models.js";
import { isObject } from "../../odoo/notation/checks.js";
import { parsePythonLiteral } from "../../odoo/notation/python-literal.js";
import { describeField } from "../call/describe-field.js";
import { type On, onModel, refuseLimited } from "../call/model-call.js";
import type { Wizard } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import type { Change } from "../change/change.js";
import { checkLinks, linksIn } from "../guard/links.js";
import { touchedBy } from "../guard/touched.js";
import { checkExisting, parseValues } from "../write/writing.js";
import { type NextStep, nextStep } from "./next-step.js";

// Pressing buttons: of records, and of the wizards that those open. Checked here, pressed by `carryOut`.

type Context = Readonly<Record<string, unknown>> | undefined;

/** What a button answered. */
export interface Pressed {
  ids: readonly number[];
  done: boolean;
  next?: Record<string, unknown>;
}

/**
 * A button of records. What the method returns is told as done, or as the next step. Throws `OdooError` "forbidden" for a
 * method that the policy refuses.
 */
export async function pressButton(
  on: On,
  ids: readonly number[],
  method: string,
  extra?: Context,
): Promise<Change<Pressed>> {
  const { model, context } = on;
  const effect = context.policy.checkMethod(model.name, method);
  await checkExisting(on, ids);
  return {
    on,
    effect,
    ids,
    rows: [],
    method,
    touched: [{ model: model.name, effect, records: ids.length }],
    send: () => press(on, ids, method, extra),
  };
}

async function press(
  { model, context }: On,
  ids: readonly number[],
  method: string,
  extra?: Context,
): Promise<Pressed> {
  const options = { signal: context.signal, ...(extra ? { context: extra } : {}) };
  const step = nextStep(await context.client.callMethod(model.name, ids, method, options));
  return step ? { ids, done: false, next: await withWizard(step, { model, context }, ids) } : { ids, done: true };
}

/** A wizard's record with these values, in the context Odoo gave for it, and its button. */
export async function completeWizard(
  context: ToolContext,
  handle: string,
  method: string,
  given: RawValues,
): Promise<Change<Pressed>> {
  const wizard = context.wizards.get(handle);
  const { policy } = context;
  const effect = policy.checkMethod(wizard.model, method, wizard.buttons);
  const on = await onModel(wizard.model, effect, context);
  const use = wizard.id === undefined ? "create" : "update";
  const touched = await touchedBy(on, effect, [{ given, at: "values" }], { isNew: use === "create" });
  if (!policy.operations(wizard.model).value.includes(use) && !(await isTransient(wizard.model, context))) {
    policy.check(wizard.model, use);
  }
  refuseLimited(wizard.model, `values: records of ${wizard.model} cannot be changed in a dialogue`, context);
  const values =
    wizard.id !== undefined && Object.keys(given).length === 0 ? given : await parseValues(on, use, given, "values");
  const ids = wizard.id === undefined ? [] : [wizard.id];
  await checkLinks(await linksIn(on.model, ids, given, "values", context.models), context);
  return {
    on,
    effect,
    ids: [],
    rows: [given],
    method,
    touched,
    send: async () => press(on, [await wizardRecord(on, wizard, values)], method, wizard.context),
  };
}

/**
 * A dialogue's own model, whose records are deleted by and by, holds no data; but Odoo opens others in dialogues, too.
 * Where the user is not told of wizards, they are what is not listed.
 */
async function isTransient(model: string, { client, signal }: ToolContext): Promise<boolean> {
  const models = await listModels(client, { signal });
  return models !== undefined && (models.find((one) => one.model === model)?.transient ?? true);
}

async function wizardRecord({ model, context }: On, wizard: Wizard, values: RawValues): Promise<number> {
  const { client, signal } = context;
  const options = { signal, context: wizard.context };
  if (wizard.id === undefined) {
    const [id = 0] = await client.create(wizard.model, [await asShown({ model, context }, values, options)], options);
    return id;
  }
  if (Object.keys(values).length > 0) await client.write(wizard.model, [wizard.id], values, options);
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
  const form = await formOf(step.model, own, context);
  const buttons = (form.buttons ?? []).map(({ signal }) => signal);
  const wizard = context.wizards.add({ model: step.model, context: own, id: step.id, buttons });
  return { ...told, wizard, ...form };
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

interface Form {
  fields?: Record<string, unknown>;
  buttons?: { signal: string; label: string }[];
}

/** Nothing where the user may not see it: then its fields are asked for with get_fields. */
async function formOf(model: string, context: Context, { client, models, signal }: ToolContext): Promise<Form> {
  const raw = await client.getViews(model, { signal, ...(context ? { context } : {}) }).catch(() => undefined);
  if (!raw) return {};
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
