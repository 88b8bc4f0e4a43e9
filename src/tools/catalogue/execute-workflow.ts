import { OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { completeStep, type Step } from "../actions/take-step.js";
import { modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { carryOutOrPreview } from "../change/carry-out.js";
import { notifying } from "../sending/switches.js";
import { OPERATIONS } from "./operations.js";

interface Arguments {
  model?: string | undefined;
  id?: number | undefined;
  ids?: readonly number[] | undefined;
  signal: string;
  wizard?: string | undefined;
  values?: RawValues | undefined;
  button?: string | undefined;
  dry_run?: boolean | undefined;
  notify?: boolean | undefined;
}

/** A step of records by its name, or the dialogue of an earlier one by its handle. */
export async function executeWorkflow(args: Arguments, context: ToolContext): Promise<Record<string, unknown>> {
  const { model: name, id, ids = id === undefined ? [] : [id], signal, wizard, values, button, dry_run, notify } = args;
  if (wizard !== undefined) {
    if (name !== undefined || ids.length > 0 || button !== undefined) throw EITHER();
    const asked = notify ? notifying(context) : context;
    return carryOutOrPreview(await completeStep(asked, wizard, { values, button: signal }), { dry_run });
  }
  if (name === undefined || ids.length === 0 || (id !== undefined && args.ids !== undefined)) throw EITHER();
  const step = stepOf(name, signal, context);
  const call = await modelCall(name, context.policy.checkStep(name, step), context);
  return OPERATIONS.act.run(call, { ids: [...ids], values, button, dry_run, notify }, { step });
}

const EITHER = () =>
  new OdooError(
    "validation",
    "Give either model and id or ids, with values and button for a dialogue that opens; or wizard with values, and its button as signal.",
  );

/** As the snapshot has it; a method of that name where it has none. */
function stepOf(model: string, name: string, { models }: ToolContext): Step {
  const known = models
    .known()
    .find((one) => one.name === model)
    ?.views?.buttons.find((one) => one.name === name);
  return known ? { name, context: known.context, action: known.action } : { name };
}
