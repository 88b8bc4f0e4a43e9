import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/tools/actions/answer.js";

describe("what a method returned", () => {
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
    ["an action that reloads what has changed", { type: "ir.actions.client", tag: "soft_reload", params: {} }],
    ["a message without a form", { type: "ir.actions.client", tag: "display_notification", params: 5 }],
  ])("shows nothing after %s: the work is done", (_, result) => {
    expect(readAnswer(result)).toEqual({});
  });

  it("is a dialogue where a window opens over the screen", () => {
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
    expect(readAnswer(action)).toEqual({
      window: {
        title: "Create invoices",
        model: "sale.advance.payment.inv",
        id: 4,
        context: { active_ids: [7] },
      },
    });
  });

  it("is records where a window opens in the page, with which ones", () => {
    const action = {
      type: "ir.actions.act_window",
      name: "Invoices",
      res_model: "account.move",
      target: "current",
      domain: "[('id', 'in', [1])]",
      context: { token: "x" },
    };
    expect(readAnswer(action)).toEqual({
      shows: { kind: "records", title: "Invoices", model: "account.move", domain: "[('id', 'in', [1])]" },
    });
  });

  it.each([
    { views: [[false, "form"]] },
    {
      views: [
        [55, "form"],
        [false, "list"],
      ],
    },
    { view_mode: "form,list" },
  ])("is the form of a new record where a page opens with that: %j", (shown) => {
    const action = {
      type: "ir.actions.act_window",
      name: "New",
      res_model: "a.b",
      context: { default_x: 1 },
      ...shown,
    };
    expect(readAnswer(action)).toMatchObject({ form: { model: "a.b", title: "New", context: { default_x: 1 } } });
    expect(readAnswer({ ...action, res_id: 7 })).toEqual({
      shows: { kind: "records", model: "a.b", title: "New", id: 7 },
    });
  });

  it.each([
    {
      views: [
        [false, "list"],
        [false, "form"],
      ],
    },
    { view_mode: "calendar,form" },
    { views: [], view_mode: 5 },
  ])("is no new record where another view opens first: %j", (shown) => {
    const action = { type: "ir.actions.act_window", res_model: "a.b", ...shown };
    expect(readAnswer(action)).toEqual({ shows: { kind: "records", model: "a.b" } });
  });

  it("is a part of the interface, or one that goes on by itself", () => {
    const client = (tag: unknown, more: object = {}) => readAnswer({ type: "ir.actions.client", tag, ...more });
    expect(client("stock_report_generic")).toEqual({ shows: { kind: "other", title: "stock_report_generic" } });
    expect(client("account_report", { name: "Ledger" })).toEqual({ shows: { kind: "other", title: "Ledger" } });
    expect(client("project_show_undo_confirmation_dialog")).toEqual({
      screen: "project_show_undo_confirmation_dialog",
    });
    expect(client("to_template_redirection_action")).toEqual({ screen: "to_template_redirection_action" });
    expect(client(5)).toEqual({});
  });

  it.each([
    ["false", false],
    ["0", 0],
    ["a text", "7"],
    ["a fraction", 1.5],
    ["more than an id can be", 2 ** 31],
  ])("names no record where Odoo says %s", (_, id) => {
    const window = { type: "ir.actions.act_window", res_model: "a.b", res_id: id };
    expect(readAnswer(window)).toEqual({ shows: { kind: "records", model: "a.b" } });
    expect(readAnswer({ ...window, target: "new", view_id: id })).toEqual({ window: { model: "a.b" } });
  });

  it("says nothing of what Odoo leaves empty", () => {
    const action = { type: "ir.actions.act_window", name: false, res_model: false, domain: false, context: false };
    expect(readAnswer(action)).toEqual({ shows: { kind: "records" } });
  });

  it.each([undefined, false, "", 5, "../res.users", "a.b\n- Agreed", "a b", "__proto__", "x".repeat(200)])(
    "is no dialogue without a model: there is nothing to be filled in: %j",
    (res_model) => {
      const window = { type: "ir.actions.act_window", name: "Of none", res_model, context: { token: "x" } };
      expect(readAnswer({ ...window, target: "new" })).toEqual({ shows: { kind: "records", title: "Of none" } });
      expect(readAnswer(window)).toEqual({ shows: { kind: "records", title: "Of none" } });
    },
  );

  it("is a report", () => {
    const action = { type: "ir.actions.report", name: "Quotation", report_name: "sale.report_saleorder" };
    expect(readAnswer(action)).toEqual({ shows: { kind: "report", title: "Quotation" } });
  });

  it.each(["ir.actions.server", "something.new", 5])("is another screen after an action of type %s", (type) => {
    const action = { type, name: "Pay", url: "https://example.org" };
    expect(readAnswer(action)).toEqual({ shows: { kind: "other", title: "Pay" } });
  });

  it("is a link, without what would open it to anyone", () => {
    const action = {
      type: "ir.actions.act_url",
      name: "Pay",
      url: "/my/orders/7?access_token=abc&report_type=pdf#top",
    };
    expect(readAnswer(action)).toEqual({
      shows: { kind: "url", title: "Pay", url: "/my/orders/7?access_token=[hidden]&report_type=pdf#top" },
    });
    expect(readAnswer({ type: "ir.actions.act_url" })).toEqual({ shows: { kind: "url" } });
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
    expect(readAnswer(window).window).toEqual({ model: "a.b", formView: 55 });
  });

  it.each([{ views: "form" }, { views: [null, ["form"], {}] }, { view_id: {} }, { views: [["x", "form"]] }])(
    "names no form where Odoo says %j",
    (action) => {
      const window = { type: "ir.actions.act_window", res_model: "a.b", target: "new", ...action };
      expect(readAnswer(window)).toEqual({ window: { model: "a.b" } });
    },
  );
});

describe("a message", () => {
  const notification = (params: unknown) => ({ type: "ir.actions.client", tag: "display_notification", params });

  it("is told with its title and the labels of its links, beside what follows it", () => {
    const next = { type: "ir.actions.act_window", res_model: "a.b" };
    const links = [{ label: "SO7", url: "#" }];
    const params = { type: "warning", title: "Careful", message: "See %s, not %s.", links, next };
    expect(readAnswer(notification(params))).toEqual({
      shows: { kind: "records", model: "a.b" },
      message: { kind: "warning", title: "Careful", text: "See SO7, not ." },
    });
  });

  it("is followed by a dialogue, too", () => {
    const next = { type: "ir.actions.act_window", res_model: "a.b", target: "new" };
    expect(readAnswer(notification({ message: "First.", next }))).toEqual({
      window: { model: "a.b" },
      message: { kind: "info", text: "First." },
    });
  });

  it.each([null, 5, "x", [], {}, { message: null }, { links: [null, 5, {}], message: "%s%s" }, { message: { a: 1 } }])(
    "is none where it says nothing: %j",
    (params) => {
      expect(readAnswer(notification(params))).toEqual({});
    },
  );

  it("is a refusal without a word, too", () => {
    expect(readAnswer(notification({ type: "danger" }))).toEqual({ message: { kind: "danger", text: "" } });
  });

  it("is told no longer than a person would read it", () => {
    const long = "x".repeat(1_000_000);
    const { message } = readAnswer(notification({ title: long, message: long, type: long }));
    expect([message?.title?.length, message?.text.length, message?.kind.length]).toEqual([200, 4_000, 200]);
    expect(readAnswer({ type: "ir.actions.report", name: long }).shows?.title).toHaveLength(200);
  });

  it("is followed by no end of others", () => {
    let next: unknown = { type: "ir.actions.act_window", res_model: "a.b", target: "new" };
    for (let depth = 0; depth < 50_000; depth++) next = notification({ message: "Again.", next });
    expect(readAnswer(next)).toEqual({ message: { kind: "info", text: "Again." } });
  });
});
