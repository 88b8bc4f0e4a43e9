import { forbidden, OdooError } from "../odoo/errors.js";
import type { Change } from "./change.js";
import { previewOf, previewText } from "./preview.js";

/**
 * Makes a change, after a person's yes where the policy asks for one. Throws `OdooError` "forbidden" without that yes:
 * nothing was sent.
 */
export async function carryOut<Result extends object>(change: Change<Result>): Promise<Result> {
  await confirmed(change);
  return change.send();
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
