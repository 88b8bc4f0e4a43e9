import { forbidden, OdooError } from "../../odoo/errors/errors.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { Button } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { type Change, type Warned, type Written, withWarnings } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import type { ChangingEffect } from "../policy/effects.js";
import type { Touch } from "../policy/policy.js";
import { type Answer, type Message, type OpenedWindow, readAnswer, type Shown } from "./answer.js";
import { belonging, type CameOf, cameOf } from "./came-of.js";
import { BY_HAND, type Completion, checkCompletion, type Filling, pressDialogue } from "./complete-dialogue.js";
import { actionContext } from "./dialogue-form.js";
import { atLeast, dialogueOf } from "./dialogue-of.js";
import { callMethod } from "./method.js";
import { tellDialogue } from "./open-dialogue.js";
import { runServerAction } from "./server-action.js";
import { tellWindow } from "./window.js";

// A step of records: a button pressed, an action taken, and the dialogue that it opens filled in and confirmed with it.

/** A step as tools know it. */
export interface Step {
  /** The method that it calls, or the name of the action's step. */
  name: string;
  /** What its button adds to the context. */
  context?: RawValues | undefined;
  action?: Button["action"] | undefined;
}

/** What a step answered. */
export interface Taken extends Warned, CameOf {
  /** The records that it was taken on. */
  ids: readonly number[];
  /** False where something is still to be done: see `next`, or Odoo's refusal in `message`. */
  done: boolean;
  /** What Odoo's screen would say. */
  message?: Message;
  /** What is still to be done, and how. */
  next?: Record<string, unknown>;
}

/** The records, what the last method returned, and the dialogue that it was a button of. */
export interface Returned extends Written {
  answer: unknown;
  dialogue?: { model: string; id: number; context: Dialogue["context"] } | undefined;
  /** A dialogue that is open now, whose button is not pressed; and why, where what it was filled in with was refused. */
  open?: Dialogue | undefined;
  refused?: OdooError;
  warnings?: readonly string[];
}

/**
 * A step of records. A dialogue that it is known to open, or that is filled in, is confirmed with it; another one is told as
 * the next step. Throws `OdooError` "forbidden" for a step that the policy refuses.
 */
export async function takeStep(
  call: ModelCall,
  ids: readonly number[],
  step: Step,
  filling: Filling = {},
): Promise<Change<Taken, Returned>> {
  const { model, context } = call;
  const effect = checkedEffect(call, step);
  if (step.action?.kind === "unknown") throw unknownAction(model.name, step);
  await checkExisting(call, ids);
  const known = dialogueOf(model.name, step);
  if (known && ids.length < atLeast(known.model)) {
    const message = `ids: ${step.name} of ${model.name} is a step of ${atLeast(known.model)} records or more together.`;
    throw new OdooError("validation", message, { model: model.name });
  }
  const from = { model: model.name, ids };
  const before = await belonging(call, ids);
  const active = { active_model: model.name, active_id: ids[0], active_ids: ids };
  const expected: Dialogue | undefined = known && {
    model: known.model,
    context: { ...active, ...step.context, ...actionContext(known.context, ids) },
    ...(known.form ? { form: { xmlid: known.form } } : {}),
    from,
    before,
  };
  const isStatic = step.action?.kind === "dialogue";
  const isFilled = filling.values !== undefined || filling.button !== undefined;
  const prepared =
    expected && (isStatic || (isFilled && known?.always))
      ? await checkCompletion(expected, filling, context)
      : undefined;
  const own = { model: model.name, effect, records: ids.length };
  return {
    call,
    effect,
    ids,
    rows: [],
    method: step.name,
    ...(prepared ? { filled: prepared } : {}),
    warnings: prepared?.warnings ?? [],
    touched: [own, ...(prepared?.touched ?? []).map((touch) => withoutTwice(touch, own))],
    async write() {
      if (isStatic && expected) return confirmed(expected, prepared, ids);
      const answer = await pressed(call, ids, step);
      const opened = readAnswer(answer).window;
      if (!opened || !(isFilled || known?.always)) return { ids, answer };
      const dialogue = dialogueFrom(opened, { context: active, from, before });
      try {
        return await confirmed(dialogue, await checkCompletion(dialogue, filling, context), ids);
      } catch (error) {
        // The method has been called by now, and its dialogue is open.
        if (!(error instanceof OdooError) || !REFUSALS.has(error.category)) throw error;
        return { ids, answer: null, open: dialogue, refused: error };
      }
    },
    after: (returned) => told(call, returned, { context: active, from, before }),
  };
}

/** Confirms a dialogue that an earlier step opened. Throws `OdooError` "not_found" for a handle that is not open. */
export async function completeStep(
  context: ToolContext,
  handle: string,
  filling: Filling,
): Promise<Change<Taken, Returned>> {
  const dialogue = context.dialogues.get(handle);
  const prepared = await checkCompletion(dialogue, filling, context);
  if (!prepared) {
    throw new OdooError("validation", `signal: the dialogue ${dialogue.model} has several buttons; name one of them.`);
  }
  const { call, effect, touched, warnings, button } = prepared;
  const ids = dialogue.from?.ids ?? [];
  return {
    call,
    effect,
    ids: [],
    rows: [prepared.given],
    method: button.name,
    warnings,
    touched,
    async write() {
      // Its work may be done once: it is taken, and put back where it was not done.
      const open = context.dialogues.take(handle);
      try {
        return await confirmed(open, prepared, ids);
      } catch (error) {
        if (error instanceof OdooError && error.outcome === "not_applied") context.dialogues.putBack(handle, open);
        throw error;
      }
    },
    async after(returned) {
      const { from, before } = dialogue;
      const acted: ModelCall = from ? { model: await context.models.get(from.model), context } : call;
      const active = { active_model: from?.model, active_id: ids[0], active_ids: ids };
      return told(acted, returned, { context: active, from, before });
    },
  };
}

/** What a step deletes is told of its own records: its dialogue is only the way there. */
const withoutTwice = (touch: Touch, own: Touch): Touch =>
  touch.effect === "delete" && own.effect === "delete" ? { ...touch, effect: "act" } : touch;

function checkedEffect({ model, context }: ModelCall, step: Step): ChangingEffect {
  const effect = context.policy.checkStep(model.name, step);
  if (effect !== "read") return effect;
  throw new OdooError("validation", `${step.name} of ${model.name} is a report, which is printed.`);
}

const pressed = (call: ModelCall, ids: readonly number[], step: Step): Promise<unknown> =>
  step.action?.kind === "server"
    ? runServerAction(call, ids, { name: step.name, title: step.action.title })
    : callMethod(call, ids, step.name, step.context);

/** The dialogue's button, pressed; or the dialogue as it is, where its form means none. */
async function confirmed(
  dialogue: Dialogue,
  completion: Completion | undefined,
  ids: readonly number[],
): Promise<Returned> {
  if (!completion) return { ids, answer: null, open: dialogue };
  const { id, answer } = await pressDialogue(completion, dialogue, (saved) => {
    dialogue.id = saved;
  });
  const { model, context } = dialogue;
  return { ids, answer, dialogue: { model, id, context }, warnings: completion.warnings };
}

/** What was filled in is wrong, or may not be. */
const REFUSALS: ReadonlySet<string> = new Set(["validation", "forbidden", "business_rule", "not_found"]);

type Place = Pick<Dialogue, "context" | "from" | "before">;

function dialogueFrom({ model, id, context, formView }: OpenedWindow, place: Place): Dialogue {
  const ids = place.from?.ids ?? [];
  return {
    ...place,
    model,
    context: { ...place.context, ...actionContext(context, ids) },
    id,
    ...(formView === undefined ? {} : { form: { id: formView } }),
  };
}

/** What a step's answer means to a caller. A dialogue that Odoo asks for is kept open. */
async function told(call: ModelCall, returned: Returned, place: Place): Promise<Taken> {
  const { context } = call;
  const { ids, answer, dialogue, warnings = [] } = returned;
  const read = readAnswer(answer);
  const { message = refusalOf(returned) } = read;
  const { next, shows } = await following(read, { open: returned.open, place }, context);
  const since = dialogue && (await madeAt(dialogue, context));
  const came = await cameOf(call, ids, { before: place.before, shows, since });
  return {
    ids,
    // A refusal, in passing.
    done: next === undefined && message?.kind !== "danger",
    ...came,
    ...(message ? { message } : {}),
    ...(next ? { next } : {}),
    ...withWarnings(warnings),
  };
}

interface Following {
  next?: Record<string, unknown> | undefined;
  shows?: Shown | undefined;
}

/** What is still to be done after an answer; or what Odoo's screen shows. */
async function following(
  { window, form, screen, shows }: Answer,
  { open, place }: { open: Dialogue | undefined; place: Place },
  context: ToolContext,
): Promise<Following> {
  if (screen) return { next: { kind: "screen", title: screen, how: BY_HAND } };
  const asked = open ?? (window && dialogueFrom(window, place));
  const next = asked && (await tellDialogue(asked, context, window?.title));
  if (next) return { next };
  const opened = asked ?? (form && dialogueFrom(form, place));
  return opened ? tellWindow({ ...opened, title: (window ?? form)?.title }, context) : { shows };
}

const refusalOf = ({ refused }: Returned): Message | undefined =>
  refused && { kind: "danger", text: `The dialogue is open and not confirmed: ${refused.message}` };

/** When a dialogue's record was made, by Odoo's clock. */
async function madeAt(
  { model, id }: NonNullable<Returned["dialogue"]>,
  { client, signal }: ToolContext,
): Promise<string | undefined> {
  const [record] = await client.read(model, [id], ["create_date"], { signal }).catch(() => []);
  return typeof record?.create_date === "string" ? record.create_date : undefined;
}

function unknownAction(model: string, { name }: Step): OdooError {
  return forbidden(
    "unknown actions",
    `${name} of ${model} opens something that this server was not told: only an administrator of Odoo may read it.`,
    {
      model,
      hint: "Whoever keeps the snapshot can make it again with ODOO_INTROSPECT_API_KEY, a second credential that reads actions.",
    },
  );
}
