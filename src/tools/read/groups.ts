import { OdooError } from "../../odoo/errors/errors.js";
import { isNumber, shown } from "../../odoo/notation/checks.js";
import {
  COMPARISONS,
  type Comparison,
  type Condition,
  GRANULARITIES,
  type Granularity,
  type Group,
  type Grouping,
  type GroupQuery,
  type Measure,
  readGroups,
} from "../../odoo/query/groups.js";
import { checkNotSecret } from "../../odoo/schema/closed-fields.js";
import { AGGREGATES, aggregatesOf, type Field, fieldOf, isGroupable, type Model } from "../../odoo/schema/schema.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import { type ModelCall, pathModelsOf } from "../call/model-call.js";
import { checkFields } from "../call/named-fields.js";
import { withCompanies } from "./companies.js";
import { withCurrencies } from "./currencies.js";
import { checkedDomain } from "./records.js";
import type { PathModels } from "./selection.js";

// Groups of records with sums and the like. What Odoo could not answer, or would answer wrongly, is refused first.

export interface AggregateArguments {
  domain: unknown;
  group_by: string[];
  measures: string[];
  having?: unknown;
  order?: string | undefined;
  limit: number;
  offset: number;
}

export async function aggregateRecords(call: ModelCall, args: AggregateArguments) {
  const { model, context } = call;
  const { limit, offset } = args;
  const groupBy = await Promise.all(
    distinct(args.group_by).map((spec) => grouping(spec, model, pathModelsOf(context))),
  );
  const measures = distinct(args.measures)
    .filter((spec) => spec !== COUNT)
    .map((spec) => measure(spec, model));
  const having = conditions(args.having, measures);
  if (having.length > 0 && groupBy.length === 0) throw refused("having: there are no groups without group_by.");
  const order = orderOf(args.order, [...groupBy, ...measures]);
  const domain = await checkedDomain(call, args.domain);
  const wanted: GroupQuery = { domain, groupBy, measures, having, order, limit, offset };
  const options = { signal: context.signal };
  const { query, complete: withCurrency } = await withCurrencies(context.client, model, wanted, options);
  const { measures: counted, complete, note: added } = withCompanies(context.client, model, query);
  const { groups, more } = await readGroups(context.client, model.name, { ...query, measures: counted }, options);
  const overlapping = groupBy.find(({ field }) => field.type === "many2many");
  const notes = [...(overlapping ? [overlap(overlapping.spec)] : []), ...added(groups)];
  // With a currency among its groups, a total of nothing would have none.
  const empty = groups.length === 0 && args.group_by.length === 0 && offset === 0;
  return {
    groups: (empty ? [totalOfNothing(query)] : groups).map(complete).map(withCurrency),
    limit,
    offset,
    next_offset: more ? offset + groups.length : null,
    ...(notes.length > 0 ? { note: notes.join(" ") } : {}),
  };
}

const overlap = (spec: string) =>
  `A record with several ${spec} counts in the group of each, so the groups can add up to more than there is.`;

function totalOfNothing({ groupBy, measures }: GroupQuery): Group {
  const values = measures.map(({ spec, aggregate }) => [spec, aggregate === "count_distinct" ? 0 : null]);
  return { ...Object.fromEntries(groupBy.map(({ spec }) => [spec, null])), ...Object.fromEntries(values), count: 0 };
}

const COUNT = "count";

const distinct = (specs: readonly string[]) => [...new Set(specs)];

/** "state", "date_order:month", "partner_id.country_id". Throws for what makes no groups. */
async function grouping(spec: string, model: Model, modelAt: PathModels): Promise<Grouping> {
  const [path, suffix] = parts(spec);
  refuseSql("group_by", spec, "field or date_field:month");
  const { name, field, owner } = await fieldAt(path, model, modelAt);
  const at = `group_by: ${owner.name}.${name}`;
  checkNotSecret(owner, name, "group_by", "grouped by");
  if (name === "id") throw refused(`${at} is another one for each record; search lists records.`, model, name);
  if (spec === COUNT) throw refused(`${at} cannot be told from the count of each group.`, model, name);
  if (!isGroupable(field)) {
    const groupable = Object.keys(owner.fields).filter((other) => isGroupable(owner.fields[other] as Field));
    const why = field.store === false ? "is computed and not stored" : `is a ${field.type}`;
    throw refused(`${at} ${why}, so Odoo cannot group by it.${didYouMean(name, groupable)}`, model, name);
  }
  if (field.type !== "date" && field.type !== "datetime") {
    if (suffix === undefined) return { spec, field };
    throw refused(`${at} is a ${field.type}, which is grouped by as "${path}" and nothing behind it.`, model, name);
  }
  const granularities = GRANULARITIES.filter((own) => own !== "hour" || field.type === "datetime");
  const granularity = granularities.find((own) => own === suffix);
  if (granularity) return { spec, field, granularity };
  throw refused(granularityProblem(at, path, suffix, granularities), model, name);
}

function granularityProblem(at: string, path: string, suffix: string | undefined, known: readonly Granularity[]) {
  const [best] = suffix ? known.filter((own) => suffix.toLowerCase().startsWith(own)) : [];
  const given = suffix === undefined ? "needs a period" : `has no period ${shown(suffix)}`;
  return `${at} ${given}: write "${path}:${best ?? "month"}"; there are ${known.join(", ")}.`;
}

/** The field at the end of a path of many2ones, and the model it belongs to. */
async function fieldAt(path: string, model: Model, modelAt: PathModels) {
  const names = path.split(".");
  let owner = model;
  for (const [index, name] of names.entries()) {
    checkFields(owner, [name], "group_by");
    const field = fieldOf(owner, name) as Field;
    if (index === names.length - 1) return { name, field, owner };
    if (field.type !== "many2one" || !field.relation) {
      throw refused(`group_by: "${name}" is a ${field.type}, so "${path}" cannot go on behind it.`, model, name);
    }
    owner = await modelAt(field.relation);
  }
  throw refused(`group_by: ${shown(path)} names no field.`, model);
}

/** "amount_total:sum". Throws for what cannot be computed. */
function measure(spec: string, model: Model): Measure {
  const [name, suffix] = parts(spec);
  if (/^(__count|count\(.*\)|(id|\*):count)$/i.test(spec)) {
    throw refused(`measures: ${shown(spec)} is not needed: every group has its own "count".`);
  }
  refuseSql("measures", spec, "field:sum");
  checkFields(model, [name], "measures");
  const field = fieldOf(model, name) as Field;
  const at = `measures: ${model.name}.${name}`;
  checkNotSecret(model, name, "measures", "computed with");
  const aggregates = aggregatesOf(name, field);
  const aggregate = aggregates.find((own) => own === suffix);
  if (aggregate) return { spec, name, aggregate, field };
  if (suffix === "count") {
    throw refused(`${at} needs no count: every group has its own. "${name}:count_distinct" counts different values.`);
  }
  if (suffix !== undefined && !AGGREGATES.some((own) => own === suffix)) {
    throw refused(`${at} has no function ${shown(suffix)}; there are ${AGGREGATES.join(", ")}.`, model, name);
  }
  const why = field.store === false ? "is computed and not stored" : `is a ${field.type}`;
  if (aggregates.length === 0) throw refused(`${at} ${why}, so Odoo cannot aggregate it.`, model, name);
  const given = suffix === undefined ? "needs a function" : `${why}, so it has no ${suffix}`;
  throw refused(`${at} ${given}: write ${quoted(aggregates.map((own) => `${name}:${own}`))}.`, model, name);
}

/** What stands before the last colon, and what behind it. */
function parts(spec: string): [name: string, suffix: string | undefined] {
  const colon = spec.lastIndexOf(":");
  return colon < 0 ? [spec, undefined] : [spec.slice(0, colon), spec.slice(colon + 1)];
}

/** "sum(amount_total)", and Odoo's own "total:sum(amount_total)". */
function refuseSql(at: string, spec: string, form: string): void {
  const [, called = "", name = ""] = /(?:^|:)(\w+)\((\w*)\)$/.exec(spec) ?? [];
  if (!called) return;
  const example = name ? `${name}:${called.toLowerCase()}` : form;
  throw refused(`${at}: ${shown(spec)} is not of the form ${shown(form)}: write ${shown(example)}.`);
}

function conditions(given: unknown, measures: readonly Measure[]): Condition[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw refused(`having: expected a list such as ${EXAMPLE}, not ${shown(given)}.`);
  return given.map((condition, index) => {
    const at = `having[${index}]`;
    if (!Array.isArray(condition) || condition.length !== 3) {
      throw refused(`${at}: expected [measure, operator, number] as in ${EXAMPLE}, not ${shown(condition)}.`);
    }
    const [term, operator, value] = condition as unknown[];
    const known = measures.filter(({ field, aggregate }) => aggregate === "count_distinct" || isNumeric(field));
    checkTerm(at, term, [COUNT, ...known.map(({ spec }) => spec)]);
    if (!COMPARISONS.some((own) => own === operator)) {
      throw refused(`${at}: expected one of ${COMPARISONS.join(", ")}, not ${shown(operator)}.`);
    }
    if (!isNumber(value)) throw refused(`${at}: expected a number to compare with, not ${shown(value)}.`);
    return { term, operator: operator as Comparison, value };
  });
}

const EXAMPLE = '[["amount_total:sum", ">", 1000]]';

const isNumeric = ({ type }: Field) => type === "integer" || type === "float" || type === "monetary";

function orderOf(text: string | undefined, specs: readonly { spec: string }[]): GroupQuery["order"] {
  if (text === undefined) return [];
  return text.split(",").map((part) => {
    const [, term = "", direction = ""] = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
    if (!term) {
      throw refused(`order: ${shown(part.trim())} is not of the form "count desc" or "amount_total:sum desc".`);
    }
    checkTerm("order", term, [...specs.map(({ spec }) => spec), COUNT]);
    return { term, descending: direction.toLowerCase() === "desc" };
  });
}

/** Only what the result shows can be ordered by, or chosen by. */
function checkTerm(at: string, term: unknown, known: readonly string[]): asserts term is string {
  if (known.some((own) => own === term)) return;
  const hint = typeof term === "string" && term.length <= 128 ? didYouMean(term, known) : "";
  throw refused(`${at}: ${shown(term)} is none of ${quoted(known)}.${hint}`);
}

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

const refused = (message: string, model?: Model, field?: string) =>
  new OdooError("validation", message, { model: model?.name, field });
