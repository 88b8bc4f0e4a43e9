// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Thing */
export const thing = defineModel({
  model: "x.thing",
  required: [],
  shown: (field) => ({
    name: field.char(),
  }),
});
export type ThingCreate = typeof thing.Create;
export type ThingUpdate = typeof thing.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.thing": typeof thing;
  }
}
