import type { PathModels } from "../../src/tools/read/selection.js";
import { fieldWith, schemaWith } from "./fixtures.js";

// An order with lines, as tests of reading have it.

const { models } = schemaWith({
  "x.order": {
    name: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
    total: fieldWith({ type: "monetary", currency_field: "currency_id" }),
    hidden_total: fieldWith({ type: "monetary", currency_field: "closed_id" }),
    currency_id: fieldWith({ type: "many2one", relation: "x.currency" }),
    closed_id: fieldWith({ type: "many2one", relation: "x.currency", closed: "a rule" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.line": {
    name: fieldWith(),
    product_id: fieldWith({ type: "many2one", relation: "x.product" }),
  },
  "x.partner": {
    name: fieldWith(),
    display_name: fieldWith(),
    photo: fieldWith({ type: "binary" }),
    parent_id: fieldWith({ type: "many2one", relation: "x.partner" }),
  },
  "x.product": { name: fieldWith() },
  "x.tag": { name: fieldWith() },
});
const modelOf = (name: string) => {
  const model = models[name];
  if (!model) throw new Error(name);
  return model;
};
export const ORDER = modelOf("x.order");
export const anywhere: PathModels = async (name) => modelOf(name);
