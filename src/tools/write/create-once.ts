import { createHash } from "node:crypto";
import { OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { Model } from "../../odoo/schema/schema.js";
import { type LoadTable, loadTable, NotLoadable, unevenLines } from "../../odoo/values/load-table.js";
import type { ToolContext } from "../call/tool.js";

/** Module of the external ids; no module of Odoo has the name, so that no update ever removes them. */
const MODULE = "__odoo_typed_mcp__";

/**
 * Creates a record once for each key: calls with the same key, model and user answer the same id, also when they overlap
 * or follow a lost answer, and leave a record that is there as it is. The key is kept as an external id, so Odoo's `load`
 * creates the record. `values` hold what was `given` and what the form fills in beside it, in all lines where `everyLine`
 * says so. Throws `OdooError` "validation" for what is given and cannot be carried.
 */
export async function createOnce(
  { model, context }: { model: Model; context: ToolContext },
  key: string,
  { values, everyLine = false }: { values: RawValues; everyLine?: boolean },
  given: RawValues = values,
): Promise<number> {
  const { client, models, signal } = context;
  const hash = createHash("sha256").update(JSON.stringify([client.user.uid, model.name, key]));
  const externalId = `${MODULE}.${hash.digest("hex").slice(0, 40)}`;
  const around = { timeZone: client.user.context.tz, model: (name: string) => models.get(name) };
  const table = await carried(model, { given, values }, async (all) => {
    const uneven = everyLine ? undefined : unevenLines(model, given);
    if (uneven) throw new NotLoadable(uneven, "all new lines must have the same fields");
    return loadTable(model, externalId, all, around);
  });
  try {
    const [id = 0] = await client.load(model.name, table, { signal, context: AS_IT_IS, repeatable: true });
    return id;
  } catch (error) {
    throw error instanceof OdooError && error.outcome === "unknown" ? repeatIt(error) : error;
  }
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
  if (ofLine === undefined || rowsOf(given[field]).some((row) => Object.hasOwn(row, ofLine))) return undefined;
  const rows = rowsOf(left).map(({ [ofLine]: _, ...row }) => [0, 0, row]);
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
