import type { Client } from "../client.js";
import { fromException, OdooError } from "../errors/errors.js";
import type { HttpReply } from "../wires/http.js";
import { exceptionIn, notOdoo } from "../wires/json-rpc.js";
import { isPdf, MAX_PDF_BYTES, pdfFile, type ReportFile, tooLarge } from "./pdf-file.js";
import type { WebSession } from "./web-session.js";

/** What is printed. */
export interface Printing {
  /** The report's technical name. */
  report: string;
  model: string;
  ids: readonly number[];
  signal?: AbortSignal | undefined;
}

/**
 * One file of all the records, as the Print menu of a browser makes it. `/report/download` gives it a name and tells
 * Odoo's exceptions as JSON, where `/report/pdf` has a page for people. Throws `OdooError`.
 */
export async function printBySession(client: Client, session: WebSession, printing: Printing): Promise<ReportFile> {
  const { report, model, ids, signal } = printing;
  const data = JSON.stringify([`/report/pdf/${report}/${ids.join(",")}`, "qweb-pdf"]);
  const context = JSON.stringify(client.user.context);
  // 14 wants the token, and later ones take it: a browser learns by it that the file has come.
  const query = new URLSearchParams({ data, context, token: "0" });
  const reply = await session.get(`/report/download?${query}`, { maxBytes: MAX_PDF_BYTES, signal }).catch(bounded);
  if (!isPdf(reply.bytes)) throw failureIn(reply, model);
  return pdfFile(nameIn(reply.disposition) ?? `${report}.pdf`, reply.bytes, ids);
}

function bounded(error: unknown): never {
  if (error instanceof OdooError && error.category === "bad_request") throw tooLarge();
  throw error instanceof OdooError ? error.ofRead() : error;
}

/** Odoo's exception: JSON, in which `<`, `>`, `&` and quotes are escaped as in a page. Otherwise a page of something else. */
function failureIn(reply: HttpReply, model: string): OdooError {
  const text = new TextDecoder().decode(reply.bytes);
  const told = exceptionOf(unescaped(text));
  if (told?.name !== undefined) return fromException(told.name, told.text, model).ofRead();
  return notOdoo({ ...reply, text }).ofRead();
}

function exceptionOf(text: string): ReturnType<typeof exceptionIn> | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    return exceptionIn(data);
  } catch {
    return undefined;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&#39;": "'",
  "&#34;": '"',
  "&quot;": '"',
  "&amp;": "&",
};
const unescaped = (text: string) =>
  text.replace(/&(?:lt|gt|amp|quot|#39|#34);/g, (entity) => ESCAPES[entity] ?? entity);

/** `attachment; filename*=UTF-8''Order%20-%20S00022.pdf`, or `filename="…"`. */
function nameIn(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // Falls through to the plain name.
  }
  return /filename="?([^";]+)"?/i.exec(disposition)?.[1];
}
