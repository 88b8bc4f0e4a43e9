import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/tools/actions/answer.js";

describe("readAnswer", () => {
  it.each<[what: string, result: unknown]>([
    ["true", true],
    ["false", false],
    ["null", null],
    ["nothing", undefined],
    ["a number", 5],
    ["a text", "done"],
    ["ids", [1, 2]],
    ["an object that is no action", { warning: { title: "Careful" } }],
    ["an action that closes a dialogue", { type: "ir.actions.act_window_close" }],
    ["an action of the screen alone", { type: "ir.actions.client", tag: "reload" }],
    ["a message without a form", { type: "ir.actions.client", tag: "display_notification", params: 5 }],
  ])("is none after %s: the work is done", (_, result) => {
    expect(readAnswer(result).next).toBeUndefined();
  });

  it("is a wizard where a window opens in a dialogue", () => {
    const action = {
      type: "ir.actions.act_window",
      name: "Create invoices",
      res_model: "sale.advance.payment.inv",
      res_id: 4,
      target: "new",
      domain: [["id", "=", 1]],
      context: { active_ids: [7] },
      views: [[false, "form"]],
    };
    expect(readAnswer(action).next).toEqual({
      kind: "wizard",
      title: "Create invoices",
      model: "sale.advance.payment.inv",
      id: 4,
      context: { active_ids: [7] },
    });
  });

  it("is records where a window opens in the page, with which ones", () => {
    const action = {
      type: "ir.actions.act_window",
      name: "Invoices",
      res_model: "account.move",
      target: "current",
      domain: "[('id', 'in', [1])]",
    };
    expect(readAnswer(action).next).toEqual({
      kind: "records",
      title: "Invoices",
      model: "account.move",
      domain: "[('id', 'in', [1])]",
    });
  });

  it.each([
    ["false", false],
    ["0", 0],
    ["a text", "7"],
  ])("names no record where Odoo says %s", (_, id) => {
    expect(readAnswer({ type: "ir.actions.act_window", res_model: "a.b", res_id: id }).next).toEqual({
      kind: "records",
      model: "a.b",
    });
  });

  it("says nothing of what Odoo leaves empty", () => {
    const action = { type: "ir.actions.act_window", name: false, res_model: false, domain: false, context: false };
    expect(readAnswer(action).next).toEqual({ kind: "records" });
  });

  it("is a report", () => {
    const action = { type: "ir.actions.report", name: "Quotation", report_name: "sale.report_saleorder" };
    expect(readAnswer(action).next).toEqual({ kind: "report", title: "Quotation" });
  });

  it.each(["ir.actions.server", "something.new", 5])("is another step after an action of type %s", (type) => {
    expect(readAnswer({ type, name: "Pay", url: "https://example.org" }).next).toEqual({ kind: "other", title: "Pay" });
  });

  it("is a link, without what would open it to anyone", () => {
    const action = {
      type: "ir.actions.act_url",
      name: "Pay",
      url: "/my/orders/7?access_token=abc&report_type=pdf#top",
    };
    expect(readAnswer(action).next).toEqual({
      kind: "url",
      title: "Pay",
      url: "/my/orders/7?access_token=[hidden]&report_type=pdf#top",
    });
    expect(readAnswer({ type: "ir.actions.act_url" }).next).toEqual({ kind: "url" });
  });

  it.each<[what: string, action: object]>([
    [
      "in views",
      {
        views: [
          [3, "list"],
          [55, "form"],
        ],
      },
    ],
    ["by id", { view_id: 55 }],
    ["by id and name", { view_id: [55, "a.form"], views: [[false, "form"]] }],
  ])("names the form that the action opens, told %s", (_, action) => {
    const window = { type: "ir.actions.act_window", res_model: "a.b", target: "new", ...action };
    expect(readAnswer(window).next).toMatchObject({ kind: "wizard", formView: 55 });
  });
});

describe("a message", () => {
  it("is told with its title and the labels of its links, beside what follows it", () => {
    const next = { type: "ir.actions.act_window", res_model: "a.b" };
    const params = { type: "warning", title: "Careful", message: "See %s.", links: [{ label: "SO7", url: "#" }], next };
    expect(readAnswer({ type: "ir.actions.client", tag: "display_notification", params })).toEqual({
      next: { kind: "records", model: "a.b" },
      message: { kind: "warning", title: "Careful", text: "See SO7." },
    });
  });
});
