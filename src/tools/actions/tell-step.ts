import { OdooError } from "../../odoo/errors/errors.js";
import type { ModelCall } from "../call/model-call.js";
import type { Dialogue } from "../call/open-dialogues.js";
import type { ToolContext } from "../call/tool.js";
import { type Warned, type Written, withWarnings } from "../change/change.js";
import type { DeliveredFile } from "../files/deliver.js";
import { isTransient } from "../guard/transient.js";
import { type Answer, type Message, readAnswer, type Shown } from "./answer.js";
import { type CameOf, cameOf } from "./came-of.js";
import { BY_HAND } from "./complete-dialogue.js";
import { dialogueFrom, type Place } from "./dialogue-of.js";
import { tellDialogue } from "./open-dialogue.js";
import { type PrintedAnswer, printAnswered, unfetched } from "./print-records.js";
import { tellWindow } from "./window.js";

// What is told of a step that was taken: what came of it, what its screen shows, and what is still to be done.

/** What a step answered. */
export interface Taken extends Warned, CameOf {
  /** The records that it was taken on. */
  ids: readonly number[];
  /** False where something is still to be done: see `next`, or Odoo's refusal in `message`. */
  done: boolean;
  /** What Odoo's screen would say. */
  message?: Message;
  /** The document that its method answered with. */
  files?: readonly DeliveredFile[];
  url?: string;
  /** What is still to be done, and how. */
  next?: Record<string, unknown>;
}

/** The records of the step, or of a handle's dialogue; and what the last method returned. */
export interface Returned extends Written {
  answer: unknown;
  /** The record of the dialogue whose button was pressed, and whether it was made with it. */
  dialogue?: { model: string; id: number; isNew: boolean } | undefined;
  /** A dialogue that is open now, whose button is not pressed; its title; and what speaks against it. */
  open?: Dialogue | undefined;
  title?: string | undefined;
  refused?: OdooError;
  warnings?: readonly string[];
}

/** What a step's answer means to a caller. A dialogue that Odoo asks for is kept open. */
export async function tellStep(call: ModelCall, returned: Returned, place: Place): Promise<Taken> {
  const { context } = call;
  const { ids, answer, dialogue, open, title, warnings = [] } = returned;
  const read = readAnswer(answer);
  const { next, shows, printed = {} } = await following(read, { open, title, place }, call);
  const { message = refusalOf(returned) ?? printed.message } = read;
  const since = shows && dialogue && madeAt(dialogue, context);
  const came = await cameOf(call, ids, { before: place.before, shows, since }).catch((error: unknown) => {
    // Nobody is told of an open dialogue a second time.
    if (next && error instanceof OdooError) return {};
    throw error;
  });
  return {
    ids,
    // A refusal, in passing.
    done: next === undefined && message?.kind !== "danger",
    ...came,
    ...(printed.files ? { files: printed.files } : {}),
    ...(printed.url ? { url: printed.url } : {}),
    ...(message ? { message } : {}),
    ...(next ? { next } : {}),
    ...withWarnings(warnings),
  };
}

interface Following {
  next?: Record<string, unknown> | undefined;
  shows?: Shown | undefined;
  printed?: PrintedAnswer;
}

/** What is still to be done after an answer; or what Odoo's screen shows, or prints. */
async function following(
  { window, form, screen, shows, report }: Answer,
  { open, title, place }: Pick<Returned, "open" | "title"> & { place: Place },
  call: ModelCall,
): Promise<Following> {
  const { context } = call;
  const printed = report && (await printAnswered(call, place.from?.ids ?? [], report));
  if (printed) return { printed };
  if (shows?.kind === "report") return { shows, printed: { message: unfetched(shows) } };
  if (screen) return { next: { kind: "screen", title: screen, how: BY_HAND } };
  const asked = open ?? (window && dialogueFrom(window, place));
  const next = asked && (await tellDialogue(asked, context, window?.title ?? title));
  if (next) return { next };
  const opened = asked ?? (form && dialogueFrom(form, place));
  return opened ? tellWindow({ ...opened, title: (window ?? form)?.title ?? title }, context) : { shows };
}

const refusalOf = ({ refused }: Returned): Message | undefined =>
  refused && {
    kind: "danger",
    text: ["The dialogue is open and not confirmed:", refused.message, refused.hint].filter(Boolean).join(" "),
  };

/** When a dialogue's record was made, by Odoo's clock; undefined of one that may have been there long before the step. */
async function madeAt(
  { model, id, isNew }: NonNullable<Returned["dialogue"]>,
  context: ToolContext,
): Promise<string | undefined> {
  const { client, signal } = context;
  if (!isNew && !(await isTransient(model, context).catch(() => false))) return undefined;
  const [record] = await client.read(model, [id], ["create_date"], { signal }).catch(() => []);
  return typeof record?.create_date === "string" ? record.create_date : undefined;
}
