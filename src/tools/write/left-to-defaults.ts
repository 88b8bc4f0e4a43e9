import { isObject } from "../../odoo/notation/checks.js";
import type { RawValues } from "../../odoo/schema/raw.js";
import type { ModelCall } from "../call/model-call.js";
import type { ToolContext } from "../call/tool.js";
import { type VisitedField, walkValues } from "../guard/walk-values.js";

/**
 * Values in the tool's form without the nulls of new records, lines among them, in fields that have a default: it holds as if
 * the field was left out. A null in any other field stays, so that no form fills it. One call for each model, and only where
 * a new record has a null.
 */
export async function leftToDefaults(
  { model, context }: ModelCall,
  rows: readonly RawValues[],
  use: "create" | "update",
): Promise<readonly RawValues[]> {
  const nulls: VisitedField[] = [];
  const field = (visited: VisitedField) => {
    if (visited.isNew && visited.value === null && !visited.field.needed) nulls.push(visited);
  };
  for (const values of rows) {
    await walkValues({ model, values, at: "", isNew: use === "create", ids: [] }, context.models, { field });
  }
  if (nulls.length === 0) return rows;
  const defaults = await withDefault(nulls, context);
  const left = new Map<unknown, Set<string>>();
  for (const { values, name, model: of } of nulls) {
    if (defaults.get(of.name)?.has(name)) left.set(values, (left.get(values) ?? new Set()).add(name));
  }
  return rows.map((row) => without(left, row) as RawValues);
}

/** By model, those of the fields that have a default that is something; none where Odoo does not tell. */
async function withDefault(
  fields: readonly VisitedField[],
  { client, signal }: ToolContext,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const models = [...new Set(fields.map(({ model }) => model.name))];
  const entries = models.map(async (model) => {
    const names = [...new Set(fields.flatMap((field) => (field.model.name === model ? [field.name] : [])))];
    const values = await client.defaultGet(model, names, { signal }).catch((): RawValues => ({}));
    return [model, new Set(names.filter((name) => (values[name] ?? false) !== false))] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The value without the named members of the objects inside it. */
function without(left: ReadonlyMap<unknown, ReadonlySet<string>>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => without(left, one));
  if (!isObject(value)) return value;
  const kept = Object.entries(value as RawValues).filter(([name]) => !left.get(value)?.has(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, without(left, one)]));
}
