// crm.lead, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Lead */
export const crmLead = defineModel({
  model: "crm.lead",
  required: [],
  requiredUnless: {
    name: ["partner_id"],
  },
  values: (field) => ({
    /** Active */
    active: field.boolean(),
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Meetings */
    calendar_event_ids: field.lines("calendar.event", "opportunity_id"),
    /** Campaign */
    campaign_id: field.many2one("utm.campaign"),
    /** City */
    city: field.char(),
    /** Color Index */
    color: field.integer(),
    /** Customer Company */
    commercial_partner_id: field.many2one("res.partner"),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Contact Name */
    contact_name: field.char(),
    /** Country */
    country_id: field.many2one("res.country"),
    /** Expected Closing */
    date_deadline: field.date(),
    /** Notes */
    description: field.html(),
    /** Email cc */
    email_cc: field.char(),
    /** Email */
    email_from: field.char(),
    /** Expected Revenue */
    expected_revenue: field.monetary(),
    /** Job Position */
    function: field.char(),
    /** Enrichment done */
    iap_enrich_done: field.boolean(),
    /** Language */
    lang_id: field.many2one("res.lang"),
    /** Lead Mining Request */
    lead_mining_request_id: field.many2one("crm.iap.lead.mining.request"),
    /** Properties */
    lead_properties: field.properties(),
    /** Lost Reason */
    lost_reason_id: field.many2one("crm.lost.reason"),
    /** Medium */
    medium_id: field.many2one("utm.medium"),
    /** Bounce */
    message_bounce: field.integer(),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Opportunity */
    name: field.char(),
    /** Orders */
    order_ids: field.lines("sale.order", "opportunity_id"),
    /** Contact */
    partner_id: field.many2one("res.partner"),
    /** Company Name */
    partner_name: field.char(),
    /** Phone */
    phone: field.char(),
    /** Phone Number */
    phone_mobile_search: field.char(),
    /** Priority */
    priority: field.selection(["0", "1", "2", "3"]),
    /** Probability */
    probability: field.float(),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Recurring Plan */
    recurring_plan: field.many2one("crm.recurring.plan"),
    /** Recurring Revenues */
    recurring_revenue: field.monetary(),
    /** Referred By */
    referred: field.char(),
    /** Reveal ID */
    reveal_id: field.char(),
    /** Source */
    source_id: field.many2one("utm.source"),
    /** Stage */
    stage_id: field.many2one("crm.stage"),
    /** State */
    state_id: field.many2one("res.country.state"),
    /** Street */
    street: field.char(),
    /** Street2 */
    street2: field.char(),
    /** Tags */
    tag_ids: field.lines("crm.tag"),
    /** Sales Team */
    team_id: field.many2one("crm.team"),
    /** Type */
    type: field.selection(["lead", "opportunity"]),
    /** Salesperson */
    user_id: field.many2one("res.users"),
    /** Website */
    website: field.char(),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
    /** Zip */
    zip: field.char(),
  }),
});
export type CrmLeadCreate = typeof crmLead.Create;
export type CrmLeadUpdate = typeof crmLead.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "crm.lead": typeof crmLead;
  }
}
