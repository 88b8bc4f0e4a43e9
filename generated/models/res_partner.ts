// res.partner, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Contact */
export const resPartner = defineModel({
  model: "res.partner",
  required: ["name"],
  shown: (field) => ({
    name: field.char(),
    type: field.selection(["contact", "invoice", "delivery", "other"]), // Address Type
    company_type: field.selection(["person", "company"]),
    email: field.char(), // required when user_ids
    phone: field.char(),
    parent_id: field.many2one("res.partner"), // Related Company
    street: field.char(),
    street2: field.char(),
    city: field.char(),
    state_id: field.many2one("res.country.state"),
    zip: field.char(),
    country_id: field.many2one("res.country"),
    function: field.char(), // Job Position
    vat: field.char(), // Tax ID
    website: field.char(), // Website Link
    lang: field.char(), // Language
    category_id: field.lines("res.partner.category"), // Tags
    properties: field.properties(),
    child_ids: field.lines("res.partner", "parent_id"), // Contact
    user_id: field.many2one("res.users"), // Salesperson
    property_payment_term_id: field.many2one("account.payment.term"), // Customer Payment Terms
    property_inbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    group_rfq: field.selection(["default", "day", "week", "all"]),
    group_on: field.selection(["default", "1", "2", "3", "4", "5", "6", "7"]), // Week Day
    buyer_id: field.many2one("res.users"),
    property_supplier_payment_term_id: field.many2one("account.payment.term"), // Vendor Payment Terms
    property_outbound_payment_method_line_id: field.many2one("account.payment.method.line"),
    receipt_reminder_email: field.boolean(), // Receipt Reminder
    reminder_date_before_receipt: field.integer(), // Days Before Receipt
    property_account_position_id: field.many2one("account.fiscal.position"), // Fiscal Position
  }),
  others: (field) => ({
    active: field.boolean(),
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    autopost_bills: field.selection(["always", "ask", "never"]),
    bank_ids: field.lines("res.partner.bank", "partner_id"), // Banks
    barcode: field.char(),
    calendar_last_notif_ack: field.datetime(), // Last notification marked as read from base Calendar
    channel_ids: field.lines("discuss.channel"), // Channels
    channel_member_ids: field.lines("discuss.channel.member", "partner_id"),
    color: field.integer(), // Color Index
    comment: field.html(), // Notes
    company_id: field.many2one("res.company"),
    company_name: field.char(),
    company_registry: field.char(), // Company ID
    credit_limit: field.float(),
    customer_rank: field.integer(),
    display_invoice_edi_format: field.boolean(),
    display_invoice_template_pdf_report_id: field.boolean(),
    employee: field.boolean(),
    employee_ids: field.lines("hr.employee", "work_contact_id"), // Employees
    global_location_number: field.char(), // GLN
    ignore_abnormal_invoice_amount: field.boolean(),
    ignore_abnormal_invoice_date: field.boolean(),
    image_1920: field.binary(), // Image
    industry_id: field.many2one("res.partner.industry"),
    invoice_edi_format: field.selection(["facturx", "ubl_bis3", "xrechnung", "nlcius", "ubl_a_nz", "ubl_sg"]), // eInvoice format
    invoice_edi_format_store: field.char(),
    invoice_sending_method: field.selection(["manual", "email", "snailmail"]), // Invoice sending
    invoice_template_pdf_report_id: field.many2one("ir.actions.report"), // Invoice report
    is_company: field.boolean(), // Is a Company
    meeting_ids: field.lines("calendar.event"), // Meetings
    message_bounce: field.integer(), // Bounce
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    opportunity_ids: field.lines("crm.lead", "partner_id"), // Opportunities
    partner_latitude: field.float(), // Geo Latitude
    partner_longitude: field.float(), // Geo Longitude
    payment_token_ids: field.lines("payment.token", "partner_id"), // Payment Tokens
    peppol_eas: field.selection(["9923", "9922", "0151", "9914", "9915", "0208", "9925", "9924", "9926", "9934", "9928", "9929", "0096", "0184", "0198", "0191", "9931", "0037", "0216", "0213", "0002", "0009", "9957", "0225", "0240", "0204", "9930", "9933", "9910", "0196", "9935", "0211", "0097", "0188", "0221", "0218", "9939", "9936", "0200", "9937", "9938", "9942", "0230", "9943", "9940", "9941", "0106", "0190", "9944", "0192", "9945", "9946", "9947", "9948", "0195", "9949", "9950", "9920", "0007", "9955", "9927", "0183", "9952", "0235", "9932", "9959", "0060", "0088", "0130", "0135", "0142", "0193", "0199", "0201", "0202", "0209", "0210", "9913", "9918", "9919", "9951", "9953", "AN", "AQ", "AS", "AU", "EM"]), // Peppol e-address (EAS)
    peppol_endpoint: field.char(),
    phone_mobile_search: field.char(), // Phone Number
    picking_warn_msg: field.text(), // Message for Stock Picking
    project_ids: field.lines("project.project", "partner_id"), // Projects
    property_account_payable_id: field.many2one("account.account"), // Account Payable
    property_account_receivable_id: field.many2one("account.account"), // Account Receivable
    property_product_pricelist: field.many2one("product.pricelist"), // Pricelist
    property_purchase_currency_id: field.many2one("res.currency"), // Supplier Currency
    property_stock_customer: field.many2one("stock.location"), // Customer Location
    property_stock_supplier: field.many2one("stock.location"), // Vendor Location
    purchase_line_ids: field.lines("purchase.order.line", "partner_id"), // Purchase Lines
    purchase_warn_msg: field.text(), // Message for Purchase Order
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    ref: field.char(), // Reference
    ref_company_ids: field.lines("res.company", "partner_id"), // Companies that refers to partner
    rtc_session_ids: field.lines("discuss.channel.rtc.session", "partner_id"),
    sale_order_ids: field.lines("sale.order", "partner_id"), // Sales Order
    sale_warn_msg: field.text(), // Message for Sales Order
    signup_type: field.char(), // Signup Token Type
    specific_property_product_pricelist: field.many2one("product.pricelist"),
    suggest_based_on: field.char(),
    suggest_days: field.integer(),
    suggest_percent: field.integer(),
    supplier_rank: field.integer(),
    task_ids: field.lines("project.task", "partner_id"), // Tasks
    trust: field.selection(["good", "normal", "bad"]), // Degree of trust you have in this debtor
    tz: field.char(), // Timezone
    use_partner_credit_limit: field.boolean(), // Partner Limit
    user_ids: field.lines("res.users", "partner_id"), // Users
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
  }),
});
export type ResPartnerCreate = typeof resPartner.Create;
export type ResPartnerUpdate = typeof resPartner.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "res.partner": typeof resPartner;
  }
}
