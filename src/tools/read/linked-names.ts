import { OdooError, PASSING } from "../../odoo/errors/errors.js";
import { ownerFields } from "../../odoo/schema/owner-fields.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { type Field, fieldOf } from "../../odoo/schema/schema.js";
import type { JsonRecord } from "../../odoo/values/values.js";
import type { ToolContext } from "../call/tool.js";
import type { Selection } from "./details.js";

// The records that a many2many holds, by their names, where they are few.

/** Longer lists stay ids. */
const MAX_IN_RECORD = 10;
/** Of a model with more different records in an answer, all stay ids. */
const MAX_OF_MODEL = 200;

/** A many2many that a record holds. */
interface Linked {
  record: JsonRecord;
  name: string;
  ids: readonly number[];
  relation: string;
}

/**
 * Tells `{ id, name }` instead of ids in the many2many of records and of the related ones read along with them, in place.
 * One call for each model that they lead to, side by side; none for a model that may not be read, or not all of it.
 */
export async function nameLinked(
  context: ToolContext,
  selection: Selection,
  records: readonly JsonRecord[],
): Promise<void> {
  const all = linkedIn(selection, records);
  const named = [...new Set(all.map(({ relation }) => relation))].map(async (relation) => {
    const linked = all.filter((one) => one.relation === relation);
    const names = await namesOf(relation, new Set(linked.flatMap(({ ids }) => ids)), context);
    for (const { record, name, ids } of linked) {
      if (ids.every((id) => names.has(id))) record[name] = ids.map((id) => ({ id, name: names.get(id) }));
    }
  });
  await Promise.all(named);
}

function linkedIn({ model, fields, details }: Selection, records: readonly JsonRecord[]): Linked[] {
  const own = fields.flatMap((name) => {
    const { type, relation = "" } = fieldOf(model, name) ?? {};
    if (type !== "many2many" || details.has(name)) return [];
    return records.flatMap((record) => {
      const ids = record[name];
      return Array.isArray(ids) && ids.length > 0 && ids.length <= MAX_IN_RECORD
        ? [{ record, name, ids, relation }]
        : [];
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

/** By id; none where there are too many, or where they may not be read. */
async function namesOf(
  model: string,
  ids: ReadonlySet<number>,
  context: ToolContext,
): Promise<ReadonlyMap<number, string>> {
  if (ids.size > MAX_OF_MODEL || !mayBeNamed(model, context)) return new Map();
  const options = { signal: context.signal };
  const reading = context.client.read(model, [...ids], ["display_name"], options).catch(noneIfRefused);
  return new Map((await reading).map(({ id, display_name }) => [id, String(display_name ?? "")]));
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
