import { isObject } from "../notation/checks.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../notation/python-expression.js";
import type { RawValues } from "../schema/raw.js";
import { type Field, fieldOf, type Model } from "../schema/schema.js";
import type { Condition } from "../views/conditions.js";
import type { FormView } from "../views/form-view.js";

// What a form holds once Odoo has answered, and what it would send of it.

export interface FormState {
  model: Model;
  view: FormView;
  /** As `write` takes it. */
  values: RawValues;
  /** Fields that Odoo computes again, from what is given, as it creates the record. */
  leftToOdoo: ReadonlySet<string>;
  /** What the form was opened in, which views ask by `context.get(…)`. */
  context: RawValues;
  /** What a field that `values` lacks holds: nothing on a new record, and what is not known on one that exists. */
  otherwise: false | typeof UNKNOWN;
  /** The models of its lines, by x2many. */
  lineModels: ReadonlyMap<string, Model>;
  /** Of a line: the form that holds it. */
  parent?: FormState;
}

/** An answer of `onchange` as `write` takes it, lines apart: those stay commands. */
export function valuesOf(model: Model, answer: RawValues): RawValues {
  const entries = Object.entries(answer).map(([name, value]) => [name, written(fieldOf(model, name), value)]);
  return Object.fromEntries(entries);
}

function written(field: Field | undefined, value: unknown): unknown {
  switch (field?.type) {
    // [id, name] up to 16; from 17 on { id, display_name } where the name was asked for.
    case "many2one":
      if (Array.isArray(value)) return value[0];
      return isObject(value) ? (value as RawValues).id : value;
    case "many2many": {
      const ids = linkedIds(value);
      return ids.length > 0 ? [[6, 0, ids]] : false;
    }
    default:
      return value;
  }
}

/** Ids of the records that exist among Odoo's commands. */
function linkedIds(commands: unknown): number[] {
  const list = Array.isArray(commands) ? commands : [];
  return list.flatMap((command) => {
    const [code, id, set] = Array.isArray(command) ? command : [];
    if (code === 6 && Array.isArray(set)) return set as number[];
    return (code === 1 || code === 4) && typeof id === "number" ? [id] : [];
  });
}

export type Creation = [0, unknown, RawValues];
/** True for Odoo's command for a new line. */
export const isCreation = (command: unknown): command is Creation =>
  Array.isArray(command) && command[0] === 0 && isObject(command[2]);

/** A line of the form; undefined where the form does not edit the lines of that field. The field that points back is no part of it. */
export function lineOf(parent: FormState, name: string, values: RawValues): FormState | undefined {
  const model = parent.lineModels.get(name);
  const lines = parent.view.get(name)?.lines;
  if (!model || !lines) return undefined;
  const inverse = inverseOf(parent.model, name);
  const view = new Map([...lines].filter(([field]) => field !== inverse));
  const leftToOdoo = new Set<string>();
  return { model, view, values, leftToOdoo, context: parent.context, otherwise: false, lineModels: new Map(), parent };
}

/** The field of a line that points back to its record; none of a many2many. */
export const inverseOf = (model: Model, name: string) => fieldOf(model, name)?.relation_field;

/** What takes no part in what a form fills in: files, and what has a form of its own in `onchange`. */
export const APART: ReadonlySet<Field["type"]> = new Set(["binary", "properties", "properties_definition"]);

/**
 * What the form sends when it is saved: what was given, and what it holds in fields that it lets one type, empty or not.
 */
export function sendable(form: FormState, given: RawValues): RawValues {
  const { model, view, values, leftToOdoo } = form;
  const names = namesIn(form);
  const hasLines = Object.values(given).some((value) => Array.isArray(value) && value.some(isCreation));
  // A form that lacks what is given is not the one that a person takes: a time sheet, whose project is on no analytic item's
  // form, has its account from the project, which 18 finds only where none is sent.
  const holdsGiven = form.parent !== undefined || Object.keys(given).every((name) => view.has(name));
  const sent: Record<string, unknown> = {};
  for (const [name, { forceSave, readonly }] of view) {
    const field = fieldOf(model, name);
    if (
      !field ||
      leftToOdoo.has(name) ||
      Object.hasOwn(given, name) ||
      APART.has(field.type) ||
      isDecided(model, name, given)
    )
      continue;
    if (!forceSave && holds(readonly ?? field.readonly === true, names)) continue;
    const value = field.type === "one2many" ? newLinesOf(form, name) : values[name];
    const isSent = isFilled(value)
      ? // Computed without the lines: Odoo computes it again with them.
        !(hasLines && field.depends)
      : value === false && holdsGiven && isLeftEmpty(field, given);
    if (isSent) sent[name] = value;
  }
  return { ...sent, ...given };
}

/** True for a value that is not empty; 0 is none. */
export const isFilled = (value: unknown) => value !== undefined && value !== false && value !== null && value !== "";

/** The form sends what is empty, too. What Odoo computes from a given value is empty only for it was not asked since. */
const isLeftEmpty = (field: Field, given: RawValues) =>
  !field.required && !field.depends?.some((name) => Object.hasOwn(given, name));

/**
 * True where what was given decides the field, too. Two fields for the same lines (an invoice's products, and all of its
 * items): those that are given stand for both. A kind by the field that is computed from it (`type` of a product, from
 * `detailed_type` in 15 to 17): Odoo makes the one of the other.
 */
function isDecided(model: Model, name: string, given: RawValues): boolean {
  const field = fieldOf(model, name);
  if (field?.type === "selection")
    return Object.keys(given).some((other) => fieldOf(model, other)?.depends?.includes(name));
  if (field?.type !== "one2many") return false;
  return Object.keys(given).some((other) => {
    const { type, relation, relation_field } = fieldOf(model, other) ?? {};
    return type === "one2many" && relation === field.relation && relation_field === field.relation_field;
  });
}

/** The lines that the form itself put in. */
function newLinesOf(form: FormState, name: string): unknown {
  const commands = form.values[name];
  const rows = (Array.isArray(commands) ? commands : []).filter(isCreation).flatMap(([, , answer]) => {
    const line = lineOf(form, name, {});
    return line ? [[0, 0, sendable({ ...line, values: valuesOf(line.model, answer) }, {})]] : [];
  });
  return rows.length > 0 ? rows : undefined;
}

/** True where the condition holds; what cannot be told does not. */
function holds(condition: Condition, names: (name: string) => unknown): boolean {
  if (typeof condition === "boolean") return condition;
  const value = evaluatePython(condition, names);
  return value !== UNKNOWN && isTruthy(value);
}

/** What a view's expressions may name. */
export function namesIn(form: FormState): (name: string) => unknown {
  return (name) => {
    if (fieldOf(form.model, name)) return shownValue(form, name);
    if (name === "parent") return form.parent ? membersOf(form.parent) : UNKNOWN;
    if (name === "active_id") return false;
    return name === "context" ? form.context : UNKNOWN;
  };
}

const membersOf = (form: FormState) =>
  Object.fromEntries(Object.keys(form.model.fields).map((name) => [name, shownValue(form, name)]));

/** Views see an x2many as a list of records. */
function shownValue({ model, values, otherwise }: FormState, name: string): unknown {
  const value = Object.hasOwn(values, name) ? values[name] : otherwise;
  const { type } = fieldOf(model, name) ?? {};
  if ((type !== "one2many" && type !== "many2many") || value === UNKNOWN) return value;
  const commands = Array.isArray(value) ? value : [];
  return [...linkedIds(commands), ...commands.filter(isCreation).map(([, id]) => id)];
}
