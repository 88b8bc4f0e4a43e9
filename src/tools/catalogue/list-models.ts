import { OdooError } from "../../odoo/errors/errors.js";
import type { Button, Model, Right } from "../../odoo/schema/schema.js";
import { dialogueOf } from "../actions/dialogue-of.js";
import type { ToolContext } from "../call/tool.js";
import type { Effect } from "../policy/effects.js";
import type { Policy } from "../policy/policy.js";
import { type Findable, type Finding, type Found, findModels } from "./find-models.js";
import { openSteps } from "./find-steps.js";

/** Of so many models that have no tools the first are told with what the user may do, which Odoo is asked. */
const ASKED = 3;

/** The models that the user can work with and the policy opens: all, or those that are called so. */
export async function listAllModels({ query = "" }: { query?: string | undefined }, context: ToolContext) {
  const all = await openModels(context);
  const isSearch = query.trim() !== "";
  const { models, note }: Finding = isSearch ? findModels(query, all) : { models: all };
  const asked = new Set(isSearch ? models.filter(({ typed }) => !typed?.rights).slice(0, ASKED) : []);
  const told = models.map(async (found) => {
    const rights = asked.has(found) ? await context.models.rights(found.model) : found.typed?.rights;
    const told = toldOf(found, rights && operationsOf(found.model, rights, context));
    return isSearch && found.typed ? { ...told, ...stepsOf(found.typed, context) } : told;
  });
  return { models: await Promise.all(told), ...(note ? { note } : {}) };
}

const toldOf = ({ model, label, typed, where }: Found, can: string | undefined) => ({
  model,
  label,
  ...(typed ? { typed: true } : {}),
  ...(can === undefined ? {} : { can }),
  ...(where ? { where } : {}),
});

/** The steps of its records, and which of them open a dialogue. */
function stepsOf(model: Model, context: ToolContext): { steps?: string[]; dialogues?: string[] } {
  const open = openSteps(model, context);
  const opening = open.filter((button) => dialogueOf(model.name, button)?.always);
  const names = (buttons: readonly Button[]) => buttons.map(({ name }) => name);
  return {
    ...(open.length > 0 ? { steps: names(open) } : {}),
    ...(opening.length > 0 ? { dialogues: names(opening) } : {}),
  };
}

/** Those with tools of their own first. */
async function openModels({ client, models, policy }: ToolContext): Promise<Findable[]> {
  const typed = models.known().map((model) => ({ model: model.name, label: model.label, typed: policy.view(model) }));
  const names = new Set(typed.map(({ model }) => model));
  const others = (await models.allowed(client))
    .filter(({ model, transient }) => !transient && !names.has(model))
    .map(({ model, label }) => ({ model, label }));
  return [...typed, ...others].filter(({ model }) => policy.operations(model).value.length > 0);
}

const NEEDS: readonly (readonly [operation: string, effect: Effect, right: Right])[] = [
  ["search", "read", "read"],
  ["create", "create", "create"],
  ["update", "update", "write"],
  ["delete", "delete", "unlink"],
];

/** "search, create": what both the user's rights and the policy allow. */
function operationsOf(model: string, rights: readonly Right[], { policy }: ToolContext): string {
  const allowed = NEEDS.filter(([, effect, right]) => rights.includes(right) && isAllowed(policy, model, effect));
  return allowed.map(([operation]) => operation).join(", ");
}

function isAllowed(policy: Policy, model: string, effect: Effect): boolean {
  try {
    policy.check(model, effect);
    return true;
  } catch (error) {
    if (error instanceof OdooError && error.category === "forbidden") return false;
    throw error;
  }
}
