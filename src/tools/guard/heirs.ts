import { forbidden } from "../../odoo/errors/errors.js";
import type { Heir } from "../../odoo/schema/sources.js";
import { modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Policy } from "../policy/policy.js";
import { idsInside } from "./record-domain.js";

// Records that are part of another one with `_inherits`: a contact of a user, a template of a product's variants. What is
// changed of them changes there, too.

/** What a user signs in with, and where the password is reset to, is kept in the user's contact (14 to 19). */
const USERS: Heir = { model: "res.users", link: "partner_id", fields: ["email", "active"] };

const HEIRS: Readonly<Record<string, readonly Heir[]>> = { "res.partner": [USERS] };

/** The heirs of a model that may not be changed or deleted as they are. */
function closedHeirs(model: string, effect: "update" | "delete", { models, policy }: ToolContext): Heir[] {
  const always = Object.hasOwn(HEIRS, model) ? (HEIRS[model] ?? []) : [];
  const told = models.heirs(model).filter((heir) => !always.some((one) => one.model === heir.model));
  return [...always, ...told].filter((heir) => ruleOf(heir.model, effect, policy) !== undefined);
}

/** The rule by which records of the model may not be changed, or some may not; undefined where all may. */
const ruleOf = (model: string, effect: "update" | "delete", policy: Policy): string | undefined => {
  const { value, rule } = policy.operations(model);
  return value.includes(effect) ? policy.domain(model)?.rule : rule;
};

/** Whether a field of the model shows in records of another one that may not be changed. */
export const isInherited = (model: string, field: string, context: ToolContext): boolean =>
  closedHeirs(model, "update", context).some(({ fields }) => fields.includes(field));

/** Records that are to be changed or deleted, with the fields that are written, and the argument that says so. */
export interface Parents {
  model: string;
  ids: readonly number[];
  fields?: readonly string[];
  at: string;
}

/**
 * Throws `OdooError` "forbidden" for records that are part of such as may not be changed, in fields that those show; of a
 * deletion in any. One search for each model that is limited so, archived records included.
 */
export async function checkHeirs(
  { model, ids, fields, at }: Parents,
  effect: "update" | "delete",
  context: ToolContext,
): Promise<void> {
  if (ids.length === 0) return;
  for (const heir of closedHeirs(model, effect, context)) {
    const shown = fields?.filter((name) => heir.fields.includes(name));
    if (shown?.length === 0) continue;
    const found = await closedRecords(heir, ids, effect, context);
    if (found.length === 0) continue;
    const what = shown ? `${shown.join(", ")} of ${model}` : model;
    const rule = ruleOf(heir.model, effect, context.policy) ?? "";
    const message = `${at}: ${what} is part of ${heir.model} ${found.slice(0, 5).join(", ")}, which may not be ${effect === "delete" ? "deleted" : "changed"} by this server (${rule}).`;
    throw forbidden(rule, message, { model, field: shown?.[0], hint: `Change other fields, or other records.` });
  }
}

/** The heirs of the records that may not be changed: all, or those outside the policy's domain. */
async function closedRecords(
  heir: Heir,
  ids: readonly number[],
  effect: "update" | "delete",
  context: ToolContext,
): Promise<number[]> {
  const { client, policy, signal } = context;
  const options = { context: { active_test: false }, signal };
  const found = await client.search(heir.model, [[heir.link, "in", ids]], { limit: MAX_HEIRS }, options);
  if (!policy.operations(heir.model).value.includes(effect)) return found;
  const inside = new Set(await idsInside(await modelCall(heir.model, effect, context), found));
  return found.filter((id) => !inside.has(id));
}

/** More variants than any template has. */
const MAX_HEIRS = 10_000;
