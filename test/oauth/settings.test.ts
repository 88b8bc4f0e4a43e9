import { describe, expect, it } from "vitest";
import { type OAuthParts, oauthOf } from "../../src/oauth/settings.js";
import { memoryStore } from "../../src/replicas/shared-store.js";
import { SECRET, target } from "./support.js";

/** A path of an Odoo with keys of its own, or without any. */
const ofInstance = (path: string, file?: string) => ({
  path,
  ...target(),
  environment: file ? { ODOO_MCP_OAUTH_KEYS: file } : {},
});

const parts: OAuthParts = { secrets: [SECRET], store: memoryStore(), resources: [{ path: "/mcp", ...target() }] };
const BUILT_IN = { ODOO_MCP_OAUTH: "built-in", ODOO_MCP_PUBLIC_URL: "https://mcp.example.com" };
const FOREIGN = {
  ODOO_MCP_OAUTH: "https://login.example.com",
  ODOO_MCP_PUBLIC_URL: "https://mcp.example.com",
  ODOO_MCP_OAUTH_KEYS: "/etc/odoo-keys.json",
};

describe("OAuth", () => {
  it("is there where the variables choose it", async () => {
    expect(await oauthOf({}, parts)).toBeUndefined();
    const builtIn = await oauthOf(BUILT_IN, parts);
    expect(builtIn?.owns("/oauth/authorize")).toBe(true);
    expect(builtIn?.owns("/mcp")).toBe(false);
    const foreign = await oauthOf(FOREIGN, parts);
    expect(foreign?.owns("/oauth/authorize")).toBe(false);
    expect(foreign?.owns("/.well-known/oauth-protected-resource/mcp")).toBe(true);
  });

  it("takes hosts of clients, and clients without a document", async () => {
    const environment = {
      ...BUILT_IN,
      ODOO_MCP_OAUTH_CLIENTS: "claude.ai, inspector=http://127.0.0.1:6274/oauth/callback",
    };
    expect(await oauthOf(environment, parts)).toBeDefined();
  });

  type Refused = readonly [message: string, environment: Record<string, string>, given: Partial<OAuthParts>];
  it.each<Refused>([
    ["ODOO_MCP_PUBLIC_URL is not set", { ODOO_MCP_OAUTH: "built-in" }, {}],
    ["needs ODOO_MCP_HTTP_SECRET", BUILT_IN, { secrets: undefined }],
    ["cannot sign in at http://mcp.example.com", { ...BUILT_IN, ODOO_MCP_PUBLIC_URL: "http://mcp.example.com" }, {}],
    ["neither a host nor a client", { ...BUILT_IN, ODOO_MCP_OAUTH_CLIENTS: "https://claude.ai" }, {}],
    ["neither a host nor a client", { ...BUILT_IN, ODOO_MCP_OAUTH_CLIENTS: "inspector=nowhere" }, {}],
    ["neither built-in nor an address", { ...FOREIGN, ODOO_MCP_OAUTH: "yes" }, {}],
    ["must begin with https://", { ...FOREIGN, ODOO_MCP_OAUTH: "http://login.example.com" }, {}],
    ["ODOO_MCP_OAUTH_KEYS is not set", { ...FOREIGN, ODOO_MCP_OAUTH_KEYS: "" }, {}],
    [
      "For /mcp/acme ODOO_MCP_OAUTH_KEYS is not set",
      FOREIGN,
      { resources: [ofInstance("/mcp/shop", "/etc/shop.json"), ofInstance("/mcp/acme")] },
    ],
    ["only one can count", { ...FOREIGN, ODOO_MCP_OAUTH_COMMAND: "pass show odoo" }, {}],
  ])("is refused where %s: %j", async (message, environment, given) => {
    await expect(oauthOf(environment, { ...parts, ...given })).rejects.toMatchObject({
      category: "settings",
      message: expect.stringContaining(message),
    });
  });
});
