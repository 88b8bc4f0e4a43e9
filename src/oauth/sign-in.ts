import type { IncomingMessage, ServerResponse } from "node:http";
import type Provider from "oidc-provider";
import { type Category, OdooError } from "../odoo/errors/errors.js";
import type { Sealing } from "../replicas/sealing.js";
import type { SharedStore } from "../replicas/shared-store.js";
import { LIFETIMES } from "./adapter.js";
import { attempt, type Limit } from "./attempts.js";
import { errorPage } from "./error-page.js";
import type { Grants } from "./grants.js";
import { SCOPE } from "./oauth.js";
import { sendPage } from "./page.js";
import { pathOf } from "./protected-resource.js";
import { SIGN_IN } from "./provider.js";
import { type Asking, type Problem, signInPage } from "./sign-in-page.js";

/** An Odoo that people sign in to. */
export interface SignInTarget {
  name: string;
  readOnly: boolean;
  /**
   * The user that a login and key are of, both of them; undefined where Odoo refuses them. Throws `OdooError`: "settings" or
   * "forbidden" for a user who is not let in, as the superuser must not be, and others where Odoo cannot be asked.
   */
  verify(login: string, key: string): Promise<{ uid: number } | undefined>;
}

/** What came of an attempt to sign in, for counting. */
export type SignInOutcome = "accepted" | "cancelled" | Problem;

export interface SignInOptions {
  issuer: string;
  /** By the address of the protected resource. */
  targets: ReadonlyMap<string, SignInTarget>;
  sealing: Sealing;
  store: SharedStore;
  grants: Grants;
  senderOf(request: IncomingMessage): string;
  onOutcome(outcome: SignInOutcome): void;
  now(): number;
}

const QUARTER_MS = 15 * 60_000;
/** Whoever guesses has one page, one login or one address. */
const PER_PAGE: Limit = { name: "page", most: 5, windowMs: QUARTER_MS };
const PER_LOGIN: Limit = { name: "login", most: 10, windowMs: QUARTER_MS };
const PER_SENDER: Limit = { name: "sender", most: 50, windowMs: QUARTER_MS };

const MOST_FORM_BYTES = 16 * 1024;

type Interaction = Awaited<ReturnType<Provider["interactionDetails"]>>;

/** The page that a person signs in on and agrees, and its form. */
export function signIn(provider: Provider, options: SignInOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const interaction = await interactionOf(provider, request, response);
    const target = interaction && options.targets.get(String(interaction.params.resource));
    if (!interaction || !target) return sendPage(response, 400, ENDED);
    const asking = await askingOf(provider, interaction, target);
    if (request.method === "POST")
      await onForm({ ...options, provider, interaction, target, asking }, request, response);
    else if (request.method === "GET") show(options.sealing, interaction, response, { asking });
    else response.writeHead(405, { allow: "GET, POST" }).end();
  };
}

const ENDED = errorPage("sign_in_ended", "It has ended, or was begun in another browser.");

/** The interaction that path and cookie name alike: another browser's has no such cookie, an older one of this browser no such path. */
async function interactionOf(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  try {
    const interaction = await provider.interactionDetails(request, response);
    return pathOf(request) === `${SIGN_IN}${interaction.uid}` ? interaction : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "SessionNotFound") return undefined;
    throw error;
  }
}

async function askingOf(
  provider: Provider,
  { params }: Interaction,
  { name, readOnly }: SignInTarget,
): Promise<Asking> {
  const clientId = String(params.client_id);
  const client = await provider.Client.find(clientId);
  const redirectUri = String(params.redirect_uri);
  return { clientName: client?.clientName, clientId, redirectUri, odoo: name, readOnly };
}

interface Shown {
  asking: Asking;
  status?: number;
  problem?: Problem;
  login?: string;
}

function show(
  sealing: Sealing,
  { uid }: Interaction,
  response: ServerResponse,
  { asking, status, ...shown }: Shown,
): void {
  const form = { action: `${SIGN_IN}${uid}`, proof: sealing.seal("form", { uid }), ...shown };
  sendPage(response, status ?? 200, signInPage(asking, form));
}

interface Attempt extends SignInOptions {
  provider: Provider;
  interaction: Interaction;
  target: SignInTarget;
  asking: Asking;
}

async function onForm(given: Attempt, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { provider, interaction, asking, sealing, onOutcome } = given;
  const form = isFromHere(request, given.issuer) ? await formOf(request) : undefined;
  if (!form || !isOfPage(sealing, form.get("proof"), interaction.uid)) return sendPage(response, 403, ENDED);
  if (form.get("choice") !== "allow") {
    onOutcome("cancelled");
    const refusal = { error: "access_denied", error_description: "The person did not agree." };
    return provider.interactionFinished(request, response, refusal);
  }
  // Logins of Odoo have no spaces around them; neither have keys, but copied ones do.
  const login = (form.get("login") ?? "").trim();
  const key = (form.get("key") ?? "").trim();
  const outcome = await outcomeOf(given, request, login, key);
  if (typeof outcome === "object") {
    onOutcome("accepted");
    return provider.interactionFinished(request, response, grantedTo(given, outcome.uid, { login, key }));
  }
  onOutcome(outcome);
  show(sealing, interaction, response, { asking, status: STATUS[outcome], problem: outcome, login });
}

const STATUS: Readonly<Record<Problem, number>> = {
  refused: 422,
  incomplete: 422,
  "not let in": 403,
  "too many": 429,
  unavailable: 503,
};

/** Such as of the superuser, whom no rights bind. */
const PROBLEM_OF: Partial<Record<Category, Problem>> = {
  auth: "refused",
  settings: "not let in",
  forbidden: "not let in",
  rate_limited: "too many",
};

async function outcomeOf(
  { interaction, store, senderOf, target }: Attempt,
  request: IncomingMessage,
  login: string,
  key: string,
): Promise<{ uid: number } | Problem> {
  if (!login || !key) return "incomplete";
  const limited: readonly [Limit, string][] = [
    [PER_SENDER, senderOf(request)],
    [PER_PAGE, interaction.uid],
    [PER_LOGIN, `${target.name}\n${login.toLowerCase()}`],
  ];
  for (const [limit, who] of limited) if (!(await attempt(store, limit, who))) return "too many";
  try {
    return (await target.verify(login, key)) ?? "refused";
  } catch (error) {
    if (error instanceof OdooError) return PROBLEM_OF[error.category] ?? "unavailable";
    throw error;
  }
}

/** What was agreed, as the library takes it: its grant's id is the grant, with the credential. */
function grantedTo({ interaction, grants, now }: Attempt, uid: number, credential: { login: string; key: string }) {
  const iat = Math.floor(now() / 1000);
  const grantId = grants.make({
    uid,
    ...credential,
    clientId: String(interaction.params.client_id),
    resource: String(interaction.params.resource),
    scope: SCOPE,
    iat,
    exp: iat + LIFETIMES.grant,
  });
  return { login: { accountId: String(uid), remember: false }, consent: { grantId } };
}

/** Browsers name the origin of every form that is sent. */
const isFromHere = ({ headers }: IncomingMessage, issuer: string) => headers.origin === new URL(issuer).origin;

function isOfPage(sealing: Sealing, proof: string | null, uid: string): boolean {
  const content = proof === null ? undefined : (sealing.open("form", proof) as { uid?: unknown } | undefined);
  return content?.uid === uid;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(request.headers["content-type"] ?? "")) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}
