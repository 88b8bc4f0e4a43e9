import type { Button, Model } from "../../src/odoo/schema/schema.js";
import { recordsWhereNot } from "./condition-words.js";

/** When a button can be pressed, in words, as far as its view tells: "records whose Status is Quotation". Never less often. */
export const whenShown = ({ hidden }: Button, model: Model): string => (hidden ? recordsWhereNot(hidden, model) : "");
