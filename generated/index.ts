// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
export { accountMove, type AccountMoveCreate, type AccountMoveUpdate } from "./models/account_move.js";
export { crmLead, type CrmLeadCreate, type CrmLeadUpdate } from "./models/crm_lead.js";
export { productProduct, type ProductProductCreate, type ProductProductUpdate } from "./models/product_product.js";
export { projectTask, type ProjectTaskCreate, type ProjectTaskUpdate } from "./models/project_task.js";
export { resPartner, type ResPartnerCreate, type ResPartnerUpdate } from "./models/res_partner.js";
export { saleOrder, type SaleOrderCreate, type SaleOrderUpdate } from "./models/sale_order.js";
export { saleOrderLine, type SaleOrderLineCreate, type SaleOrderLineUpdate } from "./models/sale_order_line.js";
