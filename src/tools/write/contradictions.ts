import { OdooError } from "../../odoo/errors/errors.js";
import { withFullYear } from "../../odoo/notation/checks.js";
import { textOfHtml } from "../../odoo/notation/html.js";
import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";

// What a repeated idempotency_key says, and what the record holds that the key made.

/**
 * Throws `OdooError` "validation" where values, as `create` takes them, are not what the record `id` holds, which the same
 * idempotency_key made. Records that the policy or Odoo does not let be read are not looked at.
 */
export async function checkRepeated({ model, context }: ModelCall, id: number, values: RawValues): Promise<void> {
  const held = await readHeld({ model, context }, [id], [values]);
  const record = held?.records.get(id);
  const differing = held && record ? differences(held, values, record) : [];
  if (differing.length === 0) return;
  const names = differing.slice(0, MAX_NAMED).join(", ") + (differing.length > MAX_NAMED ? " and others" : "");
  throw new OdooError(
    "validation",
    `idempotency_key: it made ${model.name} ${id}, which holds something else now than is given: ${names}. Nothing was written.`,
    {
      model: model.name,
      field: differing[0]?.split(".")[0],
      record: id,
      hint: `Someone has changed ${model.name} ${id} since, or the key was meant for another record: read it and update it, or create another one with a key of its own.`,
    },
  );
}

const MAX_NAMED = 10;

/** Records as `read` answers them, and those of their lines. */
interface Held {
  model: Model;
  records: ReadonlyMap<number, RawRecord>;
  /** By field. */
  lines: ReadonlyMap<string, Held>;
}

/** What the records hold of the fields that the rows name; undefined where it may not be read. */
async function readHeld(
  { model, context }: ModelCall,
  ids: readonly number[],
  rows: readonly RawValues[],
): Promise<Held | undefined> {
  if (!context.policy.operations(model.name).value.includes("read")) return undefined;
  const given = new Set(rows.flatMap((row) => Object.keys(row)));
  const names = [...given].filter((name) => isCompared(fieldOf(model, name)));
  if (ids.length === 0 || names.length === 0) return { model, records: new Map(), lines: new Map() };
  const options = { context: { bin_size: true, active_test: false }, signal: context.signal };
  const records = await context.client.read(model.name, ids, names, options).catch(noneIfRefused);
  if (!records) return undefined;
  const lines = new Map<string, Held>();
  for (const name of names) {
    const field = fieldOf(model, name);
    if (field?.type !== "one2many") continue;
    const call = { model: await context.models.get(field.relation ?? ""), context };
    const inside = await readHeld(
      call,
      records.flatMap((record) => idsOf(record[name])),
      rows.flatMap((row) => newRows(row[name])),
    );
    if (inside) lines.set(name, inside);
  }
  return { model, records: new Map(records.map((record) => [record.id, record])), lines };
}

function noneIfRefused(error: unknown): undefined {
  if (error instanceof OdooError && error.category === "forbidden") return undefined;
  throw error;
}

/** What Odoo does not store it may well have lost when it made the record. */
const isCompared = (field: Field | undefined) =>
  field !== undefined && HOLDS[field.type] !== untold && (field.store !== false || field.inherited !== undefined);

/** The fields in which a row is not what a record holds, and those of its lines. */
function differences({ model, lines }: Held, row: RawValues, record: RawRecord): string[] {
  return Object.entries(row).flatMap(([name, value]) => {
    const field = fieldOf(model, name);
    if (!field || !isCompared(field) || !Object.hasOwn(record, name)) return [];
    if (field.type !== "one2many") return HOLDS[field.type](value, record[name]) ? [] : [name];
    const inside = lines.get(name);
    return inside ? lineDifferences(inside, newRows(value), idsOf(record[name])).map((at) => `${name}${at}`) : [];
  });
}

/** Each new line is one that is held, in any order; Odoo may have made others beside them. */
function lineDifferences(held: Held, rows: readonly RawValues[], ids: readonly number[]): string[] {
  const free = ids.toSorted((a, b) => a - b).flatMap((id) => held.records.get(id) ?? []);
  if (rows.every((row) => Object.keys(row).every((name) => !isCompared(fieldOf(held.model, name))))) return [];
  const open = [...rows.entries()].filter(([, row]) => {
    const found = free.findIndex((line) => differences(held, row, line).length === 0);
    if (found >= 0) free.splice(found, 1);
    return found < 0;
  });
  return open.flatMap(([at, row], index) => {
    const line = free[index];
    return line ? differences(held, row, line).map((name) => `.create[${at}].${name}`) : [`.create[${at}]`];
  });
}

const newRows = (commands: unknown): RawValues[] =>
  (Array.isArray(commands) ? commands : []).flatMap((command) =>
    Array.isArray(command) && command[0] === 0 ? [command[2] as RawValues] : [],
  );
const idsOf = (value: unknown): number[] => (Array.isArray(value) ? value.filter((id) => typeof id === "number") : []);

type Comparison = (given: unknown, held: unknown) => boolean;

const isEmpty = (value: unknown) => value === false || value === null || value === "" || value === undefined;
const orEmpty =
  (compare: (given: string, held: string) => boolean): Comparison =>
  (given, held) =>
    isEmpty(given) || isEmpty(held) ? isEmpty(given) === isEmpty(held) : compare(String(given), String(held));

const same = orEmpty((given, held) => given === held);
/** Odoo adds "http://" to an address, and takes the blanks out of a tax number. */
const sameText = orEmpty((given, held) => plain(given) === plain(held));
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replaceAll(/[\s.-]|\/$/g, "");
const sameHtml = orEmpty((given, held) => plain(textOfHtml(given)) === plain(textOfHtml(held)));
const sameTime = orEmpty((given, held) => withFullYear(given) === withFullYear(held));
const sameTruth: Comparison = (given, held) => Boolean(given) === Boolean(held);
const sameRecord: Comparison = (given, held) => (given || false) === (Array.isArray(held) ? held[0] : held || false);
/** As far as Odoo keeps its digits. */
function sameNumber(given: unknown, held: unknown): boolean {
  const [a, b] = [Number(given || 0), Number(held || 0)];
  const digits = String(b).split(".")[1]?.length ?? 0;
  return Math.abs(a - b) <= 0.5 * 10 ** -digits * (1 + 1e-9);
}
/** Links beside which Odoo may have made others, or all of them. */
function sameLinks(given: unknown, held: unknown): boolean {
  const ids = new Set(idsOf(held));
  const commands = (Array.isArray(given) ? given : []) as readonly (readonly unknown[])[];
  const set = commands.find(([code]) => code === 6)?.[2];
  const linked = commands.flatMap(([code, id]) => (code === 4 ? [id as number] : []));
  if (!set) return linked.every((id) => ids.has(id)) && (commands.length > 0 || ids.size === 0);
  const wanted = new Set([...idsOf(set), ...linked]);
  return wanted.size === ids.size && [...wanted].every((id) => ids.has(id));
}
/** Read in another form than it is written. */
const untold: Comparison = () => true;

/** Whether a record holds what is given, by the field's type, as far as it can be told. */
const HOLDS: Readonly<Record<FieldType, Comparison>> = {
  char: sameText,
  text: sameText,
  html: sameHtml,
  boolean: sameTruth,
  integer: sameNumber,
  float: sameNumber,
  monetary: sameNumber,
  selection: same,
  reference: same,
  date: sameTime,
  datetime: sameTime,
  many2one: sameRecord,
  many2one_reference: sameNumber,
  many2many: sameLinks,
  one2many: () => true,
  binary: untold,
  json: untold,
  properties: untold,
  properties_definition: untold,
};
