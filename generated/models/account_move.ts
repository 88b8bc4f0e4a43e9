// account.move, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Journal Entry */
export const accountMove = defineModel({
  model: "account.move",
  required: [],
  createOnly: ["move_type", "reversed_entry_id"],
  shown: (field) => ({
    move_type: field.selection(["entry", "out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt"]), // Type
    reversed_entry_id: field.many2one("account.move"), // Reversal of
    name: field.char(), // Number
    partner_id: field.many2one("res.partner"),
    ref: field.char(), // Reference
    invoice_date: field.date(), // Invoice/Bill Date; required when move_type in ('in_invoice', 'in_refund', 'in_receipt')
    date: field.date(),
    payment_reference: field.char(),
    partner_bank_id: field.many2one("res.partner.bank"), // Recipient Bank
    invoice_date_due: field.date(), // Due Date
    invoice_payment_term_id: field.many2one("account.payment.term"), // Payment Terms
    delivery_date: field.date(),
    journal_id: field.many2one("account.journal"),
    invoice_line_ids: field.lines("account.move.line", "move_id"), // Invoice lines
    line_ids: field.lines("account.move.line", "move_id"), // Journal Items
    narration: field.html(), // Terms and Conditions
    invoice_user_id: field.many2one("res.users"), // Salesperson
    team_id: field.many2one("crm.team"), // Sales Team
    company_id: field.many2one("res.company"),
    invoice_incoterm_id: field.many2one("account.incoterms"), // Incoterm
    incoterm_location: field.char(),
    fiscal_position_id: field.many2one("account.fiscal.position"),
    preferred_payment_method_line_id: field.many2one("account.payment.method.line"),
    auto_post: field.selection(["no", "at_date", "monthly", "quarterly", "yearly"]),
    auto_post_until: field.date(),
  }),
  others: (field) => ({
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    adjusting_entries_move_ids: field.lines("account.move"), // Created Adjusting Entries
    adjusting_entry_origin_move_ids: field.lines("account.move"), // Adjusting Entry Origin Moves
    always_tax_exigible: field.boolean(),
    attachment_ids: field.lines("ir.attachment", "res_id"), // Attachments
    audit_trail_message_ids: field.lines("mail.message", "res_id"), // Audit Trail Messages
    campaign_id: field.many2one("utm.campaign"),
    checked: field.boolean(), // Reviewed
    currency_id: field.many2one("res.currency"),
    exchange_diff_partial_ids: field.lines("account.partial.reconcile", "exchange_move_id"), // Related reconciliation
    invoice_cash_rounding_id: field.many2one("account.cash.rounding"), // Cash Rounding Method
    invoice_currency_rate: field.float(), // Currency Rate
    invoice_pdf_report_file: field.binary(), // PDF File
    invoice_source_email: field.char(), // Source Email
    invoice_vendor_bill_id: field.many2one("account.move"), // Vendor Bill
    is_manually_modified: field.boolean(),
    journal_group_id: field.many2one("account.journal.group"), // Ledger
    journal_line_ids: field.lines("account.move.line", "move_id"), // Journal Items (DEPRECATED)
    matched_payment_ids: field.lines("account.payment"), // Matched Payments
    medium_id: field.many2one("utm.medium"),
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_main_attachment_id: field.many2one("ir.attachment"), // Main Attachment
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    no_followup: field.boolean(),
    origin_payment_id: field.many2one("account.payment"), // Payment
    partner_shipping_id: field.many2one("res.partner"), // Delivery Address
    payment_ids: field.lines("account.payment", "move_id"), // Payments
    posted_before: field.boolean(),
    purchase_id: field.many2one("purchase.order"), // Purchase Order
    purchase_vendor_bill_id: field.many2one("purchase.bill.union"), // Auto-complete
    qr_code_method: field.selection([]), // Payment QR-code
    quick_edit_total_amount: field.monetary(), // Total (Tax inc.)
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    reversal_move_ids: field.lines("account.move", "reversed_entry_id"),
    sending_data: field.json(),
    show_name_warning: field.boolean(),
    show_update_fpos: field.boolean(), // Has Fiscal Position Changed
    source_id: field.many2one("utm.source"),
    statement_line_id: field.many2one("account.bank.statement.line"),
    statement_line_ids: field.lines("account.bank.statement.line", "move_id"), // Statements
    stock_move_ids: field.lines("stock.move", "account_move_id"),
    tax_cash_basis_created_move_ids: field.lines("account.move", "tax_cash_basis_origin_move_id"), // Cash Basis Entries
    tax_cash_basis_rec_id: field.many2one("account.partial.reconcile"), // Tax Cash Basis Entry of
    tax_totals: field.binary(), // Invoice Totals
    taxable_supply_date: field.date(),
    ubl_cii_xml_file: field.binary(), // UBL/CII File
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
  }),
});
export type AccountMoveCreate = typeof accountMove.Create;
export type AccountMoveUpdate = typeof accountMove.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "account.move": typeof accountMove;
  }
}
