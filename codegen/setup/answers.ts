import { text as readAll } from "node:stream/consumers";
import { type Environment, isExposed } from "../../src/odoo/connection/settings.js";
import { OdooError } from "../../src/odoo/errors/errors.js";
import { plainText } from "../text/text.js";
import { normalizedAddress } from "./address.js";
import type { App } from "./apps.js";
import type { ClientName } from "./mcp-clients.js";

/** What `odoo-mcp init` was given on the command line. A secret is never among it. */
export interface InitOptions {
  yes?: boolean;
  url?: string;
  db?: string;
  username?: string;
  apiKeyEnv?: string;
  passwordEnv?: string;
  apiKeyStdin?: boolean;
  passwordStdin?: boolean;
  allowHttp?: boolean;
  models?: readonly string[];
  client?: readonly ClientName[];
  serverName: string;
}

/** The user's name and secret, as the settings that hold them. */
export type Credentials = { ODOO_USERNAME: string } & Secret;

/** Where the answers come from that `init` needs: from a person, or from flags. Every function throws `OdooError`. */
export interface Answers {
  /** A normalised address, at which Odoo is still to be found. */
  url(): Promise<string>;
  /** One of the server's databases, where it tells them. */
  database(url: string, names: readonly string[] | undefined): Promise<string>;
  credentials(): Promise<Credentials>;
  /** At least one. */
  models(apps: readonly App[]): Promise<readonly string[]>;
  clients(): Promise<readonly ClientName[]>;
  /** Called with what was wrong with the last answers: returns where they can be given again. */
  refused(error: OdooError): void;
}

/** The answers of a script: its flags, and ODOO_* variables for what no flag says. */
export function givenAnswers(options: InitOptions, environment: Environment, stdin: NodeJS.ReadableStream): Answers {
  return {
    async url() {
      const address = options.url ?? environment.ODOO_URL;
      if (!address) throw missing("no address", "--url");
      const url = normalizedAddress(address);
      if (isExposed(url) && !options.allowHttp) throw exposed(url);
      return url;
    },
    async database(url, names) {
      const name = options.db ?? environment.ODOO_DB ?? usualDatabase(url, names);
      if (name) return name;
      const known = names
        ? `the server has ${names.map((name) => plainText(name, 60)).join(", ")}`
        : "the server does not list its databases";
      throw missing(`no database, and ${known}`, "--db");
    },
    async credentials() {
      const username = options.username ?? environment.ODOO_USERNAME;
      if (!username) throw missing("no login", "--username");
      return { ODOO_USERNAME: username, ...(await givenSecret(options, environment, stdin)) };
    },
    async models(apps) {
      const proposed = apps.flatMap(({ models }) => models);
      if (options.models) return options.models;
      if (proposed.length > 0) return proposed;
      throw missing("no model that this user may read is known here", "--models");
    },
    clients: async () => options.client ?? [],
    refused(error) {
      throw error;
    },
  };
}

/** The only one, or the one that Odoo Online names after its address. */
export function usualDatabase(url: string, names: readonly string[] | undefined): string | undefined {
  if (names?.length === 1) return names[0];
  const { hostname } = new URL(url);
  return !names && hostname.endsWith(".odoo.com") ? hostname.split(".")[0] : undefined;
}

/** Or where it comes from. */
type Secret = { ODOO_API_KEY: string } | { ODOO_API_KEY_COMMAND: string } | { ODOO_PASSWORD: string };

/** The secret of a flag, or of the environment; undefined where neither names one. */
export async function givenSecret(
  { apiKeyEnv, passwordEnv, apiKeyStdin, passwordStdin }: InitOptions,
  environment: Environment,
  stdin: NodeJS.ReadableStream,
): Promise<Secret> {
  const asked = [apiKeyEnv, passwordEnv, apiKeyStdin, passwordStdin].filter(Boolean);
  if (asked.length > 1) throw new OdooError("settings", "More than one flag says where the secret is.");
  const variable = (name: string) => {
    const value = environment[name];
    if (value) return value;
    throw new OdooError("settings", `The environment variable ${name} is not set.`);
  };
  if (apiKeyEnv) return { ODOO_API_KEY: variable(apiKeyEnv) };
  if (passwordEnv) return { ODOO_PASSWORD: variable(passwordEnv) };
  if (apiKeyStdin) return { ODOO_API_KEY: await firstLine(stdin) };
  if (passwordStdin) return { ODOO_PASSWORD: await firstLine(stdin) };
  if (environment.ODOO_API_KEY) return { ODOO_API_KEY: environment.ODOO_API_KEY };
  if (environment.ODOO_API_KEY_COMMAND) return { ODOO_API_KEY_COMMAND: environment.ODOO_API_KEY_COMMAND };
  if (environment.ODOO_PASSWORD) return { ODOO_PASSWORD: environment.ODOO_PASSWORD };
  throw missing("neither an API key nor a password", "--api-key-env, --api-key-stdin or --password-stdin");
}

async function firstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const [line = ""] = (await readAll(stdin)).split(/\r?\n/, 1);
  if (line) return line;
  throw new OdooError("settings", "stdin held no secret.");
}

export const exposed = (url: string) =>
  new OdooError("settings", `${url} is not encrypted: anyone on the way could read the secret.`, {
    hint: "Use https, or say --allow-http.",
  });

const missing = (what: string, flag: string) =>
  new OdooError("settings", `it was given ${what}.`, { hint: `Say it with ${flag}.` });
