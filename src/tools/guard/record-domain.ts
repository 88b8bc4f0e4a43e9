import { asApplied, forbidden, OdooError } from "../../odoo/errors/errors.js";
import { checkDomain } from "../../odoo/query/domain.js";
import type { Domain, RawValues } from "../../odoo/schema/raw.js";
import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Ruling } from "../policy/policy.js";
import { ACTIVE, ALL, isOfCall, meansTheSame, userClient } from "./domain-context.js";

// The domain that the policy puts on a model: nothing outside it is read, changed, or left behind by a change. It is asked in
// one context, whatever the call's: see domain-context.ts.

/** The policy's domain of a model as Odoo takes it, for `userClient`, and its rule; undefined if there is none. */
export async function recordDomain({ model, context }: ModelCall): Promise<Ruling<Domain> | undefined> {
  const said = context.policy.domain(model.name);
  if (!said) return undefined;
  const client = userClient(context);
  try {
    const scope = { series: client.series, timeZone: client.user.context.tz, model: openModels(context) };
    const value = await checkDomain(withMe(said.value, client.user.uid), withoutMarks(model), scope);
    return { value, rule: said.rule };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    throw forbidden(said.rule, `The domain that the config demands does not suit ${model.name}: ${error.message}`, {
      model: model.name,
      hint: "Give the model a domain of its own in the config's policy, [] for none.",
    });
  }
}

/** A domain of the caller within the policy's, for a search of the call. */
export async function withinRecordDomain(call: ModelCall, domain: Domain): Promise<Domain> {
  const limit = await recordDomain(call);
  if (!limit) return domain;
  const isSame = await meansTheSame(limit.value, withoutMarks(call.model), openModels(call.context), call.context);
  return [...(isSame ? limit.value : await asIds(call, limit)), ...domain];
}

/** Most records of a domain that can be told by their ids. */
const MOST_IDS = 10_000;

/** The records of the policy's domain, by their ids. Throws `OdooError` "forbidden" for more than can be named. */
async function asIds({ model, context }: ModelCall, { value, rule }: Ruling<Domain>): Promise<Domain> {
  const options = { context: ALL, signal: context.signal };
  const ids = await userClient(context).search(model.name, value, { limit: MOST_IDS + 1 }, options);
  if (ids.length <= MOST_IDS) return [["id", "in", ids], ...ACTIVE.filter(isIn(value)).map(ofAny)];
  const message = `The config's domain leaves more than ${MOST_IDS} records of ${model.name}, too many to keep to`;
  throw context.asUser
    ? forbidden(rule, `${message} in another language or company.`, {
        model: model.name,
        hint: "Leave lang and company_id out.",
      })
    : forbidden(rule, `${message}, for it leads through records that can be archived.`, {
        model: model.name,
        hint: "Whoever keeps odoo-models.config.json can narrow the domain, or compare ids in it.",
      });
}

/** Odoo finds archived records where the domain has a term on the field that archives them. */
const isIn = (domain: Domain) => (name: string) => domain.some((term) => Array.isArray(term) && term[0] === name);
const ofAny = (name: string) => [name, "in", [true, false]];

/** The models as Odoo has them: the policy may speak of fields that it closes to tools. */
const openModels =
  ({ models }: ToolContext) =>
  async (name: string) =>
    withoutMarks(await models.get(name));

/** "me" is the signed-in user, wherever a value may stand: also in the domains of `any` and `not any`, at every depth. */
function withMe(domain: readonly unknown[], uid: number): unknown[] {
  const me = (value: unknown): unknown =>
    value === "me" ? uid : Array.isArray(value) ? value.map((one) => (one === "me" ? uid : one)) : value;
  const inner = (operator: unknown, value: unknown) =>
    (operator === "any" || operator === "not any") && Array.isArray(value) ? withMe(value, uid) : me(value);
  return domain.map((term) => (Array.isArray(term) ? [term[0], term[1], inner(term[1], term[2])] : term));
}

function withoutMarks(model: Model): Model {
  const isMarked = Object.values(model.fields).some(({ closed }) => closed);
  if (!isMarked) return model;
  const open = ([name, { closed: _, ...field }]: [string, Field]) => [name, field] as const;
  return { ...model, fields: Object.fromEntries(Object.entries(model.fields).map(open)) };
}

type Term = readonly [path: string, operator: string, value: unknown];

const TRUE: Term = [1 as unknown as string, "=", 1];
const FALSE: Term = [0 as unknown as string, "=", 1];

/**
 * Throws `OdooError` "forbidden" unless the records stay in the policy's domain with these values written. Of a new record
 * (no ids) only where its values and defaults tell; `checkInside` tells afterwards.
 */
export async function checkStays(call: ModelCall, ids: readonly number[], rows: readonly RawValues[]): Promise<void> {
  const limit = await recordDomain(call);
  if (!limit) return;
  for (const [index, row] of rows.entries()) {
    const stays =
      ids.length === 0
        ? await newInside(call, limit.value, row)
        : await staysInside(call, limit.value, rows.length === 1 ? ids : ids.slice(index, index + 1), row);
    if (!stays)
      throw outside(call, limit.rule, "The values would put the record outside what this server may work with.");
  }
}

async function staysInside(
  call: ModelCall,
  domain: Domain,
  ids: readonly number[],
  values: RawValues,
): Promise<boolean> {
  const isWritten = (term: unknown): term is unknown[] => Array.isArray(term) && Object.hasOwn(values, rootOf(term));
  if (!domain.some(isWritten)) return true;
  const decided = await Promise.all(
    domain.map(async (term) => {
      if (!isWritten(term)) return term;
      const holding = await holds(call, term as unknown as Term, values[rootOf(term)]);
      // A record that was there would be left outside.
      if (holding === undefined) throw cannotTell(call, String(term[0]));
      return holding ? TRUE : FALSE;
    }),
  );
  return (await inside(call, decided, ids)).length === ids.length;
}

/** Where only Odoo can tell, it is let through: `takeBackOutside` looks at the record once it is made. */
async function newInside(call: ModelCall, domain: Domain, values: RawValues): Promise<boolean> {
  const roots = [...new Set(domain.flatMap((term) => (Array.isArray(term) ? [rootOf(term)] : [])))];
  const { client, signal } = call.context;
  const open = roots.filter((name) => !Object.hasOwn(values, name) && fieldOf(call.model, name));
  const defaults = open.length > 0 ? await client.defaultGet(call.model.name, open, { signal }) : {};
  const all: RawValues = { ...defaults, ...values };
  // What is neither given nor a default is Odoo's to compute.
  if (roots.some((name) => fieldOf(call.model, name) && !Object.hasOwn(all, name))) return true;
  const decided = await Promise.all(
    domain.map((term) => (Array.isArray(term) ? isTrue(call, term as unknown as Term, all) : String(term))),
  );
  return decided.includes(undefined) || evaluate(decided.filter((term) => term !== undefined));
}

const isTrue = async (call: ModelCall, term: Term, values: RawValues): Promise<boolean | undefined> =>
  Object.hasOwn(values, rootOf(term)) ? holds(call, term, values[rootOf(term)]) : term[2] === (term[0] as unknown);

const rootOf = (term: readonly unknown[]): string => String(term[0]).split(".")[0] ?? "";

/** Prefix notation with its terms decided; what is left over is ANDed. */
function evaluate(domain: readonly (boolean | string)[]): boolean {
  const stack: boolean[] = [];
  for (const term of domain.toReversed()) {
    if (typeof term === "boolean") stack.push(term);
    else if (term === "!") stack.push(!stack.pop());
    else {
      const [a = true, b = true] = [stack.pop(), stack.pop()];
      stack.push(term === "&" ? a && b : a || b);
    }
  }
  return stack.every(Boolean);
}

/** Lists of commands, and what Odoo searches in another form than it is written in. */
const ODOO_TELLS: ReadonlySet<FieldType> = new Set(["one2many", "many2many", "properties", "json"]);

/** Whether a term holds for a value that will be written; undefined for what only Odoo can tell, once it is. */
async function holds(call: ModelCall, term: Term, value: unknown): Promise<boolean | undefined> {
  const [path, operator, wanted] = term;
  const field = fieldOf(call.model, rootOf(term));
  const rest = path.split(".").slice(1).join(".");
  if (field && isOfCall(field, call.context)) return undefined;
  if (field?.type === "many2one" && typeof value === "number") {
    const related = onRelated(rest, operator, wanted);
    if (related) {
      const { signal } = call.context;
      const domain = [["id", "=", value], ...related.domain];
      const options = { signal, context: ALL };
      const found = await userClient(call.context).searchCount(field.relation ?? "", domain, options);
      return (found === 1) === related.inside;
    }
  }
  if (rest !== "" || (field && ODOO_TELLS.has(field.type))) return undefined;
  switch (operator) {
    case "=":
      return value === wanted;
    case "!=":
      return value !== wanted;
    case "in":
      return (wanted as unknown[]).includes(value);
    case "not in":
      return !(wanted as unknown[]).includes(value);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return compared(value, operator, wanted);
    default:
      return undefined;
  }
}

/**
 * What a term on a many2one says of the record that it points to: whether that is inside a domain of the other model;
 * undefined where the term only compares ids.
 */
function onRelated(rest: string, operator: string, wanted: unknown): { domain: Domain; inside: boolean } | undefined {
  if (rest !== "") return { domain: [[rest, operator, wanted]], inside: true };
  if (operator === "any" || operator === "not any") return { domain: wanted as Domain, inside: operator === "any" };
  if (operator === "child_of" || operator === "parent_of") {
    const isNamed =
      typeof wanted === "string" || (Array.isArray(wanted) && wanted.some((one) => typeof one === "string"));
    return isNamed ? undefined : { domain: [["id", operator, wanted]], inside: true };
  }
  if (typeof wanted === "string") return { domain: [["display_name", operator, wanted]], inside: true };
  if (!Array.isArray(wanted) || !wanted.some((one) => typeof one === "string")) return undefined;
  const choices = wanted.map((one) => [typeof one === "string" ? "display_name" : "id", "=", one]);
  return { domain: [...choices.slice(1).map(() => "|"), ...choices], inside: operator === "in" };
}

/** Dates and times compare as their texts do. Nothing is less or more than an empty value. */
function compared(value: unknown, operator: "<" | ">" | "<=" | ">=", wanted: unknown): boolean {
  if (typeof value !== typeof wanted || (typeof value !== "number" && typeof value !== "string")) return false;
  const [a, b] = [value, wanted as typeof value];
  return operator === "<" ? a < b : operator === ">" ? a > b : operator === "<=" ? a <= b : a >= b;
}

function cannotTell({ model, context }: ModelCall, path: string): OdooError {
  const rule = context.policy.domain(model.name)?.rule ?? "";
  const message = `"${path}" of ${model.name} cannot be written, for the config's domain depends on it in a way that only Odoo can tell.`;
  const hint = context.asUser ? "Leave lang and company_id out." : undefined;
  return forbidden(rule, message, { model: model.name, hint });
}

async function inside({ model, context }: ModelCall, domain: Domain, ids: readonly number[]): Promise<number[]> {
  const options = { context: ALL, signal: context.signal };
  return userClient(context).search(model.name, [["id", "in", ids], ...domain], { limit: ids.length }, options);
}

/** Those of the ids that are in the policy's domain; all of them where there is none. */
export async function idsInside(call: ModelCall, ids: readonly number[]): Promise<readonly number[]> {
  const limit = await recordDomain(call);
  return limit && ids.length > 0 ? inside(call, limit.value, ids) : ids;
}

/** After a change: throws `OdooError` "forbidden" if Odoo put the records outside the policy's domain. */
export async function checkInside(call: ModelCall, ids: readonly number[]): Promise<void> {
  const limit = await outsideLimit(call, ids);
  if (!limit) return;
  throw outside(
    call,
    limit.rule,
    "Odoo's own computations put the record outside what this server may work with.",
    "applied",
  );
}

/**
 * Deletes new records again that Odoo's own computations put outside the policy's domain. Throws `OdooError` "forbidden"
 * where they did: "not_applied" if they are gone again, else "applied"; and whatever fails on the way as "applied".
 */
export async function takeBackOutside(call: ModelCall, ids: readonly number[]): Promise<void> {
  const { model, context } = call;
  const limit = await outsideLimit(call, ids).catch((error) => {
    throw asApplied(error, model.name, ids);
  });
  if (!limit) return;
  const isGone = await context.client.unlink(model.name, ids, { signal: context.signal }).then(
    () => true,
    () => false,
  );
  throw isGone
    ? outside(call, limit.rule, "The record would be outside what this server may work with, so it was deleted again.")
    : outside(
        call,
        limit.rule,
        "The record is outside what this server may work with, and could not be deleted again.",
        "applied",
      );
}

/** The policy's domain, where it leaves out some of the records. */
async function outsideLimit(call: ModelCall, ids: readonly number[]): Promise<Ruling<Domain> | undefined> {
  const limit = await recordDomain(call);
  if (!limit || (await inside(call, limit.value, ids)).length === new Set(ids).size) return undefined;
  return limit;
}

function outside(
  { model }: ModelCall,
  rule: string,
  message: string,
  outcome: "not_applied" | "applied" = "not_applied",
) {
  return new OdooError("forbidden", `${message} The rule is ${rule}.`, { model: model.name, rule, outcome });
}
