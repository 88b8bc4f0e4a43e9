import { resolve } from "node:path";
import { type InstanceSettings, instanceEnvironment } from "./instance-settings.js";
import { type Environment, exposesSecret, loadEnvironment } from "./settings.js";

const looked = new Set<string>();

/** What is taken of a process. */
export interface Surroundings {
  env: Environment;
  cwd(): string;
  stderr: { write(text: string): unknown };
}

/** The environment over the `.env` of a folder; of an instance, its file over both. Throws `OdooError` "settings". */
export function environmentIn(folder: string, env: Environment, instance?: InstanceSettings): Environment {
  const shared = loadEnvironment(folder, env);
  return instance ? instanceEnvironment(instance, shared, folder) : shared;
}

/**
 * The same of a process and its working folder. Says on stderr, once a file, where others may read a secret there. Throws
 * `OdooError` "settings".
 */
export function processEnvironment(
  { env, cwd, stderr }: Surroundings = process,
  instance?: InstanceSettings,
): Environment {
  const folder = cwd();
  for (const file of settingsFiles(instance)) {
    const path = resolve(folder, file);
    // The settings are read at every call; who may read a file is looked at once.
    if (!looked.has(path) && exposesSecret(path)) {
      stderr.write(
        `odoo-mcp: Other users of this machine may read the secret in ${file}. Run \`chmod 600 ${file}\`.\n`,
      );
    }
    looked.add(path);
  }
  return environmentIn(folder, env, instance);
}

/** The files that settings are read from, by their paths from the working folder. */
export const settingsFiles = (instance?: InstanceSettings): string[] => [".env", ...(instance ? [instance.env] : [])];
