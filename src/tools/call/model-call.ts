import { forbidden } from "../../odoo/errors/errors.js";
import { ownerFields } from "../../odoo/schema/owner-fields.js";
import type { Model } from "../../odoo/schema/schema.js";
import { screenContext } from "../../odoo/views/screens.js";
import { type Effect, isOfRecords } from "../policy/effects.js";
import type { ToolContext } from "./tool.js";

/** A model that the policy lets tools work with, its closed fields marked. */
export interface ModelCall {
  model: Model;
  context: ToolContext;
}

/**
 * The model, for something to be done to its records, in the context of its screen. Throws `OdooError` "forbidden", where the
 * policy closes the model before Odoo is asked anything, and "not_found".
 */
export async function modelCall(name: string, effect: Effect, context: ToolContext): Promise<ModelCall> {
  context.policy.check(name, effect);
  const model = await context.models.get(name);
  if (isOfRecords(effect)) context.policy.checkReached(name);
  const screen = screenContext(name);
  return { model, context: screen ? { ...context, client: context.client.inContext(screen) } : context };
}

/**
 * A model that a path leads to, such as the customer in "partner_id.email". Throws `OdooError` "forbidden" for one that may
 * not be read, and for one whose records the policy limits: a path reaches them all.
 */
export async function pathModel(name: string, { policy, models }: ToolContext): Promise<Model> {
  policy.check(name, "read");
  const own = policy.domain(name)?.rule;
  const model = own === undefined ? await models.get(name) : undefined;
  // What belongs to records is limited as they are.
  const rule = model && ownerFields(model) ? policy.anyDomain : own;
  if (model && rule === undefined) return model;
  throw forbidden(rule ?? "", `No path may lead into ${name}, for this server sees some of its records only.`, {
    model: name,
    hint: `Search ${name} itself, then use the ids.`,
  });
}

/** `onPath` for the calls of one tool. */
export const pathModelsOf = (context: ToolContext) => (name: string) => pathModel(name, context);

/** Throws `OdooError` "forbidden" for a model whose records the policy limits, where it cannot be told which are meant. */
export function refuseLimited(model: string, refusal: string, { policy }: ToolContext): void {
  const limited = policy.domain(model);
  if (!limited) return;
  const hint = `Change ${model} itself.`;
  throw forbidden(limited.rule, `${refusal}, for this server sees some of its records only.`, { model, hint });
}
