import { forbidden, OdooError } from "../../odoo/errors/errors.js";
import { distinctValues } from "../../odoo/query/distinct.js";
import { type OwnerFields, ownerFields } from "../../odoo/schema/owner-fields.js";
import type { Domain } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { ALL } from "./domain-context.js";
import { idsInside, withinRecordDomain } from "./record-domain.js";

// What belongs to a record of another model, such as a file, is read as far as that record is: the policy's rules of that
// model hold for it. Odoo's own rights know nothing of them.

/** A caller's domain, within the policy's of the model, and of those whose records the found ones belong to. */
export async function withinReadable(call: ModelCall, domain: Domain): Promise<Domain> {
  return withinOwners(call, await withinRecordDomain(call, domain));
}

/** Those of the ids that may be read: in the policy's domain, and belonging to records that may be. */
export async function readableIds(call: ModelCall, ids: readonly number[]): Promise<readonly number[]> {
  const inside = await idsInside(call, ids);
  if (!ownerFields(call.model) || inside.length === 0) return inside;
  const { client, signal } = call.context;
  const named = [["id", "in", inside]];
  const domain = await withinOwners(call, named);
  if (domain === named) return inside;
  const options = { signal, context: ALL };
  return client.search(call.model.name, domain, { limit: inside.length }, options);
}

/** Where records belong: to a model's, be it as the value of a field. */
export interface Owner {
  model: string;
  field?: string | undefined;
}

/** Throws `OdooError` "forbidden" for what belongs to a record, or is the value of a field, that may not be read. */
export async function checkOwnerReadable({ model, id, field }: Owner & { id: number }, context: ToolContext) {
  await checkPlace({ model, field }, context);
  const limit = context.policy.domain(model);
  if (!limit) return;
  const inside = await idsInside(await modelCall(model, "read", context), [id]);
  if (inside.length > 0) return;
  throw forbidden(limit.rule, `It belongs to ${model} ${id}, which this server may not work with.`, { model });
}

async function checkPlace({ model, field }: Owner, context: ToolContext): Promise<void> {
  context.policy.check(model, "read");
  if (!field) return;
  const closed = fieldOf(await context.models.get(model), field)?.closed;
  if (closed)
    throw forbidden(closed, `It is the ${field} of ${model}, which is closed to this server.`, { model, field });
}

/** The domain itself where all that it finds may be read. */
async function withinOwners(call: ModelCall, domain: Domain): Promise<Domain> {
  const names = ownerFields(call.model);
  if (!names) return domain;
  const owners = await ownersOf(call, names, domain);
  const readable = await Promise.all(owners.map((owner) => isReadable(owner, call.context)));
  const isLimited = ({ model }: Owner) => model !== "" && call.context.policy.domain(model) !== undefined;
  if (readable.every(Boolean) && !owners.some(isLimited)) return domain;
  const open = owners.filter((_, at) => readable[at]);
  const choices = await Promise.all(
    open.map(async (owner) => {
      const terms = termsOf(owner, names);
      return isLimited(owner) ? [...terms, await idsTerm(call, owner, [...domain, ...terms])] : terms;
    }),
  );
  return [...domain, ...anyOf(choices.map(allOf))];
}

async function isReadable(owner: Owner, context: ToolContext): Promise<boolean> {
  if (owner.model === "") return true;
  try {
    await checkPlace(owner, context);
    return true;
  } catch (error) {
    // A model that is no more there has no records either.
    if (error instanceof OdooError && (error.rule || error.category === "not_found")) return false;
    throw error;
  }
}

/** Models, with the field of each, are few; records of one that the policy limits may be many. */
const MOST = { owners: 500, records: 5000 };

/** The models that what a domain finds belongs to, each field of theirs apart; "" for none. */
async function ownersOf({ model, context }: ModelCall, names: OwnerFields, domain: Domain): Promise<Owner[]> {
  const { client, signal } = context;
  const columns = [names.model, ...(names.field ? [names.field] : [])];
  const asked = { domain, names: columns, limit: MOST.owners + 1 };
  const options = { signal, context: ALL };
  const groups = await distinctValues(client, model.name, asked, options).catch((error) => {
    if (!(error instanceof OdooError) || error.category !== "forbidden") throw error;
    // 14 lets nobody group meetings by what they belong to.
    return client.searchRead(model.name, domain, columns, { limit: MOST.records + 1 }, options);
  });
  if (groups.length > MOST.records) throw tooMany(model.name, "records");
  const owners = groups.map((group) => ({
    model: textOf(group[names.model]),
    ...(names.field ? { field: textOf(group[names.field]) } : {}),
  }));
  const distinct = [...new Map(owners.map((owner) => [JSON.stringify(owner), owner])).values()];
  if (distinct.length > MOST.owners) throw tooMany(model.name, "models");
  return distinct;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** Which records of a limited model those are that a domain finds something of, as far as they are inside its limit. */
async function idsTerm({ model, context }: ModelCall, owner: Owner, domain: Domain): Promise<unknown[]> {
  const { client, signal } = context;
  const options = { signal, context: ALL };
  const rows = await client.searchRead(model.name, domain, ["res_id"], { limit: MOST.records + 1 }, options);
  if (rows.length > MOST.records) throw tooMany(model.name, `records of ${owner.model}`);
  const ids = [...new Set(rows.map(({ res_id }) => Number(res_id)))];
  return ["res_id", "in", await idsInside(await modelCall(owner.model, "read", context), ids)];
}

const termsOf = (owner: Owner, names: OwnerFields): unknown[][] => [
  [names.model, "=", owner.model || false],
  ...(names.field ? [[names.field, "=", owner.field || false]] : []),
];

const allOf = (terms: readonly unknown[]): unknown[] => [...terms.slice(1).map(() => "&"), ...terms];

/** Nothing, of no choices. */
const anyOf = (choices: readonly unknown[][]): unknown[] =>
  choices.length === 0 ? [[0, "=", 1]] : [...choices.slice(1).map(() => "|"), ...choices.flat()];

const tooMany = (model: string, what: string) =>
  new OdooError("validation", `domain: it finds records of ${model} that belong to more ${what} than can be checked.`, {
    model,
    hint: 'Name the record that they belong to: [["res_model", "=", "sale.order"], ["res_id", "=", 7]].',
  });
