import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

// The official clients of both eras, over HTTP.

/** `/mcp` of an origin; an address with a path as it is. */
const mcpAt = (address: string) => (new URL(address).pathname === "/" ? new URL("/mcp", address) : new URL(address));

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** The official client of the protocol until 2025-11-25. */
export async function legacyClient(origin: string, headers: Record<string, string>): Promise<LegacyClient> {
  const client = new LegacyClient({ name: "one", version: "1" }, { capabilities: { elicitation: {} } });
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
    { capabilities, versionNegotiation: { mode: "auto" } },
  );
  if (answer) {
    client.setRequestHandler("elicitation/create", ({ params }) => answer(params.message));
  }
  await client.connect(new ModernTransport(mcpAt(origin), { requestInit: { headers }, fetch }));
  return client;
}
