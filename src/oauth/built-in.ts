import type { IncomingMessage, ServerResponse } from "node:http";
import { OdooError } from "../odoo/errors/errors.js";
import { isLoopback } from "../odoo/wires/loopback.js";
import { type Secrets, sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import { accessTokens } from "./access-tokens.js";
import type { Fetch } from "./client-documents.js";
import { errorPage } from "./error-page.js";
import { grantsOf } from "./grants.js";
import type { OAuth } from "./oauth.js";
import { sendPage } from "./page.js";
import { type ProtectedResource, pathOf, resourceMetadata } from "./protected-resource.js";
import type { KnownClient } from "./provider.js";
import type { SignInOutcome, SignInTarget } from "./sign-in.js";

export interface BuiltInOptions {
  /** The server's address as clients know it: https, or this machine; without a path. */
  publicUrl: string;
  resources: readonly (ProtectedResource & SignInTarget)[];
  /** Shared by all replicas. */
  secrets: Secrets;
  store: SharedStore;
  clients?: readonly KnownClient[] | undefined;
  clientHosts?: readonly string[] | undefined;
  /** In the place of `documentFetch()`. */
  fetch?: Fetch | undefined;
  /** Who a request comes from, for limits: behind a proxy, what that says. The connection's address where it is not set. */
  senderOf?: ((request: IncomingMessage) => string) | undefined;
  /** Hears what came of each attempt to sign in. */
  onOutcome?: ((outcome: SignInOutcome) => void) | undefined;
  /** Hears of faults, which a page or an answer 500 or 503 tells the other side of. */
  onFault?: ((error: unknown) => void) | undefined;
  now?: (() => number) | undefined;
}

const METADATA = "/.well-known/oauth-authorization-server";
const connectionOf = ({ socket }: IncomingMessage) => socket.remoteAddress ?? "";

/**
 * OAuth with an authorization server of our own. Throws `OdooError` "settings". The library is loaded here and not before; it
 * warns on stderr of a Node.js older than 22, on which it runs.
 */
export async function builtInOAuth(options: BuiltInOptions): Promise<OAuth> {
  const { resources, store, senderOf = connectionOf, onOutcome = () => {}, onFault = () => {} } = options;
  const issuer = originOf(options.publicUrl);
  const { now = Date.now } = options;
  const sealed = sealing(options.secrets);
  const grants = grantsOf(sealed, store, now);
  const metadata = resourceMetadata(issuer, issuer, resources);
  const targets = new Map(resources.map((resource) => [metadata.addressOf(resource.path), resource]));
  const stillCounts = async (grantId: string) => {
    const grant = grants.read(grantId);
    if (!grant) return false;
    const user = await targets.get(grant.resource)?.verify(grant.login, grant.key);
    return user?.uid === grant.uid;
  };
  const { authorizationProvider } = await import("./provider.js");
  const { signIn } = await import("./sign-in.js");
  const audiences = [...targets.keys()];
  const { clients, clientHosts, fetch } = options;
  const known = { clients, clientHosts, fetch };
  const shared = { issuer, sealing: sealed, store, grants, senderOf };
  const provider = authorizationProvider({ ...shared, ...known, audiences, stillCounts });
  provider.on("server_error", (_context: unknown, error: unknown) => onFault(error));
  // In the place of Koa's own, which writes to stderr.
  provider.onerror = onFault;
  const authorize = provider.callback();
  const showSignIn = signIn(provider, { ...shared, targets, onOutcome, now });
  const tokens = accessTokens(issuer, sealed, grants);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    asAddressed(request, issuer);
    const path = pathOf(request);
    try {
      if (metadata.owns(path)) metadata.handle(request, response);
      else if (path.startsWith("/oauth/sign-in/")) await showSignIn(request, response);
      else await authorize(request, response);
    } catch (error) {
      onFault(error);
      if (response.headersSent) response.destroy();
      else sendPage(response, 503, errorPage("unavailable"));
    }
  }

  return {
    owns: (path) => metadata.owns(path) || path.startsWith("/oauth/") || path === METADATA,
    handle,
    credentialOf: (token, path) => tokens.credentialOf(token, metadata.addressOf(path)),
    challenge: metadata.challenge,
  };
}

/** Throws for an address that a sign-in could be read at on its way. */
function originOf(publicUrl: string): string {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url && isSafe && url.pathname === "/" && !url.search && !url.hash && !url.username) return url.origin;
  throw new OdooError("settings", `People cannot sign in at ${publicUrl}.`, {
    hint: "Name the server's address as https://host or https://host:port, without a path.",
  });
}

/** The address is the settings', whatever the request says of hosts and schemes. */
function asAddressed({ headers }: IncomingMessage, issuer: string): void {
  const { host, protocol } = new URL(issuer);
  headers.host = host;
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
  delete headers.forwarded;
}
