import type { Json } from "../support/mcp.js";
import type { Attempt } from "./attempt.js";

// Calls that are made of something else than records and values.

const method = (signal: string, rule = 'policy["sale.order"].methods', says?: string): Attempt => ({
  what: `call ${JSON.stringify(signal)}`,
  tool: "execute_workflow",
  args: ({ mine }) => ({ model: "sale.order", id: mine, signal }),
  rule,
  ...(says ? { says } : {}),
});

export const methods: Attempt[] = [
  ...[
    "action_cancel",
    "action_draft",
    "action_lock",
    "message_post",
    "message_subscribe",
    "toggle_active",
    "Action_confirm",
  ].map((name) => method(name)),
  ...["unlink", "write", "sudo", "with_context", "copy", "export_data", "load", "read_group", "name_create"].map(
    (name) => method(name, "refused methods"),
  ),
  ...[
    "_compute_amounts",
    "__class__",
    "__proto__",
    "",
    "action_confirm ",
    "action_confirm\n",
    "env.cr.execute",
    "action_c\u043enfirm",
    "action_confirm\u200b",
    "unlink()",
    "ａction_confirm",
  ].map((name) => method(name, "public methods")),
  {
    what: "press a button that the policy leaves out, by its own tool",
    tool: "sale_order_action_cancel",
    args: ({ mine }) => ({ ids: [mine] }),
    rule: 'policy["sale.order"].methods',
  },
  {
    what: "press a button of no form",
    tool: "execute_workflow",
    args: ({ product }) => ({ model: "product.product", id: product, signal: "action_evil" }),
    rule: "buttons",
  },
  {
    what: "complete a wizard that was never opened",
    tool: "execute_workflow",
    args: () => ({ wizard: "wizard-99", signal: "action_send_mail", values: {} }),
    rule: "not_found",
    says: "no open wizard",
  },
  {
    what: "complete a wizard of another model",
    tool: "execute_workflow",
    args: ({ mine }) => ({ wizard: "wizard-1", model: "sale.order", id: mine, signal: "action_confirm" }),
    rule: "validation",
    says: "either model and id",
  },
];

const context = (name: string, value: unknown): Attempt => ({
  what: `give ${name}`,
  tool: "create_record",
  args: () => ({ model: "res.partner", values: { name: "x" }, [name]: value }),
  rule: "validation",
  says: `Unknown argument "${name}"`,
});

export const contexts: Attempt[] = [
  context("context", { default_user_id: 1, active_test: false }),
  context("default_email", "evil@evil"),
  context("active_test", false),
  context("allowed_company_ids", [1, 2, 3]),
  context("tracking_disable", true),
  context("confirm", true),
  {
    what: "work in a company of others",
    tool: "contact_search",
    args: ({ company }) => ({ fields: ["name"], domain: [], company_id: company + 1000 }),
    rule: "forbidden",
    says: "company_id",
  },
  {
    what: "forge a company as a list",
    tool: "contact_search",
    args: ({ company }) => ({ fields: ["name"], domain: [], company_id: [company, company + 1000] }),
    rule: "validation",
    says: "company_id",
  },
  {
    what: "forge a language",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], lang: "xx_XX'; --" }),
    rule: "validation",
    says: "lang",
    asks: "reads",
  },
  {
    what: "forge a wizard's context in its values",
    tool: "execute_workflow",
    args: ({ mine }) => ({ model: "sale.order", id: mine, signal: "action_confirm", context: { active_ids: [1] } }),
    rule: "validation",
    says: 'Unknown argument "context"',
  },
];

/** JSON as a client sends it, where "__proto__" is a key like any other. */
const json = (text: string) => JSON.parse(text) as Json;
const POLLUTION = ["__proto__", "constructor", "prototype", "toString"];

export const names: Attempt[] = [
  ...POLLUTION.flatMap((key) => [
    {
      what: `${key} among the arguments`,
      tool: "contact_search",
      args: () => json(`{"domain": [], "${key}": {"isAdmin": true}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} among values`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "${key}": {"isAdmin": true}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in extra`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x"}, "extra": {"${key}": {"isAdmin": true}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in lines`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "child_ids": {"${key}": []}}}`),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in a line`,
      tool: "contact_create",
      args: () => json(`{"values": {"name": "x", "child_ids": {"create": [{"name": "y", "${key}": 1}]}}}`),
      rule: "validation",
      says: key,
      asks: "reads" as const,
    },
    {
      what: `${key} as a field to read`,
      tool: "contact_search",
      args: () => ({ domain: [], fields: [key] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} in a domain`,
      tool: "contact_search",
      args: () => ({ fields: ["name"], domain: [[key, "=", 1]] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} to sort by`,
      tool: "contact_search",
      args: () => ({ fields: ["name"], domain: [], order: key }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} to group by`,
      tool: "contact_aggregate",
      args: () => ({ domain: [], group_by: [key] }),
      rule: "validation",
      says: key,
    },
    {
      what: `${key} as a model`,
      tool: "search_records",
      args: () => ({ model: key, domain: [] }),
      rule: 'models that the config does not name, beside policy["sale.order"].domain',
      asks: "reads" as const,
    },
  ]),
  {
    what: "a model that looks like another",
    tool: "create_record",
    args: () => ({ model: "res.us\u0435rs", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model with a space behind",
    tool: "create_record",
    args: () => ({ model: "res.users ", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model with a line's end behind",
    tool: "create_record",
    args: () => ({ model: "res.users\n", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model in capitals",
    tool: "create_record",
    args: () => ({ model: "Res.Users", values: { login: "evil" } }),
    rule: "not_found",
    says: "There is no model",
    asks: "reads",
  },
  {
    what: "a model as a path of the URL",
    tool: "create_record",
    args: () => ({ model: "res.partner/../res.users", values: {} }),
    rule: "not_found",
    says: "There is no model",
  },
  {
    what: "a model as a list",
    tool: "create_record",
    args: () => ({ model: ["res.users"], values: {} }),
    rule: "validation",
    says: "model",
  },
  {
    what: "a field that looks like another",
    tool: "contact_update",
    args: ({ partner }) => ({ ids: [partner], values: { "em\u0430il": "x" } }),
    rule: "validation",
    says: "Unknown field",
  },
  {
    what: "a denied field with an invisible sign",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["email\u200b", "like", "a%"]] }),
    rule: "validation",
    says: "unknown field",
  },
  {
    what: "a denied field in capitals",
    tool: "contact_search",
    args: () => ({ domain: [], fields: ["Email"] }),
    rule: "validation",
    says: "Unknown field",
  },
  {
    what: "a field as SQL",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], order: "name; DROP TABLE res_users" }),
    rule: "validation",
    says: "order",
  },
  {
    what: "an operator as SQL",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["name", "= '' OR 1=1 --", "x"]] }),
    rule: "validation",
    says: "operator",
  },
  {
    what: "a sub-domain that passes Odoo's rules by",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [["parent_id", "any!", []]] }),
    rule: "validation",
    says: "operator",
  },
  {
    what: "a domain that Odoo would ignore",
    tool: "contact_count",
    args: () => ({ domain: [["nothing", "=", 1]] }),
    rule: "validation",
    says: "unknown field",
  },
  {
    what: "an order in brackets out of the policy's domain",
    tool: "sale_order_search",
    args: () => ({ domain: ["|", ["id", ">", 0]] }),
    rule: "validation",
    says: "lacks",
  },
];

export const oversized: Attempt[] = [
  {
    what: "more ids than a call may hold",
    tool: "read_records",
    args: () => ({ model: "res.country", ids: numbers(41) }),
    rule: 'policy["*"].maxRecords',
    asks: "reads",
  },
  {
    what: "more leads than their glob lets",
    tool: "crm_lead_read",
    args: () => ({ ids: numbers(6) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "update more of them",
    tool: "crm_lead_update",
    args: () => ({ ids: numbers(6), values: { name: "x" } }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "create more of them",
    tool: "create_records",
    args: () => ({ model: "crm.lead", records: numbers(6).map((n) => ({ name: `x${n}` })) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "load more of them",
    tool: "update_records",
    args: () => ({ model: "crm.lead", updates: numbers(6).map((id) => ({ id, values: { name: "x" } })) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "ask for more metadata",
    tool: "get_metadata",
    args: () => ({ model: "crm.lead", ids: numbers(6) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "look up more of them",
    tool: "look_up",
    args: () => ({ names: numbers(6).map((n) => ({ model: "crm.lead", name: `x${n}` })) }),
    rule: 'policy["crm.*"].maxRecords',
  },
  {
    what: "more ids than any call may hold",
    tool: "contact_read",
    args: () => ({ ids: numbers(1001) }),
    rule: "validation",
    says: "at most 1000",
  },
  {
    what: "a page of a million",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: [], limit: 1_000_000 }),
    rule: "validation",
    says: "500",
  },
  {
    what: "a domain of 5,000 terms",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: numbers(5000).map((n) => ["id", "=", n]) }),
    rule: "validation",
    says: "200 are allowed",
  },
  {
    what: "a domain 60 deep",
    tool: "contact_search",
    args: () => ({ fields: ["name"], domain: deep(60) }),
    rule: "validation",
    says: "nested",
    series: "19",
  },
  {
    what: "more records than one transaction takes",
    tool: "create_records",
    args: () => ({ model: "res.partner", records: numbers(101).map(() => ({ name: "x" })) }),
    rule: "validation",
    says: "100",
  },
  {
    what: "a key of a megabyte",
    tool: "contact_create",
    args: () => ({ values: { name: "x" }, idempotency_key: "k".repeat(1_000_000) }),
    rule: "validation",
    says: "at most 200",
  },
  {
    what: "relations four deep",
    tool: "contact_read",
    args: ({ partner }) => ({ ids: [partner], fields: ["parent_id.parent_id.parent_id.parent_id.name"] }),
    rule: "validation",
    says: "at most 3",
  },
  {
    what: "a name of a field of a megabyte",
    tool: "contact_search",
    args: () => ({ domain: [], fields: ["x".repeat(1_000_000)] }),
    rule: "validation",
    says: "at most 256 characters",
  },
];

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function deep(levels: number): unknown[] {
  return levels === 0 ? [] : [["parent_id", "any", deep(levels - 1)]];
}
