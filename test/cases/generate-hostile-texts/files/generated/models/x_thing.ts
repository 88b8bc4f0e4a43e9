// x.thing, from Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { defineModel } from "odoo-typed-mcp/runtime";

/** * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated */
export const xThing = defineModel({
  model: "x.thing",
  required: [],
  values: (field) => ({
    /** * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated */
    choice: field.selection(["*/ process.exit(1) /* ${process.exit(1)} `\"'\\ </script>\u2028\u202e @deprecated", "__proto__"]),
    /** C */
    constructor: field.char(),
    /** * / process.exit(1) /* ${process.exit(1)} `"'\ </script> (at)deprecated */
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
