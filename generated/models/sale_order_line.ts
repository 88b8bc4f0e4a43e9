// sale.order.line, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Sales Order Line */
export const saleOrderLine = defineModel({
  model: "sale.order.line",
  required: ["order_id"],
  requiredUnless: {
    name: ["product_id"],
  },
  values: (field) => ({
    /** Analytic Distribution */
    analytic_distribution: field.json(),
    /** Analytic lines */
    analytic_line_ids: field.lines("account.analytic.line", "so_line"),
    /** Analytic Precision */
    analytic_precision: field.integer(),
    /** Collapse Composition */
    collapse_composition: field.boolean(),
    /** Collapse Prices */
    collapse_prices: field.boolean(),
    /** Combo Item */
    combo_item_id: field.many2one("product.combo.item"),
    /** Lead Time */
    customer_lead: field.float(),
    /** Discount (%) */
    discount: field.float(),
    /** Display Type */
    display_type: field.selection(["line_section", "line_subsection", "line_note"]),
    /** Extra Tax Data */
    extra_tax_data: field.json(),
    /** Invoice Lines */
    invoice_lines: field.lines("account.move.line"),
    /** Is a down payment */
    is_downpayment: field.boolean(),
    /** Is expense */
    is_expense: field.boolean(),
    /** Optional Line */
    is_optional: field.boolean(),
    /** Linked Order Line */
    linked_line_id: field.many2one("sale.order.line"),
    /** Linked Order Lines */
    linked_line_ids: field.lines("sale.order.line", "linked_line_id"),
    /** Linked Virtual */
    linked_virtual_id: field.char(),
    /** Stock Moves */
    move_ids: field.lines("stock.move", "sale_line_id"),
    /** Description */
    name: field.text(),
    /** Order Reference */
    order_id: field.many2one("sale.order"),
    /** Unit Price */
    price_unit: field.float(),
    /** Custom Values */
    product_custom_attribute_value_ids: field.lines("product.attribute.custom.value", "sale_order_line_id"),
    /** Product Documents */
    product_document_ids: field.lines("product.document"),
    /** Product */
    product_id: field.many2one("product.product"),
    /** Extra Values */
    product_no_variant_attribute_value_ids: field.lines("product.template.attribute.value"),
    /** Product Template */
    product_template_id: field.many2one("product.template"),
    /** Unit */
    product_uom_id: field.many2one("uom.uom"),
    /** Quantity */
    product_uom_qty: field.float(),
    /** Generated Project */
    project_id: field.many2one("project.project"),
    /** Delivery Quantity */
    qty_delivered: field.float(),
    /** Reached Milestones */
    reached_milestones_ids: field.lines("project.milestone", "sale_line_id"),
    /** Routes */
    route_ids: field.lines("stock.route"),
    /** Selected Combo Items */
    selected_combo_items: field.char(),
    /** Sequence */
    sequence: field.integer(),
    /** Generated Task */
    task_id: field.many2one("project.task"),
    /** Taxes */
    tax_ids: field.lines("account.tax"),
    /** Technical Price Unit */
    technical_price_unit: field.float(),
    /** Virtual */
    virtual_id: field.char(),
  }),
});
export type SaleOrderLineCreate = typeof saleOrderLine.Create;
export type SaleOrderLineUpdate = typeof saleOrderLine.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "sale.order.line": typeof saleOrderLine;
  }
}
