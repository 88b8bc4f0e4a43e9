import { describe, expect, it } from "vitest";
import { isRead } from "../../../src/odoo/wires/reads.js";

describe("isRead", () => {
  it.each([
    ["search_read", "read_group", "formatted_read_group", "web_search_read"],
    ["onchange", "default_get", "fields_get", "get_views", "fields_view_get"],
    ["check_access_rights", "has_access", "has_group", "context_get", "get_installed", "get_available_models"],
  ])("takes %s, %s, %s … for reads", (...methods) => {
    expect(methods.filter((method) => !isRead(method))).toEqual([]);
  });

  it.each([
    "create",
    "write",
    "unlink",
    "load",
    "copy",
    "action_read",
    // It makes external ids.
    "export_data",
    // Only what is known changes nothing: a name says little.
    "get_or_create",
    "search_and_write",
    "READ",
    "",
    "constructor",
  ])("takes %s for a write", (method) => {
    expect(isRead(method)).toBe(false);
  });
});
