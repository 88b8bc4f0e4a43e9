import type { ModelCall } from "../call/model-call.js";
import type { Change, Warned, Written } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { type Message, readAnswer } from "./next-step.js";
import { openDialogue } from "./open-dialogue.js";

// Pressing a button of records. Checked here, pressed by `carryOut`.

type Context = Readonly<Record<string, unknown>> | undefined;

/** What a button answered. */
export interface Pressed extends Warned {
  ids: readonly number[];
  done: boolean;
  /** What Odoo's screen would say. */
  message?: Message;
  next?: Record<string, unknown>;
}

/** The records, and what the method returned. */
export interface Returned extends Written {
  answer: unknown;
}

/**
 * A button of records. What the method returns is told as done, or as the next step. Throws `OdooError` "forbidden" for a
 * method that the policy refuses.
 */
export async function pressButton(
  call: ModelCall,
  ids: readonly number[],
  method: string,
  extra?: Context,
): Promise<Change<Pressed, Returned>> {
  const { model, context } = call;
  const effect = context.policy.checkMethod(model.name, method);
  await checkExisting(call, ids);
  return {
    call,
    effect,
    ids,
    rows: [],
    method,
    touched: [{ model: model.name, effect, records: ids.length }],
    write: () => press(call, ids, method, extra),
    after: (returned) => pressed(call, returned),
  };
}

/** Calls the method, and nothing else. */
export async function press(
  { model, context: { client, signal } }: ModelCall,
  ids: readonly number[],
  method: string,
  extra: Context,
): Promise<Returned> {
  const options = { signal, ...(extra ? { context: extra } : {}) };
  return { ids, answer: await client.callMethod(model.name, ids, method, options) };
}

/** What a pressed button's answer means to a caller. A dialogue that Odoo asks for is kept open. */
export async function pressed(call: ModelCall, { ids, answer }: Returned): Promise<Pressed> {
  const { next, message } = readAnswer(answer);
  return {
    ids,
    // A refusal, in passing.
    done: next === undefined && message?.kind !== "danger",
    ...(message ? { message } : {}),
    ...(next ? { next: await openDialogue(next, call, ids) } : {}),
  };
}
