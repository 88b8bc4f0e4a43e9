import { checkDomain } from "../../odoo/query/domain.js";
import type { Domain } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isWritable, type Model } from "../../odoo/schema/schema.js";
import { type JsonRecord, readRecord } from "../../odoo/values/values.js";
import { type ModelCall, pathModelsOf } from "../call/model-call.js";
import { checkOrder } from "../call/named-fields.js";
import type { ToolContext } from "../call/tool.js";
import { readableIds, withinReadable } from "../guard/owned-records.js";
import { readSelected, searchSelected, withFiles } from "./details.js";
import { named, nameLinked } from "./linked-names.js";
import { type Selection, select } from "./selection.js";

// Reading records, by typed and generic tools alike.

/** Binary fields answer their size, never their content. */
const READ_CONTEXT = { bin_size: true };

export interface SearchArguments {
  domain: unknown;
  fields?: readonly string[] | undefined;
  order?: string | undefined;
  limit: number;
  offset: number;
}

export async function searchRecords({ model, context }: ModelCall, args: SearchArguments) {
  const { client, policy, signal } = context;
  const { offset, order } = args;
  const limit = Math.min(args.limit, policy.maxRecords(model.name)?.value ?? args.limit);
  const selection = named(await select(model, args.fields ?? ["display_name"], pathModelsOf(context)), context);
  if (order !== undefined) checkOrder(model, order);
  const domain = await checkedDomain({ model, context }, args.domain);
  const options = { context: READ_CONTEXT, signal };
  const query = { domain, page: { order, limit, offset } };
  const { records, length } = await searchSelected(client, selection, query, options);
  await describe(context, selection, records);
  // Of a page past the end nothing else tells the total.
  const isPast = records.length === 0 && offset > 0;
  const total = isPast ? await client.searchCount(model.name, domain, { signal }) : length;
  const next = offset + records.length;
  return { records, total, limit, offset, next_offset: records.length > 0 && next < total ? next : null };
}

/** Adds what files are and what many2many are linked to, in place. */
async function describe(context: ToolContext, selection: Selection, records: readonly JsonRecord[]): Promise<void> {
  const options = { context: READ_CONTEXT, signal: context.signal };
  const files = withFiles(context.client, selection, records, options);
  await Promise.all([files, nameLinked(context, selection, records)]);
}

export async function countRecords({ model, context }: ModelCall, args: { domain: unknown }) {
  const domain = await checkedDomain({ model, context }, args.domain);
  return { count: await context.client.searchCount(model.name, domain, { signal: context.signal }) };
}

export async function readRecords(
  { model, context }: ModelCall,
  args: { ids: number[]; fields?: readonly string[] | undefined },
) {
  context.policy.checkCount(model.name, args.ids.length);
  const selection = named(await select(model, args.fields ?? defaultFields(model), pathModelsOf(context)), context);
  const options = { context: READ_CONTEXT, signal: context.signal };
  const ids = await readableIds({ model, context }, args.ids);
  const records = await readSelected(context.client, selection, ids, options);
  await describe(context, selection, records);
  // Odoo leaves out the ids that do not exist.
  const found = new Set(records.map(({ id }) => id));
  return { records, missing: args.ids.filter((id) => !found.has(id)) };
}

export async function metadataOf({ model, context }: ModelCall, ids: readonly number[]) {
  context.policy.checkCount(model.name, ids.length);
  const inside = await readableIds({ model, context }, ids);
  const options = { signal: context.signal };
  const rows = inside.length > 0 ? await context.client.getMetadata(model.name, inside, options) : [];
  const shape: Model = { ...model, fields: METADATA_FIELDS };
  const isOpen = ([name]: [string, unknown]) => !fieldOf(model, name)?.closed;
  const open = rows.map((row) => ({ ...Object.fromEntries(Object.entries(row).filter(isOpen)), id: row.id }));
  const found = new Set(rows.map((row) => row.id));
  return { records: open.map((row) => readRecord(shape, row)), missing: ids.filter((id) => !found.has(id)) };
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

/** A domain as Odoo takes it, within what may be read. Throws `OdooError` "validation", or "forbidden". */
export async function checkedDomain({ model, context }: ModelCall, domain: unknown): Promise<Domain> {
  const { client } = context;
  const checked = await checkDomain(domain, model, {
    series: client.series,
    timeZone: client.user.context.tz,
    model: pathModelsOf(context),
  });
  return withinReadable({ model, context }, checked);
}
