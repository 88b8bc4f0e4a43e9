import { type Environment, exposesSecret, loadEnvironment } from "./settings.js";

let looked = false;

/** This process's environment over the `.env` of its working folder. Says on stderr, once, where others may read a secret there. */
export function processEnvironment(): Environment {
  const folder = process.cwd();
  if (!looked && exposesSecret(folder)) {
    console.error("odoo-mcp: Other users of this machine may read the secret in .env. Run `chmod 600 .env`.");
  }
  // The settings are read at every call; who may read the file is looked at once.
  looked = true;
  return loadEnvironment(folder, process.env);
}
