import { describe, expect, it } from "vitest";
import { printBySession } from "../../../src/odoo/report/by-session.js";
import { webSession } from "../../../src/odoo/report/web-session.js";
import { callQueue } from "../../../src/odoo/wires/queued.js";
import { type FakeAnswer, fakeServer, htmlPage } from "../../support/fake-server.js";
import { fakeClient, odooError } from "../../support/fixtures.js";
import { EMPTY_PDF, PDF, pdfAnswer, refusedReport, signedIn } from "./printed.js";

async function printWith(answer: FakeAnswer, ids: readonly number[] = [22]) {
  const server = await fakeServer(({ path }) => (path.startsWith("/web/session") ? signedIn(2) : answer));
  const settings = { url: server.url, database: "shop", username: "bot", password: "horse", timeoutMs: 60_000 };
  const session = webSession(() => settings, { uid: 2, queue: callQueue({ concurrency: 1 }) });
  const printing = { report: "sale.report_saleorder", model: "sale.order", ids };
  return { printed: printBySession(fakeClient({}), session, printing), server };
}

describe("printBySession", () => {
  it("asks for the records in the user's context, and takes the file and its name", async () => {
    const { printed, server } = await printWith(pdfAnswer(), [22, 23]);
    expect(await printed).toEqual({ name: "Order - S00022.pdf", pdf: PDF, ids: [22, 23] });
    const query = new URL(server.requests[1]?.path ?? "", server.url).searchParams;
    expect(JSON.parse(query.get("data") ?? "")).toEqual(["/report/pdf/sale.report_saleorder/22,23", "qweb-pdf"]);
    expect(JSON.parse(query.get("context") ?? "")).toEqual({ lang: "en_US", tz: "UTC", allowed_company_ids: [1] });
    expect(query.has("token")).toBe(true);
  });

  it.each([
    ['attachment; filename="a.pdf"', "a.pdf"],
    ["attachment; filename=a.pdf", "a.pdf"],
    ["attachment; filename*=UTF-8''Zo%C3%AB%2F..%2F1.pdf", "Zoë_.._1.pdf"],
    ["attachment; filename*=UTF-8''%E9; filename=b.pdf", "b.pdf"],
    ["", "sale.report_saleorder.pdf"],
  ])("names the file as %j does", async (disposition, name) => {
    const { printed } = await printWith(pdfAnswer(disposition));
    expect((await printed).name).toBe(name);
  });

  it.each([
    [
      "odoo.exceptions.UserError",
      "Unable to find Wkhtmltopdf on this system. The PDF can not be created.",
      "business_rule",
    ],
    ["odoo.exceptions.AccessError", `You "may" not <read> it & that's all`, "forbidden"],
    ["builtins.ValueError", "External ID not found in the system: no.such", "server_error"],
  ] as const)("tells Odoo's %s in its words", async (name, message, category) => {
    const { printed } = await printWith(refusedReport(name, message));
    await expect(printed).rejects.toEqual(odooError(category, message));
    await expect(printed).rejects.toMatchObject({ outcome: "not_applied", model: "sale.order" });
  });

  it.each<[string, FakeAnswer, ReturnType<typeof odooError>]>([
    ["a page of Odoo", htmlPage(500), odooError("unavailable", "web page", "HTTP 500")],
    ["a page with HTTP 200", htmlPage(200), odooError("unavailable", "web page")],
    [
      "a page that says it is a PDF",
      { ...htmlPage(200), headers: { "content-type": "application/pdf" } },
      odooError("unavailable"),
    ],
    ["JSON of a gateway", { body: { data: { message: "no" } } }, odooError("unavailable")],
    ["no page", { ...pdfAnswer(), body: EMPTY_PDF.toString("latin1") }, odooError("server_error", "nothing on it")],
  ])("takes %s for no PDF", async (_, answer, error) => {
    const { printed } = await printWith(answer);
    await expect(printed).rejects.toEqual(error);
    await expect(printed).rejects.toMatchObject({ outcome: "not_applied" });
  });
});
