import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { PrintEntry } from "../../../src/odoo/report/print-menu.js";
import { MAX_RECORDS, renderReport } from "../../../src/odoo/report/render-report.js";
import { type WebSession, webSession } from "../../../src/odoo/report/web-session.js";
import { callQueue } from "../../../src/odoo/wires/queued.js";
import { type FakeAnswer, fakeServer, jsonError } from "../../support/fake-server.js";
import { fakeClient, odooError } from "../../support/fixtures.js";
import { allReadable, INVOICE, PDF, pdfAnswer, QUOTATION, refusedReport, signedIn } from "./printed.js";

async function sessionWith(answer: FakeAnswer, signIn: FakeAnswer = signedIn(2)): Promise<WebSession> {
  const server = await fakeServer(({ path }) => (path.startsWith("/web/session") ? signIn : answer));
  const settings = { url: server.url, database: "shop", username: "bot", password: "horse", timeoutMs: 60_000 };
  return webSession(() => settings, { uid: 2, queue: callQueue({ concurrency: 1 }) });
}

const TEMPLATE = [{ id: 21, report_template: [446, "Quotation"], attachment_ids: [] }];

/** An Odoo 16 with a template, which an API key reaches; `state` is its wkhtmltopdf's. */
const odoo16 = (answers: Partial<Client> = {}, state: unknown = "ok") =>
  fakeClient(
    {
      search: allReadable,
      searchRead: async () => TEMPLATE,
      callModel: async (_, method) =>
        method === "get_wkhtmltopdf_state" ? state : { attachments: [["Order.pdf", PDF.toString("base64")]] },
      ...answers,
    },
    16,
  );

/** As `odoo16`, and nothing is rendered. */
const failing = (error: unknown, state: unknown = "ok") =>
  odoo16({
    callModel: (_, method) => (method === "get_wkhtmltopdf_state" ? Promise.resolve(state) : Promise.reject(error)),
  });

describe("renderReport", () => {
  it("prints all records into one file with a session", async () => {
    const printer = { client: fakeClient({ search: allReadable }), session: await sessionWith(pdfAnswer()) };
    expect(await renderReport(printer, QUOTATION, [22, 23])).toEqual({
      files: [{ name: "Order - S00022.pdf", pdf: PDF, ids: [22, 23] }],
      way: "session",
    });
  });

  it("prints a file of each record with an e-mail template where there is no session", async () => {
    const { files, way } = await renderReport({ client: odoo16() }, QUOTATION, [23, 22]);
    expect([way, ...files.map(({ ids }) => ids)]).toEqual(["template", [23], [22]]);
  });

  it.each([
    ["refused", jsonError("odoo.exceptions.AccessDenied", "Access Denied")],
    ["of another user", signedIn(8)],
    ["with a second factor", signedIn(null)],
  ])("does so too where the password is %s", async (_, answer) => {
    const session = await sessionWith(pdfAnswer(), answer);
    expect((await renderReport({ client: odoo16(), session }, QUOTATION, [22])).way).toBe("template");
  });

  it("does not go round what Odoo refuses to the session", async () => {
    const session = await sessionWith(refusedReport("odoo.exceptions.AccessError", "You may not."));
    await expect(renderReport({ client: odoo16(), session }, QUOTATION, [22])).rejects.toEqual(
      odooError("forbidden", "You may not."),
    );
  });

  it("takes an invoice's own PDF before it makes another", async () => {
    const client = fakeClient({
      search: allReadable,
      read: async (model, ids) =>
        model === "account.move"
          ? ids.map((id) => ({ id, invoice_pdf_report_id: [9, "x"] }))
          : ids.map((id) => ({ id, name: "INV.pdf", datas: PDF.toString("base64") })),
    });
    expect(await renderReport({ client }, INVOICE, [10])).toMatchObject({
      way: "stored",
      files: [{ name: "INV.pdf" }],
    });
  });
});

describe("where no way is left", () => {
  const none = { search: allReadable, searchRead: async () => [] };

  it("says what the key lacks, and what a person can do", async () => {
    await expect(renderReport({ client: fakeClient(none) }, QUOTATION, [22])).rejects.toMatchObject({
      category: "settings",
      outcome: "not_applied",
      message:
        "With an API key Odoo 19.0 gives only what an e-mail template attaches; none of sale.order attaches " +
        '"Quotation / Order".',
      hint:
        "Set ODOO_USERNAME and ODOO_PASSWORD of the same user beside the key, or make an e-mail template in Odoo that " +
        "attaches the report, or print it in Odoo.",
    });
  });

  it("asks nobody for a password who can give none", async () => {
    await expect(renderReport({ client: fakeClient(none), session: null }, QUOTATION, [22])).rejects.toMatchObject({
      hint: "Make an e-mail template in Odoo that attaches the report, or print it in Odoo.",
    });
  });

  it("says why there is no session", async () => {
    const session = await sessionWith(pdfAnswer(), signedIn(null));
    await expect(renderReport({ client: fakeClient(none), session }, QUOTATION, [22])).rejects.toMatchObject({
      message: expect.stringMatching(/^"bot" signs in with a second factor.* Without a session Odoo 19\.0 gives only/),
      hint: expect.stringMatching(/^Correct that, or/),
    });
  });

  it("says that an invoice has no PDF yet", async () => {
    const client = fakeClient({ ...none, read: async () => [{ id: 10, invoice_pdf_report_id: false }] });
    await expect(renderReport({ client }, INVOICE, [10])).rejects.toMatchObject({
      message: expect.stringContaining("once it was sent or printed by Send & Print"),
      hint: expect.stringContaining("or let Odoo make it by Send & Print"),
    });
  });
});

describe("what is checked before", () => {
  it.each([
    [{ ...QUOTATION, report: undefined }, "opens a dialogue"],
    [{ ...QUOTATION, report: { name: "stock.label_zpl", type: "qweb-text" } }, "printer of labels"],
    [{ ...QUOTATION, report: { name: "x.y", type: "qweb-html" } }, "qweb-html"],
  ])("refuses an entry that prints no PDF: %j", async (given, text) => {
    const { report, ...rest } = given;
    const entry: PrintEntry = { ...rest, ...(report ? { report } : {}) };
    await expect(renderReport({ client: fakeClient({}) }, entry, [22])).rejects.toEqual(odooError("bad_request", text));
  });

  it.each([[[]], [[0]], [[-1]], [[1.5]], [[3, 3]], [Array.from({ length: MAX_RECORDS + 1 }, (_, index) => index + 1)]])(
    "refuses the ids %j",
    async (ids) => {
      await expect(renderReport({ client: fakeClient({}) }, QUOTATION, ids)).rejects.toEqual(
        odooError("bad_request", "ids"),
      );
    },
  );

  it("prints nothing where the user may not read one of the records, whatever Odoo would", async () => {
    const client = odoo16({ search: async () => [22] });
    await expect(renderReport({ client }, QUOTATION, [22, 2, 99])).rejects.toEqual(
      odooError("not_found", "sale.order 2, 99", "nothing was printed"),
    );
  });

  it("looks for archived records too", async () => {
    const contexts: unknown[] = [];
    const search: Client["search"] = async (model, domain, page, options) => {
      contexts.push(options?.context);
      return allReadable(model, domain, page);
    };
    await renderReport({ client: odoo16({ search }) }, QUOTATION, [22]);
    expect(contexts).toEqual([{ active_test: false }]);
  });

  it("prints nothing that the entry is not for", async () => {
    const entry = { ...QUOTATION, domain: [["state", "=", "sale"]] };
    const client = odoo16({ search: async (_, domain) => (domain.length > 1 ? [22] : [22, 23]) });
    await expect(renderReport({ client }, entry, [22, 23])).rejects.toEqual(
      odooError("business_rule", 'does not offer "Quotation / Order" for sale.order 23'),
    );
  });
});

describe("a failure while Odoo renders", () => {
  const refused = new OdooError("business_rule", "wkhtmltopdf est introuvable sur ce système.");
  const print = (client: Client, ids = [22]) => renderReport({ client }, QUOTATION, ids);

  it.each([
    ["install", "Odoo finds no wkhtmltopdf on its server", "installs wkhtmltopdf 0.12.6 with patched Qt"],
    ["broken", "does not work on its server", "installs wkhtmltopdf"],
    ["upgrade", "is older than 0.12", "installs wkhtmltopdf"],
    ["workers", "runs with one worker", "sets workers to 2 or more"],
  ])("is told by the state of the program: %s", async (state, text, hint) => {
    const rejected = expect(print(failing(refused, state))).rejects;
    await rejected.toMatchObject({
      category: "business_rule",
      message: expect.stringMatching(
        new RegExp(`${text}.*"Quotation / Order" was not printed: wkhtmltopdf est introuvable`),
      ),
      hint: expect.stringContaining(hint),
    });
  });

  it.each([["ok"], [null], ["a state of a later Odoo"]])("is Odoo's own where the state is %j", async (state) => {
    await expect(print(failing(refused, state))).rejects.toBe(refused);
  });

  it("is Odoo's own where the state cannot be asked", async () => {
    const client = odoo16({ callModel: () => Promise.reject(refused) });
    await expect(print(client)).rejects.toBe(refused);
  });

  it("of several records says to try one", async () => {
    await expect(print(failing(refused), [22, 23])).rejects.toMatchObject({
      message: refused.message,
      hint: expect.stringContaining("one record at a time"),
    });
  });

  it.each(["forbidden", "timeout", "cancelled", "unavailable"] as const)(
    "is not asked after where it is %s",
    async (category) => {
      const error = new OdooError(category, "no");
      const client = odoo16({
        callModel: (_, method) => Promise.reject(method === "get_wkhtmltopdf_state" ? new Error("asked") : error),
      });
      await expect(print(client)).rejects.toBe(error);
    },
  );
});
