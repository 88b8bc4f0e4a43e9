import type { Json } from "../support/mcp.js";
import {
  ALL_FIELDS,
  type Attempt,
  CODE,
  HISTORY,
  PARTNER,
  PLATFORM,
  RIGHTS,
  SECRETS,
  SHARING,
  TEMPLATE,
} from "./attempt.js";

// Models that the policy does not open.

const made = (model: string, values: Json, rule: string, more: Partial<Attempt> = {}): Attempt => ({
  what: `create ${model}: ${Object.keys(values).join(", ")}`,
  tool: "create_record",
  args: () => ({ model, values }),
  rule,
  ...more,
});

export const escalation: Attempt[] = [
  made("ir.actions.server", { name: "x", state: "code", code: "env['res.users'].browse(2).unlink()" }, CODE),
  made("ir.cron", { name: "x", code: "raise" }, CODE),
  made("base.automation", { name: "x" }, CODE),
  made("ir.model.fields", { name: "x_y", compute: "raise" }, CODE),
  made("ir.ui.view", { arch: "<form/>" }, CODE),
  made("ir.default", { json_value: "1" }, CODE),
  made("mail.template", { body_html: "{{ object.env }}" }, CODE),
  made("sms.template", { body: "{{ object.env }}" }, CODE),
  made("mail.alias", { alias_name: "evil", alias_defaults: "{}" }, CODE),
  made("mail.compose.message", { subject: "evil" }, "screens", { asks: "reads" }),
  made("ir.server.object.lines", { value: "1" }, CODE),
  made("reset.view.arch.wizard", { arch_to_compare: "<form/>" }, CODE),
  made("res.users", { login: "evil", password: "evil" }, RIGHTS),
  made("res.groups", { name: "evil" }, RIGHTS),
  made("ir.rule", { name: "evil", domain_force: "[(1,'=',1)]" }, RIGHTS),
  made("portal.wizard", {}, RIGHTS),
  made("res.users.apikeys.description", { name: "evil" }, SECRETS),
  made("change.password.wizard", {}, SECRETS),
  made("ir.config_parameter", { key: "web.base.url", value: "http://evil" }, SECRETS),
  made("ir.mail_server", { smtp_host: "evil" }, SECRETS),
  made("res.config.settings", { group_multi_currency: true }, PLATFORM),
  made("base.document.layout", { report_header: "evil" }, PLATFORM),
  made("base.language.install", {}, PLATFORM),
  made("res.company", { name: "evil" }, PLATFORM),
  made("mail.message", { body: "<p>forged</p>", author_id: 1 }, HISTORY),
  made("mail.followers", { res_model: "res.partner", res_id: 1 }, HISTORY),
  made("project.share.wizard", {}, SHARING),
  made("mail.wizard.invite", { res_model: "sale.order", res_id: 1 }, SHARING),
  made("ir.property", { name: "property_account_receivable_id" }, ALL_FIELDS),
  made("ir.translation", { name: "ir.ui.view,arch_db", value: "evil" }, ALL_FIELDS),
  made("account.move", { move_type: "entry" }, 'policy["account.*"].operations'),
  {
    what: "create several users",
    tool: "create_records",
    args: () => ({ model: "res.users", records: [{ login: "a" }, { login: "b" }] }),
    rule: RIGHTS,
  },
  {
    what: "make oneself an administrator",
    tool: "update_record",
    args: ({ user }) => ({ model: "res.users", id: user, values: { groups_id: { link: [1] } } }),
    rule: RIGHTS,
  },
  {
    what: "give users passwords, many at a time",
    tool: "update_records",
    args: ({ user }) => ({ model: "res.users", updates: [{ id: user, values: { password: "evil" } }] }),
    rule: RIGHTS,
  },
  {
    what: "delete a rule",
    tool: "delete_records",
    args: () => ({ model: "ir.rule", ids: [1] }),
    rule: RIGHTS,
  },
  {
    what: "install a module",
    tool: "execute_workflow",
    args: () => ({ model: "ir.module.module", id: 1, signal: "button_immediate_install" }),
    rule: "refused methods",
  },
  {
    what: "run a server action",
    tool: "execute_workflow",
    args: () => ({ model: "ir.actions.server", id: 1, signal: "run" }),
    rule: "refused methods",
  },
  {
    what: "run a job now",
    tool: "execute_workflow",
    args: () => ({ model: "ir.cron", id: 1, signal: "method_direct_trigger" }),
    rule: "refused methods",
  },
  {
    what: "create in a model that the config only lets read, by its own tool",
    tool: "product_template_create",
    args: () => ({ values: { name: "evil" } }),
    rule: TEMPLATE,
  },
  {
    what: "update it by its own tool",
    tool: "product_template_update",
    args: ({ template }) => ({ ids: [template], values: { name: "evil" } }),
    rule: TEMPLATE,
  },
  {
    what: "delete it by its own tool",
    tool: "product_template_delete",
    args: ({ template }) => ({ ids: [template] }),
    rule: TEMPLATE,
  },
  {
    what: "delete a currency",
    tool: "res_currency_delete",
    args: ({ currency }) => ({ ids: [currency] }),
    rule: 'policy["res.currency"].operations',
  },
  {
    what: "delete a partner by its own tool",
    tool: "contact_delete",
    args: ({ partner }) => ({ ids: [partner] }),
    rule: PARTNER,
  },
  {
    what: "delete a lead, which a glob forbids",
    tool: "crm_lead_delete",
    args: ({ lead }) => ({ ids: [lead] }),
    rule: 'policy["crm.*"].operations',
  },
  {
    what: "press a button of a lead, which a glob forbids",
    tool: "execute_workflow",
    args: ({ lead }) => ({ model: "crm.lead", id: lead, signal: "action_set_lost" }),
    rule: 'policy["crm.*"].operations',
  },
  {
    what: "write to a record of the snapshot's model as a dry run",
    tool: "update_record",
    args: ({ user }) => ({ model: "res.users", id: user, values: { name: "x" }, dry_run: true }),
    rule: RIGHTS,
  },
];

const READS: readonly [tool: string, args: Json][] = [
  ["search_records", { domain: [] }],
  ["search_count", { domain: [] }],
  ["aggregate_records", { domain: [] }],
  ["read_records", { ids: [1] }],
  ["get_metadata", { ids: [1] }],
  ["get_fields", {}],
];

/** A tool that names its models one by one. */
const lookedUp = (model: string, rule: string): Attempt => ({
  what: `look_up of ${model}`,
  tool: "look_up",
  args: () => ({ names: [{ model, name: "a" }] }),
  rule,
});

export const reading: Attempt[] = [
  lookedUp("res.users.apikeys", SECRETS),
  lookedUp("ir.config_parameter", SECRETS),
  lookedUp("hr.employee", 'policy["hr.*"].operations'),
  ...["ir.config_parameter", "res.users.apikeys", "payment.token", "ir.translation"].flatMap((model) =>
    READS.map(([tool, args]) => ({
      what: `${tool} of ${model}`,
      tool,
      args: () => ({ model, ...args }),
      rule: model === "ir.translation" ? ALL_FIELDS : SECRETS,
    })),
  ),
  ...READS.map(([tool, args]) => ({
    what: `${tool} of hr.employee, which a glob forbids`,
    tool,
    args: () => ({ model: "hr.employee", ...args }),
    rule: 'policy["hr.*"].operations',
  })),
];
