import type { Client } from "../../src/odoo/client.js";
import { isId, isObject } from "../../src/odoo/notation/checks.js";
import type { CallOptions, RawRecord } from "../../src/odoo/schema/raw.js";
import { type Action, isModelName } from "../../src/odoo/schema/schema.js";
import type { ActionKey } from "../../src/odoo/views/arch.js";
import type { RawEntry } from "../../src/odoo/views/raw-views.js";
import { unlessRefused } from "./needed.js";

// Odoo's own records of actions -> what a step opens or runs.

/** "screen": it only opens another screen, which is no step of the work. */
export type ReadAction = (Action & { title: string }) | { kind: "screen"; title: string };

/** What actions do, by what views name them by; those that nobody asked may read are missing. */
export type ActionReader = (keys: readonly ActionKey[]) => Promise<ReadonlyMap<ActionKey, ReadAction>>;

/** Of each kind what is asked for. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  "ir.actions.act_window": ["name", "res_model", "target", "context", "view_mode", "view_id"],
  "ir.actions.server": ["name"],
  "ir.actions.report": ["name", "report_name", "report_type"],
};

/**
 * Asks the first of the clients that may read actions, which administrators alone may on every series. External ids of
 * actions and forms come from `ir.model.data` where it may be read.
 */
export function actionReader(clients: readonly Client[], options: CallOptions): ActionReader {
  return async (keys) => {
    if (keys.length === 0) return new Map();
    for (const client of clients) {
      const named = await idsOf(client, keys, options);
      const ids = [...keys.filter((key): key is number => typeof key === "number"), ...named.values()];
      if (ids.length === 0) continue;
      const rows = await unlessRefused<RawRecord[] | undefined>(typesOf(client, ids, options), undefined);
      if (!rows) continue;
      const known: Map<ActionKey, ReadAction> = await definitions(client, rows, options);
      for (const [xmlid, id] of named) {
        const action = known.get(id);
        if (action) known.set(xmlid, action);
      }
      return known;
    }
    return new Map();
  };
}

/** The ids of actions that are named by their external ids; none where the user may not know them. */
async function idsOf(
  client: Client,
  keys: readonly ActionKey[],
  options: CallOptions,
): Promise<ReadonlyMap<string, number>> {
  const xmlids = keys.filter((key): key is string => typeof key === "string");
  if (xmlids.length === 0) return new Map();
  const domain = [
    ["model", "=like", "ir.actions.%"],
    ["name", "in", xmlids.map((xmlid) => xmlid.slice(xmlid.indexOf(".") + 1))],
  ];
  const page = { limit: xmlids.length * 10, order: "id" };
  const rows = await unlessRefused(client.searchRead("ir.model.data", domain, XMLID, page, options), []);
  const known = rows.map(({ res_id, module, name }) => [`${module}.${name}`, Number(res_id)] as const);
  return new Map(known.filter(([xmlid]) => xmlids.includes(xmlid)));
}

const typesOf = (client: Client, ids: readonly number[], options: CallOptions) =>
  client.searchRead("ir.actions.actions", [["id", "in", ids]], ["name", "type"], { limit: ids.length }, options);

async function definitions(
  client: Client,
  rows: readonly RawRecord[],
  options: CallOptions,
): Promise<Map<ActionKey, ReadAction>> {
  const known = new Map<ActionKey, ReadAction>();
  for (const type of new Set(rows.map((row) => String(row.type)))) {
    const ofType = rows.filter((row) => row.type === type);
    const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
    const ids = ofType.map(({ id }) => id);
    // Who may read what actions there are need not be allowed to read what they do.
    const whole = fields ? await unlessRefused(client.read(type, ids, fields, options), []) : ofType;
    const xmlids = fields ? await xmlidsOf(client, type, ids, options) : new Map<number, string>();
    const forms = await xmlidsOf(client, "ir.ui.view", whole.flatMap(formOf), options);
    for (const row of whole) known.set(row.id, readAction({ ...row, type }, { xmlids, forms }));
  }
  return known;
}

/** The external ids of records, by id; none where the user may not know them. */
async function xmlidsOf(client: Client, model: string, ids: readonly number[], options: CallOptions) {
  if (ids.length === 0) return new Map<number, string>();
  const domain = [
    ["model", "=", model],
    ["res_id", "in", ids],
  ];
  // A record may have several.
  const page = { limit: ids.length * 5, order: "id desc" };
  const rows = await unlessRefused(client.searchRead("ir.model.data", domain, XMLID, page, options), []);
  return new Map(rows.map(({ res_id, module, name }) => [Number(res_id), `${module}.${name}`]));
}

const XMLID = ["res_id", "module", "name"];

/** The form of a window action; `view_id` may be of a list where the action opens one first. */
const formOf = ({ view_id, view_mode }: Readonly<Record<string, unknown>>): number[] => {
  const [id] = Array.isArray(view_id) ? view_id : [view_id];
  return isId(id) && /^form\b/.test(String(view_mode ?? "")) ? [id] : [];
};

interface Xmlids {
  xmlids: ReadonlyMap<number, string>;
  forms: ReadonlyMap<number, string>;
}

function readAction(row: RawRecord, { xmlids, forms }: Xmlids): ReadAction {
  const xmlid = xmlids.get(row.id);
  const named = { title: String(row.name || ""), ...(xmlid ? { xmlid } : {}) };
  switch (row.type) {
    case "ir.actions.act_window": {
      const model = typeof row.res_model === "string" ? row.res_model : "";
      if (row.target !== "new" || !isModelName(model)) return { kind: "screen", title: named.title };
      const context = portableContext(row.context);
      const [form] = formOf(row).flatMap((id) => forms.get(id) ?? []);
      return { kind: "dialogue", ...named, model, ...(context ? { context } : {}), ...(form ? { form } : {}) };
    }
    case "ir.actions.server":
      return { kind: "server", ...named };
    case "ir.actions.report": {
      const report = /^qweb-(pdf|text)$/.test(String(row.report_type)) ? String(row.report_name || "") : "";
      return { kind: "report", ...named, ...(report ? { report } : {}) };
    }
    default:
      return { kind: "screen", title: named.title };
  }
}

/**
 * The context of an action as every database has it: on one line, and without records that it names by an id of this one
 * (`'default_template_id': 14`), so that its dialogue opens without them. Empty where nothing is left.
 */
function portableContext(context: unknown): string {
  if (typeof context !== "string") return "";
  const text = context.replaceAll(/\s+/g, " ").replaceAll(/(['"])default_\w+_ids?\1 ?: ?(\d+|\[[\d, ]+\]),? ?/g, "");
  return /^\{ ?\}$/.test(text.trim()) ? "" : text.trim();
}

/** A menu's entry that tells the whole action, as 14 and 15 send them; undefined for one that tells its name alone. */
export function wholeEntry(entry: RawEntry): ReadAction | undefined {
  if (typeof entry.type !== "string" || !isObject(entry)) return undefined;
  const xmlids = new Map(typeof entry.xml_id === "string" && entry.xml_id ? [[entry.id, entry.xml_id] as const] : []);
  return readAction(entry as RawRecord, { xmlids, forms: new Map() });
}
