import { htmlOf } from "../../odoo/notation/html.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import { modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Change } from "../change/change.js";
import { checkLinks } from "../guard/links.js";
import { withinRecordDomain } from "../guard/record-domain.js";
import { jsonRecord } from "../read/json-record.js";
import { oneNamed } from "../read/one-named.js";
import { activityType } from "./activity-types.js";
import { type RecordNamed, writableRecordWith } from "./record.js";

export interface Schedule extends RecordNamed {
  /** As Odoo calls it, such as "Call" or "To-Do". */
  type: string;
  date: string;
  summary?: string | undefined;
  note?: string | undefined;
  /** Login, name or id; whoever calls if left out. */
  user?: string | undefined;
}

/** What is told of a new activity. */
const TOLD = ["activity_type_id", "summary", "date_deadline", "user_id"];

/**
 * A follow-up on a record. Odoo mails an assignment to another user, unless `mail_activity_quick_update` says not to (14 to
 * 19): it is in their list of activities all the same.
 */
export async function scheduleActivity(schedule: Schedule, context: ToolContext): Promise<Change> {
  const { id, type, date, summary, note, user } = schedule;
  const { client, signal } = context;
  const owner = await writableRecordWith("activity_ids", schedule, "update", context);
  const call = await modelCall("mail.activity", "create", context);
  const [activity_type_id, user_id] = await sideBySide(
    activityType(type, owner.model.name, context),
    user === undefined ? client.user.uid : userCalled(user, context),
  );
  const values: RawValues = {
    res_id: id,
    activity_type_id,
    date_deadline: date,
    user_id,
    ...(summary === undefined ? {} : { summary }),
    ...(note === undefined ? {} : { note: htmlOf(note) }),
  };
  return {
    call,
    effect: "create",
    ids: [],
    rows: [{ res_model: owner.model.name, ...values }],
    sent: [values],
    touched: [
      { model: "mail.activity", effect: "create", records: 1 },
      { model: owner.model.name, effect: "update", records: 1 },
    ],
    async write() {
      // The default names the model: few users may read ir.model, whose id the field takes.
      const quiet = { mail_activity_quick_update: true, default_res_model: owner.model.name };
      return { ids: await client.create("mail.activity", [values], { signal, context: quiet }) };
    },
    async after({ ids }) {
      const told = TOLD.filter((name) => !call.model.fields[name]?.closed);
      const [made = { id: ids[0] ?? 0 }] = await client.read("mail.activity", ids, told, { signal });
      return jsonRecord(call.model, made);
    },
  };
}

/** By login, or else by id or name. */
async function userCalled(user: string, context: ToolContext): Promise<number> {
  const [found] = await usersWithLogin(user, context);
  if (found !== undefined) return found;
  if (!/^\d{1,9}$/.test(user)) return oneNamed({ model: "res.users", name: user }, "user", context);
  const id = Number(user);
  await checkLinks({ records: [{ at: "user", relation: "res.users", id, guarded: false }], lines: [] }, context);
  return id;
}

async function usersWithLogin(login: string, context: ToolContext): Promise<number[]> {
  const call = await modelCall("res.users", "read", context);
  if (call.model.fields.login?.closed) return [];
  const domain = await withinRecordDomain(call, [["login", "=", login]]);
  return context.client.search("res.users", domain, { limit: 1 }, { signal: context.signal });
}
