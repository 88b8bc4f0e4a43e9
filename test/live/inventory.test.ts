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
  let odoo: Client;
  let folder: Generated;
  let tools: Tools;
  let product: number;
  let location: number;

  const onShelf = () =>
    odoo.searchRead("stock.quant", IN_STOCK(), ["quantity", "inventory_quantity"], { limit: 5, order: "id" });
  const IN_STOCK = () =>
    [
      ["product_id", "=", product],
      ["location_id", "=", location],
    ] as never;

  beforeAll(async () => {
    odoo = createClient(await connect(readSettings({ ...admin, ODOO_WIRE: "jsonrpc" })));
    const stocked = series === "14" ? { type: "product" } : { type: "consu", is_storable: true };
    [product = 0] = await odoo.create("product.product", [{ name: "Counted Bolt", ...stocked }]);
    const [warehouse] = await odoo.searchRead("stock.warehouse", [], ["lot_stock_id"], { limit: 1, order: "id" });
    location = idOf(warehouse?.lot_stock_id) ?? 0;
    // 14 lets stock managers alone change what there is.
    const group = series === "14" ? "group_stock_manager" : "group_stock_user";
    const [, stock] = (await odoo.callModel("ir.model.data", "check_object_reference", {
      module: "stock",
      xml_id: group,
    })) as [string, number];
    const groups = series === "14" ? "groups_id" : "group_ids";
    const user = { name: "Counter", login: "counter", password: "counts by hand", [groups]: [[4, stock]] };
    await odoo.create("res.users", [user as never]);
    const own = { ...admin, ODOO_USERNAME: "counter", ODOO_PASSWORD: "counts by hand", ODOO_API_KEY: "" };
    folder = await generateFrom(createClient(await connect(readSettings(own))), JSON.stringify({ models: MODELS }));
    tools = await openTools(folder.folder, own);
  });
  afterAll(async () => {
    await folder?.remove();
    await closeConnections();
  });

  it("of a product that was never counted makes its stock, with the move that says why", async () => {
    const values = { product_id: product, location_id: location, inventory_quantity: 7 };
    const { id } = await tools.call("create_record", { model: "stock.quant", values });
    if (series !== "14") {
      expect(await onShelf()).toMatchObject([{ id, quantity: 0, inventory_quantity: 7 }]);
      expect(await tools.call("stock_quant_action_apply_inventory", { ids: [id] })).toMatchObject({ done: true });
    }
    expect(await onShelf()).toMatchObject([{ id, quantity: 7 }]);
    expect(await moved()).toEqual([7]);
  });

  it("of what there is changes it by the difference", async () => {
    const [quant] = await onShelf();
    const id = quant?.id ?? 0;
    await tools.call("update_record", { model: "stock.quant", id, values: { inventory_quantity: 5 } });
    if (series !== "14")
      await tools.call("execute_workflow", { model: "stock.quant", id, signal: "action_apply_inventory" });
    expect(await onShelf()).toMatchObject([{ id, quantity: 5 }]);
    expect(await moved()).toEqual([7, 2]);
  });

  /** How much the product's moves moved. */
  const moved = async () => {
    const done = series === "14" ? "product_uom_qty" : "quantity";
    const moves = await odoo.searchRead("stock.move", [["product_id", "=", product]], [done, "state"], {
      limit: 9,
      order: "id",
    });
    return moves.filter(({ state }) => state === "done").map((move) => move[done]);
  };
});

const MODELS = { "stock.quant": {} };
