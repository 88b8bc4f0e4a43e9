import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import { isInteger } from "../notation/checks.js";
import { parsePythonLiteral } from "../notation/python-literal.js";
import type { CallOptions, Domain } from "../schema/raw.js";

/** An entry of a model's Print menu, as Odoo shows it to the signed-in user. */
export interface PrintEntry {
  /** Of the action. */
  id: number;
  label: string;
  model: string;
  /** Absent: the entry opens a dialogue, and prints nothing by itself. */
  report?: Report;
  /** The records that it is for, where not all of the model; from 18 on. */
  domain?: Domain | undefined;
}

export interface Report {
  /** Such as "sale.report_saleorder". */
  name: string;
  /** "qweb-pdf", "qweb-html" or "qweb-text". */
  type: string;
}

const NAMES = ["name", "report_name", "report_type"] as const;

/**
 * The Print menu of a model. Odoo leaves out the entries of groups that the user is not in. Throws `OdooError`: XML-RPC
 * of 14 cannot carry the menu, and where Discuss is not installed only administrators read reports.
 */
export async function printMenu(client: Client, model: string, options?: CallOptions): Promise<PrintEntry[]> {
  const bound = await client
    .callModel("ir.actions.actions", "get_bindings", { model_name: model }, options)
    .catch(overXmlRpc);
  const { report } = (bound ?? {}) as { report?: unknown };
  const entries = (Array.isArray(report) ? report : []).filter(isEntry);
  if (entries.length === 0) return [];
  const ids = entries.map(({ id }) => id);
  const rows = await client.read("ir.actions.report", ids, NAMES, options);
  const reports = new Map(rows.map((row) => [row.id, row]));
  return entries.map(({ id, name, domain }) => {
    const row = reports.get(id);
    return {
      id,
      label: String(row?.name ?? name ?? ""),
      model,
      ...(row ? { report: { name: String(row.report_name), type: String(row.report_type) } } : {}),
      domain: domainFrom(domain),
    };
  });
}

/** Python's class of the answer is one that 14 does not write as XML. */
function overXmlRpc(error: unknown): never {
  if (!(error instanceof OdooError) || !error.message.startsWith("cannot marshal ")) throw error;
  throw new OdooError("server_error", "Odoo cannot send its Print menu over XML-RPC.", {
    hint: "Set ODOO_WIRE=jsonrpc.",
  });
}

interface Bound {
  id: number;
  name?: unknown;
  domain?: unknown;
}

const isEntry = (value: unknown): value is Bound => isInteger((value as { id?: unknown } | null)?.id);

/** One that names variables, such as `uid`, is left to Odoo. */
function domainFrom(text: unknown): Domain | undefined {
  const domain = typeof text === "string" ? parsePythonLiteral(text) : undefined;
  return Array.isArray(domain) && domain.length > 0 ? domain : undefined;
}
