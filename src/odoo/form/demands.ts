import { evaluatePython, isTruthy, UNKNOWN } from "../notation/python-expression.js";
import type { RawValues } from "../schema/raw.js";
import { type Field, fieldOf, isWritable, type Model } from "../schema/schema.js";
import type { Condition } from "../views/conditions.js";
import type { FormView, ViewField } from "../views/form-view.js";
import { type FormState, isCreation, isFilled, namesIn } from "./form-state.js";

// What a form demands under a condition, and does not hold: Odoo's own would not be saved.

export interface Unmet {
  /** Where it stands in the values: a field, or one of a new line ("order_line.create[0].product_id"). */
  at: string;
  field: Field;
  /** The condition, which holds. */
  when: string;
}

/**
 * The fields that the form demands under a condition that certainly holds, that certainly show and can be typed in, and that
 * are empty. What is not known demands nothing. `given`: what was typed.
 */
export function unmetDemands(form: FormState, given: RawValues): Unmet[] {
  const names = certainNames(form, given);
  return [...conditional(form.model, form.view)].flatMap(([name, { readonly, ...shown }, field]) => {
    if (form.leftToOdoo.has(name) || form.values[name] === undefined || isFilled(form.values[name])) return [];
    if (decided(readonly ?? field.readonly === true, names) !== false) return [];
    const demand = shown.demands.find(
      ({ when, hidden }) => typeof when === "string" && decided(when, names) && decided(hidden, names) === false,
    );
    return demand ? [{ at: name, field, when: String(demand.when) }] : [];
  });
}

/**
 * True where a field that was not given may be demanded, and whether it is filled is not known before the form is asked. What
 * Odoo computes is.
 */
export function mayLack(form: FormState): boolean {
  const names = certainNames(form, form.values);
  return [...conditional(form.model, form.view)].some(
    ([name, { demands }, field]) =>
      !field.depends &&
      !Object.hasOwn(form.values, name) &&
      demands.some(({ when, hidden }) => typeof when === "string" && decided(when, names) !== false && hidden !== true),
  );
}

/** Numbers are never empty, and Odoo's forms differ in what they say of no lines. */
const NEVER_EMPTY: ReadonlySet<Field["type"]> = new Set([
  "boolean",
  "integer",
  "float",
  "monetary",
  "one2many",
  "many2many",
  "properties",
  "properties_definition",
]);

/** The fields that the form demands under a condition, and that a tool can write. */
function* conditional(model: Model, view: FormView): Generator<[name: string, ViewField, Field]> {
  for (const [name, shown] of view) {
    const field = fieldOf(model, name);
    if (!field || NEVER_EMPTY.has(field.type) || !isWritable(name, field)) continue;
    if (shown.demands.some(({ when }) => typeof when === "string")) yield [name, shown, field];
  }
}

/** True or false where it is certain. */
export function decided(condition: Condition, names: (name: string) => unknown): boolean | undefined {
  if (typeof condition === "boolean") return condition;
  const value = evaluatePython(condition, names);
  return value === UNKNOWN ? undefined : isTruthy(value);
}

/**
 * What the form's expressions may name, as far as it will not change any more: not the context, which differs from menu to
 * menu, nor what Odoo computes as it saves.
 */
function certainNames(form: FormState, given: RawValues, hasLines = holdsNewLines(given)): (name: string) => unknown {
  const nameOf = namesIn(form);
  return (name) => {
    if (name === "context") return UNKNOWN;
    if (name === "parent") return form.parent ? certainMembers(form.parent) : UNKNOWN;
    const field = fieldOf(form.model, name);
    if (!field || name === "id" || Object.hasOwn(given, name)) return nameOf(name);
    const isKnown = Object.hasOwn(form.values, name) && !form.leftToOdoo.has(name) && !(hasLines && field.depends);
    return isKnown ? nameOf(name) : UNKNOWN;
  };
}

const holdsNewLines = (given: RawValues) =>
  Object.values(given).some((value) => Array.isArray(value) && value.some(isCreation));

/** Of the form that holds a line. */
function certainMembers(form: FormState): Record<string, unknown> {
  const nameOf = certainNames(form, {}, true);
  const members = Object.keys(form.model.fields).map((name) => [name, nameOf(name)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== UNKNOWN));
}
