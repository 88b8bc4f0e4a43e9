import type { Client } from "../../odoo/client.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Effect } from "../policy/effects.js";
import { lookingUpLastMessage } from "./sent.js";

// What keeps Odoo from sending e-mails and notices by itself: keys of its own of a call's context.

export interface Switch {
  key: string;
  /** What is not sent for it. The records, and their history, are the same with it and without. */
  silences: string;
}

/** Measured on 14 and 19 (test/live/quiet.test.ts), where all of them are known; by hand on 16 to 18. */
export const SWITCHES: readonly Switch[] = [
  { key: "mail_auto_subscribe_no_notify", silences: "you have been assigned, invited to follow" },
  { key: "mail_activity_quick_update", silences: "an activity was given to a colleague" },
  { key: "no_mail_to_attendees", silences: "invitations to meetings, and their changes" },
  { key: "skip_sms", silences: "text messages to customers of a delivery" },
  { key: "no_reset_password", silences: "invitations to new users" },
];

const QUIET: RawValues = Object.fromEntries(SWITCHES.map(({ key }) => [key, true]));

/** The client whose changes send nothing that Odoo can be kept from sending. */
export const quiet = (client: Client): Client => client.writingIn(QUIET);

/**
 * As the call asks for it: with `notify` Odoo sends what it sends by itself, and unless it is a preview (`dry_run`) it is looked
 * up what was sent. Throws `OdooError` "forbidden" where the policy does not let anything be sent of the model.
 */
export function sendingAs(
  { model, context }: ModelCall,
  { notify = false, dry_run = false }: { notify?: boolean | undefined; dry_run?: boolean | undefined },
): ModelCall {
  if (notify) context.policy.check(model.name, "send");
  const sending = notify ? notifying(context) : context;
  return { model, context: dry_run ? sending : lookingUpLastMessage(sending) };
}

/** Where Odoo sends what it sends by itself: the call asked for it. */
export const notifying = (context: ToolContext): ToolContext => ({ ...unswitched(context), notify: true });

/** As `call`, without the switches where its work is to send: they would keep Odoo from what a person agreed to. */
export const sendingIf = ({ model, context }: ModelCall, effect: Effect): ModelCall => ({
  model,
  context: effect === "send" ? unswitched(context) : context,
});

const unswitched = (context: ToolContext): ToolContext => ({ ...context, client: context.client.writingIn({}) });

/**
 * Of new records, where followers of what they belong to would be told: without it Odoo writes down that the record was made,
 * in a message that goes to them.
 */
export const NO_CREATION_MESSAGE: RawValues = { mail_create_nolog: true };
