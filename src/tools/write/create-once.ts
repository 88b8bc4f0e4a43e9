import { createHash } from "node:crypto";
import { asNotApplied, OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { Model } from "../../odoo/schema/schema.js";
import { type LoadTable, loadTable, NotLoadable, unevenLines } from "../../odoo/values/load-table.js";
import type { ToolContext } from "../call/tool.js";

// A record that is created once for a key. The key is kept as an external id, so Odoo's `load` creates the record.

/** Module of the external ids; no module of Odoo has the name, so that no update ever removes them. */
const MODULE = "__odoo_typed_mcp__";

interface Once {
  model: Model;
  context: ToolContext;
}

/** Of the same user, model and key. */
function nameOf({ model, context }: Once, key: string): string {
  const hash = createHash("sha256").update(JSON.stringify([context.client.user.uid, model.name, key]));
  return hash.digest("hex").slice(0, 40);
}

/**
 * The new record as `load` creates it. `values` hold what was `given` and what the form fills in beside it, in all lines
 * where `everyLine` says so. Throws `OdooError` "validation" for what is given and cannot be carried.
 */
export async function tableOnce(
  once: Once,
  key: string,
  { values, everyLine = false }: { values: RawValues; everyLine?: boolean },
  given: RawValues = values,
): Promise<LoadTable> {
  const { model, context } = once;
  const { client, models } = context;
  const around = { timeZone: client.user.context.tz, model: (name: string) => models.get(name) };
  return carried(model, { given, values }, async (all) => {
    const uneven = everyLine ? undefined : unevenLines(model, given);
    if (uneven) throw new NotLoadable(uneven, "all new lines must have the same fields");
    return loadTable(model, `${MODULE}.${nameOf(once, key)}`, all, around);
  });
}

/**
 * Creates the record of the table, or answers the one that an earlier call with its key made, which stays as it is: also
 * where calls overlap or follow a lost answer. `isRepeated` where it was there before this call began; `switches` of the context.
 */
export async function createOnce(
  { model, context: { client, signal } }: Once,
  table: LoadTable,
  switches: RawValues = {},
): Promise<{ id: number; isRepeated: boolean }> {
  // Ids are given in turn. A user who may not read what they create is not told.
  const newest = await client
    .search(model.name, [], { limit: 1, order: "id desc" }, { signal, context: { active_test: false } })
    .catch(noneIfRefused);
  try {
    const [id = 0] = await client.load(model.name, table, {
      signal,
      context: { ...switches, ...AS_IT_IS },
      repeatable: true,
    });
    return { id, isRepeated: newest.some((last) => id <= last) };
  } catch (error) {
    throw error instanceof OdooError && error.outcome === "unknown" ? repeatIt(error) : error;
  }
}

/**
 * The record that an earlier call with the key made, if one did and the user may see it. For previews alone: Odoo 15 and later
 * log the question for a key that was not used as an error.
 */
export async function madeBefore(once: Once, key: string): Promise<number | undefined> {
  const { client, signal } = once.context;
  const params = { module: MODULE, xml_id: nameOf(once, key) };
  try {
    const found = await client.callModel("ir.model.data", "check_object_reference", params, { signal });
    const [model, id] = Array.isArray(found) ? found : [];
    return model === once.model.name && typeof id === "number" ? id : undefined;
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return undefined;
    throw error;
  }
}

function noneIfRefused(error: unknown): number[] {
  if (error instanceof OdooError && error.category === "forbidden") return [];
  throw asNotApplied(error);
}

/** True where a table carries the new lines only if all is in them that their form fills in. */
export function hasUnevenLines(model: Model, values: RawValues): boolean {
  try {
    return unevenLines(model, values) !== undefined;
  } catch (error) {
    if (error instanceof NotLoadable) return false;
    throw error;
  }
}

/** What the form fills in and a table cannot carry is left to Odoo. */
async function carried(
  model: Model,
  { given, values }: { given: RawValues; values: RawValues },
  tableOf: (values: RawValues) => Promise<LoadTable>,
): Promise<LoadTable> {
  try {
    return await tableOf(values);
  } catch (error) {
    if (!(error instanceof NotLoadable)) throw error;
    const others = without(error, given, values);
    if (!others) throw notOnce(model, error);
    return carried(model, { given, values: others }, tableOf);
  }
}

/** The values without what cannot be carried, in all of the lines where it is in one; undefined where it was given. */
function without({ field, ofLine }: NotLoadable, given: RawValues, values: RawValues): RawValues | undefined {
  if (!Object.hasOwn(values, field)) return undefined;
  const { [field]: left, ...others } = values;
  if (!Object.hasOwn(given, field)) return others;
  // Lines of lines are never filled in.
  const [name = "", inside] = ofLine?.split(".") ?? [];
  if (name === "" || inside !== undefined || rowsOf(given[field]).some((row) => Object.hasOwn(row, name)))
    return undefined;
  const rows = rowsOf(left).map(({ [name]: _, ...row }) => [0, 0, row]);
  return { ...values, [field]: rows };
}

/** Of new lines, which are all that a table can carry. */
const rowsOf = (commands: unknown) => (commands as readonly [0, 0, RawValues][]).map(([, , row]) => row);

/** A record that is there and marked noupdate is not written to when the mode is "update" (14 to 19). */
const AS_IT_IS = { mode: "update", noupdate: true };

const repeatIt = (error: OdooError) =>
  new OdooError(error.category, error.message, {
    ...error,
    hint: "Repeat the call with the same idempotency_key: it answers the record if it was created, and creates it if not.",
  });

const notOnce = (model: Model, { field, ofLine, at, message }: NotLoadable) =>
  new OdooError(
    "validation",
    `values.${field}${ofLine === undefined ? "" : `.create[${at}].${ofLine}`}: with an idempotency_key, ${message}.`,
    {
      model: model.name,
      field,
      hint: "Change the value, or leave the idempotency_key out.",
    },
  );
