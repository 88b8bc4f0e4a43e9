import type { CallOptions, Client } from "./client.js";
import { OdooError } from "./errors.js";
import { isModelName } from "./schema.js";

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
  try {
    return await fromIrModel(client, options);
  } catch (error) {
    if (!(error instanceof OdooError && error.category === "forbidden")) throw error;
  }
  if (client.series.major < 16) return undefined;
  const available = (await client.callModel("ir.model", "get_available_models", {}, options)) as Record<
    string,
    unknown
  >[];
  return available
    .map(({ model, display_name }) => ({ model: String(model), label: String(display_name), transient: false }))
    .filter(({ model }) => isModelName(model));
}

/** More than any instance has. */
const ALL = 100_000;

async function fromIrModel(client: Client, options: CallOptions): Promise<ModelInfo[]> {
  // `abstract` is a field of ir.model from 19 on; before, an abstract model is one that nobody was ever given rights to.
  const abstract = client.series.major >= 19 ? "abstract" : "access_ids";
  const rows = await client.searchRead(
    "ir.model",
    [],
    ["model", "name", "transient", abstract],
    { limit: ALL },
    options,
  );
  return rows
    .filter((row) => (abstract === "abstract" ? row.abstract === false : (row.access_ids as unknown[]).length > 0))
    .map((row) => ({ model: String(row.model), label: String(row.name), transient: row.transient === true }))
    .filter(({ model }) => isModelName(model));
}
