import { describe, expect, it } from "vitest";
import { normalizedAddress } from "../../../codegen/setup/address.js";
import { odooError } from "../../support/fixtures.js";

describe("normalizedAddress", () => {
  it.each([
    ["example.odoo.com", "https://example.odoo.com"],
    [" example.odoo.com/web#action=1 ", "https://example.odoo.com"],
    ["https://example.odoo.com/odoo", "https://example.odoo.com/odoo"],
    ["example.org/erp/web/login", "https://example.org/erp"],
    ["HTTP://example.org:8069/", "http://example.org:8069"],
    ["localhost:8069", "http://localhost:8069"],
    ["127.0.0.1:8069", "http://127.0.0.1:8069"],
    ["[::1]:8069", "http://[::1]:8069"],
    ["https://localhost", "https://localhost"],
    ["localhost.evil.example", "https://localhost.evil.example"],
  ])("makes of %s %s", (given, origin) => {
    expect(normalizedAddress(given)).toBe(origin);
  });

  it.each([
    ["", "not set"],
    ["ftp://example.org", "must be an address"],
    ["https://", "must be an address"],
    ["two words", "must be an address"],
    ["https://admin:s3cret@example.org", "must not hold"],
    ["admin:s3cret@example.org", "must not hold"],
  ])("refuses %j", (given, text) => {
    expect(() => normalizedAddress(given)).toThrow(odooError("settings", "The URL", text));
    expect(() => normalizedAddress(given)).not.toThrow(/s3cret/);
  });
});
