import type { Json } from "../support/mcp.js";
import type { Attempt, Target } from "./attempt.js";

// Dialogues, filled in with what their form does not show: whom they are for, and in which way.

const HIDDEN = "does not let a user fill in";

const filled = (
  signal: string,
  model: "res.partner" | "sale.order" | "crm.lead" | "product.template",
  values: (target: Target) => Json,
  more: Partial<Attempt> = {},
): Attempt => ({
  what: `fill ${Object.keys(values({} as Target)).join(", ")} into ${signal} of ${model}`,
  tool: "execute_workflow",
  args: (target) => ({
    model,
    id: {
      "res.partner": target.partner,
      "sale.order": target.mine,
      "crm.lead": target.lead,
      "product.template": target.template,
    }[model],
    signal,
    values: values(target),
  }),
  rule: "validation",
  says: HIDDEN,
  asks: "reads",
  under: "none",
  ...more,
});

/** What tells a dialogue of e-mails whom it writes to, as what, and what becomes of it. */
const COMPOSING: readonly Json[] = [
  { model: "res.users" },
  { composition_mode: "mass_mail" },
  { parent_id: 1 },
  { template_id: 1, model: "res.users" },
  { author_id: 1 },
  { record_name: "evil" },
  { mail_server_id: 1 },
  { subtype_id: 1 },
  { message_type: "comment" },
  { active_ids: [1, 2] },
  { context: { active_ids: [1] } },
];
const COMPOSING_NOW: readonly Json[] = [
  { res_ids: "[1, 2]" },
  { res_domain: "[]" },
  { res_domain_user_id: 1 },
  { composition_batch: true },
  { composition_comment_option: "forward" },
  { email_layout_xmlid: "x" },
  { force_send: true },
];
const COMPOSING_THEN: readonly Json[] = [
  { res_id: 1 },
  { use_active_domain: true },
  { active_domain: "[]" },
  { layout: "x" },
];

const composing = (values: Json, more: Partial<Attempt> = {}) =>
  filled("send_email", "res.partner", () => values, more);

const merging = (values: Json, more: Partial<Attempt> = {}): Attempt => ({
  ...filled("merge", "res.partner", () => values, more),
  args: ({ partner, sibling }) => ({ model: "res.partner", ids: [partner, sibling], signal: "merge", values }),
});

export const dialogues: Attempt[] = [
  ...COMPOSING.map((values) => composing(values)),
  ...COMPOSING_NOW.map((values) => composing(values, { series: "19" })),
  ...COMPOSING_THEN.map((values) => composing(values, { series: "14" })),
  filled("res_partner_act_window_sms_composer_mult", "res.partner", () => ({ res_ids: "[1]" })),
  filled("res_partner_act_window_sms_composer_mult", "res.partner", () => ({ active_domain: "[]" }), { series: "14" }),
  filled("res_partner_act_window_sms_composer_mult", "res.partner", () => ({ res_model: "res.users" })),
  filled("res_partner_act_window_sms_composer_mult", "res.partner", () => ({ composition_mode: "mass" })),
  filled("res_partner_act_window_sms_composer_mult", "res.partner", () => ({ mass_force_send: true })),
  filled("create_invoice", "sale.order", ({ theirs }) => ({ sale_order_ids: { link: [theirs] } }), { series: "19" }),
  filled("create_invoice", "sale.order", ({ theirs }) => ({ active_ids: [theirs] })),
  filled("create_invoice", "sale.order", () => ({ deposit_account_id: 1, count: 9 })),
  filled("cancel", "sale.order", ({ theirs }) => ({ order_id: theirs }), { series: "19" }),
  merging({ number_group: 1 }),
  merging(
    { exclude_contact: true },
    {
      rule: "confirmation",
      says: "",
      asks: /fills in exclude_contact of base\.partner\.merge\.automatic\.wizard, which no screen/,
    },
  ),
  filled("merge", "crm.lead", () => ({ opportunity_ids: { link: [1] } }), {
    rule: 'policy["crm.lead"].domain',
    says: "there is no crm.lead",
    under: "some",
  }),
  filled("convert_to_opportunity", "crm.lead", () => ({ lead_id: 1 })),
  filled("convert_to_opportunity", "crm.lead", () => ({ duplicated_lead_ids: { link: [1] } }), {
    rule: 'policy["crm.lead"].domain',
    says: "there is no crm.lead",
    under: "some",
  }),
  filled("share", "sale.order", () => ({ res_model: "res.users" }), {
    rule: "confirmation",
    says: "",
    asks: /may send something to people/,
  }),
  filled("grant_portal_access", "res.partner", () => ({ user_ids: { link: [1] } }), {
    rule: "confirmation",
    says: "",
    asks: /may send something to people/,
    series: "19",
  }),
  merging({}, { rule: "confirmation", says: "", asks: /deletes records of res\.partner/ }),
];
