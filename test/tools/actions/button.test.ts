import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { pressButton } from "../../../src/tools/actions/button.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import { allThere, contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({ "a.order": {}, "a.wizard": {} });

/** A call of orders, whose form has these buttons. */
const opened = (answers: Partial<Client>, buttons = ["action_go"]) =>
  modelCall("a.order", "act", contextWith({ schema, buttons, answers: { search: allThere, ...answers } }));
const pressed = async (answers: Partial<Client>) =>
  carryOut(await pressButton(await opened(answers), [7], "action_go"));

describe("a button", () => {
  it.each([true, false, null, 7, [1, 2]])("that answers %j is done", async (answer) => {
    expect(await pressed({ callMethod: async () => answer })).toEqual({ ids: [7], done: true });
  });

  it("is pressed in the context that its view gives it, when the change is made and not before", async () => {
    const callMethod = vi.fn<Client["callMethod"]>(async () => true);
    const change = await pressButton(await opened({ callMethod }), [7], "action_go", { validate: true });
    expect(callMethod).not.toHaveBeenCalled();
    expect(change.touched).toEqual([{ model: "a.order", effect: "act", records: 1 }]);
    await carryOut(change);
    const [model, ids, method, options] = callMethod.mock.calls[0] ?? [];
    expect([model, ids, method, options?.context]).toEqual(["a.order", [7], "action_go", { validate: true }]);
  });

  it("by whose name something is sent is sending", async () => {
    const change = await pressButton(await opened({}, ["action_send"]), [7], "action_send");
    expect(change).toMatchObject({ effect: "send", touched: [{ effect: "send" }] });
  });

  it("is one of the form's, and pressed on records that are there", async () => {
    await expect(pressButton(await opened({}), [7], "action_other")).rejects.toThrow(
      odooError("forbidden", "action_other", "action_go"),
    );
    await expect(pressButton(await opened({ search: async () => [] }), [7], "action_go")).rejects.toThrow(
      odooError("not_found", "no a.order 7"),
    );
  });

  it("that opens a wizard is not done, and tells its handle", async () => {
    const action = { type: "ir.actions.act_window", name: "Really?", target: "new", res_model: "a.wizard" };
    expect(await pressed({ callMethod: async () => action })).toMatchObject({
      ids: [7],
      done: false,
      next: { kind: "wizard", title: "Really?", model: "a.wizard", wizard: expect.any(String) },
    });
  });
});

describe("what Odoo's screen would say", () => {
  it.each([
    ["danger", false],
    ["success", true],
  ])("of kind %s is told, and done is %s", async (type, done) => {
    const params = { type, message: "No." };
    const callMethod = async () => ({ type: "ir.actions.client", tag: "display_notification", params });
    expect(await pressed({ callMethod })).toEqual({ ids: [7], done, message: { kind: type, text: "No." } });
  });
});
