import { asApplied, OdooError, unexpected } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { type ModelCall, modelCall, refuseLimited } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { type Change, withWarnings } from "../change/change.js";
import { checkLinks, linksIn } from "../guard/links.js";
import { touchedBy } from "../guard/touched.js";
import { linesAsForm, newAsForm } from "../write/as-form.js";
import { parseValues } from "../write/checked-values.js";
import { type Pressed, press, pressed, type Returned } from "./button.js";

// Completing a dialogue that a button opened: its record with values, in the context that Odoo gave for it, and its button.

/** Throws `OdooError` "not_found" for a handle whose dialogue is not open, and "forbidden" by the policy. */
export async function completeDialogue(
  context: ToolContext,
  handle: string,
  method: string,
  input: RawValues,
): Promise<Change<Pressed, Returned>> {
  const dialogue = context.dialogues.get(handle);
  const { policy } = context;
  const effect = policy.checkMethod(dialogue.model, method, dialogue.buttons);
  const call = await modelCall(dialogue.model, effect, context);
  const use = dialogue.id === undefined ? "create" : "update";
  const touched = await touchedBy(call, effect, [{ given: input, at: "values" }], { isNew: use === "create" });
  if (!policy.operations(dialogue.model).value.includes(use) && !(await isTransient(call))) {
    policy.check(dialogue.model, use);
  }
  refuseLimited(dialogue.model, `values: records of ${dialogue.model} cannot be changed in a dialogue`, context);
  const values =
    dialogue.id !== undefined && Object.keys(input).length === 0
      ? input
      : await parseValues(call, use, input, "values");
  const ids = dialogue.id === undefined ? [] : [dialogue.id];
  const row = { model: call.model, values: input, at: "values", isNew: use === "create", ids };
  await checkLinks(await linksIn(row, context.models), context);
  const options = { context: dialogue.context };
  const { values: shown, warnings } =
    dialogue.id === undefined
      ? await newAsForm(call, values, options)
      : await linesAsForm(call, dialogue.id, values, options);
  await context.client.checkSendable(shown);
  return {
    call,
    effect,
    ids: [],
    rows: [input],
    method,
    warnings,
    touched,
    write: () => complete(call, handle, method, shown),
    after: async (returned) => ({ ...(await pressed(call, returned)), ...withWarnings(warnings) }),
  };
}

/**
 * A dialogue's own model, whose records are deleted by and by, holds no data; but Odoo opens others in dialogues, too.
 * Where the user is not told of them, they are what is not listed.
 */
async function isTransient({ model, context }: ModelCall): Promise<boolean> {
  const models = await context.models.allowed(context.client);
  return models.length > 0 && (models.find((one) => one.model === model.name)?.transient ?? true);
}

/** The dialogue's work may be done once: it is taken, and put back where it was not done. */
async function complete(call: ModelCall, handle: string, method: string, values: RawValues): Promise<Returned> {
  const { dialogues } = call.context;
  const dialogue = dialogues.take(handle);
  let saved: number | undefined;
  try {
    saved = await dialogueRecord(call, dialogue, values);
    return await press(call, [saved], method, dialogue.context);
  } catch (thrown) {
    const error = thrown instanceof OdooError ? thrown : unexpected(thrown, "unknown");
    if (error.outcome === "not_applied") dialogues.putBack(handle, { ...dialogue, id: saved ?? dialogue.id });
    const isWritten = saved !== undefined && (dialogue.id === undefined || Object.keys(values).length > 0);
    if (!isWritten || error.outcome === "applied" || (await isTransient(call).catch(() => false))) throw error;
    const button =
      error.outcome === "unknown"
        ? "whether its button was carried out is not known"
        : "the same handle presses its button again";
    throw asApplied(error, call.model.name, [saved ?? 0], `${call.model.name} ${saved} is saved, and ${button}`);
  }
}

/** The dialogue's record with the values: a new one, or the one that Odoo has made, or an earlier attempt. */
async function dialogueRecord({ model, context }: ModelCall, dialogue: Dialogue, values: RawValues): Promise<number> {
  const { client, signal } = context;
  const options = { signal, context: dialogue.context };
  if (dialogue.id === undefined) {
    const [id = 0] = await client.create(model.name, [values], options);
    return id;
  }
  if (Object.keys(values).length > 0) await client.write(model.name, [dialogue.id], values, options);
  return dialogue.id;
}
