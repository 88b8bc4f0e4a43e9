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
  "res.currency.rate": { operations: ["read", "create", "update", "delete"] },
};

/** The text of `odoo-models.config.json`, without the policy and with it. */
export const CONFIG = JSON.stringify(MODELS);
export const GUARDED_CONFIG = JSON.stringify({ ...MODELS, policy: POLICY });
