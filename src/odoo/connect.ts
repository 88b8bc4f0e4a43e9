import { OdooError } from "./errors.js";
import { send } from "./http.js";
import type { Settings, WireName } from "./settings.js";
import { readUser, type User } from "./user.js";
import { jsonRpc, notOdoo, postJson, resultOf } from "./wires/json-rpc.js";
import { json2Wire } from "./wires/json2.js";
import { type RpcTransport, rpcWire } from "./wires/rpc.js";
import type { Wire } from "./wires/wire.js";
import { xmlRpc } from "./wires/xml-rpc.js";

/** Odoo's version, such as 19.0 or, on Odoo Online, saas~19.4 (`major` 19, `minor` 4). */
export interface Series {
  major: number;
  minor: number;
  /** As Odoo names it. */
  name: string;
}

/** One signed-in user of one database. */
export interface Connection {
  wire: Wire;
  wireName: WireName;
  series: Series;
  url: string;
  user: User;
}

const OLDEST = 14;

/** Asks the server's version, chooses the wire, signs in. Throws `OdooError`; its message never holds the secret. */
export async function connect(settings: Settings): Promise<Connection> {
  const series = await probe(settings);
  if (series.major < OLDEST) {
    throw new OdooError("settings", `${settings.url} runs Odoo ${series.name}; ${OLDEST}.0 is the oldest supported.`);
  }
  const wireName = chooseWire(settings, series);
  const { wire, uid } = wireName === "json2" ? withKey(settings) : await signIn(settings, TRANSPORTS[wireName]);
  try {
    return { wire, wireName, series, url: settings.url, user: await readUser(wire, uid, settings) };
  } catch (error) {
    throw explained(error, settings);
  }
}

/** The RPC wires learn the uid when they sign in. */
interface SignedIn {
  wire: Wire;
  uid?: number;
}

const TRANSPORTS: Readonly<Record<Exclude<WireName, "json2">, RpcTransport>> = { jsonrpc: jsonRpc, xmlrpc: xmlRpc };

/** JSON-2 with a key from Odoo 19 on; `/jsonrpc` before it, or with a password. */
export function chooseWire(settings: Settings, series: Series): WireName {
  if (settings.wire === "auto") return settings.apiKey && series.major >= 19 ? "json2" : "jsonrpc";
  if (settings.wire !== "json2") return settings.wire;
  if (series.major < 19) {
    throw new OdooError("settings", `ODOO_WIRE is json2, which Odoo ${series.name} does not have; 19.0 is the first.`);
  }
  if (!settings.apiKey) throw new OdooError("settings", "ODOO_WIRE is json2, which needs ODOO_API_KEY.");
  return "json2";
}

/** Asks the server's version, which needs no sign-in. Throws `OdooError`, also for a server that is not Odoo. */
export async function probe(settings: Pick<Settings, "url" | "timeoutMs">): Promise<Series> {
  const { url, timeoutMs } = settings;
  const answer = await postJson(`${url}/web/webclient/version_info`, {}, timeoutMs);
  if (answer.status === 200) return parseSeries(resultOf(answer));
  // A proxy may block what it does not know; 19 answers on a second address.
  const second = await send({ url: `${url}/web/version`, method: "GET", timeoutMs });
  if (second.status !== 200) throw notOdoo(answer);
  return parseSeries(parseVersion(second.text));
}

function parseVersion(text: string): unknown {
  try {
    const { version_info } = JSON.parse(text) as { version_info?: unknown };
    return { server_version_info: version_info };
  } catch {
    return undefined;
  }
}

/** `[19, 0, …]`, or `["saas~19", 4, …]` on Odoo Online. */
export function parseSeries(info: unknown): Series {
  const parts = (info as { server_version_info?: unknown } | null | undefined)?.server_version_info;
  const [first, second] = Array.isArray(parts) ? parts : [];
  const major = Number(String(first).replace(/^saas[~-]/, ""));
  const minor = Number(second);
  if (!Number.isInteger(major) || !Number.isInteger(minor)) {
    throw new OdooError("unavailable", "The server answered, but not with an Odoo version.", {
      hint: "Check that ODOO_URL is the address of your Odoo.",
    });
  }
  return { major, minor, name: `${first}.${minor}` };
}

function withKey({ apiKey = "", database, url, timeoutMs }: Settings): SignedIn {
  return { wire: json2Wire({ url, database, apiKey, timeoutMs }) };
}

async function signIn(settings: Settings, transport: RpcTransport): Promise<SignedIn> {
  const { username, timeoutMs, url } = settings;
  if (!username) throw new OdooError("settings", "ODOO_USERNAME is not set.");
  const secret = settings.apiKey ?? settings.password ?? "";
  const database = settings.database ?? (await onlyDatabase(settings, transport));
  try {
    const uid = await transport(settings, "common", "authenticate", [database, username, secret, {}]);
    if (typeof uid !== "number") throw new OdooError("auth", "refused");
    return { wire: rpcWire({ url, database, uid, secret, timeoutMs }, transport), uid };
  } catch (error) {
    throw explained(error, { ...settings, database });
  }
}

/** The server's databases, which it tells anyone who asks; undefined where it keeps them to itself, as Odoo Online does. */
export async function listDatabases(settings: Pick<Settings, "url" | "timeoutMs">): Promise<string[] | undefined> {
  try {
    const names = resultOf(await postJson(`${settings.url}/web/database/list`, {}, settings.timeoutMs));
    return Array.isArray(names) ? names.map(String) : undefined;
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}

async function onlyDatabase(settings: Settings, transport: RpcTransport): Promise<string> {
  const listed = await transport(settings, "db", "list", []).catch(() => undefined);
  const names = Array.isArray(listed) ? listed.map(String) : [];
  if (names.length === 1 && names[0]) return names[0];
  const reason = names.length > 1 ? `the server has ${names.join(", ")}` : "the server does not list its databases";
  throw new OdooError("settings", `ODOO_DB is not set, and ${reason}.`);
}

/** What Odoo says to a wrong database or credential, as a sentence about the settings. */
function explained(error: unknown, settings: Settings): unknown {
  if (!(error instanceof OdooError)) return error;
  const { database, username, apiKey, wire } = settings;
  if (error.category === "not_found") {
    const message = database
      ? `There is no database "${database}" on ${settings.url}.`
      : `ODOO_DB is not set, and ${settings.url} does not choose a database by itself.`;
    return new OdooError("settings", message, {
      hint: "Set ODOO_DB; on Odoo Online it is the first part of the address.",
    });
  }
  if (error.category !== "auth") return error;
  const credential = apiKey ? "ODOO_API_KEY" : "ODOO_PASSWORD";
  const who = username ? ` for "${username}"` : "";
  return new OdooError("auth", `Odoo refused ${credential}${who}${database ? ` on database "${database}"` : ""}.`, {
    hint: apiKey || wire === "json2" ? undefined : "With two-factor sign-in, or on Odoo Online, use an API key.",
  });
}
