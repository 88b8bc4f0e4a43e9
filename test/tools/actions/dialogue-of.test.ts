import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/odoo/schema/schema.js";
import { atLeast, dialogueOf } from "../../../src/tools/actions/dialogue-of.js";

describe("the dialogue that a step opens", () => {
  it("is that of its action, whatever the records are", () => {
    const action: Action = { kind: "dialogue", model: "a.wizard", xmlid: "a.act", context: "{'x': 1}", form: "a.form" };
    expect(dialogueOf("a.order", { name: "go", action })).toEqual({
      model: "a.wizard",
      context: "{'x': 1}",
      form: "a.form",
      always: true,
    });
    expect(dialogueOf("a.order", { name: "go", action: { kind: "dialogue", model: "a.wizard" } })).toEqual({
      model: "a.wizard",
      always: true,
    });
  });

  it("is known of some methods of Odoo's own applications, and tells whether it opens of all records", () => {
    expect(dialogueOf("account.move", { name: "action_register_payment" })).toEqual({
      model: "account.payment.register",
      always: true,
    });
    expect(dialogueOf("sale.order", { name: "action_cancel" })).toEqual({ model: "sale.order.cancel", always: false });
  });

  it.each<[model: string, name: string]>([
    ["sale.order", "action_confirm"],
    ["a.order", "action_cancel"],
    ["sale.order", "constructor"],
    ["constructor", "name"],
    ["__proto__", "toString"],
  ])("is none of %s.%s", (model, name) => {
    expect(dialogueOf(model, { name })).toBeUndefined();
  });

  it.each<Action>([{ kind: "server", title: "Cancel" }, { kind: "report", title: "Cancel" }, { kind: "unknown" }])(
    "is none of an action of another kind, be it called as a method that opens one: %j",
    (action) => {
      expect(dialogueOf("sale.order", { name: "action_cancel", action })).toBeUndefined();
    },
  );
});

it("Odoo's merge of contacts is of two, every other dialogue of one record or more", () => {
  expect(atLeast("base.partner.merge.automatic.wizard")).toBe(2);
  expect(atLeast("crm.merge.opportunity")).toBe(1);
});
