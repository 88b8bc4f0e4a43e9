import { CATEGORIES, type Category } from "../../odoo/errors/categories.js";
import { OdooError, type Outcome, showsMovedSchema, unexpected } from "../../odoo/errors/errors.js";
import { log, traceOf } from "../../odoo/errors/tell.js";
import { withoutLinkSecretsIn } from "../../odoo/schema/link-secrets.js";
import type { Retry } from "../../odoo/wires/wire.js";
import type { Audit } from "../call/audit.js";
import { checkUncut } from "../call/cut-text.js";
import { checkInput } from "../call/input-limits.js";
import { OpenQuestion } from "../call/open-question.js";
import { type AttachedFile, onlyReads, type ServedTool, type ToolContext } from "../call/tool.js";
import { bounded } from "./bounded.js";
import { NOTICE, withNotice } from "./notice.js";
import type { Session } from "./session.js";

// One call of a tool, from its arguments to its result or error. Knows nothing of the protocol that carries it.

/** What a call runs in; it may have to wait for it, until it is cancelled. Throws `OdooError`. */
export type SessionSource = (signal: AbortSignal) => Promise<Session>;

/** What belongs to one call alone. */
export type CallRequest = Pick<ToolContext, "signal" | "ask" | "call">;

/** A tool's result, or what failed under `error`. */
export interface CallResult {
  result: Record<string, unknown>;
  isError: boolean;
  /** Of what failed. */
  category?: Category;
  /** The calls to Odoo that had to be made again, in order. */
  retries: readonly Retry[];
  /** Files beside the result. */
  attached: readonly AttachedFile[];
  /** What a person is to be asked before the same call is made again; nothing was written, and the result is empty. */
  open?: OpenQuestion;
}

/**
 * Runs a tool. Never throws: the one place where an error becomes a result, and where a result gets what every answer has. None
 * leaves with the secret of a link, larger than clients take, or with texts of Odoo and no notice.
 */
export async function runCall(
  tool: ServedTool,
  args: unknown,
  session: SessionSource,
  request: CallRequest,
): Promise<CallResult> {
  const retries: Retry[] = [];
  const attached: AttachedFile[] = [];
  const readOnly = onlyReads(tool);
  let audit: Audit | undefined;
  try {
    checkInput(args);
    checkUncut(args);
    const { client, approvalsOf, ...rest } = await session(request.signal);
    audit = rest.audit;
    const context = {
      ...rest,
      client: client.asOneJob().tellingRetries((retry) => retries.push(retry)),
      approvals: approvalsOf?.(request.call.tool, args),
      attach: (file: AttachedFile) => void attached.push(file),
      ...request,
    };
    const result = await forgettingMoved(() => tool.run(args, context), context);
    const told = withNotice(bounded(withoutLinkSecretsIn(result), context.answerCharacters));
    return { result: told, isError: false, retries, attached };
  } catch (error) {
    if (error instanceof OpenQuestion) return { result: {}, isError: false, retries, attached: [], open: error };
    if (!readOnly && error instanceof OdooError && error.rule) {
      const { model, rule } = error;
      audit?.write({ event: "refused", ...request.call, ...(model ? { model } : {}), rule });
    }
    const described = describeError(error, readOnly);
    const told = withoutLinkSecretsIn({ ...described, call: request.call.id });
    const quotes = error instanceof OdooError && error.quotesOdoo;
    const result = { ...(quotes ? NOTICE : {}), error: told };
    return { result, isError: true, category: described.category, retries, attached: [] };
  }
}

/** A model that Odoo shows to have changed is asked for again by the next call. */
async function forgettingMoved<Result>(run: () => Promise<Result>, { models }: ToolContext): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OdooError && error.model && showsMovedSchema(error)) models.forget(error.model);
    throw error;
  }
}

function describeError(thrown: unknown, readOnly: boolean) {
  // Changes are sent in `carryOut` alone, which tells what became of them.
  const error = thrown instanceof OdooError ? thrown : unexpected(thrown, "not_applied");
  if (error.cause !== undefined) log(traceOf(error.cause));
  const { category, outcome, retryable, model, field, record, rule } = error;
  // What Odoo forbids is for its administrator, what the policy forbids is not.
  const hint = error.hint ?? (outcome === "unknown" || rule ? undefined : CATEGORIES[category].next);
  return {
    category,
    message: `${error.message}${readOnly ? "" : OUTCOMES[outcome]}`,
    outcome,
    retryable,
    ...(model ? { model } : {}),
    ...(field ? { field } : {}),
    ...(record ? { record } : {}),
    ...(rule ? { rule } : {}),
    ...(hint ? { hint } : {}),
  };
}

/** What became of a call that writes. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  not_applied: " Nothing was written.",
  applied: " It was written.",
  unknown: " Whether it was written is not known: search before trying again.",
};
