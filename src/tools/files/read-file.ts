import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { fileName } from "../../odoo/notation/file-name.js";
import { withoutLinkSecrets } from "../../odoo/schema/link-secrets.js";
import type { RawRecord } from "../../odoo/schema/raw.js";
import { fieldOf } from "../../odoo/schema/schema.js";
import { beginningOf } from "../call/cut-text.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import { checkFields } from "../call/named-fields.js";
import type { ToolContext } from "../call/tool.js";
import { checkOwnerReadable, readableIds } from "../guard/owned-records.js";
import { idsInside } from "../guard/record-domain.js";
import { describeFiles, type FileInfo } from "../read/files.js";
import { jsonRecord } from "../read/json-record.js";
import { contentOf, isPicture } from "./content.js";
import { delivered, MAX_ATTACHED } from "./deliver.js";

// A file of Odoo's: an attachment, or what a binary field of a record holds; or a long text of a record, part by part.

export const ATTACHMENT = "ir.attachment";

/** Of a file that is read or attached: what a wire carries as base64 in one answer. */
export const MAX_FILE = 32 * 1024 * 1024;

/** Of a text within an answer, in characters: about 10,000 tokens. */
const MAX_TEXT = 40_000;

export interface FileArguments {
  /** Of an attachment, unless `model` and `field` are given. */
  id: number;
  model?: string | undefined;
  field?: string | undefined;
  /** Where a long text goes on. */
  offset: number;
  as_file?: boolean | undefined;
}

/** A file that may be read, before its content is. */
interface Held {
  /** What the result tells of it beside the content. */
  told: Record<string, unknown>;
  name: string;
  mimetype: string;
  /** Null where Odoo does not tell. */
  bytes: number | null;
  /** Of a field that holds a text: no file, whatever it begins with. */
  text?: string;
  /** What Odoo made of a document that is no text itself; "" where it made nothing. */
  indexed(): Promise<string>;
  content(): Promise<Uint8Array>;
}

/**
 * A text as text, a part of it where it is long; a document as the text that Odoo found in it; a picture as one; and any other
 * file, or each of them with `as_file`, beside the result or in the server's folder. Throws `OdooError`.
 */
export async function readFile(args: FileArguments, context: ToolContext): Promise<Record<string, unknown>> {
  const held = await heldBy(args, context);
  if (held.bytes !== null && held.bytes > MAX_FILE) throw tooLarge(held, held.bytes);
  const told = { ...held.told, name: held.name, mimetype: held.mimetype };
  if (held.text !== undefined && !args.as_file) return { ...told, bytes: held.bytes, ...part(held.text, args.offset) };
  const indexed = args.as_file ? "" : await held.indexed();
  if (indexed !== "") return { ...told, bytes: held.bytes, ...part(indexed, args.offset), from_index: true };
  const bytes = await held.content();
  if (bytes.length > MAX_FILE) throw tooLarge(held, bytes.length);
  const content = contentOf(bytes, held.mimetype, held.name);
  if (content.kind === "text" && !args.as_file) {
    return { ...told, bytes: bytes.length, charset: content.charset, ...part(content.text, args.offset) };
  }
  const mimetype = content.kind === "text" ? held.mimetype : content.mimetype;
  // A picture is to be looked at, unless the file itself is asked for.
  const isShown = content.kind === "picture" && !args.as_file && bytes.length <= MAX_ATTACHED;
  const where = isShown ? { ...context, folder: undefined } : context;
  return { ...told, ...delivered({ name: fileName(held.name, "file"), mimetype, bytes }, where) };
}

/** A part of a text; and where the next one begins. */
function part(text: string, offset: number): Record<string, unknown> {
  const begun = beginningOf(text.slice(offset), MAX_TEXT);
  const next = offset + begun.length;
  return { text: begun, offset, next_offset: next < text.length ? next : null };
}

const tooLarge = ({ name }: Held, bytes: number) =>
  new OdooError("bad_request", `${shown(name)} has ${bytes} bytes, more than the ${MAX_FILE} that are read.`, {
    hint: "It can be downloaded in Odoo itself.",
  });

async function heldBy({ id, model, field }: FileArguments, context: ToolContext): Promise<Held> {
  if ((model === undefined || model === ATTACHMENT) && field === undefined) return attachment(id, context);
  if (model !== undefined && field !== undefined) return fieldOfRecord({ id, model, field }, context);
  throw new OdooError("validation", "Give the id of an attachment; or model, id and field of a record.");
}

const ABOUT = ["name", "mimetype", "file_size", "type", "create_date", "res_model", "res_id", "res_field"];

async function attachment(id: number, context: ToolContext): Promise<Held> {
  const call = await modelCall(ATTACHMENT, "read", context);
  const { client, signal } = context;
  checkFields(call.model, ["datas"], "id");
  const [record] =
    (await idsInside(call, [id])).length > 0 ? await client.read(ATTACHMENT, [id], ABOUT, { signal }) : [];
  if (!record) throw missing(call, id);
  const owner = { model: textOf(record.res_model), id: Number(record.res_id), field: textOf(record.res_field) };
  if (owner.model) await checkOwnerReadable(owner, context);
  const { name, mimetype, file_size, create_date } = jsonRecord(call.model, record);
  if (record.type !== "binary") throw isAddress(id, name);
  const isOpen = !fieldOf(call.model, "index_content")?.closed;
  const type = textOf(mimetype) || "application/octet-stream";
  return {
    told: { id, date: create_date, ...(owner.model ? { record: { model: owner.model, id: owner.id } } : {}) },
    name: textOf(name) || "file",
    mimetype: type,
    bytes: typeof file_size === "number" ? file_size : null,
    // Of a text the content itself is better.
    indexed: async () => (isOpen && !/^text\//.test(type) && !isPicture(type) ? indexOf(call, id, type) : ""),
    content: () => contentIn(call, id, "datas"),
  };
}

/** Where Odoo finds no text in a file it keeps the first word of its type (14 to 19). */
async function indexOf({ context }: ModelCall, id: number, mimetype: string): Promise<string> {
  const [record] = await context.client.read(ATTACHMENT, [id], ["index_content"], { signal: context.signal });
  const text = textOf(record?.index_content).trim();
  return text === mimetype.split("/")[0] ? "" : text;
}

async function fieldOfRecord(
  { id, model, field }: { id: number; model: string; field: string },
  context: ToolContext,
): Promise<Held> {
  const call = await modelCall(model, "read", context);
  if (model === ATTACHMENT) return attachment(id, context);
  checkFields(call.model, [field], "field");
  const { type = "" } = fieldOf(call.model, field) ?? {};
  if (type !== "binary" && !TEXTS.has(type)) throw noFile(call, field);
  const { client, signal } = context;
  const inside = await readableIds(call, [id]);
  const options = { signal, context: { bin_size: true } };
  const [raw] = inside.length > 0 ? await client.read(model, [id], [field], options) : [];
  if (!raw) throw missing(call, id);
  const record = jsonRecord(call.model, raw as RawRecord);
  if (TEXTS.has(type)) return textHeld({ id, model, field }, textOf(record[field]), type);
  await describeFiles(client, { model: call.model, fields: [field] }, [record], options);
  const info = record[field] as FileInfo | null;
  if (info === null) throw new OdooError("not_found", `${model} ${id} has no file in ${field}.`, { model, field });
  const mimetype = info.mimetype ?? "application/octet-stream";
  return {
    told: { record: { model, id }, field },
    name: `${model} ${id} ${field}${ENDINGS[mimetype] ?? ""}`,
    mimetype,
    bytes: info.bytes,
    indexed: async () => "",
    content: () => contentIn(call, id, field),
  };
}

const TEXTS: ReadonlySet<string> = new Set(["char", "text", "html"]);

/** A text that a record holds, as an answer shows it: a part of it could be cut out of a link, whose secret none would know then. */
function textHeld(
  { id, model, field }: { id: number; model: string; field: string },
  text: string,
  type: string,
): Held {
  const shown = withoutLinkSecrets(text);
  const bytes = Buffer.from(shown);
  return {
    told: { record: { model, id }, field },
    name: `${model} ${id} ${field}`,
    mimetype: type === "html" ? "text/html" : "text/plain",
    bytes: bytes.length,
    text: shown,
    indexed: async () => "",
    content: async () => bytes,
  };
}

const ENDINGS: Readonly<Record<string, string>> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/webp": ".webp",
  "application/pdf": ".pdf",
};

async function contentIn({ model, context }: ModelCall, id: number, field: string): Promise<Uint8Array> {
  const [record] = await context.client.read(model.name, [id], [field], { signal: context.signal });
  // An empty file is false.
  return Buffer.from(textOf(record?.[field]), "base64");
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

function missing({ model, context }: ModelCall, id: number): OdooError {
  const rule = context.policy.domain(model.name)?.rule;
  const why = rule ? `this user may not see it, or ${rule} leaves it out` : "this user may not see it";
  return new OdooError("not_found", `id: there is no ${model.name} ${id}, or ${why}.`, {
    model: model.name,
    record: id,
    rule,
  });
}

const isAddress = (id: number, name: unknown) =>
  new OdooError("validation", `id: ${ATTACHMENT} ${id} (${shown(name)}) is an address, not a file.`, {
    model: ATTACHMENT,
    record: id,
    hint: "Odoo itself opens it; this server fetches no addresses.",
  });

function noFile({ model }: ModelCall, field: string): OdooError {
  const binary = Object.entries(model.fields).filter(([, { type, closed }]) => type === "binary" && !closed);
  const names = binary.slice(0, 10).map(([name]) => name);
  return new OdooError(
    "validation",
    `field: ${model.name}.${field} holds no file and no text; ${names.length > 0 ? `files are in ${names.join(", ")}` : "no field has files"}.`,
    { model: model.name, field },
  );
}
