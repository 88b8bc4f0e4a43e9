import type { Client } from "../../src/odoo/client.js";
import { isId } from "../../src/odoo/notation/checks.js";
import type { CallOptions, RawRecord } from "../../src/odoo/schema/raw.js";
import { type Action, fieldOf, isModelName, type OpensDialogue } from "../../src/odoo/schema/schema.js";
import type { ActionKey } from "../../src/odoo/views/arch.js";
import { portableContext } from "../../src/odoo/views/portable-context.js";
import type { RawEntry } from "../../src/odoo/views/raw-views.js";
import { unlessRefused } from "./needed.js";

// Odoo's own records of actions -> what a step opens or runs.

/** "screen": it only opens another screen, which is no step of the work. */
export type ReadAction = (Action & { title: string }) | { kind: "screen"; title: string };

/**
 * What actions do, by what views name them by, and those that menus told as a whole; those that nobody asked may read are
 * missing.
 */
export type ActionReader = (
  keys: readonly ActionKey[],
  told?: readonly RawEntry[],
) => Promise<ReadonlyMap<ActionKey, ReadAction>>;

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
  return async (keys, told = []) => {
    const known = await readActions(clients, keys, options);
    const [client] = clients;
    // As 14 and 15 send them to everybody.
    const whole = told.filter(isWhole).map((row): RawRecord => ({ ...row, type: String(row.type) }));
    const records = client ? await namedRecords(client, whole, options) : new Map<number, NamedRecords>();
    for (const row of whole) {
      const xmlids = new Map(typeof row.xml_id === "string" && row.xml_id ? [[row.id, row.xml_id] as const] : []);
      if (!known.has(row.id)) known.set(row.id, readAction(row, { xmlids, forms: new Map(), records }));
    }
    return known;
  };
}

/** Whether a menu's entry tells the whole action, and not its name alone. */
export const isWhole = (entry: RawEntry): boolean => typeof entry.type === "string";

async function readActions(
  clients: readonly Client[],
  keys: readonly ActionKey[],
  options: CallOptions,
): Promise<Map<ActionKey, ReadAction>> {
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
  const types = await ofEach(new Set(rows.map((row) => String(row.type))), (type) => {
    const ofType = rows.filter((row) => row.type === type);
    return definitionsOf(client, { type, rows: ofType }, options);
  });
  return new Map([...types.values()].flatMap((known) => [...known]));
}

async function definitionsOf(
  client: Client,
  { type, rows }: { type: string; rows: readonly RawRecord[] },
  options: CallOptions,
): Promise<Map<ActionKey, ReadAction>> {
  const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  const ids = rows.map(({ id }) => id);
  // Who may read what actions there are need not be allowed to read what they do.
  const whole = fields ? await unlessRefused(client.read(type, ids, fields, options), []) : rows;
  const [xmlids, forms, records] = await Promise.all([
    fields ? xmlidsOf(client, type, ids, options) : new Map<number, string>(),
    xmlidsOf(client, "ir.ui.view", whole.flatMap(formOf), options),
    namedRecords(client, whole, options),
  ]);
  return new Map(whole.map((row) => [row.id, readAction({ ...row, type }, { xmlids, forms, records })]));
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

type NamedRecords = NonNullable<OpensDialogue["records"]>;

/** The records that windows' contexts name by their ids here, by external ids: by the action's id. */
async function namedRecords(
  client: Client,
  rows: readonly RawRecord[],
  options: CallOptions,
): Promise<ReadonlyMap<number, NamedRecords>> {
  const windows = rows.flatMap(({ id, res_model, context }) => {
    const { records } = portableContext(context);
    const isOne = records.length > 0 && typeof res_model === "string" && isModelName(res_model);
    return isOne ? [{ id, model: res_model, records }] : [];
  });
  const fields = await ofEach(new Set(windows.map(({ model }) => model)), (model) =>
    unlessRefused(client.fieldsGet(model, options), {}),
  );
  const relationOf = (model: string, key: string) =>
    fieldOf({ fields: fields.get(model) ?? {} }, key.slice(DEFAULT.length))?.relation;
  const named = windows.flatMap(({ model, records }) =>
    records.map(({ key, ids }) => ({ relation: relationOf(model, key), ids })),
  );
  const idsIn = (relation: string) => named.flatMap((one) => (one.relation === relation ? one.ids : []));
  const xmlids = await ofEach(new Set(named.flatMap(({ relation }) => relation ?? [])), (relation) =>
    xmlidsOf(client, relation, [...new Set(idsIn(relation))], options),
  );
  const known = windows.map(({ id, model, records }) => {
    const found = records.flatMap(({ key, ids, isOne }): [string, string | string[]][] => {
      const all = ids.flatMap((one) => xmlids.get(relationOf(model, key) ?? "")?.get(one) ?? []);
      const [first] = all;
      return first !== undefined && all.length === ids.length ? [[key, isOne ? first : all]] : [];
    });
    return [id, Object.fromEntries(found)] as const;
  });
  return new Map(known.filter(([, records]) => Object.keys(records).length > 0));
}

/** What is asked of each, side by side. */
async function ofEach<Key, Answer>(
  keys: ReadonlySet<Key>,
  ask: (key: Key) => Promise<Answer>,
): Promise<ReadonlyMap<Key, Answer>> {
  return new Map(await Promise.all([...keys].map(async (key) => [key, await ask(key)] as const)));
}

const DEFAULT = "default_";

interface Xmlids {
  xmlids: ReadonlyMap<number, string>;
  forms: ReadonlyMap<number, string>;
  records: ReadonlyMap<number, NamedRecords>;
}

function readAction(row: RawRecord, { xmlids, forms, records }: Xmlids): ReadAction {
  const xmlid = xmlids.get(row.id);
  const named = { title: String(row.name || ""), ...(xmlid ? { xmlid } : {}) };
  switch (row.type) {
    case "ir.actions.act_window": {
      const model = typeof row.res_model === "string" ? row.res_model : "";
      if (row.target !== "new" || !isModelName(model)) return { kind: "screen", title: named.title };
      const { text: context } = portableContext(row.context);
      const [form] = formOf(row).flatMap((id) => forms.get(id) ?? []);
      const opens = { model, ...(context ? { context } : {}), ...(form ? { form } : {}) };
      const of = records.get(row.id);
      return { kind: "dialogue", ...named, ...opens, ...(of ? { records: of } : {}) };
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
