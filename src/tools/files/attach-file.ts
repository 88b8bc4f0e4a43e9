import { recordLink } from "../../odoo/connection/record-link.js";
import { OdooError } from "../../odoo/errors/errors.js";
import { isBase64 } from "../../odoo/notation/checks.js";
import { withoutInvisible } from "../../odoo/notation/visible-text.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import { type ModelCall, modelCall } from "../call/model-call.js";
import { checkFields } from "../call/named-fields.js";
import type { ToolContext } from "../call/tool.js";
import type { Change } from "../change/change.js";
import { checkExisting } from "../guard/existing.js";
import { checkStays, takeBackOutside } from "../guard/record-domain.js";
import { ATTACHMENT, MAX_FILE } from "./read-file.js";

export interface AttachArguments {
  model: string;
  id: number;
  name?: string | undefined;
  /** One of the three. */
  text?: string | undefined;
  base64?: string | undefined;
  path?: string | undefined;
}

export interface Attached {
  /** Of the attachment. */
  id: number;
  name: string;
  mimetype: string;
  bytes: number;
  record: { model: string; id: number };
  link: string;
  /** The record's own, the new one among them; the newest first. */
  attachments: readonly Attachment[];
}

interface Attachment {
  id: number;
  name: string;
  mimetype: string;
}

/**
 * A new attachment of a record, which changes that record: its model must be open for changes, and the user must have the right
 * to write it. A text is sent as UTF-8. Throws `OdooError`.
 */
export async function attachFile(args: AttachArguments, context: ToolContext): Promise<Change<Attached>> {
  const { model, id } = args;
  const owner = await modelCall(model, "update", context);
  const call = await modelCall(ATTACHMENT, "create", context);
  await sideBySide(checkExisting(owner, [id]), checkWritable(owner, id));
  const { name, bytes } = await contentGiven(args, context);
  const values = { name, datas: Buffer.from(bytes).toString("base64"), res_model: model, res_id: id };
  checkFields(call.model, Object.keys(values), model);
  await checkStays(call, [], [values]);
  await context.client.checkSendable(values);
  return {
    call,
    effect: "create",
    ids: [],
    rows: [values],
    sent: [values],
    touched: [
      { model: ATTACHMENT, effect: "create", records: 1 },
      { model, effect: "update", records: 1 },
    ],
    async write() {
      const ids = await context.client.create(ATTACHMENT, [values], { signal: context.signal }).catch((error) => {
        throw isRefusal(error) ? mayNotWrite(owner, id, error) : error;
      });
      await takeBackOutside(call, ids);
      return { ids };
    },
    async after({ ids: [made = 0] }) {
      const attachments = await attachmentsOf(owner, id);
      const mimetype = attachments.find((one) => one.id === made)?.mimetype ?? "";
      const link = recordLink(context.client, model, id);
      return { id: made, name, mimetype, bytes: bytes.length, record: { model, id }, link, attachments };
    },
  };
}

/** More are found by search. */
const MAX_TOLD = 20;

/** The newest of a record's files, so that one that was there already is noticed. None where they cannot be read. */
async function attachmentsOf({ model, context }: ModelCall, id: number): Promise<Attachment[]> {
  const { client, signal } = context;
  const domain = [
    ["res_model", "=", model.name],
    ["res_id", "=", id],
  ];
  const page = { limit: MAX_TOLD, order: "id desc" };
  const rows = await client.searchRead(ATTACHMENT, domain, ["name", "mimetype"], page, { signal }).catch(() => []);
  return rows.map((row) => ({ id: row.id, name: String(row.name), mimetype: String(row.mimetype || "") }));
}

/** By Odoo, and before anything was written. */
const isRefusal = (error: unknown): error is OdooError =>
  error instanceof OdooError && error.category === "forbidden" && error.outcome === "not_applied" && !error.rule;

async function checkWritable(call: ModelCall, id: number): Promise<void> {
  const { client, signal } = call.context;
  if (!(await client.hasAccess(call.model.name, "write", { ids: [id], signal }))) throw mayNotWrite(call, id);
}

function mayNotWrite({ model }: ModelCall, id: number, cause?: OdooError): OdooError {
  const why = cause ? ` Odoo says: ${cause.message}` : "";
  return new OdooError(
    "forbidden",
    `This user may not change ${model.name} ${id}, so nothing can be attached to it.${why}`,
    { model: model.name, record: id, quotesOdoo: cause !== undefined },
  );
}

async function contentGiven(
  { name, text, base64, path }: AttachArguments,
  context: ToolContext,
): Promise<{ name: string; bytes: Uint8Array }> {
  if ([text, base64, path].filter((one) => one !== undefined).length !== 1) {
    throw new OdooError("validation", "Give the content of the file once: as text, base64 or path.");
  }
  const bytes = path === undefined ? bytesOf(text, base64) : await fromFolder(path, context);
  if (bytes.length > MAX_FILE) {
    throw new OdooError("validation", `The file has ${bytes.length} bytes, more than the ${MAX_FILE} of a file.`);
  }
  const called = shownName(name ?? path?.split(/[/\\]/).at(-1) ?? "");
  if (called === "") throw new OdooError("validation", "name: a file needs a name, such as offer.txt.");
  return { name: called, bytes };
}

/** A name on one line, without characters that nobody sees: a mark of direction makes "fdp.exe" look like "exe.pdf". */
const shownName = (name: string) =>
  withoutInvisible(name)
    .text.replaceAll(/[\s\p{Bidi_Control}]+/gu, " ")
    .trim();

function bytesOf(text: string | undefined, base64 = ""): Uint8Array {
  if (text !== undefined) return Buffer.from(text, "utf8");
  const given = base64.replaceAll(/\s/g, "");
  if (isBase64(given)) return Buffer.from(given, "base64");
  throw new OdooError("validation", "base64: expected base64, whose length is a multiple of 4.", {
    hint: "Give a text as text.",
  });
}

async function fromFolder(path: string, { folder }: ToolContext): Promise<Uint8Array> {
  if (folder) return folder.read(path, MAX_FILE);
  throw new OdooError("settings", "path: this server has no folder for files.", {
    hint: "Whoever runs the server can name one with ODOO_MCP_FILES; or give the content as text or base64.",
  });
}
