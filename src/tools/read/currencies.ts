import type { Client } from "../../odoo/client.js";
import { forbidden, OdooError } from "../../odoo/errors/errors.js";
import {
  type Group,
  type Grouping,
  type GroupQuery,
  MAX_SIFTED,
  type Measure,
  readGroups,
} from "../../odoo/query/groups.js";
import type { CallOptions } from "../../odoo/schema/raw.js";
import { type Field, fieldOf, isGroupable, type Model } from "../../odoo/schema/schema.js";
import { readRecord } from "../../odoo/values/values.js";

// Amounts of different currencies are never added up: a group with an amount has one currency, and shows it.

interface WithCurrencies {
  query: GroupQuery;
  /** Adds the currencies that Odoo could not group by. */
  complete(group: Group): Group;
}

/**
 * The query with the currency of each monetary measure among its groups. A currency that Odoo cannot group by (up to
 * 17 those that are not stored, such as a lead's) is asked for beforehand: throws `OdooError` where it is not the same
 * for all records of a group.
 */
export async function withCurrencies(
  client: Client,
  model: Model,
  wanted: GroupQuery,
  options: CallOptions,
): Promise<WithCurrencies> {
  let query = wanted;
  const completions: ((group: Group) => Group)[] = [];
  for (const [name, measure] of currenciesOf(wanted.measures)) {
    const field = fieldOf(model, name);
    if (!field || query.groupBy.some(({ spec }) => spec === name)) continue;
    if (field.closed) throw closedCurrency(model, measure, name, field.closed);
    if (isGroupable(field)) query = { ...query, groupBy: [...query.groupBy, { spec: name, field }] };
    else completions.push(await completion({ client, model, query: wanted, options }, name, measure));
  }
  return { query, complete: (group) => completions.reduce((given, complete) => complete(given), group) };
}

/** A group with an amount shows its currency: where that may not be read, neither may the amounts be added up. */
const closedCurrency = (model: Model, { spec, name }: Measure, currency: string, rule: string) =>
  forbidden(
    rule,
    `measures: "${spec}" needs its currency, ${model.name}.${currency}, which is closed to this server (${rule}).`,
    { model: model.name, field: name, hint: "Count the records instead, or ask for the amounts one by one." },
  );

/** The currency fields of monetary measures, each with the first measure that it belongs to. */
function currenciesOf(measures: readonly Measure[]): Map<string, Measure> {
  const currencies = new Map<string, Measure>();
  for (const measure of measures) {
    const { field, aggregate } = measure;
    const name = field.currency_field;
    if (field.type !== "monetary" || aggregate === "count_distinct" || !name) continue;
    if (!currencies.has(name)) currencies.set(name, measure);
  }
  return currencies;
}

/** The groups that are asked for, and of whom. */
interface Asking {
  client: Client;
  model: Model;
  query: GroupQuery;
  options: CallOptions;
}

async function completion(asking: Asking, name: string, measure: Measure): Promise<(group: Group) => Group> {
  const { model, query } = asking;
  const sources = sourcesOf(model, name);
  const known = sources.length > 0 ? await currencyBySource(asking, name, sources) : undefined;
  if (!known) {
    const message = `measures: Odoo cannot tell in which currencies ${model.name}.${measure.name} is, so "${measure.spec}" could mix them.`;
    throw new OdooError("validation", message, { model: model.name, field: measure.name });
  }
  const different = new Map([...known.values()].map((currency) => [JSON.stringify(currency), currency]));
  const [only] = different.values();
  if (different.size <= 1) return (group) => withCurrency(group, name, only ?? null);
  const grouped = sources.every(({ spec }) => query.groupBy.some((own) => own.spec === spec));
  if (grouped) return (group) => withCurrency(group, name, known.get(keyOf(group, sources)) ?? null);
  throw new OdooError(
    "validation",
    `measures: "${measure.spec}" would add up amounts in ${names([...different.values()])}. Group by ${sources.map(({ spec }) => `"${spec}"`).join(" and ")} as well, or restrict the domain.`,
    { model: model.name, field: measure.name },
  );
}

/** The stored many2ones that decide a currency field's value: the start of the path it mirrors, or what it is computed from. */
function sourcesOf(model: Model, name: string): Grouping[] {
  const { related, depends = [] } = fieldOf(model, name) ?? {};
  const [start] = related?.split(".") ?? [];
  const sources = (start ? [start] : depends).map((spec) => ({ spec, field: fieldOf(model, spec) }));
  const usable = sources.filter(
    (source): source is { spec: string; field: Field } =>
      source.field?.type === "many2one" && isGroupable(source.field),
  );
  return usable.length === sources.length ? usable : [];
}

/** The currency by the values of its sources, read from one record of each; undefined if there are too many to tell. */
async function currencyBySource(
  { client, model, query, options }: Asking,
  name: string,
  sources: readonly Grouping[],
): Promise<ReadonlyMap<string, unknown> | undefined> {
  const sample: Measure = { spec: "id:min", name: "id", aggregate: "min", field: { type: "integer", string: "" } };
  const plain = { ...query, having: [], order: [], offset: 0, limit: MAX_SIFTED };
  const found = await readGroups(client, model.name, { ...plain, groupBy: sources, measures: [sample] }, options);
  if (found.more) return undefined;
  const ids = found.groups.map((group) => Number(group["id:min"]));
  const records = ids.length > 0 ? await client.read(model.name, ids, [name], options) : [];
  const currencies = new Map(records.map((record) => [record.id, readRecord(model, record)[name]]));
  return new Map(found.groups.map((group) => [keyOf(group, sources), currencies.get(Number(group["id:min"])) ?? null]));
}

const keyOf = (group: Group, sources: readonly Grouping[]) => JSON.stringify(sources.map(({ spec }) => group[spec]));

/** The count stays last. */
function withCurrency({ count, ...group }: Group, name: string, currency: unknown): Group {
  return { ...group, [name]: currency, count };
}

function names(currencies: readonly unknown[]): string {
  const known = currencies.map((currency) => (currency as { name?: string } | null)?.name ?? "no currency");
  return known.join(" and ");
}
