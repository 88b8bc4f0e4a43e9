import type { Client } from "../../src/odoo/client.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { listModels } from "../../src/odoo/instance/list-models.js";
import { fieldsFromOdoo, type RawField } from "../../src/odoo/schema/fields-from-odoo.js";
import type { Schema } from "../../src/odoo/schema/schema.js";
import type { Config } from "../config/config.js";
import { judgeNames, type Known, knownFrom, namesOf, refuseProblems } from "../config/policy-names.js";

/**
 * Asks Odoo for what the snapshot does not tell of the names in a config's policy: nothing, of most. Throws `OdooError`
 * "settings" for a model, a glob or a field that is nothing there.
 */
export async function checkNamesInOdoo(client: Client, config: Config, schema: Schema): Promise<void> {
  const { policy } = config;
  const named = await withModels(client, policy, knownFrom(schema, config));
  const { open, problems } = judgeNames(policy, named);
  const known = open.length + problems.length > 0 ? await withListed(client, policy, named) : named;
  refuseProblems(judgeNames(policy, { ...known, isComplete: true }));
}

/** With the models that are named, and those that paths in domains lead to. */
async function withModels(client: Client, policy: Config["policy"], start: Known): Promise<Known> {
  const asked = new Set<string>();
  let known = start;
  for (;;) {
    const { open } = judgeNames(policy, known);
    const next = open.flatMap((one) => ("model" in one && !asked.has(one.model) ? [one.model] : []))[0];
    if (next === undefined) return known;
    asked.add(next);
    known = await withModel(client, next, known);
  }
}

async function withModel(client: Client, name: string, known: Known): Promise<Known> {
  const fields = await unlessAbsent(client.fieldsGet(name));
  if (fields === "absent") return known;
  const names = new Set([...known.names, name]);
  if (fields === "closed") return { ...known, names };
  const methods = known.models[name]?.methods ?? [];
  return { ...known, names, models: { ...known.models, [name]: { fields, isWhole: true, methods } } };
}

/** With the models that Odoo lists, where it does, and their fields that globs name. */
async function withListed(client: Client, policy: Config["policy"], named: Known): Promise<Known> {
  const listed = (await listModels(client)) ?? [];
  let known: Known = { ...named, names: new Set([...named.names, ...listed.map(({ model }) => model)]) };
  for (const glob of Object.keys(policy)) {
    for (const model of namesOf(glob, known.names)) {
      const wanted = fieldsOpen(glob, policy, known);
      if (wanted.length === 0) break;
      known = await withFields(client, { model, wanted }, known);
    }
  }
  return known;
}

const fieldsOpen = (glob: string, policy: Config["policy"], known: Known): string[] =>
  judgeNames(policy, known).open.flatMap((one) => ("glob" in one && one.glob === glob && one.field ? [one.field] : []));

/** A few fields of a model, whose others are not asked for: instances have hundreds of models. */
async function withFields(
  client: Client,
  { model, wanted }: { model: string; wanted: readonly string[] },
  known: Known,
): Promise<Known> {
  const there = known.models[model];
  if (there?.isWhole) return known;
  const params = { allfields: wanted, attributes: ["type", "string", "relation"] };
  const raw = await unlessAbsent(client.callModel(model, "fields_get", params));
  if (typeof raw === "string") return known;
  const fields = { ...there?.fields, ...fieldsFromOdoo(raw as Record<string, RawField>) };
  return { ...known, models: { ...known.models, [model]: { fields, isWhole: false, methods: there?.methods ?? [] } } };
}

/** "absent" of a model that does not exist, "closed" of one that the user may not see. */
async function unlessAbsent<Answer>(asking: Promise<Answer>): Promise<Answer | "absent" | "closed"> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof OdooError && error.category === "not_found") return "absent";
    if (error instanceof OdooError && error.category === "forbidden") return "closed";
    throw error;
  }
}
