// x.line, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Line */
export const xLine = defineModel({
  model: "x.line",
  required: ["thing_id"],
  shown: (field) => ({
    thing_id: field.many2one("x.thing"),
    name: field.char(), // Text
  }),
});
export type XLineCreate = typeof xLine.Create;
export type XLineUpdate = typeof xLine.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.line": typeof xLine;
  }
}
