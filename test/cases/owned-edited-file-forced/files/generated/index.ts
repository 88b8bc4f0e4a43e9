// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
export { xThing, type XThingCreate, type XThingUpdate } from "./models/x_thing.js";
