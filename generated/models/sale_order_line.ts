// sale.order.line, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Sales Order Line */
export const saleOrderLine = defineModel({
  model: "sale.order.line",
  required: ["order_id"],
  requiredUnless: {
    name: ["product_id"],
  },
  shown: (field) => ({
    order_id: field.many2one("sale.order"), // Order Reference
    name: field.text(), // Description
    display_type: field.selection(["line_section", "line_subsection", "line_note"]),
    product_id: field.many2one("product.product"), // required when not display_type
    product_template_id: field.many2one("product.template"),
    product_uom_qty: field.float(), // Quantity
    customer_lead: field.float(), // Lead Time
    price_unit: field.float(), // Unit Price
    tax_ids: field.lines("account.tax"), // Taxes
    qty_delivered: field.float(), // Delivery Quantity
  }),
  others: (field) => ({
    analytic_distribution: field.json(),
    analytic_line_ids: field.lines("account.analytic.line", "so_line"), // Analytic lines
    analytic_precision: field.integer(),
    collapse_composition: field.boolean(),
    collapse_prices: field.boolean(),
    combo_item_id: field.many2one("product.combo.item"),
    discount: field.float(),
    extra_tax_data: field.json(),
    invoice_lines: field.lines("account.move.line"),
    is_downpayment: field.boolean(), // Is a down payment
    is_expense: field.boolean(),
    is_optional: field.boolean(), // Optional Line
    linked_line_id: field.many2one("sale.order.line"), // Linked Order Line
    linked_line_ids: field.lines("sale.order.line", "linked_line_id"), // Linked Order Lines
    linked_virtual_id: field.char(),
    move_ids: field.lines("stock.move", "sale_line_id"), // Stock Moves
    product_custom_attribute_value_ids: field.lines("product.attribute.custom.value", "sale_order_line_id"), // Custom Values
    product_document_ids: field.lines("product.document"), // Product Documents
    product_no_variant_attribute_value_ids: field.lines("product.template.attribute.value"), // Extra Values
    product_uom_id: field.many2one("uom.uom"), // Unit
    project_id: field.many2one("project.project"), // Generated Project
    reached_milestones_ids: field.lines("project.milestone", "sale_line_id"),
    route_ids: field.lines("stock.route"), // Routes
    selected_combo_items: field.char(),
    sequence: field.integer(),
    task_id: field.many2one("project.task"), // Generated Task
    technical_price_unit: field.float(),
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
