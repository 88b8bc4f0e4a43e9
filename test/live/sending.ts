import { box } from "../sandbox/host.js";
import { openSql } from "../sandbox/postgres.js";
import type { Series } from "../sandbox/recipes.js";

// What Odoo has sent, counted in PostgreSQL: in the tables themselves, which nobody else may read.

/** An e-mail, a notice in Odoo or a text message to one person, by the user whose call left it. */
export interface Delivery {
  kind: string;
  /** The partner's id, or an address of none. */
  to: number | string;
}

export interface Outbox {
  /** From now on. */
  mark(): Promise<void>;
  /** What was left since then by calls of these users: others, such as Odoo's own jobs, send too. */
  deliveries(users: readonly number[]): Promise<Delivery[]>;
  close(): void;
}

export function openOutbox(series: Series): Outbox {
  const { ask, close } = openSql(box(series), box(series).database);
  const notices = series === "14" ? "mail_message_res_partner_needaction_rel" : "mail_notification";
  let last = ["0", "0", "0"];
  return {
    close,
    async mark() {
      const [row = ""] = await ask(`select ${[notices, "mail_mail", "sms_sms"].map(lastOf).join(", ")}`);
      last = row.split("|");
    },
    async deliveries(users) {
      const [notice, mail, text] = last;
      const isOurs = (row: string) => `${row}.create_uid in (${users.join(", ")})`;
      const isNoticed = `exists (select from ${notices} n where n.id > ${notice} and n.mail_message_id = e.mail_message_id)`;
      // An e-mail of a notice is that notice.
      const isMail = `e.id > ${mail} and ${isOurs("e")} and not ${isNoticed}`;
      const rows = await ask(`
        select n.notification_type, n.res_partner_id, ''
          from ${notices} n join mail_message m on m.id = n.mail_message_id where n.id > ${notice} and ${isOurs("m")}
        union all select 'email', r.res_partner_id, ''
          from mail_mail e join mail_mail_res_partner_rel r on r.mail_mail_id = e.id where ${isMail}
        union all select 'email', null, translate(e.email_to, chr(10), ' ') from mail_mail e where ${isMail} and e.email_to <> ''
        union all select 'sms', t.partner_id, '' from sms_sms t where t.id > ${text} and ${isOurs("t")}`);
      return rows.map((row): Delivery => {
        const [kind = "", partner = "", ...address] = row.split("|");
        return { kind, to: address.join("|") || Number(partner) };
      });
    },
  };
}

const lastOf = (table: string) => `(select coalesce(max(id), 0) from ${table})`;
