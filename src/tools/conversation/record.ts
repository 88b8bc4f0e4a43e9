import { OdooError } from "../../odoo/errors/errors.js";
import { checkOpen } from "../../odoo/schema/closed-fields.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { checkExisting } from "../guard/existing.js";
import type { Effect } from "../policy/effects.js";

// The record that messages and activities belong to. They are part of it: to read them is to read it, to add one to change it.

/** What a record has beside its values, by the field that lists it. */
const PARTS = { message_ids: "messages", activity_ids: "activities" } as const;
type Part = keyof typeof PARTS;

/** The record a call names. */
export interface RecordNamed {
  model: string;
  id: number;
}

/**
 * The record, for something to be done to its messages or activities. Throws `OdooError`: "forbidden" where the policy refuses,
 * "validation" for a model that has none, "not_found" for a record that is not there or outside the policy's domain.
 */
export async function recordWith(
  part: Part,
  record: RecordNamed,
  effect: Effect,
  context: ToolContext,
): Promise<ModelCall> {
  const call = await modelWith(part, record.model, effect, context);
  await checkExisting(call, [record.id]);
  return call;
}

/**
 * As `recordWith`, of a record that the user may change. Throws `OdooError` "forbidden" where they may read it at most: Odoo itself
 * lets followers post on it (18, 19).
 */
export async function writableRecordWith(
  part: Part,
  record: RecordNamed,
  effect: Effect,
  context: ToolContext,
): Promise<ModelCall> {
  const call = await modelWith(part, record.model, effect, context);
  await sideBySide(checkExisting(call, [record.id]), checkWritable(call, record.id));
  return call;
}

async function modelWith(part: Part, name: string, effect: Effect, context: ToolContext): Promise<ModelCall> {
  const call = await modelCall(name, effect, context);
  checkOpen(call.model, part, "model");
  if (!fieldOf(call.model, part)) {
    throw new OdooError("validation", `model: records of ${name} have no ${PARTS[part]}.`, {
      model: name,
      hint: "Name the record that they belong to, such as the order instead of its line.",
    });
  }
  return call;
}

async function checkWritable({ model, context: { client, signal } }: ModelCall, id: number): Promise<void> {
  if (await client.hasAccess(model.name, "write", { ids: [id], signal })) return;
  const message = `This user may not change ${model.name} ${id}, so nothing was added to it.`;
  throw new OdooError("forbidden", message, { model: model.name, record: id });
}
