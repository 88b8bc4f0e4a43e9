// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { openOdoo } from "odoo-typed-mcp/client";
export type { xThing, XThingCreate, XThingUpdate } from "./models/x_thing.js";

/** The models above, for scripts. It signs in at the first call. */
export const odoo = openOdoo(import.meta.url);
