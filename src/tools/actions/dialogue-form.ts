import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import { isCreation } from "../../odoo/form/form-state.js";
import { isId, isObject, shown } from "../../odoo/notation/checks.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../../odoo/notation/python-expression.js";
import { parsePythonLiteral } from "../../odoo/notation/python-literal.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type Button, type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import { describeField } from "../call/describe-field.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { jsonRecord } from "../read/details.js";
import { newAsForm } from "../write/as-form.js";

// A dialogue as its form shows it: what it holds as it opens, what can be filled in, what can be pressed.

export interface DialogueForm {
  model: Model;
  /** The names that can be filled in; undefined where the user is not shown the form. */
  fields: readonly string[] | undefined;
  /** What they hold, in Odoo's own notation. */
  values: RawValues;
  /** What Odoo warns of as it opens. */
  warnings: readonly string[];
  /** Those that show, the one that is meant to be pressed first; undefined where the user is not shown the form. */
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
  const { values, warnings } =
    dialogue.id === undefined
      ? await opensWith({ model, context }, dialogue, names)
      : { values: await heldBy({ model, context }, dialogue, names), warnings: [] };
  const buttons = screen?.buttons.flatMap((button) =>
    "name" in button && button.label !== "" && isOfForm(button) && !isHidden(button, values) ? [button] : [],
  );
  return { model, fields, values, warnings, buttons: buttons && primaryFirst(buttons) };
}

/** Its model may have a list, too, with buttons of its own. */
const isOfForm = ({ place }: Button) => place !== "counter" && place !== "list";

type Opened = Pick<DialogueForm, "values" | "warnings">;

/** Of a dialogue whose record is not made yet. Where nothing on its form reacts, it holds its defaults. */
async function opensWith(call: ModelCall, dialogue: Dialogue, names: readonly string[]): Promise<Opened> {
  const { client, signal } = call.context;
  const options = { context: dialogue.context, signal };
  const { values, warnings } = await newAsForm(call, {}, { ...options, form: dialogue.form });
  if (Object.keys(values).length > 0 || names.length === 0) return { values, warnings };
  return { values: writable(call.model, await client.defaultGet(call.model.name, names, options)), warnings };
}

async function heldBy({ model, context }: ModelCall, dialogue: Dialogue, names: readonly string[]): Promise<RawValues> {
  if (names.length === 0 || dialogue.id === undefined) return {};
  const options = { context: dialogue.context, signal: context.signal };
  const [record] = await context.client.read(model.name, [dialogue.id], names, options);
  return writable(model, record ?? {});
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

const primaryFirst = (buttons: readonly Button[]) => [
  ...buttons.filter(({ primary }) => primary),
  ...buttons.filter(({ primary }) => !primary),
];

/** What cannot be told from the values shows. */
function isHidden({ hidden }: Button, values: RawValues): boolean {
  if (!hidden) return false;
  const told = evaluatePython(hidden, (name) => (Object.hasOwn(values, name) ? values[name] : UNKNOWN));
  return told !== UNKNOWN && isTruthy(told);
}

/**
 * The button to press: the one named, or the one that the form means to be pressed. Undefined where it means none. Throws
 * `OdooError` "validation" for one that it does not show.
 */
export function buttonOf({ model, buttons }: DialogueForm, named: string | undefined): Button | undefined {
  if (named === undefined) {
    const [first, ...others] = buttons ?? [];
    return first?.primary || others.length === 0 ? first : undefined;
  }
  const found = buttons?.find(({ name }) => name === named);
  if (found) return found;
  const names = (buttons ?? []).map(({ name }) => name);
  const known = names.length > 0 ? `It has ${names.join(", ")}.` : "It shows none.";
  throw new OdooError(
    "validation",
    `button: the dialogue ${model.name} has no button ${shown(named)} now. ${known}${didYouMean(named, names)}`,
    { model: model.name },
  );
}

/** Throws `OdooError` "validation" for what the dialogue's form does not let a user fill in. */
export function checkFilled({ model, fields }: DialogueForm, values: RawValues): void {
  if (!fields) return;
  for (const name of Object.keys(values)) {
    if (fields.includes(name)) continue;
    const hint = didYouMean(name, fields);
    throw new OdooError(
      "validation",
      `values: the dialogue ${model.name} does not let a user fill in ${shown(name)}.${hint}`,
      {
        model: model.name,
        hint: fields.length > 0 ? `It has ${fields.slice(0, 30).join(", ")}.` : "Leave values out.",
      },
    );
  }
}

/** A field of a dialogue, for a caller: what it is, and what it holds now. */
export type DialogueField = Record<string, unknown> & { value?: unknown };

/** What a caller can fill in, with what it holds. Texts of many lines with markup are for a screen. */
export async function describeForm(form: DialogueForm, context: ToolContext): Promise<Record<string, DialogueField>> {
  const { model, values, fields = [] } = form;
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
    const line = await context.models.get(relation);
    return Promise.all(rows.slice(0, MAX_LINES).map((row) => presentLine(line, row, context)));
  }
  return Promise.all(ids.slice(0, MAX_LINES).map((id) => namedRecord(relation, id, context)));
}

const MAX_LINES = 20;

async function presentLine(line: Model, row: RawValues, context: ToolContext): Promise<Record<string, unknown>> {
  const filled = Object.entries(row).filter(([name, value]) => value !== false && fieldOf(line, name));
  const entries = filled.map(async ([name, value]) => {
    const field = fieldOf(line, name);
    const isRelated = field?.type === "many2one";
    return [name, isRelated ? await namedRecord(field.relation ?? "", value, context) : value] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
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

/** An action's context: an object, or a Python dict as text, which may refer to the records that it is taken on. */
export function actionContext(context: unknown, ids: readonly number[]): Record<string, unknown> {
  if (isObject(context)) return context as Record<string, unknown>;
  if (typeof context !== "string") return {};
  const text = context
    .replaceAll(/\bactive_ids\b(?!['"])/g, JSON.stringify(ids))
    .replaceAll(/\bactive_id\b(?!['"])/g, String(ids[0]));
  const parsed = parsePythonLiteral(text);
  return isObject(parsed) ? (parsed as Record<string, unknown>) : {};
}
