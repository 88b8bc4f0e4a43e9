import { withFullYear } from "../../odoo/notation/checks.js";
import { linesOfHtml, textOfHtml } from "../../odoo/notation/html.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import { cutText } from "../call/cut-text.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import type { Recipient } from "../change/change.js";
import { idsInside, withinRecordDomain } from "../guard/record-domain.js";
import { showsAddresses } from "../sending/sent.js";
import { addressed } from "./recipients.js";
import { type RecordNamed, recordWith } from "./record.js";
import { type TrackedChange, trackedChanges, UNTOLD_CHANGES } from "./tracked-changes.js";

/** A page of a record's messages. `before`: those older than this one. */
export interface Reading extends RecordNamed {
  limit: number;
  before?: number | undefined;
  /** With the fields that were changed, which are told where Odoo tells them. */
  changes?: boolean | undefined;
}

export type Kind = "note" | "comment" | "email" | "notification";

/** A message as it is told, with what there is of it. */
export interface ToldMessage {
  id: number;
  date: string | null;
  kind: Kind;
  author: { id?: number; name: string; email?: string } | null;
  subject?: string;
  text: string;
  to?: readonly Recipient[];
  attachments?: readonly ToldFile[];
  changes?: readonly TrackedChange[];
}

interface ToldFile {
  id: number;
  name: string;
  mimetype: string;
  bytes: number;
}

/** Characters of one text, and of all texts of a page: longer texts are cut, and the page ends. */
const MAX_TEXT = 4_000;
const MAX_TEXTS = 40_000;

/** A record's notes and messages, the newest first: all that Odoo shows below its form to this user. */
export async function readMessages({ limit, before, changes = false, ...record }: Reading, context: ToolContext) {
  const { model } = await recordWith("message_ids", record, "read", context);
  const call = await modelCall("mail.message", "read", context);
  const most = Math.min(limit, context.policy.maxRecords("mail.message")?.value ?? limit);
  const domain = await withinRecordDomain(call, [
    ["model", "=", model.name],
    ["res_id", "=", record.id],
    // Sent to somebody beside the record's conversation.
    ["message_type", "!=", "user_notification"],
    ...(before === undefined ? [] : [["id", "<", before]]),
  ]);
  const page = { limit: most + 1, order: "id desc" };
  const rows = await context.client.searchRead("mail.message", domain, fieldsOf(call), page, {
    signal: context.signal,
  });
  const shown = withinTexts(rows.slice(0, most));
  const [tracked, told] = await sideBySide(
    changes ? trackedChanges(model, idsOf(shown), context) : NO_CHANGES,
    toldMessages(shown, context),
  );
  const messages = told.map((message) => withChanges(message, tracked));
  return {
    messages: messages.filter(tells),
    next_before: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null,
    ...(tracked ? {} : { note: UNTOLD_CHANGES }),
  };
}

/** One message as it is told; undefined where this user may not see it. */
export async function readMessage(id: number, context: ToolContext): Promise<ToldMessage | undefined> {
  const call = await modelCall("mail.message", "read", context);
  const rows = await context.client.read("mail.message", [id], fieldsOf(call), { signal: context.signal });
  return (await toldMessages(rows, context))[0];
}

const NO_CHANGES: Awaited<ReturnType<typeof trackedChanges>> = new Map();

function withChanges(message: ToldMessage, tracked: typeof NO_CHANGES): ToldMessage {
  const changes = tracked?.get(message.id);
  return changes ? { ...message, changes } : message;
}

/** Odoo writes a message without words for every change. */
const tells = ({ text, attachments, changes, subject }: ToldMessage) =>
  text !== "" || attachments !== undefined || changes !== undefined || subject !== undefined;

const FIELDS = [
  "date message_type subtype_id author_id email_from subject record_name body",
  "attachment_ids notified_partner_ids",
].flatMap((names) => names.split(" "));

const fieldsOf = ({ model }: ModelCall) =>
  FIELDS.filter((name) => fieldOf(model, name) && !fieldOf(model, name)?.closed);

const idsOf = (rows: readonly RawRecord[]) => rows.map(({ id }) => id);

/** As many as have texts of the page's size in all, one at least. */
function withinTexts(rows: readonly RawRecord[]): readonly RawRecord[] {
  let characters = 0;
  const beyond = rows.findIndex(({ body }, index) => {
    characters += Math.min(MAX_TEXT, typeof body === "string" ? linesOfHtml(body).length : 0);
    return characters > MAX_TEXTS && index > 0;
  });
  return beyond === -1 ? rows : rows.slice(0, beyond);
}

async function toldMessages(rows: readonly RawRecord[], context: ToolContext): Promise<ToldMessage[]> {
  const linked = (field: string) => [...new Set(rows.flatMap((row) => (row[field] ?? []) as number[]))];
  const subtypes = [
    ...new Set(rows.flatMap(({ subtype_id }) => (Array.isArray(subtype_id) ? Number(subtype_id[0]) : []))),
  ];
  const [partners, files, kinds, withAddress] = await Promise.all([
    addressed(linked("notified_partner_ids"), context),
    filesNamed(linked("attachment_ids"), context),
    subtypesNamed(subtypes, context),
    showsAddresses(context),
  ]);
  const people = new Map(partners.map((partner) => [partner.id, partner]));
  return rows.map((row) => {
    const subtype = Array.isArray(row.subtype_id) ? kinds.get(Number(row.subtype_id[0])) : undefined;
    const text = textOf(row.body) || (subtype?.description ?? "");
    const to = ((row.notified_partner_ids ?? []) as number[]).flatMap((id) => people.get(id) ?? []);
    const attachments = ((row.attachment_ids ?? []) as number[]).flatMap((id) => files.get(id) ?? []);
    return {
      id: row.id,
      date: typeof row.date === "string" ? `${withFullYear(row.date).replace(" ", "T")}Z` : null,
      kind: kindOf(row, subtype?.isInternal),
      author: authorOf(row, withAddress),
      ...subjectOf(row),
      text: cutText(text, MAX_TEXT),
      ...(to.length > 0 ? { to } : {}),
      ...(attachments.length > 0 ? { attachments } : {}),
    };
  });
}

/** Odoo gives comments the record's name for one. */
function subjectOf({ subject, record_name }: RawRecord): { subject?: string } {
  if (typeof subject !== "string" || subject === "") return {};
  return subject.replace(/^Re: /, "") === record_name ? {} : { subject };
}

const textOf = (body: unknown) => (typeof body === "string" ? linesOfHtml(body) : "");

/** A comment without subtype, or with one for colleagues alone, is a note. */
function kindOf({ message_type }: RawRecord, isInternal = true): Kind {
  if (message_type === "email") return "email";
  if (message_type !== "comment") return "notification";
  return isInternal ? "note" : "comment";
}

function authorOf({ author_id, email_from }: RawRecord, withAddress: boolean): ToldMessage["author"] {
  const [, name = "", address = ""] = /^\s*"?([^"<]*?)"?\s*<([^<>]*)>\s*$/.exec(String(email_from || "")) ?? [];
  const bare = address || (typeof email_from === "string" && email_from.includes("@") ? email_from.trim() : "");
  const email = withAddress && bare !== "" ? { email: bare } : {};
  if (Array.isArray(author_id)) return { id: Number(author_id[0]), name: String(author_id[1]), ...email };
  return name === "" && !("email" in email) ? null : { name, ...email };
}

async function subtypesNamed(ids: readonly number[], { client, signal }: ToolContext) {
  if (ids.length === 0) return new Map<number, { isInternal: boolean; description: string }>();
  const fields = ["internal", "description"];
  const rows = await client.searchRead(
    "mail.message.subtype",
    [["id", "in", ids]],
    fields,
    { limit: ids.length },
    { signal },
  );
  return new Map(
    rows.map(({ id, internal, description }) => [
      id,
      { isInternal: internal === true, description: typeof description === "string" ? textOfHtml(description) : "" },
    ]),
  );
}

/** Those that the user and the policy let be read, by id. */
async function filesNamed(ids: readonly number[], context: ToolContext): Promise<ReadonlyMap<number, ToldFile>> {
  if (ids.length === 0 || !context.policy.operations("ir.attachment").value.includes("read")) return new Map();
  const { client, signal } = context;
  const inside = await idsInside(await modelCall("ir.attachment", "read", context), ids);
  if (inside.length === 0) return new Map();
  const fields = ["name", "mimetype", "file_size"];
  const rows = await client.searchRead(
    "ir.attachment",
    [["id", "in", inside]],
    fields,
    { limit: ids.length },
    { signal },
  );
  return new Map(
    rows.map(({ id, name, mimetype, file_size }) => [
      id,
      { id, name: String(name || ""), mimetype: String(mimetype || ""), bytes: Number(file_size) || 0 },
    ]),
  );
}
