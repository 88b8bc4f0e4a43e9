import type { Client } from "../client.js";
import { UNKNOWN } from "../notation/python-expression.js";
import type { CallOptions, RawValues } from "../schema/raw.js";
import { fieldOf, type Model } from "../schema/schema.js";
import type { Alert } from "../views/alerts.js";
import type { FormView, ViewField } from "../views/form-view.js";
import { lacksTold, lookedAt, lookedAtFirst, namedIn, shownAlerts } from "./alerts.js";
import { type Unmet, unmetDemands } from "./demands.js";
import { type FilledLine, fillInLine } from "./fill-line.js";
import { type FormState, isCreation, isFilled, lineOf, sendable, valuesOf } from "./form-state.js";
import type { FormRef, Forms } from "./forms.js";
import { asked, fieldsOf, menuContext, reacts, without, withoutShown } from "./onchange-question.js";

// New records and lines as Odoo's own form makes them: it asks as it opens and is filled in, and sends what came back.

/** Who asks, and where models and their forms are learnt. */
export interface Asking {
  client: Client;
  forms: Forms;
  model(name: string): Promise<Model>;
}

/** Who is told what the form warns of, too. */
export interface Told extends Asking {
  /** Whether records of a model may be told by their names. Asks Odoo nothing. */
  mayName(model: string): boolean;
}

export interface FilledIn {
  /** What the form sends: the values, and what it fills in beside them. */
  values: RawValues;
  /** What the form would warn a person of, in its boxes or beside it, each once, in Odoo's words. */
  warnings: readonly string[];
  /** What the form demands under a condition that holds, and nothing fills: it would not be saved. */
  unmet: readonly Unmet[];
  /** All new lines hold what their form fills in. */
  everyLine: boolean;
  /** What the form holds in each of its fields, whether or not it sends them; absent where it asked nothing, or nobody asked for it. */
  held?: RawValues;
}

export interface FillOptions extends CallOptions {
  /** Asks the form of every new line, also where Odoo would fill in the same as it creates the line. */
  everyLine?: boolean;
  /** The form it is made in, where it is not the one that a user opens first. */
  form?: FormRef | undefined;
  /** Tells what the form holds, which Odoo then computes in all of its fields. */
  held?: boolean;
}

/**
 * A new record's values with what Odoo's form fills in beside them and in its new lines. `values` are as `create` takes
 * them, and win over what the form would say; null stays empty. Asks Odoo nothing where nothing on the form reacts;
 * otherwise once, seldom twice, and up to 16 once for each line; and once more where a box shows what nothing else needs.
 */
export async function fillIn(
  asking: Told,
  model: Model,
  values: RawValues,
  { form: other, held: isHeldTold = false, ...options }: FillOptions = {},
): Promise<FilledIn> {
  const alerts = await asking.forms.alerts(model.name, other);
  const open = (told: readonly string[]) =>
    openForm(asking, model, values, { ...options, form: other, held: isHeldTold, alerts, told: new Set(told) });
  let opened = await open(alerts.flatMap(lookedAtFirst));
  // Few boxes show, and what stands in one may cost more than the rest of the form.
  if (opened && lacksTold(opened.form, alerts)) opened = await open(alerts.flatMap(lookedAt));
  if (!opened) return { values, warnings: [], unmet: [], everyLine: false };
  const { form } = opened;
  const answer = { ...opened.answer, ...values };
  const shown = shownAlerts(form, alerts, { answer, mayName: asking.mayName });
  const lines = await withLines(asking, form, values, options);
  return {
    values: { ...sendable(form, values), ...lines.values },
    warnings: [...new Set([...opened.warnings, ...shown, ...lines.warnings])],
    unmet: [...unmetDemands(form, values), ...lines.unmet],
    everyLine: lines.everyLine,
    ...(isHeldTold ? { held: heldIn(form) } : {}),
  };
}

const heldIn = ({ view, values }: FormState): RawValues =>
  Object.fromEntries([...view.keys()].map((name) => [name, Object.hasOwn(values, name) ? values[name] : false]));

interface OpenOptions extends FillOptions {
  /** Those boxes of the form that are told, with the names of the records in them. */
  alerts?: readonly Alert[];
  /** The fields for which it is asked though it only shows them. */
  told?: ReadonlySet<string>;
}

interface Opened extends Pick<FilledIn, "values" | "warnings">, Pick<FormState, "leftToOdoo"> {
  /** What `onchange` answered of the form, as it did. */
  answer: RawValues;
}

/** The form of a new record once the values are typed and it has reacted. Undefined where nothing on it reacts. */
export async function openForm(
  asking: Asking,
  model: Model,
  values: RawValues,
  { form: other, held = false, told, ...options }: OpenOptions = {},
): Promise<({ form: FormState } & Pick<Opened, "warnings" | "answer">) | undefined> {
  const whole = await viewOf(asking, model, values, other);
  if (!reacts(whole)) return undefined;
  const view = held ? whole : withoutShown(model, whole, values, told);
  const context = { ...menuContext(model, values), ...options.context };
  const opened = await opensWith(asking, { model, view, context }, values, options);
  const form: FormState = {
    model,
    view,
    values: { ...opened.values, ...values },
    leftToOdoo: opened.leftToOdoo,
    context,
    otherwise: false,
    lineModels: await lineModels(asking, model, view),
  };
  return { form, warnings: opened.warnings, answer: opened.answer };
}

/** The values of a record that exists, with what its form fills in in the new lines among them. */
export async function fillInLines(
  asking: Asking,
  { model, id }: { model: Model; id: number },
  values: RawValues,
  options: CallOptions = {},
): Promise<FilledIn> {
  if (!Object.values(values).some((value) => Array.isArray(value) && value.some(isCreation)))
    return { values, warnings: [], unmet: [], everyLine: false };
  const view = await viewOf(asking, model, values);
  const form: FormState = {
    model,
    view,
    values: { id },
    leftToOdoo: new Set(),
    context: options.context ?? {},
    otherwise: UNKNOWN,
    lineModels: await lineModels(asking, model, view),
  };
  const filled = await withLines(asking, form, values, options);
  return { ...filled, values: { ...values, ...filled.values }, warnings: [...new Set(filled.warnings)] };
}

/**
 * What the form holds once it is open and the values are typed. It is asked with those that Odoo does not compute, as if they
 * were its defaults; and a second time, as after a change, where some that it computes react, or where a default stood
 * against what follows from one.
 */
async function opensWith(
  { client, forms }: Asking,
  { model, view, context }: Pick<FormState, "model" | "view" | "context">,
  given: RawValues,
  { everyLine: _, alerts = [], ...options }: OpenOptions,
): Promise<Opened> {
  const fields = fieldsOf(view, given, namedIn(model, alerts));
  const typed = asked(model, given);
  const computed = Object.keys(typed).filter((name) => fieldOf(model, name)?.depends);
  const opened = await client.onchange(model.name, without(typed, computed), fields, { ...options, context });
  const held = { ...valuesOf(model, opened.value), ...given };
  const reacting = computed.filter((name) => view.get(name)?.reacts ?? false);
  // Up to 16 what was computed may still stand on the default that a typed value replaced.
  const unheeded = client.series.major < 17 ? Object.keys(typed) : computed;
  const { sources, leftToOdoo } = await computedFrom(forms, { model, view, context, held }, { typed, unheeded });
  const changed = new Set([...reacting, ...sources]);
  if (changed.size === 0) return { values: held, answer: opened.value, warnings: warningsOf(opened), leftToOdoo };
  const afterChange = { ...options, context, changed: [...changed] };
  const all = asked(model, { ...emptyLinks(model, view), ...held });
  const after = await client.onchange(model.name, all, fields, afterChange);
  return {
    values: { ...held, ...valuesOf(model, after.value), ...given },
    answer: { ...opened.value, ...after.value },
    warnings: [...warningsOf(opened), ...warningsOf(after)],
    leftToOdoo: new Set([...leftToOdoo].filter((name) => !Object.hasOwn(after.value, name))),
  };
}

/** The form's many2many without links: an answer leaves them out, and Odoo computes what a question leaves out. */
const emptyLinks = (model: Model, view: FormView): RawValues =>
  Object.fromEntries(
    [...view.keys()].filter((name) => fieldOf(model, name)?.type === "many2many").map((name) => [name, []]),
  );

/**
 * Of the fields that Odoo computes from typed values: the typed values from which those come that have a default, which
 * stood against them since all was asked at once; and those without one that come from what the answer did not heed, which
 * Odoo computes again as it creates the record.
 */
async function computedFrom(
  forms: Forms,
  { model, view, context, held }: Pick<FormState, "model" | "view" | "context"> & { held: RawValues },
  { typed, unheeded }: { typed: RawValues; unheeded: readonly string[] },
): Promise<{ sources: readonly string[] } & Pick<FormState, "leftToOdoo">> {
  const sources = (name: string) =>
    (fieldOf(model, name)?.depends ?? []).filter((other) => Object.hasOwn(typed, other));
  const names = [...view.keys()].filter(
    (name) => !Object.hasOwn(typed, name) && isFilled(held[name]) && sources(name).length > 0,
  );
  const withDefault = names.length > 0 ? await forms.withDefault(model.name, context) : new Set<string>();
  return {
    sources: names.filter((name) => withDefault.has(name)).flatMap(sources),
    // A price that nothing is computed from stays NULL where it is left out, and the form sends its 0.
    leftToOdoo: new Set(
      names.filter(
        (name) =>
          !withDefault.has(name) &&
          sources(name).some((other) => unheeded.includes(other)) &&
          !(fieldOf(model, name)?.required && held[name] === 0),
      ),
    ),
  };
}

const warningsOf = ({ warning }: { warning?: string }) => (warning ? [warning] : []);

/** Those of the values that hold new lines, filled in. */
async function withLines(
  { client }: Asking,
  form: FormState,
  values: RawValues,
  options: FillOptions,
): Promise<FilledIn> {
  const rows: FilledLine[] = [];
  let everyLine = true;
  const filled: Record<string, unknown> = {};
  for (const [name, commands] of Object.entries(values)) {
    if (!Array.isArray(commands) || !commands.some(isCreation)) continue;
    const created = commands.filter(isCreation);
    const made = await Promise.all(
      created.map(async ([, , given], index) => {
        const line = lineOf(form, name, given);
        const row = line && (await fillInLine(client, line, name, options));
        return row && { ...row, unmet: row.unmet.map((one) => ({ ...one, at: `${name}.create[${index}].${one.at}` })) };
      }),
    );
    rows.push(...made.filter((row) => row !== undefined));
    everyLine &&= made.every((row) => row?.isFilled);
    filled[name] = commands.map((command) => {
      const row = isCreation(command) ? made[created.indexOf(command)] : undefined;
      return row ? [0, 0, row.values] : command;
    });
  }
  const all = <Item>(of: (row: FilledLine) => readonly Item[]) => rows.flatMap(of);
  return { values: filled, warnings: all((row) => row.warnings), unmet: all((row) => row.unmet), everyLine };
}

/** The form with those of the lines that are given, where its view does not hold them. */
async function viewOf(asking: Asking, model: Model, values: RawValues, form?: FormRef): Promise<FormView> {
  const view = new Map(await formOf(asking, model, form));
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
async function formOf({ forms }: Asking, model: Model, other?: FormRef): Promise<FormView> {
  const form = await forms.view(model.name, other);
  if (form) return form;
  const typed = Object.entries(model.fields).filter(
    ([, field]) => !field.depends && (!field.readonly || field.required),
  );
  return new Map(typed.map(([name]) => [name, TYPED]));
}

const TYPED: ViewField = { reacts: true, readonly: undefined, invisible: false, demands: [], forceSave: false };

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
