import { OdooError } from "../../odoo/errors/errors.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { checkAllowed } from "./complete-dialogue.js";
import { describeForm, openForm, shownButtons } from "./dialogue-form.js";

/**
 * What a caller is told of a dialogue that is still to be completed: its handle, what its form lets a user fill in with what
 * it holds now, its buttons, and how to go on. Undefined for one without anything to press or to change: its work is done. It asks Odoo,
 * after a step was taken: what cannot be asked is left out, and the handle still works.
 */
export async function tellDialogue(
  dialogue: Dialogue,
  context: ToolContext,
  title: string | undefined,
): Promise<Record<string, unknown> | undefined> {
  const named = { kind: "dialogue", model: dialogue.model, ...(title ? { title } : {}) };
  try {
    checkAllowed(dialogue.model, context);
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    return { ...named, refused: error.message, how: error.hint };
  }
  let problem: string | undefined;
  const form = await openForm(dialogue, context).catch((error) => {
    if (!(error instanceof OdooError)) throw error;
    problem = error.message;
    return undefined;
  });
  const shown = form && shownButtons(form);
  const isEdited = form?.saves === true && dialogue.id !== undefined;
  if (shown?.length === 0 && !isEdited) return undefined;
  const fields = form && (await orNothing(describeForm(form, context)));
  if (shown?.length === 0) {
    const how = `Nothing is changed yet: update_record with model "${dialogue.model}", id ${dialogue.id} and values of these fields does it.`;
    return { ...named, id: dialogue.id, ...(fields ? { fields } : {}), how };
  }
  const wizard = context.dialogues.add(dialogue);
  const buttons = shown?.map(({ name, label }) => ({ signal: name, label }));
  return {
    ...named,
    wizard,
    ...(fields ? { fields } : {}),
    ...(buttons ? { buttons } : {}),
    ...(form && form.warnings.length > 0 ? { warnings: form.warnings } : {}),
    ...(problem ? { problem: `What it shows could not be asked: ${problem}` } : {}),
    how: `Call execute_workflow with wizard "${wizard}", signal ${buttons?.[0] ? `"${buttons[0].signal}" or another of the buttons` : "(the button's method)"}, and in values what to fill in; what is left out stays as it is.`,
  };
}

async function orNothing<Result>(asking: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}
