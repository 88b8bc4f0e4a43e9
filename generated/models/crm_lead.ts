// crm.lead, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Lead */
export const crmLead = defineModel({
  model: "crm.lead",
  required: [],
  requiredUnless: {
    name: ["partner_id"],
  },
  shown: (field) => ({
    name: field.char(), // Opportunity
    type: field.selection(["lead", "opportunity"]),
    stage_id: field.many2one("crm.stage"),
    expected_revenue: field.monetary(),
    probability: field.float(),
    partner_id: field.many2one("res.partner"), // Contact
    partner_name: field.char(), // Company Name
    street: field.char(),
    street2: field.char(),
    city: field.char(),
    state_id: field.many2one("res.country.state"),
    zip: field.char(),
    country_id: field.many2one("res.country"),
    website: field.char(),
    lang_id: field.many2one("res.lang"), // Language
    email_from: field.char(), // Email
    phone: field.char(),
    lost_reason_id: field.many2one("crm.lost.reason"),
    contact_name: field.char(),
    function: field.char(), // Job Position
    user_id: field.many2one("res.users"), // Salesperson
    date_deadline: field.date(), // Expected Closing
    priority: field.selection(["0", "1", "2", "3"]),
    tag_ids: field.lines("crm.tag"), // Tags
    team_id: field.many2one("crm.team"), // Sales Team
    lead_properties: field.properties(), // Properties
    description: field.html(), // Notes
    company_id: field.many2one("res.company"),
    campaign_id: field.many2one("utm.campaign"),
    medium_id: field.many2one("utm.medium"),
  }),
  others: (field) => ({
    active: field.boolean(),
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    calendar_event_ids: field.lines("calendar.event", "opportunity_id"), // Meetings
    color: field.integer(), // Color Index
    commercial_partner_id: field.many2one("res.partner"), // Customer Company
    email_cc: field.char(),
    iap_enrich_done: field.boolean(), // Enrichment done
    lead_mining_request_id: field.many2one("crm.iap.lead.mining.request"),
    message_bounce: field.integer(), // Bounce
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    order_ids: field.lines("sale.order", "opportunity_id"), // Orders
    phone_mobile_search: field.char(), // Phone Number
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    recurring_plan: field.many2one("crm.recurring.plan"),
    recurring_revenue: field.monetary(), // Recurring Revenues
    referred: field.char(), // Referred By
    reveal_id: field.char(),
    source_id: field.many2one("utm.source"),
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
  }),
});
export type CrmLeadCreate = typeof crmLead.Create;
export type CrmLeadUpdate = typeof crmLead.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "crm.lead": typeof crmLead;
  }
}
