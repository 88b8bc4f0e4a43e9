import { type Environment, exposesSecret, loadEnvironment } from "./settings.js";

let told = false;

/** This process's environment over the `.env` of its working folder. Says on stderr, once, where others may read a secret there. */
export function processEnvironment(): Environment {
  const folder = process.cwd();
  if (!told && exposesSecret(folder)) {
    told = true;
    console.error("odoo-mcp: Other users of this machine may read the secret in .env. Run `chmod 600 .env`.");
  }
  return loadEnvironment(folder, process.env);
}
