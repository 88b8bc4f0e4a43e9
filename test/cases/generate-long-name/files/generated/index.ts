// The models of Odoo 19.0. Written by `odoo-mcp generate`; do not edit.
export { xVeryLongNameVeryLongNameF360b8, type XVeryLongNameVeryLongNameF360b8Create, type XVeryLongNameVeryLongNameF360b8Update } from "./models/x_very_long_name_very_long_name_f360b8.js";
