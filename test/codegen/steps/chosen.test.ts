import { describe, expect, it } from "vitest";
import { chosenButtons, otherButtons } from "../../../codegen/steps/chosen.js";
import type { Action, Button, Model } from "../../../src/odoo/schema/schema.js";
import { configWith, odooError } from "../../support/fixtures.js";

const dialogue = (xmlid: string): Action => ({ kind: "dialogue", model: "a.wizard", xmlid });
const BUTTONS: Button[] = [
  { name: "action_confirm", label: "Confirm", place: "header", hidden: "state != 'draft'" },
  { name: "create_invoice", label: "Create Invoice", place: "header", action: dialogue("sale.action_invoice") },
  { name: "open_the_wizard", label: "Open the wizard", place: "header", action: dialogue("sale.action_open") },
  { name: "do_it", label: "Do it", place: "header", action: { kind: "unknown", title: "Do it" } },
  { name: "action_view_invoice", label: "Invoices", place: "header" },
  { name: "action_preview_order", label: "Preview", place: "header" },
  { name: "open_it", label: "Open", place: "header" },
  { name: "unlink", label: "Delete", place: "header" },
  { name: "silent", label: "", place: "header" },
  { name: "update_taxes", label: "Update taxes", confirm: "Sure?" },
  { name: "action_tasks", label: "Tasks", place: "counter" },
  { name: "action_assign", label: "Assign", place: "list" },
  { name: "share", label: "Share", place: "menu", action: { kind: "server", xmlid: "a.share", title: "Share" } },
  { name: "print_order", label: "Order", place: "print", action: { kind: "report", xmlid: "a.rep", title: "Order" } },
];
const modelOf = (name: string, buttons: readonly Button[] = BUTTONS): Model => ({
  name,
  label: "Thing",
  fields: {},
  views: { form: [], list: [], search: [], buttons },
});
const model = modelOf("a.b");
const chosen = (entry: Record<string, unknown> = {}, of = model) =>
  chosenButtons(of, configWith({ [of.name]: entry })).map(({ name }) => name);

describe("the steps that become tools", () => {
  it("are those in the header of the form: none that only opens another screen, or that no tool may take", () => {
    expect(chosen()).toEqual(["action_confirm", "create_invoice", "open_the_wizard"]);
  });

  it("are those that the config names, wherever they stand, or none", () => {
    expect(chosen({ buttons: ["update_taxes", "action_view_invoice", "share", "print_order", "do_it"] })).toEqual([
      "update_taxes",
      "action_view_invoice",
      "share",
      "print_order",
      "do_it",
    ]);
    expect(chosen({ buttons: [] })).toEqual([]);
    expect(chosen({ buttons: false })).toEqual([]);
  });

  it("are named by the external id of their action, too, which another series may lack", () => {
    expect(chosen({ buttons: ["sale.action_invoice", "a.share"] })).toEqual(["create_invoice", "share"]);
    expect(chosen({ buttons: ["other.action_of_another_series"] })).toEqual([]);
  });

  it("may be methods that stand on no screen, but no slips of the pen", () => {
    expect(chosen({ buttons: ["x_approve"] })).toEqual(["x_approve"]);
    for (const [slip, meant] of [
      ["action_confrim", "action_confirm"],
      ["create_invoices", "create_invoice"],
      ["sale.action_invoices", "sale.action_invoice"],
    ])
      expect(() => chosen({ buttons: [slip] })).toThrow(odooError("settings", `"${slip}"`, `Did you mean "${meant}"?`));
  });

  it.each(["unlink", "write", "_private", "sudo"])("are never methods like %s", (name) => {
    expect(() => chosen({ buttons: [name] }, modelOf("a.b", []))).toThrow(odooError("settings", "a.b"));
  });

  it.each(["a b", "a-b", "sale.", ".x", "Sale.x y", "sale.action;drop"])("have no name such as %j", (name) => {
    expect(() => chosen({ buttons: [name] })).toThrow(odooError("settings", "is no name of a step"));
  });

  it("are none of a model whose tools only read, unless the config names them", () => {
    const operations = ["search", "read", "count", "aggregate"];
    expect(chosen({ operations })).toEqual([]);
    expect(chosen({ operations, buttons: ["action_confirm"] })).toEqual(["action_confirm"]);
    expect(chosen({ operations: ["read", "update"] })).toContain("action_confirm");
  });

  it("are beside the header what people do with well-known records", () => {
    const merge: Button = {
      name: "merge",
      label: "Merge",
      place: "menu",
      action: { kind: "dialogue", model: "crm.merge.opportunity", xmlid: "crm.action_merge_opportunities" },
    };
    const count: Button = { name: "action_apply_inventory", label: "Apply", place: "list" };
    expect(chosen({}, modelOf("crm.lead", [merge, count]))).toEqual(["merge"]);
    expect(chosen({}, modelOf("stock.quant", [merge, count]))).toEqual(["action_apply_inventory"]);
    expect(chosen({}, modelOf("constructor", [merge, count]))).toEqual([]);
  });

  it("are none of a model whose screens nobody saw", () => {
    expect(chosen({}, { name: "a.b", label: "Thing", fields: {} })).toEqual([]);
  });
});

describe("the steps that become no tools", () => {
  const reasons = (entry: Record<string, unknown> = {}) =>
    otherButtons(model, configWith({ "a.b": entry })).map(({ button, reason }) => [button.name, reason]);

  it("have a reason each, in the order of the screen", () => {
    expect(reasons()).toEqual([
      ["do_it", "unknown"],
      ["action_view_invoice", "navigation"],
      ["action_preview_order", "navigation"],
      ["open_it", "navigation"],
      ["unlink", "refused"],
      ["silent", "unlabelled"],
      ["update_taxes", "notInHeader"],
      ["action_tasks", "counter"],
      ["action_assign", "notInHeader"],
      ["share", "notInHeader"],
      ["print_order", "notInHeader"],
    ]);
  });

  it("are left out by the config where nothing else speaks against them", () => {
    expect(reasons({ buttons: ["update_taxes"] }).slice(0, 3)).toEqual([
      ["action_confirm", "config"],
      ["create_invoice", "config"],
      ["open_the_wizard", "config"],
    ]);
    expect(reasons({ operations: ["read"] })[0]).toEqual(["action_confirm", "config"]);
  });
});
