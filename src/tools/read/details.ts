import type { Client } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import type { CallOptions, RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { readProperties } from "../../odoo/values/properties.js";
import { type JsonRecord, readRecord } from "../../odoo/values/values.js";
import { checkFields } from "../call/named-fields.js";
import { describeFiles } from "./files.js";

// Reading records, with details of the records they refer to.

/** Which fields to read of a model, and of the models that its relations lead to. */
export interface Selection {
  model: Model;
  fields: readonly string[];
  /** By relation. */
  details: ReadonlyMap<string, Selection>;
}

/** Another model, which a path leads to. Throws `OdooError` for one that it may not lead to. */
export type PathModels = (name: string) => Promise<Model>;

const MAX_DEPTH = 3;

/**
 * Fields by name, or by a path such as "order_line.product_id" for details. A monetary field brings its currency.
 * Throws `OdooError` "validation" for a path that leads nowhere.
 */
export async function select(
  model: Model,
  paths: readonly string[],
  modelAt: PathModels,
  depth = 0,
): Promise<Selection> {
  const own = new Set<string>();
  const deeper = new Map<string, string[]>();
  for (const path of paths) {
    const [name = "", ...rest] = path.split(".");
    checkFields(model, [name]);
    own.add(name);
    const currency = fieldOf(model, name)?.currency_field;
    if (currency && fieldOf(model, currency) && !fieldOf(model, currency)?.closed) own.add(currency);
    if (rest.length > 0) deeper.set(name, [...(deeper.get(name) ?? []), rest.join(".")]);
  }
  if (deeper.size > 0 && depth >= MAX_DEPTH) {
    throw new OdooError("validation", `fields: at most ${MAX_DEPTH} relations in a row can be followed.`);
  }
  const details = new Map<string, Selection>();
  for (const [name, names] of deeper) {
    const field = fieldOf(model, name);
    if (!field?.relation) {
      const message = `fields: "${name}" on ${model.name} is a ${field?.type}, so nothing can follow it.`;
      throw new OdooError("validation", message, { model: model.name, field: name });
    }
    details.set(name, await select(await modelAt(field.relation), names, modelAt, depth + 1));
  }
  return { model, fields: [...own], details };
}

/** Reads the records that exist, in the order of the ids. One call from 17 on, one for each relation before. */
export async function readSelected(
  client: Client,
  selection: Selection,
  ids: readonly number[],
  options: CallOptions,
): Promise<JsonRecord[]> {
  const records = await readTree(client, selection, ids, options);
  await withFiles(client, selection, records, options);
  return records;
}

/** Describes the files of records and of the related records read along with them, in place. */
export async function withFiles(
  client: Client,
  selection: Selection,
  records: readonly JsonRecord[],
  options: CallOptions,
): Promise<void> {
  await describeFiles(client, selection, records, options);
  for (const [name, detail] of selection.details) {
    const related = records.flatMap((record) => record[name] ?? []) as JsonRecord[];
    await withFiles(client, detail, related, options);
  }
}

/** Some computed fields of Odoo's can be read of one record alone, such as `ribbon_message` of a lead (14). */
async function readTogether(
  client: Client,
  { model, fields }: Pick<Selection, "model" | "fields">,
  ids: readonly number[],
  options: CallOptions,
): Promise<RawRecord[]> {
  try {
    return await client.read(model.name, ids, fields, options);
  } catch (error) {
    if (ids.length < 2 || !(error instanceof OdooError) || !error.message.startsWith("Expected singleton")) throw error;
    return (await Promise.all(ids.map((id) => client.read(model.name, [id], fields, options)))).flat();
  }
}

async function readTree(
  client: Client,
  selection: Selection,
  ids: readonly number[],
  options: CallOptions,
): Promise<JsonRecord[]> {
  if (ids.length === 0) return [];
  const { model, fields, details } = selection;
  if (details.size > 0 && client.series.major >= 17) {
    const read = await client.webRead(model.name, ids, specification(selection), options);
    return inOrder(
      ids,
      read.map((record) => fromWebRead(selection, record)),
    );
  }
  const found = inOrder(
    ids,
    (await readTogether(client, { model, fields }, ids, options)).map((record) => jsonRecord(model, record)),
  );
  for (const [name, detail] of details) {
    const wanted = [...new Set(found.flatMap((record) => idsIn(record[name])))];
    const read = new Map((await readTree(client, detail, wanted, options)).map((record) => [record.id, record]));
    for (const record of found) record[name] = withDetails(record[name], read);
  }
  return found;
}

/** Odoo's record as tools give it, properties by their names. */
export function jsonRecord(model: Model, raw: RawRecord): JsonRecord {
  const record = readRecord(model, raw);
  for (const name of Object.keys(raw)) {
    if (fieldOf(model, name)?.type === "properties") record[name] = readProperties(raw[name]);
  }
  return record;
}

function inOrder(ids: readonly number[], records: readonly JsonRecord[]): JsonRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** The ids in a many2one's or an x2many's JSON value. */
function idsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null && "id" in value ? [Number(value.id)] : [];
}

function withDetails(value: unknown, records: ReadonlyMap<number, JsonRecord>): unknown {
  if (Array.isArray(value)) return value.flatMap((id) => records.get(id) ?? []);
  if (typeof value !== "object" || value === null || !("id" in value)) return value;
  return { ...value, ...records.get(Number(value.id)) };
}

/** `web_read`'s specification. A many2one without fields would be answered as a bare id. */
function specification({ model, fields, details }: Selection): Record<string, object> {
  return Object.fromEntries(
    fields.map((name) => {
      const detail = details.get(name);
      const nested = detail ? specification(detail) : {};
      if (fieldOf(model, name)?.type === "many2one") return [name, { fields: { display_name: {}, ...nested } }];
      return [name, detail ? { fields: nested } : {}];
    }),
  );
}

/** `web_read` answers a many2one as an object, and an x2many with details as a list of objects. */
function fromWebRead({ model, details }: Selection, raw: RawRecord): JsonRecord {
  const plain: RawRecord = { id: raw.id };
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const detail = details.get(name);
    if (isRecord(value) && fieldOf(model, name)?.type === "many2one") {
      const { display_name, ...rest } = value;
      plain[name] = [value.id, display_name];
      if (detail) {
        // As before 17: a `name` that was asked for is the field, which is not always what Odoo displays.
        const record = fromWebRead(detail, detail.fields.includes("display_name") ? value : rest);
        nested[name] = { name: display_name, ...record };
      }
    } else if (detail && Array.isArray(value)) nested[name] = value.map((row: RawRecord) => fromWebRead(detail, row));
    else plain[name] = value;
  }
  const record = jsonRecord(model, plain);
  for (const [name, value] of Object.entries(nested)) record[name] = value;
  return record;
}

const isRecord = (value: unknown): value is RawRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;
