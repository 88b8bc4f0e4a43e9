import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { findServerAction, runServerAction } from "../../../src/tools/actions/server-action.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

/** Runs "Tidy up" on orders 7 and 8 of an Odoo whose menus are these. */
async function ran(bindings: unknown) {
  const callModel = vi.fn<Client["callModel"]>(async () => bindings);
  const callMethod = vi.fn<Client["callMethod"]>(async () => ({ type: "ir.actions.act_window_close" }));
  const context = contextWith({ schema: schemaWith({ "a.order": {} }), answers: { callModel, callMethod } });
  const call = await modelCall("a.order", "send", context);
  const answer = await findServerAction(call, "Tidy up")
    .then((action) => {
      expect(callMethod).not.toHaveBeenCalled();
      return runServerAction(call, [7, 8], action);
    })
    .catch((error: unknown) => ({ error }));
  return { answer, asked: callModel.mock.calls, run: callMethod.mock.calls };
}
const TIDY = { id: 5, name: "Tidy up" };

describe("code of the database", () => {
  it("is found by its English name among the model's own actions, and run as its menu does", async () => {
    const { answer, asked, run } = await ran({ action: [{ id: 4, name: "Share" }, TIDY], report: [{ id: 9 }] });
    expect(answer).toEqual({ type: "ir.actions.act_window_close" });
    expect(asked).toMatchObject([
      ["ir.actions.actions", "get_bindings", { model_name: "a.order" }, { context: { lang: "en_US" } }],
    ]);
    const context = { active_model: "a.order", active_id: 7, active_ids: [7, 8] };
    expect(run).toMatchObject([["ir.actions.server", [5], "run", { context }]]);
  });

  it.each<[what: string, bindings: unknown, text: string]>([
    ["the user is not shown it", { action: [{ id: 4, name: "Share" }] }, "no action"],
    ["the model has no menu", {}, "no action"],
    ["another menu has it", { report: [TIDY] }, "no action"],
    ["two are called so", { action: [TIDY, { id: 6, name: "Tidy up" }] }, "several actions"],
    ["it has no id", { action: [{ ...TIDY, id: "5" }] }, "no action"],
    ["it is called a little otherwise", { action: [{ ...TIDY, name: "Tidy up " }] }, "no action"],
    ["Odoo answers nothing", null, "no action"],
    ["Odoo answers no list", { action: { 0: TIDY } }, "no action"],
    ["Odoo answers no entries", { action: [null, 5, "Tidy up"] }, "no action"],
  ])("is not run where %s", async (_, bindings, text) => {
    const { answer, run } = await ran(bindings);
    expect(answer).toEqual({ error: odooError("not_found", text, '"Tidy up"', "a.order") });
    expect(run).toEqual([]);
  });
});
