import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import { ownerFields } from "../../odoo/schema/owner-fields.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { type Field, fieldOf } from "../../odoo/schema/schema.js";
import type { JsonRecord } from "../../odoo/values/values.js";
import type { ToolContext } from "../call/tool.js";
import type { Selection } from "./selection.js";
import { MOST_NAMED } from "./specification.js";

// The records that a many2many holds, by their names, where they are few.

/** Of a model with more different records in an answer, all stay ids. */
const MAX_OF_MODEL = 200;

/** The selection with each many2many by name whose model the policy lets be read, and all of it. Asks Odoo nothing. */
export function named({ model, fields, details }: Selection, context: ToolContext): Selection {
  const isNamed = (name: string) => {
    const { type, relation = "" } = fieldOf(model, name) ?? {};
    return type === "many2many" && !details.has(name) && mayBeNamed(relation, context);
  };
  const deeper = [...details].map(([name, detail]) => [name, named(detail, context)] as const);
  return { model, fields, details: new Map(deeper), named: new Set(fields.filter(isNamed)) };
}

/** A many2many that a record holds. */
interface Linked {
  record: JsonRecord;
  name: string;
  relation: string;
  ids: readonly number[];
  /** Of those whose names came with the record. */
  names: readonly (readonly [id: number, name: string])[];
}

/**
 * Tells `{ id, name }` instead of ids in the many2many of records and of the related ones read along with them, in place.
 * Names that did not come with the records cost one call for each model, side by side.
 */
export async function nameLinked(
  context: ToolContext,
  selection: Selection,
  records: readonly JsonRecord[],
): Promise<void> {
  const all = linkedIn(selection, records);
  const naming = [...new Set(all.map(({ relation }) => relation))].map(async (relation) => {
    const linked = all.filter((one) => one.relation === relation);
    const few = linked.filter(({ ids }) => ids.length <= MOST_NAMED);
    const names = await namesOf(relation, few, context);
    for (const { record, name, ids } of linked) record[name] = ids;
    for (const { record, name, ids } of few) {
      if (ids.every((id) => names.has(id))) record[name] = ids.map((id) => ({ id, name: names.get(id) }));
    }
  });
  await Promise.all(naming);
}

function linkedIn({ model, named, details }: Selection, records: readonly JsonRecord[]): Linked[] {
  const own = [...named].flatMap((name) => {
    const { relation = "" } = fieldOf(model, name) ?? {};
    return records.flatMap((record) => {
      const held = Array.isArray(record[name]) ? (record[name] as (number | { id: number; name: unknown })[]) : [];
      const ids = held.map((one) => (typeof one === "number" ? one : one.id));
      const names = held.flatMap((one) => (typeof one === "number" ? [] : [[one.id, nameOf(one.name)] as const]));
      return held.length > 0 ? [{ record, name, relation, ids, names }] : [];
    });
  });
  const deeper = [...details].flatMap(([name, detail]) =>
    linkedIn(
      detail,
      records.flatMap((record) => (record[name] ?? []) as JsonRecord | JsonRecord[]),
    ),
  );
  return [...own, ...deeper];
}

const nameOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** By id; none where there are too many, and only those that came along where they may not be read. */
async function namesOf(
  model: string,
  linked: readonly Linked[],
  { client, signal }: ToolContext,
): Promise<ReadonlyMap<number, string>> {
  const ids = new Set(linked.flatMap((one) => one.ids));
  if (ids.size > MAX_OF_MODEL) return new Map();
  const known = new Map(linked.flatMap(({ names }) => names));
  const unknown = [...ids].filter((id) => !known.has(id));
  if (unknown.length === 0) return known;
  const rows = await client.read(model, unknown, ["display_name"], { signal }).catch(noneIfRefused);
  return new Map([...known, ...rows.map((row) => [row.id, nameOf(row.display_name)] as const)]);
}

/** Who may read the record need not be allowed to read what it is linked to. */
function noneIfRefused(error: unknown): RawRecord[] {
  if (error instanceof OdooError && !PASSING.has(error.category)) return [];
  throw error;
}

/** Whether the policy lets all records of a model be read, with what they are called. Asks Odoo nothing. */
export function mayBeNamed(name: string, { policy, models }: Pick<ToolContext, "policy" | "models">): boolean {
  const known = models.known().find((model) => model.name === name);
  const isLimited = policy.domain(name) ?? (known && !ownerFields(known) ? undefined : policy.anyDomain);
  if (isLimited !== undefined || !policy.operations(name).value.includes("read")) return false;
  const hasName = known && fieldOf(known, "display_name");
  const model = policy.view(hasName ? known : { name, label: name, fields: { display_name: NAME, name: NAME } });
  return !fieldOf(model, "display_name")?.closed && !fieldOf(model, "name")?.closed;
}

const NAME: Field = { type: "char", string: "" };
