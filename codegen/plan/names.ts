import { createHash } from "node:crypto";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { GENERIC_TOOLS } from "../../src/tools/catalogue/generic-tools.js";
import type { ModelPlan, Purpose } from "./model-plan.js";

// What tools, modules and exports are called.

/** Clients allow 64 characters with their own prefix in front. */
const MAX_TOOL_NAME = 48;
const MAX_OPERATION = "_aggregate".length;

/** `sale.order` as `sale_order`. */
export const shortName = (model: string) =>
  cut(model.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_"), MAX_TOOL_NAME - MAX_OPERATION, model);

/** A tool of a module: `sale_order` and its search as `sale_order_search`, a button by the method it calls. */
export function toolName(module: string, tool: Purpose): string {
  const ending = tool.operation === "act" ? tool.button.name.toLowerCase() : tool.operation;
  return cut(`${module}_${ending}`, MAX_TOOL_NAME);
}

/** What is too long for a tool's name is cut, and told apart by a hash of what it was made of. */
function cut(name: string, longest: number, origin = name): string {
  if (name.length <= longest) return name;
  const hash = createHash("sha256").update(origin).digest("hex").slice(0, 6);
  return `${name.slice(0, longest - 7).replace(/_+$/, "")}_${hash}`;
}

/** Reserved words of modules, which a model of one word could meet, and what generated modules import or export beside models. */
const RESERVED = new Set(
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval defineModel odoo openOdoo".split(
    " ",
  ),
);

export function camelCase(module: string): string {
  const name = module.replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replaceAll("_", "");
  return RESERVED.has(name) ? `${name}Model` : name;
}

/**
 * The former names of tools, by which they are still answered to: those made of the model's own name and of its former
 * aliases. A name that another tool has now is left to it, and one that two tools had is nobody's.
 */
export function formerNames(models: readonly ModelPlan[]): Record<string, string> {
  const taken = new Set([
    ...models.flatMap(({ tools }) => tools.map(({ name }) => name)),
    ...GENERIC_TOOLS.map(({ definition }) => definition.name),
  ]);
  const bearers = new Map<string, Set<string>>();
  for (const { name: model, module, formerly, tools } of models) {
    const prefixes = [shortName(model), ...formerly].filter((prefix) => prefix !== module);
    for (const tool of tools) {
      for (const prefix of prefixes) {
        const former = toolName(prefix, tool);
        bearers.set(former, (bearers.get(former) ?? new Set()).add(tool.name));
      }
    }
  }
  const kept = [...bearers].flatMap(([former, [name = "", ...others]]) =>
    taken.has(former) || others.length > 0 ? [] : [[former, name] as const],
  );
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws `OdooError` "settings" where two tools or exports would get one name: never a number is put behind it. */
export function refuseClashes(models: readonly ModelPlan[]): void {
  const generic = new Set(GENERIC_TOOLS.map(({ definition }) => definition.name));
  const owners = new Map<string, ModelPlan>();
  const tools = new Map<string, string>();
  for (const model of models) {
    const { name, module, exportName } = model;
    const likeGeneric = model.tools.find((tool) => generic.has(tool.name));
    if (likeGeneric) throw clash(`${name} would get a tool named ${likeGeneric.name}, as a generic tool is.`, name);
    // Two modules can share an export: `x_1` and `x1` are both x1.
    const other = owners.get(exportName);
    if (other) {
      const what = other.module === module ? `get tools named ${module}_*` : `be exported as ${exportName}`;
      throw clash(`${other.name} and ${name} would both ${what}.`, name);
    }
    owners.set(exportName, model);
    for (const tool of model.tools) {
      const other = tools.get(tool.name);
      if (other) throw clash(`${other} and ${name} would both get a tool named ${tool.name}.`, name);
      tools.set(tool.name, name);
    }
  }
}

const clash = (message: string, name: string) =>
  new OdooError("settings", message, { hint: `Give ${name} an alias in the config: "${name}": { "alias": "…" }.` });
