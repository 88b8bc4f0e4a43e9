import { isNumber, withFullYear } from "../../odoo/notation/checks.js";
import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { type Field, type FieldType, fieldOf } from "../../odoo/schema/schema.js";
import type { JsonRecord } from "../../odoo/values/values.js";
import type { ModelCall } from "../call/model-call.js";
import { jsonRecord } from "../read/json-record.js";

/** Part of a change's result: the records that did not keep what was written, with what the fields hold instead. */
export interface NotKept {
  not_kept?: readonly JsonRecord[];
}

export const withNotKept = (records: readonly JsonRecord[]): NotKept =>
  records.length > 0 ? { not_kept: records } : {};

/**
 * The records with those of their fields that read as something else than was written, of fields that Odoo does not
 * store: `{ id: 7, show_update_pricelist: false }`. Odoo 14 to 19 take a value for any such field and lose it where no
 * code of the model takes it up, and no attribute tells which do. One call, and only where such a field was written: not the call
 * that wrote it, in which Odoo reads such a field as it was written (`web_save`, 17 to 19).
 */
export async function notKept(
  { model, context }: ModelCall,
  ids: readonly number[],
  rows: readonly RawValues[],
): Promise<JsonRecord[]> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => mayBeLost(fieldOf(model, name)));
  if (names.length === 0) return [];
  const reading = context.client.read(model.name, ids, names, { context: { bin_size: true }, signal: context.signal });
  // The values are written: that they cannot be read now changes nothing of it.
  const records = new Map((await reading.catch((): RawRecord[] => [])).map((record) => [record.id, record]));
  return ids.flatMap((id, index) => {
    const record = records.get(id);
    const row = rows[index] ?? {};
    const lost = record
      ? names.filter((name) => Object.hasOwn(row, name) && !isKept(fieldOf(model, name), row[name], record[name]))
      : [];
    if (!record || lost.length === 0) return [];
    const held = jsonRecord(model, record);
    return [{ id, ...Object.fromEntries(lost.map((name) => [name, held[name]])) }];
  });
}

const mayBeLost = (field: Field | undefined) =>
  field?.store === false && !field.inherited && IS_KEPT[field.type] !== untold;

type Comparison = (written: unknown, read: unknown) => boolean;

const same: Comparison = (written, read) => written === read;
const sameDay: Comparison = (written, read) => written === (typeof read === "string" ? withFullYear(read) : read);
const sameRecord: Comparison = (written, read) => written === (Array.isArray(read) ? read[0] : read);
/** Odoo may well have rounded a number. */
const near: Comparison = (written, read) =>
  isNumber(written) && isNumber(read) && Math.abs(written - read) <= 0.01 * Math.max(1, Math.abs(written));
/** Odoo may well have put a text into another form. */
const bothOrNeither: Comparison = (written, read) => !written === !read;
/** Written in another form than it is read. */
const untold: Comparison = () => true;

/** Whether a value was kept, by the field's type, as far as it can be told. */
const IS_KEPT: Readonly<Record<FieldType, Comparison>> = {
  char: bothOrNeither,
  text: bothOrNeither,
  html: bothOrNeither,
  binary: bothOrNeither,
  boolean: same,
  integer: same,
  selection: same,
  reference: same,
  date: sameDay,
  datetime: sameDay,
  float: near,
  monetary: near,
  many2one: sameRecord,
  many2one_reference: bothOrNeither,
  one2many: untold,
  many2many: untold,
  properties: untold,
  properties_definition: untold,
  json: untold,
};

const isKept = (field: Field | undefined, written: unknown, read: unknown) =>
  field === undefined || IS_KEPT[field.type](written, read);
