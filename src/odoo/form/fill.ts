import type { Client, OnchangeFields } from "../client.js";
import { isObject } from "../notation/checks.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../notation/python-expression.js";
import type { CallOptions, RawValues } from "../schema/raw.js";
import { type Field, fieldOf, type Model } from "../schema/schema.js";
import type { Condition } from "../views/conditions.js";
import type { FormView, ViewField } from "../views/form-view.js";
import type { Forms } from "./forms.js";

// A new record as Odoo's own form makes it: the form asks as it opens and is filled in, and sends what came back.

/** Who asks, and where models and their forms are learnt. */
export interface Asking {
  client: Client;
  forms: Forms;
  model(name: string): Promise<Model>;
}

export interface FilledIn {
  /** What the form sends: the values, and what it fills in beside them. */
  values: RawValues;
  /** What the form would warn a person of, in Odoo's words. */
  warnings: readonly string[];
}

/**
 * The values with what Odoo's form fills in beside them; lines likewise. `values` are in Odoo's form, and win over what the
 * form would say. Asks nothing where nothing on the form reacts.
 */
export async function fillIn(asking: Asking, model: Model, values: RawValues, options: CallOptions): Promise<FilledIn> {
  const view = await viewOf(asking, model, values);
  if (!reacts(view)) return { values, warnings: [] };
  const menu = { ...options, context: { ...menuContext(model, values), ...options.context } };
  const { value, warning } = await asking.client.onchangeForm(
    model.name,
    asked(model, values),
    fieldsOf(view, values),
    menu,
  );
  const form: Form = {
    model,
    view,
    state: { ...stateOf(model, value), ...values },
    lineModels: await lineModels(asking, model, view),
  };
  const filled = sendable(form, values);
  const warnings = warning ? [warning] : [];
  for (const [name, commands] of Object.entries(values)) {
    if (!Array.isArray(commands) || !form.lineModels.has(name)) continue;
    filled[name] = await Promise.all(
      commands.map(async (command) => {
        if (!isCreation(command)) return command;
        const line = await fillInLine(asking, form, { name, given: command[2] }, menu);
        warnings.push(...line.warnings);
        return [0, 0, line.values];
      }),
    );
  }
  return { values: filled, warnings: [...new Set(warnings)] };
}

interface Form {
  model: Model;
  view: FormView;
  /** All that the form holds, in Odoo's form. */
  state: RawValues;
  /** By x2many. */
  lineModels: ReadonlyMap<string, Model>;
  /** Of a line: the form that holds it. */
  parent?: Form;
}

interface Line {
  /** The x2many that holds it. */
  name: string;
  given: RawValues;
}

/**
 * A new line, which its own form fills in beside the record that holds it. From 17 on Odoo computes nearly all of it when
 * it is created, too: it is asked only where something is lacking.
 */
async function fillInLine(
  { client }: Asking,
  parent: Form,
  { name, given }: Line,
  options: CallOptions,
): Promise<FilledIn> {
  const line = lineForm(parent, name, given);
  if (!line || !reacts(line.view) || (client.series.major >= 17 && !lacks(line)))
    return { values: given, warnings: [] };
  const { context } = parent.view.get(name) ?? {};
  const evaluated = context ? evaluatePython(context, namesIn(parent)) : {};
  const inverse = inverseOf(parent.model, name);
  const { value, warning } = await client.onchangeForm(
    line.model.name,
    { ...asked(line.model, given), ...(inverse ? { [inverse]: parentValues(parent) } : {}) },
    fieldsOf(line.view, given),
    { ...options, context: { ...options.context, ...(isObject(evaluated) ? (evaluated as object) : {}) } },
  );
  const state = { ...stateOf(line.model, value), ...given };
  return { values: sendable({ ...line, state }, given), warnings: warning ? [warning] : [] };
}

/** True where something is required that neither the values nor a computation gives. */
const lacks = ({ model, view, state }: Form): boolean =>
  [...view.keys()].some((name) => {
    const field = fieldOf(model, name);
    return field?.required === true && !field.depends && field.type !== "boolean" && !Object.hasOwn(state, name);
  });

/** Without the field that points back, which Odoo fills in itself. */
function lineForm(parent: Form, name: string, state: RawValues): Form | undefined {
  const model = parent.lineModels.get(name);
  const lines = parent.view.get(name)?.lines;
  if (!model || !lines) return undefined;
  const inverse = inverseOf(parent.model, name);
  const view = new Map([...lines].filter(([field]) => field !== inverse));
  return { model, view, state, lineModels: new Map(), parent };
}

const inverseOf = (model: Model, name: string) => fieldOf(model, name)?.relation_field;

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

/** The record that holds a line, as its form knows it, without the lines. */
function parentValues({ model, state }: Form): RawValues {
  return Object.fromEntries(Object.entries(state).filter(([name]) => fieldOf(model, name)?.type !== "one2many"));
}

/** The form with those of the lines that are given, where its view does not hold them. */
async function viewOf(asking: Asking, model: Model, values: RawValues): Promise<FormView> {
  const view = new Map(await formOf(asking, model));
  for (const [name, commands] of Object.entries(values)) {
    const relation = lineRelation(model, name);
    const field = view.get(name);
    if (!field || !relation || !Array.isArray(commands) || !commands.some(isCreation)) continue;
    if (!field.lines?.size) view.set(name, { ...field, lines: withoutLines(await formOf(asking, await asking.model(relation))) });
  }
  return view;
}

/** Where Odoo does not tell the form, all that can be typed is taken to be on it, and to react. */
async function formOf({ forms }: Asking, model: Model): Promise<FormView> {
  const form = await forms(model.name);
  if (form) return form;
  const typed = Object.entries(model.fields).filter(([, field]) => !field.readonly || field.required);
  return new Map(typed.map(([name]) => [name, TYPED]));
}

const TYPED: ViewField = { reacts: true, readonly: undefined, invisible: false, required: false, forceSave: false };

/** Lines of lines are not asked for. */
const withoutLines = (view: FormView): FormView =>
  new Map([...view].map(([name, { lines, ...field }]) => [name, field]));

const lineRelation = (model: Model, name: string): string | undefined => {
  const field = fieldOf(model, name);
  return field?.type === "one2many" || field?.type === "many2many" ? field.relation : undefined;
};

const reacts = (view: FormView): boolean =>
  [...view.values()].some((field) => field.reacts || (field.lines !== undefined && reacts(field.lines)));

/** What is asked of: the form's fields, and those given that it does not show. */
function fieldsOf(view: FormView, given: RawValues = {}): OnchangeFields {
  const fields = [...view].map(([name, { reacts, lines }]) => [
    name,
    { reacts, ...(lines ? { lines: fieldsOf(lines) } : {}) },
  ]);
  const others = Object.keys(given)
    .filter((name) => !view.has(name))
    .map((name) => [name, { reacts: true }]);
  return Object.fromEntries([...others, ...fields]);
}

/**
 * A menu opens a form for one kind of records by its context ("default_move_type"), on which the defaults of others
 * depend. Here the kind is a value: a selection that every record has.
 */
function menuContext(model: Model, values: RawValues): Record<string, unknown> {
  const kinds = Object.entries(values).filter(([name, value]) => {
    const field = fieldOf(model, name);
    return field?.type === "selection" && field.required === true && typeof value === "string";
  });
  return Object.fromEntries(kinds.map(([name, value]) => [`default_${name}`, value]));
}

/** The values as the form sends them to ask, without what takes no part; lines have forms of their own. */
const asked = (model: Model, values: RawValues): RawValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const { type } = fieldOf(model, name) ?? {};
      return type !== undefined && type !== "one2many" && !APART.has(type);
    }),
  );

/** What no field reacts to, or has a form of its own in `onchange`. */
const APART: ReadonlySet<Field["type"]> = new Set(["binary", "properties", "properties_definition"]);

type Creation = [0, unknown, RawValues];
const isCreation = (command: unknown): command is Creation =>
  Array.isArray(command) && command[0] === 0 && isObject(command[2]);

const newLines = (commands: unknown): RawValues[] =>
  (Array.isArray(commands) ? commands : []).filter(isCreation).map(([, , values]) => values);

/** An answer of `onchange` in the form of `write`. */
function stateOf(model: Model, answer: RawValues): RawValues {
  const entries = Object.entries(answer).map(([name, value]) => [name, writable(fieldOf(model, name), value)]);
  return Object.fromEntries(entries);
}

function writable(field: Field | undefined, value: unknown): unknown {
  switch (field?.type) {
    case "many2one":
      return Array.isArray(value) ? value[0] : isObject(value) ? (value as { id?: unknown }).id : value;
    case "many2many": {
      const ids = linkedIds(value);
      return ids.length > 0 ? [[6, 0, ids]] : false;
    }
    default:
      return value;
  }
}

/** Ids among the commands of an answer. */
function linkedIds(commands: unknown): number[] {
  const list = Array.isArray(commands) ? commands : [];
  return list.flatMap((command) => {
    if (!Array.isArray(command)) return typeof command === "number" ? [command] : [];
    if (command[0] === 6 && Array.isArray(command[2])) return command[2] as number[];
    return (command[0] === 1 || command[0] === 4) && typeof command[1] === "number" ? [command[1]] : [];
  });
}

/** What the form sends when it is saved: what was given, and what it filled in where it lets one type. */
function sendable(form: Form, given: RawValues): Record<string, unknown> {
  const { model, view, state } = form;
  const names = namesIn(form);
  const filled: Record<string, unknown> = {};
  for (const [name, { forceSave, readonly }] of view) {
    const field = fieldOf(model, name);
    if (!field || Object.hasOwn(given, name) || APART.has(field.type) || overlaps(model, name, given)) continue;
    if (!forceSave && holds(readonly ?? field.readonly === true, names)) continue;
    const value = field.type === "one2many" ? linesToSend(form, name) : state[name];
    if (!isEmpty(value)) filled[name] = value;
  }
  return { ...filled, ...given };
}

const isEmpty = (value: unknown) => value === undefined || value === false || value === null || value === "";

/** Two fields for the same lines (an invoice's products, and all of its items): those that are given stand for all. */
function overlaps(model: Model, name: string, given: RawValues): boolean {
  const field = fieldOf(model, name);
  if (field?.type !== "one2many") return false;
  return Object.keys(given).some((other) => {
    const same = fieldOf(model, other);
    return (
      same?.type === "one2many" && same.relation === field.relation && same.relation_field === field.relation_field
    );
  });
}

/** The lines that the form itself put in. */
function linesToSend(form: Form, name: string): unknown {
  const rows = newLines(form.state[name]).map((answered) => {
    const line = lineForm(form, name, {});
    return line && [0, 0, sendable({ ...line, state: stateOf(line.model, answered) }, {})];
  });
  const known = rows.filter((row) => row !== undefined);
  return known.length > 0 ? known : undefined;
}

/** A condition over a form's values; what cannot be told does not hold. */
function holds(condition: Condition, names: (name: string) => unknown): boolean {
  if (typeof condition === "boolean") return condition;
  const value = evaluatePython(condition, names);
  return value !== UNKNOWN && isTruthy(value);
}

function namesIn({ model, state, parent }: Form): (name: string) => unknown {
  return (name) => {
    if (name === "parent") return parent ? allNames(parent) : UNKNOWN;
    if (name === "id" || name === "active_id") return false;
    if (name === "context") return {};
    const value = Object.hasOwn(state, name) ? state[name] : false;
    return fieldOf(model, name) ? shownValue(fieldOf(model, name), value) : UNKNOWN;
  };
}

const allNames = ({ model, state }: Form) =>
  Object.fromEntries(
    Object.keys(model.fields).map((name) => [name, shownValue(model.fields[name], state[name] ?? false)]),
  );

/** Views see the lines of a record as a list. */
function shownValue(field: Field | undefined, value: unknown): unknown {
  if (field?.type !== "one2many" && field?.type !== "many2many") return value;
  const commands = Array.isArray(value) ? value : [];
  return [...linkedIds(commands), ...commands.filter(isCreation).map(([, id]) => id)];
}
