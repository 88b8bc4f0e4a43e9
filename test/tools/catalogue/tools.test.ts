import { describe, expect, it } from "vitest";
import type { Effect } from "../../../src/tools/policy/effects.js";
import { callTool, TOOLS } from "../../corpus/odoo.js";
import { odooError } from "../../support/fixtures.js";

/** What a tool says of a call that it has not made. */
const target = (name: string, args?: Record<string, unknown>) => TOOLS.get(name)?.target(args);

describe("what a tool works with and can do", () => {
  it.each<[name: string, model: string, effect: Effect]>([
    ["sale_order_search", "sale.order", "read"],
    ["sale_order_count", "sale.order", "read"],
    ["sale_order_create", "sale.order", "create"],
    ["sale_order_delete", "sale.order", "delete"],
    ["sale_order_action_confirm", "sale.order", "act"],
    ["sale_order_action_quotation_send", "sale.order", "send"],
  ])("%s: records of %s, %s", (name, model, effect) => {
    expect(target(name)).toEqual({ model, effect });
  });

  it.each<[name: string, args: Record<string, unknown>, told: object]>([
    ["search_records", {}, { effect: "read" }],
    ["search_records", { model: "res.partner" }, { model: "res.partner", effect: "read" }],
    ["create_record", {}, { effect: "create" }],
    ["create_record", { model: "res.partner" }, { model: "res.partner", effect: "create" }],
    ["create_record", { model: "mail.mail" }, { model: "mail.mail", effect: "send" }],
    ["create_records", { model: "mail.mail" }, { model: "mail.mail", effect: "send" }],
    ["update_records", { model: "calendar.event" }, { model: "calendar.event", effect: "send" }],
    ["delete_records", { model: "mail.mail" }, { model: "mail.mail", effect: "delete" }],
    ["execute_workflow", {}, { effect: "act" }],
    ["execute_workflow", { model: "sale.order", signal: "action_confirm" }, { model: "sale.order", effect: "act" }],
    ["execute_workflow", { model: "sale.order", signal: "action_send" }, { model: "sale.order", effect: "send" }],
    ["execute_workflow", { model: 5, signal: {} }, { effect: "act" }],
  ])("%s with %j: %j", (name, args, told) => {
    expect(target(name, args)).toEqual(told);
  });

  it("is what its annotations say, for every tool that is no sending one", () => {
    for (const tool of TOOLS.values()) {
      const { effect } = tool.target();
      expect([tool.definition.name, tool.definition.annotations.readOnlyHint]).toEqual([
        tool.definition.name,
        effect === "read",
      ]);
    }
  });
});

describe("the fields of get_fields", () => {
  it("are those asked for, in that order, and those of no such name are refused", async () => {
    const { result } = await callTool("get_fields", { model: "res.partner", fields: ["email", "name"] }, 19);
    expect(Object.keys(result?.fields as object)).toEqual(["email", "name"]);
    const { error, asked } = await callTool("get_fields", { model: "res.partner", fields: ["emial"] }, 19);
    expect(error).toEqual(odooError("validation", '"emial"', 'Did you mean "email"'));
    expect(asked).toEqual([]);
  });
});

describe("list_models", () => {
  it("finds models by a part of their name or label, typed ones first", async () => {
    const { result } = await callTool("list_models", { query: "order" }, 19);
    expect(((result?.models ?? []) as { model: string }[]).map(({ model }) => model)).toEqual([
      "sale.order",
      "sale.order.line",
    ]);
  });
});

describe("execute_workflow", () => {
  it.each([
    [{ signal: "action_confirm" }],
    [{ model: "sale.order", signal: "action_confirm" }],
    [{ model: "sale.order", id: 5, wizard: "wizard-1", signal: "action_confirm" }],
    [{ model: "sale.order", id: 5, values: {}, signal: "action_confirm" }],
  ])("takes a record's button or a wizard's, and nothing between: %j", async (args) => {
    const { error, asked } = await callTool("execute_workflow", args, 19);
    expect(error).toEqual(odooError("validation", "either model and id"));
    expect(asked).toEqual([]);
  });
});
