import { resolve } from "node:path";
import { OdooError } from "../errors/errors.js";
import { readEnvFile } from "./env-file.js";
import { type Environment, isSet } from "./settings.js";
import { VARIABLES, type Variable, type VariableName } from "./variables.js";

/** One of several Odoos that a config names, and the file of its settings. */
export interface InstanceSettings {
  name: string;
  env: string;
}

/** Those of ours that one instance may have otherwise than another. */
const OF_ONE = [
  "ODOO_MCP_READ_ONLY",
  "ODOO_MCP_AUDIT",
  "ODOO_MCP_FILES",
  "ODOO_MCP_MAX_ANSWER",
] as const satisfies readonly VariableName[];

/** Whether it says which Odoo, as whom and how: nothing of it is taken from elsewhere, or a key would reach another's Odoo. */
const isOfOdoo = (name: string) =>
  (name.startsWith("ODOO_") && !name.startsWith("ODOO_MCP_")) || KEYS.some((one) => one === name);
const KEYS = ["ODOO_MCP_OAUTH_KEYS", "ODOO_MCP_OAUTH_COMMAND"] as const satisfies readonly VariableName[];

/**
 * The variables that hold for an instance: those of its file, and of the process the ones that are no Odoo's. A missing file has
 * none. Throws `OdooError` "settings" for a file that says something of the whole process.
 */
export function instanceEnvironment(instance: InstanceSettings, shared: Environment, folder: string): Environment {
  const file = readEnvFile(resolve(folder, instance.env));
  const foreign = Object.keys(file).find((name) => isKnown(name) && !isOfOne(name));
  if (foreign !== undefined) throw ofWhole(foreign, instance);
  const own = Object.entries(file).filter(([name]) => name.startsWith("ODOO_"));
  const common = Object.entries(shared).filter(([name]) => !isOfOdoo(name));
  // What closes for all is not opened for one.
  const closed = isSet(shared, "ODOO_MCP_READ_ONLY") ? [["ODOO_MCP_READ_ONLY", "1"]] : [];
  return Object.fromEntries([...common, ...own, ...closed]);
}

const isKnown = (name: string): name is VariableName => Object.hasOwn(VARIABLES, name);
const isEnvironmentOnly = (name: VariableName) => (VARIABLES[name] as Variable).environmentOnly === true;
const isOfOne = (name: VariableName) =>
  OF_ONE.some((one) => one === name) || (isOfOdoo(name) && !isEnvironmentOnly(name));

const ofWhole = (name: string, { env }: InstanceSettings) =>
  new OdooError("settings", `${name} in ${env} would count for the whole process, and not for one instance.`, {
    hint: `Set it in the environment${isKnown(name) && isEnvironmentOnly(name) ? "" : " or in .env"}.`,
  });

/** What `read` finds. What is wrong is told with the instance and its file. */
export function toldOf<Result>(instance: InstanceSettings | undefined, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!instance || !(error instanceof OdooError) || error.category !== "settings") throw error;
    throw new OdooError("settings", `Instance ${instance.name}, ${instance.env}: ${error.message}`, {
      hint: error.hint,
    });
  }
}
