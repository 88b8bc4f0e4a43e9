import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { printMenu } from "../../../src/odoo/report/print-menu.js";
import { fakeClient } from "../../support/fixtures.js";

const ROWS = [
  { id: 613, name: "Quotation / Order", report_name: "sale.report_saleorder_raw", report_type: "qweb-pdf" },
  { id: 360, name: "Barcodes (ZPL)", report_name: "stock.label_zpl", report_type: "qweb-text" },
];

const menuOf = (
  bindings: unknown,
  read: Client["read"] = async (_, ids) => ROWS.filter(({ id }) => ids.includes(id)),
) => printMenu(fakeClient({ callModel: async () => bindings, read }), "sale.order");

describe("printMenu", () => {
  it("tells the entries that Odoo shows, in its order, with their reports", async () => {
    const asked: unknown[] = [];
    const client = fakeClient({
      callModel: async (...call) => {
        asked.push(call.slice(0, 3));
        return { action: [{ id: 9, name: "Cancel" }], report: [{ id: 360 }, { id: 613, name: "Quotation / Order" }] };
      },
      read: async () => ROWS,
    });
    expect(await printMenu(client, "sale.order")).toEqual([
      expect.objectContaining({
        id: 360,
        label: "Barcodes (ZPL)",
        report: { name: "stock.label_zpl", type: "qweb-text" },
      }),
      expect.objectContaining({
        id: 613,
        label: "Quotation / Order",
        model: "sale.order",
        report: { name: "sale.report_saleorder_raw", type: "qweb-pdf" },
      }),
    ]);
    expect(asked).toEqual([["ir.actions.actions", "get_bindings", { model_name: "sale.order" }]]);
  });

  it("tells an entry that is no report, but a dialogue", async () => {
    const [labels] = await menuOf({ report: [{ id: 477, name: "Labels" }] });
    expect(labels).toEqual({ id: 477, label: "Labels", model: "sale.order", domain: undefined });
  });

  it.each([
    ["[('move_type', '!=', 'entry')]", [["move_type", "!=", "entry"]]],
    ["[('user_id', '=', uid)]", undefined],
    ["[]", undefined],
    [false, undefined],
  ])("takes the records that an entry is for from %j", async (domain, parsed) => {
    const [entry] = await menuOf({ report: [{ id: 613, domain }] });
    expect(entry?.domain).toEqual(parsed);
  });

  it.each([[null], [{}], [{ report: [] }], [{ report: "x" }], [{ report: [{ id: "613" }, null] }]])(
    "is empty where Odoo answers %j, and asks nothing more",
    async (bindings) => {
      expect(await menuOf(bindings, () => Promise.reject(new Error("asked")))).toEqual([]);
    },
  );

  it("says so where XML-RPC cannot carry it", async () => {
    const fault = new OdooError("server_error", "cannot marshal <class 'collections.defaultdict'> objects");
    const client = fakeClient({ callModel: () => Promise.reject(fault) });
    await expect(printMenu(client, "sale.order")).rejects.toMatchObject({
      message: "Odoo cannot send its Print menu over XML-RPC.",
      hint: "Set ODOO_WIRE=jsonrpc.",
    });
  });

  it("tells Odoo's refusal in its words", async () => {
    const refusal = new OdooError("forbidden", "You are not allowed to access 'Report Action' records.");
    const client = fakeClient({ callModel: () => Promise.reject(refusal) });
    await expect(printMenu(client, "sale.order")).rejects.toBe(refusal);
  });
});
