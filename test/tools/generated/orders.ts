import type { Field } from "../../../src/odoo/schema/schema.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

// A model with lines, as what codegen writes of it is loaded.

const ORDER = {
  partner_id: fieldWith({ type: "many2one", relation: "res.partner", needed: { reason: "flag" } }),
  state: fieldWith({
    type: "selection",
    selection: [
      ["draft", "Draft"],
      ["sale", "Sale"],
    ],
  }),
  total: fieldWith({ type: "float", readonly: true }),
  line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
} satisfies Record<string, Field>;

const LINE = {
  order_id: fieldWith({ type: "many2one", relation: "a.order", needed: { reason: "flag" } }),
  name: fieldWith({ needed: { reason: "onchange", unless: ["product_id"] } }),
  product_id: fieldWith({ type: "many2one", relation: "a.product" }),
} satisfies Record<string, Field>;

export const ORDERS = schemaWith({ "a.order": ORDER, "a.line": LINE });
