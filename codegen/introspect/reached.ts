import PQueue from "p-queue";
import type { Client } from "../../src/odoo/client.js";
import type { ModelInfo } from "../../src/odoo/instance/list-models.js";
import { isId, isObject } from "../../src/odoo/notation/checks.js";
import type { CallOptions, RawRecord } from "../../src/odoo/schema/raw.js";
import { isModelName, type Reached } from "../../src/odoo/schema/schema.js";
import { guardOf } from "../../src/tools/policy/policy.js";
import { unlessRefused } from "./needed.js";

// Which models a user reaches by the menus of the business apps, where people make, change and delete their records.

/** Models asked for at once. More does not make one Odoo faster. */
const CONCURRENCY = 4;

/** Apps that run the platform, by the external ids of their menus. */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set([
  "base.menu_administration",
  "base.menu_management",
  "base.menu_tests",
]);

/** What the user reaches, and who may read what its menus open: an administrator. */
interface Asking {
  client: Client;
  reader: Client;
  options: CallOptions;
  /** The models that Odoo lists for the user. */
  known: readonly ModelInfo[];
}

/**
 * The models behind the user's menus, wizards and guarded ones left out. Where Odoo does not tell what a menu opens, the models
 * that it lists for the user and lets them change, without its own technical ones: it tells administrators alone (14 to 19), and
 * from 16 on nobody over XML-RPC, where a dictionary has no numbers for keys.
 */
export async function reachedModels(asking: Asking): Promise<Reached> {
  const { client, options } = asking;
  const menus = client.callModel("ir.ui.menu", "load_menus", { debug: false }, options);
  const models = await unlessRefused(
    menus.then((told) => behind(actionsIn(told), asking)),
    undefined,
  );
  return models ? { by: "menus", models: sorted(models) } : { by: "rights", models: sorted(await changeable(asking)) };
}

const sorted = (models: readonly string[]) =>
  [...new Set(models)].filter((model) => isModelName(model) && !guardOf(model)).sort();

/** An action as a menu names it. */
interface MenuAction {
  model: string;
  id: number;
}

/** The actions of the business apps' menus: a tree on 14 and 15, a dictionary by id from 16 on. */
export function actionsIn(menus: unknown): MenuAction[] {
  if (!isObject(menus)) return [];
  const { children } = menus as { children?: unknown };
  const isTree = Array.isArray(children);
  const all = isTree ? {} : (menus as Readonly<Record<string, unknown>>);
  const roots = isTree ? children : listOf(all.root, "children").map((id) => all[String(id)]);
  const within = (menu: unknown, depth: number): MenuAction[] => {
    if (!isObject(menu) || depth > MOST_DEPTH) return [];
    const inner = listOf(menu, "children").map((child) => (isObject(child) ? child : all[String(child)]));
    return [...actionOf(menu as Menu), ...inner.flatMap((child) => within(child, depth + 1))];
  };
  return roots
    .filter((root) => isObject(root) && !OF_THE_PLATFORM.has(String((root as Menu).xmlid)))
    .flatMap((root) => within(root, 1));
}

/** No menu of Odoo's is deeper than four. */
const MOST_DEPTH = 20;

interface Menu {
  xmlid?: unknown;
  action?: unknown;
  action_model?: unknown;
  action_id?: unknown;
}

const listOf = (menu: unknown, key: string): unknown[] => {
  const list = isObject(menu) ? (menu as Record<string, unknown>)[key] : undefined;
  return Array.isArray(list) ? list : [];
};

/** "ir.actions.act_window,12" up to 18, in two members from 19 on. */
function actionOf({ action, action_model, action_id }: Menu): MenuAction[] {
  const [model, id] = typeof action === "string" ? action.split(",") : [action_model, action_id];
  return typeof model === "string" && isId(Number(id)) ? [{ model, id: Number(id) }] : [];
}

/** The models of windows and of server actions, whose code opens windows of its model. */
async function behind(actions: readonly MenuAction[], { reader, options }: Asking): Promise<string[]> {
  const named = await Promise.all(
    Object.entries(MODEL_FIELDS).map(async ([type, field]): Promise<string[]> => {
      const ids = [...new Set(actions.filter(({ model }) => model === type).map(({ id }) => id))];
      if (ids.length === 0) return [];
      return (await reader.read(type, ids, [field], options)).map((action) => String(action[field]));
    }),
  );
  const names = [...new Set(named.flat())];
  if (names.length === 0) return [];
  const lasting = [
    ["model", "in", names],
    ["transient", "=", false],
  ];
  const found = await reader.searchRead("ir.model", lasting as never, ["model"], { limit: names.length }, options);
  return found.map(({ model }: RawRecord) => String(model));
}

const MODEL_FIELDS: Readonly<Record<string, string>> = {
  "ir.actions.act_window": "res_model",
  "ir.actions.server": "model_name",
};

/** Models of the platform, which belong to no app. */
const TECHNICAL = /^(ir|bus|base|res\.config|web|auth)(\.|_|$)/;

async function changeable({ client, options, known }: Asking): Promise<string[]> {
  const candidates = known.filter(({ model, transient }) => !transient && !TECHNICAL.test(model) && !guardOf(model));
  const queue = new PQueue({ concurrency: CONCURRENCY });
  const allowed = await queue.addAll(
    candidates.map(
      ({ model }) =>
        () =>
          unlessRefused(client.hasAccess(model, "write", options), false),
    ),
  );
  return candidates.flatMap(({ model }, at) => (allowed[at] ? [model] : []));
}
