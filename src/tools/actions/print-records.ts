import { forbidden, OdooError, PASSING } from "../../odoo/errors/errors.js";
import type { ReportFile } from "../../odoo/report/pdf-file.js";
import { type PrintEntry, printMenu } from "../../odoo/report/print-menu.js";
import type { Action } from "../../odoo/schema/schema.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { type DeliveredFile, delivered } from "../files/deliver.js";
import { checkExisting } from "../guard/existing.js";

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
  return { ids, done: true, files: files.map((file) => delivery(file, context)), ...(url ? { url } : {}) };
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

const delivery = ({ name, pdf }: ReportFile, context: ToolContext) =>
  delivered({ name, mimetype: "application/pdf", bytes: pdf }, context, "; or print fewer records at a time");
