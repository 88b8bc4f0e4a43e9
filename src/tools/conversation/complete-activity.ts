import { OdooError } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Change, Written } from "../change/change.js";
import { idsInside } from "../guard/record-domain.js";
import type { Touch } from "../policy/policy.js";
import { readMessage, type ToldMessage } from "./read-messages.js";
import { recipientsOf } from "./recipients.js";
import { type RecordNamed, recordWith, writableRecordWith } from "./record.js";

interface Completed {
  ids: readonly number[];
  done: true;
  /** What Odoo wrote on the record. */
  posted?: ToldMessage;
}

interface Done extends Written {
  message: number | undefined;
}

/**
 * An activity marked as done. Odoo writes so on its record, for colleagues; where some follow the record for activities, it
 * notifies them, and the change counts as sending.
 */
export async function completeActivity(
  { id, feedback = "" }: { id: number; feedback?: string | undefined },
  context: ToolContext,
): Promise<Change<Completed, Done>> {
  const call = await modelCall("mail.activity", "act", context);
  const owner = await ownerOf(call, id);
  const find = owner?.isOwn ? recordWith : writableRecordWith;
  const record = owner && (await find("activity_ids", owner, "update", context));
  const recipients = record && owner ? await recipientsOf(record, owner.id, { subtype: "mt_activities" }) : [];
  const isSent = recipients.length > 0;
  if (isSent && record) context.policy.check(record.model.name, "send");
  const touched: Touch[] = [{ model: "mail.activity", effect: "act", records: 1 }];
  if (record) touched.push({ model: record.model.name, effect: isSent ? "send" : "update", records: 1 });
  return {
    call,
    effect: isSent ? "send" : "act",
    ids: [id],
    rows: [],
    method: "action_feedback",
    message: { text: feedback, recipients: async () => recipients },
    touched,
    async write() {
      const { client, signal } = context;
      const named = feedback === "" ? {} : { feedback };
      const answer = await client.callMethod("mail.activity", [id], "action_feedback", { named, signal });
      const [message] = [answer].flat().filter(isId);
      return { ids: [id], message };
    },
    async after({ ids, message }) {
      const posted = message === undefined ? undefined : await readMessage(message, context);
      return { ids, done: true, ...(posted ? { posted } : {}) };
    },
  };
}

/** `isOwn`: one's own activity, which can be completed on a record that one may only read (19). */
interface Owner extends RecordNamed {
  isOwn: boolean;
}

/** The record of an open activity; undefined for a user's own that is of none (19). */
async function ownerOf(call: ModelCall, id: number): Promise<Owner | undefined> {
  const { client, signal } = call.context;
  const inside = await idsInside(call, [id]);
  const rows =
    inside.length > 0
      ? await client.searchRead(
          "mail.activity",
          [["id", "in", inside]],
          OWNER.filter((name) => fieldOf(call.model, name)),
          { limit: 1 },
          { signal },
        )
      : [];
  const [activity] = rows;
  if (!activity) {
    throw new OdooError("not_found", `id: there is no open activity ${id}, or this user may not see it.`, {
      model: "mail.activity",
      record: id,
      hint: "Search mail.activity; what is done is no activity any more.",
    });
  }
  const { res_model, res_id, user_id, create_uid } = activity;
  if (typeof res_model !== "string" || typeof res_id !== "number") return undefined;
  const isOwn = [user_id, create_uid].some((user) => Array.isArray(user) && user[0] === client.user.uid);
  return { model: res_model, id: res_id, isOwn };
}

const OWNER = ["res_model", "res_id", "user_id", "create_uid"];
