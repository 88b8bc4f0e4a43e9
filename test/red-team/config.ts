import type { PolicyConfig } from "../../src/tools/policy/policy.js";

// What the red team attacks. In process, its tools are generated without the policy, so that there is one for everything,
// and served with it; over stdio as users have it.

const MODELS = {
  operations: ["search", "read", "count", "aggregate", "create", "update", "delete"],
  models: {
    "res.partner": { alias: "contact", formerly: ["customer"], required: ["name"] },
    "sale.order": { buttons: ["action_confirm", "action_cancel", "action_quotation_send"] },
    "sale.order.line": {},
    "crm.lead": {},
    "crm.stage": {},
    "product.product": {},
    "product.template": {},
    "res.currency": {},
  },
};

/** As a company would write it for an assistant in sales. */
export const POLICY: PolicyConfig = {
  "*": { maxRecords: 40 },
  "account.*": { operations: ["read"] },
  "crm.*": { operations: ["read", "create", "update"], maxRecords: 5 },
  "hr.*": { operations: [] },
  "sale.order": {
    domain: [["user_id", "=", "me"]],
    denyFields: ["client_order_ref"],
    methods: ["action_confirm", "action_quotation_send"],
  },
  "sale.order.line": { domain: [["order_id.user_id", "=", "me"]] },
  "res.partner": { operations: ["read", "create", "update"], denyFields: ["email", "vat", "comment", "image_1920"] },
  "crm.lead": { allowFields: ["name", "partner_id", "user_id", "type", "stage_id", "tag_ids"] },
  "product.template": { operations: ["read"], denyFields: ["list_price"] },
  "res.currency": { operations: ["read"] },
  "res.partner.category": {},
  "res.currency.rate": { operations: ["read", "create", "update", "delete"] },
};

/** Policies that attempts are made under, by what they are for. */
export const POLICIES = {
  sales: POLICY,
  /** What holds where the config says nothing. */
  none: {},
  /** Texts that are sent may be written, templates only made: none of what Odoo renders. */
  messages: {
    "mail.mail": { operations: ["read", "create", "update", "send"] },
    "sms.sms": { operations: ["read", "create", "send"] },
    "mail.template": { operations: ["read", "create"] },
    "sms.template": { operations: ["read", "create", "send"] },
    "digest.tip": { operations: ["read", "create", "update"] },
  },
  /** What sends and acts by itself may be referred to by none of these, which all may be changed. */
  stages: Object.fromEntries(
    "project.task.type project.project.stage calendar.alarm mail.activity.type account.reconcile.model account.journal sale.order.template"
      .split(" ")
      .map((model) => [model, { operations: ["read", "create", "update", "act"] }]),
  ),
  /** One side of what is named in another language. */
  translated: {
    "product.product": { domain: [["name", "like", "Attacked"]] },
    "product.template": { domain: [["name", "like", "Attacked"]] },
    "res.partner.category": { domain: [["name", "=", "Attacked"]] },
    "crm.tag": { domain: [["name", "=", "Attacked"]] },
    "crm.stage": { domain: [["name", "ilike", "n"]] },
  },
  /** People and products are looked at, and what belongs to them is worked with. */
  looking: {
    "res.partner": { operations: ["read"] },
    "res.users": { operations: ["read"] },
    "resource.*": { operations: ["read"] },
    "product.product": { operations: ["read", "create", "update"] },
    "product.template": { operations: ["read", "create", "update"] },
    "stock.quant": { operations: ["read"] },
    "mail.alias": { operations: ["read"] },
  },
  /** What a product's variants hold is closed, and what their template does. */
  variants: {
    "product.product": { denyFields: ["standard_price", "list_price", "barcode", "default_code", "weight"] },
    "product.template": { denyFields: ["name", "description_sale"] },
  },
  /** What a product's template shows is closed. */
  templates: {
    "product.template": { denyFields: ["standard_price", "list_price", "barcode", "default_code", "weight"] },
    "product.product": {},
    "stock.quant": {},
  },
  /** Some records of models that others are linked to. */
  some: {
    "res.partner": { domain: [["name", "like", "Attacked"]] },
    "product.template": { domain: [["name", "like", "Attacked"]] },
    "product.product": { operations: ["read", "create", "update"] },
    "res.partner.category": { domain: [["name", "like", "mine"]] },
    "crm.tag": { operations: ["read"] },
    "crm.lead": { domain: [["name", "like", "Attacked"]] },
    "sale.order": {},
    "sale.report": {},
    "project.task": { domain: [["name", "like", "Attacked"]] },
    "project.tags": { domain: [["name", "like", "mine"]] },
    "hr.employee": {},
    "mail.activity": {},
  },
} satisfies Record<string, PolicyConfig>;
export type PolicyName = keyof typeof POLICIES;

/** The text of `odoo-models.config.json`, without the policy and with it. */
export const CONFIG = JSON.stringify(MODELS);
export const GUARDED_CONFIG = JSON.stringify({ ...MODELS, policy: POLICY });
