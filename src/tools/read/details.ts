import type { Client } from "../../odoo/client.js";
import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { FoundPage, Page } from "../../odoo/methods/reads.js";
import type { CallOptions, Domain, RawRecord } from "../../odoo/schema/raw.js";
import type { JsonRecord } from "../../odoo/values/values.js";
import { existingIds } from "../guard/existing.js";
import { describeFiles } from "./files.js";
import type { Selection } from "./selection.js";
import { fromOdoo, specification } from "./specification.js";

// Reading records, with details of the records they refer to.

/** Reads the records that exist, in the order of the ids. One call from 17 on, before one more for each relation. */
export async function readSelected(
  client: Client,
  selection: Selection,
  ids: readonly number[],
  options: CallOptions,
): Promise<JsonRecord[]> {
  if (ids.length === 0) return [];
  const rows = await namedIfAllowed(client, selection, (own) => rowsOf(client, own, ids, options));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inOrder = ids.flatMap((id) => byId.get(id) ?? []);
  return withDetails(client, selection, inOrder, options);
}

/**
 * A page of what a domain finds, in its order, and how much there is in all: 0 of a page past the end. One call from 17 on,
 * before one more for each relation.
 */
export async function searchSelected(
  client: Client,
  selection: Selection,
  query: { domain: Domain; page: Page },
  options: CallOptions,
): Promise<{ records: JsonRecord[]; length: number }> {
  const found = await namedIfAllowed(client, selection, (own) => pageOf(client, own, query, options));
  return { records: await withDetails(client, selection, found.records, options), length: found.length };
}

/** Describes the files of records and of the related records read along with them, in place. */
export async function withFiles(
  client: Client,
  selection: Selection,
  records: readonly JsonRecord[],
  options: CallOptions,
): Promise<void> {
  const related = (name: string) => records.flatMap((record) => record[name] ?? []) as JsonRecord[];
  const deeper = [...selection.details].map(([name, detail]) => withFiles(client, detail, related(name), options));
  await Promise.all([describeFiles(client, selection, records, options), ...deeper]);
}

/** Details come with the records from 17 on. */
const hasDetails = ({ series }: Client) => series.major >= 17;

/** Who may read records need not be allowed to read what they are linked to: they are then read without its names. */
async function namedIfAllowed<Read>(
  client: Client,
  selection: Selection,
  read: (own: Selection) => Promise<Read>,
): Promise<Read> {
  const unnamed = hasDetails(client) ? withoutNames(selection) : undefined;
  try {
    return await read(selection);
  } catch (error) {
    if (!unnamed || !(error instanceof OdooError) || PASSING.has(error.category)) throw error;
    return read(unnamed);
  }
}

/** Undefined where nothing is told by name. */
function withoutNames(selection: Selection): Selection | undefined {
  const details = [...selection.details].map(([name, detail]) => ({ name, detail, unnamed: withoutNames(detail) }));
  if (selection.named.size === 0 && details.every(({ unnamed }) => !unnamed)) return undefined;
  return {
    ...selection,
    named: new Set(),
    details: new Map(details.map(({ name, detail, unnamed }) => [name, unnamed ?? detail])),
  };
}

async function pageOf(
  client: Client,
  selection: Selection,
  { domain, page }: { domain: Domain; page: Page },
  options: CallOptions,
): Promise<FoundPage> {
  const { name } = selection.model;
  try {
    return await client.webSearchRead(name, { domain, page, specification: specification(selection) }, options);
  } catch (error) {
    if (!isOfOneAlone(error)) throw error;
    const counting = client.searchCount(name, domain, options);
    const [ids, length] = await Promise.all([client.search(name, domain, page, options), counting]);
    return { records: await eachAlone(ids, (one) => rowsOf(client, selection, one, options)), length };
  }
}

async function rowsOf(
  client: Client,
  selection: Selection,
  ids: readonly number[],
  options: CallOptions,
): Promise<RawRecord[]> {
  const { model, fields, details, named } = selection;
  const isPlain = !hasDetails(client) || (details.size === 0 && named.size === 0);
  const read = (some: readonly number[]) =>
    isPlain
      ? client.read(model.name, some, fields, options)
      : client.webRead(model.name, some, specification(selection), options);
  try {
    return await read(ids);
  } catch (error) {
    if (ids.length < 2) throw error;
    if (isOfOneAlone(error)) return eachAlone(ids, read);
    // Odoo leaves out what does not exist, and fails at it where it follows a relation (17 to 19), or computes a field (14).
    if (!(error instanceof OdooError && error.category === "not_found")) throw error;
    const there = new Set(await existingIds(client, model.name, ids, options));
    if (ids.every((id) => there.has(id))) throw error;
    const left = ids.filter((id) => there.has(id));
    return left.length > 0 ? rowsOf(client, selection, left, options) : [];
  }
}

/** Some computed fields of Odoo's can be read of one record alone, such as `ribbon_message` of a lead (14). */
const isOfOneAlone = (error: unknown) => error instanceof OdooError && error.message.startsWith("Expected singleton");

const eachAlone = async (ids: readonly number[], read: (one: readonly number[]) => Promise<RawRecord[]>) =>
  (await Promise.all(ids.map((id) => read([id])))).flat();

/** Odoo's records as tools give them. Details that did not come with them are read, relations side by side. */
async function withDetails(
  client: Client,
  selection: Selection,
  rows: readonly RawRecord[],
  options: CallOptions,
): Promise<JsonRecord[]> {
  const records = rows.map((row) => fromOdoo(selection, row));
  if (hasDetails(client)) return records;
  const reading = [...selection.details].map(async ([name, detail]) => {
    const wanted = [...new Set(records.flatMap((record) => idsIn(record[name])))];
    const related = new Map((await readSelected(client, detail, wanted, options)).map((record) => [record.id, record]));
    for (const record of records) record[name] = detailed(record[name], related);
  });
  await Promise.all(reading);
  return records;
}

/** The ids in a many2one's or an x2many's JSON value. */
function idsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null && "id" in value ? [Number(value.id)] : [];
}

function detailed(value: unknown, records: ReadonlyMap<number, JsonRecord>): unknown {
  if (Array.isArray(value)) return value.flatMap((id) => records.get(id) ?? []);
  if (typeof value !== "object" || value === null || !("id" in value)) return value;
  return { ...value, ...records.get(Number(value.id)) };
}
