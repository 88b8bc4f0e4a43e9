import type { Client } from "../../odoo/client.js";
import type { Domain } from "../../odoo/schema/raw.js";
import { type Field, type FieldType, fieldOf, type Model } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";

// The one context that the policy's domains are asked in: the user's own language and companies, archived records among
// them. A call may ask for another language or company, in which translated and company-dependent fields have other values.

/** Archived records are inside, too, and count where a domain leads through them. */
export const ALL = { active_test: false };

/** The fields that archive a record: the second of models that people add. */
export const ACTIVE: readonly string[] = ["active", "x_active"];

/** The client that the policy's domains are asked with, whatever the call asks for. */
export const userClient = ({ asUser, client }: ToolContext): Client => asUser ?? client;

/** Whether a domain of the policy finds the same in a search of the call as in the one context. */
export async function meansTheSame(
  domain: Domain,
  model: Model,
  modelOf: (name: string) => Promise<Model>,
  context: ToolContext,
): Promise<boolean> {
  if (hasOtherLanguage(context) || companies(context.client) !== companies(userClient(context))) return false;
  return !(await leadsThroughArchived(domain, model, modelOf));
}

/** Whether what the call writes into a field may be another value than the one that the policy's domain compares. */
export const isOfCall = ({ type }: Field, context: ToolContext): boolean =>
  company(context.client) !== company(userClient(context)) || (hasOtherLanguage(context) && TRANSLATED.has(type));

const TRANSLATED: ReadonlySet<FieldType> = new Set(["char", "text", "html"]);

const hasOtherLanguage = (context: ToolContext) =>
  context.client.user.context.lang !== userClient(context).user.context.lang;

const companies = ({ user }: Client) => user.context.allowed_company_ids.join();

/** The current one, whose values company-dependent fields have. */
const company = ({ user }: Client) => user.context.allowed_company_ids[0];

/**
 * Whether a domain leads into lines or tags that can be archived. Odoo leaves archived ones out there as it does among the
 * records that it searches (14 to 19); behind a many2one it does not.
 */
async function leadsThroughArchived(
  domain: Domain,
  model: Model,
  modelOf: (name: string) => Promise<Model>,
): Promise<boolean> {
  for (const term of domain) {
    if (Array.isArray(term) && (await passesArchived(term, model, modelOf))) return true;
  }
  return false;
}

async function passesArchived(
  [path, operator, value]: readonly unknown[],
  model: Model,
  modelOf: (name: string) => Promise<Model>,
): Promise<boolean> {
  const names = String(path).split(".");
  let at = model;
  for (const [index, name] of names.entries()) {
    const { type, relation } = fieldOf(at, name) ?? {};
    if (!relation) return false;
    const isLast = index === names.length - 1;
    const isInner = isLast && (operator === "any" || operator === "not any");
    if (isLast && !isInner && (type === "many2one" || isIds(value))) return false;
    at = await modelOf(relation);
    if (type !== "many2one" && canArchive(at)) return true;
    if (isInner) return leadsThroughArchived(value as Domain, at, modelOf);
  }
  return false;
}

const canArchive = (model: Model) => ACTIVE.some((name) => fieldOf(model, name));

/** Links are compared by their ids, whatever those are of. */
const isIds = (value: unknown): boolean =>
  Array.isArray(value) ? value.every((one) => typeof one === "number") : typeof value === "number";
