import type { RawRecord } from "../../odoo/schema/raw.js";
import type { ToolContext } from "../call/tool.js";
import { quietly } from "./recipients.js";

// What Odoo has sent of a change, read from its own notices once the change is made.

/** An e-mail, a text message or a notice in Odoo, and who got it. */
export interface Sent {
  /** As Odoo calls it: "email", "inbox", "sms" and others of its apps. */
  kind: string;
  subject: string;
  model?: string;
  id?: number;
  to: readonly string[];
}

/** The last of Odoo's notices; undefined where they cannot be read. */
export async function lastNotice({ client, signal }: ToolContext): Promise<number | undefined> {
  const page = { limit: 1, order: "id desc" };
  const ids = await quietly(() => client.search("mail.notification", [], page, { signal }));
  return ids && (ids[0] ?? 0);
}

/** No change sends more than these that anybody wants to read. */
const MOST = 200;

/**
 * What was sent since that notice by the user's own calls: of two at the same time it may be told by both. What a mail server
 * does with it, and e-mails to addresses without a contact, are not in Odoo's notices.
 */
export async function sentSince(context: ToolContext, last: number | undefined): Promise<Sent[]> {
  if (last === undefined) return [];
  const { client, signal } = context;
  const domain = [["id", ">", last]];
  const fields = ["mail_message_id", "res_partner_id", "notification_type"];
  const notices =
    (await quietly(() =>
      client.searchRead("mail.notification", domain, fields, { limit: MOST, order: "id" }, { signal }),
    )) ?? [];
  if (notices.length === 0) return [];
  const messages = await messagesOf(context, notices);
  const own = notices.filter((notice) => messages.has(idIn(notice.mail_message_id)));
  const names = await namesOf(context, [...new Set(own.map((notice) => idIn(notice.res_partner_id)))]);
  const kinds = new Map<string, Sent & { to: string[] }>();
  for (const notice of own) {
    const message = messages.get(idIn(notice.mail_message_id));
    const kind = String(notice.notification_type);
    const key = `${kind} ${idIn(notice.mail_message_id)}`;
    const sent = kinds.get(key) ?? { kind, ...describe(message), to: [] };
    const partner = idIn(notice.res_partner_id);
    sent.to.push(names.get(partner) ?? `contact ${partner}`);
    kinds.set(key, sent);
  }
  return [...kinds.values()];
}

/** Part of a change's result. */
export interface WithSent {
  sent?: readonly Sent[];
}

export const withSent = (sent: readonly Sent[]): WithSent => (sent.length > 0 ? { sent } : {});

/** The user's own messages, of those that the user may read. */
async function messagesOf(
  { client, signal }: ToolContext,
  notices: readonly RawRecord[],
): Promise<Map<number, RawRecord>> {
  const ids = [...new Set(notices.map((notice) => idIn(notice.mail_message_id)))];
  const domain = [["id", "in", ids]];
  const fields = ["subject", "record_name", "model", "res_id", "create_uid"];
  const read = await quietly(() => client.searchRead("mail.message", domain, fields, { limit: MOST }, { signal }));
  const own = (read ?? []).filter((message) => idIn(message.create_uid) === client.user.uid);
  return new Map(own.map((message) => [message.id, message]));
}

function describe(message: RawRecord | undefined): Pick<Sent, "subject" | "model" | "id"> {
  const { subject, record_name, model, res_id }: Partial<RawRecord> = message ?? {};
  const isOfRecord = typeof model === "string" && typeof res_id === "number" && res_id > 0;
  return { subject: String(subject || record_name || ""), ...(isOfRecord ? { model, id: res_id } : {}) };
}

const idIn = (value: unknown): number => (Array.isArray(value) ? Number(value[0]) : 0);

const PARTNER = "res.partner";

/** Partners by their names and addresses, as far as the user and the policy let them be read. */
export async function namesOf(
  { client, models, policy, signal }: ToolContext,
  partners: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const ids = partners.filter((id) => id > 0).slice(0, MOST);
  if (ids.length === 0 || !policy.operations(PARTNER).value.includes("read")) return new Map();
  const options = { signal, context: { active_test: false } };
  const read = await quietly(async () => {
    const { fields } = await models.get(PARTNER);
    const open = ["display_name", ...(fields.email && !fields.email.closed ? ["email"] : [])];
    return client.searchRead(PARTNER, [["id", "in", ids]], open, { limit: MOST }, options);
  });
  return new Map(
    (read ?? []).map(({ id, display_name, email }) => [
      id,
      email ? `${display_name} <${email}>` : String(display_name),
    ]),
  );
}
