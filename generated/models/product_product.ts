// product.product, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Product Variant */
export const productProduct = defineModel({
  model: "product.product",
  required: ["name"],
  shown: (field) => ({
    name: field.char(),
    sale_ok: field.boolean(), // Sales
    purchase_ok: field.boolean(), // Purchase
    type: field.selection(["consu", "service", "combo"]), // Product Type
    invoice_policy: field.selection(["order", "delivery"]), // Invoicing Policy
    combo_ids: field.lines("product.combo"), // Combo Choices
    service_tracking: field.selection(["no", "task_global_project", "task_in_project", "project_only"]), // Create on Order
    project_id: field.many2one("project.project"),
    project_template_id: field.many2one("project.project"),
    task_template_id: field.many2one("project.task"),
    service_policy: field.selection(["ordered_prepaid", "delivered_milestones", "delivered_manual"]), // Service Invoicing Policy; required when type == 'service' and sale_ok == True
    is_storable: field.boolean(), // Track Inventory
    tracking: field.selection(["serial", "lot", "none"]),
    qty_available: field.float(), // Quantity On Hand
    lst_price: field.float(), // Sales Price
    taxes_id: field.lines("account.tax"), // Sales Taxes
    standard_price: field.float(), // Cost
    default_code: field.char(), // Internal Reference
    barcode: field.char(),
    supplier_taxes_id: field.lines("account.tax"), // Purchase Taxes
    categ_id: field.many2one("product.category"), // Product Category
    company_id: field.many2one("res.company"),
    description: field.html(),
    optional_product_ids: field.lines("product.template"), // Optional Products
    product_tag_ids: field.lines("product.tag"), // Tags
    additional_product_tag_ids: field.lines("product.tag"), // Variant Tags
    description_sale: field.text(), // Sales Description
    expense_policy: field.selection(["no", "cost", "sales_price"]), // Re-Invoice Costs
    seller_ids: field.lines("product.supplierinfo"), // Vendors
    variant_seller_ids: field.lines("product.supplierinfo"),
  }),
  others: (field) => ({
    account_tag_ids: field.lines("account.account.tag"), // Account Tags
    active: field.boolean(),
    activity_ids: field.lines("mail.activity", "res_id"), // Activities
    activity_summary: field.char(), // Next Activity Summary
    activity_type_id: field.many2one("mail.activity.type"), // Next Activity Type
    attribute_line_ids: field.lines("product.template.attribute.line"), // Product Attributes
    color: field.integer(), // Color Index
    description_picking: field.text(), // Description on Picking
    description_pickingin: field.text(), // Description on Receptions
    description_pickingout: field.text(), // Description on Delivery Orders
    description_purchase: field.text(), // Purchase Description
    image_1920: field.binary(), // Image
    image_variant_1920: field.binary(), // Variant Image
    is_favorite: field.boolean(), // Favorite
    is_in_selected_section_of_order: field.boolean(),
    list_price: field.float(), // Sales Price
    location_id: field.many2one("stock.location"),
    lot_sequence_id: field.many2one("ir.sequence"), // Serial/Lot Numbers Sequence
    lot_valuated: field.boolean(), // Valuation by Lot/Serial
    message_follower_ids: field.lines("mail.followers", "res_id"), // Followers
    message_ids: field.lines("mail.message", "res_id"), // Messages
    message_partner_ids: field.lines("res.partner"), // Followers (Partners)
    orderpoint_ids: field.lines("stock.warehouse.orderpoint", "product_id"), // Minimum Stock Rules
    pricelist_rule_ids: field.lines("product.pricelist.item", "product_id"), // Pricelist Rules
    product_document_ids: field.lines("product.document", "res_id"), // Documents
    product_properties: field.properties(), // Properties
    product_template_attribute_value_ids: field.lines("product.template.attribute.value"), // Attribute Values
    product_template_variant_value_ids: field.lines("product.template.attribute.value"), // Variant Values
    product_tmpl_id: field.many2one("product.template"), // Product Template
    product_uom_ids: field.lines("product.uom", "product_id"), // Unit Barcode
    product_variant_ids: field.lines("product.product"), // Products
    property_account_expense_id: field.many2one("account.account"), // Expense Account
    property_account_income_id: field.many2one("account.account"), // Income Account
    property_price_difference_account_id: field.many2one("account.account"), // Price Difference Account
    property_stock_inventory: field.many2one("stock.location"), // Inventory Location
    property_stock_production: field.many2one("stock.location"), // Production Location
    purchase_line_warn_msg: field.text(), // Message for Purchase Order Line
    purchase_method: field.selection(["purchase", "receive"]), // Control Policy
    purchase_order_line_ids: field.lines("purchase.order.line", "product_id"), // PO Lines
    putaway_rule_ids: field.lines("stock.putaway.rule", "product_id"), // Putaway Rules
    rating_ids: field.lines("rating.rating", "res_id"), // Ratings
    responsible_id: field.many2one("res.users"),
    route_ids: field.lines("stock.route"), // Routes
    sale_delay: field.integer(), // Customer Lead Time
    sale_line_warn_msg: field.text(), // Sales Order Line Warning
    sequence: field.integer(),
    serial_prefix_format: field.char(), // Custom Lot/Serial
    service_to_purchase: field.boolean(), // Subcontract Service
    service_type: field.selection(["manual", "milestones"]), // Track Service
    stock_move_ids: field.lines("stock.move", "product_id"),
    stock_quant_ids: field.lines("stock.quant", "product_id"),
    storage_category_capacity_ids: field.lines("stock.storage.category.capacity", "product_id"),
    uom_id: field.many2one("uom.uom"), // Unit
    uom_ids: field.lines("uom.uom"), // Packagings
    volume: field.float(),
    warehouse_id: field.many2one("stock.warehouse"),
    website_message_ids: field.lines("mail.message", "res_id"), // Website Messages
    weight: field.float(),
  }),
});
export type ProductProductCreate = typeof productProduct.Create;
export type ProductProductUpdate = typeof productProduct.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "product.product": typeof productProduct;
  }
}
