import type { Client } from "../../src/odoo/client.js";
import { OdooError, PASSING } from "../../src/odoo/errors/errors.js";
import { openForm } from "../../src/odoo/form/fill.js";
import { PLAIN } from "../../src/odoo/form/forms.js";
import { menuContext } from "../../src/odoo/form/onchange-question.js";
import type { CallOptions, RawValues } from "../../src/odoo/schema/raw.js";
import type { Field } from "../../src/odoo/schema/schema.js";
import type { FormView, ViewField } from "../../src/odoo/views/form-view.js";

// What a new record must be given: Odoo's flag, minus what its form fills in by itself, with Odoo as the oracle.

export type Fields = Readonly<Record<string, Field>>;
/** What a model's form says of its fields. */
export interface NeedingForm {
  view: FormView;
  /** The fields that it demands under a condition only. */
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
 * The fields of a model that a new record must be given: those that are required and still empty when its form is open and
 * has reacted to the rest. The link of an `_inherits` (its parent is created along), computed numbers and what the form
 * says may be left empty drop out. `form`: absent where it is not known; then Odoo is asked for defaults, and what it
 * computes. Writes nothing. Constraints in SQL or Python stay invisible.
 */
export async function neededFields(oracle: Oracle, model: string, fields: Fields, form?: NeedingForm): Promise<Needed> {
  const flagged = flaggedFields(fields, form);
  if (flagged.length === 0) return new Map();
  const ask = asking(oracle, model, { fields, view: form?.view });
  const open = await emptyAtFirst({ oracle, model, fields }, flagged, form && ask);
  const isAsked = (name: string) => isComputed(fields[name]) || (form !== undefined && fields[name]?.inherited);
  const plain = open.filter((name) => !isAsked(name));
  const computed = open.filter((name) => isAsked(name) && !(isComputed(fields[name]) && isNumber(fields[name])));
  const samples = await samplesOf(oracle, fields, plain);

  const needed = new Map<string, NonNullable<Field["needed"]>>();
  const along = await broughtAlong(fields, samples, plain, ask);
  for (const name of plain) {
    const source = along.get(name);
    needed.set(name, source ? { reason: "onchange", unless: [source] } : { reason: "flag" });
  }
  const filled = computed.length > 0 ? await ask(samples, computed) : undefined;
  // Where Odoo does not answer, what it computes counts as filled: it says itself what it lacks.
  const empty = filled ? computed.filter((name) => !isFilled(fields, filled, name)) : [];
  for (const name of empty) needed.set(name, { reason: isComputed(fields[name]) ? "onchange" : "flag" });

  for (const name of empty) {
    const sources = (fields[name]?.depends ?? []).filter(
      (other) => isOptionalRelation(fields[other]) || needed.has(other),
    );
    await addUnless(name, sources);
  }
  // A line's text, and up to 16 more, is filled by what its screen calls on a change, which no attribute tells.
  if ([...plain, ...empty].some((name) => fields[name]?.type === "many2one")) {
    const optional = Object.keys(fields)
      .filter((name) => isOptionalRelation(fields[name]))
      .sort((a, b) => Number(form?.view.has(b)) - Number(form?.view.has(a)) || (a < b ? -1 : 1));
    for (const [name, { unless }] of [...needed])
      if (!unless && isTextOrNumber(fields[name])) await addUnless(name, optional.slice(0, MAX_TRIED));
  }
  return needed;

  /** Asks which of the relations fills the field: an order line's name comes with its product. */
  async function addUnless(name: string, relations: readonly string[]): Promise<void> {
    const { [name]: _, ...others } = samples;
    const unless: string[] = [];
    // What the rest fills says nothing of a relation.
    if (isFilled(fields, await ask(others, [name]), name)) return;
    for (const [relation, value] of Object.entries(await samplesOf(oracle, fields, relations))) {
      const answer = await ask({ ...others, [relation]: value }, [name]);
      if (isFilled(fields, answer, name)) unless.push(relation);
    }
    const entry = needed.get(name);
    if (entry && unless.length > 0) needed.set(name, { ...entry, unless });
  }
}

/** The fields that a new record may have to be given, before Odoo is asked. */
function flaggedFields(fields: Fields, form: NeedingForm | undefined): string[] {
  const links = new Set(Object.values(fields).map((field) => field.inherited));
  // What belongs to a record made along is given by Odoo's own code where it stands on no form (`alias_model_id`), or the
  // form demands it under a condition alone (`tz`).
  const isGivenByCode = (name: string, { inherited, related }: Field) =>
    (inherited ?? related) !== undefined && form !== undefined && (!form.view.has(name) || form.demanded.has(name));
  // A package is numbered where a person leaves its name empty, and the form says so. What is inherited may be required by its parent alone.
  const mayBeEmpty = (name: string, { inherited }: Field) =>
    !inherited && (form?.view.get(name)?.demands.every(({ when }) => when === false) ?? false);
  return Object.entries(fields)
    .filter(([name, field]) => field.required && !links.has(name) && !NEVER.has(field.type))
    .filter(([name, field]) => !isGivenByCode(name, field) && !mayBeEmpty(name, field))
    .map(([name]) => name);
}

/** What a new record that holds the values has in the wanted fields; undefined where Odoo refuses to say. */
type Ask = (values: RawValues, wanted: readonly string[]) => Promise<RawValues | undefined>;

/** Asks as tools do that create a record; without a form, for the fields alone. */
function asking(
  { client, options }: Oracle,
  name: string,
  { fields, view }: { fields: Fields; view: FormView | undefined },
): Ask {
  const model = { name, label: name, fields };
  // Lines take no part in it.
  const lineModel = async (relation: string) => ({ name: relation, label: relation, fields: {} });
  const fieldsAlone: Ask = async (values, wanted) => {
    const reacting = Object.fromEntries([...Object.keys(values), ...wanted].map((field) => [field, { reacts: true }]));
    const context = { ...menuContext(model, values), ...options.context };
    return (await unlessRefused(client.onchange(name, values, reacting, { ...options, context }), undefined))?.value;
  };
  return async (values, wanted) => {
    if (!view) return fieldsAlone(values, wanted);
    // What is computed from a field that the user does not see (a product's units) comes with that field's default.
    const sources = wanted
      .flatMap((field) => fields[field]?.depends ?? [])
      .filter((field) => Object.hasOwn(fields, field));
    const unseen = [...wanted, ...sources].filter((field) => !view.has(field));
    const whole = new Map([...view, ...unseen.map((field) => [field, UNSEEN] as const)]);
    // That something stood against its default does not matter to whether it is empty.
    const forms = { ...PLAIN, view: async () => whole };
    // Also what it only shows: that Odoo computes a field is why it is not needed.
    const opened = openForm({ client, forms, model: lineModel }, model, values, { ...options, held: true });
    return (await unlessRefused(opened, undefined))?.form.values ?? fieldsAlone(values, wanted);
  };
}

const UNSEEN: ViewField = { reacts: true, readonly: undefined, invisible: true, demands: [], forceSave: false };

/** Those of the fields that are empty before anything is given. */
async function emptyAtFirst(
  { oracle: { client, options }, model, fields }: { oracle: Oracle; model: string; fields: Fields },
  names: readonly string[],
  ask: Ask | undefined,
): Promise<string[]> {
  const defaultsOf = (open: readonly string[]) => unlessRefused(client.defaultGet(model, open, options), {});
  const hasDefault = (defaults: RawValues, name: string) => Object.hasOwn(defaults, name) && !EMPTY.has(defaults[name]);
  const opened = await ask?.({}, names);
  const empty = opened ? names.filter((name) => !isFilled(fields, opened, name)) : names;
  // A form shows 0 for no number, too.
  const doubtful = opened ? empty.filter((name) => isNumber(fields[name])) : names;
  const defaults = doubtful.length > 0 ? await defaultsOf(doubtful) : {};
  return empty.filter((name) => !hasDefault(defaults, name));
}

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
/** True unless Odoo left the field empty, or 0, or did not answer for it. "constructor" is a field's name too. */
const isFilled = (fields: Fields, values: RawValues | undefined, name: string) =>
  values !== undefined &&
  Object.hasOwn(values, name) &&
  !EMPTY.has(values[name]) &&
  !(values[name] === 0 && isNumber(fields[name]));

/**
 * What one needed many2one brings along, by field: an order's invoice address follows from its partner before 17, and a stock
 * rule's destination from its operation in all series. No attribute tells what a form calls on a change.
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
    for (const other of others) if (isFilled(fields, filled, other)) along.set(other, name);
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
