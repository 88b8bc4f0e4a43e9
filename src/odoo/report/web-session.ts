import { listDatabases } from "../connection/connect.js";
import type { Settings } from "../connection/settings.js";
import { fromException, OdooError } from "../errors/errors.js";
import { hideSecret } from "../errors/secrets.js";
import { type HttpReply, MAX_ANSWER_BYTES, redirected, sendForBytes } from "../wires/http.js";
import { exceptionIn, parseObject } from "../wires/json-rpc.js";
import type { CallQueue } from "../wires/queued.js";

/** A sign-in as a browser makes it, which a password allows and an API key does not. */
export interface WebSession {
  /** GETs a path of Odoo: signed in first where it is not, and again where the session has ended. One at a time. */
  get(path: string, options: { maxBytes: number; signal?: AbortSignal | undefined }): Promise<HttpReply>;
  /** Ends the session on the server too. */
  close(): Promise<void>;
}

type Signal = AbortSignal | undefined;

/** The settings that a session needs: of them, read anew at each sign-in, as a password may be replaced. */
export type SessionSettings = Pick<Settings, "url" | "database" | "username" | "password" | "timeoutMs">;

/** Whose session it is, and what it takes turns with. */
export interface SessionOf {
  /** Of the connection's user. */
  uid: number;
  queue: CallQueue;
}

/**
 * The web session of a user, which must be the connection's; nothing is sent before it is used. It lives as long as the
 * connection: each sign-in costs Odoo half a second and a line in its log of sign-ins.
 */
export function webSession(settings: () => SessionSettings, { uid, queue }: SessionOf): WebSession {
  let cookie: string | undefined;
  let refused: { credential: string; error: OdooError } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** A credential that Odoo refused is not sent again: after some failures Odoo locks the login out. */
  async function signedIn(signal: Signal): Promise<string> {
    const current = settings();
    const credential = JSON.stringify([current.username, current.password]);
    if (refused?.credential === credential) throw refused.error;
    try {
      return await signIn(current, uid, signal);
    } catch (error) {
      if (error instanceof OdooError && isRefusal(error)) refused = { credential, error };
      throw error;
    }
  }

  async function ask(path: string, maxBytes: number, signal: Signal): Promise<HttpReply> {
    const { url, timeoutMs } = settings();
    for (let attempt = 1; ; attempt++) {
      cookie ??= await signedIn(signal);
      const request = { url: `${url}${path}`, method: "GET", headers: { cookie }, timeoutMs, signal } as const;
      const reply = await sendForBytes(request, maxBytes);
      // Odoo replaces a session's id every few hours.
      cookie = cookieOf(reply) ?? cookie;
      if (reply.location === undefined) return reply;
      if (!leadsToSignIn(url, reply.location)) throw redirected(url, reply.location);
      cookie = undefined;
      if (attempt > 1) throw new OdooError("auth", "Odoo ended the session as soon as it began.");
    }
  }

  return {
    get(path, { maxBytes, signal }) {
      const next = last.then(() =>
        // The record was read before, in the same job.
        queue.inTurn({ signal, timeoutMs: settings().timeoutMs, begun: true }, () => ask(path, maxBytes, signal)),
      );
      last = next.catch(() => {});
      return next;
    },
    async close() {
      await last;
      if (cookie === undefined) return;
      const { url, timeoutMs } = settings();
      const headers = { cookie, "content-type": "application/json" };
      cookie = undefined;
      const body = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params: {} });
      const request = { url: `${url}/web/session/destroy`, method: "POST", headers, body, timeoutMs } as const;
      // Odoo forgets it by itself after a while.
      await sendForBytes(request, MAX_ANSWER_BYTES).catch(() => {});
    },
  };
}

/** Whether a session is not to be had with the settings as they are, and only another way is left. */
export const isRefusal = ({ category }: OdooError) => category === "auth" || category === "settings";

/** Signs in and answers the cookie. Throws `OdooError` "auth" or "settings". */
async function signIn(settings: SessionSettings, uid: number, signal: Signal): Promise<string> {
  const { url, username, password, timeoutMs } = settings;
  if (!username || !password) {
    throw new OdooError("settings", "A session needs ODOO_USERNAME and ODOO_PASSWORD.");
  }
  hideSecret(password, username);
  const db = settings.database ?? (await onlyDatabase(settings));
  const body = JSON.stringify({ jsonrpc: "2.0", method: "call", id: 1, params: { db, login: username, password } });
  const headers = { "content-type": "application/json" };
  const reply = await sendForBytes(
    { url: `${url}/web/session/authenticate`, method: "POST", headers, body, timeoutMs, signal, fresh: true },
    MAX_ANSWER_BYTES,
  );
  if (reply.location !== undefined) throw redirected(url, reply.location);
  const found = uidIn(reply, username);
  if (found !== uid) {
    throw new OdooError(
      "settings",
      `ODOO_USERNAME and ODOO_PASSWORD are of another user than the API key (uid ${found}).`,
    );
  }
  const cookie = cookieOf(reply);
  if (cookie === undefined) throw new OdooError("server_error", "Odoo began no session.");
  hideSecret(cookie.slice(cookie.indexOf("=") + 1));
  return cookie;
}

interface SignedIn {
  result?: { uid?: unknown } | null;
  error?: { data?: unknown };
}

function uidIn(reply: HttpReply, username: string): number {
  const answer = parseObject({ ...reply, text: new TextDecoder().decode(reply.bytes) }) as SignedIn;
  if (answer.error) {
    const { name = "unknown", text } = exceptionIn(answer.error.data);
    const error = fromException(name, text);
    if (error.category !== "auth") throw error;
    throw new OdooError("auth", `Odoo refused ODOO_PASSWORD for "${username}" as a sign-in of a browser.`);
  }
  if (typeof answer.result?.uid === "number") return answer.result.uid;
  throw new OdooError("auth", `"${username}" signs in with a second factor, which a server does not have.`);
}

async function onlyDatabase(settings: SessionSettings): Promise<string> {
  const [name, ...others] = (await listDatabases(settings)) ?? [];
  if (name !== undefined && others.length === 0) return name;
  throw new OdooError("settings", "ODOO_DB is not set, which a session needs.");
}

const SESSION = /^session_id=[^;\s]+/;

function cookieOf({ cookies }: HttpReply): string | undefined {
  for (const text of cookies) {
    const cookie = SESSION.exec(text)?.[0];
    if (cookie) return cookie;
  }
  return undefined;
}

/** Odoo sends whoever is not signed in to `/web/login`, behind the website's language where there is one. */
function leadsToSignIn(url: string, location: string): boolean {
  const to = URL.canParse(location, url) ? new URL(location, url) : undefined;
  const { origin, pathname } = new URL(url);
  // An Odoo below a path of a proxy's may know of that path or not.
  const path =
    pathname !== "/" && to?.pathname.startsWith(pathname) ? to.pathname.slice(pathname.length) : to?.pathname;
  return to?.origin === origin && /^(\/\w+)?\/web\/login$/.test(path ?? "");
}
