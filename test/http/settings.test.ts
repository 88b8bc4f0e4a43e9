import { describe, expect, it } from "vitest";
import { readHttpSettings } from "../../src/http/settings.js";
import { odooError } from "../support/fixtures.js";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

describe("the settings of a server over HTTP", () => {
  it("are this machine's alone where nothing is set", () => {
    expect(readHttpSettings({}, "127.0.0.1")).toEqual({
      hosts: LOOPBACK,
      origins: LOOPBACK,
      tls: undefined,
      secrets: undefined,
      senderOf: expect.any(Function),
      store: undefined,
      calls: { ofUser: 16, ofAll: 200 },
      metrics: undefined,
      drainMs: 5_000,
    });
  });

  it("name hosts and pages, which may be written as addresses", () => {
    const environment = {
      ODOO_MCP_HTTP_HOSTS: "mcp.example.com, https://other.example:8443",
      ODOO_MCP_HTTP_ORIGINS: "app.example.com",
    };
    const { hosts, origins } = readHttpSettings(environment, "0.0.0.0");
    expect(hosts).toEqual([...LOOPBACK, "mcp.example.com", "other.example"]);
    expect(origins).toEqual([...hosts, "app.example.com"]);
  });

  it("take the public address for one of the hosts, and secrets with the newest first", () => {
    const secrets = ["a".repeat(32), "b".repeat(40)];
    const environment = {
      ODOO_MCP_PUBLIC_URL: "https://mcp.example.com",
      ODOO_MCP_HTTP_SECRET: secrets.join(", "),
    };
    const settings = readHttpSettings(environment, "0.0.0.0");
    expect(settings.hosts).toEqual([...LOOPBACK, "mcp.example.com"]);
    expect(settings.secrets).toEqual(secrets);
  });

  it.each([
    ["127.0.0.1:9464", { host: "127.0.0.1", port: 9464 }],
    ["[::1]:9464", { host: "::1", port: 9464 }],
    ["localhost:0", { host: "localhost", port: 0 }],
    [" ", undefined],
  ])("say where metrics are: %j", (ODOO_MCP_METRICS, metrics) => {
    expect(readHttpSettings({ ODOO_MCP_METRICS }, "127.0.0.1").metrics).toEqual(metrics);
  });

  it.each(["9464", ":9464", "127.0.0.1", "127.0.0.1:70000", "http://127.0.0.1:9464", "::1:9464"])(
    "refuse metrics at %j",
    (ODOO_MCP_METRICS) => {
      expect(() => readHttpSettings({ ODOO_MCP_METRICS }, "127.0.0.1")).toThrow(
        odooError("settings", "ODOO_MCP_METRICS is no address and port"),
      );
    },
  );

  it.each<[what: string, environment: Record<string, string>, host: string, message: string]>([
    ["no host names for other machines", {}, "0.0.0.0", "ODOO_MCP_HTTP_HOSTS is not set"],
    ["any host", { ODOO_MCP_HTTP_HOSTS: "*" }, "127.0.0.1", '"*" is no host name'],
    ["some hosts", { ODOO_MCP_HTTP_HOSTS: "*.example.com" }, "127.0.0.1", "is no host name"],
    ["a path", { ODOO_MCP_HTTP_ORIGINS: "example.com/a" }, "127.0.0.1", "is no host name"],
    ["a short secret", { ODOO_MCP_HTTP_SECRET: "short" }, "127.0.0.1", "less than 32 characters"],
    ["a short old secret", { ODOO_MCP_HTTP_SECRET: `${"a".repeat(32)},b` }, "127.0.0.1", "less than 32 characters"],
    ["half a certificate", { ODOO_MCP_TLS_CERT: "a.pem" }, "127.0.0.1", "one alone is set"],
    ["no such file", { ODOO_MCP_TLS_CERT: "/no", ODOO_MCP_TLS_KEY: "/no" }, "127.0.0.1", "cannot be read"],
    ["another store", { ODOO_MCP_HTTP_STORE: "http://user:pass@x" }, "127.0.0.1", "ODOO_MCP_HTTP_STORE is no address"],
    ["no calls", { ODOO_MCP_HTTP_CALLS: "0" }, "127.0.0.1", "ODOO_MCP_HTTP_CALLS must be"],
  ])("refuse %s", (_, environment, host, message) => {
    expect(() => readHttpSettings(environment, host)).toThrow(odooError("settings", message));
  });
});
