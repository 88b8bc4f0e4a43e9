import { asApplied, forbidden, OdooError, unexpected } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { Button, ButtonContext } from "../../odoo/schema/schema.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import type { ModelCall } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { writeAudited } from "../change/carry-out.js";
import type { Change } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { checkHeirs } from "../guard/heirs.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import { foreseeStep } from "../sending/foreseen.js";
import { sendingIf } from "../sending/switches.js";
import { readAnswer } from "./answer.js";
import { belonging } from "./came-of.js";
import { type Completion, checkAllowed, checkCompletion, type Filling, pressDialogue } from "./complete-dialogue.js";
import { activeOf, addedContext } from "./contexts.js";
import { atLeast, dialogueFrom, dialogueOf, type OpenedDialogue, type Place } from "./dialogue-of.js";
import { callMethod } from "./method.js";
import { namedRecords } from "./named-records.js";
import { findServerAction, runServerAction } from "./server-action.js";
import { type Returned, type Taken, tellStep } from "./tell-step.js";
import { checkTakable } from "./untakable.js";

// A step of records: a button pressed, an action taken, and the dialogue that it opens filled in and confirmed with it.

/** A step as tools know it. */
export interface Step {
  /** The method that it calls, or the name of the action's step. */
  name: string;
  /** What its button adds to the context. */
  context?: ButtonContext | undefined;
  action?: Button["action"] | undefined;
}

/**
 * A step of records. A dialogue that it is known to open, or that is filled in, is confirmed with it; another one is told as
 * the next step. Throws `OdooError` "forbidden" for a step that the policy refuses.
 */
export async function takeStep(
  asked: ModelCall,
  ids: readonly number[],
  step: Step,
  filling: Filling = {},
): Promise<Change<Taken, Returned>> {
  const effect = checkedEffect(asked, step);
  const call = sendingIf(asked, effect);
  const { model, context } = call;
  checkTakable(model.name, step);
  await checkExisting(call, ids);
  const known = dialogueOf(model.name, step);
  if (known && ids.length < atLeast(known.model)) {
    const message = `ids: ${step.name} of ${model.name} is a step of ${atLeast(known.model)} records or more together.`;
    throw new OdooError("validation", message, { model: model.name });
  }
  const [, server, added, before, foreseenAlone] = await sideBySide(
    effect === "delete" && checkHeirs({ model: model.name, ids, at: "ids" }, effect, context),
    step.action?.kind === "server" && findServerAction(call, { name: step.name, title: step.action.title }),
    addedContext(call, ids, step.context),
    belonging(call, ids),
    known?.always ? undefined : foreseeStep(call, { ids, step: step.name }),
  );
  const place: Place = { context: activeOf(model.name, ids), from: { model: model.name, ids }, before };
  const isFilled = givenIn(filling).length > 0;
  if (known?.always) checkAllowed(known.model, context);
  const opening = known?.always ? await openedBy(call, { ids, step, known, added, place }) : undefined;
  const prepared = opening?.dialogue && (await checkCompletion(opening.dialogue, filling, context));
  const open: Touch[] = known && isFilled ? [{ model: known.model, effect: "act" as const, records: 1 }] : [];
  const own: Touch = { model: model.name, effect, records: ids.length };
  const foreseen = foreseenAlone ?? (await foreseeStep(call, { ids, step: step.name, filled: filledBy(prepared) }));
  const touched = [own, ...(prepared?.touched ?? open), ...foreseen.touched];
  return {
    call,
    effect,
    ids,
    rows: [],
    method: step.name,
    ...(prepared ? { filled: prepared } : isFilled ? { meant: filling } : {}),
    warnings: prepared?.warnings ?? [],
    sends: foreseen.recipients,
    touched: touched.map((touch) => (touch === own ? touch : withoutTwice(touch, own))),
    async write() {
      if (prepared) {
        const { failed, isOpen, ...returned } = await confirmed(prepared, ids);
        // A lasting record that is saved by now, and whose button is still to be pressed.
        if (failed && !(isOpen && failed.outcome === "applied")) throw failed;
        return failed ? { ...returned, open: prepared.dialogue, refused: failed } : returned;
      }
      const answer = opening
        ? opening.answer
        : await (server ? runServerAction(call, ids, server, added) : callMethod(call, ids, step.name, added));
      const opened = readAnswer(answer).window;
      if (!opened) return { ids, answer, warnings: unused(filling) };
      if (!isFilled) return { ids, answer };
      const dialogue = dialogueFrom(opened, place);
      const confirming = known?.always
        ? { ids, answer: null, open: dialogue, refused: ANOTHER(known.model) }
        : await confirmedAfter(call, step, { dialogue, filling, ids, touched });
      return { ...confirming, title: opened.title };
    },
    after: (returned) => tellStep(call, returned, place),
  };
}

/** A step whose dialogue is known, with what is known of it. */
interface Opening {
  ids: readonly number[];
  step: Step;
  known: OpenedDialogue;
  added: RawValues;
  place: Place;
}

/**
 * The dialogue as its action opens it, or as the method that does nothing else answers it. Without `dialogue` where the
 * method opens another one (the layout of documents, which Odoo asks for first), or none.
 */
async function openedBy(
  call: ModelCall,
  { ids, step, known, added, place }: Opening,
): Promise<{ answer: unknown; dialogue?: Dialogue }> {
  if (step.action) {
    const own = { ...place, context: { ...place.context, ...added } };
    const dialogue = dialogueFrom({ model: known.model, context: known.context }, own, known.form);
    const records = await namedRecords(known.records, call.context);
    return { answer: null, dialogue: { ...dialogue, context: { ...dialogue.context, ...records } } };
  }
  const answer = await callMethod(call, ids, step.name, added).catch((error: unknown) => {
    throw error instanceof OdooError ? error.ofRead() : error;
  });
  const { window } = readAnswer(answer);
  return { answer, ...(window?.model === known.model ? { dialogue: dialogueFrom(window, place) } : {}) };
}

/** Confirms a dialogue that an earlier step opened. Throws `OdooError` "not_found" for a handle that is not open. */
export async function completeStep(
  context: ToolContext,
  handle: string,
  filling: Filling,
): Promise<Change<Taken, Returned>> {
  const dialogue = await context.dialogues.get(handle);
  const checkedId = dialogue.id;
  const prepared = await checkCompletion(dialogue, filling, context);
  const { call, effect, warnings, button } = prepared;
  const ids = dialogue.from?.ids ?? [];
  const acted: ModelCall = dialogue.from ? { model: await context.models.get(dialogue.from.model), context } : call;
  const foreseen = await foreseeStep(acted, { ids, step: button.name, filled: filledBy(prepared) });
  return {
    call,
    effect,
    ids: [],
    rows: [prepared.given],
    sent: [prepared.values],
    shown: prepared.shown,
    openedFor: dialogue.from,
    method: button.name,
    warnings,
    sends: foreseen.recipients,
    touched: [...prepared.touched, ...foreseen.touched],
    async write() {
      // Its work may be done once: it is taken, and put back where it was not done.
      const open = await context.dialogues.take(handle);
      const isSame = open.id === checkedId;
      const { failed, isOpen, ...returned } = isSame
        ? await confirmed(prepared, ids)
        : { failed: CHANGED(open.model), isOpen: true, ids, answer: null };
      if (isOpen) await context.dialogues.putBack(handle, open);
      if (failed) throw failed;
      return { ...returned, ids: idsOf(open) };
    },
    async after(returned) {
      const { from, before } = dialogue;
      return tellStep(acted, { ...returned, ids }, { context: activeOf(from?.model, ids), from, before });
    },
  };
}

const filledBy = (prepared: Completion | undefined) =>
  prepared && { model: prepared.call.model.name, values: prepared.values };

/** What a step deletes is told of its own records: its dialogue is only the way there. */
const withoutTwice = (touch: Touch, own: Touch): Touch =>
  touch.effect === "delete" && own.effect === "delete" ? { ...touch, effect: "act" } : touch;

/** Which arguments fill a dialogue in. Values that are empty say no more than none. */
const givenIn = ({ values = {}, button }: Filling): string[] => [
  ...(Object.keys(values).length > 0 ? ["values"] : []),
  ...(button === undefined ? [] : ["button"]),
];

/** Nobody is to think that a dialogue was filled in where none opened. */
function unused(filling: Filling): string[] {
  const given = givenIn(filling);
  return given.length > 0 ? [`No dialogue opened: ${given.join(" and ")} did nothing.`] : [];
}

function checkedEffect({ model, context }: ModelCall, step: Step): ChangingEffect {
  const effect = context.policy.checkStep(model.name, step);
  if (effect !== "read") return effect;
  throw new OdooError("validation", `${step.name} of ${model.name} is a report, which is printed.`);
}

type Confirmed = Returned & { failed?: OdooError; isOpen?: boolean };

/** The dialogue's button, pressed. Throws nothing. */
async function confirmed(completion: Completion, ids: readonly number[]): Promise<Confirmed> {
  const { dialogue, warnings } = completion;
  const isNew = dialogue.id === undefined;
  const completed = await pressDialogue(completion, (saved) => {
    dialogue.id = saved;
  });
  if ("failed" in completed) return { ids, answer: null, warnings, ...completed };
  const { id, answer } = completed;
  return { ids, answer, warnings, dialogue: { model: dialogue.model, id, isNew } };
}

/** As `confirmed`, with lines of the audit of its own. */
async function confirmedAudited(completion: Completion, ids: readonly number[]): Promise<Confirmed> {
  const { call, effect, given, button, dialogue } = completion;
  let ended: Confirmed | undefined;
  try {
    const line = { call, effect, ids: [], rows: [given], method: button.name, openedFor: dialogue.from };
    await writeAudited({
      ...line,
      async write() {
        ended = await confirmed(completion, ids);
        if (ended.failed) throw ended.failed;
        return { ids: idsOf(dialogue) };
      },
    });
  } catch (error) {
    // What cannot be written down is not done.
    const failed = error instanceof OdooError ? error : unexpected(error, "not_applied");
    return ended ?? { ids, answer: null, failed, isOpen: true };
  }
  return ended as Confirmed;
}

const idsOf = ({ id }: Dialogue): number[] => (id === undefined ? [] : [id]);

interface Opened {
  dialogue: Dialogue;
  filling: Filling;
  ids: readonly number[];
  /** What a person was asked for, where one was: first of all the step's own records. */
  touched: readonly Touch[];
}

/**
 * The dialogue that a step has opened, confirmed; or as it is open, and why. Whatever it throws is told as applied: the step's
 * method has been called by now.
 */
async function confirmedAfter(call: ModelCall, step: Step, opened: Opened): Promise<Returned> {
  const { dialogue, filling, ids } = opened;
  const isDone = `${step.name} of ${call.model.name} was called`;
  const checked = await checkCompletion(dialogue, filling, call.context).catch((error: unknown) => {
    if (error instanceof OdooError) return error;
    throw asApplied(error, call.model.name, ids, `${isDone}, and its dialogue is open`);
  });
  const refused = checked instanceof OdooError ? checked : notAgreed(checked, opened);
  if (checked instanceof OdooError || refused)
    return { ids, answer: null, open: dialogue, ...(refused ? { refused } : {}) };
  const { failed, isOpen, ...returned } = await confirmedAudited(checked, ids);
  if (failed && isOpen) return { ...returned, open: dialogue, refused: failed };
  if (failed)
    throw asApplied(failed, call.model.name, ids, `${isDone}, and whether its dialogue was confirmed is not known`);
  return returned;
}

/** A person agreed to what was known before the step was taken: to no other dialogue, nor to what only this one shows to do. */
function notAgreed({ call, touched }: Completion, opened: Opened): OdooError | undefined {
  const { model, context } = call;
  const agreed = context.policy.confirmations(opened.touched);
  const reasons = context.policy
    .confirmations([...opened.touched.slice(0, 1), ...touched])
    .filter((reason) => !agreed.includes(reason));
  if (reasons.length === 0) return undefined;
  return forbidden("confirmation", `A person has to agree to it first, because ${reasons.join(", and ")}.`, {
    model: model.name,
    hint: "Completing it asks them.",
  });
}

const ANOTHER = (expected: string) =>
  new OdooError("conflict", `It is another one than ${expected}, which was expected.`);

const CHANGED = (model: string) =>
  new OdooError("conflict", `The dialogue ${model} was saved by another call meanwhile.`, {
    model,
    hint: "Call again, for what is to be changed of it.",
  });
