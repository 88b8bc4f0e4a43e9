import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { WebSession } from "../../../src/odoo/report/web-session.js";
import { printAnswered, printRecords } from "../../../src/tools/actions/print-records.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { allReadable, PDF, QUOTATION } from "../../odoo/report/printed.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const NAME = "sale.report_saleorder";
const ROW = { id: 446, name: "Quotation / Order", report_name: NAME, report_type: "qweb-pdf" };
const schema = schemaWith({ "sale.order": { note: fieldWith() } });

/** An Odoo with one entry in the Print menu of orders, and a session that answers this. */
async function orders(answer: Partial<WebSession> = {}, policy?: PolicyConfig) {
  const asked: string[] = [];
  const attached: string[] = [];
  const web: WebSession = {
    get: async (path) => {
      asked.push(decodeURIComponent(path));
      return { status: 200, contentType: "application/pdf", bytes: PDF, disposition: "", cookies: [] };
    },
    close: async () => {},
    ...answer,
  };
  const callModel: Client["callModel"] = async (_, method) =>
    method === "get_bindings" ? { report: [{ id: ROW.id, name: ROW.name }] } : "install";
  const made = contextWith({
    schema,
    buttons: ["print_it"],
    ...(policy ? { policy } : {}),
    answers: { search: allReadable, callModel, read: async () => [ROW] },
  });
  const context: ToolContext = { ...made, web, attach: ({ name }) => void attached.push(name) };
  return { call: await modelCall("sale.order", "read", context), asked, attached };
}

const FILE = { name: `${NAME}.pdf`, bytes: PDF.length, mimetype: "application/pdf", attached: true };

describe("an entry of the Print menu", () => {
  const step = { name: "print_it", action: { kind: "report" as const, title: QUOTATION.label, report: NAME } };

  it("gives the PDF of the records", async () => {
    const { call, asked, attached } = await orders();
    expect(await printRecords(call, [7, 8], step)).toMatchObject({ ids: [7, 8], done: true, files: [FILE] });
    expect(asked[0]).toContain(`/report/pdf/${NAME}/7,8`);
    expect(attached).toEqual([FILE.name]);
  });

  it("is refused where the policy closes a field, which a document may show", async () => {
    const { call, asked } = await orders({}, { "sale.order": { denyFields: ["note"] } });
    await expect(printRecords(call, [7], step)).rejects.toEqual(odooError("forbidden", "cannot be printed"));
    expect(asked).toEqual([]);
  });
});

describe("a document that a step's method answers", () => {
  const ANSWERED = { title: "Order", name: NAME };

  it("is printed as its entry of the Print menu, of the records that it names or else of the step's", async () => {
    const { call, asked } = await orders();
    expect(await printAnswered(call, [7, 8], { ...ANSWERED, ids: [8] })).toMatchObject({ files: [FILE] });
    await printAnswered(call, [7, 8], ANSWERED);
    expect(asked.map((path) => /\/pdf\/[^"]*/.exec(path)?.[0])).toEqual([`/pdf/${NAME}/8`, `/pdf/${NAME}/7,8`]);
  });

  it("is left to the screen where the menu does not have it, or it is of other records", async () => {
    const { call, asked } = await orders();
    expect(await printAnswered(call, [7], { ...ANSWERED, name: "sale.other" })).toBeUndefined();
    expect(await printAnswered(call, [7], { ...ANSWERED, ids: [7, 9] })).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it("that cannot be printed is told beside what the method did", async () => {
    const bytes = new TextEncoder().encode("<html>");
    const reply = { status: 200, contentType: "text/html", bytes, disposition: "", cookies: [] };
    const { call } = await orders({ get: async () => reply });
    expect(await printAnswered(call, [7], ANSWERED)).toEqual({
      message: { kind: "danger", text: expect.stringContaining('"Order" could not be printed') },
    });
    const closed = await orders({}, { "sale.order": { denyFields: ["note"] } });
    expect((await printAnswered(closed.call, [7], ANSWERED))?.message?.text).toContain("fields that are closed");
  });
});
