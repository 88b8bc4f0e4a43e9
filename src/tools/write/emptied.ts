import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { Emptied } from "../change/change.js";
import { jsonRecord } from "../read/json-record.js";

/** The ids of more records than these are not told of a field. */
const MAX_TOLD = 20;

/**
 * The fields that values in Odoo's form empty, and that hold something now; all that they empty where the user may not read
 * them. One call, and only where values empty any.
 */
export async function emptiedBy(
  { model, context }: ModelCall,
  ids: readonly number[],
  rows: readonly RawValues[],
): Promise<Emptied> {
  const empties = (row: RawValues, name: string) =>
    EMPTYING.has(JSON.stringify(row[name])) && fieldOf(model, name)?.type !== "boolean";
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => empties(row, name))))];
  if (names.length === 0) return {};
  const rowOf = (index: number) => rows[rows.length === 1 ? 0 : index] ?? {};
  const held = await heldNow({ model, context }, ids, names);
  const holds = (id: number, name: string) => held === undefined || !isNothing(held.get(id)?.[name]);
  const emptied = names.flatMap((field) => {
    const of = ids.filter((id, index) => empties(rowOf(index), field) && holds(id, field));
    return of.length > 0 ? [{ field, of }] : [];
  });
  const some = emptied.filter(({ of }) => of.length < ids.length);
  return {
    ...(emptied.length > 0 ? { emptied: emptied.map(({ field }) => field) } : {}),
    ...(some.length > 0 ? { emptied_in: some.map(({ field, of }) => ({ field, ...bounded(of) })) } : {}),
  };
}

const bounded = (ids: readonly number[]) => ({
  ids: ids.slice(0, MAX_TOLD),
  ...(ids.length > MAX_TOLD ? { more: ids.length - MAX_TOLD } : {}),
});

/** What the records hold, by id; undefined where that may not be read. */
async function heldNow({ model, context }: ModelCall, ids: readonly number[], names: readonly string[]) {
  if (!context.policy.operations(model.name).value.includes("read")) return undefined;
  const options = { context: { bin_size: true }, signal: context.signal };
  const records = await context.client.read(model.name, ids, names, options).catch((): RawRecord[] => []);
  return records.length > 0 ? new Map(records.map((record) => [record.id, jsonRecord(model, record)])) : undefined;
}

/** As they are sent: nothing, an empty text, and the command that replaces a list by none. */
const EMPTYING: ReadonlySet<string | undefined> = new Set(["false", '""', "[[6,0,[]]]"]);

/** Nothing as a read tells it; of properties, whose names stay, nothing in any. */
const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === false ||
  value === "" ||
  (typeof value === "object" && Object.values(value).every((one) => isProperty(one) && isNothing(one.value)));

const isProperty = (one: unknown): one is { value: unknown } =>
  typeof one === "object" && one !== null && "value" in one;
