// sale.order, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Sales Order */
export const saleOrder = defineModel({
  model: "sale.order",
  required: ["partner_id"],
  values: (field) => ({
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Campaign */
    campaign_id: field.many2one("utm.campaign"),
    /** Customer Reference */
    client_order_ref: field.char(),
    /** Delivery Date */
    commitment_date: field.datetime(),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Customizable PDF Form Fields */
    customizable_pdf_form_fields: field.json(),
    /** Order Date */
    date_order: field.datetime(),
    /** Fiscal Position */
    fiscal_position_id: field.many2one("account.fiscal.position"),
    /** Incoterm */
    incoterm: field.many2one("account.incoterms"),
    /** Incoterm Location */
    incoterm_location: field.char(),
    /** Invoicing Journal */
    journal_id: field.many2one("account.journal"),
    /** Locked */
    locked: field.boolean(),
    /** Medium */
    medium_id: field.many2one("utm.medium"),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Order Reference */
    name: field.char(),
    /** Terms and conditions */
    note: field.html(),
    /** Opportunity */
    opportunity_id: field.many2one("crm.lead"),
    /** Order Lines */
    order_line: field.lines("sale.order.line", "order_id"),
    /** Source Document */
    origin: field.char(),
    /** Customer */
    partner_id: field.many2one("res.partner"),
    /** Invoice Address */
    partner_invoice_id: field.many2one("res.partner"),
    /** Delivery Address */
    partner_shipping_id: field.many2one("res.partner"),
    /** Payment Terms */
    payment_term_id: field.many2one("account.payment.term"),
    /** Transfers */
    picking_ids: field.lines("stock.picking", "sale_id"),
    /** Shipping Policy */
    picking_policy: field.selection(["direct", "one"]),
    /** Payment Method */
    preferred_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Prepayment percentage */
    prepayment_percent: field.float(),
    /** Pricelist */
    pricelist_id: field.many2one("product.pricelist"),
    /** Project */
    project_id: field.many2one("project.project"),
    /** Headers/Footers */
    quotation_document_ids: field.lines("quotation.document"),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Payment Ref. */
    reference: field.char(),
    /** Online payment */
    require_payment: field.boolean(),
    /** Online signature */
    require_signature: field.boolean(),
    /** Quotation Template */
    sale_order_template_id: field.many2one("sale.order.template"),
    /** Has Fiscal Position Changed */
    show_update_fpos: field.boolean(),
    /** Has Pricelist Changed */
    show_update_pricelist: field.boolean(),
    /** Signature */
    signature: field.binary(),
    /** Signed By */
    signed_by: field.char(),
    /** Signed On */
    signed_on: field.datetime(),
    /** Source */
    source_id: field.many2one("utm.source"),
    /** References */
    stock_reference_ids: field.lines("stock.reference"),
    /** Tags */
    tag_ids: field.lines("crm.tag"),
    /** Sales Team */
    team_id: field.many2one("crm.team"),
    /** Salesperson */
    user_id: field.many2one("res.users"),
    /** Expiration */
    validity_date: field.date(),
    /** Warehouse */
    warehouse_id: field.many2one("stock.warehouse"),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
  }),
});
export type SaleOrderCreate = typeof saleOrder.Create;
export type SaleOrderUpdate = typeof saleOrder.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "sale.order": typeof saleOrder;
  }
}
