import { type Environment, exposesSecret, loadEnvironment } from "./settings.js";

let looked = false;

/** What is taken of a process. */
export interface Surroundings {
  env: Environment;
  cwd(): string;
  stderr: { write(text: string): unknown };
}

/** A process's environment over the `.env` of its working folder. Says on stderr, once, where others may read a secret there. */
export function processEnvironment({ env, cwd, stderr }: Surroundings = process): Environment {
  const folder = cwd();
  if (!looked && exposesSecret(folder)) {
    stderr.write("odoo-mcp: Other users of this machine may read the secret in .env. Run `chmod 600 .env`.\n");
  }
  // The settings are read at every call; who may read the file is looked at once.
  looked = true;
  return loadEnvironment(folder, env);
}
