import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { GENERIC_TOOLS } from "../../../src/tools/catalogue/generic-tools.js";
import { callTool, TOOLS } from "../../corpus/odoo.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

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

describe("the fields of get_fields", () => {
  it("are those asked for, in that order, and those of no such name are refused", async () => {
    const { result } = await callTool("get_fields", { model: "res.partner", fields: ["email", "name"] }, 19);
    expect(Object.keys(result?.fields as object)).toEqual(["email", "name"]);
    const { error, asked } = await callTool("get_fields", { model: "res.partner", fields: ["emial"] }, 19);
    expect(error).toEqual(odooError("validation", '"emial"', 'Did you mean "email"'));
    expect(asked).toEqual([]);
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

describe("get_fields", () => {
  const answers = { country: { type: "selection", string: "Country", selection: [["fr", "France"]] } } as const;
  const schema = schemaWith({
    "x.order": {
      name: fieldWith({ string: "Name" }),
      hidden: fieldWith(),
      country: fieldWith({ type: "selection", dynamic: true, selection: [] }),
    },
  });
  const fields = async (args: Record<string, unknown>, fieldsGet = vi.fn<Client["fieldsGet"]>(async () => answers)) => {
    const context = contextWith({ schema, policy: { "x.order": { denyFields: ["hidden"] } }, answers: { fieldsGet } });
    const told = await TOOLS.get("get_fields")?.run({ model: "x.order", ...args }, context);
    return { fields: told?.fields, asked: fieldsGet.mock.calls.length };
  };

  it("tells no closed field, and refuses to where one is asked for", async () => {
    expect(Object.keys((await fields({})).fields as object)).toEqual(["name", "country"]);
    await expect(fields({ fields: ["hidden"] })).rejects.toThrow(odooError("forbidden", "hidden"));
  });

  it("asks Odoo for the values that are installed, and only where such a field is told", async () => {
    const country = { type: "selection", label: "Country", selection: { fr: "France" } };
    expect(await fields({ fields: ["country"] })).toEqual({ fields: { country }, asked: 1 });
    expect((await fields({ fields: ["name"] })).asked).toBe(0);
  });
});
