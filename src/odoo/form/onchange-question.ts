import type { RawValues } from "../schema/raw.js";
import { fieldOf, isWritable, type Model } from "../schema/schema.js";
import type { OnchangeFields } from "../values/onchange.js";
import type { FormView, ViewField } from "../views/form-view.js";
import { APART, isCreation } from "./form-state.js";

// What a form asks Odoo with.

/** True where anything on the form, or in its lines, makes it ask. */
export const reacts = (view: FormView): boolean =>
  [...view.values()].some((field) => field.reacts || (field.lines !== undefined && reacts(field.lines)));

const NONE: ReadonlySet<string> = new Set();

/**
 * The form without the fields that it only shows, such as how many orders a contact has: nothing is sent of them, and nothing that
 * is sent or demanded depends on them, nor do its boxes, which look at those that are `told`. Odoo computes each field that it is
 * asked for, one search each for many of them (14 to 19), and where such a field holds a default it takes that, asked or not.
 * With new lines among the values the form stays whole, since Odoo is told of it with each of them.
 */
export function withoutShown(model: Model, view: FormView, values: RawValues, told = NONE): FormView {
  if (Object.values(values).some((value) => Array.isArray(value) && value.some(isCreation))) return view;
  const named = namedIn(view);
  const isOnlyShown = ([name, { readonly, forceSave, reacts }]: [string, ViewField]) => {
    const field = fieldOf(model, name);
    const isShown = field?.store === false && field.readonly === true;
    const isSent = forceSave || (readonly !== undefined && readonly !== true) || (field && isWritable(name, field));
    return isShown && !isSent && !reacts && !Object.hasOwn(values, name) && !named.has(name) && !told.has(name);
  };
  return new Map([...view].filter((shown) => !isOnlyShown(shown)));
}

/**
 * Every word of the form's contexts and of the conditions under which its fields are sent or demanded, and of those of its lines:
 * the names of fields among them. What merely hides a field is none of them.
 */
function namedIn(view: FormView): ReadonlySet<string> {
  const texts = (one: FormView): unknown[] =>
    [...one.values()].flatMap(({ readonly, demands, context, lines }) => [
      readonly,
      context,
      ...demands.flatMap(({ when, hidden }) => (typeof when === "string" ? [when, hidden] : [])),
      ...(lines ? texts(lines) : []),
    ]);
  return new Set(texts(view).flatMap((text) => (typeof text === "string" ? (text.match(/\w+/g) ?? []) : [])));
}

/** What is asked of: the form's fields, and those given that it does not show. `named`: relations, by their records' names. */
export function fieldsOf(view: FormView, given: RawValues = {}, named = NONE): OnchangeFields {
  const others = Object.keys(given).filter((name) => !view.has(name));
  const fields = [...view].map(([name, { reacts, lines }]) => [
    name,
    { reacts, ...(lines ? { lines: fieldsOf(lines) } : {}), ...(named.has(name) ? { named: true as const } : {}) },
  ]);
  return Object.fromEntries([...others.map((name) => [name, { reacts: true }]), ...fields]);
}

/** The values that the form asks with. Lines have forms of their own. */
export const asked = (model: Model, values: RawValues): RawValues =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const { type } = fieldOf(model, name) ?? {};
      return type !== undefined && type !== "one2many" && !APART.has(type);
    }),
  );

/**
 * A menu opens a form for one kind of records by its context ("default_move_type"), on which the defaults of others
 * depend. Here the kind is a value: a selection that every record has.
 */
export function menuContext(model: Pick<Model, "name" | "fields">, values: RawValues): RawValues {
  const kinds = Object.entries(values).filter(([name, value]) => {
    const { type, required } = fieldOf(model, name) ?? {};
    return type === "selection" && required === true && typeof value === "string";
  });
  return { ...MENUS[model.name], ...Object.fromEntries(kinds.map(([name, value]) => [`default_${name}`, value])) };
}

/** What menus add beside the kind: without it, a payment of 14 takes the first journal there is. */
const MENUS: Readonly<Record<string, RawValues>> = {
  "account.payment": { default_move_journal_types: ["bank", "cash"] },
};

export const without = (values: RawValues, names: readonly string[]): RawValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
