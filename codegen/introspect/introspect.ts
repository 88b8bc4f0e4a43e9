import PQueue from "p-queue";
import type { Client } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { listModels, type ModelInfo } from "../../src/odoo/instance/list-models.js";
import type { CallOptions } from "../../src/odoo/schema/raw.js";
import {
  type Field,
  isWritable,
  type Model,
  RIGHTS,
  type Right,
  type Schema,
  type Views,
} from "../../src/odoo/schema/schema.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { type ReadViews, readViews } from "../../src/odoo/views/arch.js";
import { formView } from "../../src/odoo/views/form-view.js";
import type { RawViews } from "../../src/odoo/views/raw-views.js";
import { viewContext } from "../../src/odoo/views/screens.js";
import { type Config, configOf, isPattern } from "../config/config.js";
import type { Progress } from "../terminal/progress.js";
import { type ActionReader, actionReader } from "./actions.js";
import { type Dialogue, dialoguesOf, introspectDialogue } from "./dialogues.js";
import { withoutDynamicValues } from "./dynamic.js";
import { type Parents, withInherited } from "./inherits.js";
import { introspectLines, type Lines, linesOf } from "./lines.js";
import { type Fields, type NeedingForm, neededFields, type Oracle, unlessRefused } from "./needed.js";
import { reachedModels } from "./reached.js";
import { type Screens, stepsOf } from "./steps.js";

/** Models asked for at once. More does not make one Odoo faster. */
export const CONCURRENCY = 4;

/** The snapshot's language: labels must not depend on who introspects. */
export const CONTEXT = { lang: "en_US" };

/**
 * Reads the configured models from a live Odoo, and what tools show of the lines that belong to them and of the dialogues
 * that they open. `reader` is asked what actions do, which an ordinary user may not read, and nothing else. A model that
 * cannot be read fails the whole: throws `OdooError`.
 */
export async function introspect(
  client: Client,
  config: Config,
  progress: Progress,
  reader?: Client | undefined,
): Promise<Schema> {
  progress.update("listing models");
  const known = await listModels(client, { context: CONTEXT });
  const names = chooseModels(config, known);
  const labels = new Map(known?.map(({ model, label }) => [model, label]));
  const read: Record<string, Read> = {};
  const abort = new AbortController();
  const options = { context: CONTEXT, signal: abort.signal };
  const oracle = asking(client, options);
  const queue = new PQueue({ concurrency: CONCURRENCY });
  let done = 0;
  const orStop = async (reading: Promise<void>) => {
    try {
      await reading;
    } catch (error) {
      // Before the queue hears of it, and begins the next.
      queue.clear();
      abort.abort();
      throw error;
    }
  };
  const readModel = async (name: string) => {
    read[name] = await introspectModel(oracle, name, labels);
    progress.update(`${++done}/${names.length} models`);
  };
  const reading = names.map((name) => queue.add(() => orStop(readModel(name))));
  // Beside the models, for it makes few calls, one after the other.
  const menus = reachedModels({ client, reader: reader ?? client, options, known: known ?? [] });
  menus.catch(() => {});
  await Promise.all(reading);
  progress.update("steps, lines and dialogues");
  const models = await withSteps(read, actionReader(reader ? [reader, client] : [client], options));
  const lines: Record<string, Model> = {};
  const readLines = async (known: Lines) => {
    const model = await introspectLines(oracle, known, labels.get(known.model) ?? known.model);
    if (model) lines[known.model] = model;
  };
  const dialogues: Record<string, Model> = {};
  const readDialogue = async (opened: Dialogue) => {
    const model = await introspectDialogue(oracle, opened);
    if (model) dialogues[opened.key] = model;
  };
  await Promise.all([
    ...linesOf(models).map((known) => queue.add(() => orStop(readLines(known)))),
    ...dialoguesOf(models, config).map((opened) => queue.add(() => orStop(readDialogue(opened)))),
  ]);
  return {
    series: client.series.name,
    reached: await menus,
    models,
    ...(Object.keys(lines).length > 0 ? { lines } : {}),
    ...(Object.keys(dialogues).length > 0 ? { dialogues } : {}),
  };
}

/** The names the config asks for. Throws for a name that does not exist and for a glob that matches nothing. */
function chooseModels(config: Config, known: readonly ModelInfo[] | undefined): string[] {
  const chosen = new Set<string>();
  for (const [pattern, entry] of Object.entries(config.models)) {
    if (entry === false) continue;
    if (!isPattern(pattern)) {
      chosen.add(pattern);
      continue;
    }
    if (!known) {
      throw new OdooError(
        "settings",
        `The config's pattern "${pattern}" needs a list of models, which Odoo gives only to administrators before 16.0.`,
        { hint: "Name the models one by one." },
      );
    }
    const matching = known.filter(
      ({ model, transient }) => !transient && configOf({ ...config, models: { [pattern]: entry } }, model),
    );
    if (matching.length === 0) throw new OdooError("settings", `The config's pattern "${pattern}" matches no model.`);
    for (const { model } of matching) if (configOf(config, model)) chosen.add(model);
  }
  if (chosen.size === 0) throw new OdooError("settings", "The config names no model.");
  return [...chosen].sort();
}

/** A model as it was read, but for the steps of its screens: their actions are asked for with those of all others. */
interface Read {
  model: Model;
  screens: Screens | undefined;
}

async function withSteps(read: Readonly<Record<string, Read>>, reader: ActionReader): Promise<Record<string, Model>> {
  const screens = Object.values(read).flatMap((one) => one.screens ?? []);
  const steps = await stepsOf(screens, reader);
  const of = new Map(screens.map(({ model }, at) => [model, steps[at] ?? []]));
  return Object.fromEntries(
    Object.entries(read).map(([name, { model }]) => {
      const { views, ...rest } = model;
      return [name, views ? { ...rest, views: { ...views, buttons: of.get(name) ?? [] } } : model];
    }),
  );
}

interface Asking extends Oracle, Parents {
  /** Whether the user may read records of the model at all. */
  isReadable(model: string): Promise<boolean>;
}

function asking(client: Client, options: CallOptions): Asking {
  // Asked once an introspection, for models refer to each other.
  const asked = new Map<string, Promise<Fields>>();
  const oracle: Oracle = { client, options, records: new Map() };
  const fieldsOf = (model: string) => {
    const pending = asked.get(model) ?? client.fieldsGet(model, options);
    asked.set(model, pending);
    return pending;
  };
  const readable = new Map<string, Promise<boolean>>();
  const isReadable = (model: string) => {
    const pending = readable.get(model) ?? unlessRefused(client.hasAccess(model, "read", options), false);
    readable.set(model, pending);
    return pending;
  };
  // What is created along with such a record is no need of it; of that only what no attribute tells is left open.
  const neededOf = async (model: string) => {
    const fields = await withInherited(await fieldsOf(model), { fieldsOf, neededOf: async () => [] });
    return [...(await neededFields(oracle, model, fields)).keys()];
  };
  return { ...oracle, fieldsOf, neededOf, isReadable };
}

async function introspectModel(oracle: Asking, name: string, labels: ReadonlyMap<string, string>): Promise<Read> {
  try {
    const fields = await withInherited(await oracle.fieldsOf(name), oracle);
    const context = { ...oracle.options.context, ...viewContext(name) };
    const options = { ...oracle.options, context, menus: true };
    const raw = await unlessRefused(oracle.client.getViews(name, options), undefined);
    const read = raw && readViews(raw);
    const needed = await neededFields(oracle, name, fields, raw && read && needingForm(raw, read));
    const described = Object.entries(fields).map(([field, definition]): [string, Field] => {
      const need = needed.get(field);
      const fixed = withoutDynamicValues(definition);
      return [field, need ? { ...fixed, needed: need } : fixed];
    });
    const seen = await seenOf(oracle, name, fields, read);
    return {
      model: { name, label: labels.get(name) ?? name, ...seen, fields: Object.fromEntries(described) },
      screens: read && { model: name, series: oracle.client.series.name, buttons: read.buttons, menus: raw?.menus },
    };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const { category, message, hint } = error;
    const suggestion = category === "not_found" ? `.${didYouMean(name, labels.keys())}` : "";
    throw new OdooError(category, `Cannot introspect ${name}: ${message}${suggestion}`, { hint, model: name });
  }
}

function needingForm({ form }: RawViews, { views }: ReturnType<typeof readViews>): NeedingForm | undefined {
  const view = formView(form);
  if (view.size === 0) return undefined;
  const demanded = views.form.flatMap(({ name, required = "always" }) => (required === "always" ? [] : [name]));
  return { view, demanded: new Set(demanded) };
}

/** What the user may do and sees. Rights are asked only where the views do not tell them: a call a model less, or four. */
async function seenOf(
  oracle: Asking,
  name: string,
  fields: Fields,
  read: ReadViews | undefined,
): Promise<Pick<Model, "rights" | "views">> {
  const { client, options } = oracle;
  const open: readonly Right[] = read ? read.lacking : RIGHTS;
  const refused = new Set<Right>();
  for (const right of open)
    if (!(await unlessRefused(client.hasAccess(name, right, options), false))) refused.add(right);
  const views = read && (await readableViews(oracle, read.views, fields));
  return { rights: RIGHTS.filter((right) => !refused.has(right)), ...(views ? { views } : {}) };
}

/** Lists show lines as a number, and type none. */
const isTypedInLists = (name: string, field: Field | undefined) =>
  field !== undefined && isWritable(name, field) && field.type !== "one2many";

/**
 * Views without the lines and tags of models that the user may not read: Odoo 19 refuses to read the whole record with
 * them (`project.task.role_ids`, to a user with sales rights alone).
 */
async function readableViews(oracle: Asking, views: Views, fields: Fields): Promise<Views> {
  const unreadable = new Set<string>();
  for (const name of new Set([...views.form.map((field) => field.name), ...views.list])) {
    const { type = "char", relation } = Object.hasOwn(fields, name) ? (fields[name] ?? {}) : {};
    if (relation && type.endsWith("2many") && !(await oracle.isReadable(relation))) unreadable.add(name);
  }
  const { typedInList = [], ...others } = views;
  const typed = typedInList.filter((name) =>
    isTypedInLists(name, Object.hasOwn(fields, name) ? fields[name] : undefined),
  );
  return {
    ...others,
    ...(typed.length > 0 ? { typedInList: typed } : {}),
    form: views.form.filter(({ name }) => !unreadable.has(name)),
    list: views.list.filter((name) => !unreadable.has(name)),
  };
}
