import { describe, expect, it } from "vitest";
import type { ChangingEffect } from "../../../src/tools/policy/effects.js";
import { EFFECTS } from "../../../src/tools/policy/effects.js";
import {
  checkMethodName,
  createPolicy,
  effectOfMethod,
  effectOfStep,
  effectOnModel,
  type NamedStep,
  type PolicyConfig,
} from "../../../src/tools/policy/policy.js";
import { fieldWith, odooError } from "../../support/fixtures.js";

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
    expect(() => checkMethodName(MODEL, method)).toThrow(odooError("forbidden", JSON.stringify(method), MODEL));
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

/** What a refusal says of its rule; undefined where nothing is refused. */
function ruleOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: "OdooError", category: "forbidden", outcome: "not_applied" });
    return (error as { rule?: string }).rule ?? "none";
  }
}

describe("a policy in the config", () => {
  const config: PolicyConfig = {
    "*": { operations: ["read", "create", "update"], maxRecords: 50, domain: [["company_id", "=", 1]] },
    "sale.*": { operations: ["read", "act"], denyFields: ["margin"] },
    "sale.order": { methods: ["action_confirm", "action_mine"], domain: [], confirm: ["act"], confirmAbove: 2 },
    "res.users": { operations: ["read", "update"] },
    "ir.*": { operations: ["read", "create", "update", "delete", "act", "send"] },
    "sale.order.line": { allowFields: ["name"] },
  };
  const policy = createPolicy(config, { buttons: () => ["action_confirm", "action_cancel"] });

  it("decides by the model's own entry, then by the last glob that says it", () => {
    expect(policy.operations("res.partner")).toEqual({
      value: ["read", "create", "update"],
      rule: 'policy["*"].operations',
    });
    expect(policy.operations("sale.order")).toEqual({ value: ["read", "act"], rule: 'policy["sale.*"].operations' });
    expect(ruleOf(() => policy.check("res.partner", "delete"))).toBe('policy["*"].operations');
    expect(ruleOf(() => policy.check("sale.order", "create"))).toBe('policy["sale.*"].operations');
  });

  it("opens a guarded model by its own name only, never by a glob", () => {
    expect(ruleOf(() => policy.check("res.users", "update"))).toBeUndefined();
    expect(ruleOf(() => policy.check("res.users", "delete"))).toBe('policy["res.users"].operations');
    expect(ruleOf(() => policy.check("ir.cron", "update"))).toMatch(/^guarded models/);
    expect(ruleOf(() => policy.check("ir.config_parameter", "read"))).toMatch(/^guarded models/);
  });

  it("lets the methods be called that it names, or else the buttons of the form", () => {
    expect(policy.checkMethod("sale.order", "action_confirm")).toBe("act");
    expect(policy.checkMethod("sale.order", "action_mine")).toBe("act");
    expect(ruleOf(() => policy.checkMethod("sale.order", "action_cancel"))).toBe('policy["sale.order"].methods');
    expect(policy.checkMethod("sale.report", "action_cancel")).toBe("act");
    expect(ruleOf(() => policy.checkMethod("sale.report", "action_mine"))).toBe("buttons");
    expect(policy.checkMethod("sale.wizard", "action_go", ["action_go"])).toBe("act");
    expect(ruleOf(() => policy.checkMethod("sale.order", "write"))).toBe("refused methods");
    expect(ruleOf(() => policy.checkMethod("res.partner", "action_confirm"))).toBe('policy["*"].operations');
  });

  it("needs sending to be allowed for what sends", () => {
    expect(ruleOf(() => policy.check("mail.mail", "create"))).toBe('policy["*"].operations');
    const mails = createPolicy({ "mail.*": { operations: ["read", "create", "send"] } });
    expect(ruleOf(() => mails.check("mail.mail", "create"))).toBeUndefined();
    expect(
      ruleOf(() => createPolicy(config, { buttons: () => ["action_send"] }).checkMethod("sale.order", "action_send")),
    ).toBe('policy["sale.*"].operations');
  });

  it("limits records, fields and domains", () => {
    expect(ruleOf(() => policy.checkCount("sale.order", 51))).toBe('policy["*"].maxRecords');
    expect(ruleOf(() => policy.checkCount("sale.order", 50))).toBeUndefined();
    expect(policy.maxRecords("sale.order")).toEqual({ value: 50, rule: 'policy["*"].maxRecords' });
    expect(policy.domain("res.partner")).toEqual({ value: [["company_id", "=", 1]], rule: 'policy["*"].domain' });
    expect(policy.domain("sale.order")).toBeUndefined();
    const fields = { id: fieldWith(), display_name: fieldWith(), name: fieldWith(), margin: fieldWith() };
    const closed = (name: string) =>
      Object.entries(policy.view({ name, label: "", fields }).fields).flatMap(([field, { closed: rule }]) =>
        rule ? [[field, rule]] : [],
      );
    expect(closed("sale.order")).toEqual([["margin", 'policy["sale.*"].denyFields']]);
    expect(closed("sale.order.line")).toEqual([["margin", 'policy["sale.*"].denyFields']]);
    expect(closed("res.partner")).toEqual([]);
    const allowed = createPolicy({ "sale.order.line": { allowFields: ["name"] } });
    expect(allowed.view({ name: "sale.order.line", label: "", fields }).fields.margin?.closed).toBe(
      'policy["sale.order.line"].allowFields',
    );
  });

  it("marks a model once, and leaves alone one that has no closed field", () => {
    const model = { name: "sale.order", label: "", fields: { margin: fieldWith() } };
    expect(policy.view(model)).toBe(policy.view(model));
    const open = { name: "res.partner", label: "", fields: { name: fieldWith() } };
    expect(policy.view(open)).toBe(open);
  });

  it("asks before money goes elsewhere", () => {
    const asked = (effect: ChangingEffect, config = {}) =>
      createPolicy(config).confirmations([{ model: "res.partner.bank", effect, records: 1 }]);
    expect(asked("create")).toEqual(["it creates records of res.partner.bank"]);
    expect(asked("update")).toEqual(["it changes records of res.partner.bank"]);
    expect(asked("create", { "res.partner.bank": { confirm: [] } })).toEqual([]);
  });

  it("says what a person is asked before", () => {
    expect(policy.confirmations([{ model: "sale.order", effect: "act", records: 1 }])).toEqual([
      "it presses a button of sale.order",
    ]);
    expect(policy.confirmations([{ model: "sale.order", effect: "delete", records: 1 }])).toEqual([]);
    expect(policy.confirmations([{ model: "sale.order", effect: "delete", records: 3 }])).toEqual([
      "it changes 3 records of sale.order",
    ]);
  });
});

describe("a server that is read-only", () => {
  it("changes nothing, whatever the config says", () => {
    const policy = createPolicy({ "res.partner": { operations: [...EFFECTS] } }, { readOnly: true });
    expect(ruleOf(() => policy.check("res.partner", "read"))).toBeUndefined();
    for (const effect of EFFECTS.filter((one) => one !== "read")) {
      expect(ruleOf(() => policy.check("res.partner", effect))).toBe("read-only");
    }
  });
});

describe("what is done to records", () => {
  it.each([
    ["res.partner", "read", "read"],
    ["res.partner", "create", "create"],
    ["mail.mail", "create", "send"],
    ["mail.mail", "update", "send"],
    ["mail.mail", "delete", "delete"],
  ] as const)("of %s by %s is %s", (model, effect, told) => {
    expect(effectOnModel(model, effect)).toBe(told);
  });

  it.each([
    ["sale.order", "action_confirm", "act"],
    ["sale.order", "action_quotation_send", "send"],
    ["sale.order", "send_mail", "send"],
    ["sale.order", "mark_sent", "act"],
    ["mail.compose.message", "action_apply", "send"],
    ["crm.lead", "action_merge", "delete"],
    ["crm.lead", "merge", "delete"],
    ["x.order", "x_delete_all", "delete"],
    ["x.order", "action_unlink_lines", "delete"],
    ["x.order", "action_emerge", "act"],
    ["x.order", "action_delete_and_send", "send"],
  ] as const)("of %s by the method %s is %s", (model, method, effect) => {
    expect(effectOfMethod(model, method)).toBe(effect);
  });

  const dialogue = (model: string): NamedStep["action"] => ({ kind: "dialogue", model });

  it.each<[what: string, step: NamedStep, effect: string]>([
    ["a button", { name: "action_confirm" }, "act"],
    ["a button that sends", { name: "action_send" }, "send"],
    ["a dialogue", { name: "create_invoice", action: dialogue("sale.advance.payment.inv") }, "act"],
    ["a dialogue by whose name records go", { name: "merge", action: dialogue("crm.merge.opportunity") }, "delete"],
    ["a dialogue that is sent", { name: "write_to", action: dialogue("mail.compose.message") }, "send"],
    ["code of the database", { name: "tidy_up", action: { kind: "server", title: "Tidy up" } }, "send"],
    ["a report", { name: "print_quotation", action: { kind: "report", title: "Quotation" } }, "read"],
    ["a report called as what sends", { name: "print_send", action: { kind: "report", title: "Send" } }, "read"],
    ["what nobody could read", { name: "do_it", action: { kind: "unknown" } }, "act"],
  ])("of sale.order by %s is as much as it can be: %j is %s", (_, step, effect) => {
    expect(effectOfStep("sale.order", step)).toBe(effect);
  });

  it("of what is sent to people by any step but a report is to send it", () => {
    expect(effectOfStep("mail.mail", { name: "x", action: dialogue("a.wizard") })).toBe("send");
    expect(effectOfStep("mail.mail", { name: "x", action: { kind: "report", title: "x" } })).toBe("read");
  });
});

describe("a step", () => {
  const action = { kind: "server", title: "Tidy up" } as const;
  const policy = (config: PolicyConfig) => createPolicy(config, { buttons: () => ["action_confirm", "tidy_up"] });

  it("may be taken where its model's screens have it, or the config names it", () => {
    expect(policy({}).checkStep("x.order", { name: "action_confirm" })).toBe("act");
    expect(policy({}).checkStep("x.order", { name: "tidy_up", action })).toBe("send");
    expect(ruleOf(() => policy({}).checkStep("x.order", { name: "other" }))).toBe("buttons");
    const named = policy({ "x.order": { methods: ["other"] } });
    expect(named.checkStep("x.order", { name: "other" })).toBe("act");
    expect(ruleOf(() => named.checkStep("x.order", { name: "tidy_up", action }))).toBe('policy["x.order"].methods');
  });

  it("needs what it can be at most to be allowed: of the database's code, sending", () => {
    const acts = policy({ "x.order": { operations: ["read", "act"] } });
    expect(acts.checkStep("x.order", { name: "action_confirm" })).toBe("act");
    expect(ruleOf(() => acts.checkStep("x.order", { name: "tidy_up", action }))).toBe('policy["x.order"].operations');
    const report = { name: "tidy_up", action: { kind: "report", title: "x" } } as const;
    expect(policy({ "x.order": { operations: ["read"] } }).checkStep("x.order", report)).toBe("read");
    expect(ruleOf(() => policy({ "x.order": { operations: ["act"] } }).checkStep("x.order", report))).toBe(
      'policy["x.order"].operations',
    );
  });

  it.each(["unlink", "write", "_private", "button_immediate_install", "a.b", ""])(
    "is never called %j, whatever the config says",
    (name) => {
      const open = createPolicy({ "x.order": { methods: [name] } }, { buttons: () => [name] });
      expect(["refused methods", "public methods"]).toContain(ruleOf(() => open.checkStep("x.order", { name })));
    },
  );

  it("is none of a guarded model, of a server that only reads, or that deletes where that is closed", () => {
    expect(ruleOf(() => policy({}).checkStep("res.users", { name: "tidy_up" }))).toMatch(/^guarded models/);
    const readOnly = createPolicy({}, { readOnly: true, buttons: () => ["tidy_up"] });
    expect(ruleOf(() => readOnly.checkStep("x.order", { name: "tidy_up", action }))).toBe("read-only");
    const merging = createPolicy({ "x.order": { operations: ["read", "act"] } }, { buttons: () => ["merge"] });
    expect(ruleOf(() => merging.checkStep("x.order", { name: "merge" }))).toBe('policy["x.order"].operations');
  });
});
