import type { Client } from "../client.js";
import { isObject } from "../notation/checks.js";
import { evaluatePython, UNKNOWN } from "../notation/python-expression.js";
import type { CallOptions, RawValues } from "../schema/raw.js";
import { fieldOf, type Model } from "../schema/schema.js";
import type { OnchangeFields } from "../values/onchange.js";
import type { FormView, ViewField } from "../views/form-view.js";
import { APART, type FormState, inverseOf, isCreation, lineOf, namesIn, sendable, valuesOf } from "./form-state.js";
import type { Forms } from "./forms.js";

// New records and lines as Odoo's own form makes them: it asks as it opens and is filled in, and sends what came back.

/** Who asks, and where models and their forms are learnt. */
export interface Asking {
  client: Client;
  forms: Forms;
  model(name: string): Promise<Model>;
}

export interface FilledIn {
  /** What the form sends: the values, and what it fills in beside them. */
  values: RawValues;
  /** What the form would warn a person of, each once, in Odoo's words. */
  warnings: readonly string[];
}

/**
 * A new record's values with what Odoo's form fills in beside them and in its new lines. `values` are as `create` takes
 * them, and win over what the form would say; null stays empty. Asks Odoo nothing where nothing on the form reacts, and
 * otherwise once; up to 16 once more for each line.
 */
export async function fillIn(
  asking: Asking,
  model: Model,
  values: RawValues,
  options: CallOptions = {},
): Promise<FilledIn> {
  const view = await viewOf(asking, model, values);
  if (!reacts(view)) return { values, warnings: [] };
  const menu = { ...options, context: { ...menuContext(model, values), ...options.context } };
  const fields = fieldsOf(view, values);
  const { value, warning } = await asking.client.onchangeForm(model.name, asked(model, values), fields, menu);
  const form: FormState = {
    model,
    view,
    values: { ...valuesOf(model, value), ...values },
    otherwise: false,
    lineModels: await lineModels(asking, model, view),
  };
  const lines = await withLines(asking, form, values, menu);
  return {
    values: { ...sendable(form, values), ...lines.values },
    warnings: [...new Set([...(warning ? [warning] : []), ...lines.warnings])],
  };
}

/** The values of a record that exists, with what its form fills in in the new lines among them. */
export async function fillInLines(
  asking: Asking,
  { model, id }: { model: Model; id: number },
  values: RawValues,
  options: CallOptions = {},
): Promise<FilledIn> {
  if (!Object.values(values).some((value) => Array.isArray(value) && value.some(isCreation)))
    return { values, warnings: [] };
  const view = await viewOf(asking, model, values);
  const lines = await lineModels(asking, model, view);
  const form: FormState = { model, view, values: { id }, otherwise: UNKNOWN, lineModels: lines };
  const filled = await withLines(asking, form, values, options);
  return { values: { ...values, ...filled.values }, warnings: [...new Set(filled.warnings)] };
}

/** Those of the values that hold new lines, filled in. */
async function withLines(asking: Asking, form: FormState, values: RawValues, options: CallOptions): Promise<FilledIn> {
  const warnings: string[] = [];
  const filled: Record<string, unknown> = {};
  for (const [name, commands] of Object.entries(values)) {
    if (!Array.isArray(commands) || !commands.some(isCreation)) continue;
    filled[name] = await Promise.all(
      commands.map(async (command) => {
        const line = isCreation(command) ? lineOf(form, name, command[2]) : undefined;
        if (!line) return command;
        const { values: row, warnings: more } = await fillInLine(asking, line, name, options);
        warnings.push(...more);
        return [0, 0, row];
      }),
    );
  }
  return { values: filled, warnings };
}

/**
 * From 17 on Odoo computes nearly all of a line when it is created, too: its form is asked only where something is
 * lacking, or where it keeps what a given value replaces, by which Odoo tells from 18 on that a person chose the price
 * (`technical_price_unit`). Up to 16 much of a line is filled by what its fields react with, which needs the record that
 * holds it.
 */
async function fillInLine({ client }: Asking, line: FormState, name: string, options: CallOptions): Promise<FilledIn> {
  const { model, view, values: given, parent } = line;
  const changed = Object.keys(given).filter((field) => view.has(`technical_${field}`));
  const isAsked = client.series.major < 17 || changed.length > 0 || lacks(line);
  if (!parent || !reacts(view) || !isAsked) return { values: given, warnings: [] };
  const { context } = parent.view.get(name) ?? {};
  const ofLines = context ? evaluatePython(context, namesIn(parent)) : {};
  const inverse = inverseOf(parent.model, name);
  const { value, warning } = await client.onchangeForm(
    model.name,
    { ...asked(model, without(given, changed)), ...(inverse ? { [inverse]: pointingBack(parent) } : {}) },
    fieldsOf(view, given),
    { ...options, context: { ...options.context, ...(isObject(ofLines) ? (ofLines as object) : {}) } },
  );
  const filled = sendable({ ...line, values: { ...valuesOf(model, value), ...given } }, given);
  return { values: filled, warnings: warning ? [warning] : [] };
}

const without = (values: RawValues, names: readonly string[]): RawValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

/** The record that holds a line: by its id, or as its form knows it, without the lines. */
function pointingBack({ model, values }: FormState): unknown {
  if (typeof values.id === "number") return values.id;
  return Object.fromEntries(Object.entries(values).filter(([name]) => fieldOf(model, name)?.type !== "one2many"));
}

/** True where something is required that neither the values nor a computation gives. */
const lacks = ({ model, view, values }: FormState): boolean =>
  [...view.keys()].some((name) => {
    const field = fieldOf(model, name);
    return field?.required === true && !field.depends && field.type !== "boolean" && !Object.hasOwn(values, name);
  });

/** The form with those of the lines that are given, where its view does not hold them. */
async function viewOf(asking: Asking, model: Model, values: RawValues): Promise<FormView> {
  const view = new Map(await formOf(asking, model));
  for (const [name, commands] of Object.entries(values)) {
    const relation = lineRelation(model, name);
    const field = view.get(name);
    if (!field || !relation || !Array.isArray(commands) || !commands.some(isCreation)) continue;
    if (field.lines?.size) continue;
    view.set(name, { ...field, lines: withoutLines(await formOf(asking, await asking.model(relation))) });
  }
  return view;
}

/** Where Odoo does not tell the form, all that can be typed and is not computed is taken to be on it, and to react. */
async function formOf({ forms }: Asking, model: Model): Promise<FormView> {
  const form = await forms(model.name);
  if (form) return form;
  const typed = Object.entries(model.fields).filter(
    ([, field]) => !field.depends && (!field.readonly || field.required),
  );
  return new Map(typed.map(([name]) => [name, TYPED]));
}

const TYPED: ViewField = { reacts: true, readonly: undefined, invisible: false, required: false, forceSave: false };

/** Lines of lines are not filled in. */
const withoutLines = (view: FormView): FormView =>
  new Map([...view].map(([name, { lines, ...field }]) => [name, field]));

const lineRelation = (model: Model, name: string): string | undefined => {
  const { type, relation } = fieldOf(model, name) ?? {};
  return type === "one2many" || type === "many2many" ? relation : undefined;
};

/** Of the x2many whose lines the form edits. */
async function lineModels(asking: Asking, model: Model, view: FormView): Promise<Map<string, Model>> {
  const relations = [...view].flatMap(([name, { lines }]) => {
    const relation = lines && lineRelation(model, name);
    return relation ? [[name, relation] as const] : [];
  });
  return new Map(
    await Promise.all(relations.map(async ([name, relation]) => [name, await asking.model(relation)] as const)),
  );
}

const reacts = (view: FormView): boolean =>
  [...view.values()].some((field) => field.reacts || (field.lines !== undefined && reacts(field.lines)));

/** What is asked of: the form's fields, and those given that it does not show. */
function fieldsOf(view: FormView, given: RawValues = {}): OnchangeFields {
  const others = Object.keys(given).filter((name) => !view.has(name));
  const fields = [...view].map(([name, { reacts, lines }]) => [
    name,
    { reacts, ...(lines ? { lines: fieldsOf(lines) } : {}) },
  ]);
  return Object.fromEntries([...others.map((name) => [name, { reacts: true }]), ...fields]);
}

/**
 * A menu opens a form for one kind of records by its context ("default_move_type"), on which the defaults of others
 * depend. Here the kind is a value: a selection that every record has.
 */
function menuContext(model: Model, values: RawValues): Record<string, unknown> {
  const kinds = Object.entries(values).filter(([name, value]) => {
    const { type, required } = fieldOf(model, name) ?? {};
    return type === "selection" && required === true && typeof value === "string";
  });
  return Object.fromEntries(kinds.map(([name, value]) => [`default_${name}`, value]));
}

/** The values that the form asks with. Lines have forms of their own. */
const asked = (model: Model, values: RawValues): RawValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const { type } = fieldOf(model, name) ?? {};
      return type !== undefined && type !== "one2many" && !APART.has(type);
    }),
  );
