// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
export { thing, type ThingCreate, type ThingUpdate } from "./models/thing.js";
