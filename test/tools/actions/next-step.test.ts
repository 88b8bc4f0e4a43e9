import { describe, expect, it } from "vitest";
import { nextStep } from "../../../src/tools/actions/next-step.js";

describe("nextStep", () => {
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
    ["an action that shows a message", { type: "ir.actions.client", tag: "display_notification" }],
  ])("is none after %s: the work is done", (_, result) => {
    expect(nextStep(result)).toBeUndefined();
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
    expect(nextStep(action)).toEqual({
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
    expect(nextStep(action)).toEqual({
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
    expect(nextStep({ type: "ir.actions.act_window", res_model: "a.b", res_id: id })).toEqual({
      kind: "records",
      model: "a.b",
    });
  });

  it("says nothing of what Odoo leaves empty", () => {
    const action = { type: "ir.actions.act_window", name: false, res_model: false, domain: false, context: false };
    expect(nextStep(action)).toEqual({ kind: "records" });
  });

  it("is a report", () => {
    const action = { type: "ir.actions.report", name: "Quotation", report_name: "sale.report_saleorder" };
    expect(nextStep(action)).toEqual({ kind: "report", title: "Quotation" });
  });

  it.each(["ir.actions.act_url", "ir.actions.server", "something.new", 5])(
    "is another step after an action of type %s",
    (type) => {
      expect(nextStep({ type, name: "Pay", url: "https://example.org" })).toEqual({ kind: "other", title: "Pay" });
    },
  );
});
