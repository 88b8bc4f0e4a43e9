import { forbidden, OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { ReportFile } from "../../odoo/report/pdf-file.js";
import type { PrintEntry } from "../../odoo/report/print-menu.js";
import type { Action } from "../../odoo/schema/schema.js";
import { sideBySide } from "../../odoo/side-by-side.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { type DeliveredFile, delivered } from "../files/deliver.js";
import { checkExisting } from "../guard/existing.js";
import type { AnsweredReport, Message } from "./answer.js";

/** The step of a report. */
export interface ReportStep {
  name: string;
  action: Extract<Action, { kind: "report" }>;
}

export interface Printed {
  ids: readonly number[];
  done: true;
  files: readonly DeliveredFile[];
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
  refuseClosed(call);
  const [, entry] = await sideBySide(checkExisting(call, ids), entryOf(call, step));
  return printEntry(call, ids, entry);
}

/** A document shows what its template has. */
function refuseClosed({ model }: ModelCall): void {
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
}

/** What became of a document that a step's method answered with: the files; or why it could not be printed. */
export interface PrintedAnswer extends Partial<Pick<Printed, "files" | "url">> {
  message?: Message;
}

/**
 * Prints the document that a method answered, as the screen would: one of the Print menu, of records that the step was taken
 * on. Undefined for another one. Whatever fails is told beside what the method has done.
 */
export async function printAnswered(
  call: ModelCall,
  acted: readonly number[],
  { name, title, ids = acted }: AnsweredReport,
): Promise<PrintedAnswer | undefined> {
  if (ids.length === 0 || !ids.every((id) => acted.includes(id))) return undefined;
  try {
    const entry = (await menuOf(call)).find(({ report }) => report?.name === name);
    if (!entry) return undefined;
    refuseClosed(call);
    const { files, url } = await printEntry(call, ids, entry);
    return { files, ...(url ? { url } : {}) };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const text = [`The step was taken, and "${title}" could not be printed:`, error.message, error.hint];
    return { message: { kind: "danger", text: text.filter(Boolean).join(" ") } };
  }
}

/** Of a document that only Odoo's screen fetches, such as labels, which are made with more than their records. */
export const unfetched = ({ title = "a document" }: { title?: string }): Message => ({
  kind: "warning",
  text: `Odoo answers with ${title}, which this server cannot fetch: a person has to print it on Odoo's own screen.`,
});

async function printEntry(call: ModelCall, ids: readonly number[], entry: PrintEntry): Promise<Printed> {
  const { context } = call;
  const { renderReport } = await import("../../odoo/report/render-report.js");
  const { client, web, signal } = context;
  const { files } = await renderReport({ client, session: web }, entry, ids, { signal });
  const url = entry.report && `${client.url}/report/pdf/${entry.report.name}/${ids.join(",")}`;
  return { ids, done: true, files: files.map((file) => delivery(file, context)), ...(url ? { url } : {}) };
}

/** The menu's entry of that English name; a button's report need not be in the menu, and is told by its technical name. */
async function entryOf(call: ModelCall, { action, name }: ReportStep): Promise<PrintEntry> {
  const { model } = call;
  const menu = await menuOf(call);
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

/** Its labels in English; empty where the user is not told it. */
function menuOf({ model, context: { master } }: ModelCall): Promise<readonly PrintEntry[]> {
  return master.printMenu(model.name).catch((error) => {
    if (error instanceof OdooError && !PASSING.has(error.category)) return [];
    throw error;
  });
}

const delivery = ({ name, pdf }: ReportFile, context: ToolContext) =>
  delivered({ name, mimetype: "application/pdf", bytes: pdf }, context, "; or print fewer records at a time");
