import { OdooError } from "../errors/errors.js";
import { fileName } from "../notation/file-name.js";

/** A document that Odoo printed. */
export interface ReportFile {
  /** As Odoo names the file, without folders, ending in ".pdf". */
  name: string;
  pdf: Uint8Array;
  /** The records that it is of. */
  ids: readonly number[];
}

/** Larger ones are refused. What people print has some 200 kB a record. */
export const MAX_PDF_BYTES = 32 * 1024 * 1024;

const SIGNATURE = "%PDF-";

export const isPdf = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, SIGNATURE.length)).toString("latin1") === SIGNATURE;

/** The file, checked. Throws `OdooError` for what is no PDF, one with nothing on it, and one that is too large. */
export function pdfFile(name: string, pdf: Uint8Array, ids: readonly number[]): ReportFile {
  if (!isPdf(pdf)) throw new OdooError("server_error", "Odoo answered with something that is not a PDF.");
  if (pdf.length > MAX_PDF_BYTES) throw tooLarge();
  if (isEmpty(pdf)) {
    throw new OdooError("server_error", "Odoo made a PDF with nothing on it.", {
      record: ids.length === 1 ? ids[0] : undefined,
      hint: "The record has nothing to print, or the Odoo server does not reach its own address (report.url or web.base.url).",
    });
  }
  return { name: pdfName(name), pdf, ids };
}

export const tooLarge = () =>
  new OdooError("bad_request", `The PDF is larger than ${MAX_PDF_BYTES / 2 ** 20} MiB.`, {
    hint: "Print fewer records at a time.",
  });

/** A page with a word or a line on it is larger. */
const MAX_EMPTY = 2_000;

/**
 * No page, which is what 14 makes of several records where it cannot tell their pages apart; or pages that use neither a
 * font nor a picture, which is what wkhtmltopdf makes of a report without lines, and where it fails to load the page.
 */
function isEmpty(pdf: Uint8Array): boolean {
  if (pdf.length > MAX_EMPTY) return false;
  const text = Buffer.from(pdf).toString("latin1");
  return /\/Type\s*\/Pages\s*\/Count 0\b/.test(text) || (BLANK.font.test(text) && BLANK.picture.test(text));
}

const BLANK = { font: /\/Font\s*<<\s*>>/, picture: /\/XObject\s*<<\s*>>/ };

/** Names are made of what users typed: kept as a name of one file. */
export const pdfName = (name: string): string => fileName(`${name.trim().replace(/\.pdf$/i, "")}.pdf`, "report");
