import type { Client } from "../../src/odoo/client.js";
import { OdooError, PASSING } from "../../src/odoo/errors/errors.js";
import { menuContext } from "../../src/odoo/form/onchange-question.js";
import type { CallOptions, RawValues } from "../../src/odoo/schema/raw.js";
import type { Field } from "../../src/odoo/schema/schema.js";

// What a new record must be given: Odoo's flag, minus what Odoo fills by itself, with Odoo as the oracle.

export type Fields = Readonly<Record<string, Field>>;
/** What a model's form says of its fields. */
export interface NeedingForm {
  /** All of them, those that do not show among them. */
  fields: readonly string[];
  /** Those that it demands under a condition only. */
  demanded: ReadonlySet<string>;
}

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
 * `onchange` is asked for a new record holding the rest. `form`: absent where it is not known. Writes nothing. Constraints
 * in SQL or Python stay invisible.
 */
export async function neededFields(oracle: Oracle, model: string, fields: Fields, form?: NeedingForm): Promise<Needed> {
  const { client, options } = oracle;
  const links = new Set(Object.values(fields).map((field) => field.inherited));
  // What belongs to a record made along is given by Odoo's own code where it stands on no form (`alias_model_id`), or the
  // form demands it under a condition alone (`tz`).
  const isGivenByCode = (name: string, { inherited, related }: Field) =>
    (inherited ?? related) !== undefined &&
    form !== undefined &&
    (!form.fields.includes(name) || form.demanded.has(name));
  const isAsked = (name: string) => isComputed(fields[name]) || (form !== undefined && fields[name]?.inherited);
  const flagged = Object.entries(fields)
    .filter(([name, field]) => field.required && !links.has(name) && !NEVER.has(field.type))
    .filter(([name, field]) => !isGivenByCode(name, field))
    .map(([name]) => name);
  if (flagged.length === 0) return new Map();
  const defaults = await unlessRefused(client.defaultGet(model, flagged, options), {});
  const open = flagged.filter((name) => !isFilled(defaults, name));
  const plain = open.filter((name) => !isAsked(name));
  const computed = open.filter((name) => isAsked(name) && !(isComputed(fields[name]) && isNumber(fields[name])));
  const samples = await samplesOf(oracle, fields, plain);
  const opened = { ...options, context: { ...menuContext({ name: model, fields }, samples), ...options.context } };
  const ask = async (values: RawValues, wanted: readonly string[]) => {
    const reacting = Object.fromEntries([...Object.keys(values), ...wanted].map((name) => [name, { reacts: true }]));
    const answer = await unlessRefused(client.onchange(model, values, reacting, opened), undefined);
    return answer?.value;
  };

  const needed = new Map<string, NonNullable<Field["needed"]>>();
  const along = client.series.major < 17 ? await broughtAlong(fields, samples, plain, ask) : new Map<string, string>();
  for (const name of plain) {
    const source = along.get(name);
    needed.set(name, source ? { reason: "onchange", unless: [source] } : { reason: "flag" });
  }

  const filled = computed.length > 0 ? ((await askForm(computed)) ?? (await ask(samples, computed))) : undefined;
  // Where Odoo does not answer, what it computes counts as filled: it says itself what it lacks.
  const empty = filled ? computed.filter((name) => !isFilled(filled, name)) : [];
  for (const name of empty) needed.set(name, { reason: isComputed(fields[name]) ? "onchange" : "flag" });

  for (const name of empty) {
    await addUnless(
      name,
      (fields[name]?.depends ?? []).filter((other) => isOptionalRelation(fields[other])),
    );
  }
  // A line's text, and up to 16 more, is filled by what its screen calls on a change, which no attribute tells.
  if ([...plain, ...empty].some((name) => fields[name]?.type === "many2one")) {
    const shown = new Set(form?.fields);
    const optional = Object.keys(fields)
      .filter((name) => isOptionalRelation(fields[name]))
      .sort((a, b) => Number(shown.has(b)) - Number(shown.has(a)) || (a < b ? -1 : 1));
    for (const [name, { unless }] of [...needed])
      if (!unless && isTextOrNumber(fields[name])) await addUnless(name, optional.slice(0, MAX_TRIED));
  }
  return needed;

  /**
   * Asks as the form does when it opens: Odoo computes with the defaults of the fields that the question names, and an
   * invoice's journal follows from its type.
   */
  async function askForm(wanted: readonly string[]): Promise<RawValues | undefined> {
    const shown = (form?.fields ?? []).filter((name) => Object.hasOwn(fields, name));
    // What is computed from a field that the user does not see (a product's units) comes with that field's default.
    const sources = wanted.flatMap((name) => fields[name]?.depends ?? []);
    return shown.length > 0 ? ask(samples, [...shown, ...wanted, ...sources]) : undefined;
  }

  /** Asks which of the optional relations fills the field: an order line's name comes with its product. */
  async function addUnless(name: string, relations: readonly string[]): Promise<void> {
    const { [name]: _, ...others } = samples;
    const unless: string[] = [];
    // What the rest fills says nothing of a relation.
    if (isFilled(await ask(others, [name]), name)) return;
    for (const [relation, value] of Object.entries(await samplesOf(oracle, fields, relations))) {
      const answer = await ask({ ...others, [relation]: value }, [name]);
      if (isFilled(answer, name)) unless.push(relation);
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

/** What comes through `_inherits` depends on its parent, but is given like any other field. */
const isComputed = (field: Field | undefined) => field?.depends !== undefined && !field.inherited;
const isNumber = (field: Field | undefined) => field !== undefined && NUMBERS.has(field.type);
const isTextOrNumber = (field: Field | undefined) =>
  field?.type === "char" || field?.type === "text" || isNumber(field);
const EMPTY: ReadonlySet<unknown> = new Set([undefined, false, null, ""]);
/** True unless Odoo left the field empty or did not answer for it. "constructor" is a field's name too. */
const isFilled = (values: RawValues | undefined, name: string) =>
  values !== undefined && Object.hasOwn(values, name) && !EMPTY.has(values[name]);

/**
 * Before 17, much that later series compute is filled by the methods that Odoo's screens call on a change: what one
 * needed many2one brings along (an order's invoice address follows from its partner). By field, the many2one.
 */
async function broughtAlong(
  fields: Fields,
  samples: RawValues,
  plain: readonly string[],
  ask: Ask,
): Promise<Map<string, string>> {
  const along = new Map<string, string>();
  for (const [name, value] of Object.entries(samples)) {
    const others = plain.filter((other) => other !== name && !along.has(other));
    if (others.length === 0 || along.has(name) || fields[name]?.type !== "many2one") continue;
    const filled = await ask({ [name]: value }, others);
    for (const other of others) if (isFilled(filled, other)) along.set(other, name);
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
  if (field.type === "many2one") return field.relation && recordOf(oracle, field.relation);
  return harmlessValue(field) ?? undefined;
}

/** Null for what has no value that suits every record. */
function harmlessValue(field: Field): string | number | null {
  switch (field.type) {
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
      return field.selection?.[0]?.[0] ?? null;
    case "boolean":
    case "many2one":
    case "one2many":
    case "many2many":
    case "reference":
    case "many2one_reference":
    case "binary":
    case "json":
    case "properties":
    case "properties_definition":
      return null;
  }
}

function recordOf({ client, options, records }: Oracle, model: string): Promise<number | undefined> {
  const known = records.get(model);
  if (known) return known;
  const searching = unlessRefused(client.search(model, [], { limit: 1 }, options), []).then(([id]) => id);
  records.set(model, searching);
  return searching;
}

/** A wizard may need the record it was opened on, and a model may refuse what is asked: then there is no answer. */
export async function unlessRefused<T>(asking: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OdooError && !PASSING.has(error.category)) return otherwise;
    throw error;
  }
}
