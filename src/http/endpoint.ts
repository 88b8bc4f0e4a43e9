import type { IncomingMessage, ServerResponse } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { OdooError } from "../odoo/errors/errors.js";
import { withSecretsOf } from "../odoo/errors/secrets.js";
import { log } from "../odoo/errors/tell.js";
import { type Refusal, refuse } from "./answers.js";
import { bodyOf, MAX_BODY_BYTES, withBody } from "./body.js";
import { LOGIN_HEADER } from "./credential.js";
import type { Gate } from "./gate.js";
import type { Limits } from "./limits.js";
import { withOwnCost } from "./own-cost.js";
import { type Serving, serverOf } from "./protocol.js";
import type { SignedInUser, Users } from "./users.js";

/** One Odoo behind one path, such as `/mcp`. */
export interface Endpoint {
  /** Answers a request of the protocol. Throws nothing. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Ends what still runs. */
  close(): Promise<void>;
}

export interface EndpointOptions extends Omit<Serving, "onRefused"> {
  users: Users;
  limits: Limits;
  gate: Gate;
  /** Hears what a request took beside waiting for Odoo. */
  onOwnCost?: ((ms: number) => void) | undefined;
}

export function endpointOf({ users, limits, gate, onOwnCost, ...serving }: EndpointOptions): Endpoint {
  const handler = createMcpHandler(
    ({ authInfo }) => serverOf(authInfo?.extra?.user as SignedInUser, { ...serving, onRefused: users.forget }),
    { maxRequestBodySize: MAX_BODY_BYTES, onerror: ({ message }) => log(`odoo-mcp: ${message}`) },
  );
  const answer = toNodeHandler(handler, {
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: ({ message }) => log(`odoo-mcp: ${message}`),
  });

  async function userOf(request: IncomingMessage): Promise<SignedInUser | Refusal> {
    try {
      const credential = await gate.credentialOf(request.headers);
      if (!credential) return unauthorized(HOW, gate.challenge());
      return await users.of(credential);
    } catch (error) {
      return refusalOf(error, gate.challenge("invalid_token"), serving.instance);
    }
  }

  return {
    async handle(request, response) {
      const user = await userOf(request);
      // Whoever has left meanwhile needs no place.
      if (response.destroyed) return;
      if ("status" in user) return refuse(response, user);
      if (!METHODS.includes(request.method ?? "")) return refuse(response, NO_METHOD);
      const leave = limits.enter(user.account);
      if (typeof leave === "string") return refuse(response, FULL[leave]);
      response.once("close", leave);
      // The credential goes no further.
      delete request.headers.authorization;
      delete request.headers[LOGIN_HEADER];
      const auth = { token: "", clientId: user.id, scopes: [], extra: { user } };
      const body = await bodyOf(request);
      if (typeof body !== "string") return refuse(response, body);
      const answered = () => withSecretsOf(user.secrets, () => answer(withBody(request, body, auth), response));
      await (onOwnCost ? withOwnCost(answered, onOwnCost) : answered());
    },
    close: handler.close,
  };
}

/** The last two are of sessions, which there are none of: their clients are told so. */
const METHODS = ["POST", "GET", "DELETE"];
const NO_METHOD: Refusal = { status: 405, message: "Method not allowed.", headers: { allow: "POST" } };

const HOW =
  "Send an Odoo API key as Authorization: Bearer <key>; before Odoo 19 with the login in X-Odoo-Login, or both as Basic.";

const unauthorized = (message: string, challenge: string): Refusal => ({
  status: 401,
  message,
  headers: { "www-authenticate": challenge },
});

const FULL: Readonly<Record<"user" | "all", Refusal>> = {
  user: { status: 429, message: "This user has too many calls under way.", headers: { "retry-after": "1" } },
  all: { status: 503, message: "The server has too many calls under way.", headers: { "retry-after": "1" } },
};

/** Why a user could not be signed in. What is no fault of theirs tells nothing of the server. */
function refusalOf(error: unknown, challenge: string, instance: string | undefined): Refusal {
  const at = instance === undefined ? "" : `${instance}: `;
  if (!(error instanceof OdooError)) {
    log(`odoo-mcp: ${at}${error instanceof Error ? error.stack : error}`);
    return { status: 500, message: "The sign-in failed." };
  }
  const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? 5_000) / 1000));
  const later = { "retry-after": String(seconds) };
  switch (error.category) {
    case "auth":
      return unauthorized(`Odoo refused the credential. ${HOW}`, challenge);
    case "rate_limited":
      return { status: 429, message: error.message, headers: later };
    case "settings":
    case "validation":
    case "forbidden":
      log(`odoo-mcp: ${at}${error.message}`);
      return { status: 403, message: "The server's settings do not let this user in; its log says why." };
    default:
      log(`odoo-mcp: ${at}${error.message}`);
      return { status: 503, message: "Odoo could not be asked for the sign-in.", headers: later };
  }
}
