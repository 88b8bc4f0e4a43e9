import type { Button } from "../../src/odoo/schema/schema.js";
import type { ReadAction } from "./actions.js";

/** Which action of Odoo's own applications is meant: by what an ordinary user is told of it, in English. */
export interface ActionSought {
  series: string;
  model: string;
  /** The button's label, or the name in the menu. */
  title: string;
  place: Button["place"];
}

/** Undefined for one that the table does not know. */
export function standardAction(_sought: ActionSought): ReadAction | undefined {
  return undefined;
}
