import type { RawRecord, RawValues } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";

/** Part of a change's result and preview: the fields that it empties, of any of its records. */
export interface Emptied {
  emptied?: readonly string[];
}

export const withEmptied = (names: readonly string[] = []): Emptied => (names.length > 0 ? { emptied: names } : {});

/**
 * The fields that values in Odoo's form empty, and that hold something now; all that they empty where the user may not read
 * them. One call, and only where values empty any.
 */
export async function emptiedBy(
  { model, context }: ModelCall,
  ids: readonly number[],
  rows: readonly RawValues[],
): Promise<string[]> {
  const empties = (row: RawValues, name: string) => isEmptying(row[name]) && fieldOf(model, name)?.type !== "boolean";
  const names = [...new Set(rows.flatMap((row) => Object.keys(row).filter((name) => empties(row, name))))];
  const mayRead = context.policy.operations(model.name).value.includes("read");
  if (names.length === 0 || !mayRead) return names;
  const options = { context: { bin_size: true }, signal: context.signal };
  const reading = context.client.read(model.name, ids, names, options).catch((): RawRecord[] => []);
  const held = new Map((await reading).map((record) => [record.id, record]));
  if (held.size === 0) return names;
  const rowOf = (index: number) => rows[rows.length === 1 ? 0 : index] ?? {};
  return names.filter((name) =>
    ids.some((id, index) => empties(rowOf(index), name) && holdsSomething(held.get(id)?.[name])),
  );
}

const isEmptying = (value: unknown) => value === false || JSON.stringify(value) === REPLACED_BY_NONE;

/** As Odoo's command. */
const REPLACED_BY_NONE = "[[6,0,[]]]";

const holdsSomething = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : value !== false && value !== undefined && value !== null;
