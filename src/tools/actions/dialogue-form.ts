import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { FilledIn } from "../../odoo/form/fill.js";
import { isCreation } from "../../odoo/form/form-state.js";
import { isId, shown } from "../../odoo/notation/checks.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../../odoo/notation/python-expression.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Button, type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import { describeField } from "../call/describe-field.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { isOutward } from "../policy/policy.js";
import { jsonRecord } from "../read/json-record.js";
import { newAsForm } from "../write/as-form.js";
import type { NameOf } from "./contexts.js";
import { isOffered, meantFirst, usualButton } from "./usual-button.js";

// A dialogue as its form shows it: what it holds as it opens, what can be filled in, what can be pressed.

export interface DialogueForm {
  model: Model;
  /** The names that can be filled in; undefined where the user is not shown the form. */
  fields: readonly string[] | undefined;
  /** When such a field does not show, by its name: a Python expression over the form's fields. */
  hidden: ReadonlyMap<string, string>;
  /** What they hold, in Odoo's own notation. */
  values: RawValues;
  /** What all fields of the form hold, as far as that is known, those among them that never show. */
  held: RawValues;
  /** What it was opened in. */
  context: Dialogue["context"];
  /** What Odoo warns of as it opens. */
  warnings: readonly string[];
  /** Of a dialogue whose record is not made yet: what it sends where nothing is typed. */
  untouched?: FilledIn;
  /** Whether it is opened to change its record, which a button of the screen alone saves. */
  saves: boolean;
  /** Those that show, be it under a condition, the one that is meant to be pressed first; undefined as `fields`. */
  buttons: readonly Button[] | undefined;
}

/** Opens the dialogue's form as the screen does. Writes nothing. */
export async function openForm(dialogue: Dialogue, context: ToolContext): Promise<DialogueForm> {
  const { forms, models } = context;
  const model = await models.get(dialogue.model);
  const screen = await forms.screen(dialogue.model, dialogue.form);
  const fields = screen?.views.form.flatMap(({ name, readonly }) => {
    const field = fieldOf(model, name);
    return field && !readonly && !field.closed && isWritable(name, field) ? [name] : [];
  });
  const names = [...new Set([...(fields ?? []), ...(screen?.formFields ?? [])])].filter(
    (name) => (fieldOf(model, name)?.type ?? "binary") !== "binary",
  );
  const opened =
    dialogue.id === undefined
      ? await opensWith({ model, context }, dialogue, names)
      : await existing({ model, context }, dialogue, names);
  const buttons = screen?.buttons.flatMap((button) => ("name" in button && isOffered(button) ? [button] : []));
  const { saves = false } = screen ?? {};
  const hidden = new Map(screen?.views.form.flatMap((one) => (one.hidden ? [[one.name, one.hidden] as const] : [])));
  return {
    model,
    fields,
    hidden,
    ...opened,
    context: dialogue.context,
    saves,
    buttons: buttons && meantFirst(buttons),
  };
}

type Opened = Pick<DialogueForm, "values" | "held" | "warnings" | "untouched">;

/** Of a dialogue whose record is not made yet. Where nothing on its form reacts, it holds its defaults. */
async function opensWith(call: ModelCall, dialogue: Dialogue, names: readonly string[]): Promise<Opened> {
  const { client, signal } = call.context;
  const options = { context: dialogue.context, signal };
  const untouched = await newAsForm(call, {}, { ...options, form: dialogue.form, held: true });
  const { values, warnings, held } = untouched;
  if (held || names.length === 0) return { values, warnings, held: held ?? {}, untouched };
  const defaults = writable(call.model, await client.defaultGet(call.model.name, names, options));
  // What Odoo computes of the rest, nobody has asked.
  const empty = names.filter((name) => !fieldOf(call.model, name)?.depends).map((name) => [name, false] as const);
  return { values: defaults, held: { ...Object.fromEntries(empty), ...defaults }, warnings, untouched };
}

async function existing({ model, context }: ModelCall, dialogue: Dialogue, names: readonly string[]): Promise<Opened> {
  if (names.length === 0 || dialogue.id === undefined) return { values: {}, held: {}, warnings: [] };
  const options = { context: dialogue.context, signal: context.signal };
  const [record] = await context.client.read(model.name, [dialogue.id], names, options);
  const values = writable(model, record ?? {});
  return { values, held: values, warnings: [] };
}

/** A record as Odoo reads it, in the form in which values are written. */
const writable = (model: Model, record: RawValues): RawValues =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (name === "id") return [];
      const isPair = fieldOf(model, name)?.type === "many2one" && Array.isArray(value);
      return [[name, isPair ? value[0] : value]];
    }),
  );

/** What the form holds beside what it opened with, by the names that its conditions and contexts have for it. */
export function namesOfForm(form: DialogueForm, typed: RawValues = {}): NameOf {
  const held = { ...form.held, ...typed };
  return (name) => {
    if (name === "context") return form.context;
    return Object.hasOwn(held, name) ? shownValue(fieldOf(form.model, name), held[name]) : UNKNOWN;
  };
}

/** The buttons that show while the form holds this beside what it opened with; undefined as `buttons`. */
export function shownButtons(form: DialogueForm, typed: RawValues = {}): readonly Button[] | undefined {
  const nameOf = namesOfForm(form, typed);
  return form.buttons?.filter(({ hidden }) => {
    const told = hidden ? evaluatePython(hidden, nameOf) : false;
    // What cannot be told shows.
    return told === UNKNOWN || !isTruthy(told);
  });
}

/** Views see an x2many as a list of records. */
function shownValue(field: Field | undefined, value: unknown): unknown {
  if (!field?.type.endsWith("2many")) return value;
  const { rows, ids } = linesIn(value);
  return [...ids, ...rows];
}

/**
 * The button to press of those that show: the one named, or the one that the form means to be pressed; by its name alone
 * where the user is not shown the form. Throws `OdooError` "validation" for one that does not show, and where none is named
 * or meant.
 */
export function buttonOf(model: Model, buttons: readonly Button[] | undefined, named: string | undefined): Button {
  const known = buttons ?? (named === undefined ? [] : [{ name: named, label: "" }]);
  const found = named === undefined ? usualButton(known) : known.find(({ name }) => name === named);
  if (found) return found;
  const names = known.map(({ name }) => name);
  const wrong = buttons ? whatIsWrong(named, names) : "cannot be seen by this user: name a button of it.";
  throw new OdooError("validation", `button: the dialogue ${model.name} ${wrong}`, {
    model: model.name,
    hint: buttons?.length === 0 ? "A person has to complete it on Odoo's own screen." : undefined,
  });
}

function whatIsWrong(named: string | undefined, names: readonly string[]): string {
  const all = names.slice(0, 30).join(", ");
  if (names.length === 0) return "shows no button now.";
  if (named === undefined) return `has no button that is the usual one. Name one of ${all}.`;
  return `has no button ${shown(named)} now. It has ${all}.${didYouMean(named, names)}`;
}

/** Throws `OdooError` "validation" for what the dialogue's form does not let a user fill in; where they are not shown it, for all. */
export function checkFilled({ model, fields }: DialogueForm, values: RawValues): void {
  for (const name of Object.keys(values)) {
    // What the policy closes is refused with its rule.
    if (fields?.includes(name) || fieldOf(model, name)?.closed) continue;
    if (!fields) {
      const message = `values: the form of the dialogue ${model.name} is not shown to this user, so nothing can be filled in.`;
      throw new OdooError("validation", message, { model: model.name, hint: "Leave values out." });
    }
    throw notFillable(model, name, fields);
  }
}

/**
 * The fields that certainly do not show on the form, neither as it opens nor once it holds this: what is hidden under a condition
 * that cannot be told counts as shown. Throws `OdooError` "validation" for one of what is sent to people.
 */
export function hiddenNow(form: DialogueForm, given: RawValues, holds: RawValues): string[] {
  const moments = [namesOfForm(form), namesOfForm(form, holds)];
  const isShown = (name: string) => !isHidden(form.hidden.get(name), moments);
  const hidden = Object.keys(given).filter((name) => !isShown(name));
  const [first] = hidden;
  if (first === undefined || !isOutward(form.model.name)) return hidden;
  throw notFillable(form.model, first, form.fields?.filter(isShown) ?? []);
}

const isHidden = (condition: string | undefined, moments: readonly NameOf[]) =>
  condition !== undefined &&
  moments.every((nameOf) => {
    const told = evaluatePython(condition, nameOf);
    return told !== UNKNOWN && isTruthy(told);
  });

function notFillable(model: Model, name: string, fields: readonly string[]): OdooError {
  const message = `values: the dialogue ${model.name} does not let a user fill in ${shown(name)}.${didYouMean(name, fields)}`;
  return new OdooError("validation", message, {
    model: model.name,
    hint: fields.length > 0 ? `It has ${fields.slice(0, 30).join(", ")}.` : "Leave values out.",
  });
}

/** A field of a dialogue, for a caller: what it is, and what it holds now. */
export type DialogueField = Record<string, unknown> & { value?: unknown };

/**
 * What a caller can fill in, with what it holds: of a model whose records may be read. Texts of many lines with markup are for
 * a screen.
 */
export async function describeForm(form: DialogueForm, context: ToolContext): Promise<Record<string, DialogueField>> {
  const { model, fields = [] } = form;
  const values = mayBeTold(model.name, context) ? form.values : {};
  const told = fields.filter((name) => !UNTOLD.has(fieldOf(model, name)?.type ?? "char"));
  const entries = await Promise.all(
    told.map(async (name) => {
      const field = fieldOf(model, name);
      const value =
        Object.hasOwn(values, name) && field ? await present(field, values[name], { model, name, context }) : undefined;
      return [name, { ...describeField(field), ...(value === undefined ? {} : { value }) }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** A dialogue may be of a record that no tool could read. */
const mayBeTold = (model: string, { policy }: ToolContext) =>
  policy.operations(model).value.includes("read") && policy.domain(model) === undefined;

const UNTOLD: ReadonlySet<string> = new Set(["html", "binary", "json", "properties", "properties_definition"]);

interface Place {
  model: Model;
  name: string;
  context: ToolContext;
}

/** A value as a read gives it; related records by their names, lines with theirs. */
async function present(field: Field, value: unknown, { model, name, context }: Place): Promise<unknown> {
  if (field.type === "many2one") return namedRecord(field.relation ?? "", value, context);
  if (!field.type.endsWith("2many")) return jsonRecord(model, { id: 0, [name]: value })[name];
  const { rows, ids } = linesIn(value);
  const relation = field.relation ?? "";
  if (rows.length > 0) {
    if (!mayBeTold(relation, context)) return undefined;
    const line = await context.models.get(relation);
    return Promise.all(rows.slice(0, MAX_LINES).map((row) => presentLine(line, row, context)));
  }
  return Promise.all(ids.slice(0, MAX_LINES).map((id) => namedRecord(relation, id, context)));
}

const MAX_LINES = 20;

async function presentLine(line: Model, row: RawValues, context: ToolContext): Promise<Record<string, unknown>> {
  const entries = Object.entries(row).map(async ([name, value]) => {
    const field = fieldOf(line, name);
    const isTold =
      value !== false && field && !field.closed && !UNTOLD.has(field.type) && !field.type.endsWith("2many");
    return isTold ? [[name, await present(field, value, { model: line, name, context })] as const] : [];
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

/** New lines and linked ids, of commands or of a list of ids. */
export function linesIn(value: unknown): { rows: RawValues[]; ids: number[] } {
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const commands = list.filter(Array.isArray) as unknown[][];
  const linked = commands.flatMap(([code, id, ids]) =>
    code === 4 ? [id] : code === 6 && Array.isArray(ids) ? ids : [],
  );
  return {
    rows: commands.filter(isCreation).map(([, , row]) => row),
    ids: [...list, ...linked].filter(isId),
  };
}

async function namedRecord(relation: string, id: unknown, context: ToolContext): Promise<unknown> {
  if (typeof id !== "number") return null;
  try {
    const { model } = await modelCall(relation, "read", context);
    const [record] = await context.client.read(model.name, [id], ["display_name"], { signal: context.signal });
    return { id, name: String(record?.display_name ?? "") };
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return { id };
    throw error;
  }
}
