import { createPrivateKey } from "node:crypto";
import Provider, {
  type Configuration,
  errors,
  interactionPolicy,
  type JWK,
  type KoaContextWithOIDC,
} from "oidc-provider";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import { SEALED_WITH } from "./access-tokens.js";
import { adapterOf, issuedRefreshToken, LIFETIMES } from "./adapter.js";
import { attempt, type Limit } from "./attempts.js";
import { documentFetch, type Fetch } from "./client-documents.js";
import { errorPage } from "./error-page.js";
import type { Grants } from "./grants.js";
import { SCOPE } from "./oauth.js";
import { type Page, sendPage } from "./page.js";

export const AUTHORIZE = "/oauth/authorize";
export const SIGN_IN = "/oauth/sign-in/";

/** An address cannot have this server fetch more documents than that. */
const FETCHES: Limit = { name: "document", most: 20, windowMs: 5 * 60_000 };

/** Nor begin more sign-ins, each of which is kept for its time. */
const BEGINNINGS: Limit = { name: "beginning", most: 100, windowMs: LIFETIMES.interaction * 1000 };

/** A client that is known beforehand, for those that have no document of their own. */
export interface KnownClient {
  id: string;
  name: string;
  redirectUris: readonly string[];
}

export interface ProviderOptions {
  /** The server's address as clients know it, without a path. */
  issuer: string;
  /** Addresses that tokens can be for. */
  audiences: readonly string[];
  sealing: Sealing;
  store: SharedStore;
  grants: Grants;
  /** Whether Odoo still accepts the credential of a grant. Asked before a token is renewed. */
  stillCounts(grantId: string): Promise<boolean>;
  clients?: readonly KnownClient[] | undefined;
  /** Hosts whose clients may ask; all where it is not set. */
  clientHosts?: readonly string[] | undefined;
  fetch?: Fetch | undefined;
  /** Who a request comes from: an address, for limits. */
  senderOf(request: KoaContextWithOIDC["req"]): string;
}

/** What of a request to authorize counts. The rest is OpenID Connect's, which is not spoken here, and ignored as unknown. */
const PARAMETERS = [
  "client_id",
  "redirect_uri",
  "response_type",
  "code_challenge",
  "code_challenge_method",
  "state",
  "resource",
] as const;

/** The authorization server of oidc-provider, with nothing of it but codes for clients, with PKCE, and refreshing. */
export function authorizationProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configurationOf(options));
  // What it says of its own address is the settings', whatever a request names: see `asAddressed`.
  provider.proxy = true;
  provider.use(async (context, next) => {
    if (context.path === AUTHORIZE) {
      if (!(await attempt(options.store, BEGINNINGS, options.senderOf(context.req)))) {
        return showPage(context, 429, errorPage("too_many_sign_ins", "Wait ten minutes."));
      }
      const given = context.query;
      const taken = PARAMETERS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]));
      context.query = { ...Object.fromEntries(taken), scope: SCOPE };
    }
    await next();
    if (context.path.startsWith("/.well-known/")) plainMetadata(context.body);
    sealRefreshToken(context, options.sealing);
  });
  return provider;
}

function showPage(context: Provider["context"], status: number, page: Page): void {
  sendPage(context.res, status, page);
  context.respond = false;
}

/** The answer's refresh token becomes what is known of it, sealed: no replica keeps it. */
function sealRefreshToken(context: Provider["context"], sealing: Sealing): void {
  const body = context.body as { refresh_token?: string } | undefined;
  const issued = issuedRefreshToken(context);
  if (issued && body?.refresh_token) body.refresh_token = sealing.seal("refresh token", issued);
}

/** What the library says of OpenID Connect, which is not spoken. */
const OF_OPENID = [
  "claims_supported",
  "claim_types_supported",
  "claims_parameter_supported",
  "id_token_signing_alg_values_supported",
  "jwks_uri",
  "request_uri_parameter_supported",
  "subject_types_supported",
];

function plainMetadata(body: unknown): void {
  if (typeof body !== "object" || body === null) return;
  for (const name of OF_OPENID) Reflect.deleteProperty(body, name);
  Object.assign(body, { scopes_supported: [SCOPE], response_modes_supported: ["query"] });
}

function configurationOf(options: ProviderOptions): Configuration {
  const { sealing, store, grants, stillCounts, clients = [] } = options;
  const isSecure = options.issuer.startsWith("https:");
  const { Check, Prompt } = interactionPolicy;
  const asks = new Check("sign_in", "a person must sign in and agree", ({ oidc }) => !oidc.result?.consent?.grantId);
  const cookie = { httpOnly: true, sameSite: "lax", secure: isSecure, signed: true } as const;
  return {
    adapter: adapterOf({ sealing, store, grants }),
    allowOmittingSingleRegisteredRedirectUri: false,
    clientAuthMethods: ["none", "private_key_jwt"],
    clientBasedCORS: (_context, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
    clientDefaults: {
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
      id_token_signed_response_alg: "EdDSA",
    },
    clients: clients.map(({ id, name, redirectUris }) => ({
      client_id: id,
      client_name: name,
      redirect_uris: [...redirectUris],
      application_type: redirectUris.every((uri) => uri.startsWith("https://")) ? "web" : "native",
    })),
    cookies: {
      keys: sealing.keys("cookie").map((key) => key.toString("base64url")),
      long: cookie,
      short: cookie,
      names: { interaction: "odoo_sign_in", resume: "odoo_sign_in_resume", session: "odoo_sign_in_session" },
    },
    expiresWithSession: async () => false,
    extraTokenClaims: async (_context, token) => ("grantId" in token ? { grant: token.grantId } : undefined),
    features: featuresOf(options),
    fetch: options.fetch ?? documentFetch(),
    findAccount: async (_context, accountId, token) => {
      if (token?.kind === "RefreshToken" && !(await stillCounts(token.grantId ?? ""))) return undefined;
      return { accountId, claims: async () => ({ sub: accountId }) };
    },
    interactions: {
      policy: [new Prompt({ name: "sign_in" }, asks)],
      url: (_context, { uid }) => `${SIGN_IN}${uid}`,
    },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed("refresh_token"),
    jwks: { keys: [signingKey(sealing)] },
    loadExistingGrant: async ({ oidc }) => {
      const grantId = oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : oidc.provider.Grant.find(grantId);
    },
    pkce: { required: () => true },
    renderError: (context, { error, error_description }) =>
      showPage(context, context.status, errorPage(error, error_description)),
    responseTypes: ["code"],
    rotateRefreshToken: true,
    routes: { authorization: AUTHORIZE, token: "/oauth/token", revocation: "/oauth/revoke", jwks: "/oauth/keys" },
    scopes: [SCOPE],
    ttl: {
      AccessToken: LIFETIMES.accessToken,
      AuthorizationCode: LIFETIMES.code,
      Grant: LIFETIMES.grant,
      Interaction: LIFETIMES.interaction,
      RefreshToken: LIFETIMES.refreshToken,
      Session: LIFETIMES.interaction,
    },
  };
}

/** The library wants a key for ID tokens, which are not made: the same on each replica, and no known one. */
function signingKey(sealing: Sealing): JWK {
  const [seed] = sealing.keys("signature");
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return {
    ...createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ format: "jwk" }),
    alg: "EdDSA",
  } as JWK;
}

function featuresOf({ audiences, sealing, store, clientHosts, senderOf }: ProviderOptions): Configuration["features"] {
  const [key] = sealing.keys("access token");
  const off = { enabled: false };
  const mayAsk = (clientId: string) => clientHosts === undefined || clientHosts.includes(new URL(clientId).hostname);
  return {
    devInteractions: off,
    dPoP: off,
    pushedAuthorizationRequests: off,
    rpInitiatedLogout: off,
    userinfo: off,
    revocation: {
      enabled: true,
      allowedPolicy: async (_context, { clientId }, token) => token.clientId === clientId,
    },
    clientIdMetadataDocument: {
      enabled: true,
      ack: "draft-02",
      // Without a request where the page asks for its client: somebody has begun that sign-in, and was counted.
      allowFetch: async (context, clientId) =>
        mayAsk(clientId) && (!Provider.ctx || (await attempt(store, FETCHES, senderOf(context.req)))),
      cacheDuration: { min: LIFETIMES.interaction, max: 24 * 60 * 60 },
      allowClient: async (_context, { clientId }) => mayAsk(clientId),
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (_context, _client, oneOf) => {
        if (oneOf) return oneOf;
        const [only, ...others] = audiences;
        if (!only || others.length > 0) throw new errors.InvalidTarget("resource is missing");
        return only;
      },
      getResourceServerInfo: async (_context, resource) => {
        if (!audiences.includes(resource)) throw new errors.InvalidTarget("unknown resource");
        const encrypt = { ...SEALED_WITH, key };
        return { scope: SCOPE, audience: resource, accessTokenFormat: "jwt", jwt: { encrypt } };
      },
      useGrantedResource: async () => true,
    },
  };
}
