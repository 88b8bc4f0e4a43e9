import { forbidden, OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { ReportFile } from "../../odoo/report/pdf-file.js";
import { type PrintEntry, printMenu } from "../../odoo/report/print-menu.js";
import type { Action } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { checkExisting } from "../guard/existing.js";

/** The step of a report. */
export interface ReportStep {
  name: string;
  action: Extract<Action, { kind: "report" }>;
}

/** A document that was printed. */
export interface PrintedFile {
  name: string;
  bytes: number;
  mimetype: string;
  /** Of this machine, where the server has a folder for files. */
  path?: string;
  /** It goes to the client beside the result. */
  attached?: true;
}

export interface Printed {
  ids: readonly number[];
  done: true;
  files: readonly PrintedFile[];
  /** Behind Odoo's own sign-in, for a browser. */
  url?: string;
}

/**
 * Prints records as the Print menu does. Throws `OdooError`, which says what lacks where no way is left, and "forbidden"
 * where the policy closes fields of the model: a document shows what its template has.
 */
export async function printRecords(call: ModelCall, ids: readonly number[], step: ReportStep): Promise<Printed> {
  const { model, context } = call;
  context.policy.checkStep(model.name, step);
  const closed = Object.values(model.fields).find((field) => field.closed)?.closed;
  if (closed) {
    throw forbidden(
      closed,
      `Records of ${model.name} cannot be printed, for a document may show fields that are closed.`,
      {
        model: model.name,
      },
    );
  }
  await checkExisting(call, ids);
  const entry = await entryOf(call, step);
  const { renderReport } = await import("../../odoo/report/render-report.js");
  const { client, web, signal } = context;
  const { files } = await renderReport({ client, session: web }, entry, ids, { signal });
  const url = entry.report && `${client.url}/report/pdf/${entry.report.name}/${ids.join(",")}`;
  return { ids, done: true, files: files.map((file) => delivered(file, context)), ...(url ? { url } : {}) };
}

/** The menu's entry of that English name; a button's report need not be in the menu, and is told by its technical name. */
async function entryOf({ model, context }: ModelCall, { action, name }: ReportStep): Promise<PrintEntry> {
  const english = { signal: context.signal, context: { lang: "en_US" } };
  const menu = await printMenu(context.client, model.name, english).catch((error) => {
    if (error instanceof OdooError && !PASSING.has(error.category)) return [];
    throw error;
  });
  const found =
    menu.find(({ report }) => report && report.name === action.report) ??
    menu.find(({ label }) => label === action.title);
  if (found) return found;
  if (action.report) {
    return { id: 0, label: action.title, model: model.name, report: { name: action.report, type: "qweb-pdf" } };
  }
  throw new OdooError(
    "not_found",
    `The Print menu of ${model.name} has no "${action.title}" (${name}) for this user.`,
    {
      model: model.name,
    },
  );
}

/** Of a file that goes within an answer: clients cut or refuse longer ones. */
const MAX_ATTACHED = 700_000;
const PDF = "application/pdf";

function delivered({ name, pdf }: ReportFile, { folder, attach }: ToolContext): PrintedFile {
  const told = { name, bytes: pdf.length, mimetype: PDF };
  if (folder) return { ...told, path: folder.save(name, pdf) };
  if (pdf.length > MAX_ATTACHED) {
    throw new OdooError(
      "bad_request",
      `The PDF has ${pdf.length} bytes, more than an answer may hold (${MAX_ATTACHED}).`,
      {
        hint: "Whoever runs the server can name a folder for files with ODOO_MCP_FILES; or print fewer records at a time.",
      },
    );
  }
  attach?.({ name, mimetype: PDF, bytes: pdf });
  return { ...told, attached: true };
}
