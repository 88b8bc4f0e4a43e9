import { describe, expect, it } from "vitest";
import { checkMethodName } from "../../src/tools/policy.js";
import { odooError } from "../codegen/support.js";

const MODEL = "sale.order";

describe("a method called by name", () => {
  it.each([
    "action_confirm",
    "action_post",
    "action_cancel",
    "action_draft",
    "action_archive",
    "toggle_active",
    "button_validate",
    "button_confirm",
    "button_draft",
    "convert_opportunity",
    "message_subscribe",
    "create_invoices",
    "x_studio_2nd_step",
    "do_it",
    "Approve",
  ])("may be a button's: %s", (method) => {
    expect(() => checkMethodName(MODEL, method)).not.toThrow();
  });

  it.each([
    ["private to Odoo", "_compute_name"],
    ["private to Python", "__class__"],
    ["every object's", "__proto__"],
    ["empty", ""],
    ["a path", "env.cr.execute"],
    ["a call", "unlink()"],
    ["two words", "action confirm"],
    ["two lines", "action_confirm\n"],
    ["a line before", "\naction_confirm"],
    ["a number first", "1st"],
    ["not ASCII", "action_confirmé"],
    ["made to look like another", "action_conf\u0456rm"],
    ["a URL's part", "../unlink"],
  ])("is refused if it is %s: %j", (_, method) => {
    expect(() => checkMethodName(MODEL, method)).toThrow(odooError("forbidden", `"${method}"`, MODEL));
  });

  it.each([
    ["changes who is asking", ["sudo", "with_user", "with_env", "with_context", "with_company"]],
    ["traverses the database", ["browse", "mapped", "filtered", "filtered_domain", "grouped", "sorted", "export_data"]],
    [
      "makes records without their checks",
      ["new", "load", "copy", "copy_data", "name_create", "modified", "recompute"],
    ],
    ["is a tool of its own", ["create", "write", "unlink", "read", "search", "search_read", "search_count"]],
    ["reads past the tools' checks", ["read_group", "formatted_read_group", "web_read", "web_search_read", "fetch"]],
    ["writes past the tools' checks", ["web_save", "update_field_translations", "web_override_translations"]],
    ["describes rather than does", ["fields_get", "default_get", "onchange", "get_views", "fields_view_get"]],
    ["runs code", ["execute", "run", "method_direct_trigger", "create_action", "unlink_action", "init"]],
    [
      "installs or removes modules",
      ["button_immediate_install", "button_immediate_upgrade", "button_immediate_uninstall"],
    ],
    [
      "installs or removes modules later",
      ["button_install", "button_upgrade", "button_uninstall", "module_uninstall", "upgrade_module", "import_module"],
    ],
    ["gives access away", ["generate_access_token", "get_portal_url", "action_share", "action_reset_password"]],
    ["empties caches", ["clear_caches", "invalidate_cache", "invalidate_model", "flush", "flush_model", "refresh"]],
  ])("is refused if it %s: %j", (_, methods) => {
    for (const method of methods) {
      expect(() => checkMethodName(MODEL, method)).toThrow(odooError("forbidden", method));
    }
  });

  it("is refused with the model and the way to do it", () => {
    const refusal = { model: MODEL, outcome: "not_applied", hint: expect.stringContaining("create_record") };
    expect(() => checkMethodName(MODEL, "write")).toThrow(expect.objectContaining(refusal));
  });
});
