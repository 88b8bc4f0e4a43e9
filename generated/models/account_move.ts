// account.move, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Journal Entry */
export const accountMove = defineModel({
  model: "account.move",
  required: [],
  createOnly: ["move_type"],
  values: (field) => ({
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Created Adjusting Entries */
    adjusting_entries_move_ids: field.lines("account.move"),
    /** Adjusting Entry Origin Moves */
    adjusting_entry_origin_move_ids: field.lines("account.move"),
    /** Always Tax Exigible */
    always_tax_exigible: field.boolean(),
    /** Attachments */
    attachment_ids: field.lines("ir.attachment", "res_id"),
    /** Audit Trail Messages */
    audit_trail_message_ids: field.lines("mail.message", "res_id"),
    /** Auto-post */
    auto_post: field.selection(["no", "at_date", "monthly", "quarterly", "yearly"]),
    /** Auto-post until */
    auto_post_until: field.date(),
    /** Campaign */
    campaign_id: field.many2one("utm.campaign"),
    /** Reviewed */
    checked: field.boolean(),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Currency */
    currency_id: field.many2one("res.currency"),
    /** Date */
    date: field.date(),
    /** Delivery Date */
    delivery_date: field.date(),
    /** Related reconciliation */
    exchange_diff_partial_ids: field.lines("account.partial.reconcile", "exchange_move_id"),
    /** Fiscal Position */
    fiscal_position_id: field.many2one("account.fiscal.position"),
    /** Incoterm Location */
    incoterm_location: field.char(),
    /** Cash Rounding Method */
    invoice_cash_rounding_id: field.many2one("account.cash.rounding"),
    /** Currency Rate */
    invoice_currency_rate: field.float(),
    /** Invoice/Bill Date */
    invoice_date: field.date(),
    /** Due Date */
    invoice_date_due: field.date(),
    /** Incoterm */
    invoice_incoterm_id: field.many2one("account.incoterms"),
    /** Invoice lines */
    invoice_line_ids: field.lines("account.move.line", "move_id"),
    /** Payment Terms */
    invoice_payment_term_id: field.many2one("account.payment.term"),
    /** PDF File */
    invoice_pdf_report_file: field.binary(),
    /** Source Email */
    invoice_source_email: field.char(),
    /** Salesperson */
    invoice_user_id: field.many2one("res.users"),
    /** Vendor Bill */
    invoice_vendor_bill_id: field.many2one("account.move"),
    /** Is Manually Modified */
    is_manually_modified: field.boolean(),
    /** Ledger */
    journal_group_id: field.many2one("account.journal.group"),
    /** Journal */
    journal_id: field.many2one("account.journal"),
    /** Journal Items (DEPRECATED) */
    journal_line_ids: field.lines("account.move.line", "move_id"),
    /** Journal Items */
    line_ids: field.lines("account.move.line", "move_id"),
    /** Matched Payments */
    matched_payment_ids: field.lines("account.payment"),
    /** Medium */
    medium_id: field.many2one("utm.medium"),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Main Attachment */
    message_main_attachment_id: field.many2one("ir.attachment"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Type */
    move_type: field.selection(["entry", "out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt"]),
    /** Number */
    name: field.char(),
    /** Terms and Conditions */
    narration: field.html(),
    /** No Follow-Up */
    no_followup: field.boolean(),
    /** Payment */
    origin_payment_id: field.many2one("account.payment"),
    /** Recipient Bank */
    partner_bank_id: field.many2one("res.partner.bank"),
    /** Partner */
    partner_id: field.many2one("res.partner"),
    /** Delivery Address */
    partner_shipping_id: field.many2one("res.partner"),
    /** Payments */
    payment_ids: field.lines("account.payment", "move_id"),
    /** Payment Reference */
    payment_reference: field.char(),
    /** Posted Before */
    posted_before: field.boolean(),
    /** Preferred Payment Method Line */
    preferred_payment_method_line_id: field.many2one("account.payment.method.line"),
    /** Purchase Order */
    purchase_id: field.many2one("purchase.order"),
    /** Auto-complete */
    purchase_vendor_bill_id: field.many2one("purchase.bill.union"),
    /** Payment QR-code */
    qr_code_method: field.selection([]),
    /** Total (Tax inc.) */
    quick_edit_total_amount: field.monetary(),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Reference */
    ref: field.char(),
    /** Reversal Move */
    reversal_move_ids: field.lines("account.move", "reversed_entry_id"),
    /** Sending Data */
    sending_data: field.json(),
    /** Show Name Warning */
    show_name_warning: field.boolean(),
    /** Has Fiscal Position Changed */
    show_update_fpos: field.boolean(),
    /** Source */
    source_id: field.many2one("utm.source"),
    /** Statement Line */
    statement_line_id: field.many2one("account.bank.statement.line"),
    /** Statements */
    statement_line_ids: field.lines("account.bank.statement.line", "move_id"),
    /** Stock Move */
    stock_move_ids: field.lines("stock.move", "account_move_id"),
    /** Cash Basis Entries */
    tax_cash_basis_created_move_ids: field.lines("account.move", "tax_cash_basis_origin_move_id"),
    /** Tax Cash Basis Entry of */
    tax_cash_basis_rec_id: field.many2one("account.partial.reconcile"),
    /** Invoice Totals */
    tax_totals: field.binary(),
    /** Taxable Supply Date */
    taxable_supply_date: field.date(),
    /** Sales Team */
    team_id: field.many2one("crm.team"),
    /** UBL/CII File */
    ubl_cii_xml_file: field.binary(),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
  }),
});
export type AccountMoveCreate = typeof accountMove.Create;
export type AccountMoveUpdate = typeof accountMove.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "account.move": typeof accountMove;
  }
}
