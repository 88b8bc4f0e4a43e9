import { processEnvironment, type Surroundings } from "../../odoo/connection/environment.js";
import { type InstanceSettings, toldOf } from "../../odoo/connection/instance-settings.js";
import {
  type Environment,
  isSet,
  readServerSettings,
  readSettings,
  type ServerSettings,
  type Settings,
} from "../../odoo/connection/settings.js";
import { servedTools } from "../catalogue/served-tools.js";
import { type Surface, type SurfaceOptions, surfaceOf } from "../catalogue/surface.js";
import { type Generated, openGenerated } from "../generated/folder.js";
import type { Instance } from "../generated/instances.js";
import { checkMadeFrom } from "../generated/made-from.js";

export interface ServedOptions extends SurfaceOptions {
  /** The folder that `odoo-mcp codegen` wrote. */
  generated: string;
  /** The config that it must be made from; where it is left out, the one beside the folder, if there is one. */
  config?: string;
  /** Which of several Odoos it is of. */
  instance?: InstanceSettings | undefined;
}

/** The same of all Odoos that a config names. */
export interface ManyServedOptions extends ServedOptions {
  /** Left out, or none: the one folder is all there is. */
  instances?: readonly Instance[];
}

/** A generated folder as tools are called from it, over MCP or from a shell: nobody is signed in yet. */
export interface ServedFolder {
  /** Its name, where there are several. */
  instance: string | undefined;
  generated: Generated;
  surface: Surface;
  /** The part of the surface that a user may call. */
  surfaceFor(isAllowed: NonNullable<SurfaceOptions["isAllowed"]>): Promise<Surface>;
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
export async function servedFolder(
  options: ServedOptions,
  surroundings: Surroundings = process,
): Promise<ServedFolder> {
  const generated = openGenerated(options.generated);
  const { manifest } = generated;
  checkMadeFrom(options.generated, manifest, options.config);
  const { instance } = options;
  const environment = () => processEnvironment(surroundings, instance);
  const readOnly = options.readOnly || isSet(environment(), "ODOO_MCP_READ_ONLY");
  const tools = servedTools(manifest);
  const surfaceFor: ServedFolder["surfaceFor"] = (isAllowed) => surfaceOf(tools, { ...options, readOnly, isAllowed });
  const surface = await surfaceFor(() => true);
  return {
    instance: instance?.name,
    generated,
    surface,
    surfaceFor,
    readOnly,
    folder: surroundings.cwd(),
    environment,
    settings: () => toldOf(instance, () => readSettings(environment())),
    serverSettings: () => toldOf(instance, () => readServerSettings(environment())),
  };
}

/** The folder of each instance; of none, the one that there is. Throws as `servedFolder`. */
export function servedFolders(
  { instances = [], ...options }: ManyServedOptions,
  surroundings?: Surroundings,
): Promise<ServedFolder[]> {
  const each = instances.map((instance) => ({
    ...options,
    generated: instance.generated,
    config: instance.config,
    instance,
  }));
  return Promise.all((each.length > 0 ? each : [options]).map((one) => servedFolder(one, surroundings)));
}
