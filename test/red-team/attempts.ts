import type { Attempt } from "./attempt.js";
import { contexts, methods, names, oversized } from "./calls.js";
import { conversation } from "./conversation.js";
import { fields } from "./fields.js";
import { escalation, reading } from "./models.js";
import { lines, outside, owners } from "./records.js";
import { sending } from "./sending.js";
import { steps } from "./steps.js";

/** What an assistant must not get done, whoever talked it into trying. By theme. */
export const ATTEMPTS: Readonly<Record<string, readonly Attempt[]>> = {
  "more rights, code, settings": escalation,
  "what may not be read": reading,
  "fields that are closed": fields,
  "other models through lines": lines,
  "records outside the policy's domain": outside,
  "what belongs to other records": owners,
  "what is said about records": conversation,
  "methods and wizards": methods,
  "steps and dialogues": steps,
  "what Odoo sends": sending,
  "the context of a call": contexts,
  "names that are none": names,
  "too much at once": oversized,
};
