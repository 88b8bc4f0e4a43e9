import type { Client } from "../../src/odoo/client.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";

// What Odoo has sent, counted by an administrator in the tables that nobody else may read.

/** The last row of each table. */
export interface Mark {
  mails: number;
  notices: number;
  texts: number;
}

/** An e-mail, a notice in Odoo or a text message to one person, by the user whose call left it. */
export interface Delivery {
  kind: string;
  /** The partner's id, or an address of none. */
  to: number | string;
  subject: string;
}

const last = async (odoo: Client, model: string) =>
  (await odoo.search(model, [], { limit: 1, order: "id desc" }))[0] ?? 0;

export async function mark(odoo: Client): Promise<Mark> {
  const [mails, notices, texts] = await Promise.all(
    ["mail.mail", "mail.notification", "sms.sms"].map((model) => last(odoo, model)),
  );
  return { mails: mails ?? 0, notices: notices ?? 0, texts: texts ?? 0 };
}

const since = (odoo: Client, model: string, id: number, fields: string[]): Promise<RawRecord[]> =>
  odoo.searchRead(model, [["id", ">", id]], fields, { limit: 500, order: "id" });

const idOf = (value: unknown) => (Array.isArray(value) ? Number(value[0]) : 0);

/** What was left since then by calls of these users: others, such as Odoo's own jobs, send too. */
export async function deliveries(odoo: Client, { mails, notices, texts }: Mark, users: number[]): Promise<Delivery[]> {
  const isOurs = (row: RawRecord) => users.includes(idOf(row.create_uid));
  const told = await since(odoo, "mail.notification", notices, [
    "notification_type",
    "res_partner_id",
    "mail_message_id",
  ]);
  const messages = told.map((notice) => idOf(notice.mail_message_id));
  const of = new Map(
    (messages.length > 0
      ? await odoo.read("mail.message", messages, ["subject", "create_uid", "record_name"])
      : []
    ).map((message) => [message.id, message]),
  );
  const byNotice = told.flatMap((notice): Delivery[] => {
    const message = of.get(idOf(notice.mail_message_id));
    if (!message || !isOurs(message)) return [];
    const subject = String(message.subject || message.record_name || "");
    return [{ kind: String(notice.notification_type), to: idOf(notice.res_partner_id), subject }];
  });
  const mailFields = ["subject", "recipient_ids", "email_to", "create_uid", "mail_message_id"];
  const sent = (await since(odoo, "mail.mail", mails, mailFields)).filter(isOurs);
  const byMail = sent
    .filter((mail) => !of.has(idOf(mail.mail_message_id)))
    .flatMap((mail): Delivery[] =>
      [...(mail.recipient_ids as number[]), ...(mail.email_to ? [String(mail.email_to)] : [])].map((to) => ({
        kind: "email",
        to,
        subject: String(mail.subject),
      })),
    );
  const written = (await since(odoo, "sms.sms", texts, ["number", "partner_id", "create_uid"])).filter(isOurs);
  const byText = written.map((text): Delivery => ({ kind: "sms", to: idOf(text.partner_id), subject: "" }));
  const known = new Set(byNotice.map(({ kind, to }) => `${kind} ${to}`));
  return [...byNotice, ...byMail, ...byText.filter(({ kind, to }) => !known.has(`${kind} ${to}`))];
}
