// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** Thing */
export const xThing = defineModel({
  model: "x.thing",
  required: [],
  shown: (field) => ({
    name: field.char(),
  }),
});
export type XThingCreate = typeof xThing.Create;
export type XThingUpdate = typeof xThing.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.thing": typeof xThing;
  }
}
