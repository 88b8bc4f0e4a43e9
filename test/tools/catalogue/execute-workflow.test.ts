import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { Button, Schema } from "../../../src/odoo/schema/schema.js";
import { executeWorkflow } from "../../../src/tools/catalogue/execute-workflow.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const BUTTONS: readonly Button[] = [
  { name: "action_confirm", label: "Confirm", context: { validate: true } },
  { name: "open_it", label: "Open it", action: { kind: "dialogue", model: "a.wizard" } },
  { name: "tidy_up", label: "Tidy up", action: { kind: "server", title: "Tidy up" } },
  { name: "print_it", label: "It", action: { kind: "report", title: "It" } },
  { name: "do_it", label: "Do it", action: { kind: "unknown" } },
];
const plain = schemaWith({ "a.order": {}, "a.wizard": { reason: fieldWith() } });
const order = plain.models["a.order"];
if (!order) throw new Error("no a.order");
const views = { form: [], list: [], search: [], buttons: BUTTONS };
const schema: Schema = { ...plain, models: { ...plain.models, "a.order": { ...order, views } } };
const WIZARD =
  '<field name="reason"/><button name="action_other" type="object" string="Other"/>' +
  '<button name="action_apply" type="object" string="Apply" class="btn-primary"/>';

/** An Odoo, whose calls that change anything are told in order. */
function odoo(policy: PolicyConfig = {}, answers: Partial<Client> = {}) {
  const changes: unknown[][] = [];
  const context = contextWith({
    schema,
    policy,
    screens: { "a.wizard": WIZARD },
    buttons: [...BUTTONS.map(({ name }) => name), "x_approve"],
    answers: {
      search: allThere,
      read: async (_, ids) => ids.map((id) => ({ id, display_name: `Record ${id}` })),
      defaultGet: async () => ({}),
      searchRead: async () => [],
      create: async (model, values) => {
        changes.push(["create", model, values]);
        return [42];
      },
      callMethod: async (model, ids, method, options) => {
        changes.push([method, model, ids, ...(options?.context ? [options.context] : [])]);
        return true;
      },
      callModel: async () => ({ action: [{ id: 5, name: "Tidy up" }] }),
      ...answers,
    },
  });
  return { context: { ...context, ask: async () => "accept" as const }, changes };
}
const ORDER = { model: "a.order", id: 7 };
const thrown = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error);

describe("a step by its name", () => {
  it("is taken as the snapshot has it: a method in its context, an action by what it does", async () => {
    const { context, changes } = odoo();
    await executeWorkflow({ ...ORDER, signal: "action_confirm" }, context);
    await executeWorkflow({ ...ORDER, signal: "open_it", values: { reason: "x" } }, context);
    await executeWorkflow({ ...ORDER, signal: "tidy_up" }, context);
    const active = { active_model: "a.order", active_id: 7, active_ids: [7] };
    expect(changes).toEqual([
      ["action_confirm", "a.order", [7], { validate: true }],
      ["create", "a.wizard", [{ reason: "x" }]],
      ["action_apply", "a.wizard", [42], active],
      ["run", "ir.actions.server", [5], active],
    ]);
  });

  it("is a method where the snapshot has none of that name and the policy knows it", async () => {
    const { context, changes } = odoo();
    await executeWorkflow({ ...ORDER, signal: "x_approve" }, context);
    expect(changes).toEqual([["x_approve", "a.order", [7], {}]]);
    expect(await thrown(executeWorkflow({ ...ORDER, signal: "x_other" }, context))).toEqual(
      odooError("forbidden", "x_other", "open_it"),
    );
  });

  it("is taken on one record or on several", async () => {
    const { context, changes } = odoo();
    await executeWorkflow({ model: "a.order", ids: [7, 8], signal: "action_confirm" }, context);
    expect(changes).toEqual([["action_confirm", "a.order", [7, 8], { validate: true }]]);
  });

  it("presses the button that is named", async () => {
    const { context, changes } = odoo();
    await executeWorkflow({ ...ORDER, signal: "open_it", button: "action_other" }, context);
    expect(changes.map(([method]) => method)).toEqual(["create", "action_other"]);
  });

  it("writes nothing with dry_run", async () => {
    const { context, changes } = odoo();
    for (const signal of ["action_confirm", "open_it", "tidy_up"])
      expect(await executeWorkflow({ ...ORDER, signal, dry_run: true }, context)).toHaveProperty(
        "preview.method",
        signal,
      );
    expect(changes).toEqual([]);
  });

  it("is refused where nobody could read it, or it is a report that this user's menu lacks", async () => {
    const { context, changes } = odoo();
    expect(await thrown(executeWorkflow({ ...ORDER, signal: "print_it" }, context))).toEqual(
      odooError("not_found", "Print menu", "print_it"),
    );
    expect(await thrown(executeWorkflow({ ...ORDER, signal: "do_it" }, context))).toMatchObject({
      rule: "unknown actions",
    });
    expect(changes).toEqual([]);
  });

  it("is refused by the policy as what it can be at most, before Odoo is asked", async () => {
    const search = () => Promise.reject(new Error("Odoo is asked nothing."));
    const { context } = odoo({ "a.order": { operations: ["read", "act"] } }, { search });
    expect(await thrown(executeWorkflow({ ...ORDER, signal: "tidy_up" }, context))).toMatchObject({
      rule: 'policy["a.order"].operations',
    });
    const named = odoo({ "a.order": { methods: ["x_approve"] } }, { search }).context;
    expect(await thrown(executeWorkflow({ ...ORDER, signal: "open_it" }, named))).toMatchObject({
      rule: 'policy["a.order"].methods',
    });
  });
});

describe("a dialogue by its handle", () => {
  const opened = () => {
    const made = odoo();
    const dialogue = { model: "a.wizard", context: {}, from: { model: "a.order", ids: [7] } };
    return { ...made, wizard: made.context.dialogues.add(dialogue) };
  };

  it("is filled in with values, and its button pressed by signal", async () => {
    const { context, changes, wizard } = opened();
    const result = await executeWorkflow({ wizard, signal: "action_other", values: { reason: "x" } }, context);
    expect(result).toMatchObject({ ids: [7], done: true });
    expect(changes).toEqual([
      ["create", "a.wizard", [{ reason: "x" }]],
      ["action_other", "a.wizard", [42], {}],
    ]);
  });

  it("stays open with dry_run", async () => {
    const { context, changes, wizard } = opened();
    const told = await executeWorkflow({ wizard, signal: "action_apply", dry_run: true }, context);
    expect(told).toMatchObject({ preview: { model: "a.wizard", method: "action_apply" } });
    expect(changes).toEqual([]);
    expect(() => context.dialogues.get(wizard)).not.toThrow();
  });

  it("is no dialogue of another session", async () => {
    const { wizard } = opened();
    expect(await thrown(executeWorkflow({ wizard, signal: "action_apply" }, odoo().context))).toEqual(
      odooError("not_found", wizard),
    );
  });
});

describe("anything between", () => {
  it.each([
    { signal: "action_confirm" },
    { model: "a.order", signal: "action_confirm" },
    { id: 7, signal: "action_confirm" },
    { model: "a.order", ids: [], signal: "action_confirm" },
    { ...ORDER, ids: [7], signal: "action_confirm" },
    { ...ORDER, wizard: "wizard-1", signal: "action_apply" },
    { id: 7, wizard: "wizard-1", signal: "action_apply" },
    { ids: [7], wizard: "wizard-1", signal: "action_apply" },
    { wizard: "wizard-1", signal: "action_apply", button: "action_other" },
  ])("is refused before Odoo is asked: %j", async (args) => {
    const search = () => Promise.reject(new Error("Odoo is asked nothing."));
    const { context, changes } = odoo({}, { search });
    context.dialogues.add({ model: "a.wizard", context: {} });
    expect(await thrown(executeWorkflow(args, context))).toEqual(odooError("validation", "Give either model and id"));
    expect(changes).toEqual([]);
  });
});
