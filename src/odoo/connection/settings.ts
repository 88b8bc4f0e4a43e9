import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { OdooError } from "../errors/errors.js";

export const WIRES = ["json2", "jsonrpc", "xmlrpc"] as const;
export type WireName = (typeof WIRES)[number];

/** How to reach one Odoo as one user. Holds a secret: never print it. */
export interface Settings {
  /** Origin, without a path: Odoo is always mounted at the root. */
  url: string;
  /** Absent: the server is asked, and must have exactly one. */
  database: string | undefined;
  username: string | undefined;
  password: string | undefined;
  apiKey: string | undefined;
  /** A shell's command that prints the key, instead of the key: `withApiKey` runs it. */
  apiKeyCommand: string | undefined;
  wire: WireName | "auto";
  /** Bounds one call to Odoo: waiting for its turn, all attempts, the answer. */
  timeoutMs: number;
  /** Calls to Odoo at a time; by the host if absent. */
  concurrency: number | undefined;
  /** The user's own if absent, like the two below. */
  language: string | undefined;
  /** IANA name. */
  timeZone: string | undefined;
  /** The first is the one that new records belong to. */
  companyIds: readonly number[] | undefined;
}

/** Long, because Odoo itself retries a write that met a concurrent one for up to half a minute. */
const DEFAULT_TIMEOUT_MS = 120_000;

export type Environment = Readonly<Record<string, string | undefined>>;

const CREDENTIALS = ["ODOO_API_KEY", "ODOO_API_KEY_COMMAND", "ODOO_PASSWORD"] as const;

/**
 * The process's environment over the `.env` file of `folder`, if there is one. Where the environment has a credential,
 * the file's does not count, of whatever kind it is.
 */
export function loadEnvironment(folder: string, environment: Environment): Environment {
  const own = readEnvFile(folder);
  if (CREDENTIALS.some((name) => environment[name])) for (const name of CREDENTIALS) delete own[name];
  return { ...own, ...environment };
}

/** Whether other users of this machine may read the secret in `folder`'s `.env`; undefined where there is none, and on Windows. */
export function exposesSecret(folder: string): boolean | undefined {
  const own = readEnvFile(folder);
  // Windows has no such mode.
  if (process.platform === "win32" || (!own.ODOO_API_KEY && !own.ODOO_PASSWORD)) return undefined;
  return (statSync(join(folder, ".env")).mode & 0o077) !== 0;
}

function readEnvFile(folder: string): Record<string, string | undefined> {
  const file = join(folder, ".env");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

/** Reads the `ODOO_*` variables. Throws `OdooError` "settings" with one sentence that names the variable. */
export function readSettings(environment: Environment): Settings {
  const value = (name: string) => environment[name]?.trim() || undefined;
  const apiKey = value("ODOO_API_KEY");
  const apiKeyCommand = value("ODOO_API_KEY_COMMAND");
  const password = environment.ODOO_PASSWORD || undefined;
  const wire = value("ODOO_WIRE") ?? "auto";
  if (wire !== "auto" && !isWire(wire)) {
    throw settingsError(`ODOO_WIRE is "${wire}"; it must be auto, ${WIRES.join(", ")}.`);
  }
  if (apiKey && apiKeyCommand) {
    throw settingsError("ODOO_API_KEY and ODOO_API_KEY_COMMAND are both set.", "Take one of them away.");
  }
  if (!apiKey && !apiKeyCommand && !password) throw settingsError("Neither ODOO_API_KEY nor ODOO_PASSWORD is set.");
  return {
    url: encrypted(readUrl(value("ODOO_URL")), value("ODOO_ALLOW_HTTP") === "1"),
    database: value("ODOO_DB"),
    username: value("ODOO_USERNAME"),
    password,
    apiKey,
    apiKeyCommand,
    wire,
    timeoutMs: readTimeout(value("ODOO_TIMEOUT_MS")),
    concurrency: readConcurrency(value("ODOO_CONCURRENCY")),
    language: value("ODOO_LANG"),
    timeZone: readTimeZone(value("ODOO_TZ")),
    companyIds: readCompanies(value("ODOO_COMPANY_IDS")),
  };
}

function encrypted(origin: string, allowHttp: boolean): string {
  if (allowHttp || !isExposed(origin)) return origin;
  throw settingsError(
    `ODOO_URL is ${origin}, where anyone on the way can read the credential.`,
    "Use https, or set ODOO_ALLOW_HTTP=1 for a network that you trust.",
  );
}

/** Whether what is sent to an origin can be read on the way. */
export const isExposed = (origin: string) => origin.startsWith("http:") && !isLoopback(origin);

export const isLoopback = (origin: string) => LOOPBACK.test(new URL(origin).hostname);

/** The origin of an address, checked. `name` is where it was given. Throws `OdooError` "settings". */
export function readUrl(text: string | undefined, name = "ODOO_URL"): string {
  if (!text) {
    throw settingsError(`${name} is not set.`, "Set it to your Odoo's address, such as https://example.odoo.com.");
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw settingsError(`${name} must be an address such as https://example.odoo.com, not "${withoutSecret(text)}".`);
  }
  if (url.username || url.password) {
    throw settingsError(`${name} must not hold a user name or password; use ODOO_USERNAME and ODOO_PASSWORD.`);
  }
  return url.origin;
}

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

function readConcurrency(text: string | undefined): number | undefined {
  const calls = text === undefined ? undefined : Number(text);
  if (calls === undefined || (Number.isInteger(calls) && calls >= 1 && calls <= 64)) return calls;
  throw settingsError(`ODOO_CONCURRENCY must be a number of calls at a time from 1 to 64, not "${text}".`);
}

function readTimeout(text: string | undefined): number {
  const milliseconds = text === undefined ? DEFAULT_TIMEOUT_MS : Number(text);
  if (Number.isInteger(milliseconds) && milliseconds > 0 && milliseconds <= 2 ** 31 - 1) return milliseconds;
  throw settingsError(`ODOO_TIMEOUT_MS must be a number of milliseconds above 0, not "${text}".`);
}

function readTimeZone(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return name;
  } catch {
    throw settingsError(`ODOO_TZ must be a time zone such as Europe/Brussels, not "${name}".`);
  }
}

function readCompanies(list: string | undefined): number[] | undefined {
  const ids = list?.split(",").map(Number);
  if (ids === undefined || ids.every((id) => Number.isInteger(id) && id > 0)) return ids;
  throw settingsError(`ODOO_COMPANY_IDS must be ids separated by commas, such as 1,3, not "${list}".`);
}

const isWire = (text: string): text is WireName => (WIRES as readonly string[]).includes(text);

const withoutSecret = (text: string) => text.replace(/^([a-z]+:\/\/)?.*@/is, "$1***@");

const settingsError = (message: string, hint?: string) => new OdooError("settings", message, { hint });
