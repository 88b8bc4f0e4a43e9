import { forbidden, type OdooError } from "../../odoo/errors/errors.js";
import type { WaitingFor } from "../call/approvals.js";
import type { Answer } from "../call/tool.js";

/** Every answer but a yes; that the client has no way to ask; a question that nobody would read to its end. */
export type NoYes = Exclude<Answer, "accept"> | "unable" | "too_long";

const CHANGE_POLICY = "whoever keeps odoo-models.config.json can change what is asked, under policy";

/** What happened, and the way out. None tells of a decision that nobody is known to have made. */
const WORDS: Readonly<Record<NoYes, [message: string, hint: string]>> = {
  unable: [
    "This client cannot ask one.",
    `It can be done in Odoo itself, or with a client that supports elicitation; ${CHANGE_POLICY}.`,
  ],
  too_long: [
    "What they would have to read is too long to be asked.",
    "Make several calls with fewer records or shorter texts, or tell the person to do it in Odoo itself.",
  ],
  at_once: [
    "The client refused within a second, before anybody can have read the question: it seems not to show it.",
    `Tell the person that it can be done in Odoo itself, or with a client that shows such questions; ${CHANGE_POLICY}.`,
  ],
  failed: [
    "The client could not show the question.",
    `Tell the person that it can be done in Odoo itself, or with a client that shows such questions; ${CHANGE_POLICY}.`,
  ],
  decline: ["The person said no.", "Do not call again unless they want it."],
  unticked: [
    'The question was sent back without its box "Do it" ticked.',
    "Ask the person whether they want it; if so call again, and they tick the box.",
  ],
  cancel: ["The question was closed without an answer.", "Ask the person whether they want it before calling again."],
  no_answer: ["Nobody answered the question in time.", "Ask the person whether they want it before calling again."],
};

/** Whether nobody can have seen the question at the client. */
export const isUnseen = (answer: NoYes): boolean => ["unable", "at_once", "failed"].includes(answer);

/**
 * The refusal of a change of `model` that needs a person's yes, because of `reasons`, and did not get it. `waiting`: where they
 * can still give it.
 */
export function unconfirmed(
  answer: NoYes,
  reasons: readonly string[],
  model: string,
  waiting?: WaitingFor | undefined,
): OdooError {
  const [what, hint] = WORDS[answer];
  return forbidden("confirmation", `A person has to agree to this, because ${reasons.join(", and ")}. ${what}`, {
    model,
    hint: waiting ? wayOutside(waiting) : hint,
  });
}

const wayOutside = ({ request, folder }: WaitingFor) =>
  `Tell the person that it waits for them: \`odoo-mcp approve ${request}\`, typed by themselves in a terminal in ${folder} within an ` +
  "hour, shows it and asks. After their yes make exactly this call again within 15 minutes. Or they do it in Odoo itself.";
