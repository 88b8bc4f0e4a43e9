import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { resultSchemas } from "./result-schemas.js";

// The official clients of both eras, over HTTP.

/** `/mcp` of an origin; an address with a path as it is. */
const mcpAt = (address: string) => (new URL(address).pathname === "/" ? new URL("/mcp", address) : new URL(address));

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** A user's credential of an environment: an API key alone where that names its user, from Odoo 19 on, and else login and secret. */
export function credentialOf(series: string, environment: Readonly<Record<string, string>>): Record<string, string> {
  const { ODOO_USERNAME = "", ODOO_API_KEY, ODOO_PASSWORD = "" } = environment;
  if (Number(series) >= 19 && ODOO_API_KEY) return bearer(ODOO_API_KEY);
  const both = `${ODOO_USERNAME}:${ODOO_API_KEY || ODOO_PASSWORD}`;
  return { authorization: `Basic ${Buffer.from(both).toString("base64")}` };
}

/** The official client of the protocol until 2025-11-25. */
export async function legacyClient(origin: string, headers: Record<string, string>): Promise<LegacyClient> {
  const client = new LegacyClient(
    { name: "one", version: "1" },
    { capabilities: { elicitation: {} }, jsonSchemaValidator: resultSchemas },
  );
  // Its types do not allow for what `exactOptionalPropertyTypes` asks.
  await client.connect(new LegacyTransport(mcpAt(origin), { requestInit: { headers } }) as never);
  return client;
}

/** What a person says. */
export type Reply = { action: "accept" | "decline" | "cancel"; content?: Record<string, boolean> };

/** The official client of 2026-07-28. `answer`: what its person says; without one it cannot ask. `fetch`: how it reaches the server. */
export async function modernClient(
  origin: string,
  headers: Record<string, string>,
  answer?: (question: string) => Reply,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<ModernClient> {
  const capabilities = answer ? { elicitation: { form: {} } } : {};
  const client = new ModernClient(
    { name: "two", version: "1" },
    { capabilities, versionNegotiation: { mode: "auto" }, jsonSchemaValidator: resultSchemas },
  );
  if (answer) {
    client.setRequestHandler("elicitation/create", ({ params }) => answer(params.message));
  }
  await client.connect(new ModernTransport(mcpAt(origin), { requestInit: { headers }, fetch }));
  return client;
}
