import type { IncomingMessage, ServerResponse } from "node:http";
import { SCOPE } from "./oauth.js";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** A path that tokens give access to. */
export interface ProtectedResource {
  /** `/mcp`, or `/mcp/<name>`. */
  path: string;
  /** What people call it, such as "Odoo at shop.example". */
  name: string;
}

/** What says of each protected path who signs people in for it (RFC 9728). */
export interface ResourceMetadata {
  owns(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
  challenge(path: string, error?: "invalid_token"): string;
  /** Address of a protected path, which is the audience of its tokens. */
  addressOf(path: string): string;
}

/** `publicUrl` is the server's address as clients know it, without a path. */
export function resourceMetadata(
  publicUrl: string,
  issuer: string,
  resources: readonly ProtectedResource[],
): ResourceMetadata {
  const addressOf = (path: string) => new URL(path, publicUrl).href;
  // Some clients ask at the root, whatever the path: with one resource that can mean nothing else.
  const [only, ...others] = resources;
  const documents = new Map(
    resources.map((resource) => [
      `${WELL_KNOWN}${resource.path}`,
      documentOf(addressOf(resource.path), issuer, resource),
    ]),
  );
  if (only && others.length === 0) documents.set(WELL_KNOWN, documentOf(addressOf(only.path), issuer, only));
  return {
    addressOf,
    owns: (path) => documents.has(path),
    handle(request, response) {
      const document = documents.get(pathOf(request));
      const isRead = request.method === "GET" || request.method === "HEAD";
      response.setHeader("access-control-allow-origin", "*");
      response.setHeader("cache-control", "public, max-age=300");
      if (document && request.method === "OPTIONS")
        response.writeHead(204, { "access-control-allow-methods": "GET" }).end();
      else if (!document || !isRead) response.writeHead(document ? 405 : 404, document ? { allow: "GET" } : {}).end();
      else response.writeHead(200, { "content-type": "application/json" }).end(document);
    },
    challenge(path, error) {
      const parts = error ? [`error="${error}"`] : [];
      parts.push(`resource_metadata="${new URL(`${WELL_KNOWN}${path}`, publicUrl).href}"`, `scope="${SCOPE}"`);
      return `Bearer ${parts.join(", ")}`;
    },
  };
}

const documentOf = (resource: string, issuer: string, { name }: ProtectedResource) =>
  JSON.stringify({
    resource,
    authorization_servers: [issuer],
    scopes_supported: [SCOPE],
    bearer_methods_supported: ["header"],
    resource_name: name,
  });

/** The path that a request names, without what follows a `?`. */
export const pathOf = ({ url = "/" }: IncomingMessage): string => url.split("?", 1)[0] ?? url;
