import { OdooError } from "../../odoo/errors/errors.js";
import { isObject } from "../../odoo/notation/checks.js";
import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { fieldOf, isWritable } from "../../odoo/schema/schema.js";
import { jsonRecord } from "../read/json-record.js";
import type { Reader } from "../sending/foreseen.js";
import {
  type Change,
  type Emptied,
  type Filled,
  type MeantFilling,
  type Message,
  type Recipient,
  type RecordsOf,
  withWarnings,
} from "./change.js";
import { mayBeRead, type Teller, tellerOf } from "./told-values.js";

// What a change would do, for the assistant that asks with dry_run and for the person who is asked for a yes.

export interface Preview extends Emptied {
  effect: Change["effect"];
  model: string;
  /** The button's method, of "act" and "send". */
  method?: string;
  /** The first of them. */
  records: PreviewRecord[];
  /** How many more there are. */
  more?: number;
  /** The records that a dialogue was opened for. */
  opened_for?: { model: string; records: PreviewRecord[]; more?: number };
  /** What a person is asked before, if one is. */
  asks?: readonly string[];
  /** Who gets an e-mail or a notice of it. */
  sends?: readonly Reader[];
  /** What Odoo would fill in beside the values, of one new record or of a dialogue. */
  computed?: Record<string, unknown>;
  /** What the dialogue of a step is filled in with, and which of its buttons is pressed. */
  dialogue?: { model: string; button: string; values: Record<string, unknown> };
  /** What a dialogue is filled in with that may open. */
  meant?: MeantFilling;
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
  /** What Odoo would fill in beside the values, of one of several new records. */
  computed?: Record<string, unknown>;
}

/** How much is told: of records, and of the values that Odoo fills in beside those that are given. */
export interface Extent {
  records: number;
  beside: number;
}

/** Of a preview, which says of how much more there is. */
const IN_SHORT: Extent = { records: 20, beside: 40 };
/** Of a question: its yes covers all of it. */
export const WHOLE: Extent = { records: Number.POSITIVE_INFINITY, beside: Number.POSITIVE_INFINITY };

/** Key of values filled in beside: how many more there are. */
export const MORE = "(more)";

const READ_CONTEXT = { bin_size: true };

/** A call's records and values, how they are told and how much of them. */
interface Telling {
  call: Change["call"];
  tell: Teller;
  extent: Extent;
}

/** Reads what is needed to tell, and writes nothing. */
export async function previewOf(change: Change, extent: Extent = IN_SHORT): Promise<Preview> {
  const { call, effect, ids, rows, touched, sends = [], openedFor, meant } = change;
  const asks = call.context.policy.confirmations(touched);
  const telling = { call, tell: tellerOf(call.context), extent };
  const total = ids.length > 0 ? ids.length : rows.length;
  const hasBeside = rows.length === 1 && (effect === "create" || change.sent !== undefined);
  const beside = hasBeside ? await besideOf(telling, change) : undefined;
  // Names are read together, one call for each model.
  const [records, opened, computed, dialogue, message] = await Promise.all([
    ids.length > 0 ? recordsOf(telling, change) : newRecords(telling, change),
    openedFor && openedForOf(telling, openedFor),
    beside && shownBeside(telling, beside, rows[0] ?? {}),
    change.filled && dialogueOf(telling, change.filled),
    change.message && messageOf(change.message),
  ]);
  return {
    ...previewHead(change),
    records,
    ...moreThan(extent.records, total),
    ...change.emptied,
    ...(opened ? { opened_for: opened } : {}),
    ...(asks.length > 0 ? { asks } : {}),
    ...(sends.length > 0 ? { sends } : {}),
    ...(computed ? { computed } : {}),
    ...(dialogue ? { dialogue } : {}),
    ...(meant ? { meant } : {}),
    ...(message ? { message } : {}),
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

const moreThan = (most: number, total: number) => (total > most ? { more: total - most } : {});

const NOT_KNOWN: Readonly<Record<Change["effect"], string>> = {
  create: "Numbers, computed fields, Odoo's own constraints and what its automation does are known once it is saved.",
  update: "Fields that Odoo computes from these, its own constraints and its automation are known once it is saved.",
  delete: "Whether Odoo deletes what depends on these records, or refuses, is known once it is asked.",
  act: "What the button does, and whether Odoo refuses, is known once it is pressed.",
  send: "What is sent to whom, and whether Odoo refuses, is known once it is done.",
};

const NOT_KNOWN_OF_MESSAGE = "Whether Odoo refuses, and whether mails arrive, is known once it is done.";

async function recordsOf(telling: Telling, { ids, rows }: Pick<Change, "ids" | "rows">): Promise<PreviewRecord[]> {
  const { model, context } = telling.call;
  const shown = ids.slice(0, telling.extent.records);
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
      const values = row && (await changesOf(telling, row, record));
      return { id, ...(record ? { name: String(record.display_name ?? "") } : {}), ...(values ? { values } : {}) };
    }),
  );
}

/** Who may change a record need not be allowed to read it. */
function unreadable(error: unknown): RawRecord[] {
  if (error instanceof OdooError && error.category === "forbidden") return [];
  throw error;
}

async function newRecords(telling: Telling, { rows, sent = [] }: Change): Promise<PreviewRecord[]> {
  const shown = rows.slice(0, telling.extent.records);
  return Promise.all(
    shown.map(async (row, index) => {
      const own = rows.length > 1 ? sent[index] : undefined;
      const [values, computed] = await Promise.all([
        changesOf(telling, row, undefined),
        own && shownBeside(telling, own, row),
      ]);
      return { values, ...(computed ? { computed } : {}) };
    }),
  );
}

async function openedForOf(
  telling: Telling,
  { model: name, ids }: RecordsOf,
): Promise<NonNullable<Preview["opened_for"]>> {
  const call = { ...telling.call, model: { name, label: name, fields: {} } };
  const records = await recordsOf({ ...telling, call }, { ids, rows: [] });
  return { model: name, records, ...moreThan(telling.extent.records, ids.length) };
}

async function changesOf({ call, tell }: Telling, row: RawValues, held: Record<string, unknown> | undefined) {
  const entries = Object.entries(await tell.values(call, row)).map(([name, told]) => {
    return [name, held && Object.hasOwn(held, name) ? { old: held[name], new: told } : { new: told }] as const;
  });
  return Object.fromEntries(entries);
}

/** What is given, and what the dialogue holds beside it. */
async function dialogueOf(
  telling: Telling,
  { call, button, given, values, shown }: Filled,
): Promise<NonNullable<Preview["dialogue"]>> {
  const [told, beside] = await Promise.all([
    telling.tell.values(call, given),
    shownBeside({ ...telling, call }, inForm(values, shown), given),
  ]);
  return { model: call.model.name, button: button.name, values: { ...told, ...beside } };
}

/** Those of the values whose fields a person is shown; all where nobody is shown the form. */
const inForm = (values: RawValues, shown: readonly string[] | undefined): RawValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => shown?.includes(name) ?? true));

const messageOf = async ({ text, files = [], recipients }: Message) => ({
  text,
  ...(files.length > 0 ? { files } : {}),
  to: await recipients(),
});

/** What Odoo would take beside what is given: what its form fills in, and of a new record the defaults of the rest. */
async function besideOf({ call: { model, context } }: Telling, { effect, sent, shown }: Change): Promise<RawValues> {
  const [values = {}] = sent ?? [];
  if (effect !== "create") return inForm(values, shown);
  const open = Object.entries(model.fields)
    .filter(([name, field]) => isWritable(name, field) && !field.type.endsWith("2many") && !UNTOLD.has(field.type))
    .filter(([name]) => !Object.hasOwn(values, name))
    .map(([name]) => name);
  const defaults = context.client.defaultGet(model.name, open, { signal: context.signal }).catch((): RawValues => ({}));
  return { ...(await defaults), ...values };
}

/** Those of the values that were not given, as a read would show them; of new lines likewise. */
async function shownBeside(telling: Telling, values: RawValues, given: RawValues): Promise<Record<string, unknown>> {
  const { call, extent } = telling;
  const entries = Object.entries(values).map(async ([name, value]): Promise<[name: string, value: unknown][]> => {
    const field = fieldOf(call.model, name);
    if (!field || field.closed || EMPTY.has(value) || UNTOLD.has(field.type)) return [];
    if (field.type.endsWith("2many")) {
      const lines = await linesBeside(telling, field.relation ?? "", value, given[name]);
      return lines.length > 0 ? [[name, lines]] : [];
    }
    return Object.hasOwn(given, name) ? [] : [[name, await asRead(telling, name, value)]];
  });
  const told = (await Promise.all(entries)).flat();
  const left = told.length - extent.beside;
  return Object.fromEntries([...told.slice(0, extent.beside), ...(left > 0 ? [[MORE, left] as const] : [])]);
}

/** What is filled in in the lines among Odoo's commands, and the records that are linked where nothing was given. */
async function linesBeside(telling: Telling, relation: string, commands: unknown, given: unknown): Promise<unknown[]> {
  const { call, tell } = telling;
  const created = isObject(given) ? ((given as { create?: readonly RawValues[] }).create ?? []) : [];
  const list = (Array.isArray(commands) ? commands : []) as readonly unknown[][];
  const linked = list.flatMap(([code, id, ids]) => (code === 6 ? (ids as unknown[]) : code === 4 ? [id] : []));
  const links = given === undefined ? linked : [];
  const rows = list.filter(([code]) => code === 0).map(([, , row]) => row as RawValues);
  const records = await Promise.all(links.map((id) => tell.record(relation, id)));
  if (rows.length === 0) return records;
  const line = { ...telling, call: { model: await call.context.models.get(relation), context: call.context } };
  return [...records, ...(await Promise.all(rows.map((row, at) => shownBeside(line, row, created[at] ?? {}))))];
}

/** What no form sends beside what is given. */
const UNTOLD: ReadonlySet<string> = new Set(["binary", "properties", "properties_definition"]);
const EMPTY: ReadonlySet<unknown> = new Set([false, 0, "", null, undefined]);

async function asRead({ call, tell }: Telling, name: string, value: unknown): Promise<unknown> {
  const field = fieldOf(call.model, name);
  if (field?.type === "many2one") return tell.record(field.relation ?? "", value);
  return jsonRecord(call.model, { id: 0, [name]: value })[name];
}
