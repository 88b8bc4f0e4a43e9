// sale.order, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Sales Order */
export const saleOrder = defineModel({
  model: "sale.order",
  required: ["partner_id"],
  shown: (field) => ({
    partner_id: field.many2one("res.partner"), // Customer
    sale_order_template_id: field.many2one("sale.order.template"), // Quotation Template
    validity_date: field.date(), // Expiration
    date_order: field.datetime(), // Order Date
    payment_term_id: field.many2one("account.payment.term"), // Payment Terms
    order_line: field.lines("sale.order.line", "order_id"), // Order Lines
    note: field.html(), // Terms and conditions
    user_id: field.many2one("res.users"), // Salesperson
    team_id: field.many2one("crm.team"), // Sales Team
    company_id: field.many2one("res.company"),
    require_signature: field.boolean(), // Online signature
    require_payment: field.boolean(), // Online payment
    prepayment_percent: field.float(), // Prepayment percentage
    client_order_ref: field.char(), // Customer Reference
    tag_ids: field.lines("crm.tag"), // Tags
    fiscal_position_id: field.many2one("account.fiscal.position"),
    preferred_payment_method_line_id: field.many2one("account.payment.method.line"), // Payment Method
    project_id: field.many2one("project.project"),
    warehouse_id: field.many2one("stock.warehouse"),
    incoterm: field.many2one("account.incoterms"),
    incoterm_location: field.char(),
    picking_policy: field.selection(["direct", "one"]), // Shipping Policy
    commitment_date: field.datetime(), // Delivery Date
    origin: field.char(), // Source Document
    opportunity_id: field.many2one("crm.lead"),
    campaign_id: field.many2one("utm.campaign"),
    medium_id: field.many2one("utm.medium"),
    source_id: field.many2one("utm.source"),
  }),
  others: (field) => ({
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    customizable_pdf_form_fields: field.json(),
    journal_id: field.many2one("account.journal"), // Invoicing Journal
    locked: field.boolean(),
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    name: field.char(), // Order Reference
    partner_invoice_id: field.many2one("res.partner"), // Invoice Address
    partner_shipping_id: field.many2one("res.partner"), // Delivery Address
    picking_ids: field.lines("stock.picking", "sale_id"), // Transfers
    pricelist_id: field.many2one("product.pricelist"),
    quotation_document_ids: field.lines("quotation.document"), // Headers/Footers
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    reference: field.char(), // Payment Ref.
    show_update_fpos: field.boolean(), // Has Fiscal Position Changed
    show_update_pricelist: field.boolean(), // Has Pricelist Changed
    signature: field.binary(),
    signed_by: field.char(),
    signed_on: field.datetime(),
    stock_reference_ids: field.lines("stock.reference"), // References
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
  }),
});
export type SaleOrderCreate = typeof saleOrder.Create;
export type SaleOrderUpdate = typeof saleOrder.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "sale.order": typeof saleOrder;
  }
}
