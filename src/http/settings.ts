import { readFileSync } from "node:fs";
import { type Environment, readNumber } from "../odoo/connection/settings.js";
import { VARIABLES } from "../odoo/connection/variables.js";
import { OdooError } from "../odoo/errors/errors.js";
import { hideSecret } from "../odoo/errors/secrets.js";
import { isLoopback } from "../odoo/wires/loopback.js";
import { readSecrets, type Secrets } from "../replicas/sealing.js";
import type { MostCalls } from "./limits.js";
import { type SenderOf, senders } from "./senders.js";

/** How a server is reached, and how much it takes on. Holds a secret: never print it. */
export interface HttpSettings {
  hosts: readonly string[];
  origins: readonly string[];
  tls?: { cert: Buffer; key: Buffer } | undefined;
  /** Shared by the replicas; absent for a single one. */
  secrets: Secrets | undefined;
  /** Address of the store that they share. It may hold a password. */
  store: string | undefined;
  calls: MostCalls;
  /** Where metrics are served; absent where they are not. */
  metrics: { host: string; port: number } | undefined;
  /** Who a request comes from, behind the proxies that are trusted. */
  senderOf: SenderOf;
  /** Between not being ready any more and taking no more requests. */
  drainMs: number;
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Reads the variables of a server over HTTP that listens at `host`. Throws `OdooError` "settings". */
export function readHttpSettings(environment: Environment, host: string): HttpSettings {
  const { ODOO_MCP_HTTP_SECRET: secret, ODOO_MCP_PUBLIC_URL: publicUrl } = environment;
  const names = [...listOf(environment.ODOO_MCP_HTTP_HOSTS), ...hostIn(publicUrl)];
  if (names.length === 0 && !isLoopback(host)) {
    throw settingsError(
      `--host ${host} is reached from other machines, and ODOO_MCP_HTTP_HOSTS is not set.`,
      "Set it to the host names that clients call the server by, such as mcp.example.com.",
    );
  }
  const hosts = [...LOOPBACK, ...names];
  const number = (name: "ODOO_MCP_HTTP_CALLS" | "ODOO_MCP_HTTP_USER_CALLS" | "ODOO_MCP_HTTP_DRAIN_MS") =>
    readNumber(environment[name]?.trim() || undefined, name) ?? VARIABLES[name].default;
  return {
    hosts,
    origins: [...hosts, ...listOf(environment.ODOO_MCP_HTTP_ORIGINS)],
    tls: readTls(environment),
    secrets: secret ? readSecrets(secret, "ODOO_MCP_HTTP_SECRET") : undefined,
    store: readStore(environment.ODOO_MCP_HTTP_STORE?.trim()),
    calls: { ofUser: number("ODOO_MCP_HTTP_USER_CALLS"), ofAll: number("ODOO_MCP_HTTP_CALLS") },
    metrics: readAddress(environment.ODOO_MCP_METRICS?.trim()),
    senderOf: senders(environment.ODOO_MCP_TRUSTED_PROXIES),
    drainMs: number("ODOO_MCP_HTTP_DRAIN_MS"),
  };
}

/** Host names, of addresses perhaps. */
const listOf = (text = ""): string[] =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean)
    .map(hostOf);

/** None of what is no address, which the sign-in refuses. */
const hostIn = (address = ""): string[] => (URL.canParse(address) ? [new URL(address).hostname] : []);

function hostOf(name: string): string {
  const address = name.includes("://") ? name : `http://${name}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.hostname && url.pathname === "/" && !name.includes("*")) return url.hostname;
  throw settingsError(`"${name}" is no host name.`, "Name hosts as mcp.example.com, separated by commas.");
}

function readStore(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["redis:", "rediss:"].includes(url.protocol)) {
    hideSecret(decodeURIComponent(url.password));
    return text;
  }
  throw settingsError("ODOO_MCP_HTTP_STORE is no address such as redis://127.0.0.1:6379/0.");
}

/** An address of this machine and a port. */
function readAddress(text: string | undefined): HttpSettings["metrics"] {
  if (!text) return undefined;
  const [, inBrackets, name, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = inBrackets ?? name;
  const port = Number(digits);
  if (host && port < 2 ** 16) return { host, port };
  throw settingsError("ODOO_MCP_METRICS is no address and port.", "Set it as 127.0.0.1:9464.");
}

function readTls({ ODOO_MCP_TLS_CERT: cert, ODOO_MCP_TLS_KEY: key }: Environment): HttpSettings["tls"] {
  if (!cert && !key) return undefined;
  if (!cert || !key) throw settingsError("Of ODOO_MCP_TLS_CERT and ODOO_MCP_TLS_KEY one alone is set.");
  return { cert: read(cert, "ODOO_MCP_TLS_CERT"), key: read(key, "ODOO_MCP_TLS_KEY") };
}

function read(file: string, name: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw settingsError(`${name} is ${file}, which cannot be read.`);
  }
}

const settingsError = (message: string, hint?: string) => new OdooError("settings", message, { hint });
