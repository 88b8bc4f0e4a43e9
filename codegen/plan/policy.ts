import { OdooError } from "../../src/odoo/errors/errors.js";
import { type Model, modelIn, type Schema } from "../../src/odoo/schema/schema.js";
import { heirsOf } from "../../src/odoo/schema/sources.js";
import { buttonsOf } from "../../src/tools/generated/policy.js";
import { type Effect, effectOf } from "../../src/tools/policy/effects.js";
import {
  checkMethodName,
  createPolicy,
  guardOf,
  type Policy,
  type PolicyConfig,
  type PolicyEntry,
} from "../../src/tools/policy/policy.js";
import { type Config, configOf, type ModelConfig } from "../config/config.js";
import { judgeNames, knownFrom, refuseProblems } from "../config/policy-names.js";

// The policy as the config says it, checked against the snapshot.

/**
 * What goes into the manifest. A guarded model that the config names among its models is opened for reading, and for what
 * its entry names in `operations`; fields that an entry names are open, whatever the model's screens show.
 */
export function policyConfig({ models, fields: usual, policy }: Config): PolicyConfig {
  const opened = Object.entries(models).flatMap(([name, entry]): [string, PolicyEntry][] => {
    if (!entry) return [];
    const own = policy[name];
    const operations = own?.operations ?? (guardOf(name) && operationsIn(entry));
    const named = entry.fields ?? usual;
    const fields = named === "all" ? ["*"] : named === "curated" ? [] : named;
    const openFields = [...new Set([...(own?.openFields ?? []), ...fields, ...(entry.include ?? [])])];
    const opening = { ...(operations ? { operations } : {}), ...(openFields.length > 0 ? { openFields } : {}) };
    return own || Object.keys(opening).length > 0 ? [[name, { ...own, ...opening }]] : [];
  });
  return { ...policy, ...Object.fromEntries(opened) };
}

const operationsIn = ({ operations = [] }: ModelConfig): Effect[] => [
  ...new Set<Effect>(["read", ...operations.map(effectOf)]),
];

/**
 * The policy of a config over a snapshot. Throws `OdooError` "settings" for a name that is nothing there, as far as a
 * snapshot tells: `checkNamesInOdoo` asks for the rest.
 */
export function policyOf(config: Config, schema: Schema): Policy {
  const entries = policyConfig(config);
  for (const [name, { methods = [] }] of Object.entries(entries)) {
    for (const method of methods) checkNamed(name, method);
  }
  refuseProblems(judgeNames(config.policy, knownFrom(schema, config)));
  const named = (model: string) => {
    const buttons = configOf(config, model)?.buttons;
    return buttons ? buttons : [];
  };
  return createPolicy(entries, {
    buttons: (model) => [...buttonsOf(model, { tools: [] }, schema), ...named(model)],
    heirs: (model) => heirsOf(model, Object.values(schema.models)),
    known: (model) => modelIn(schema, model),
  });
}

function checkNamed(name: string, method: string): void {
  try {
    checkMethodName(name, method);
  } catch (error) {
    throw new OdooError("settings", `The config's policy of ${name}: ${(error as Error).message}`);
  }
}

/** A model without the fields that its policy closes, on its screens too; and the names of those. */
export function openPart(marked: Model): { model: Model; closed: readonly string[] } {
  const closed = Object.keys(marked.fields).filter((name) => marked.fields[name]?.closed);
  if (closed.length === 0) return { model: marked, closed };
  const isOpen = (name: string) => !closed.includes(name);
  const { views } = marked;
  const model: Model = {
    ...marked,
    fields: Object.fromEntries(Object.entries(marked.fields).filter(([name]) => isOpen(name))),
    ...(views
      ? {
          views: {
            ...views,
            form: views.form.filter(({ name }) => isOpen(name)),
            list: views.list.filter(isOpen),
            search: views.search.filter(isOpen),
          },
        }
      : {}),
  };
  return { model, closed };
}
