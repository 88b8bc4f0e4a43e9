import type { IncomingHttpHeaders } from "node:http";

/** In whose name a request asks Odoo. */
export interface Credential {
  /** Odoo up to 18 needs it; from 19 on an API key names its user by itself. */
  login?: string | undefined;
  /** API key. */
  key: string;
}

/** The header that names the login beside a bearer key. */
export const LOGIN_HEADER = "x-odoo-login";

const MAX_LOGIN = 256;
const MAX_KEY = 512;

/** The credential of a request: `Bearer <key>`, with the login in `X-Odoo-Login` or without one, or `Basic`. Undefined for any other. */
export function credentialOf(headers: IncomingHttpHeaders): Credential | undefined {
  const [, scheme = "", token = ""] = /^(\w+) +([\w.~+/-]+=*)$/.exec(headers.authorization ?? "") ?? [];
  const login = headers[LOGIN_HEADER];
  switch (scheme.toLowerCase()) {
    case "bearer":
      return checkedCredential(typeof login === "string" ? { login: login.trim(), key: token } : { key: token });
    case "basic": {
      const text = Buffer.from(token, "base64").toString();
      const colon = text.indexOf(":");
      const named = text.slice(0, colon);
      if (colon < 1 || (login !== undefined && login !== named)) return undefined;
      return checkedCredential({ login: named, key: text.slice(colon + 1) });
    }
    default:
      return undefined;
  }
}

/** Undefined for what no credential of an Odoo can be. */
export function checkedCredential(credential: Credential): Credential | undefined {
  const { login, key } = credential;
  const isLogin = login === undefined || isPrintable(login, MAX_LOGIN);
  return isLogin && isPrintable(key, MAX_KEY) ? credential : undefined;
}

const isPrintable = (text: string, most: number) =>
  text.length > 0 && text.length <= most && !/[\p{Cc}\u{fffd}]/u.test(text);
