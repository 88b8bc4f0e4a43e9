import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions } from "../schema/raw.js";
import type { OnchangeFields } from "../values/onchange.js";
import { isPdf, pdfFile, type ReportFile } from "./pdf-file.js";
import type { PrintEntry } from "./print-menu.js";

// A report as Odoo attaches it to an e-mail that a person is about to write. No e-mail is written, and none is sent. Up to
// 16 Odoo renders it with the user's rights; from 17 on with its own, as for everybody who opens that form: the caller
// checks first that the user may read the record.

/** An e-mail template whose one attachment is the report. */
export interface ReportTemplate {
  id: number;
  /** Files that it attaches beside the report. */
  others: ReadonlySet<number>;
}

/** 17 made a list of it. */
const reportField = (client: Client) => (client.series.major < 17 ? "report_template" : "report_template_ids");

const MAX_TEMPLATES = 20;

/** The first template that attaches the report and no other; undefined where there is none. */
export async function findTemplate(
  client: Client,
  { id, model }: PrintEntry,
  options?: CallOptions,
): Promise<ReportTemplate | undefined> {
  const field = reportField(client);
  const domain = [
    ["model", "=", model],
    [field, "in", [id]],
  ];
  const page = { limit: MAX_TEMPLATES, order: "id" };
  const rows = await client
    .searchRead("mail.template", domain, [field, "attachment_ids"], page, options)
    .catch(withoutTemplates);
  const row = rows.find(({ [field]: reports }) => client.series.major < 17 || (reports as unknown[]).length === 1);
  return row && { id: row.id, others: new Set(idsOf(row.attachment_ids)) };
}

/** No right to templates, or no module that has them, is as having none. */
function withoutTemplates(error: unknown): [] {
  if (error instanceof OdooError && (error.category === "forbidden" || error.category === "not_found")) return [];
  throw error;
}

/** The report of one record, as the template attaches it. Throws `OdooError`. */
export async function printByTemplate(
  client: Client,
  template: ReportTemplate,
  { model, id, signal }: { model: string; id: number; signal?: AbortSignal | undefined },
): Promise<ReportFile> {
  const files =
    client.series.major < 17
      ? await generated(client, template, id, { signal })
      : await composed(client, template, { model, id }, { signal });
  const file = files.find(({ bytes }) => isPdf(bytes));
  if (!file) throw new OdooError("server_error", "Odoo attached no PDF to the e-mail that it was asked to prepare.");
  return pdfFile(file.name, file.bytes, [id]);
}

interface Attached {
  name: string;
  bytes: Uint8Array;
}

/** Up to 16 a public method of the template tells the attachments, and keeps nothing of its own. */
async function generated(
  client: Client,
  template: ReportTemplate,
  id: number,
  options: CallOptions,
): Promise<Attached[]> {
  // Odoo answers nothing where no field is asked for; this one is nearly always empty. The calls are by position.
  const params = { ids: [template.id], res_ids: id, fields: ["reply_to"] };
  const answer = await client.callModel("mail.template", "generate_email", params, options);
  const { attachments } = (answer ?? {}) as { attachments?: unknown };
  return (Array.isArray(attachments) ? attachments : []).flatMap((pair: unknown) =>
    Array.isArray(pair) ? attached(pair[0], pair[1]) : [],
  );
}

const plain = { reacts: false };
const COMPOSER: OnchangeFields = {
  template_id: plain,
  model: plain,
  res_ids: plain,
  composition_mode: plain,
  attachment_ids: { reacts: false, lines: { name: plain, datas: plain } },
};

/**
 * From 17 on the form of a new e-mail tells them: the form is asked what choosing the template does. Odoo makes the
 * attachments already then, of no record, and deletes them a day later where no e-mail took them; here at once.
 */
async function composed(
  client: Client,
  template: ReportTemplate,
  { model, id }: { model: string; id: number },
  options: CallOptions,
): Promise<Attached[]> {
  const values = { model, res_ids: JSON.stringify([id]), composition_mode: "comment", template_id: template.id };
  const changed = ["template_id"];
  const { value } = await client.onchange("mail.compose.message", values, COMPOSER, { changed, ...options });
  const commands = Array.isArray(value.attachment_ids) ? value.attachment_ids : [];
  const rows = commands.flatMap((command: unknown) => {
    const row: unknown = Array.isArray(command) && command[0] === 4 ? command[2] : undefined;
    return isRow(row) && !template.others.has(row.id) ? [row] : [];
  });
  await deleteOwn(
    client,
    rows.map((row) => row.id),
  );
  return rows.flatMap(({ name, datas }) => attached(name, datas));
}

/** Those of no e-mail yet, and made by this user: a document's own files can be among what a template attaches. */
async function deleteOwn(client: Client, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const domain = [
    ["id", "in", ids],
    ["res_model", "=", "mail.compose.message"],
    ["res_id", "=", 0],
    ["create_uid", "=", client.user.uid],
  ];
  try {
    const own = await client.search("ir.attachment", domain, { limit: ids.length });
    if (own.length > 0) await client.unlink("ir.attachment", own);
  } catch (error) {
    // Odoo deletes them by itself: the document has been printed all the same.
    if (!(error instanceof OdooError)) throw error;
  }
}

interface Row {
  id: number;
  name?: unknown;
  datas?: unknown;
}

const isRow = (value: unknown): value is Row => typeof (value as { id?: unknown } | null | undefined)?.id === "number";

const attached = (name: unknown, base64: unknown): Attached[] =>
  typeof base64 === "string" ? [{ name: String(name), bytes: Buffer.from(base64, "base64") }] : [];

const idsOf = (value: unknown) => (Array.isArray(value) ? value.filter((id) => typeof id === "number") : []);
