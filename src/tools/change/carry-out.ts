import { asApplied, OdooError, unexpected } from "../../odoo/errors/errors.js";
import { auditedValues } from "../call/audit.js";
import {
  type Before,
  lastMessage,
  lastMessageNow,
  lastNotice,
  sentSince,
  type WithSent,
  withSent,
} from "../sending/sent.js";
import type { Change, Filled, Written } from "./change.js";
import { previewHead, previewOf } from "./preview.js";
import { MAX_QUESTION, questionOf } from "./question.js";
import { isUnseen, type NoYes, unconfirmed } from "./unconfirmed.js";

/**
 * Makes a change, after a person's yes where the policy asks for one. Throws `OdooError`: "forbidden" without that yes,
 * when nothing was sent; with the outcome "applied" for all that fails once the change is made. The outcome of a change
 * is decided here and in what `write` throws, and nowhere else.
 */
export async function carryOut<Result extends object, Done extends Written>(
  change: Change<Result, Done>,
): Promise<Result & WithSent> {
  const confirmed = await confirm(change);
  const { context } = change.call;
  const before = await beforeIt(change, confirmed !== undefined);
  const done = await writeAudited({ ...change, ...confirmed });
  try {
    const [told, sent] = await Promise.all([change.after(done), sentSince(context, before, expectedOf(change))]);
    return { ...told, ...withSent(sent) };
  } catch (error) {
    throw asApplied(error, change.call.model.name, done.ids);
  }
}

/** What there was before a change is made, for which a person may have been asked: others may have sent something meanwhile. */
async function beforeIt(change: Change, isAsked: boolean): Promise<Before> {
  const { context } = change.call;
  const [message, notice] = await Promise.all([
    isAsked ? lastMessageNow(context) : lastMessage(context),
    sendsOwnMessages(change) ? undefined : lastNotice(context),
  ]);
  return { message, notice };
}

/**
 * Whether all that may be told of it are messages that it makes, and that the user may read. A step may have Odoo send what was there
 * before (a scheduled message), and of what the user may not read only what is expected is told. Many records make more messages
 * than are looked through.
 */
const sendsOwnMessages = ({ effect, ids, rows, sends = [] }: Change): boolean =>
  OF_RECORDS.has(effect) && sends.length === 0 && Math.max(ids.length, rows.length) <= FEW;

const OF_RECORDS: ReadonlySet<Change["effect"]> = new Set(["create", "update", "delete"]);
const FEW = 20;

const expectedOf = ({ sends = [] }: Pick<Change, "sends">) => sends.map(({ to }) => to);

/** Makes a change, or with `dry_run` tells what it would do. */
export async function carryOutOrPreview(
  change: Change,
  { dry_run = false }: { dry_run?: boolean | undefined },
): Promise<Record<string, unknown>> {
  if (!dry_run) return { ...(await carryOut(change)) };
  const made = await change.foreseen?.();
  return { preview: made ? { ...previewHead(change), ...made } : await previewOf(change) };
}

/** A line before the change is sent and a line after the answer. Without the first nothing is sent. */
export async function writeAudited<Done extends Written>({
  call: { model, context },
  effect,
  ids,
  rows,
  method,
  filled,
  message,
  openedFor,
  approved,
  write,
}: Audited<Done>): Promise<Done> {
  const { audit, call } = context;
  audit.write({
    event: "begin",
    ...call,
    model: model.name,
    operation: effect,
    ...(ids.length > 0 ? { ids } : {}),
    ...(method ? { method } : {}),
    ...(rows.length > 0 ? { values: auditedValues(model, rows) } : {}),
    ...(message ? { values: auditedValues(model, [{ text: message.text }]) } : {}),
    ...(filled ? { dialogue: auditedDialogue(filled) } : {}),
    ...(openedFor ? { opened_for: openedFor } : {}),
    ...(approved ? { approved } : {}),
  });
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const done = await write();
    audit.write({
      event: "end",
      ...call,
      outcome: "applied",
      ...(done.ids.length > 0 ? { ids: done.ids } : {}),
      ms: ms(),
    });
    return done;
  } catch (thrown) {
    const error = thrown instanceof OdooError ? thrown : unexpected(thrown, "unknown");
    audit.write({ event: "end", ...call, outcome: error.outcome, error: error.category, ms: ms() });
    throw error;
  }
}

/** What of a change is written down. */
export type Audited<Done extends Written> = Pick<
  Change<object, Done>,
  "call" | "effect" | "ids" | "rows" | "method" | "filled" | "message" | "openedFor" | "write"
> &
  Confirmed;

const auditedDialogue = ({ call, button, given }: Filled) => ({
  model: call.model.name,
  method: button.name,
  values: auditedValues(call.model, [given]),
});

/** Of a change that may be made. */
interface Confirmed {
  /** The request that a person said yes to outside of the client. */
  approved?: string;
}

/**
 * Asks a person where the policy says so. A yes given outside of the client is used up here, before anything is sent. Undefined
 * where nobody is asked.
 */
async function confirm(change: Change): Promise<Confirmed | undefined> {
  const { model, context } = change.call;
  const reasons = context.policy.confirmations(change.touched);
  if (reasons.length === 0) return undefined;
  const { ask, signal } = context;
  const approvals = context.policy.mayApprove(change.touched) ? context.approvals : undefined;
  if (!ask && !approvals) throw unconfirmed("unable", reasons, model.name);
  const asked = await questionOf(change);
  if (asked.text.length > MAX_QUESTION) throw unconfirmed("too_long", reasons, model.name);
  const outside = approvals?.answered(asked.withoutBeside);
  if (outside?.answer === "accept") return { approved: outside.request };
  const answer: NoYes | "accept" =
    outside?.answer ?? (await ask?.(asked.text, signal, asked.withoutBeside)) ?? "unable";
  if (answer !== "accept") {
    const waiting = isUnseen(answer) ? approvals?.wait(asked.withoutBeside, asked.text) : undefined;
    throw unconfirmed(answer, reasons, model.name, waiting);
  }
  // The yes was given to what was shown.
  if ((await questionOf(change)).withoutBeside === asked.withoutBeside) return {};
  throw new OdooError("conflict", "The records changed while a person was asked.", { model: model.name });
}
