import { processEnvironment, type Surroundings } from "../../odoo/connection/environment.js";
import {
  type Environment,
  isSet,
  readServerSettings,
  readSettings,
  type ServerSettings,
  type Settings,
} from "../../odoo/connection/settings.js";
import type { Tool } from "../call/tool.js";
import { GENERIC_TOOLS } from "../catalogue/generic-tools.js";
import { modelTools } from "../catalogue/model-tools.js";
import { type Surface, type SurfaceOptions, surfaceOf } from "../catalogue/surface.js";
import { type Generated, openGenerated } from "../generated/folder.js";
import { checkMadeFrom } from "../generated/made-from.js";

export interface ServedOptions extends SurfaceOptions {
  /** The folder that `odoo-mcp codegen` wrote. */
  generated: string;
  /** The config that it must be made from; where it is left out, the one beside the folder, if there is one. */
  config?: string;
}

/** A generated folder as tools are called from it, over MCP or from a shell: nobody is signed in yet. */
export interface ServedFolder {
  generated: Generated;
  surface: Surface;
  /** All tools that there are, whichever of them are served. */
  tools: readonly Tool[];
  /** The part of the surface that a user may call. */
  surfaceFor(isAllowed: NonNullable<SurfaceOptions["isAllowed"]>): Surface;
  readOnly: boolean;
  /** The working folder. */
  folder: string;
  /** As it is now: a key that was replaced in .env needs no restart. */
  environment(): Environment;
  /** Of the environment as it is now. Throws `OdooError` "settings". */
  settings(): Settings;
  /** The same without a credential. */
  serverSettings(): ServerSettings;
}

/** Throws `OdooError` "settings" for a folder that is not there, was made from another config, or lacks what `options` name. */
export function servedFolder(options: ServedOptions, surroundings: Surroundings = process): ServedFolder {
  const generated = openGenerated(options.generated);
  const { manifest } = generated;
  checkMadeFrom(options.generated, manifest, options.config);
  const environment = () => processEnvironment(surroundings);
  const readOnly = options.readOnly || isSet(environment(), "ODOO_MCP_READ_ONLY");
  const tools = { manifest, typed: modelTools(manifest), generic: GENERIC_TOOLS };
  const surface = surfaceOf(tools, { ...options, readOnly });
  const surfaceFor: ServedFolder["surfaceFor"] = (isAllowed) => surfaceOf(tools, { ...options, readOnly, isAllowed });
  const settings = () => readSettings(environment());
  const serverSettings = () => readServerSettings(environment());
  const folder = surroundings.cwd();
  const all = [...tools.typed, ...tools.generic];
  return { generated, surface, tools: all, surfaceFor, readOnly, folder, environment, settings, serverSettings };
}
