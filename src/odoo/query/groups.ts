import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import { inTimeZone } from "../notation/dates.js";
import type { CallOptions, Domain } from "../schema/raw.js";
import type { Aggregate, Field } from "../schema/schema.js";
import type { Series } from "../schema/series.js";
import { readRecord } from "../values/values.js";

// Groups of records: `read_group` up to 18, `formatted_read_group` from 19 on, as one.

/** The periods a date or time is grouped by. A date has no hours. */
export const GRANULARITIES = ["hour", "day", "week", "month", "quarter", "year"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export interface Grouping {
  /** As Odoo takes it, and the key of the result: "state", "date_order:month". */
  spec: string;
  /** The field that makes the groups: the last one of a path. */
  field: Field;
  /** Of a date or time. */
  granularity?: Granularity | undefined;
}

export interface Measure {
  /** The key of the result: "amount_total:sum". */
  spec: string;
  name: string;
  aggregate: Aggregate;
  field: Field;
}

/** A measure's spec or "count", compared with a number. What is empty never matches, as in SQL. */
export interface Condition {
  term: string;
  operator: Comparison;
  value: number;
}
export const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Already checked: every term of `having` and `order` is a spec of the groups or measures, or "count". */
export interface GroupQuery {
  domain: Domain;
  groupBy: readonly Grouping[];
  measures: readonly Measure[];
  having: readonly Condition[];
  order: readonly { term: string; descending: boolean }[];
  limit: number;
  offset: number;
}

/**
 * Values by spec, and `count`. `null` for what is empty; a period is its first day, as `2026-03-01`, or its hour on the
 * user's clock, as `2026-03-01T09:00:00+01:00`.
 */
export type Group = { count: number } & Record<string, unknown>;

type RawGroup = Readonly<Record<string, unknown>>;

/** What is fetched at most to apply `having` here, for an Odoo that has none. */
export const MAX_SIFTED = 5000;

/**
 * The groups of a page, in an order that is the same at every call, and whether more follow. One group if the query
 * groups by nothing. Throws `OdooError`.
 */
export async function readGroups(
  client: Client,
  model: string,
  query: GroupQuery,
  options: CallOptions = {},
): Promise<{ groups: Group[]; more: boolean }> {
  const { limit, offset, having } = query;
  refuseUnsupported(client.series, model, query);
  const formatted = client.series.major >= 19;
  if (!formatted && having.length > 0) return siftedGroups(client, model, query, options);
  const page = { ...query, limit: limit + 1 };
  const rows = formatted
    ? await formattedReadGroup(client, model, page, options)
    : await readGroup(client, model, page, options);
  if (query.groupBy.length === 0 && offset > 0) return { groups: [], more: false };
  const groups = rows.slice(0, limit).map((row) => toGroup(query, row, client.user.context.tz));
  return { groups, more: rows.length > limit };
}

/** Throws for what an older Odoo fails at, or leaves out in silence. */
function refuseUnsupported({ major, name: series }: Series, model: string, { groupBy, measures }: GroupQuery): void {
  for (const { spec, field } of groupBy) {
    const since = spec.includes(".") ? 19 : field.type === "many2many" ? 15 : 0;
    if (major >= since) continue;
    const what = spec.includes(".") ? "follows a relation" : "is a many2many";
    throw refused(
      `group_by: "${spec}" ${what}, which Odoo ${series} cannot group by; ${since}.0 and later can.`,
      model,
    );
  }
  const grouped = new Set(groupBy.map(({ spec }) => spec.split(":")[0]));
  const lost = major < 17 ? measures.find(({ name }) => grouped.has(name)) : undefined;
  if (!lost) return;
  throw refused(`measures: Odoo ${series} cannot compute "${lost.spec}" of a field that it groups by.`, model);
}

const refused = (message: string, model: string) => new OdooError("validation", message, { model });

/** `read_group` knows no `having` (14 to 18): exact only where all groups are seen. */
async function siftedGroups(client: Client, model: string, query: GroupQuery, options: CallOptions) {
  const { having, offset, limit } = query;
  const all = await readGroups(client, model, { ...query, having: [], offset: 0, limit: MAX_SIFTED }, options);
  if (all.more) {
    const message = `having: there are more than ${MAX_SIFTED} groups, and Odoo ${client.series.name} cannot choose among them. Narrow the domain, or group by less.`;
    throw refused(message, model);
  }
  const matching = all.groups.filter((group) => having.every((condition) => matches(group[condition.term], condition)));
  return { groups: matching.slice(offset, offset + limit), more: matching.length > offset + limit };
}

function matches(value: unknown, { operator, value: limit }: Condition): boolean {
  return typeof value === "number" && COMPARE[operator](value, limit);
}

const COMPARE: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  "=": (value, limit) => value === limit,
  "!=": (value, limit) => value !== limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

async function formattedReadGroup(client: Client, model: string, query: GroupQuery, options: CallOptions) {
  const { domain, groupBy, measures, having, offset, limit } = query;
  const term = (name: string) => (name === "count" ? "__count" : name);
  const params = {
    domain,
    groupby: groupBy.map(({ spec }) => spec),
    aggregates: [...measures.map(({ spec }) => spec), "__count"],
    having: having.map((condition) => [term(condition.term), condition.operator, condition.value]),
    offset: groupBy.length > 0 ? offset : 0,
    limit,
    order: orderText(query, term, "id:min") ?? null,
  };
  return rowsFrom(await client.callModel(model, "formatted_read_group", params, options));
}

/**
 * Measures go by aliases: two of one field would have one name. Without any, 14 to 16 would aggregate all numbers.
 * Never lazy: that groups by the first field alone, and adds groups that have no records.
 */
async function readGroup(client: Client, model: string, query: GroupQuery, options: CallOptions): Promise<RawGroup[]> {
  const { domain, groupBy, measures, offset, limit } = query;
  const { major } = client.series;
  const aliases = new Map(measures.map(({ spec }, index) => [spec, `m${index}`]));
  const term = (name: string) => (name === "count" ? COUNT : (aliases.get(name) ?? name));
  const fields = measures.map(({ spec, name, aggregate }) => `${aliases.get(spec)}:${aggregate}(${name})`);
  const params = {
    domain,
    fields: [`${COUNT}:count(id)`, ...fields],
    groupby: groupBy.map(({ spec }) => spec),
    offset: groupBy.length > 0 ? offset : 0,
    limit,
    // Up to 16 "id" is the smallest id of the group.
    orderby: orderText(query, term, major < 17 ? "id" : "id:min") ?? false,
    lazy: false,
  };
  const rows = await client.callModel(model, "read_group", params, options);
  if (rows === null && groupBy.length === 0) return [await totals(client, model, query, options)];
  return rowsFrom(rows).map((row) => {
    const named = measures.map(({ spec }) => [spec, row[aliases.get(spec) ?? ""]]);
    return { ...row, ...Object.fromEntries(named) };
  });
}

const COUNT = "records";

/** XML-RPC cannot carry the NULL that 14 to 16 answer for a total of nothing: what cannot be asked alone is one. */
async function totals(client: Client, model: string, query: GroupQuery, options: CallOptions): Promise<RawGroup> {
  const row: Record<string, unknown> = { __count: await client.searchCount(model, query.domain, options) };
  for (const { spec, name, aggregate } of query.measures) {
    const params = { domain: query.domain, fields: [`m0:${aggregate}(${name})`], groupby: [], lazy: false };
    const answer = await client.callModel(model, "read_group", params, options);
    row[spec] = answer === null ? (aggregate === "count_distinct" ? 0 : false) : rowsFrom(answer)[0]?.m0;
  }
  return row;
}

/** The wanted order, then that of the groups, then the oldest record: without a last word pages could overlap. */
function orderText(query: GroupQuery, term: (name: string) => string, last: string): string | undefined {
  const { groupBy, order } = query;
  if (groupBy.length === 0) return undefined;
  const wanted = new Map(order.map((part) => [part.term, part.descending]));
  for (const { spec } of groupBy) if (!wanted.has(spec)) wanted.set(spec, false);
  const terms = [...wanted].map(([name, descending]) => `${term(name)} ${descending ? "desc" : "asc"}`);
  return [...terms, `${last} asc`].join(", ");
}

function rowsFrom(answer: unknown): RawGroup[] {
  if (Array.isArray(answer)) return answer as RawGroup[];
  throw new OdooError("server_error", "Odoo answered with something else than groups.");
}

function toGroup({ groupBy, measures }: GroupQuery, row: RawGroup, timeZone: string): Group {
  const starts = periodStarts(groupBy, row);
  const periods: Record<string, unknown> = {};
  const fields: Record<string, Field> = {};
  for (const { spec, field, granularity } of groupBy) {
    if (granularity) periods[spec] = period(starts.get(spec), field, granularity, timeZone);
    // A many2many makes a group for each record it holds.
    else fields[spec] = field.type === "many2many" ? { ...field, type: "many2one" } : field;
  }
  for (const { spec, field, aggregate } of measures) fields[spec] = aggregate === "count_distinct" ? COUNTED : field;
  const raw = Object.fromEntries(Object.keys(fields).map((spec) => [spec, row[spec] ?? false]));
  const { id: _, ...values } = readRecord({ name: "", label: "", fields }, { ...raw, id: 0 });
  const group = Object.fromEntries(groupBy.map(({ spec }) => [spec, periods[spec] ?? values[spec] ?? null]));
  return {
    ...group,
    ...Object.fromEntries(measures.map(({ spec }) => [spec, values[spec]])),
    count: Number(row.__count),
  };
}

const COUNTED: Field = { type: "integer", string: "" };

/** The first moment of each period, as Odoo writes it. Its label is for people: "W10 2026", "mars 2026". */
function periodStarts(groupBy: readonly Grouping[], row: RawGroup): Map<string, unknown> {
  const ranges = row.__range as Record<string, { from: unknown } | false> | undefined;
  // 14 tells the start only in the group's domain, where the groups' own terms come first, in their order.
  const terms = Array.isArray(row.__domain) ? row.__domain.filter(Array.isArray) : [];
  const starts = new Map<string, unknown>();
  for (const { spec, granularity } of groupBy) {
    const value = row[spec];
    const filled = value !== false && value !== null && value !== undefined;
    const [own, end] = [terms.shift(), granularity && filled ? terms.shift() : undefined];
    if (!filled) starts.set(spec, null);
    if (!granularity || !filled) continue;
    const range = ranges?.[spec];
    const told = end && own?.[1] === ">=" ? own[2] : undefined;
    starts.set(spec, Array.isArray(value) ? value[0] : range ? range.from : told);
  }
  return starts;
}

function period(start: unknown, field: Field, granularity: Granularity, timeZone: string): string | null {
  if (start === null) return null;
  if (typeof start !== "string") throw new OdooError("server_error", "Odoo does not tell when a period begins.");
  if (field.type === "date") return start.slice(0, 10);
  const local = inTimeZone(start, timeZone);
  return granularity === "hour" ? local : local.slice(0, 10);
}
