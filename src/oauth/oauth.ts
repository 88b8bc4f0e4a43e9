import type { IncomingMessage, ServerResponse } from "node:http";

/** What an Odoo is asked with in a user's name. */
export interface Credential {
  login: string;
  /** API key or password. */
  key: string;
  /** When the token that stands for it ends, in seconds since 1970. */
  expiresAt: number;
  /** The client that holds the token, as it names itself to the authorization server. */
  clientId?: string | undefined;
}

/** OAuth for the protected paths of one server, whoever the authorization server is. */
export interface OAuth {
  /** Whether a path is answered by `handle`. */
  owns(path: string): boolean;
  /** Answers a request to a path of its own. Throws nothing. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * The credential behind a bearer token for a protected path, such as `/mcp`; undefined where the token does not count there: a
   * foreign, expired or revoked one, or one for another path. Throws where that cannot be known.
   */
  credentialOf(token: string, path: string): Promise<Credential | undefined>;
  /** The `WWW-Authenticate` of an answer 401, which tells a client where to sign in; "invalid_token" where it sent one. */
  challenge(path: string, error?: "invalid_token"): string;
}

/** Whether what a request bears is a token of OAuth, signed or sealed, and not a key or password of Odoo. */
export const isToken = (bearer: string): boolean => /^eyJ[\w-]+(\.[\w-]*){2,4}$/.test(bearer);

/** The one permission there is: what the user may do in Odoo, within the server's policy. */
export const SCOPE = "odoo";
