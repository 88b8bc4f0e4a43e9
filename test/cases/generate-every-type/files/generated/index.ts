// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
export { xLine, type XLineCreate, type XLineUpdate } from "./models/x_line.js";
export { xThing, type XThingCreate, type XThingUpdate } from "./models/x_thing.js";
