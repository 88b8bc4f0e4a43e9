import { OdooError } from "../../odoo/errors/errors.js";
import { isObject } from "../../odoo/notation/checks.js";
import { UNSEEN } from "../../odoo/notation/unseen-characters.js";
import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { fieldOf, isWritable } from "../../odoo/schema/schema.js";
import { jsonRecord } from "../read/details.js";
import type { Reader } from "../sending/foreseen.js";
import { type Change, type Filled, type Message, type Recipient, withWarnings } from "./change.js";

// What a change would do, for the assistant that asks with dry_run and for the person who is asked for a yes.

export interface Preview {
  effect: Change["effect"];
  model: string;
  /** The button's method, of "act" and "send". */
  method?: string;
  /** The first of them. */
  records: PreviewRecord[];
  /** How many more there are. */
  more?: number;
  /** What a person is asked before, if one is. */
  asks?: readonly string[];
  /** Who gets an e-mail or a notice of it. */
  sends?: readonly Reader[];
  /** What Odoo would fill in beside the values, of a new record. */
  computed?: Record<string, unknown>;
  /** What the dialogue of a step is filled in with, and which of its buttons is pressed. */
  dialogue?: { model: string; button: string; values: Record<string, unknown> };
  /** The message that is posted, and who is notified of it. */
  message?: { text: string; files?: readonly string[]; to: readonly Recipient[] };
  /** What Odoo's form would warn a person of. */
  warnings?: readonly string[];
  not_known: string;
}

export interface PreviewRecord {
  id?: number;
  name?: string;
  values?: Record<string, { old?: unknown; new: unknown }>;
}

const MAX_SHOWN = 20;
const READ_CONTEXT = { bin_size: true };

/** Reads what is needed to tell, and writes nothing. */
export async function previewOf(change: Change): Promise<Preview> {
  const { call, effect, ids, rows, touched, sends = [] } = change;
  const asks = call.context.policy.confirmations(touched);
  const total = Math.max(ids.length, ids.length > 0 ? 0 : rows.length);
  return {
    ...previewHead(change),
    records: ids.length > 0 ? await recordsOf(change) : await newRecords(change),
    ...(total > MAX_SHOWN ? { more: total - MAX_SHOWN } : {}),
    ...(asks.length > 0 ? { asks } : {}),
    ...(sends.length > 0 ? { sends } : {}),
    ...(effect === "create" && rows.length === 1 ? { computed: await computedOf(change) } : {}),
    ...(change.filled ? { dialogue: await dialogueOf(change.filled) } : {}),
    ...(change.message ? { message: await messageOf(change.message) } : {}),
    ...withWarnings(change.warnings ?? []),
    not_known: change.message ? NOT_KNOWN_OF_MESSAGE : NOT_KNOWN[effect],
  };
}

/** What is to be changed. */
export const previewHead = ({ effect, call, method }: Change) => ({
  effect,
  model: call.model.name,
  ...(method ? { method } : {}),
});

const NOT_KNOWN: Readonly<Record<Change["effect"], string>> = {
  create: "Numbers, computed fields, Odoo's own constraints and what its automation does are known once it is saved.",
  update: "Fields that Odoo computes from these, its own constraints and its automation are known once it is saved.",
  delete: "Whether Odoo deletes what depends on these records, or refuses, is known once it is asked.",
  act: "What the button does, and whether Odoo refuses, is known once it is pressed.",
  send: "What is sent to whom, and whether Odoo refuses, is known once it is done.",
};

const NOT_KNOWN_OF_MESSAGE = "Whether Odoo refuses, and whether mails arrive, is known once it is done.";

async function recordsOf({ call, ids, rows }: Change): Promise<PreviewRecord[]> {
  const { model, context } = call;
  const shown = ids.slice(0, MAX_SHOWN);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => fieldOf(model, name));
  const options = { context: READ_CONTEXT, signal: context.signal };
  const read = mayBeRead(model.name, context)
    ? await context.client.read(model.name, shown, ["display_name", ...names], options).catch(unreadable)
    : [];
  const held = new Map(read.map((record) => [record.id, jsonRecord(model, record)]));
  return Promise.all(
    shown.map(async (id, index) => {
      const record = held.get(id);
      const row = rows[rows.length === 1 ? 0 : index];
      const values = row && (await changesOf(call, row, record));
      return { id, ...(record ? { name: String(record.display_name ?? "") } : {}), ...(values ? { values } : {}) };
    }),
  );
}

/** What may be changed need not be read: a preview is no way around that. */
const mayBeRead = (model: string, { policy }: Change["call"]["context"]) =>
  policy.operations(model).value.includes("read");

/** Who may change a record need not be allowed to read it. */
function unreadable(error: unknown): RawRecord[] {
  if (error instanceof OdooError && error.category === "forbidden") return [];
  throw error;
}

async function newRecords({ call, rows }: Change): Promise<PreviewRecord[]> {
  return Promise.all(rows.slice(0, MAX_SHOWN).map(async (row) => ({ values: await changesOf(call, row, undefined) })));
}

async function changesOf(call: Change["call"], row: RawValues, held: Record<string, unknown> | undefined) {
  const entries = Object.entries(row).map(async ([name, value]) => {
    const told = await named(call, name, value);
    return [name, held && Object.hasOwn(held, name) ? { old: held[name], new: told } : { new: told }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A many2one by its name, and a file by its size: what a reader can check. */
async function named({ model, context }: Change["call"], name: string, value: unknown): Promise<unknown> {
  const field = fieldOf(model, name);
  if (field?.type === "binary" && typeof value === "string")
    return `a file of ${Math.floor(value.length * 0.75)} bytes`;
  if (field?.type !== "many2one") return value;
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  if (typeof id !== "number") return value;
  const options = { signal: context.signal };
  const relation = field.relation ?? "";
  if (!mayBeRead(relation, context)) return { id };
  const [record] = await context.client.read(relation, [id], ["display_name"], options).catch(() => []);
  return { id, name: String(record?.display_name ?? "") };
}

/** What is given, and what the dialogue holds beside it. */
async function dialogueOf({ call, button, given, values, shown }: Filled): Promise<NonNullable<Preview["dialogue"]>> {
  const seen = Object.entries(values).filter(([name]) => shown?.includes(name) ?? true);
  const typed = await changesOf(call, given, undefined);
  const told = Object.entries(typed).map(([name, change]) => [name, change.new] as const);
  return {
    model: call.model.name,
    button: button.name,
    values: { ...Object.fromEntries(told), ...(await shownBeside(call, Object.fromEntries(seen), given)) },
  };
}

const messageOf = async ({ text, files = [], recipients }: Message) => ({
  text,
  ...(files.length > 0 ? { files } : {}),
  to: await recipients(),
});

const MAX_COMPUTED = 40;

/** What Odoo would put into a new record beside the values: what its form fills in, and the defaults of the rest. */
async function computedOf({ call, rows, sent }: Change): Promise<Record<string, unknown>> {
  const { model, context } = call;
  const [values = {}] = sent ?? [];
  const [given = {}] = rows;
  const open = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) && !field.type.endsWith("2many") && !UNTOLD.has(field.type))
    .filter(([name]) => !Object.hasOwn(values, name))
    .map(([name]) => name);
  const defaults = context.client.defaultGet(model.name, open, { signal: context.signal }).catch((): RawValues => ({}));
  return shownBeside(call, { ...(await defaults), ...values }, given);
}

/** The first of the values that were not given, as a read would show them; of new lines likewise. */
async function shownBeside(
  call: Change["call"],
  values: RawValues,
  given: RawValues,
): Promise<Record<string, unknown>> {
  const shown: [name: string, value: unknown][] = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fieldOf(call.model, name);
    if (!field || field.closed || EMPTY.has(value) || UNTOLD.has(field.type)) continue;
    if (shown.length === MAX_COMPUTED) break;
    if (field.type.endsWith("2many")) {
      const lines = await linesBeside(call, field.relation ?? "", value, given[name]);
      if (lines.length > 0) shown.push([name, lines]);
    } else if (!Object.hasOwn(given, name)) shown.push([name, await asRead(call, name, value)]);
  }
  return Object.fromEntries(shown);
}

/** What is filled in in the new lines among Odoo's commands, and the ids of those that are linked beside what was given. */
async function linesBeside(
  { context }: Change["call"],
  relation: string,
  commands: unknown,
  given: unknown,
): Promise<unknown[]> {
  const created = isObject(given) ? ((given as { create?: readonly RawValues[] }).create ?? []) : [];
  const list = (Array.isArray(commands) ? commands : []) as readonly unknown[][];
  const rows = list.filter(([code]) => code === 0).map(([, , row]) => row as RawValues);
  const linked = given === undefined ? list.flatMap(([code, , ids]) => (code === 6 ? (ids as unknown[]) : [])) : [];
  if (rows.length === 0) return linked;
  const line = { model: await context.models.get(relation), context };
  return Promise.all(rows.map((row, at) => shownBeside(line, row, created[at] ?? {})));
}

/** What cannot be shown in a line. */
const UNTOLD: ReadonlySet<string> = new Set(["binary", "properties", "properties_definition", "json"]);
const EMPTY: ReadonlySet<unknown> = new Set([false, 0, "", null, undefined]);

async function asRead(call: Change["call"], name: string, value: unknown): Promise<unknown> {
  if (fieldOf(call.model, name)?.type === "many2one") return named(call, name, value);
  return jsonRecord(call.model, { id: 0, [name]: value })[name];
}

/** The preview in a few lines for a person. */
export function previewText(preview: Preview, where: string): string {
  const { effect, model, method, records, more, asks, sends, warnings, dialogue, message } = preview;
  const count = records.length + (more ?? 0);
  const what = message ? "write on" : method ? `take the step ${method} on` : VERBS[effect];
  return [
    `The assistant wants to ${what} ${count} ${count === 1 ? "record" : "records"} of ${model} in ${where}. You are asked because ${(asks ?? []).join(", and ")}.`,
    ...records.flatMap(({ id, name, values }) => [
      `- ${[name && short(name), id === undefined ? "new" : `id ${id}`].filter(Boolean).join(", ")}`,
      ...Object.entries(values ?? {}).map(
        ([field, change]) => `    ${field}: ${"old" in change ? `${short(change.old)} -> ` : ""}${short(change.new)}`,
      ),
    ]),
    ...(more ? [`and ${more} more`] : []),
    ...(dialogue ? [`It presses ${dialogue.button} of the dialogue ${dialogue.model}, which holds:`] : []),
    ...Object.entries(dialogue?.values ?? {}).map(([field, value]) => `    ${field}: ${short(value)}`),
    ...toldOf(sends ?? []),
    ...(message ? messageLines(message) : []),
    ...(warnings ?? []).map((warning) => `Odoo warns: ${short(warning)}`),
  ].join("\n");
}

/** Who gets something, a line each. */
function toldOf(sends: readonly Reader[]): string[] {
  if (sends.length === 0) return [];
  const shown = sends.slice(0, MAX_SHOWN).map(({ to, because }) => `    ${short(to)}, who ${short(because)}`);
  const more = sends.length > MAX_SHOWN ? [`    and ${sends.length - MAX_SHOWN} more`] : [];
  return ["Odoo sends an e-mail or a notice of it to:", ...shown, ...more];
}

const VERBS: Readonly<Record<Change["effect"], string>> = {
  create: "create",
  update: "change",
  delete: "delete",
  act: "press a button of",
  send: "send or change",
};

/** Whole, for that is what the yes is given to; each line marked, so that none can pass for a line of the question. */
function messageLines({ text, files = [], to }: NonNullable<Preview["message"]>): string[] {
  const lines =
    text === "" ? [] : text.split(LINE_ENDS).map((line) => `    | ${line.replaceAll(UNSEEN_CHARACTERS, "?")}`);
  return [
    ...(lines.length > 0 ? ["The text:", ...lines] : []),
    ...files.map((name) => `With the file ${short(name)}`),
    to.length > 0 ? "It is sent to:" : "Nobody is notified.",
    ...to.map(
      ({ name, email }) => `- ${short(name)}${email ? `, ${short(email)}` : email === null ? ", no address" : ""}`,
    ),
  ];
}

const LINE_ENDS = /\r\n?|[\n\v\f\u0085\u2028\u2029]/;
const UNSEEN_CHARACTERS = new RegExp(`[${UNSEEN}]`, "gu");

/** Names and values are written by anyone: on one line, so that none can pass for a line of the question. */
function short(value: unknown): string {
  const text = (JSON.stringify(value) ?? "").replaceAll(UNSEEN_CHARACTERS, "?");
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
