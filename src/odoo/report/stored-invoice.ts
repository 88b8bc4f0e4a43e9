import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions } from "../schema/raw.js";
import { pdfFile, type ReportFile } from "./pdf-file.js";
import type { PrintEntry } from "./print-menu.js";

// The PDF of an invoice that Odoo keeps from 17 on: it is made once, by "Send & Print", and then is the invoice's.

const FIELD = "invoice_pdf_report_id";

/** Whether the entry prints what Odoo keeps of an invoice. */
export const isKept = ({ series }: Client, { model, report }: PrintEntry) =>
  series.major >= 17 && model === "account.move" && report?.name === "account.report_invoice_with_payments";

/** One file an invoice, in the order of the ids; undefined where Odoo has not made that of each. Throws `OdooError`. */
export async function storedInvoices(
  client: Client,
  ids: readonly number[],
  options?: CallOptions,
): Promise<ReportFile[] | undefined> {
  const invoices = await client.read("account.move", ids, [FIELD], options);
  const kept = new Map(invoices.map((invoice) => [invoice.id, attachmentOf(invoice[FIELD])]));
  const files: ReportFile[] = [];
  for (const id of ids) {
    const attachment = kept.get(id);
    if (attachment === undefined) return undefined;
    // One at a time: together they may be larger than an answer can be.
    const [row] = await client.read("ir.attachment", [attachment], ["name", "datas"], options);
    if (typeof row?.datas !== "string") {
      throw new OdooError("not_found", "The invoice's PDF is not among Odoo's files.", { record: id });
    }
    files.push(pdfFile(String(row.name), Buffer.from(row.datas, "base64"), [id]));
  }
  return files;
}

function attachmentOf(value: unknown): number | undefined {
  const id: unknown = Array.isArray(value) ? value[0] : value;
  return typeof id === "number" ? id : undefined;
}
