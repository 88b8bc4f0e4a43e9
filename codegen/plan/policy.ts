import { OdooError } from "../../src/odoo/errors/errors.js";
import { fieldOf, type Model, type Schema } from "../../src/odoo/schema/schema.js";
import { heirsOf } from "../../src/odoo/schema/sources.js";
import { didYouMean } from "../../src/odoo/schema/suggest.js";
import { buttonsOf } from "../../src/tools/generated/policy.js";
import { type Effect, effectOf } from "../../src/tools/policy/effects.js";
import {
  checkMethodName,
  createPolicy,
  guardOf,
  type Policy,
  type PolicyConfig,
} from "../../src/tools/policy/policy.js";
import { type Config, configOf } from "../config/config.js";

// The policy as the config says it, checked against the snapshot.

/**
 * What goes into the manifest. A guarded model that the config names among its models is opened for reading, and for what
 * its entry names in `operations`.
 */
export function policyConfig({ models, policy }: Config): PolicyConfig {
  const opened = Object.keys(models).flatMap((name) => {
    const entry = models[name];
    if (!entry || !guardOf(name) || policy[name]?.operations) return [];
    const operations: Effect[] = [...new Set<Effect>(["read", ...(entry.operations ?? []).map(effectOf)])];
    return [[name, { ...policy[name], operations }] as const];
  });
  return { ...policy, ...Object.fromEntries(opened) };
}

/** The policy of a config over a snapshot. Throws `OdooError` "settings" for a name that is nothing there. */
export function policyOf(config: Config, schema: Schema): Policy {
  const entries = policyConfig(config);
  for (const [name, entry] of Object.entries(entries)) {
    for (const method of entry.methods ?? []) checkNamed(name, method);
    const model = Object.hasOwn(schema.models, name) ? schema.models[name] : undefined;
    if (!model) continue;
    const roots = (entry.domain ?? []).flatMap((term) =>
      Array.isArray(term) ? [String(term[0]).split(".")[0] ?? ""] : [],
    );
    checkFields(model, [...(entry.allowFields ?? []), ...(entry.denyFields ?? []), ...roots]);
  }
  const named = (model: string) => {
    const buttons = configOf(config, model)?.buttons;
    return buttons ? buttons : [];
  };
  return createPolicy(entries, {
    buttons: (model) => [...buttonsOf(model, { tools: [] }, schema), ...named(model)],
    heirs: (model) => heirsOf(model, Object.values(schema.models)),
  });
}

function checkNamed(name: string, method: string): void {
  try {
    checkMethodName(name, method);
  } catch (error) {
    throw new OdooError("settings", `The config's policy of ${name}: ${(error as Error).message}`);
  }
}

function checkFields(model: Model, names: readonly string[]): void {
  for (const name of names) {
    if (fieldOf(model, name) || name === "0" || name === "1") continue;
    const hint = didYouMean(name, Object.keys(model.fields));
    throw new OdooError(
      "settings",
      `The config's policy names a field "${name}" of ${model.name}, which has none.${hint}`,
    );
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
