import { expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { callMethod } from "../../../src/tools/actions/method.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { contextWith } from "../../support/context.js";
import { schemaWith } from "../../support/fixtures.js";

it("a button's method is called on its records, in its context and until the call is aborted", async () => {
  const called = vi.fn<Client["callMethod"]>(async () => ({ type: "x" }));
  const context = contextWith({ schema: schemaWith({ "a.order": {} }), answers: { callMethod: called } });
  const call = await modelCall("a.order", "act", context);
  expect(await callMethod(call, [7, 8], "action_go", { validate: true })).toEqual({ type: "x" });
  await callMethod(call, [7], "action_go", {});
  const { signal } = context;
  expect(called.mock.calls).toEqual([
    ["a.order", [7, 8], "action_go", { signal, context: { validate: true } }],
    ["a.order", [7], "action_go", { signal, context: {} }],
  ]);
});
