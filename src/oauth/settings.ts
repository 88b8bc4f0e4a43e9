import { OdooError } from "../odoo/errors/errors.js";
import { log } from "../odoo/errors/tell.js";
import type { Secrets } from "../replicas/sealing.js";
import { type BuiltInOptions, builtInOAuth } from "./built-in.js";
import { foreignOAuth } from "./foreign.js";
import type { OAuth } from "./oauth.js";
import type { KnownClient } from "./provider.js";
import { type KeyOf, keysByCommand, keysInFile } from "./stored-keys.js";

/** A path that people sign in for, and the settings of its Odoo where those are not the server's. */
export type Resource = BuiltInOptions["resources"][number] & { environment?: Environment };

/** What a server has for the sign-in, whichever the settings choose. */
export interface OAuthParts extends Pick<BuiltInOptions, "store" | "senderOf" | "onOutcome"> {
  resources: readonly Resource[];
  /** What replicas share; undefined where it is not set. */
  secrets: Secrets | undefined;
}

const BUILT_IN = "built-in";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * OAuth as the variables say: none without `ODOO_MCP_OAUTH`, our own authorization server for `built-in`, and else that of somebody
 * else, whose issuer it names. Throws `OdooError` "settings".
 */
export async function oauthOf(environment: Environment, parts: OAuthParts): Promise<OAuth | undefined> {
  const { ODOO_MCP_OAUTH: chosen, ODOO_MCP_PUBLIC_URL: publicUrl } = environment;
  if (!chosen) return undefined;
  if (!publicUrl)
    throw missing(
      "ODOO_MCP_PUBLIC_URL",
      "Set it to the server's address as clients know it, such as https://mcp.example.com.",
    );
  const { resources } = parts;
  if (chosen === BUILT_IN) return builtIn(environment, publicUrl, parts);
  if (!URL.canParse(chosen)) {
    throw new OdooError("settings", `ODOO_MCP_OAUTH is neither ${BUILT_IN} nor an address.`);
  }
  const { ODOO_MCP_OAUTH_AUDIENCE: audience, ODOO_MCP_OAUTH_CLAIM: claim = "email" } = environment;
  const keysOf = new Map(resources.map((resource) => [resource.path, storedKeys({ environment, ...resource })]));
  const keyOf = async (login: string, path: string) => keysOf.get(path)?.(login);
  return foreignOAuth({ publicUrl, resources, issuer: chosen, audience, claim, keyOf });
}

function builtIn(environment: Environment, publicUrl: string, { secrets, ...parts }: OAuthParts): Promise<OAuth> {
  if (!secrets) {
    throw new OdooError(
      "settings",
      "The sign-in needs ODOO_MCP_HTTP_SECRET: without it people would sign in anew at each start.",
      {
        hint: "Make one with: openssl rand -base64 32",
      },
    );
  }
  return builtInOAuth({
    ...parts,
    ...readClients(environment.ODOO_MCP_OAUTH_CLIENTS),
    publicUrl,
    secrets,
    onFault: (error) => log(`odoo-mcp: a sign-in failed: ${error instanceof Error ? error.message : "unknown"}`),
  });
}

/** A key is of one Odoo: each path has its own. */
function storedKeys({ path, environment }: Required<Pick<Resource, "path" | "environment">>): KeyOf {
  const { ODOO_MCP_OAUTH_KEYS: file, ODOO_MCP_OAUTH_COMMAND: command } = environment;
  if (file && command) {
    throw new OdooError("settings", "Of ODOO_MCP_OAUTH_KEYS and ODOO_MCP_OAUTH_COMMAND only one can count.");
  }
  if (file) return keysInFile(file);
  if (command) return keysByCommand(command, "ODOO_MCP_OAUTH_COMMAND");
  throw missing(
    `For ${path} ODOO_MCP_OAUTH_KEYS`,
    'Set it to a file { "login": "key" }, or ODOO_MCP_OAUTH_COMMAND to a command.',
  );
}

/** Hosts whose clients may ask, and clients that have no document of their own, as `id=https://where.it/is/sent`. */
function readClients(text = ""): Pick<BuiltInOptions, "clients" | "clientHosts"> {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter(Boolean);
  const hosts = entries.filter((entry) => !entry.includes("="));
  for (const host of hosts) {
    if (!/^[a-z\d]([a-z\d.-]*[a-z\d])?$/.test(host)) throw unfit(host);
  }
  const clients: KnownClient[] = entries
    .filter((entry) => entry.includes("="))
    .map((entry) => {
      const id = entry.slice(0, entry.indexOf("="));
      const redirectUri = entry.slice(id.length + 1);
      if (!/^[\w.-]+$/.test(id) || !URL.canParse(redirectUri)) throw unfit(entry);
      return { id, name: id, redirectUris: [redirectUri] };
    });
  return { clients, clientHosts: hosts.length > 0 ? hosts : undefined };
}

const unfit = (entry: string) =>
  new OdooError("settings", `ODOO_MCP_OAUTH_CLIENTS: "${entry}" is neither a host nor a client.`, {
    hint: "Name hosts as claude.ai, and a client that has no document as id=https://client.example/callback, separated by commas.",
  });

const missing = (name: string, hint: string) => new OdooError("settings", `${name} is not set.`, { hint });
