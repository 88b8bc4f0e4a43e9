import type { Client } from "../client.js";
import { OdooError, showsMovedSchema } from "../errors/errors.js";
import type { CallOptions } from "../schema/raw.js";
import { type Field, fieldOf, type Model, type Schema } from "../schema/schema.js";

/** What has changed in Odoo since the snapshot was made, as far as its tools are concerned. */
export interface Drift {
  /** The snapshot's series and the server's, where they differ. */
  series?: readonly [before: string, now: string];
  /** Only models that changed. */
  models: readonly ModelDrift[];
}

export interface ModelDrift {
  model: string;
  /** The model is gone, or nothing of it is shown to this user. */
  gone: boolean;
  added: readonly string[];
  removed: readonly string[];
  /** Fields whose type, target, selection or required flag differs. */
  changed: readonly string[];
}

/**
 * Compares the snapshot with the instance, one model after the other: some milliseconds each, or a second where Odoo
 * asks for that pace. `most`: how many models are looked at. Throws `OdooError`.
 */
export async function findDrift(
  client: Client,
  snapshot: Schema,
  { most = Number.POSITIVE_INFINITY, ...options }: CallOptions & { most?: number } = {},
): Promise<Drift> {
  const models: ModelDrift[] = [];
  for (const model of Object.values(snapshot.models).slice(0, most)) {
    const found = compareModel(model, await fieldsNow(client, model.name, options));
    if (found) models.push(found);
  }
  const now = client.series.name;
  return { ...(snapshot.series === now ? {} : { series: [snapshot.series, now] }), models };
}

async function fieldsNow(client: Client, model: string, options: CallOptions): Promise<Model["fields"]> {
  try {
    return await client.fieldsGet(model, options);
  } catch (error) {
    if (error instanceof OdooError && error.category === "not_found") return {};
    throw error;
  }
}

/** What differs between a model of the snapshot and its fields now; undefined where nothing does. Pure. */
export function compareModel({ name, fields }: Model, now: Model["fields"]): ModelDrift | undefined {
  const known = (names: Model["fields"], field: string) => Object.hasOwn(names, field);
  const removed = Object.keys(fields).filter((field) => !known(now, field));
  const added = Object.keys(now).filter((field) => !known(fields, field));
  const changed = Object.entries(fields)
    .filter(([field, before]) => known(now, field) && differs(before, now[field] as Field))
    .map(([field]) => field);
  const gone = Object.keys(now).length === 0;
  if (removed.length + added.length + changed.length === 0) return undefined;
  return { model: name, gone, added, removed, changed };
}

function differs(before: Field, now: Field): boolean {
  return (
    before.type !== now.type ||
    before.relation !== now.relation ||
    // What comes through `_inherits` is required by the other model too, and Odoo does not tell it of this one.
    (!before.inherited && Boolean(before.required) !== Boolean(now.required)) ||
    (!before.dynamic && keysOf(before) !== keysOf(now))
  );
}

const keysOf = ({ selection = [] }: Field) => JSON.stringify(selection.map(([key]) => key).sort());

/** The drift as one sentence, at most three models and three fields each; undefined where there is none. */
export function driftText({ series, models }: Drift): string | undefined {
  if (series) return `generated/ is made for Odoo ${series[0]}, and the server runs ${series[1]}.`;
  if (models.length === 0) return undefined;
  const named = models.slice(0, 3).map(modelText);
  const others = models.length - named.length;
  return `Odoo has changed since generated/ was made: ${named.join("; ")}${others > 0 ? `; and ${others} more models` : ""}.`;
}

/** What changed of one model, in a few words. */
export function modelText({ model, gone, added, removed, changed }: ModelDrift): string {
  if (gone) return `${model} is gone`;
  const parts = [
    [removed, "gone"],
    [changed, "changed"],
    [added, "new"],
  ] as const;
  return `${model}: ${parts
    .filter(([names]) => names.length > 0)
    .map(([names, what]) => `${few(names)} ${what}`)
    .join(", ")}`;
}

const few = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

/** The error of a typed tool, whose arguments were checked against the snapshot: says what to do if that is why. */
export function explainedByDrift(error: unknown, fields: Model["fields"]): unknown {
  if (!(error instanceof OdooError) || !(showsMovedSchema(error) || isStaleValue(error))) return error;
  const { category, message, outcome, model, field, quotesOdoo } = error;
  const [, refused = ""] = /^Wrong value for [\w.]+\.(\w+)/.exec(message) ?? [];
  const hint = fieldOf({ fields }, refused)?.dynamic
    ? "get_fields lists its values."
    : "The tools are older than Odoo's fields: run `odoo-mcp codegen`, then restart the server.";
  return new OdooError(category, message, { outcome, model, field, hint, quotesOdoo });
}

/** A selection's value that the snapshot knows and the instance does not, as Odoo 14 to 19 refuse it. */
const isStaleValue = ({ message }: OdooError) => message.startsWith("Wrong value for ");
