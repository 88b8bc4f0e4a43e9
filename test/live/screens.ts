import type { Client } from "../../src/odoo/client.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../../src/odoo/notation/python-expression.js";
import type { RawRecord } from "../../src/odoo/schema/raw.js";
import { type Button, fieldOf, type Model } from "../../src/odoo/schema/schema.js";

// The screens of the installed apps, as a user reaches them by their menus; and records that a step fits.

/** The menus of the sandbox's nine apps. */
const APPS = "Calendar Contacts CRM Sales Invoicing Project Purchase Inventory Employees".split(" ");

/** The models whose records the apps' menus show, without dialogues. */
export async function modelsOfApps(odoo: Client): Promise<string[]> {
  const options = { context: { lang: "en_US", "ir.ui.menu.full_list": true } };
  const menus = await odoo.searchRead("ir.ui.menu", [], ["complete_name", "action"], { limit: 5_000 }, options);
  const ofApps = menus.filter(({ complete_name }) => APPS.includes(String(complete_name).split("/")[0] ?? ""));
  const idsOf = (type: string) =>
    ofApps.flatMap(({ action }) =>
      String(action).startsWith(`${type},`) ? [Number(String(action).split(",")[1])] : [],
    );
  const windows = await odoo.read("ir.actions.act_window", idsOf("ir.actions.act_window"), ["res_model"]);
  const servers = await odoo.read("ir.actions.server", idsOf("ir.actions.server"), ["model_name"]);
  const named = new Set([...windows.map((one) => one.res_model), ...servers.map((one) => one.model_name)].map(String));
  const known = await odoo.searchRead("ir.model", [["model", "in", [...named]]], ["model", "transient"], {
    limit: 1_000,
  });
  return known.flatMap(({ model, transient }) => (transient ? [] : [String(model)])).sort();
}

/** So many records are looked at for one that fits: a few first, for most of the time one of them does. */
const PAGES = [
  { offset: 0, limit: 20 },
  { offset: 20, limit: 180 },
];

export interface Fitting {
  /** Of all records, those of these alone. */
  domain?: readonly unknown[];
  count?: number;
}

/**
 * The first records for which a step shows, archived ones where there is no other; none where there are too few.
 * `domain`: what a view does not say of them.
 */
export async function fitting(
  odoo: Client,
  model: Model,
  { hidden }: Button,
  { domain = [], count = 1 }: Fitting = {},
): Promise<number[]> {
  const names = new Set<string>();
  if (hidden)
    evaluatePython(hidden, (name) => {
      names.add(name);
      return UNKNOWN;
    });
  const fields = ["id", ...[...names].filter((name) => fieldOf(model, name))];
  const pages = hidden ? PAGES : [{ offset: 0, limit: count }];
  for (const active_test of [true, false]) {
    const options = { context: { active_test } };
    const fits: number[] = [];
    for (const page of pages) {
      const records = await odoo.searchRead(model.name, domain as never, fields, { ...page, order: "id" }, options);
      fits.push(...records.filter((record) => !hidden || shows(hidden, record, model)).map(({ id }) => id));
      if (fits.length >= count) return fits.slice(0, count);
      if (records.length < page.limit) break;
    }
  }
  return [];
}

function shows(hidden: string, record: RawRecord, model: Model): boolean {
  const told = evaluatePython(hidden, (name) => {
    if (name === "context") return {};
    if (!Object.hasOwn(record, name)) return UNKNOWN;
    const value = record[name];
    return fieldOf(model, name)?.type === "many2one" && Array.isArray(value) ? value[0] : value;
  });
  return told === UNKNOWN || !isTruthy(told);
}
