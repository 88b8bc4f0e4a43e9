import { OdooError } from "../../odoo/errors/errors.js";
import { isId } from "../../odoo/notation/checks.js";
import { htmlOf } from "../../odoo/notation/html.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Change, Recipient, Written } from "../change/change.js";
import { checkLinks } from "../guard/links.js";
import { filesOf, type MessageFile } from "./attachments.js";
import { addressed, recipientsOf, subtypeId } from "./recipients.js";
import { type RecordNamed, writableRecordWith } from "./record.js";

/** A note is for colleagues who look at the record; a comment goes to its followers and whom it names. */
export interface Post extends RecordNamed {
  kind: "note" | "comment";
  text: string;
  partner_ids?: readonly number[] | undefined;
  attachment_ids?: readonly number[] | undefined;
}

/** The message's id; null where Odoo told none. */
interface Posted {
  id: number | null;
  notified: readonly Recipient[];
}

interface Done extends Written {
  posted: number | null;
}

/** A message on a record, as its user writes it in Odoo. Throws `OdooError`, of what was asked for, before anything is sent. */
export async function postMessage(post: Post, context: ToolContext): Promise<Change<Posted, Done>> {
  const { id, kind, text, partner_ids: named = [], attachment_ids = [] } = post;
  if (kind === "note" && named.length > 0) {
    throw new OdooError("validation", "partner_ids: a note is sent to nobody.", {
      model: post.model,
      hint: "Leave partner_ids out, or post a comment, which a person is asked about.",
    });
  }
  const effect = kind === "note" ? "update" : "send";
  const call = await writableRecordWith("message_ids", post, effect, context);
  const [, files, subtype] = await sideBySide(
    checkLinks({ records: named.map(partnerNamed), lines: [] }, context),
    filesOf(call, id, attachment_ids),
    kind === "note" ? subtypeId("mt_note", context) : undefined,
  );
  const note = subtype === undefined ? undefined : noteOf(call.model.name, post, files, subtype);
  const recipients = async () => (kind === "note" ? [] : recipientsOf(call, id, { subtype: "mt_comment", named }));
  return {
    call,
    effect,
    ids: [id],
    rows: [],
    method: "message_post",
    message: { text, files: files.map(({ name }) => name), recipients },
    touched: [{ model: call.model.name, effect, records: 1 }],
    write: () => (note ? writeNote(call, note) : writeComment(call, post, files)),
    after: async ({ posted }) => ({
      id: posted,
      notified: posted === null || kind === "note" ? [] : await notifiedOf(posted, context),
    }),
  };
}

const partnerNamed = (id: number, index: number) => ({
  at: `partner_ids[${index}]`,
  relation: "res.partner",
  id,
  guarded: false,
});

/**
 * What Odoo makes of a note that it logs itself: `message_post` notifies those who follow the record for notes, and only 18 on can
 * be told not to.
 */
function noteOf(model: string, { id, text }: Post, files: readonly MessageFile[], subtype_id: number) {
  return {
    model,
    res_id: id,
    body: htmlOf(text),
    message_type: "comment",
    subtype_id,
    ...(files.length > 0 ? { attachment_ids: [[6, 0, files.map((file) => file.id)]] } : {}),
  };
}

async function writeNote({ context: { client, signal } }: ModelCall, note: Note): Promise<Done> {
  const [posted = null] = await client.create("mail.message", [note], { signal });
  return { ids: [note.res_id], posted };
}

type Note = ReturnType<typeof noteOf>;

async function writeComment(
  { model, context: { client, signal } }: ModelCall,
  { id, text, partner_ids = [] }: Post,
  files: readonly MessageFile[],
): Promise<Done> {
  const named = {
    body: htmlOf(text),
    message_type: "comment",
    subtype_xmlid: "mail.mt_comment",
    partner_ids,
    attachment_ids: files.map((file) => file.id),
    // From 17 on a text is escaped unless it says so.
    ...(client.series.major >= 17 ? { body_is_html: true } : {}),
  };
  const answer = await client.callMethod(model.name, [id], "message_post", { named, signal });
  const [posted = null] = [answer].flat().filter(isId);
  return { ids: [id], posted };
}

/** Those whom Odoo did notify. */
async function notifiedOf(id: number, context: ToolContext): Promise<Recipient[]> {
  const { client, signal } = context;
  const [message] = await client.read("mail.message", [id], ["notified_partner_ids"], { signal });
  return addressed((message?.notified_partner_ids ?? []) as number[], context);
}
