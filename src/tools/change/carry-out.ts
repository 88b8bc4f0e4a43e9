import { forbidden, OdooError, type Outcome } from "../../odoo/errors/errors.js";
import { auditedValues } from "../call/audit.js";
import type { Change } from "./change.js";
import { previewOf, previewText } from "./preview.js";

/**
 * Makes a change, after a person's yes where the policy asks for one. Throws `OdooError` "forbidden" without that yes:
 * nothing was sent.
 */
export async function carryOut<Result extends object>(change: Change<Result>): Promise<Result> {
  await confirmed(change);
  return audited(change);
}

/** A line before it is sent and a line after the answer. Without the first nothing is sent. */
async function audited<Result extends object>({
  on,
  effect,
  ids,
  rows,
  method,
  send,
}: Change<Result>): Promise<Result> {
  const { model, context } = on;
  const { audit, call } = context;
  audit.write({
    event: "begin",
    ...call,
    model: model.name,
    operation: effect,
    ...(ids.length > 0 ? { ids } : {}),
    ...(method ? { method } : {}),
    ...(rows.length > 0 ? { values: auditedValues(model, rows) } : {}),
  });
  const started = performance.now();
  const end = (outcome: Outcome, more: object) =>
    audit.write({ event: "end", ...call, outcome, ...more, ms: Math.round(performance.now() - started) });
  try {
    const result = await send();
    end("applied", idsIn(result));
    return result;
  } catch (error) {
    const known = error instanceof OdooError ? error : undefined;
    end(known?.outcome ?? "unknown", { error: known?.category ?? "server_error" });
    throw error;
  }
}

function idsIn(result: object): { ids?: readonly number[] } {
  if ("ids" in result && Array.isArray(result.ids)) return { ids: result.ids };
  return "id" in result && typeof result.id === "number" ? { ids: [result.id] } : {};
}

/** Makes a change, or with `dry_run` tells what it would do. */
export async function asWished(change: Change, { dry_run = false }: { dry_run?: boolean | undefined }) {
  return { ...(dry_run ? { preview: await previewOf(change) } : await carryOut(change)) };
}

async function confirmed(change: Change): Promise<void> {
  const { model, context } = change.on;
  const reasons = context.policy.confirmations(change.touched);
  if (reasons.length === 0) return;
  const { ask, client, signal } = context;
  if (!ask) {
    throw forbidden(
      "confirmation",
      `A person has to agree to this, because ${reasons.join(", and ")}; and this client cannot ask one.`,
      {
        model: model.name,
        hint: NO_ASKING,
      },
    );
  }
  const question = async () => previewText(await previewOf(change), client.url);
  const asked = await question();
  const answer = await ask(asked, signal);
  if (answer !== "accept") {
    const what = answer === "decline" ? "was asked and declined" : "was asked and did not answer";
    throw forbidden("confirmation", `A person ${what}.`, {
      model: model.name,
      hint: "Do not call again unless they want it.",
    });
  }
  // The yes was given to what was shown.
  if ((await question()) === asked) return;
  throw new OdooError("conflict", "The records changed while a person was asked.", { model: model.name });
}

const NO_ASKING =
  "It can be done in Odoo itself, or with a client that supports elicitation; whoever keeps odoo-models.config.json can change what is asked, under policy.";
