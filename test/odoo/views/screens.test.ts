import { expect, it } from "vitest";
import { screenContext, viewContext } from "../../../src/odoo/views/screens.js";

it("stock is counted on a screen of its own", () => {
  expect(screenContext("stock.quant")).toEqual({ inventory_mode: true });
  const list = "stock.view_stock_quant_tree_inventory_editable";
  expect(viewContext("stock.quant")).toEqual({ inventory_mode: true, list_view_ref: list, tree_view_ref: list });
});

it.each(["res.partner", "constructor"])("%s has the usual ones", (model) => {
  expect([screenContext(model), viewContext(model)]).toEqual([undefined, {}]);
});
