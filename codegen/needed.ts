import type { CallOptions, Client, RawValues } from "../src/odoo/client.js";
import { type Category, OdooError } from "../src/odoo/errors.js";
import type { Field } from "../src/odoo/schema.js";

// What a new record must be given: Odoo's flag, minus what Odoo fills by itself, with Odoo as the oracle.

type Fields = Readonly<Record<string, Field>>;
/** By field. */
export type Needed = ReadonlyMap<string, NonNullable<Field["needed"]>>;

export interface Oracle {
  client: Client;
  options: CallOptions;
  /** An existing record's id, by model; shared by all models of one introspection. */
  records: Map<string, Promise<number | undefined>>;
}

/**
 * The fields of a model that a new record must be given. Starts from `required`; a default, the link of an `_inherits`
 * (its parent is created along) and computed numbers drop out; of what Odoo computes, only what stays empty when
 * `onchange` is asked for a new record holding the rest. Writes nothing. Constraints in SQL or Python stay invisible.
 */
export async function neededFields(oracle: Oracle, model: string, fields: Fields): Promise<Needed> {
  const { client, options } = oracle;
  const links = new Set(Object.values(fields).map((field) => field.inherited));
  const flagged = Object.entries(fields)
    .filter(([name, field]) => field.required && !links.has(name) && !NEVER.has(field.type))
    .map(([name]) => name);
  if (flagged.length === 0) return new Map();
  const defaults = await unlessRefused(client.defaultGet(model, flagged, options), {});
  const open = flagged.filter((name) => isEmpty(defaults[name]));
  const plain = open.filter((name) => !fields[name]?.depends);
  const computed = open.filter((name) => fields[name]?.depends && !NUMBERS.has(fields[name].type));
  const given = await samplesOf(oracle, fields, plain);
  const ask = (values: RawValues, wanted: readonly string[]) =>
    unlessRefused<RawValues | undefined>(client.onchange(model, values, wanted, options), undefined);

  const needed = new Map<string, NonNullable<Field["needed"]>>();
  const derived = client.series.major < 17 ? await broughtAlong(fields, given, plain, ask) : new Set<string>();
  for (const name of plain) if (!derived.has(name)) needed.set(name, { reason: "flag" });

  const filled = computed.length > 0 ? await ask(given, computed) : undefined;
  // Where Odoo does not answer, what it computes counts as filled: it says itself what it lacks.
  const empty = filled ? computed.filter((name) => isEmpty(filled[name])) : [];
  for (const name of empty) needed.set(name, { reason: "onchange" });

  for (const name of empty) {
    await addUnless(
      name,
      (fields[name]?.depends ?? []).filter((other) => isOptionalRelation(fields[other])),
    );
  }
  // Before 17, a line's text is filled by what its screen calls on a change, which no attribute tells.
  if (client.series.major < 17 && plain.some((name) => fields[name]?.type === "many2one")) {
    const optional = Object.keys(fields)
      .filter((name) => isOptionalRelation(fields[name]))
      .sort();
    for (const name of plain)
      if (needed.has(name) && isText(fields[name])) await addUnless(name, optional.slice(0, MAX_TRIED));
  }
  return needed;

  /** Asks which of the optional relations fills the field: an order line's name comes with its product. */
  async function addUnless(name: string, relations: readonly string[]): Promise<void> {
    const { [name]: _, ...others } = given;
    const unless: string[] = [];
    for (const [relation, value] of Object.entries(await samplesOf(oracle, fields, relations))) {
      const answer = await ask({ ...others, [relation]: value }, [name]);
      if (!isEmpty(answer?.[name])) unless.push(relation);
    }
    const entry = needed.get(name);
    if (entry && unless.length > 0) needed.set(name, { ...entry, unless });
  }
}

type Ask = (values: RawValues, wanted: readonly string[]) => Promise<RawValues | undefined>;

/** Lines may be empty, and a boolean is never NULL: Odoo stores false. */
const NEVER: ReadonlySet<Field["type"]> = new Set(["one2many", "many2many", "boolean"]);
/** Odoo stores 0. */
const NUMBERS: ReadonlySet<Field["type"]> = new Set(["integer", "float", "monetary"]);

const isText = (field: Field | undefined) => field?.type === "char" || field?.type === "text";
const isEmpty = (value: unknown) => value === undefined || value === false || value === null || value === "";

/**
 * Before 17, orders and their lines fill required fields when they are created, with the methods that their screens
 * call on a change (`sale.order.partner_invoice_id` follows from `partner_id`). What one needed many2one brings along
 * is not needed.
 */
async function broughtAlong(
  fields: Fields,
  given: RawValues,
  plain: readonly string[],
  ask: Ask,
): Promise<Set<string>> {
  const along = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    const others = plain.filter((other) => other !== name && !along.has(other));
    if (others.length === 0 || along.has(name) || fields[name]?.type !== "many2one") continue;
    const filled = await ask({ [name]: value }, others);
    for (const other of others) if (!isEmpty(filled?.[other])) along.add(other);
  }
  return along;
}

/** More optional relations than this are not tried. */
const MAX_TRIED = 12;

const isOptionalRelation = (field: Field | undefined) =>
  field?.type === "many2one" && !field.readonly && !field.required && field.store !== false;

/** Values to ask with: an existing record for a many2one, something harmless for the rest. */
async function samplesOf(oracle: Oracle, fields: Fields, names: readonly string[]): Promise<RawValues> {
  const samples: Record<string, unknown> = {};
  for (const name of names) {
    const field = fields[name];
    const sample = field && (await sampleOf(oracle, field));
    if (sample !== undefined) samples[name] = sample;
  }
  return samples;
}

async function sampleOf(oracle: Oracle, field: Field): Promise<unknown> {
  switch (field.type) {
    case "many2one":
      return field.relation && recordOf(oracle, field.relation);
    case "char":
    case "text":
    case "html":
      return "x";
    case "integer":
    case "float":
    case "monetary":
      return 1;
    case "date":
      return "2026-01-01";
    case "datetime":
      return "2026-01-01 00:00:00";
    case "selection":
      return field.selection?.[0]?.[0];
    default:
      return undefined;
  }
}

function recordOf({ client, options, records }: Oracle, model: string): Promise<number | undefined> {
  const known = records.get(model);
  if (known) return known;
  const searching = unlessRefused(client.search(model, [], { limit: 1 }, options), []).then(([id]) => id);
  records.set(model, searching);
  return searching;
}

const PASSING: ReadonlySet<Category> = new Set(["unavailable", "timeout", "cancelled", "auth", "rate_limited"]);

/** A wizard may need the record it was opened on, and a model may refuse these questions: then there is no answer. */
async function unlessRefused<T>(asking: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return otherwise;
    throw error;
  }
}
