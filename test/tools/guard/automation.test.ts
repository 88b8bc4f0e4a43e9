import { describe, expect, it } from "vitest";
import { checkAutomation, checkCode, touchedLater } from "../../../src/tools/guard/automation.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const link = (relation: string) => fieldWith({ type: "many2one", relation });
const schema = schemaWith({
  "project.task.type": {
    mail_template_id: link("mail.template"),
    sms_template_id: link("sms.template"),
    template_ids: fieldWith({ type: "many2many", relation: "mail.template" }),
    ref: fieldWith({ type: "reference" }),
    user_id: link("res.users"),
  },
  "a.any": {
    action_id: link("ir.actions.server"),
    cron_id: link("ir.cron"),
    rule_id: link("base.automation"),
    view_id: link("ir.ui.view"),
    model_id: link("ir.model"),
    alias_id: link("mail.alias"),
    report_id: link("ir.actions.report"),
  },
  "mail.activity": { res_model_id: link("ir.model"), activity_type_id: link("mail.activity.type") },
});

async function visited(model: string, name: string, value: unknown, policy: PolicyConfig = {}) {
  const context = contextWith({ schema, policy });
  const described = await context.models.get(model);
  const row = { model: described, values: { [name]: value }, isNew: false, ids: [7], at: `values.${name}` };
  return { context, field: { ...row, name, field: described.fields[name] ?? fieldWith(), value } };
}

async function check(model: string, name: string, value: unknown, policy: PolicyConfig = {}, isDialogue = false) {
  const { context, field } = await visited(model, name, value, policy);
  checkAutomation(field, context, isDialogue);
}

describe("a reference to what Odoo runs or sends by itself", () => {
  it.each<[model: string, field: string, value: unknown]>([
    ["project.task.type", "mail_template_id", 5],
    ["project.task.type", "mail_template_id", { id: 5, name: "Closed" }],
    ["project.task.type", "sms_template_id", 5],
    ["project.task.type", "template_ids", [5]],
    ["project.task.type", "template_ids", { link: [5] }],
    ["project.task.type", "template_ids", { set: [5] }],
    ["project.task.type", "ref", "ir.actions.server,5"],
    ["a.any", "action_id", 5],
    ["a.any", "cron_id", 5],
    ["a.any", "rule_id", 5],
    ["a.any", "view_id", 5],
    ["a.any", "model_id", 5],
    ["a.any", "alias_id", 5],
    ["a.any", "report_id", 5],
  ])("is not written: %s.%s %j", async (model, name, value) => {
    await expect(check(model, name, value)).rejects.toMatchObject({
      rule: "automation",
      outcome: "not_applied",
      field: name,
    });
    await expect(check(model, name, value)).rejects.toEqual(odooError("forbidden", `values.${name}: refers to`));
  });

  it.each<[model: string, field: string, value: unknown]>([
    ["project.task.type", "mail_template_id", null],
    ["project.task.type", "template_ids", []],
    ["project.task.type", "template_ids", { set: [] }],
    ["project.task.type", "template_ids", { unlink: [5] }],
    ["project.task.type", "ref", "sale.order,5"],
    ["project.task.type", "ref", null],
    ["project.task.type", "user_id", 5],
    ["mail.activity", "res_model_id", 5],
    ["mail.activity", "activity_type_id", 5],
  ])("is emptied, and others are written: %s.%s %j", async (model, name, value) => {
    await expect(check(model, name, value)).resolves.toBeUndefined();
  });

  it("is written where the config lets tools act on that model, and not where it only opens it", async () => {
    const of = (policy: PolicyConfig) => check("project.task.type", "mail_template_id", 5, policy);
    await expect(of({ "mail.template": { operations: ["read", "act"] } })).resolves.toBeUndefined();
    await expect(of({ "mail.template": { operations: ["read", "update"] } })).rejects.toMatchObject({
      rule: "automation",
    });
    await expect(of({ "*": { operations: ["read", "act"] } })).rejects.toMatchObject({ rule: "automation" });
  });

  it("is chosen in a dialogue, for what that does now: a template, not code", async () => {
    await expect(check("project.task.type", "mail_template_id", 5, {}, true)).resolves.toBeUndefined();
    await expect(check("a.any", "action_id", 5, {}, true)).rejects.toMatchObject({ rule: "automation" });
  });
});

describe("code in a model that people change on screens", () => {
  const code = async (name: string, value: unknown, { type = "text", policy = {} as PolicyConfig } = {}) => {
    const { context, field } = await visited("a.any", name, value, policy);
    checkCode({ ...field, field: fieldWith({ type: type as "text" }) }, context);
  };

  it.each([
    "python_compute",
    "python_applicable",
    "amount_python_compute",
    "condition_python",
    "code",
    "code_exec",
    "sql",
  ])("is not written: %s", async (name) => {
    await expect(code(name, "raise")).rejects.toMatchObject({
      rule: "automation",
      outcome: "not_applied",
      field: name,
    });
  });

  it("is emptied, and other texts are written", async () => {
    for (const value of [null, "", " "]) await expect(code("python_compute", value)).resolves.toBeUndefined();
    await expect(code("code", "S00027", { type: "char" })).resolves.toBeUndefined();
    for (const name of ["description", "decode", "zip_codes"]) await expect(code(name, "x")).resolves.toBeUndefined();
  });

  it("is written where the config lets tools change what else runs code", async () => {
    const policy: PolicyConfig = { "ir.actions.server": { operations: ["read", "update"] } };
    await expect(code("python_compute", "x", { policy })).resolves.toBeUndefined();
  });
});

describe("a value by which Odoo posts or pays by itself", () => {
  const later = async (model: string, name: string, value: unknown, policy?: PolicyConfig) => {
    const { context, field } = await visited(model, name, value, policy);
    return touchedLater({ ...field, model: { ...field.model, name: model } }, context);
  };
  const moves = { ...schema.models, "account.move": { name: "account.move", label: "", fields: {} } };
  Object.assign(schema.models, moves, {
    "account.payment": { name: "account.payment", label: "", fields: {} },
    "account.reconcile.model": { name: "account.reconcile.model", label: "", fields: {} },
    "sale.order": { name: "sale.order", label: "", fields: {} },
  });

  it.each([
    ["account.move", "auto_post", "monthly"],
    ["account.move", "auto_post", true],
    ["account.move", "auto_post_until", "2026-12-31"],
    ["account.payment", "state", "paid"],
    ["account.reconcile.model", "trigger", "auto_reconcile"],
    ["account.reconcile.model", "auto_reconcile", true],
  ])("counts as a button: %s.%s %j", async (model, name, value) => {
    expect(await later(model, name, value)).toEqual([{ model, effect: "act", records: 0 }]);
    await expect(later(model, name, value, { [model]: { operations: ["read", "update"] } })).rejects.toMatchObject({
      rule: `policy["${model}"].operations`,
    });
  });

  it("is asked about", async () => {
    const { context, field } = await visited("account.move", "auto_post", "monthly");
    expect(context.policy.confirmations(touchedLater(field, context))).toHaveLength(1);
  });

  it.each([
    ["account.move", "auto_post", "no"],
    ["account.move", "auto_post", false],
    ["account.move", "auto_post_until", null],
    ["account.move", "ref", "x"],
    ["sale.order", "state", "sale"],
  ])("is none: %s.%s %j", async (model, name, value) => expect(await later(model, name, value)).toEqual([]));
});
