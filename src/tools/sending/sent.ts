import type { Domain, RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import type { ToolContext } from "../call/tool.js";
import { found, quietly } from "./recipients.js";

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

/** What there was before a change, by the highest ids; undefined for what cannot be read. */
export interface Before {
  message: number | undefined;
  /** Undefined, too, where it is enough to know of the user's messages since then. */
  notice: number | undefined;
}

/** The context of a call that changes something, with a look-up that is made as it is first asked for, and once. */
export function lookingUpLastMessage(context: ToolContext): ToolContext {
  let last: Promise<number | undefined> | undefined;
  const lastMessage = () => {
    last ??= lastMessageNow(context);
    // Whoever began it may be refused before anybody waits for it.
    last.catch(() => {});
    return last;
  };
  return { ...context, lastMessage };
}

/** The user's last message, by the context's own look-up or by one that begins now. */
export const lastMessage = (context: ToolContext) => context.lastMessage?.() ?? lastMessageNow(context);

export const lastMessageNow = (context: ToolContext) =>
  newest(context, "mail.message", [["create_uid", "=", context.client.user.uid]]);

/** Anybody's last notice. */
export const lastNotice = (context: ToolContext) => newest(context, "mail.notification", []);

async function newest({ client, signal }: ToolContext, model: string, domain: Domain): Promise<number | undefined> {
  const ids = await quietly(() => client.search(model, domain, { limit: 1, order: "id desc" }, { signal }));
  return ids && (ids[0] ?? 0);
}

/** No change sends more than these that anybody wants to read. */
const MOST = 200;

/**
 * What was sent since then by the user's own calls: of two at the same time it may be told by both. Of what the user may not
 * read, such as an e-mail without a notice, what goes to those `expected` is told. What a mail server does with any of it is not
 * known.
 */
export async function sentSince(context: ToolContext, before: Before, expected: readonly string[]): Promise<Sent[]> {
  const [notices, mails] = await noticesAndMails(context, before);
  const messages = await messagesOf(context, notices);
  const bare = mails.filter(({ id }) => !messages.has(id));
  const read = await recipientsOfMails(context, bare);
  const partners = [...notices.map((notice) => idIn(notice.res_partner_id)), ...[...read.values()].flat()];
  const names = await namesOf(context, [...new Set(partners)]);
  const nameOf = (id: number) => names.get(id) ?? `contact ${id}`;
  const told = new Map<string, Sent & { to: string[] }>();
  for (const notice of notices) {
    const message = messages.get(idIn(notice.mail_message_id));
    const to = nameOf(idIn(notice.res_partner_id));
    if (message ? idIn(message.create_uid) !== context.client.user.uid : !expected.includes(to)) continue;
    const kind = String(notice.notification_type);
    const key = `${kind} ${idIn(notice.mail_message_id)}`;
    const sent = told.get(key) ?? { kind, ...(message ? describe(message) : { subject: "" }), to: [] };
    sent.to.push(to);
    told.set(key, sent);
  }
  const toOf = ({ id }: RawRecord) => read.get(id)?.map(nameOf) ?? expected;
  return [...told.values(), ...bare.map((message) => ({ kind: "email", ...describe(message), to: toOf(message) }))];
}

/** Without the last notice before, those of the user's own messages since then. */
async function noticesAndMails(context: ToolContext, { message, notice }: Before): Promise<[RawRecord[], RawRecord[]]> {
  const own = notice === undefined && message !== undefined ? await ownSince(context, message) : undefined;
  if (!own) return Promise.all([noticesSince(context, notice), mailsSince(context, message)]);
  const noticed = own.filter(({ notification_ids: ids }) => Array.isArray(ids) && ids.length > 0);
  const isMail = ({ message_type }: RawRecord) => MAILS.includes(String(message_type));
  const domain: Domain = [["mail_message_id", "in", noticed.map(({ id }) => id)]];
  return Promise.all([
    noticed.length > 0 ? found(context, "mail.notification", domain, NOTICE) : [],
    own.some(isMail) ? mailsSince(context, message) : [],
  ]);
}

/** Undefined where it cannot be read whether there are notices of them. */
const ownSince = ({ client, signal }: ToolContext, last: number): Promise<RawRecord[] | undefined> =>
  quietly(() => {
    const domain: Domain = [
      ["id", ">", last],
      ["create_uid", "=", client.user.uid],
    ];
    return client.searchRead("mail.message", domain, ["message_type", "notification_ids"], { limit: 1000 }, { signal });
  });

const NOTICE = ["mail_message_id", "res_partner_id", "notification_type"];
const MAILS: readonly string[] = ["email", "email_outgoing"];

async function noticesSince(context: ToolContext, last: number | undefined): Promise<RawRecord[]> {
  return last === undefined ? [] : found(context, "mail.notification", [["id", ">", last]], NOTICE);
}

const MESSAGE = ["subject", "record_name", "model", "res_id", "create_uid"];

/** The user's own messages that are e-mails. */
const mailsSince = async (context: ToolContext, last: number | undefined): Promise<RawRecord[]> =>
  last === undefined
    ? []
    : found(
        context,
        "mail.message",
        [
          ["id", ">", last],
          ["create_uid", "=", context.client.user.uid],
          ["message_type", "in", MAILS],
        ],
        MESSAGE,
      );

/** Who they go to, as administrators may read it. */
async function recipientsOfMails(context: ToolContext, messages: readonly RawRecord[]): Promise<Map<number, number[]>> {
  const domain: Domain = [["mail_message_id", "in", messages.map(({ id }) => id)]];
  const fields = ["mail_message_id", "recipient_ids"];
  const mails = messages.length > 0 ? await found(context, "mail.mail", domain, fields) : [];
  return new Map(mails.map((mail) => [idIn(mail.mail_message_id), mail.recipient_ids as number[]]));
}

/** Part of a change's result. */
export interface WithSent {
  sent?: readonly Sent[];
}

export const withSent = (sent: readonly Sent[]): WithSent => (sent.length > 0 ? { sent } : {});

/** The messages of notices, of those that the user may read. */
async function messagesOf(context: ToolContext, notices: readonly RawRecord[]): Promise<Map<number, RawRecord>> {
  const ids = [...new Set(notices.map((notice) => idIn(notice.mail_message_id)))];
  const read = ids.length > 0 ? await found(context, "mail.message", [["id", "in", ids]], MESSAGE) : [];
  return new Map(read.map((message) => [message.id, message]));
}

function describe({ subject, record_name, model, res_id }: RawRecord): Pick<Sent, "subject" | "model" | "id"> {
  const isOfRecord = typeof model === "string" && typeof res_id === "number" && res_id > 0;
  return { subject: String(subject || record_name || ""), ...(isOfRecord ? { model, id: res_id } : {}) };
}

const idIn = (value: unknown): number => (Array.isArray(value) ? Number(value[0]) : 0);

const PARTNER = "res.partner";

/** Partners by their names and addresses, as far as the user and the policy let them be read. */
export async function namesOf(context: ToolContext, partners: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { client, policy, signal } = context;
  const ids = partners.filter((id) => id > 0).slice(0, MOST);
  if (ids.length === 0 || !policy.operations(PARTNER).value.includes("read")) return new Map();
  const options = { signal, context: { active_test: false } };
  const read = await quietly(async () => {
    const open = ["display_name", ...((await showsAddresses(context)) ? ["email"] : [])];
    return client.searchRead(PARTNER, [["id", "in", ids]], open, { limit: MOST }, options);
  });
  return new Map(
    (read ?? []).map(({ id, display_name, email }) => [
      id,
      email ? `${display_name} <${email}>` : String(display_name),
    ]),
  );
}

/** Whether e-mail addresses may be told: of all partners, and not of those in the policy's domain alone. */
export async function showsAddresses({ policy, models }: ToolContext): Promise<boolean> {
  if (!policy.operations(PARTNER).value.includes("read") || policy.domain(PARTNER)) return false;
  return fieldOf(await models.get(PARTNER), "email")?.closed === undefined;
}
