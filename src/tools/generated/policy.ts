import { modelIn, type Schema } from "../../odoo/schema/schema.js";
import { heirsOf } from "../../odoo/schema/sources.js";
import { createPolicy, type Policy } from "../policy/policy.js";
import type { Generated } from "./folder.js";
import type { Manifest } from "./manifest.js";

/** The policy of a generated folder: what its manifest says, and the buttons that its snapshot and tools know. */
export function servedPolicy(
  { manifest, schema }: Pick<Generated, "manifest" | "schema">,
  { readOnly = false }: { readOnly?: boolean } = {},
): Policy {
  return createPolicy(manifest.policy ?? {}, {
    readOnly,
    buttons: (model) => buttonsOf(model, manifest, schema()),
    models: () => Object.keys(schema().models),
    screens: {
      reached: [...new Set([...(manifest.reached ?? []), ...Object.keys(manifest.models)])],
      named: () => [...Object.keys(manifest.models), ...Object.keys(schema().lines ?? {})],
    },
    heirs: (model) => heirsOf(model, Object.values(schema().models)),
    known: (model) => modelIn(schema(), model),
  });
}

/** The methods that buttons of a model call, by its form in the snapshot and by its tools: each once. */
export function buttonsOf(
  model: string,
  { tools }: Pick<Manifest, "tools">,
  { models }: Pick<Schema, "models">,
): string[] {
  const known = Object.hasOwn(models, model) ? models[model] : undefined;
  const shown = (known?.views?.buttons ?? []).map(({ name }) => name);
  const called = tools.flatMap((tool) => (tool.model === model && tool.operation === "act" ? [tool.method] : []));
  return [...new Set([...shown, ...called])];
}
