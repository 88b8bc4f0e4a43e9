import type { RawValues } from "../schema/raw.js";

// Screens of Odoo's own applications that are not the usual ones of their model.

interface Screen {
  /** What the menu's action adds to the context of all that is done on them. */
  context: RawValues;
  /** The list, by its external id. A series without it shows the usual one. */
  list: string;
}

const SCREENS: Readonly<Record<string, Screen>> = {
  // Without it a quantity that is counted of a new product is lost (16 on). It needs a stock user. 14 gives nobody the right.
  "stock.quant": { context: { inventory_mode: true }, list: "stock.view_stock_quant_tree_inventory_editable" },
};

const screenOf = (model: string) => (Object.hasOwn(SCREENS, model) ? SCREENS[model] : undefined);

/** The context in which people work with a model's records; undefined for nearly all. */
export const screenContext = (model: string): RawValues | undefined => screenOf(model)?.context;

/** The context in which Odoo answers the views of that screen. */
export function viewContext(model: string): RawValues {
  const screen = screenOf(model);
  // What Odoo called "tree" before 18 is a list.
  return screen ? { ...screen.context, list_view_ref: screen.list, tree_view_ref: screen.list } : {};
}
