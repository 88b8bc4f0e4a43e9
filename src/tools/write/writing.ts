import type { RawValues } from "../../odoo/client.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { ownKeys } from "../../odoo/notation/checks.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { NotLoadable, updateTable } from "../../odoo/values/load-table.js";
import { mergeProperties } from "../../odoo/values/properties.js";
import { parseArguments } from "../call/arguments.js";
import { type On, pathsFrom } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Change } from "../change/change.js";
import { checkDynamic } from "../guard/installed-choices.js";
import { checkLinks, existing, explainLinks, type Links, linksIn } from "../guard/links.js";
import { checkOwners } from "../guard/owners.js";
import { checkInside, checkStays, mandatory } from "../guard/record-domain.js";
import { touchedBy } from "../guard/touched.js";
import { createOnce } from "./create-once.js";
import { checkDetails, type Reading, withoutUnchanged } from "./given-back.js";
import { notKept } from "./not-kept.js";

// Changes to records, by typed and generic tools alike: checked here, made by `carryOut`. Typed and generic tools differ
// only in where a model's values schema comes from.

/** Values that Odoo took and did not keep: what the fields hold instead. */
interface Kept {
  not_kept?: Record<string, unknown>;
}

export type Created = Kept & { id: number; display_name: string };
export type Updated = Kept & { ids: readonly number[] };

export async function createRecord(
  on: On,
  args: { values: RawValues; idempotency_key?: string | undefined },
): Promise<Change<Created>> {
  const key = args.idempotency_key;
  const create: Create =
    key === undefined ? createNew : async (where, [values = {}]) => [await createOnce(where, key, values)];
  const change = await creation(on, [{ given: args.values, at: "values" }], create);
  return {
    ...change,
    async send() {
      const { ids, ...result } = await change.send();
      const [id = 0] = ids;
      return { id, display_name: await displayName(on, id), ...result };
    },
  };
}

/** One transaction: all are created, or none. */
export async function createRecords(
  on: On,
  args: { records: readonly RawValues[] },
): Promise<Change<Kept & { ids: number[] }>> {
  return creation(
    on,
    args.records.map((given, index) => ({ given, at: `records[${index}]` })),
    createNew,
  );
}

/** Creates records of values as Odoo takes them, in one transaction, and answers their ids. */
type Create = (on: On, rows: readonly RawValues[]) => Promise<number[]>;

const createNew: Create = ({ model, context }, rows) =>
  context.client.create(model.name, rows, { signal: context.signal });

async function creation(
  on: On,
  rows: readonly { given: RawValues; at: string }[],
  create: Create,
): Promise<Change<Kept & { ids: number[] }>> {
  const { model, context } = on;
  const touched = await touchedBy(on, "create", rows);
  const sent: RawValues[] = [];
  for (const { given, at } of rows) sent.push(await parseValues(on, "create", given, at));
  for (const { given, at } of rows) await checkDetails(model, given, at, readingOf(context));
  const links = await Promise.all(rows.map(({ given, at }) => linksIn(model, [], given, at, context.models)));
  await checkStays(on, [], sent);
  const linked = allOf(links);
  await checkLinks(linked, context);
  return {
    on,
    effect: "create",
    ids: [],
    rows: rows.map(({ given }) => given),
    sent,
    touched,
    async send() {
      const ids = await explaining(on, linked, () => create(on, sent));
      const isNew = create === createNew;
      const undo = () => context.client.unlink(model.name, ids, { signal: context.signal });
      await checkInside(on, ids, isNew ? undo : undefined);
      return { ids, ...told(await notKept(on, ids, sent)) };
    },
  };
}

const allOf = (links: readonly Links[]): Links => ({
  records: links.flatMap(({ records }) => records),
  lines: links.flatMap(({ lines }) => lines),
});

/** A write whose refusal by Odoo is explained by a relation to what is not there. */
async function explaining<Result>({ context }: On, links: Links, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw await explainLinks(links, error, context);
  }
}

/** The new record's name, which shows that the right thing was made. Empty where it cannot be read: the record is there. */
async function displayName({ model, context }: On, id: number): Promise<string> {
  const reading = context.client.read(model.name, [id], ["display_name"], { signal: context.signal });
  const [record] = await reading.catch(() => []);
  return String(record?.display_name ?? "");
}

/**
 * Throws `OdooError` "not_found" for ids that are no records of the model, as far as the user may see and the policy lets
 * tools see. Odoo 14 deletes such ids, and 19 writes to them and deletes them, with the answer `true`, where no rule
 * stands on the model.
 */
export async function checkExisting(on: On, ids: readonly number[]): Promise<void> {
  const { model, context } = on;
  context.policy.checkCount(model.name, ids.length);
  const limit = await mandatory(on);
  const found = new Set(await existing(context.client, model.name, [...new Set(ids)], context.signal, limit?.value));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return checkOwners(on, ids);
  const named = `${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ` and ${missing.length - 5} more` : ""}`;
  const why = limit ? `this user may not see it, or ${limit.rule} leaves it out` : "this user may not see it";
  throw new OdooError("not_found", `ids: there is no ${model.name} ${named}, or ${why}.`, {
    model: model.name,
    record: missing[0],
    rule: limit?.rule,
  });
}

export async function updateRecords(
  on: On,
  args: { ids: readonly number[]; values: RawValues },
): Promise<Change<Updated>> {
  const { ids } = args;
  const { model, context } = on;
  const touched = await touchedBy(on, "update", [{ given: args.values, at: "values" }], { records: ids.length });
  // What is unchanged tells what a record holds.
  if (context.policy.domain(model.name)) await checkExisting(on, ids);
  const mayRead = context.policy.operations(model.name).value.includes("read");
  const given = mayRead ? await withoutUnchanged(model, ids, args.values, readingOf(context)) : args.values;
  const change = { on, effect: "update" as const, ids, rows: [given], touched };
  if (Object.keys(args.values).length > 0 && Object.keys(given).length === 0) {
    return { ...change, touched: [], send: async () => ({ ids }) };
  }
  const values = await parseValues(on, "update", given, "values");
  await checkExisting(on, ids);
  const links = await linksIn(model, ids, given, "values", context.models);
  await checkDetails(model, given, "values", readingOf(context));
  await checkStays(on, ids, [values]);
  await checkLinks(links, context);
  return {
    ...change,
    async send() {
      await explaining(on, links, async () => {
        const merged = await withMergedProperties(on, ids, values);
        await context.client.write(model.name, ids, merged, { signal: context.signal });
      });
      await checkInside(on, ids);
      const rows = ids.map(() => values);
      const lost = await notKept(on, ids, rows);
      const written = Object.keys(values);
      if (written.length > 0 && written.every((name) => Object.hasOwn(lost, name))) throw nothingKept(model, written);
      return { ids, ...told(lost) };
    },
  };
}

const readingOf = (context: ToolContext): Reading => ({
  client: context.client,
  model: pathsFrom(context),
  options: { context: { bin_size: true }, signal: context.signal },
});

const told = (lost: Record<string, unknown>): Kept => (Object.keys(lost).length > 0 ? { not_kept: lost } : {});

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
export async function updateEach(
  on: On,
  { updates }: { updates: readonly { id: number; values: RawValues }[] },
): Promise<Change<Updated>> {
  const { model, context } = on;
  const given = updates.map(({ values }, index) => ({ given: values, at: `updates[${index}].values` }));
  const touched = await touchedBy(on, "update", given);
  const parsed: { id: number; values: RawValues }[] = [];
  for (const [index, { id, values }] of updates.entries()) {
    parsed.push({ id, values: await parseValues(on, "update", values, `updates[${index}].values`) });
  }
  const ids = updates.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw new OdooError("validation", "updates: each record may be named once.");
  const table = inTable(model, () => updateTable(model, parsed, context.client.user.context.tz));
  await checkExisting(on, ids);
  const rows = parsed.map(({ values }) => values);
  for (const { id, values } of parsed) await checkStays(on, [id], [values]);
  const links = await Promise.all(
    updates.map(({ id, values }, index) => linksIn(model, [id], values, `updates[${index}].values`, context.models)),
  );
  await checkLinks(allOf(links), context);
  return {
    on,
    effect: "update",
    ids,
    rows: updates.map(({ values }) => values),
    touched,
    async send() {
      await context.client.load(model.name, table, { signal: context.signal });
      await checkInside(on, ids);
      return { ids, ...told(await notKept(on, ids, rows)) };
    },
  };
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

export async function deleteRecords(
  on: On,
  { ids }: { ids: readonly number[] },
): Promise<Change<{ ids: readonly number[] }>> {
  const { model, context } = on;
  await checkExisting(on, ids);
  return {
    on,
    effect: "delete",
    ids,
    rows: [],
    touched: [{ model: model.name, effect: "delete", records: ids.length }],
    async send() {
      await context.client.unlink(model.name, ids, { signal: context.signal });
      return { ids };
    },
  };
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
