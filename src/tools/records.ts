import { ownKeys } from "../odoo/checks.js";
import type { RawValues } from "../odoo/client.js";
import { checkDomain } from "../odoo/domain.js";
import { OdooError } from "../odoo/errors.js";
import { NotLoadable, updateTable } from "../odoo/load.js";
import { type Field, fieldOf, isWritable, type Model } from "../odoo/schema.js";
import { type JsonRecord, readRecord } from "../odoo/values.js";
import { checkOrder, parseArguments } from "./arguments.js";
import { checkDynamic } from "./dynamic.js";
import { createOnce } from "./idempotent.js";
import { notKept } from "./kept.js";
import { checkLinks, existing, explainLinks, type Links, linksIn } from "./links.js";
import { mergeProperties } from "./properties.js";
import { jsonRecord, readSelected, select, withFiles } from "./reading.js";
import type { ToolContext } from "./tool.js";
import { checkDetails, withoutUnchanged } from "./unchanged.js";

// What tools do with records. Typed and generic tools differ only in where a model's values schema comes from.

/** A model, the arguments it is called with already parsed. */
export interface On {
  model: Model;
  context: ToolContext;
}

/** Binary fields answer their size, never their content. */
const READ_CONTEXT = { bin_size: true };

export interface SearchArguments {
  domain: unknown;
  fields?: readonly string[] | undefined;
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
  let records: JsonRecord[];
  if (selection.details.size > 0) {
    const ids = await client.search(model.name, domain, page, { signal });
    records = await readSelected(client, selection, ids, options);
  } else {
    const found = await client.searchRead(model.name, domain, selection.fields, page, options);
    records = found.map((raw) => jsonRecord(model, raw));
    await withFiles(client, selection, records, options);
  }
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

export async function readRecords(
  { model, context }: On,
  args: { ids: number[]; fields?: readonly string[] | undefined },
) {
  const selection = await select(model, args.fields ?? defaultFields(model), context.models);
  const options = { context: READ_CONTEXT, signal: context.signal };
  const records = await readSelected(context.client, selection, args.ids, options);
  // Odoo leaves out the ids that do not exist.
  const found = new Set(records.map(({ id }) => id));
  return { records, missing: args.ids.filter((id) => !found.has(id)) };
}

export async function createRecord(on: On, args: { values: RawValues; idempotency_key?: string | undefined }) {
  const key = args.idempotency_key;
  const create: Create =
    key === undefined ? createNew : async (where, [values = {}]) => [await createOnce(where, key, values)];
  const { ids, ...result } = await createAll(on, [{ given: args.values, at: "values" }], create);
  const [id = 0] = ids;
  return { id, display_name: await displayName(on, id), ...result };
}

/** One transaction: all are created, or none. */
export async function createRecords(on: On, args: { records: readonly RawValues[] }) {
  return createAll(
    on,
    args.records.map((given, index) => ({ given, at: `records[${index}]` })),
  );
}

/** Creates records of values as Odoo takes them, in one transaction, and answers their ids. */
type Create = (on: On, rows: readonly RawValues[]) => Promise<number[]>;

const createNew: Create = ({ model, context }, rows) =>
  context.client.create(model.name, rows, { signal: context.signal });

async function createAll(on: On, rows: readonly { given: RawValues; at: string }[], create = createNew) {
  const { model, context } = on;
  const parsed: RawValues[] = [];
  for (const { given, at } of rows) parsed.push(await parseValues(on, "create", given, at));
  for (const { given, at } of rows) await checkDetails(model, given, at, readingOf(context));
  const links = await Promise.all(rows.map(({ given, at }) => linksIn(model, [], given, at, context.models)));
  const ids = await linking(on, links, () => create(on, parsed));
  return { ids, ...told(await notKept(on, ids, parsed)) };
}

/** Writes values whose relations are checked before where Odoo would not, and explained where it did. */
async function linking<Result>({ context }: On, links: readonly Links[], write: () => Promise<Result>) {
  const all = { records: links.flatMap(({ records }) => records), lines: links.flatMap(({ lines }) => lines) };
  await checkLinks(context.client, all, context.signal);
  try {
    return await write();
  } catch (error) {
    throw await explainLinks(context.client, all, error);
  }
}

/** The new record's name, which shows that the right thing was made. Empty where it cannot be read: the record is there. */
async function displayName({ model, context }: On, id: number): Promise<string> {
  const reading = context.client.read(model.name, [id], ["display_name"], { signal: context.signal });
  const [record] = await reading.catch(() => []);
  return String(record?.display_name ?? "");
}

/**
 * Throws `OdooError` "not_found" for ids that are no records of the model, as far as the user may see. Odoo 14 deletes
 * such ids, and 19 writes to them and deletes them, with the answer `true`, where no rule stands on the model.
 */
async function checkExisting({ model, context }: On, ids: readonly number[]): Promise<void> {
  const found = new Set(await existing(context.client, model.name, [...new Set(ids)], context.signal));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return;
  const named = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  throw new OdooError("not_found", `ids: there is no ${model.name} ${named}, or this user may not see it.`, {
    model: model.name,
    record: missing[0],
  });
}

export async function updateRecords(on: On, args: { ids: readonly number[]; values: RawValues }) {
  const { ids } = args;
  const { model, context } = on;
  const given = await withoutUnchanged(model, ids, args.values, readingOf(context));
  if (Object.keys(args.values).length > 0 && Object.keys(given).length === 0) return { ids };
  const values = await parseValues(on, "update", given, "values");
  await checkExisting(on, ids);
  const links = await linksIn(model, ids, given, "values", context.models);
  await checkDetails(model, given, "values", readingOf(context));
  await linking(on, [links], async () => {
    const merged = await withMergedProperties(on, ids, values);
    await context.client.write(model.name, ids, merged, { signal: context.signal });
  });
  const lost = await notKept(
    on,
    ids,
    ids.map(() => values),
  );
  const written = Object.keys(values);
  if (written.length > 0 && written.every((name) => Object.hasOwn(lost, name))) throw nothingKept(model, written);
  return { ids, ...told(lost) };
}

const readingOf = ({ client, models, signal }: ToolContext) => ({
  client,
  models,
  options: { context: READ_CONTEXT, signal },
});

const told = (lost: Record<string, unknown>) => (Object.keys(lost).length > 0 ? { not_kept: lost } : {});

function nothingKept(model: Model, fields: readonly string[]): OdooError {
  const names = fields.map((name) => `"${name}"`).join(", ");
  return new OdooError(
    "validation",
    `values: Odoo computes ${names} of ${model.name}, and did not keep what was written.`,
    {
      model: model.name,
      field: fields[0],
    },
  );
}

/**
 * Every record its own values, of the same fields. One transaction, by Odoo's `load`: calls of `write` would each be their
 * own. All values are checked before any is sent.
 */
export async function updateEach(on: On, args: { updates: readonly { id: number; values: RawValues }[] }) {
  const { model, context } = on;
  const updates: { id: number; values: RawValues }[] = [];
  for (const [index, { id, values }] of args.updates.entries()) {
    updates.push({ id, values: await parseValues(on, "update", values, `updates[${index}].values`) });
  }
  const ids = updates.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new OdooError("validation", "updates: each record may be named once.");
  const table = inTable(model, () => updateTable(model, updates, context.client.user.context.tz));
  await checkExisting(on, ids);
  await context.client.load(model.name, table, { signal: context.signal });
  const lost = await notKept(
    on,
    ids,
    updates.map(({ values }) => values),
  );
  return { ids, ...told(lost) };
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
  const merging = fields.map((name) => ({
    name,
    ...mergeProperties(record?.[name], values[name] as Record<string, unknown>, `values.${name}`),
  }));
  const cleared = Object.fromEntries(merging.flatMap(({ name, cleared }) => (cleared ? [[name, cleared]] : [])));
  if (Object.keys(cleared).length > 0) await context.client.write(model.name, ids, cleared, { signal: context.signal });
  return { ...values, ...Object.fromEntries(merging.map(({ name, merged }) => [name, merged])) };
}

export async function deleteRecords({ model, context }: On, { ids }: { ids: readonly number[] }) {
  await checkExisting({ model, context }, ids);
  await context.client.unlink(model.name, ids, { signal: context.signal });
  return { ids };
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

/** A domain as Odoo takes it. Throws `OdooError` "validation". */
export function checkedDomain({ model, context }: On, domain: unknown) {
  const { client, models } = context;
  return checkDomain(domain, model, {
    series: client.series,
    timeZone: client.user.context.tz,
    model: (name) => models.get(name),
  });
}

/** Values as Odoo takes them. `at` names the argument in errors. Throws `OdooError` "validation". */
export async function parseValues(
  { model, context }: On,
  use: "create" | "update",
  values: RawValues,
  at: string,
): Promise<RawValues> {
  const schema = (await context.values(model.name, context.client))[use];
  const parsed = await parseArguments(schema, ownKeys(values), at, { model, models: context.models });
  await checkDynamic({ model, context }, parsed, at);
  return parsed;
}
