// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
import { openOdoo } from "odoo-typed-mcp/client";
export type { xVeryLongNameVeryLongNameF360b8, XVeryLongNameVeryLongNameF360b8Create, XVeryLongNameVeryLongNameF360b8Update } from "./models/x_very_long_name_very_long_name_f360b8.js";

/** The models above, for scripts. It signs in at the first call. */
export const odoo = openOdoo(import.meta.url);
