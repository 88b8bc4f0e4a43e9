import type { Client } from "../../../src/odoo/client.js";
import type { PrintEntry } from "../../../src/odoo/report/print-menu.js";
import type { FakeAnswer } from "../../support/fake-server.js";

// What tests of reports have in common: PDFs, entries of the Print menu, Odoo's answers of a session.

export const PDF = Buffer.from("%PDF-1.4\n1 0 obj\n<<\n/Type /Pages\n/Count 1\n/Kids [ 2 0 R ]\n>>\nendobj\n%%EOF\n");

/** As Odoo 14 answers for several records with a wkhtmltopdf without patched Qt. */
export const EMPTY_PDF = Buffer.from("%PDF-1.3\n1 0 obj\n<<\n/Type /Pages\n/Count 0\n/Kids [ ]\n>>\nendobj\n%%EOF\n");

/** A blank page, as wkhtmltopdf writes it. */
export const BLANK_PDF = Buffer.from(
  "%PDF-1.4\n6 0 obj\n<<\n/Type /Page\n>>\nendobj\n9 0 obj\n<<\n/Pattern <<\n>>\n/Font <<\n>>\n/XObject <<\n>>\n>>\n" +
    "endobj\n3 0 obj\n<<\n/Type /Pages\n/Kids \n[\n6 0 R\n]\n/Count 1\n>>\nendobj\n%%EOF\n",
);

export const QUOTATION: PrintEntry = {
  id: 446,
  label: "Quotation / Order",
  model: "sale.order",
  report: { name: "sale.report_saleorder", type: "qweb-pdf" },
};

export const INVOICE: PrintEntry = {
  id: 238,
  label: "Invoice PDF",
  model: "account.move",
  report: { name: "account.report_invoice_with_payments", type: "qweb-pdf" },
};

/** Every record that is asked for is there. */
export const allReadable: Client["search"] = async (_, [first]) => (first as [string, string, number[]])[2];

export const SIGNED_IN = "session_id=0a1b2c3d4e5f; Expires=Tue, 01 Dec 2026 00:00:00 GMT; HttpOnly; Path=/";

export const signedIn = (uid: number | null, cookie = SIGNED_IN): FakeAnswer => ({
  headers: { "set-cookie": cookie },
  body: { jsonrpc: "2.0", id: 1, result: { uid, db: "shop" } },
});

export const toSignIn: FakeAnswer = {
  status: 303,
  headers: { location: "/web/login?redirect=%2Freport%2Fdownload%3F" },
};

export const pdfAnswer = (disposition = "attachment; filename*=UTF-8''Order%20-%20S00022.pdf"): FakeAnswer => ({
  headers: { "content-type": "application/pdf", "content-disposition": disposition },
  body: PDF.toString("latin1"),
});

/** As `/report/download` tells an exception: JSON with the characters of a page escaped, and HTTP 200. */
export const refusedReport = (name: string, message: string): FakeAnswer => ({
  headers: { "content-type": "text/html; charset=utf-8" },
  body: JSON.stringify({
    code: 200,
    message: "Odoo Server Error",
    data: { name, message, debug: 'Traceback (most recent call last):\n  File "<string>"', arguments: [message] },
  })
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("'", "&#39;")
    .replaceAll('"', "&#34;"),
});
