import { OdooError } from "../../odoo/errors/errors.js";
import { shown } from "../../odoo/notation/checks.js";
import { didYouMean } from "../../odoo/schema/suggest.js";
import { onlyReads, type ServedTool } from "../call/tool.js";
import type { Manifest } from "../generated/manifest.js";
import type { ServedTools } from "./served-tools.js";

/** Which tools a server lists, and which of them it answers to. Chosen once, when it starts. */
export interface Surface {
  listed: readonly ServedTool[];
  /** The tool of this name, listed or hidden; undefined for any other name. */
  find(name: string): ServedTool | undefined;
}

export interface SurfaceOptions {
  /** Typed tools of these toolsets of the config, and of these models; of all if neither is given. */
  toolsets?: readonly string[];
  models?: readonly string[];
  /** Alone: these tools and no others. Beside toolsets or models: these too. */
  tools?: readonly string[];
  /** Nothing that could change a record. */
  readOnly?: boolean;
  /** "search" lists the generic tools, and find_tools and call_tool for the typed ones. Default "full". */
  surface?: "full" | "search";
  /** Whether the user may call a tool at all; all of them if left out. */
  isAllowed?: (tool: ServedTool) => boolean;
}

/** Throws `OdooError` "settings" for a toolset, model or tool that does not exist. */
export async function surfaceOf({ manifest, typed, generic }: ServedTools, options: SurfaceOptions): Promise<Surface> {
  const models = chosenModels(manifest, options);
  const named = chosenTools([...typed, ...generic], options.tools ?? []);
  const onlyNamed = named.size > 0 && !models;
  const isChosen = (tool: ServedTool, belongs: boolean) =>
    (named.has(tool.definition.name) || (!onlyNamed && belongs)) &&
    (!options.readOnly || onlyReads(tool)) &&
    (options.isAllowed?.(tool) ?? true);
  const ownTyped = typed.filter((tool) => isChosen(tool, !models || models.has(tool.model ?? "")));
  const ownGeneric = generic.filter((tool) => isChosen(tool, true));
  const all = [...ownTyped, ...ownGeneric];
  const byName = new Map(all.map((tool) => [tool.definition.name, tool]));
  const reach = (name: string) => byName.get(name) ?? byName.get(aliasOf(manifest, name) ?? "");
  if (options.surface !== "search") return { listed: all, find: reach };
  const { searchTools } = await import("./search-tools.js");
  const searching = searchTools(ownTyped, reach, options.readOnly === true);
  const replaced = searching.map(({ definition }) => definition.name);
  const listed = [...searching, ...ownGeneric.filter(({ definition }) => !replaced.includes(definition.name))];
  const search = new Map(listed.map((tool) => [tool.definition.name, tool]));
  return { listed, find: (name) => search.get(name) };
}

const aliasOf = ({ aliases = {} }: Manifest, name: string) =>
  Object.hasOwn(aliases, name) ? aliases[name] : undefined;

/** Undefined for all. */
function chosenModels(manifest: Manifest, { toolsets, models }: SurfaceOptions): ReadonlySet<string> | undefined {
  if (!toolsets?.length && !models?.length) return undefined;
  const known = manifest.toolsets ?? {};
  const chosen = new Set<string>();
  for (const name of toolsets ?? []) {
    if (!Object.hasOwn(known, name)) throw unknown("toolset", name, Object.keys(known));
    for (const model of known[name] ?? []) chosen.add(model);
  }
  for (const name of models ?? []) {
    if (!Object.hasOwn(manifest.models, name)) throw unknown("model with tools", name, Object.keys(manifest.models));
    chosen.add(name);
  }
  return chosen;
}

function chosenTools(tools: readonly ServedTool[], names: readonly string[]): ReadonlySet<string> {
  const known = tools.map(({ definition }) => definition.name);
  for (const name of names) if (!known.includes(name)) throw unknown("tool", name, known);
  return new Set(names);
}

function unknown(what: string, name: string, known: readonly string[]): OdooError {
  const hint =
    didYouMean(name, known) || (known.length > 0 && known.length <= 20 ? ` There are ${known.join(", ")}.` : "");
  return new OdooError("settings", `There is no ${what} ${shown(name)}.${hint}`);
}
