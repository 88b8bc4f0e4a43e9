// product.product, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Product Variant */
export const productProduct = defineModel({
  model: "product.product",
  required: ["name"],
  values: (field) => ({
    /** Account Tags */
    account_tag_ids: field.lines("account.account.tag"),
    /** Active */
    active: field.boolean(),
    /** Activities */
    activity_ids: field.lines("mail.activity", "res_id"),
    /** Next Activity Summary */
    activity_summary: field.char(),
    /** Next Activity Type */
    activity_type_id: field.many2one("mail.activity.type"),
    /** Variant Tags */
    additional_product_tag_ids: field.lines("product.tag"),
    /** Product Attributes */
    attribute_line_ids: field.lines("product.template.attribute.line"),
    /** Barcode */
    barcode: field.char(),
    /** Product Category */
    categ_id: field.many2one("product.category"),
    /** Color Index */
    color: field.integer(),
    /** Combo Choices */
    combo_ids: field.lines("product.combo"),
    /** Company */
    company_id: field.many2one("res.company"),
    /** Internal Reference */
    default_code: field.char(),
    /** Description */
    description: field.html(),
    /** Description on Picking */
    description_picking: field.text(),
    /** Description on Receptions */
    description_pickingin: field.text(),
    /** Description on Delivery Orders */
    description_pickingout: field.text(),
    /** Purchase Description */
    description_purchase: field.text(),
    /** Sales Description */
    description_sale: field.text(),
    /** Re-Invoice Costs */
    expense_policy: field.selection(["no", "cost", "sales_price"]),
    /** Image */
    image_1920: field.binary(),
    /** Variant Image */
    image_variant_1920: field.binary(),
    /** Invoicing Policy */
    invoice_policy: field.selection(["order", "delivery"]),
    /** Favorite */
    is_favorite: field.boolean(),
    /** Is In Selected Section Of Order */
    is_in_selected_section_of_order: field.boolean(),
    /** Track Inventory */
    is_storable: field.boolean(),
    /** Sales Price */
    list_price: field.float(),
    /** Location */
    location_id: field.many2one("stock.location"),
    /** Serial/Lot Numbers Sequence */
    lot_sequence_id: field.many2one("ir.sequence"),
    /** Valuation by Lot/Serial */
    lot_valuated: field.boolean(),
    /** Sales Price */
    lst_price: field.float(),
    /** Followers */
    message_follower_ids: field.lines("mail.followers", "res_id"),
    /** Messages */
    message_ids: field.lines("mail.message", "res_id"),
    /** Followers (Partners) */
    message_partner_ids: field.lines("res.partner"),
    /** Name */
    name: field.char(),
    /** Optional Products */
    optional_product_ids: field.lines("product.template"),
    /** Minimum Stock Rules */
    orderpoint_ids: field.lines("stock.warehouse.orderpoint", "product_id"),
    /** Pricelist Rules */
    pricelist_rule_ids: field.lines("product.pricelist.item", "product_id"),
    /** Documents */
    product_document_ids: field.lines("product.document", "res_id"),
    /** Properties */
    product_properties: field.properties(),
    /** Tags */
    product_tag_ids: field.lines("product.tag"),
    /** Attribute Values */
    product_template_attribute_value_ids: field.lines("product.template.attribute.value"),
    /** Variant Values */
    product_template_variant_value_ids: field.lines("product.template.attribute.value"),
    /** Product Template */
    product_tmpl_id: field.many2one("product.template"),
    /** Unit Barcode */
    product_uom_ids: field.lines("product.uom", "product_id"),
    /** Products */
    product_variant_ids: field.lines("product.product"),
    /** Project */
    project_id: field.many2one("project.project"),
    /** Project Template */
    project_template_id: field.many2one("project.project"),
    /** Expense Account */
    property_account_expense_id: field.many2one("account.account"),
    /** Income Account */
    property_account_income_id: field.many2one("account.account"),
    /** Price Difference Account */
    property_price_difference_account_id: field.many2one("account.account"),
    /** Inventory Location */
    property_stock_inventory: field.many2one("stock.location"),
    /** Production Location */
    property_stock_production: field.many2one("stock.location"),
    /** Message for Purchase Order Line */
    purchase_line_warn_msg: field.text(),
    /** Control Policy */
    purchase_method: field.selection(["purchase", "receive"]),
    /** Purchase */
    purchase_ok: field.boolean(),
    /** PO Lines */
    purchase_order_line_ids: field.lines("purchase.order.line", "product_id"),
    /** Putaway Rules */
    putaway_rule_ids: field.lines("stock.putaway.rule", "product_id"),
    /** Quantity On Hand */
    qty_available: field.float(),
    /** Ratings */
    rating_ids: field.lines("rating.rating", "res_id"),
    /** Responsible */
    responsible_id: field.many2one("res.users"),
    /** Routes */
    route_ids: field.lines("stock.route"),
    /** Customer Lead Time */
    sale_delay: field.integer(),
    /** Sales Order Line Warning */
    sale_line_warn_msg: field.text(),
    /** Sales */
    sale_ok: field.boolean(),
    /** Vendors */
    seller_ids: field.lines("product.supplierinfo"),
    /** Sequence */
    sequence: field.integer(),
    /** Custom Lot/Serial */
    serial_prefix_format: field.char(),
    /** Service Invoicing Policy */
    service_policy: field.selection(["ordered_prepaid", "delivered_milestones", "delivered_manual"]),
    /** Subcontract Service */
    service_to_purchase: field.boolean(),
    /** Create on Order */
    service_tracking: field.selection(["no", "task_global_project", "task_in_project", "project_only"]),
    /** Track Service */
    service_type: field.selection(["manual", "milestones"]),
    /** Cost */
    standard_price: field.float(),
    /** Stock Move */
    stock_move_ids: field.lines("stock.move", "product_id"),
    /** Stock Quant */
    stock_quant_ids: field.lines("stock.quant", "product_id"),
    /** Storage Category Capacity */
    storage_category_capacity_ids: field.lines("stock.storage.category.capacity", "product_id"),
    /** Purchase Taxes */
    supplier_taxes_id: field.lines("account.tax"),
    /** Task Template */
    task_template_id: field.many2one("project.task"),
    /** Sales Taxes */
    taxes_id: field.lines("account.tax"),
    /** Tracking */
    tracking: field.selection(["serial", "lot", "none"]),
    /** Product Type */
    type: field.selection(["consu", "service", "combo"]),
    /** Unit */
    uom_id: field.many2one("uom.uom"),
    /** Packagings */
    uom_ids: field.lines("uom.uom"),
    /** Variant Seller */
    variant_seller_ids: field.lines("product.supplierinfo"),
    /** Volume */
    volume: field.float(),
    /** Warehouse */
    warehouse_id: field.many2one("stock.warehouse"),
    /** Website Messages */
    website_message_ids: field.lines("mail.message", "res_id"),
    /** Weight */
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
