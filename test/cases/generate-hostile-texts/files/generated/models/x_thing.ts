// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated */
export const xThing = defineModel({
  model: "x.thing",
  required: [],
  shown: (field) => ({
    choice: field.selection(["*/ process.exit(1) /* ${process.exit(1)} `\"'\\ </script>\u2028\u202e @deprecated", "__proto__"]), // * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated
    constructor: field.char(), // C
    name: field.char(), // * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated
  }),
});
export type XThingCreate = typeof xThing.Create;
export type XThingUpdate = typeof xThing.Update;

declare module "odoo-typed-mcp/runtime" {
  interface GeneratedModels {
    "x.thing": typeof xThing;
  }
}
