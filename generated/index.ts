// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { openOdoo } from "odoo-typed-mcp/client";
export type { accountMove, AccountMoveCreate, AccountMoveUpdate } from "./models/account_move.js";
export type { crmLead, CrmLeadCreate, CrmLeadUpdate } from "./models/crm_lead.js";
export type { productProduct, ProductProductCreate, ProductProductUpdate } from "./models/product_product.js";
export type { projectTask, ProjectTaskCreate, ProjectTaskUpdate } from "./models/project_task.js";
export type { resPartner, ResPartnerCreate, ResPartnerUpdate } from "./models/res_partner.js";
export type { saleOrder, SaleOrderCreate, SaleOrderUpdate } from "./models/sale_order.js";
export type { saleOrderLine, SaleOrderLineCreate, SaleOrderLineUpdate } from "./models/sale_order_line.js";

/** The models above, for scripts. It signs in at the first call. */
export const odoo = openOdoo(import.meta.url);
