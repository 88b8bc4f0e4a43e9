// res.partner, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Contact */
export const resPartner = defineModel({
  model: "res.partner",
  required: ["name"],
  values: (field) => ({
    /** Active */
    active: field.boolean(),
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Auto-post bills */
    autopost_bills: field.selection(["always", "ask", "never"]),
    /** Banks */
    bank_ids: field.lines("res.partner.bank", "partner_id"),
    /** Barcode */
    barcode: field.char(),
    /** Buyer */
    buyer_id: field.many2one("res.users"),
    /** Last notification marked as read from base Calendar */
    calendar_last_notif_ack: field.datetime(),
    /** Tags */
    category_id: field.lines("res.partner.category"),
    /** Channels */
    channel_ids: field.lines("discuss.channel"),
    /** Channel Member */
    channel_member_ids: field.lines("discuss.channel.member", "partner_id"),
    /** Contact */
    child_ids: field.lines("res.partner", "parent_id"),
    /** City */
    city: field.char(),
    /** Color Index */
    color: field.integer(),
    /** Notes */
    comment: field.html(),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Company Name */
    company_name: field.char(),
    /** Company ID */
    company_registry: field.char(),
    /** Company Type */
    company_type: field.selection(["person", "company"]),
    /** Country */
    country_id: field.many2one("res.country"),
    /** Credit Limit */
    credit_limit: field.float(),
    /** Customer Rank */
    customer_rank: field.integer(),
    /** Display Invoice Edi Format */
    display_invoice_edi_format: field.boolean(),
    /** Display Invoice Template Pdf Report */
    display_invoice_template_pdf_report_id: field.boolean(),
    /** Email */
    email: field.char(),
    /** Employee */
    employee: field.boolean(),
    /** Employees */
    employee_ids: field.lines("hr.employee", "work_contact_id"),
    /** Job Position */
    function: field.char(),
    /** GLN */
    global_location_number: field.char(),
    /** Week Day */
    group_on: field.selection(["default", "1", "2", "3", "4", "5", "6", "7"]),
    /** Group RFQ */
    group_rfq: field.selection(["default", "day", "week", "all"]),
    /** Ignore Abnormal Invoice Amount */
    ignore_abnormal_invoice_amount: field.boolean(),
    /** Ignore Abnormal Invoice Date */
    ignore_abnormal_invoice_date: field.boolean(),
    /** Image */
    image_1920: field.binary(),
    /** Industry */
    industry_id: field.many2one("res.partner.industry"),
    /** eInvoice format */
    invoice_edi_format: field.selection(["facturx", "ubl_bis3", "xrechnung", "nlcius", "ubl_a_nz", "ubl_sg"]),
    /** Invoice Edi Format Store */
    invoice_edi_format_store: field.char(),
    /** Invoice sending */
    invoice_sending_method: field.selection(["manual", "email", "snailmail"]),
    /** Invoice report */
    invoice_template_pdf_report_id: field.many2one("ir.actions.report"),
    /** Is a Company */
    is_company: field.boolean(),
    /** Language */
    lang: field.char(),
    /** Meetings */
    meeting_ids: field.lines("calendar.event"),
    /** Bounce */
    message_bounce: field.integer(),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Name */
    name: field.char(),
    /** Opportunities */
    opportunity_ids: field.lines("crm.lead", "partner_id"),
    /** Related Company */
    parent_id: field.many2one("res.partner"),
    /** Geo Latitude */
    partner_latitude: field.float(),
    /** Geo Longitude */
    partner_longitude: field.float(),
    /** Payment Tokens */
    payment_token_ids: field.lines("payment.token", "partner_id"),
    /** Peppol e-address (EAS) */
    peppol_eas: field.selection(["9923", "9922", "0151", "9914", "9915", "0208", "9925", "9924", "9926", "9934", "9928", "9929", "0096", "0184", "0198", "0191", "9931", "0037", "0216", "0213", "0002", "0009", "9957", "0225", "0240", "0204", "9930", "9933", "9910", "0196", "9935", "0211", "0097", "0188", "0221", "0218", "9939", "9936", "0200", "9937", "9938", "9942", "0230", "9943", "9940", "9941", "0106", "0190", "9944", "0192", "9945", "9946", "9947", "9948", "0195", "9949", "9950", "9920", "0007", "9955", "9927", "0183", "9952", "0235", "9932", "9959", "0060", "0088", "0130", "0135", "0142", "0193", "0199", "0201", "0202", "0209", "0210", "9913", "9918", "9919", "9951", "9953", "AN", "AQ", "AS", "AU", "EM"]),
    /** Peppol Endpoint */
    peppol_endpoint: field.char(),
    /** Phone */
    phone: field.char(),
    /** Phone Number */
    phone_mobile_search: field.char(),
    /** Message for Stock Picking */
    picking_warn_msg: field.text(),
    /** Projects */
    project_ids: field.lines("project.project", "partner_id"),
    /** Properties */
    properties: field.properties(),
    /** Account Payable */
    property_account_payable_id: field.many2one("account.account"),
    /** Fiscal Position */
    property_account_position_id: field.many2one("account.fiscal.position"),
    /** Account Receivable */
    property_account_receivable_id: field.many2one("account.account"),
    /** Property Inbound Payment Method Line */
    property_inbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Property Outbound Payment Method Line */
    property_outbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Customer Payment Terms */
    property_payment_term_id: field.many2one("account.payment.term"),
    /** Pricelist */
    property_product_pricelist: field.many2one("product.pricelist"),
    /** Supplier Currency */
    property_purchase_currency_id: field.many2one("res.currency"),
    /** Customer Location */
    property_stock_customer: field.many2one("stock.location"),
    /** Vendor Location */
    property_stock_supplier: field.many2one("stock.location"),
    /** Vendor Payment Terms */
    property_supplier_payment_term_id: field.many2one("account.payment.term"),
    /** Purchase Lines */
    purchase_line_ids: field.lines("purchase.order.line", "partner_id"),
    /** Message for Purchase Order */
    purchase_warn_msg: field.text(),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Receipt Reminder */
    receipt_reminder_email: field.boolean(),
    /** Reference */
    ref: field.char(),
    /** Companies that refers to partner */
    ref_company_ids: field.lines("res.company", "partner_id"),
    /** Days Before Receipt */
    reminder_date_before_receipt: field.integer(),
    /** Rtc Session */
    rtc_session_ids: field.lines("discuss.channel.rtc.session", "partner_id"),
    /** Sales Order */
    sale_order_ids: field.lines("sale.order", "partner_id"),
    /** Message for Sales Order */
    sale_warn_msg: field.text(),
    /** Signup Token Type */
    signup_type: field.char(),
    /** Specific Property Product Pricelist */
    specific_property_product_pricelist: field.many2one("product.pricelist"),
    /** State */
    state_id: field.many2one("res.country.state"),
    /** Street */
    street: field.char(),
    /** Street2 */
    street2: field.char(),
    /** Suggest Based On */
    suggest_based_on: field.char(),
    /** Suggest Days */
    suggest_days: field.integer(),
    /** Suggest Percent */
    suggest_percent: field.integer(),
    /** Supplier Rank */
    supplier_rank: field.integer(),
    /** Tasks */
    task_ids: field.lines("project.task", "partner_id"),
    /** Degree of trust you have in this debtor */
    trust: field.selection(["good", "normal", "bad"]),
    /** Address Type */
    type: field.selection(["contact", "invoice", "delivery", "other"]),
    /** Timezone */
    tz: field.char(),
    /** Partner Limit */
    use_partner_credit_limit: field.boolean(),
    /** Salesperson */
    user_id: field.many2one("res.users"),
    /** Users */
    user_ids: field.lines("res.users", "partner_id"),
    /** Tax ID */
    vat: field.char(),
    /** Website Link */
    website: field.char(),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
    /** Zip */
    zip: field.char(),
  }),
});
export type ResPartnerCreate = typeof resPartner.Create;
export type ResPartnerUpdate = typeof resPartner.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "res.partner": typeof resPartner;
  }
}
