import { OdooError } from "../errors/errors.js";

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

/** The file, checked. Throws `OdooError` for what is no PDF, one without pages, and one that is too large. */
export function pdfFile(name: string, pdf: Uint8Array, ids: readonly number[]): ReportFile {
  if (!isPdf(pdf)) throw new OdooError("server_error", "Odoo answered with something that is not a PDF.");
  if (pdf.length > MAX_PDF_BYTES) throw tooLarge();
  if (isEmpty(pdf)) throw new OdooError("server_error", "Odoo made a PDF without a page.");
  return { name: fileName(name), pdf, ids };
}

export const tooLarge = () =>
  new OdooError("bad_request", `The PDF is larger than ${MAX_PDF_BYTES / 2 ** 20} MiB.`, {
    hint: "Print fewer records at a time.",
  });

/** What Odoo 14 makes of several records where it cannot tell their pages apart: 306 bytes of an empty list of pages. */
const MAX_EMPTY = 2_000;
const isEmpty = (pdf: Uint8Array) =>
  pdf.length < MAX_EMPTY && /\/Type\s*\/Pages\s*\/Count 0\b/.test(Buffer.from(pdf).toString("latin1"));

const MAX_NAME = 200;

/** Names are made of what users typed: kept as a name of one file. */
export function fileName(name: string): string {
  const plain = name
    .replace(/[\p{C}/\\:*?"<>|]+/gu, "_")
    .replace(/\s+/g, " ")
    .trim();
  const stem = plain.replace(/\.pdf$/i, "").replace(/^[\s.]+/, "");
  return `${stem.slice(0, MAX_NAME).trim() || "report"}.pdf`;
}
