// x.very_long_name.very_long_name.very_long_name.very_long_name.end, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Thing */
export const xVeryLongNameVeryLongNameF360b8 = defineModel({
  model: "x.very_long_name.very_long_name.very_long_name.very_long_name.end",
  required: [],
  shown: (field) => ({
    name: field.char(),
  }),
});
export type XVeryLongNameVeryLongNameF360b8Create = typeof xVeryLongNameVeryLongNameF360b8.Create;
export type XVeryLongNameVeryLongNameF360b8Update = typeof xVeryLongNameVeryLongNameF360b8.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.very_long_name.very_long_name.very_long_name.very_long_name.end": typeof xVeryLongNameVeryLongNameF360b8;
  }
}
