import { describe, expect, it } from "vitest";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { callTool, TOOLS } from "../../corpus/odoo.js";
import { odooError } from "../../support/fixtures.js";

/** What a tool says of a call that it has not made. */
const target = (name: string, args?: Record<string, unknown>) => TOOLS.get(name)?.target(args);

describe("what a generic tool works with and can do", () => {
  it.each<[name: string, args: Record<string, unknown>, told: object]>([
    ["search_records", {}, { effect: "read" }],
    ["search_records", { model: "res.partner" }, { model: "res.partner", effect: "read" }],
    ["create_record", {}, { effect: "create" }],
    ["create_record", { model: "res.partner" }, { model: "res.partner", effect: "create" }],
    ["create_record", { model: "mail.mail" }, { model: "mail.mail", effect: "send" }],
    ["create_records", { model: "mail.mail" }, { model: "mail.mail", effect: "send" }],
    ["update_records", { model: "calendar.event" }, { model: "calendar.event", effect: "update" }],
    ["update_records", { model: "res.partner", notify: true }, { model: "res.partner", effect: "send" }],
    ["update_records", { model: "res.partner", notify: "true" }, { model: "res.partner", effect: "send" }],
    ["execute_workflow", { model: "sale.order", signal: "a", notify: true }, { model: "sale.order", effect: "send" }],
    ["delete_records", { model: "mail.mail" }, { model: "mail.mail", effect: "delete" }],
    ["execute_workflow", {}, { effect: "act" }],
    ["execute_workflow", { model: "sale.order", signal: "action_confirm" }, { model: "sale.order", effect: "act" }],
    ["execute_workflow", { model: "sale.order", signal: "action_send" }, { model: "sale.order", effect: "send" }],
    ["execute_workflow", { model: 5, signal: {} }, { effect: "act" }],
  ])("%s with %j: %j", (name, args, told) => {
    expect(target(name, args)).toEqual(told);
  });

  it("is read-only by its annotations where it only reads", () => {
    for (const { definition, target: told } of GENERIC_TOOLS) {
      const { name, annotations } = definition;
      expect([name, annotations.readOnlyHint]).toEqual([name, told().effect === "read"]);
    }
  });
});

describe("execute_workflow", () => {
  it.each([
    [{ signal: "action_confirm" }],
    [{ model: "sale.order", signal: "action_confirm" }],
    [{ id: 5, signal: "action_confirm" }],
    [{ model: "sale.order", id: 5, ids: [5], signal: "action_confirm" }],
    [{ model: "sale.order", id: 5, wizard: "wizard-1", signal: "action_confirm" }],
    [{ ids: [5], wizard: "wizard-1", signal: "action_confirm" }],
    [{ wizard: "wizard-1", signal: "action_confirm", button: "action_apply" }],
  ])("takes a record's step or a dialogue's handle, and nothing between: %j", async (args) => {
    const { error, asked } = await callTool("execute_workflow", args, 19);
    expect(error).toEqual(odooError("validation", "either model and id"));
    expect(asked).toEqual([]);
  });
});
