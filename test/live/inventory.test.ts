import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, createClient } from "../../src/odoo/client.js";
import { connect } from "../../src/odoo/connection/connect.js";
import { readSettings } from "../../src/odoo/connection/settings.js";
import { closeConnections } from "../../src/odoo/wires/http.js";
import { type Generated, generateFrom, openTools, type Tools } from "./in-process.js";
import { describeSandbox } from "./odoos.js";
import { idOf } from "./tasks/desk.js";

// Stock counted and the count applied, by a user who may do that in Odoo and is no administrator.

describeSandbox("leaves stock behind", "an inventory count", (instance) => {
  const { series, admin } = instance;
  const is14 = series === "14";
  let odoo: Client;
  let folder: Generated;
  let tools: Tools;
  let product: number;
  let location: number;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const stocked = is14 ? { type: "product" } : { type: "consu", is_storable: true };
    [product = 0] = await odoo.create("product.product", [{ name: "Counted Bolt", ...stocked }]);
    const [warehouse] = await odoo.searchRead("stock.warehouse", [], ["lot_stock_id"], { limit: 1, order: "id" });
    location = idOf(warehouse?.lot_stock_id) ?? 0;
    // On 14 stock managers alone validate a count.
    const named = { module: "stock", xml_id: is14 ? "group_stock_manager" : "group_stock_user" };
    const [, group] = (await odoo.callModel("ir.model.data", "check_object_reference", named)) as [string, number];
    const user = { name: "Counter", login: "counter", password: "counts by hand" };
    await odoo.create("res.users", [{ ...user, [is14 ? "groups_id" : "group_ids"]: [[4, group]] } as never]);
    const own = { ...admin, ODOO_USERNAME: "counter", ODOO_PASSWORD: "counts by hand", ODOO_API_KEY: "" };
    const config = JSON.stringify({ models: { [is14 ? "stock.inventory" : "stock.quant"]: {} } });
    folder = await generateFrom(createClient(await connect(readSettings(own))), config);
    tools = await openTools(folder.folder, own);
  });
  afterAll(async () => {
    await folder?.remove();
    await closeConnections();
  });

  const onShelf = async () => {
    const there = [
      ["product_id", "=", product],
      ["location_id", "=", location],
    ];
    return odoo.searchRead("stock.quant", there as never, ["quantity"], { limit: 5, order: "id" });
  };
  /** How much the product's moves moved. */
  const moved = async () => {
    const done = is14 ? "product_uom_qty" : "quantity";
    const domain = [
      ["product_id", "=", product],
      ["state", "=", "done"],
    ];
    const moves = await odoo.searchRead("stock.move", domain as never, [done], { limit: 9, order: "id" });
    return moves.map((move) => move[done]);
  };

  it.skipIf(is14)("of a product that was never counted takes two calls, and makes the move that says why", async () => {
    const values = { product_id: product, location_id: location, inventory_quantity: 7 };
    const { id } = await tools.call("create_record", { model: "stock.quant", values });
    expect(await onShelf()).toMatchObject([{ id, quantity: 0 }]);
    expect(await tools.call("stock_quant_action_apply_inventory", { ids: [id] })).toMatchObject({ done: true });
    expect(await onShelf()).toMatchObject([{ id, quantity: 7 }]);
    expect(await moved()).toEqual([7]);
  });

  it.skipIf(is14)("of what there is changes it by the difference, in two calls", async () => {
    const [quant] = await onShelf();
    const id = quant?.id ?? 0;
    await tools.call("update_record", { model: "stock.quant", id, values: { inventory_quantity: 5 } });
    const step = { model: "stock.quant", id, signal: "action_apply_inventory" };
    expect(await tools.call("execute_workflow", step)).toMatchObject({ done: true });
    expect(await onShelf()).toMatchObject([{ id, quantity: 5 }]);
    expect(await moved()).toEqual([7, 2]);
  });

  // 14 gives nobody the right to write what is in stock: it counts in a document of its own.
  it.runIf(is14)("on 14 takes a document, which is started and validated", async () => {
    const line_ids = { create: [{ product_id: product, location_id: location, product_qty: 7 }] };
    const { id } = await tools.call("stock_inventory_create", { values: { name: "Bolts", line_ids } });
    expect(await tools.call("stock_inventory_action_start", { ids: [id] })).toMatchObject({ done: true });
    const validated = await tools.call("stock_inventory_action_validate", { ids: [id] });
    expect(validated).toMatchObject({ done: true, records: [{ state: "done" }], made: [{ model: "stock.move" }] });
    expect(await onShelf()).toMatchObject([{ quantity: 7 }]);
    expect(await moved()).toEqual([7]);
  });
});
