import { describe, expect, it } from "vitest";
import { MAX_PDF_BYTES, pdfFile, pdfName } from "../../../src/odoo/report/pdf-file.js";
import { odooError } from "../../support/fixtures.js";
import { BLANK_PDF, EMPTY_PDF, PDF } from "./printed.js";

describe("pdfFile", () => {
  it("keeps what is a PDF", () => {
    expect(pdfFile("Order - S00022", PDF, [22])).toEqual({ name: "Order - S00022.pdf", pdf: PDF, ids: [22] });
  });

  it.each([
    ["a web page", Buffer.from("<!DOCTYPE html><html>"), "not a PDF"],
    ["nothing", Buffer.alloc(0), "not a PDF"],
    ["a PDF without a page", EMPTY_PDF, "nothing on it"],
    ["a blank page", BLANK_PDF, "nothing on it"],
  ])("refuses %s", (_, bytes, text) => {
    expect(() => pdfFile("x.pdf", bytes, [1])).toThrow(odooError("server_error", text));
  });

  it("refuses a PDF that is too large", () => {
    const large = Buffer.concat([PDF, Buffer.alloc(MAX_PDF_BYTES)]);
    expect(() => pdfFile("x.pdf", large, [1])).toThrow(odooError("bad_request", "larger than 32 MiB"));
  });
});

describe("pdfName", () => {
  it.each([
    ["INV/2026/00008.pdf", "INV_2026_00008.pdf"],
    ["../../etc/passwd", "_.._etc_passwd.pdf"],
    ["Delivery  Slip -  - WH\\OUT:1.PDF", "Delivery Slip - - WH_OUT_1.pdf"],
    ["\u0000\u202e", "_.pdf"],
    ["  ", "report.pdf"],
    [".pdf", "report.pdf"],
    ["Zoë ☕.pdf", "Zoë ☕.pdf"],
    ["x".repeat(300), `${"x".repeat(200)}.pdf`],
  ])("makes one file's name of %j", (given, name) => {
    expect(pdfName(given)).toBe(name);
  });
});
