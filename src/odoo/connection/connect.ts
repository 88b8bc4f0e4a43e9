import { cached } from "../cache.js";
import { OdooError } from "../errors/errors.js";
import { hideSecret } from "../errors/secrets.js";
import type { Series } from "../schema/series.js";
import { jsonRpc, postJson } from "../wires/json-rpc.js";
import { json2Wire } from "../wires/json2.js";
import { type CallQueue, callQueue, queuedWire } from "../wires/queued.js";
import { renewingWire } from "../wires/renewing.js";
import { retryingWire } from "../wires/retrying.js";
import { type RpcRequest, type RpcTransport, rpcWire } from "../wires/rpc.js";
import type { Wire } from "../wires/wire.js";
import { withApiKey } from "./api-key-command.js";
import { type FoundOdoo, findOdoo } from "./find-odoo.js";
import type { ServerSettings, Settings, WireName } from "./settings.js";
import { ownId, readUser, refuseSuperuser, type User } from "./user.js";

/** One signed-in user of one database. */
export interface Connection {
  wire: Wire;
  /** For what is sent to this Odoo beside the wire: it takes turns with its calls. */
  queue: CallQueue;
  wireName: WireName;
  series: Series;
  /** Where Odoo answers, which may be the settings' address without a path of Odoo's own. */
  url: string;
  /** As it was when last read. */
  readonly user: User;
  /** Reads the user again where that was some minutes ago: an administrator may have changed language or companies. */
  refreshUser(): Promise<void>;
}

const OLDEST = 14;

/** One Odoo, as all its users share it. */
export interface SharedOdoo extends FoundOdoo {
  /** What is sent to it, whoever sends it, in turns. */
  queue: CallQueue;
}

/** Asks the server's version, which needs no sign-in. Throws `OdooError`. */
export async function reach(given: ServerSettings, signal?: AbortSignal): Promise<SharedOdoo> {
  const { url, series } = await findOdoo(given, signal);
  if (series.major < OLDEST) {
    throw new OdooError("settings", `${url} runs Odoo ${series.name}; ${OLDEST}.0 is the oldest supported.`);
  }
  return { url, series, queue: callQueue(loadOf({ ...given, url })) };
}

/** Signs in at the only Odoo of the settings: see `reach` and `signInTo`. */
export const connect = async (
  given: Settings,
  renewed: () => Settings = () => given,
  signal?: AbortSignal,
): Promise<Connection> => signInTo(await reach(given, signal), given, renewed, signal);

/**
 * Chooses the wire and signs in. `renewed` gives the settings as they are now, when the credential is refused later on: a
 * new credential must be the same user's. `signal` ends the attempt. Throws `OdooError`; its message never holds the secret.
 */
export async function signInTo(
  { url, series, queue }: SharedOdoo,
  given: Settings,
  renewed: () => Settings = () => given,
  signal?: AbortSignal,
): Promise<Connection> {
  const settings = { ...(await withApiKey(given, signal)), url };
  const wireName = chooseWire(settings, series);
  const first = await open(settings, wireName, signal);
  let uid = first.uid;
  const again = async () => {
    const { username, password, apiKey, apiKeyCommand } = await withApiKey(renewed(), signal);
    const next = await open({ ...settings, username, password, apiKey, apiKeyCommand }, wireName, signal);
    const nextUid = next.uid ?? (await ownId(next.wire));
    refuseSuperuser(nextUid);
    if (uid !== undefined && nextUid !== uid) throw otherUser(uid, nextUid);
    return next.wire;
  };
  const wire = retryingWire(queuedWire(renewingWire(first.wire, again), queue), settings);
  const asking: Wire = { call: (call) => wire.call({ ...call, signal }) };
  let user: User | undefined;
  const users = cached(async () => {
    try {
      uid ??= await ownId(asking);
      user = await readUser(asking, uid, settings);
    } catch (error) {
      // Where it cannot be read again, the calls themselves will tell why.
      if (!user) throw explained(error, settings);
    }
    return user;
  });
  const initial = await users.get("");
  return {
    wire,
    queue,
    wireName,
    series,
    url,
    get user() {
      return user ?? initial;
    },
    async refreshUser() {
      await users.get("");
    },
  };
}

/** Everything that is known of the user, such as "me" in domains, the context and rights, is the first one's. */
const otherUser = (uid: number, nextUid: number) =>
  new OdooError(
    "settings",
    `The credential was replaced by one of another user (uid ${nextUid}, signed in was uid ${uid}); the call was not sent.`,
    { hint: "Restart the server to work as the other user, or set a credential of the first one again." },
  );

/** The RPC wires learn the uid when they sign in. */
interface SignedIn {
  wire: Wire;
  uid?: number;
}

/** Signs in, as far as the wire has such a step. */
async function open(settings: Settings, wireName: WireName, signal?: AbortSignal): Promise<SignedIn> {
  hideSecret(settings.apiKey);
  hideSecret(settings.password, settings.username);
  return wireName === "json2" ? withKey(settings) : signIn(settings, TRANSPORTS[wireName], signal);
}

/** Odoo Online asks for about one call a second and none at a time; elsewhere four workers are common. */
function loadOf({ url, concurrency }: Pick<Settings, "url" | "concurrency">): { concurrency: number; paceMs?: number } {
  if (concurrency !== undefined) return { concurrency };
  return new URL(url).hostname.endsWith(".odoo.com") ? { concurrency: 1, paceMs: 1000 } : { concurrency: 4 };
}

/** Few need XML-RPC, and its package takes its time to load. */
const xmlRpc: RpcTransport = async (...request) => (await import("../wires/xml-rpc.js")).xmlRpc(...request);
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

function withKey({ apiKey = "", database, url, timeoutMs }: Settings): SignedIn {
  return { wire: json2Wire({ url, database, apiKey, timeoutMs }) };
}

async function signIn(settings: Settings, transport: RpcTransport, signal?: AbortSignal): Promise<SignedIn> {
  const { username, timeoutMs, url } = settings;
  if (!username) throw new OdooError("settings", "ODOO_USERNAME is not set.");
  const secret = settings.apiKey ?? settings.password ?? "";
  const database = settings.database ?? (await onlyDatabase(settings, transport, signal));
  try {
    const args = [database, username, secret, {}];
    const uid = await transport(settings, { service: "common", method: "authenticate", args, call: { signal } });
    if (typeof uid !== "number") throw new OdooError("auth", "refused");
    return { wire: rpcWire({ url, database, uid, secret, timeoutMs }, transport), uid };
  } catch (error) {
    throw explained(error, { ...settings, database });
  }
}

/** The server's databases, which it tells anyone who asks; undefined where it keeps them to itself, as Odoo Online does. */
export async function listDatabases(settings: Pick<Settings, "url" | "timeoutMs">): Promise<string[] | undefined> {
  try {
    const { url, timeoutMs } = settings;
    const names = await postJson(`${url}/web/database/list`, {}, { timeoutMs });
    return Array.isArray(names) ? names.map(String) : undefined;
  } catch (error) {
    if (error instanceof OdooError) return undefined;
    throw error;
  }
}

async function onlyDatabase(settings: Settings, transport: RpcTransport, signal?: AbortSignal): Promise<string> {
  const request: RpcRequest = { service: "db", method: "list", args: [], call: { signal } };
  const listed = await transport(settings, request).catch((error) => {
    if (error instanceof OdooError && error.passes) throw error;
  });
  const names = Array.isArray(listed) ? listed.map(String) : [];
  if (names.length === 1 && names[0]) return names[0];
  const reason = names.length > 1 ? `the server has ${names.join(", ")}` : "the server does not list its databases";
  throw new OdooError("settings", `ODOO_DB is not set, and ${reason}.`);
}

/** What Odoo says to a wrong database or credential, as a sentence about the settings. */
function explained(error: unknown, settings: Settings): unknown {
  if (!(error instanceof OdooError)) return error;
  const { database, username, apiKey, apiKeyCommand, wire } = settings;
  if (error.category === "not_found") {
    const message = database
      ? `There is no database "${database}" on ${settings.url}.`
      : `ODOO_DB is not set, and ${settings.url} does not choose a database by itself.`;
    return new OdooError("settings", message, {
      hint: "Set ODOO_DB; on Odoo Online it is the first part of the address.",
    });
  }
  if (error.category !== "auth") return error;
  const credential = apiKeyCommand ? "the key of ODOO_API_KEY_COMMAND" : apiKey ? "ODOO_API_KEY" : "ODOO_PASSWORD";
  const who = username ? ` for "${username}"` : "";
  return new OdooError("auth", `Odoo refused ${credential}${who}${database ? ` on database "${database}"` : ""}.`, {
    hint: apiKey || wire === "json2" ? undefined : "With two-factor sign-in, or on Odoo Online, use an API key.",
  });
}
