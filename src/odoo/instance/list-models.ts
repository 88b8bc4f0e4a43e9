import type { Client } from "../client.js";
import { OdooError } from "../errors/errors.js";
import type { CallOptions, RawRecord } from "../schema/raw.js";
import { isModelName } from "../schema/schema.js";

/** A model the user may work with. */
export interface ModelInfo {
  model: string;
  label: string;
  /** A wizard's model: its records are deleted by and by. */
  transient: boolean;
}

/**
 * The models the user may see, without abstract ones; undefined where Odoo does not tell. `ir.model` is readable to
 * everyone in 14 and to administrators from 15 on; the others are answered by `get_available_models` from 16 on,
 * which leaves wizards out.
 */
export async function listModels(client: Client, options: CallOptions = {}): Promise<ModelInfo[] | undefined> {
  const { major } = client.series;
  // `abstract` is a field from 19 on; before, an abstract model is one that nobody was ever given rights to.
  const told = major >= 19 ? "abstract" : "access_ids";
  const rows = await ifAllowed(irModel(client, [told], options));
  if (rows) return rows.filter((row) => (told === "abstract" ? !row.abstract : hasRows(row.access_ids))).map(toInfo);
  if (major >= 16) return availableModels(client, options);
  // 14: everyone may read ir.model, but not the rights.
  const all = await ifAllowed(irModel(client, [], options));
  return all && readable(client, all.map(toInfo), options);
}

/** More than any instance has. */
const ALL = 100_000;

async function irModel(client: Client, extra: string[], options: CallOptions): Promise<RawRecord[]> {
  const rows = await client.searchRead(
    "ir.model",
    [],
    ["model", "name", "transient", ...extra],
    { limit: ALL },
    options,
  );
  return rows.filter(({ model }) => isModelName(String(model)));
}

async function availableModels(client: Client, options: CallOptions): Promise<ModelInfo[]> {
  const rows = (await client.callModel("ir.model", "get_available_models", {}, options)) as Record<string, unknown>[];
  return rows
    .map(({ model, display_name }) => ({ model: String(model), label: String(display_name), transient: false }))
    .filter(({ model }) => isModelName(model));
}

/** Asks model by model whether the user may read it: a second or two. */
async function readable(client: Client, models: ModelInfo[], options: CallOptions): Promise<ModelInfo[]> {
  // Loaded when it is needed, and not when the server starts.
  const { default: PQueue } = await import("p-queue");
  const queue = new PQueue({ concurrency: 4 });
  try {
    const allowed = await queue.addAll(
      models.map(
        ({ model }) =>
          () =>
            client.hasAccess(model, "read", options),
      ),
    );
    return models.filter((_, index) => allowed[index]);
  } finally {
    // Where one fails, the others need not be asked.
    queue.clear();
  }
}

async function ifAllowed<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OdooError && error.category === "forbidden") return undefined;
    throw error;
  }
}

const hasRows = (value: unknown) => Array.isArray(value) && value.length > 0;

const toInfo = ({ model, name, transient }: RawRecord): ModelInfo => ({
  model: String(model),
  label: String(name),
  transient: transient === true,
});
