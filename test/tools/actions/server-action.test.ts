import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { findServerAction, runServerAction } from "../../../src/tools/actions/server-action.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { contextWith } from "../../support/context.js";
import { odooError, schemaWith } from "../../support/fixtures.js";

/** Runs "Tidy up" on orders 7 and 8 of an Odoo whose menus and form are these. */
async function ran(bindings: unknown, form = "") {
  const callModel = vi.fn<Client["callModel"]>(async () => bindings);
  const callMethod = vi.fn<Client["callMethod"]>(async () => ({ type: "ir.actions.act_window_close" }));
  const getViews = vi.fn<Client["getViews"]>(async () => ({ form: { arch: `<form>${form}</form>`, embedded: {} } }));
  const schema = schemaWith({ "a.order": {} });
  const context = contextWith({ schema, answers: { callModel, callMethod, getViews } });
  const call = await modelCall("a.order", "send", context);
  const answer = await findServerAction(call, ACTION)
    .then((action) => {
      expect(callMethod).not.toHaveBeenCalled();
      return runServerAction(call, [7, 8], action, { default_x: 1 });
    })
    .catch((error: unknown) => ({ error }));
  return { answer, asked: callModel.mock.calls, views: getViews.mock.calls, run: callMethod.mock.calls };
}
const ACTION = { name: "tidy_up_now", title: "Tidy up" };
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

  it("is found in the Print menu, too", async () => {
    expect((await ran({ report: [TIDY] })).run[0]?.slice(0, 3)).toEqual(["ir.actions.server", [5], "run"]);
    expect((await ran({ action: [TIDY], report: [TIDY] })).run).toHaveLength(1);
  });

  it("is found by its button on the screens where no menu has it", async () => {
    const button = (id: number, label: string) => `<button name="${id}" type="action" string="${label}"/>`;
    const { run, views } = await ran({}, button(4, "Tidy up") + button(6, "Tidy up now!"));
    expect(run[0]?.slice(0, 3)).toEqual(["ir.actions.server", [6], "run"]);
    expect(views).toMatchObject([["a.order", { context: { lang: "en_US" } }]]);
    expect((await ran({ action: [TIDY] }, button(6, "Tidy up now"))).views).toEqual([]);
    expect((await ran({}, button(4, "Tidy up") + button(6, "Sweep"))).run).toEqual([]);
  });

  it.each<[what: string, bindings: unknown, text: string]>([
    ["the user is not shown it", { action: [{ id: 4, name: "Share" }] }, "no action"],
    ["the model has no menu", {}, "no action"],
    ["it is of another type", { action: [{ ...TIDY, type: "ir.actions.act_window" }] }, "no action"],
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
