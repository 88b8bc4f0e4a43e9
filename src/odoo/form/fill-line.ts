import type { Client } from "../client.js";
import { isInteger, isObject } from "../notation/checks.js";
import { evaluatePython } from "../notation/python-expression.js";
import type { CallOptions, RawValues } from "../schema/raw.js";
import { fieldOf, type Model } from "../schema/schema.js";
import { mayLack, type Unmet, unmetDemands } from "./demands.js";
import { type FormState, inverseOf, namesIn, sendable, valuesOf } from "./form-state.js";
import { asked, fieldsOf, reacts, without } from "./onchange-question.js";

export interface FilledLine {
  values: RawValues;
  warnings: readonly string[];
  /** What its form demands, and it does not hold. */
  unmet: readonly Unmet[];
  /** Its form was asked. */
  isFilled: boolean;
}

/**
 * A new line of `parent` in its x2many `name`, as the line's own form makes it. From 17 on Odoo computes nearly all of a
 * line when it is created, too: its form is asked only where something is lacking, or where it keeps what a given value
 * replaces, by which Odoo tells from 18 on that a person chose the price (`technical_price_unit`). Up to 16 much of a line
 * is filled by what its fields react with, which needs the record that holds it.
 */
export async function fillInLine(
  client: Client,
  line: FormState,
  name: string,
  { everyLine = false, ...options }: CallOptions & { everyLine?: boolean },
): Promise<FilledLine> {
  const { model, view, values: given, parent } = line;
  const chosen = Object.keys(given).filter((field) => view.has(`technical_${field}`));
  const isAsked = everyLine || client.series.major < 17 || chosen.length > 0 || lacks(line) || mayLack(line);
  if (!parent) return { values: given, warnings: [], unmet: [], isFilled: false };
  const context = lineContext(parent, name);
  if (!reacts(view) || !isAsked) {
    const values = { ...linksFrom(context, model), ...given };
    return { values: sendable({ ...line, values }, given), warnings: [], unmet: [], isFilled: false };
  }
  const inverse = inverseOf(parent.model, name);
  const { value, warning } = await client.onchange(
    model.name,
    { ...asked(model, without(given, chosen)), ...(inverse ? { [inverse]: pointingBack(parent) } : {}) },
    fieldsOf(view, given),
    { ...options, context },
  );
  const form = { ...line, values: { ...valuesOf(model, value), ...given } };
  return {
    values: sendable(form, given),
    warnings: warning ? [warning] : [],
    unmet: unmetDemands(form, given),
    isFilled: true,
  };
}

/** The context of the form that holds the line, but for its defaults, which are of another model; and its field's. */
function lineContext(parent: FormState, name: string): RawValues {
  const { context } = parent.view.get(name) ?? {};
  const ofLines = context ? evaluatePython(context, namesIn(parent)) : {};
  const kept = Object.entries(parent.context).filter(([key]) => !key.startsWith("default_"));
  return { ...Object.fromEntries(kept), ...(isObject(ofLines) ? (ofLines as RawValues) : {}) };
}

/**
 * What the context says a new line shares with the record that holds it: what it links to, and yes or no. A kind or a text is
 * what a person starts from, who sees it: a company's new address is an "other" one there.
 */
function linksFrom(context: RawValues, model: Model): RawValues {
  const defaults = Object.entries(context).flatMap(([key, value]): [string, unknown][] => {
    const name = key.replace(/^default_/, "");
    const type = name === key ? undefined : fieldOf(model, name)?.type;
    if (type === "boolean" && typeof value === "boolean") return [[name, value]];
    if (type === "many2one" && typeof value === "number") return [[name, value]];
    const isLinks = type === "many2many" && Array.isArray(value) && value.length > 0 && value.every(isInteger);
    return isLinks ? [[name, [[6, 0, value]]]] : [];
  });
  return Object.fromEntries(defaults);
}

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
