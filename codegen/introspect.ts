import pLimit from "p-limit";
import type { Client } from "../src/odoo/client.js";
import { OdooError } from "../src/odoo/errors.js";
import { listModels, type ModelInfo } from "../src/odoo/models.js";
import type { Model, Schema } from "../src/odoo/schema.js";
import { didYouMean } from "../src/odoo/suggest.js";
import type { Progress } from "../src/progress.js";
import { type Config, configOf, isPattern } from "./config.js";
import { neededFields, type Oracle } from "./needed.js";

/** Models asked for at once. More does not make one Odoo faster. */
export const CONCURRENCY = 4;

/** The snapshot's language: labels must not depend on who introspects. */
const CONTEXT = { lang: "en_US" };

/** Reads the configured models from a live Odoo. One that cannot be read fails the whole: throws `OdooError`. */
export async function introspect(client: Client, config: Config, progress: Progress): Promise<Schema> {
  progress.update("listing models");
  const known = await listModels(client, { context: CONTEXT });
  const names = chooseModels(config, known);
  const labels = new Map(known?.map(({ model, label }) => [model, label]));
  const models: Record<string, Model> = {};
  const records: Oracle["records"] = new Map();
  const abort = new AbortController();
  const limit = pLimit(CONCURRENCY);
  let done = 0;
  try {
    await Promise.all(
      names.map((name) =>
        limit(async () => {
          models[name] = await introspectModel(client, name, labels, records, abort.signal);
          progress.update(`${++done}/${names.length} models`);
        }),
      ),
    );
  } catch (error) {
    limit.clearQueue();
    abort.abort();
    throw error;
  }
  return { series: client.series.name, models };
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

async function introspectModel(
  client: Client,
  name: string,
  labels: ReadonlyMap<string, string>,
  records: Oracle["records"],
  signal: AbortSignal,
): Promise<Model> {
  const options = { context: CONTEXT, signal };
  try {
    const fields = await client.fieldsGet(name, options);
    for (const [field, needed] of await neededFields({ client, options, records }, name, fields)) {
      const definition = fields[field];
      if (definition) definition.needed = needed;
    }
    return { name, label: labels.get(name) ?? name, fields };
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const { category, message, hint } = error;
    const suggestion = category === "not_found" ? `.${didYouMean(name, labels.keys())}` : "";
    throw new OdooError(category, `Cannot introspect ${name}: ${message}${suggestion}`, { hint, model: name });
  }
}
