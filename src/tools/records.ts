import type { RawValues } from "../odoo/client.js";
import { checkDomain } from "../odoo/domain.js";
import { OdooError } from "../odoo/errors.js";
import { NotLoadable, updateTable } from "../odoo/load.js";
import { type Field, fieldOf, isWritable, type Model } from "../odoo/schema.js";
import { readRecord } from "../odoo/values.js";
import { nextStep } from "./actions.js";
import { checkOrder, parseArguments } from "./arguments.js";
import { createOnce } from "./idempotent.js";
import { mergeProperties } from "./properties.js";
import { jsonRecord, readSelected, select } from "./reading.js";
import type { ToolContext } from "./tool.js";

// What tools do with records. Typed and generic tools differ only in where a model's values schema comes from.

/** A model, the arguments it is called with already parsed. */
interface On {
  model: Model;
  context: ToolContext;
}

/** Binary fields answer their size, never their content. */
const READ_CONTEXT = { bin_size: true };

export interface SearchArguments {
  domain: unknown;
  fields?: string[] | undefined;
  order?: string | undefined;
  limit: number;
  offset: number;
}

export async function searchRecords({ model, context }: On, args: SearchArguments) {
  const { client, models, signal } = context;
  const { limit, offset, order } = args;
  const selection = await select(model, args.fields ?? ["display_name"], models);
  if (order !== undefined) checkOrder(model, order);
  const domain = await checkedDomain({ model, context }, args.domain);
  const options = { context: READ_CONTEXT, signal };
  const page = { order, limit, offset };
  const records =
    selection.details.size > 0
      ? await readSelected(client, selection, await client.search(model.name, domain, page, { signal }), options)
      : (await client.searchRead(model.name, domain, selection.fields, page, options)).map((raw) =>
          jsonRecord(model, raw),
        );
  // A page that is not full and not past the end tells the total by itself.
  const ended = records.length < limit && (records.length > 0 || offset === 0);
  const total = ended ? offset + records.length : await client.searchCount(model.name, domain, { signal });
  const next = offset + records.length;
  return { records, total, limit, offset, next_offset: records.length > 0 && next < total ? next : null };
}

export async function countRecords({ model, context }: On, args: { domain: unknown }) {
  const domain = await checkedDomain({ model, context }, args.domain);
  return { count: await context.client.searchCount(model.name, domain, { signal: context.signal }) };
}

export async function readRecords({ model, context }: On, args: { ids: number[]; fields?: string[] | undefined }) {
  const selection = await select(model, args.fields ?? defaultFields(model), context.models);
  const options = { context: READ_CONTEXT, signal: context.signal };
  const records = await readSelected(context.client, selection, args.ids, options);
  // Odoo leaves out the ids that do not exist.
  const found = new Set(records.map(({ id }) => id));
  return { records, missing: args.ids.filter((id) => !found.has(id)) };
}

export async function createRecord(on: On, args: { values: unknown; idempotency_key?: string | undefined }) {
  const values = await parseValues(on, "create", args.values, "values");
  const key = args.idempotency_key;
  const id = key === undefined ? await createOne(on, values) : await createOnce(on, key, values);
  return { id, display_name: await displayName(on, id) };
}

async function createOne(on: On, values: RawValues): Promise<number> {
  const [id = 0] = await createAll(on, [values]);
  return id;
}

/** One transaction: all are created, or none. */
export async function createRecords(on: On, args: { records: readonly unknown[] }) {
  const rows = [];
  for (const [index, row] of args.records.entries())
    rows.push(await parseValues(on, "create", row, `records[${index}]`));
  return { ids: await createAll(on, rows) };
}

const createAll = ({ model, context }: On, rows: RawValues[]) =>
  context.client.create(model.name, rows, { signal: context.signal });

/** The new record's name, which shows that the right thing was made. Empty where it cannot be read: the record is there. */
async function displayName({ model, context }: On, id: number): Promise<string> {
  const reading = context.client.read(model.name, [id], ["display_name"], { signal: context.signal });
  const [record] = await reading.catch(() => []);
  return String(record?.display_name ?? "");
}

export async function updateRecords(on: On, args: { ids: readonly number[]; values: unknown }) {
  const values = await parseValues(on, "update", args.values, "values");
  const merged = await withMergedProperties(on, args.ids, values);
  await on.context.client.write(on.model.name, args.ids, merged, { signal: on.context.signal });
  return { ids: args.ids };
}

/**
 * Every record its own values, of the same fields. One transaction, by Odoo's `load`: calls of `write` would each be their
 * own. All values are checked before any is sent.
 */
export async function updateEach(on: On, args: { updates: readonly { id: number; values: unknown }[] }) {
  const { model, context } = on;
  const updates: { id: number; values: RawValues }[] = [];
  for (const [index, { id, values }] of args.updates.entries()) {
    updates.push({ id, values: await parseValues(on, "update", values, `updates[${index}].values`) });
  }
  const ids = updates.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new OdooError("validation", "updates: each record may be named once.");
  const table = inTable(model, () => updateTable(model, updates, context.client.user.context.tz));
  return { ids: await context.client.load(model.name, table, { signal: context.signal }) };
}

function inTable<Table>(model: Model, make: () => Table): Table {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NotLoadable)) throw error;
    const { at, field, message } = error;
    throw new OdooError("validation", `updates[${at}].values.${field}: ${message}.`, {
      model: model.name,
      field,
      hint: "Use update_record for this one.",
    });
  }
}

/** Odoo replaces all properties of a record by those that are written: what is not mentioned must be written again. */
async function withMergedProperties(on: On, ids: readonly number[], values: RawValues): Promise<RawValues> {
  const { model, context } = on;
  const fields = Object.keys(values).filter(
    (name) => fieldOf(model, name)?.type === "properties" && values[name] !== false,
  );
  if (fields.length === 0) return values;
  if (ids.length > 1) {
    const message = `values.${fields[0]}: properties are merged with what a record holds; update one record at a time.`;
    throw new OdooError("validation", message, { model: model.name, field: fields[0] });
  }
  const [record] = await context.client.read(model.name, ids, fields, { signal: context.signal });
  const merged = fields.map((name) => {
    return [name, mergeProperties(record?.[name], values[name] as Record<string, unknown>, `values.${name}`)];
  });
  return { ...values, ...Object.fromEntries(merged) };
}

export async function deleteRecords({ model, context }: On, { ids }: { ids: readonly number[] }) {
  await context.client.unlink(model.name, ids, { signal: context.signal });
  return { ids };
}

/** Presses a button: calls an object method. What it returns is told as done, or as the next step. */
export async function actOnRecords({ model, context }: On, ids: readonly number[], method: string) {
  const result = await context.client.callMethod(model.name, ids, method, { signal: context.signal });
  const next = nextStep(result);
  return next ? { ids, done: false, next } : { ids, done: true };
}

export async function metadataOf({ model, context }: On, ids: readonly number[]) {
  const rows = await context.client.getMetadata(model.name, ids, { signal: context.signal });
  const shape: Model = { ...model, fields: METADATA_FIELDS };
  const found = new Set(rows.map((row) => row.id));
  return { records: rows.map((row) => readRecord(shape, row)), missing: ids.filter((id) => !found.has(id)) };
}

const METADATA_FIELDS: Readonly<Record<string, Field>> = {
  create_uid: { type: "many2one", string: "Created by", relation: "res.users" },
  create_date: { type: "datetime", string: "Created on" },
  write_uid: { type: "many2one", string: "Last changed by", relation: "res.users" },
  write_date: { type: "datetime", string: "Last changed on" },
  xmlid: { type: "char", string: "External id" },
  noupdate: { type: "boolean", string: "Kept by module updates" },
};

/** What a read answers when no fields are asked for: what can be written, without files. */
function defaultFields(model: Model): string[] {
  const writable = Object.entries(model.fields).filter(
    ([name, field]) => isWritable(name, field) && field.type !== "binary",
  );
  return ["display_name", ...writable.map(([name]) => name)];
}

function checkedDomain({ model, context }: On, domain: unknown) {
  const { client, models } = context;
  return checkDomain(domain, model, {
    series: client.series,
    timeZone: client.user.context.tz,
    model: (name) => models.get(name),
  });
}

async function parseValues(
  { model, context }: On,
  use: "create" | "update",
  values: unknown,
  at: string,
): Promise<RawValues> {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    throw new OdooError("validation", `${at}: expected an object of fields and values.`, { model: model.name });
  }
  const schema = (await context.values(model.name))[use];
  return parseArguments(schema, values, at, { model, models: context.models });
}
