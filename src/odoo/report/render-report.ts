import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import { isId } from "../notation/checks.js";
import type { CallOptions } from "../schema/raw.js";
import { printBySession } from "./by-session.js";
import { findTemplate, printByTemplate, type ReportTemplate } from "./by-template.js";
import type { ReportFile } from "./pdf-file.js";
import type { PrintEntry, Report } from "./print-menu.js";
import { isKept, storedInvoices } from "./stored-invoice.js";
import { isRefusal, type WebSession } from "./web-session.js";

/** One Odoo, as what prints knows it. */
export interface Printer {
  client: Client;
  /** Where the settings have a password; null where they can have none. */
  session?: WebSession | null | undefined;
}

/** How a PDF came about. */
export type Way = "session" | "stored" | "template";

export interface Rendered {
  /** By a session one of all the records; otherwise one a record, in the order of the ids. */
  files: readonly ReportFile[];
  way: Way;
}

/** More are refused: Odoo makes them one after the other, and a person waits. */
export const MAX_RECORDS = 50;

/**
 * Prints records as an entry of the Print menu does. Only what the user may read is printed, whatever Odoo's own way
 * would give. Throws `OdooError`: its text says what is lacking, and its hint what a person can do.
 */
export async function renderReport(
  printer: Printer,
  entry: PrintEntry,
  ids: readonly number[],
  { signal }: Pick<CallOptions, "signal"> = {},
): Promise<Rendered> {
  const report = printed(entry);
  await checkRecords(printer.client, entry, ids, signal);
  const asked = { entry, report, ids, signal };
  try {
    return await render(printer, asked);
  } catch (error) {
    throw await explained(printer.client, error, asked);
  }
}

interface Asked {
  entry: PrintEntry;
  report: Report;
  ids: readonly number[];
  signal: AbortSignal | undefined;
}

async function render({ client, session }: Printer, asked: Asked): Promise<Rendered> {
  const { entry, report, ids, signal } = asked;
  let refusal: OdooError | undefined;
  if (session) {
    try {
      const file = await printBySession(client, session, { report: report.name, model: entry.model, ids, signal });
      return { files: [file], way: "session" };
    } catch (error) {
      if (!(error instanceof OdooError) || !isRefusal(error)) throw error;
      refusal = error;
    }
  }
  const stored = isKept(client, entry) ? await storedInvoices(client, ids, { signal }) : undefined;
  if (stored) return { files: stored, way: "stored" };
  const template = await findTemplate(client, entry, { signal });
  if (template) return { files: await printEach(client, template, asked), way: "template" };
  throw noWay({ client, session }, entry, refusal);
}

async function printEach(
  client: Client,
  template: ReportTemplate,
  { entry, ids, signal }: Asked,
): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  for (const id of ids) files.push(await printByTemplate(client, template, { model: entry.model, id, signal }));
  return files;
}

function printed({ label, model, report }: PrintEntry): Report {
  if (!report) {
    throw new OdooError("bad_request", `"${label}" opens a dialogue in Odoo, and prints nothing by itself.`, {
      model,
      hint: "Print it in Odoo.",
    });
  }
  if (report.type === "qweb-pdf") return report;
  const kind = report.type === "qweb-text" ? "text, for a printer of labels" : `"${report.type}"`;
  throw new OdooError("bad_request", `"${label}" gives no PDF but ${kind}.`, { model, hint: "Print it in Odoo." });
}

/**
 * The ids are read as the user before anything is printed: the form of an e-mail renders with the rights of the system
 * on 17 to 19, and prints what the user may not see.
 */
async function checkRecords(
  client: Client,
  { model, label, domain }: PrintEntry,
  ids: readonly number[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (ids.length === 0 || ids.length > MAX_RECORDS || !ids.every(isId) || new Set(ids).size < ids.length) {
    throw new OdooError("bad_request", `ids must be 1 to ${MAX_RECORDS} different ids.`, { model });
  }
  const context = { active_test: false };
  const find = async (more: readonly unknown[]) =>
    new Set(await client.search(model, [["id", "in", ids], ...more], { limit: ids.length }, { context, signal }));
  const readable = await find([]);
  const hidden = ids.filter((id) => !readable.has(id));
  if (hidden.length > 0) {
    const message = `${model} ${hidden.join(", ")} does not exist, or the user may not read it; nothing was printed.`;
    throw new OdooError("not_found", message, { model, record: hidden[0] });
  }
  if (!domain) return;
  const fitting = await find(domain);
  const others = ids.filter((id) => !fitting.has(id));
  if (others.length === 0) return;
  const message = `Odoo does not offer "${label}" for ${model} ${others.join(", ")}.`;
  throw new OdooError("business_rule", message, {
    model,
    record: others[0],
    hint: `It is for records of ${JSON.stringify(domain)}.`,
  });
}

function noWay({ client, session }: Printer, entry: PrintEntry, refusal: OdooError | undefined): OdooError {
  const { label, model } = entry;
  const without = refusal ? `${refusal.message} Without a session` : "With an API key";
  const kept = isKept(client, entry)
    ? "the PDF that an invoice has once it was sent or printed by Send & Print, and "
    : "";
  const rest = `gives only ${kept}what an e-mail template attaches; none of ${model} attaches "${label}".`;
  const ways = [
    ...(refusal ? ["correct that"] : []),
    ...(session === undefined ? ["set ODOO_USERNAME and ODOO_PASSWORD of the same user beside the key"] : []),
    "make an e-mail template in Odoo that attaches the report",
    ...(kept ? ["let Odoo make it by Send & Print"] : []),
    "print it in Odoo",
  ].join(", or ");
  return new OdooError("settings", `${without} Odoo ${client.series.name} ${rest}`, {
    model,
    hint: `${ways.charAt(0).toUpperCase()}${ways.slice(1)}.`,
  });
}

/** What the program that makes PDFs is said to be by Odoo's `get_wkhtmltopdf_state`, where it is not "ok". */
const PROGRAM: Readonly<Record<string, string>> = {
  install: "Odoo finds no wkhtmltopdf on its server, the program that makes its PDFs",
  broken: "wkhtmltopdf, the program that makes Odoo's PDFs, does not work on its server",
  upgrade: "wkhtmltopdf, the program that makes Odoo's PDFs, is older than 0.12 on its server",
  workers: "Odoo runs with one worker, and needs two to make a PDF",
};

const INSTALL =
  "Whoever runs the Odoo server installs wkhtmltopdf 0.12.6 with patched Qt and restarts Odoo; until then Odoo shows " +
  "the report as a web page.";

/** Failures that Odoo answered while it rendered: what lacks a program is among them, in the user's language. */
const RENDERING: ReadonlySet<string> = new Set(["business_rule", "server_error", "validation"]);

async function explained(client: Client, error: unknown, { entry, ids, signal }: Asked): Promise<unknown> {
  if (!(error instanceof OdooError) || !RENDERING.has(error.category)) return error;
  const { model } = entry;
  const state = await programState(client, signal);
  const lacking = state === undefined ? undefined : PROGRAM[state];
  if (lacking) {
    const hint = state === "workers" ? "Whoever runs the Odoo server sets workers to 2 or more, or to 0." : INSTALL;
    const message = `${lacking}. "${entry.label}" was not printed: ${error.message}`;
    return new OdooError("business_rule", message, { model, hint, quotesOdoo: error.quotesOdoo });
  }
  if (ids.length === 1) return error;
  return new OdooError(error.category, error.message, {
    ...error,
    hint: "Print one record at a time: a wkhtmltopdf without patched Qt, such as Debian's, cannot print several.",
  });
}

/** Undefined where Odoo does not tell. */
async function programState(client: Client, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    return String(await client.callModel("ir.actions.report", "get_wkhtmltopdf_state", {}, { signal }));
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}
