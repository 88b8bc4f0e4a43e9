import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { isKept, storedInvoices } from "../../../src/odoo/report/stored-invoice.js";
import { fakeClient, odooError } from "../../support/fixtures.js";
import { INVOICE, PDF, QUOTATION } from "./printed.js";

const WITHOUT_PAYMENT = { ...INVOICE, report: { name: "account.report_invoice", type: "qweb-pdf" } };

it.each([
  [16, INVOICE, false],
  [17, INVOICE, true],
  [19, INVOICE, true],
  [19, WITHOUT_PAYMENT, false],
  [19, QUOTATION, false],
])("Odoo %i keeps what $label prints of $model: $expected", (major, entry, expected) => {
  expect(isKept(fakeClient({}, major), entry)).toBe(expected);
});

describe("storedInvoices", () => {
  const clientOf = (kept: Record<number, unknown>, datas: unknown = PDF.toString("base64")) => {
    const read: Client["read"] = async (model, ids) =>
      model === "account.move"
        ? ids.map((id) => ({ id, invoice_pdf_report_id: kept[id] })).reverse()
        : ids.map((id) => ({ id, name: `INV_${id}.pdf`, datas }));
    return fakeClient({ read });
  };

  it("reads the file of each invoice, in the order of the ids", async () => {
    const client = clientOf({ 10: [1136, "INV.pdf"], 11: 1137 });
    expect(await storedInvoices(client, [11, 10])).toEqual([
      { name: "INV_1137.pdf", pdf: PDF, ids: [11] },
      { name: "INV_1136.pdf", pdf: PDF, ids: [10] },
    ]);
  });

  it("has none where one invoice has none", async () => {
    expect(await storedInvoices(clientOf({ 10: [1136, "INV.pdf"], 11: false }), [10, 11])).toBeUndefined();
  });

  it("says so where the file is gone", async () => {
    await expect(storedInvoices(clientOf({ 10: [1136, "x"] }, false), [10])).rejects.toEqual(
      odooError("not_found", "not among Odoo's files"),
    );
  });
});
