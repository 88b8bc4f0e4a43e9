import type { Client } from "../../odoo/client.js";
import type { Group, GroupQuery, Measure } from "../../odoo/query/groups.js";
import { aggregatesOf, fieldOf, type Model } from "../../odoo/schema/schema.js";

// Amounts of several companies may be added up, where they are of one currency; but never in silence.

const COMPANY = "company_id";
const COUNTED = `${COMPANY}:count_distinct`;

interface WithCompanies {
  /** Those that were asked for, and how many companies each group has. */
  measures: readonly Measure[];
  /** A group as it was asked for. */
  complete(group: Group): Group;
  /** What to say of the groups. */
  note(groups: readonly Group[]): string[];
}

/** Counts the companies of each group along with its amounts: where the user has several, and they are not kept apart already. */
export function withCompanies(client: Client, model: Model, { measures, groupBy }: GroupQuery): WithCompanies {
  const field = fieldOf(model, COMPANY);
  const isAsked = measures.some(({ spec }) => spec === COUNTED);
  const isApart = groupBy.some(({ spec }) => spec === COMPANY);
  const isMixed =
    client.user.context.allowed_company_ids.length > 1 &&
    measures.some(({ field: { type }, aggregate }) => type === "monetary" && ADDED.has(aggregate)) &&
    field?.relation === "res.company" &&
    aggregatesOf(COMPANY, field).includes("count_distinct");
  if (!field || field.closed || isApart || !isMixed) return { measures, complete: (group) => group, note: () => [] };
  const counting: Measure = { spec: COUNTED, name: COMPANY, aggregate: "count_distinct", field };
  return {
    measures: isAsked ? measures : [...measures, counting],
    complete: (group) => (isAsked ? group : without(group)),
    note: (groups) => (groups.some((group) => Number(group[COUNTED]) > 1) ? [ADDED_UP] : []),
  };
}

const ADDED: ReadonlySet<string> = new Set(["sum", "avg"]);

const ADDED_UP = `Amounts of several companies were added up; ${COMPANY} in group_by, or company_id, keeps them apart.`;

function without({ [COUNTED]: _, ...group }: Group): Group {
  return group as Group;
}
