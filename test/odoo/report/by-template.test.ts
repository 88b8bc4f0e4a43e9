import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { findTemplate, printByTemplate } from "../../../src/odoo/report/by-template.js";
import { fakeClient, odooError } from "../../support/fixtures.js";
import { PDF, QUOTATION } from "./printed.js";

describe("findTemplate", () => {
  const find = (rows: Awaited<ReturnType<Client["searchRead"]>>, major: number) =>
    findTemplate(fakeClient({ searchRead: async () => rows }, major), QUOTATION);

  it.each([
    [14, "report_template"],
    [16, "report_template"],
    [17, "report_template_ids"],
    [19, "report_template_ids"],
  ])("asks Odoo %i for templates of the model by %s", async (major, field) => {
    let asked: unknown;
    const searchRead: Client["searchRead"] = async (...call) => {
      asked = call.slice(0, 3);
      return [];
    };
    expect(await findTemplate(fakeClient({ searchRead }, major), QUOTATION)).toBeUndefined();
    const domain = [
      ["model", "=", "sale.order"],
      [field, "in", [446]],
    ];
    expect(asked).toEqual(["mail.template", domain, [field, "attachment_ids"]]);
  });

  it("takes the first that attaches this report and no other", async () => {
    const rows = [
      { id: 29, report_template_ids: [446, 575], attachment_ids: [] },
      { id: 31, report_template_ids: [446], attachment_ids: [7] },
      { id: 32, report_template_ids: [446], attachment_ids: [] },
    ];
    expect(await find(rows, 19)).toEqual({ id: 31, others: new Set([7]) });
  });

  it("takes the first of Odoo 16, whose templates attach one at most", async () => {
    expect(await find([{ id: 21, report_template: [446, "Quotation"], attachment_ids: [] }], 16)).toMatchObject({
      id: 21,
    });
  });

  it.each(["forbidden", "not_found"] as const)("finds none where templates are %s", async (category) => {
    const searchRead = () => Promise.reject(new OdooError(category, "no"));
    expect(await findTemplate(fakeClient({ searchRead }), QUOTATION)).toBeUndefined();
  });

  it("does not hide another failure", async () => {
    const searchRead = () => Promise.reject(new OdooError("timeout", "late"));
    await expect(findTemplate(fakeClient({ searchRead }), QUOTATION)).rejects.toEqual(odooError("timeout"));
  });
});

const base64 = PDF.toString("base64");
const XML = Buffer.from("<Invoice/>").toString("base64");

describe("printByTemplate up to Odoo 16", () => {
  const print = (answer: unknown, asked: unknown[] = []) => {
    const callModel: Client["callModel"] = async (...call) => {
      asked.push(call.slice(0, 3));
      return answer;
    };
    const template = { id: 21, others: new Set<number>() };
    return printByTemplate(fakeClient({ callModel }, 16), template, { model: "sale.order", id: 22 });
  };

  it("asks the template for the record's attachments, in the order of the method's arguments", async () => {
    const asked: unknown[] = [];
    const file = await print({ reply_to: "", attachments: [["Order.pdf", base64]] }, asked);
    expect(file).toEqual({ name: "Order.pdf", pdf: PDF, ids: [22] });
    expect(asked).toEqual([["mail.template", "generate_email", { ids: [21], res_ids: 22, fields: ["reply_to"] }]]);
  });

  it("takes the PDF among other attachments", async () => {
    const attachments = [
      ["e-invoice.xml", XML],
      ["Order.pdf", base64],
    ];
    expect((await print({ attachments })).name).toBe("Order.pdf");
  });

  it.each([[null], [{}], [{ attachments: [["a.xml", XML]] }], [{ attachments: [["a.pdf", false], "x"] }]])(
    "says so where Odoo answers %j",
    async (answer) => {
      await expect(print(answer)).rejects.toEqual(odooError("server_error", "no PDF"));
    },
  );
});

describe("printByTemplate from Odoo 17 on", () => {
  interface Answers {
    attachments: unknown;
    others?: number[];
    own?: number[];
    unlink?: Client["unlink"];
  }
  const print = async ({ attachments, others = [], own = [], unlink }: Answers) => {
    const asked: Record<string, unknown[]> = {};
    const client = fakeClient({
      onchange: async (...call) => {
        asked.onchange = call;
        return { value: { attachment_ids: attachments } };
      },
      search: async (...call) => {
        asked.search = call;
        return own;
      },
      unlink:
        unlink ??
        (async (...call) => {
          asked.unlink = call;
        }),
    });
    const template = { id: 29, others: new Set(others) };
    const printed = printByTemplate(client, template, { model: "sale.order", id: 24 });
    return { file: await printed, asked };
  };
  const row = (id: number, name = "Order.pdf", datas = base64) => [4, id, { id, name, datas }];

  it("asks the form of an e-mail what choosing the template attaches", async () => {
    const { file, asked } = await print({ attachments: [row(90)], own: [90] });
    expect(file).toEqual({ name: "Order.pdf", pdf: PDF, ids: [24] });
    expect(asked.onchange).toMatchObject([
      "mail.compose.message",
      { model: "sale.order", res_ids: "[24]", composition_mode: "comment", template_id: 29 },
      { attachment_ids: { lines: { name: {}, datas: {} } } },
      { changed: ["template_id"] },
    ]);
  });

  it("deletes what Odoo made for that e-mail, and nothing else that the template attaches", async () => {
    const { asked } = await print({
      attachments: [row(7, "terms.pdf"), row(90), row(91, "e.xml", XML)],
      others: [7],
      own: [90],
    });
    expect(asked.search?.slice(0, 2)).toEqual([
      "ir.attachment",
      [
        ["id", "in", [90, 91]],
        ["res_model", "=", "mail.compose.message"],
        ["res_id", "=", 0],
        ["create_uid", "=", 2],
      ],
    ]);
    expect(asked.unlink).toEqual(["ir.attachment", [90]]);
  });

  it("does not take a file of the template for the report", async () => {
    const { file } = await print({ attachments: [row(7, "terms.pdf"), row(90)], others: [7] });
    expect(file.name).toBe("Order.pdf");
  });

  it("has printed all the same where what Odoo made cannot be deleted", async () => {
    const unlink = () => Promise.reject(new OdooError("forbidden", "no"));
    const { file } = await print({ attachments: [row(90)], own: [90], unlink });
    expect(file.name).toBe("Order.pdf");
  });

  it.each([
    [undefined],
    [[]],
    [[[6, 0, [90]]]],
    [[[4, 90, false]]],
    [[[4, 90, { id: 90, name: "a.pdf", datas: false }]]],
  ])("says so where Odoo answers %j", async (attachments) => {
    await expect(print({ attachments })).rejects.toEqual(odooError("server_error", "no PDF"));
  });
});
