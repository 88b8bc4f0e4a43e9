import { afterEach, describe, expect, it, vi } from "vitest";
import { debug, redacted } from "../../../src/odoo/errors/debug.js";
import { hideSecret } from "../../../src/odoo/errors/secrets.js";

describe("redacted", () => {
  it("hides the secrets of this process wherever they stand", () => {
    hideSecret("hunter2-hunter2");
    expect(redacted("args: ('shop', 2, 'hunter2-hunter2', 'res.partner')")).toBe(
      "args: ('shop', 2, '***', 'res.partner')",
    );
  });

  it.each([
    ["authorization: bearer 0123456789abcdef", "authorization: bearer ***"],
    ["postgresql://odoo:pw@db/shop", "postgresql://odoo:***@db/shop"],
    ["{'password': 'pw', 'login': 'a'}", "{'password': '***', 'login': 'a'}"],
    ["api_key=abc, x=1", "api_key=***, x=1"],
  ])("hides what looks like a secret: %s", (text, hidden) => {
    expect(redacted(text)).toBe(hidden);
  });
});

describe("debug", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it("prints nothing unless it is asked to", () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    debug("x", "y");
    vi.stubEnv("ODOO_MCP_DEBUG", "off");
    debug("x", "y");
    vi.stubEnv("ODOO_MCP_DEBUG", " Yes");
    debug("Odoo's error", "Traceback ... bearer abc");
    expect(printed.mock.calls).toEqual([["[odoo-mcp] Odoo's error: Traceback ... bearer ***"]]);
  });
});
