import { recordLink } from "../../odoo/connection/record-link.js";
import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, type Model } from "../../odoo/schema/schema.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { Before } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { readableIds, withinReadable } from "../guard/owned-records.js";
import { jsonRecord } from "../read/json-record.js";
import type { Shown } from "./answer.js";

// What came of a step: how its records stand now, and which records it made.

/** A record by its id and name. */
export interface Named {
  id: number;
  name?: string;
  link?: string;
}

/** Records of one model. */
export interface NamedRecords {
  model: string;
  records: readonly Named[];
}

export interface CameOf {
  /** The records that the step was taken on, with the fields that say how far they are. */
  records?: readonly Record<string, unknown>[];
  /** Those of them that are no more, as after a merge. */
  gone?: readonly number[];
  /** What the step made. */
  made?: readonly NamedRecords[];
  /** What Odoo's screen shows after the step, where it is not what the step made. */
  shows?: Record<string, unknown>;
}

/** More records than these are told by their ids alone. */
const MAX_TOLD = 20;

/**
 * Related records that a step may make: not its own lines, nor what Odoo keeps of every record, nor what it finds to be alike
 * (`duplicated_ref_ids`, `duplicate_lead_ids`).
 */
const isWork = (name: string, { type, relation = "" }: Field) =>
  type.endsWith("2many") &&
  !name.startsWith("duplicate") &&
  !/\.line$|^(mail|ir|bus|rating|sms|utm|res|analytic|account\.(tax|account|edi)|stock\.reference)(\.|$)/.test(
    relation,
  );

const workFields = (model: Model): string[] => {
  const typed = new Set((model.views?.form ?? []).flatMap(({ name, columns }) => (columns ? [name] : [])));
  return Object.entries(model.fields).flatMap(([name, field]) =>
    isWork(name, field) && !field.closed && !typed.has(name) && field.relation !== `${model.name}.line` ? [name] : [],
  );
};

/** What says how far a record is: `state`, `payment_state`, `invoice_status`, `stage_id`. */
const isProgress = ([name, { type, store, closed }]: [string, Field]) =>
  !closed &&
  !/^(email|phone|activity)_/.test(name) &&
  store !== false &&
  ((type === "selection" && /(^|_)(state|status)$/.test(name)) || (type === "many2one" && name === "stage_id"));

/** The fields that a step answers of its records. */
export const progressFields = (model: Model): string[] =>
  Object.entries(model.fields)
    .filter(isProgress)
    .map(([name]) => name);

/** Which records belong to these now. Empty for many records, and where they cannot be read: nobody waits for that. */
export async function belonging(call: ModelCall, ids: readonly number[]): Promise<Before> {
  const fields = workFields(call.model);
  if (fields.length === 0 || ids.length > MAX_TOLD) return new Map();
  return held(fields, (await readQuietly(call, ids, fields)) ?? []);
}

const held = (fields: readonly string[], rows: readonly RawRecord[]): Map<string, ReadonlySet<number>> =>
  new Map(fields.map((name) => [name, new Set(rows.flatMap((row) => (row[name] as number[] | undefined) ?? []))]));

/** What happened meanwhile: `before` the step, what Odoo then `shows`, and since when, by Odoo's own clock. */
export interface Meanwhile {
  before: Before | undefined;
  shows: Shown | undefined;
  /** When the dialogue of the step was made, which is asked along with the rest; undefined where Odoo does not tell. */
  since?: Promise<string | undefined> | undefined;
}

export async function cameOf(call: ModelCall, ids: readonly number[], meanwhile: Meanwhile): Promise<CameOf> {
  const { model, context } = call;
  const { before } = meanwhile;
  const related = before ? [...before.keys()] : [];
  const progress = progressFields(model);
  const told = ids.slice(0, MAX_TOLD);
  const [read, { shows, shown, dated }, since] = await Promise.all([
    readQuietly(call, told, ["display_name", ...progress, ...related]),
    shownNow(meanwhile, context),
    meanwhile.since,
  ]);
  const rows = read ?? [];
  const records = rows.map((row) => progressOf(call, row, progress));
  const gone = read ? told.filter((id) => !rows.some((row) => row.id === id)) : [];
  const made = new Map<string, Set<number>>();
  const add = (relation: string, id: number) => made.set(relation, (made.get(relation) ?? new Set()).add(id));
  for (const [name, now] of held(related, rows)) {
    for (const id of now) if (!before?.get(name)?.has(id)) add(fieldOf(model, name)?.relation ?? "", id);
  }
  const fresh = dated.filter(({ create_date }) => since !== undefined && String(create_date) >= since);
  for (const { id } of fresh) if (shown) add(shown.model, id);
  const known = shown && made.get(shown.model);
  const isActed = (id: number) => shown?.model === model.name && ids.includes(id);
  const rest = shown?.ids.filter((id) => !known?.has(id) && !isActed(id)) ?? [];
  const isNews = !shown || shown.ids.length === 0 || rest.length > 0;
  const opens = shows && isNews ? await showing(shows, shown && { ...shown, ids: rest }, context) : undefined;
  const names = await Promise.all([...made].map(([relation, all]) => namedRecords(relation, [...all], context)));
  return {
    ...(records.length > 0 ? { records } : {}),
    ...(gone.length > 0 ? { gone } : {}),
    ...(names.length > 0 ? { made: names } : {}),
    ...(opens ? { shows: opens } : {}),
  };
}

function progressOf(
  { model, context }: ModelCall,
  row: RawRecord,
  progress: readonly string[],
): Record<string, unknown> {
  const { display_name, ...rest } = row;
  const kept = Object.fromEntries(Object.entries(rest).filter(([name]) => name === "id" || progress.includes(name)));
  const { id, ...state } = jsonRecord(model, kept as RawRecord);
  return { id, name: String(display_name ?? ""), ...state, link: recordLink(context.client, model.name, row.id) };
}

interface Ids {
  model: string;
  ids: readonly number[];
}

/** The records that a window shows, of a model that may be read; its domain may be a text that refers to the screen. */
async function shownRecords({ model, id, domain }: Shown, context: ToolContext): Promise<Ids | undefined> {
  if (!model) return undefined;
  if (id !== undefined) return { model, ids: [id] };
  if (!Array.isArray(domain)) return undefined;
  const found = await quietly(async () => {
    const call = await modelCall(model, "read", context);
    const page = { limit: MAX_TOLD, order: "id desc" };
    return context.client.search(model, await withinReadable(call, domain), page, { signal: context.signal });
  });
  return found && { model, ids: found };
}

/** What the screen shows after a step; and when those records were made, where a dialogue was, too. */
async function shownNow({ shows, since }: Meanwhile, context: ToolContext) {
  const shown = shows && (await shownRecords(shows, context));
  return { shows, shown, dated: shown && since ? await datesOf(shown, context) : [] };
}

async function datesOf({ model, ids }: Ids, context: ToolContext): Promise<RawRecord[]> {
  const rows = await quietly(async () => {
    const call = await modelCall(model, "read", context);
    return context.client.read(call.model.name, ids.slice(0, MAX_TOLD), ["create_date"], { signal: context.signal });
  });
  return rows ?? [];
}

async function showing(
  { kind, title, url, model }: Shown,
  ids: Ids | undefined,
  context: ToolContext,
): Promise<Record<string, unknown>> {
  const records = ids && (ids.ids.length > 0 ? (await namedRecords(ids.model, ids.ids, context)).records : []);
  return {
    kind,
    ...(title ? { title } : {}),
    ...(model ? { model } : {}),
    ...(url ? { url } : {}),
    ...(records ? { records } : {}),
  };
}

/** Records by their names, of a model that may be read; by their ids alone otherwise. */
async function namedRecords(model: string, ids: readonly number[], context: ToolContext): Promise<NamedRecords> {
  const rows = await quietly(async () => {
    const call = await modelCall(model, "read", context);
    const readable = await readableIds(call, ids.slice(0, MAX_TOLD));
    if (readable.length === 0) return [];
    const options = { signal: context.signal, context: ALL };
    return context.client.searchRead(model, [["id", "in", readable]], ["display_name"], { limit: MAX_TOLD }, options);
  });
  const names = new Map((rows ?? []).map(({ id, display_name }) => [id, String(display_name ?? "")]));
  const told = (id: number) => ({ name: names.get(id) ?? "", link: recordLink(context.client, model, id) });
  return { model, records: ids.map((id) => ({ id, ...(names.has(id) ? told(id) : {}) })) };
}

/** Archived records belong to others, too: a step that shows them again has not made them. */
const ALL = { active_test: false };

/** Undefined where they cannot be read. */
const readQuietly = ({ model, context }: ModelCall, ids: readonly number[], fields: readonly string[]) =>
  quietly(async () => {
    context.policy.check(model.name, "read");
    return context.client.read(model.name, ids, fields, { signal: context.signal, context: ALL });
  });

/** The step is done, whether or not its records may be read. */
async function quietly<Result>(reading: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading();
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
    throw error;
  }
}
