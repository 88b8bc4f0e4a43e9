import { forbidden } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import { fieldOf, type Model } from "../../odoo/schema/schema.js";
import { type ModelCall, refuseLimited } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";

// Records that belong to a record of another model: files, activities, messages being written. They are part of it, so to
// add, change or delete one is to change that record.

type Values = Readonly<Record<string, unknown>>;

const OWNER_IDS = ["res_id", "res_ids"];
const OWNER_MODELS = ["res_model", "model", "res_model_id"];

const ownable = (model: Model) => OWNER_IDS.some((name) => fieldOf(model, name));

/** Throws `OdooError` "forbidden" for values that add a record to one that may not be changed, or that do not name its model. */
export async function checkOwner(model: Model, values: Values, at: string, context: ToolContext): Promise<void> {
  const given = [...OWNER_IDS, ...OWNER_MODELS].filter((name) => Object.hasOwn(values, name) && fieldOf(model, name));
  if (given.length === 0 || !ownable(model)) return;
  const name = OWNER_MODELS.find((one) => given.includes(one));
  const target = name && (await ownerModel(model, values, name, context));
  if (!name || !target) {
    const open = OWNER_MODELS.filter((one) => fieldOf(model, one) && !fieldOf(model, one)?.readonly);
    const message = `${at}: name the model of the record that it belongs to, in ${open.join(" or ")}, along with its id.`;
    throw forbidden("records of records", message, { model: model.name });
  }
  checkTarget(target, `${at}.${name}: nothing can be added to ${target}`, context);
}

function checkTarget(target: string, refusal: string, context: ToolContext): void {
  context.policy.check(target, "update");
  refuseLimited(target, refusal, context);
}

async function ownerModel(model: Model, values: Values, name: string, { client, signal }: ToolContext) {
  const value = values[name];
  if (name !== "res_model_id") return typeof value === "string" ? value : undefined;
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  if (!isId(id)) return undefined;
  // From 15 on few users may read ir.model; the record's own field tells it to all.
  const fields = { res_model_id: { reacts: true }, res_model: { reacts: true } };
  const answer = await client.onchange(model.name, { res_model_id: id }, fields, { signal });
  const { res_model } = answer.value;
  return typeof res_model === "string" ? res_model : undefined;
}

/** Throws `OdooError` "forbidden" where records belong to such as may not be changed. One call, for models that have owners. */
export async function checkOwners({ model, context }: ModelCall, ids: readonly number[]): Promise<void> {
  const name = OWNER_MODELS.find((one) => fieldOf(model, one)?.type === "char");
  if (!name || !ownable(model)) return;
  const held = await context.client.read(model.name, ids, [name], { signal: context.signal });
  for (const target of new Set(held.map((record) => record[name]))) {
    if (typeof target === "string") checkTarget(target, `ids: what belongs to ${target} cannot be changed`, context);
  }
}
