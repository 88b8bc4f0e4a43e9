import { aboutRecords } from "./about-records.js";
import type { Attempt } from "./attempt.js";
import { contexts, methods, names, oversized } from "./calls.js";
import { conversation } from "./conversation.js";
import { dialogues } from "./dialogues.js";
import { elsewhere } from "./elsewhere.js";
import { fields } from "./fields.js";
import { files } from "./files.js";
import { escalation, reading } from "./models.js";
import { otherSide } from "./other-side.js";
import { lines, outside, owners } from "./records.js";
import { rehearsals } from "./rehearsals.js";
import { sending } from "./sending.js";
import { states } from "./states.js";
import { steps } from "./steps.js";
import { technical } from "./technical.js";
import { templates } from "./templates.js";
import { texts } from "./texts.js";
import { unbounded } from "./unbounded.js";

/** What an assistant must not get done, whoever talked it into trying. By theme. */
export const ATTEMPTS: Readonly<Record<string, readonly Attempt[]>> = {
  "more rights, code, settings": escalation,
  "what may not be read": reading,
  "fields that are closed": fields,
  "other models through lines": lines,
  "records outside the policy's domain": outside,
  "what belongs to other records": owners,
  "what is said about records": conversation,
  files,
  "methods and wizards": methods,
  "steps and dialogues": steps,
  "what Odoo sends": sending,
  "the context of a call": contexts,
  "names that are none": names,
  "too much at once": oversized,
  "models nobody thought of": technical,
  "what Odoo renders": templates,
  "what a dialogue's form does not show": dialogues,
  "fields that are written elsewhere": elsewhere,
  "relations from the other side": otherSide,
  "records about records": aboutRecords,
  "secrets in texts, and other languages": texts,
  "calls without a bound": unbounded,
  previews: rehearsals,
  "states and what acts by itself": states,
};
