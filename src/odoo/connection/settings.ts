import { statSync } from "node:fs";
import { join } from "node:path";
import { OdooError } from "../errors/errors.js";
import { shown } from "../notation/checks.js";
import { flag, NO, YES } from "../notation/flag.js";
import { didYouMean } from "../schema/suggest.js";
import { isLoopback } from "../wires/loopback.js";
import { useNetwork } from "../wires/network.js";
import { readEnvFile } from "./env-file.js";
import { type NameOf, VARIABLES, type Variable } from "./variables.js";

type WireChoice = (typeof VARIABLES.ODOO_WIRE.choices)[number];

/** One of the three ways to talk to Odoo. */
export type WireName = Exclude<WireChoice, "auto">;

/** How to reach one Odoo as one user. Holds a secret: never print it. */
export interface Settings {
  /** Of the server as it was given, with the path that a proxy may put before Odoo's own, without a slash at its end. */
  url: string;
  /** Absent: the server is asked, and must have exactly one. */
  database: string | undefined;
  username: string | undefined;
  password: string | undefined;
  apiKey: string | undefined;
  /** A shell's command that prints the key, instead of the key: `withApiKey` runs it. */
  apiKeyCommand: string | undefined;
  wire: WireChoice;
  /** Bounds one call to Odoo: waiting for its turn, all attempts, the answer. */
  timeoutMs: number;
  /** Calls to Odoo at a time; by the host if absent. */
  concurrency: number | undefined;
  /** Of a tool's answer, at most. */
  answerCharacters?: number | undefined;
  /** The user's own if absent, like the two below. */
  language: string | undefined;
  /** IANA name. */
  timeZone: string | undefined;
  /** The first is the one that new records belong to. */
  companyIds: readonly number[] | undefined;
}

/** Variables and their values, as of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const CREDENTIALS = ["ODOO_API_KEY", "ODOO_API_KEY_COMMAND", "ODOO_PASSWORD"] as const;

/**
 * The process's environment over the `.env` file of `folder`, if there is one. Where the environment has a credential,
 * the file's does not count, of whatever kind it is. What the
 * file says of proxies and certificate authorities counts from now on for this process.
 */
export function loadEnvironment(folder: string, environment: Environment): Environment {
  const own = readEnvFile(join(folder, ".env"));
  useNetwork(folder, own, environment);
  if (CREDENTIALS.some((name) => environment[name])) for (const name of CREDENTIALS) delete own[name];
  return { ...own, ...environment };
}

/** Whether other users of this machine may read the secret in a `.env` file; undefined where there is none, and on Windows. */
export function exposesSecret(file: string): boolean | undefined {
  const own = readEnvFile(file);
  // Windows has no such mode.
  if (process.platform === "win32" || (!own.ODOO_API_KEY && !own.ODOO_PASSWORD)) return undefined;
  return (statSync(file).mode & 0o077) !== 0;
}

/** A name of ours with a slip in it would set nothing, be it that nothing may be changed. */
function refuseUnknown(environment: Environment): void {
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith("ODOO_MCP_") && !Object.hasOwn(VARIABLES, name),
  );
  if (unknown === undefined) return;
  const meant = didYouMean(unknown, Object.keys(VARIABLES));
  throw settingsError(`${shown(unknown)} is no setting.${meant}`, "Correct its name, or take it away.");
}

/** How to reach one Odoo, whoever asks it. */
export type ServerSettings = Omit<Settings, "username" | "password" | "apiKey" | "apiKeyCommand">;

/** In whose name an Odoo is asked. */
export type CredentialSettings = Pick<Settings, "username" | "password" | "apiKey" | "apiKeyCommand">;

/** Reads the `ODOO_*` variables. Throws `OdooError` "settings" with one sentence that names the variable. */
export function readSettings(environment: Environment): Settings {
  return { ...readCredential(environment), ...readServerSettings(environment) };
}

function readCredential(environment: Environment): CredentialSettings {
  const apiKey = textOf(environment, "ODOO_API_KEY");
  const apiKeyCommand = textOf(environment, "ODOO_API_KEY_COMMAND");
  // A password may begin and end with spaces.
  const password = environment.ODOO_PASSWORD || undefined;
  if (apiKey && apiKeyCommand) {
    throw settingsError("ODOO_API_KEY and ODOO_API_KEY_COMMAND are both set.", "Take one of them away.");
  }
  if (!apiKey && !apiKeyCommand && !password) throw settingsError("Neither ODOO_API_KEY nor ODOO_PASSWORD is set.");
  return { username: textOf(environment, "ODOO_USERNAME"), password, apiKey, apiKeyCommand };
}

/** The same without a credential, for a server whose users have their own. Throws as `readSettings`. */
export function readServerSettings(environment: Environment): ServerSettings {
  const value = (name: NameOf<Exclude<Variable["kind"], "password">>) => textOf(environment, name);
  const wire = readChoice(value("ODOO_WIRE"), "ODOO_WIRE");
  // It is looked at where something is to be printed, too late to say what is wrong with it.
  isSet(environment, "ODOO_MCP_DEBUG");
  refuseUnknown(environment);
  return {
    url: encrypted(readUrl(value("ODOO_URL")), isSet(environment, "ODOO_ALLOW_HTTP")),
    database: value("ODOO_DB"),
    wire,
    timeoutMs: readNumber(value("ODOO_TIMEOUT_MS"), "ODOO_TIMEOUT_MS") ?? VARIABLES.ODOO_TIMEOUT_MS.default,
    concurrency: readNumber(value("ODOO_CONCURRENCY"), "ODOO_CONCURRENCY"),
    answerCharacters: readNumber(value("ODOO_MCP_MAX_ANSWER"), "ODOO_MCP_MAX_ANSWER"),
    language: value("ODOO_LANG"),
    timeZone: readTimeZone(value("ODOO_TZ"), "ODOO_TZ"),
    companyIds: readIds(value("ODOO_COMPANY_IDS"), "ODOO_COMPANY_IDS"),
  };
}

const textOf = (environment: Environment, name: NameOf<Exclude<Variable["kind"], "password">>): string | undefined =>
  environment[name]?.trim() || undefined;

/**
 * The settings of the second credential, which introspection asks what actions open; undefined where the environment names
 * none. `own`: the process's own environment, for it does not belong into a `.env` file beside the first. Throws as
 * `readSettings`.
 */
export function readIntrospectSettings(all: Environment, own: Environment): Settings | undefined {
  const { ODOO_INTROSPECT_API_KEY: key, ODOO_INTROSPECT_PASSWORD: password, ODOO_INTROSPECT_USERNAME: login } = own;
  if (!key?.trim() && !password) {
    if (!login?.trim()) return undefined;
    throw settingsError(
      "ODOO_INTROSPECT_USERNAME is set, and neither ODOO_INTROSPECT_API_KEY nor ODOO_INTROSPECT_PASSWORD.",
      "Set one of them in the environment: they are not read from .env.",
    );
  }
  return readSettings({
    ...all,
    ODOO_API_KEY: key,
    ODOO_API_KEY_COMMAND: undefined,
    ODOO_PASSWORD: password,
    ODOO_USERNAME: login,
  });
}

/** What failed with the second credential, in the names of its own variables. */
export function ofIntrospection(error: unknown): unknown {
  if (!(error instanceof OdooError)) return error;
  const own = (text: string) =>
    text.replaceAll(/\bODOO_(?=(USERNAME|API_KEY|PASSWORD)\b)/g, (prefix) => `${prefix}INTROSPECT_`);
  return new OdooError(error.category, own(error.message), { ...error, hint: error.hint && own(error.hint) });
}

function encrypted(url: string, allowHttp: boolean): string {
  if (allowHttp || !isExposed(url)) return url;
  throw settingsError(
    `ODOO_URL is ${url}, where anyone on the way can read the credential.`,
    "Use https, or set ODOO_ALLOW_HTTP=1 for a network that you trust.",
  );
}

/** Whether what is sent to an address can be read on the way. */
export const isExposed = (url: string) => url.startsWith("http:") && !isLoopback(new URL(url).hostname);

/** What stands behind an address in a browser, or in another program's settings. */
const OF_ODOO = /\/(web|jsonrpc|xmlrpc)(\/.*)?$/;

/** The address of a server, checked, without what Odoo itself puts behind it but for `/odoo`: see `findOdoo`. `name` is where it was given. Throws `OdooError` "settings". */
export function readUrl(text: string | undefined, name = "ODOO_URL"): string {
  if (!text) {
    throw settingsError(`${name} is not set.`, `Set it to your Odoo's address, such as ${VARIABLES.ODOO_URL.example}.`);
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw settingsError(
      `${name} must be an address such as ${VARIABLES.ODOO_URL.example}, not "${withoutSecret(text)}".`,
    );
  }
  if (url.username || url.password) {
    throw settingsError(`${name} must not hold a user name or password; use ODOO_USERNAME and ODOO_PASSWORD.`);
  }
  return url.origin + url.pathname.replace(OF_ODOO, "").replace(/\/+$/, "");
}

/** Whether a flag is set. Throws `OdooError` "settings" for what is neither yes nor no: a flag that closes must not fail open. */
export function isSet(environment: Environment, name: NameOf<"flag">): boolean {
  const text = environment[name]?.trim().toLowerCase() ?? "";
  const set = flag(text);
  if (set !== undefined) return set;
  throw settingsError(
    `${name} must be ${YES.join(", ")}, or ${NO.filter(Boolean).join(", ")}, not "${withoutSecret(text)}".`,
  );
}

function readChoice(text: string | undefined, name: NameOf<"choice">): WireChoice {
  const { choices, default: usual } = VARIABLES[name];
  const chosen = text === undefined ? usual : choices.find((choice) => choice === text);
  if (chosen) return chosen;
  throw settingsError(`${name} is "${text}"; it must be ${choices.join(", ")}.`);
}

/** The longest that a timer can run. */
const LARGEST = 2 ** 31 - 1;

/** A number of the table; undefined where it is not set. Throws `OdooError` "settings". */
export function readNumber(text: string | undefined, name: NameOf<"number">): number | undefined {
  if (text === undefined) return undefined;
  const { unit, min, max }: Extract<Variable, { kind: "number" }> = VARIABLES[name];
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= (max ?? LARGEST)) return number;
  const range = max === undefined ? `above ${min - 1}` : `from ${min} to ${max}`;
  throw settingsError(`${name} must be a number of ${unit} ${range}, not "${text}".`);
}

function readTimeZone(text: string | undefined, name: NameOf<"time zone">): string | undefined {
  if (text === undefined) return undefined;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: text });
    return text;
  } catch {
    throw settingsError(`${name} must be a time zone such as ${VARIABLES[name].example}, not "${text}".`);
  }
}

function readIds(text: string | undefined, name: NameOf<"ids">): number[] | undefined {
  const ids = text?.split(",").map(Number);
  if (ids === undefined || ids.every((id) => Number.isInteger(id) && id > 0)) return ids;
  throw settingsError(`${name} must be ids separated by commas, such as ${VARIABLES[name].example}, not "${text}".`);
}

const withoutSecret = (text: string) => text.replace(/^([a-z]+:\/\/)?.*@/is, "$1***@");

const settingsError = (message: string, hint?: string) => new OdooError("settings", message, { hint });
