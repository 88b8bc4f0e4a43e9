import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { type FormView, formView } from "../../../src/odoo/views/form-view.js";
import { completeDialogue } from "../../../src/tools/actions/complete-dialogue.js";
import { carryOut } from "../../../src/tools/change/carry-out.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { allThere, contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.wizard": {
    reason: fieldWith(),
    partner_ids: fieldWith({ type: "many2many", relation: "a.partner" }),
    total: fieldWith({ readonly: true }),
  },
  "a.payment": {
    amount: fieldWith({ type: "float" }),
    date: fieldWith({ type: "date", required: true }),
    line_ids: fieldWith({ type: "one2many", relation: "a.payment.line", relation_field: "payment_id" }),
  },
  "a.payment.line": {
    payment_id: fieldWith({ type: "many2one", relation: "a.payment" }),
    product: fieldWith(),
    name: fieldWith({ required: true }),
  },
  "a.partner": {},
  "a.order": { note: fieldWith() },
});
const CONTEXT = { active_ids: [7], default_reason: "x" };

/** An open dialogue of Odoo's, what Odoo is asked in order, and a call that completes it. */
function opened(answers: Partial<Client> = {}, id?: number, forms: Readonly<Record<string, FormView>> = {}) {
  const calls: unknown[][] = [];
  const context = contextWith({
    schema,
    forms,
    answers: {
      search: allThere,
      create: async (model, values, options) => {
        calls.push(["create", model, values, options?.context]);
        return [42];
      },
      write: async (model, ids, values, options) => {
        calls.push(["write", model, ids, values, options?.context]);
      },
      callMethod: async (model, ids, method, options) => {
        calls.push([method, model, ids, options?.context]);
        return true;
      },
      ...answers,
    },
  });
  const dialogue = { model: "a.wizard", context: CONTEXT, id, buttons: ["action_apply"] };
  const wizard = context.dialogues.add(dialogue);
  const completed = async (values: Record<string, unknown>, method = "action_apply", handle = wizard) =>
    carryOut(await completeDialogue(context, handle, method, values));
  return { context, calls, wizard, dialogue, completed };
}

describe("a dialogue's record", () => {
  it("is made with the values, in the context Odoo gave, and its button pressed", async () => {
    const { calls, completed } = opened();
    expect(await completed({ reason: "late" })).toEqual({ ids: [42], done: true });
    expect(calls).toEqual([
      ["create", "a.wizard", [{ reason: "late" }], CONTEXT],
      ["action_apply", "a.wizard", [42], CONTEXT],
    ]);
  });

  it("that Odoo has made already is changed instead, where there are values", async () => {
    const { context, calls, dialogue, completed } = opened({}, 9);
    await completed({});
    await completed({ reason: "late" }, "action_apply", context.dialogues.add(dialogue));
    expect(calls).toEqual([
      ["action_apply", "a.wizard", [9], CONTEXT],
      ["write", "a.wizard", [9], { reason: "late" }, CONTEXT],
      ["action_apply", "a.wizard", [9], CONTEXT],
    ]);
  });

  describe("whose form reacts", () => {
    const lines = '<list editable="top"><field name="product" on_change="1"/><field name="name"/></list>';
    const arch = `<form><field name="amount" on_change="1"/><field name="date"/><field name="line_ids">${lines}</field></form>`;
    const forms = { "a.payment": formView({ arch, embedded: {} }) };
    const asked: unknown[][] = [];
    const answers: Partial<Client> = {
      onchange: async (model, values, _, options) => {
        asked.push([model, values, options?.context]);
        const value = model === "a.payment" ? { amount: 9, date: "2026-01-01", other: 1 } : { name: "Desk" };
        return { value, warning: `Late in ${model}.` };
      },
    };
    const completed = async (id?: number) => {
      asked.length = 0;
      const { context, calls, completed } = opened(answers, undefined, forms);
      const handle = context.dialogues.add({ model: "a.payment", context: CONTEXT, id, buttons: ["action_apply"] });
      const values = { amount: 5, line_ids: { create: [{ product: "desk" }] } };
      return { result: await completed(values, "action_apply", handle), written: calls[0] };
    };
    const FILLED = { amount: 5, line_ids: [[0, 0, { product: "desk", name: "Desk" }]] };

    it("is filled in as Odoo's dialogue is, in the context Odoo gave, and tells what that warns of", async () => {
      const { result, written } = await completed();
      expect(asked[0]).toEqual(["a.payment", { amount: 5 }, CONTEXT]);
      expect(asked[1]).toEqual([
        "a.payment.line",
        { product: "desk", payment_id: { amount: 5, date: "2026-01-01", other: 1 } },
        { active_ids: [7] },
      ]);
      expect(written).toEqual(["create", "a.payment", [{ ...FILLED, date: "2026-01-01" }], CONTEXT]);
      expect(result).toEqual({ ids: [42], done: true, warnings: ["Late in a.payment.", "Late in a.payment.line."] });
    });

    it("and that Odoo has made already is filled in, in its new lines, in the same context without its defaults", async () => {
      const { result, written } = await completed(9);
      expect(asked).toEqual([["a.payment.line", { product: "desk", payment_id: 9 }, { active_ids: [7] }]]);
      expect(written).toEqual(["write", "a.payment", [9], FILLED, CONTEXT]);
      expect(result).toEqual({ ids: [9], done: true, warnings: ["Late in a.payment.line."] });
    });
  });
});

describe("a dialogue", () => {
  it("is completed once: its handle is closed then", async () => {
    const { calls, wizard, completed } = opened();
    await completed({});
    await expect(completed({})).rejects.toThrow(odooError("not_found", wizard));
    expect(calls).toHaveLength(2);
  });

  it("is completed once, also where two calls have both been checked", async () => {
    const { context, calls, wizard } = opened();
    const both = [{}, {}].map(() => completeDialogue(context, wizard, "action_apply", {}));
    const ended = await Promise.allSettled((await Promise.all(both)).map((change) => carryOut(change)));
    expect(ended.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(calls).toHaveLength(2);
  });

  it("whose button refuses stays open with the record that was made, which is not made twice", async () => {
    let refusals = 1;
    const { calls, completed } = opened({
      callMethod: async () => {
        if (refusals-- > 0) throw new OdooError("business_rule", "Not yet.");
        return true;
      },
    });
    await expect(completed({ reason: "x" })).rejects.toThrow(odooError("business_rule", "Not yet."));
    expect(await completed({})).toEqual({ ids: [42], done: true });
    expect(calls.map(([method]) => method)).toEqual(["create"]);
  });

  it("whose record cannot be made stays open without one", async () => {
    const { context, wizard, completed } = opened({ create: () => Promise.reject(new OdooError("validation", "No.")) });
    await expect(completed({ reason: "x" })).rejects.toMatchObject({ outcome: "not_applied" });
    expect(context.dialogues.get(wizard).id).toBeUndefined();
  });

  it.each([
    [true, "not_applied"],
    [false, "applied"],
  ])(
    "whose button refuses: a record that is transient (%s) is no data, so that it was %s",
    async (transient, outcome) => {
      const { context, wizard } = opened({
        callMethod: () => Promise.reject(new OdooError("business_rule", "Not yet.")),
      });
      const listed = { ...context.models, allowed: async () => [{ model: "a.wizard", label: "Wizard", transient }] };
      const change = await completeDialogue({ ...context, models: listed }, wizard, "action_apply", {});
      await expect(carryOut(change)).rejects.toMatchObject({ outcome, message: expect.stringContaining("Not yet.") });
    },
  );

  it("whose button refuses and whose record Odoo had made has written nothing without values", async () => {
    const { completed } = opened({ callMethod: () => Promise.reject(new OdooError("business_rule", "No.")) }, 9);
    await expect(completed({})).rejects.toMatchObject({ outcome: "not_applied" });
    await expect(completed({ reason: "x" })).rejects.toMatchObject({ outcome: "applied", record: 9 });
  });

  it("whose button's answer was lost is closed: it may be done", async () => {
    const lost = new OdooError("timeout", "late", { outcome: "unknown" });
    const { context, wizard, completed } = opened({ callMethod: () => Promise.reject(lost) });
    await expect(completed({})).rejects.toMatchObject({
      outcome: "applied",
      message: expect.stringContaining(
        "a.wizard 42 is saved, and whether its button was carried out is not known: late",
      ),
    });
    expect(() => context.dialogues.get(wizard)).toThrow(odooError("not_found"));
  });

  it.each<[what: string, refused: Parameters<ReturnType<typeof opened>["completed"]>, error: unknown]>([
    ["wrong values", [{ raeson: "x" }], odooError("validation", '"raeson"', '"reason"')],
    ["a readonly field", [{ total: "x" }], odooError("validation", "readonly")],
    ["another method", [{}, "unlink"], odooError("forbidden", "unlink")],
    ["a button of another form", [{}, "action_other"], odooError("forbidden", "action_other", "action_apply")],
    ["another handle", [{}, "action_apply", "wizard-99"], odooError("not_found", "wizard-99")],
  ])("is refused %s before Odoo is asked", async (_, refused, error) => {
    const { calls, completed } = opened();
    await expect(completed(...refused)).rejects.toThrow(error as Error);
    expect(calls).toEqual([]);
  });

  it("is refused a link to what is not there", async () => {
    const { calls, completed } = opened({ search: async () => [] });
    await expect(completed({ partner_ids: [9] })).rejects.toThrow(
      odooError("not_found", "values.partner_ids[0]", "no a.partner with the id 9"),
    );
    expect(calls).toEqual([]);
  });
});

describe("a dialogue that Odoo opens on a lasting record", () => {
  const answers: Partial<Client> = {
    search: allThere,
    callModel: async () => [],
  };
  const checked = (policy: PolicyConfig, transient = false) => {
    const searchRead = async () => [{ id: 1, model: "a.order", name: "Order", transient, abstract: false }];
    const context = contextWith({ schema, policy, answers: { ...answers, searchRead } });
    const handle = context.dialogues.add({ model: "a.order", context: {}, id: 7, buttons: ["action_go"] });
    return completeDialogue(context, handle, "action_go", { note: "a" });
  };

  it.each<[rule: string, policy: PolicyConfig]>([
    ["operations", { "a.order": { operations: ["read", "act"] } }],
    ["domain", { "a.order": { domain: [["note", "=", "mine"]] } }],
  ])("writes only where a tool of its own may do so: %s", async (rule, policy) => {
    await expect(checked(policy)).rejects.toMatchObject({
      category: "forbidden",
      rule: `policy["a.order"].${rule}`,
      outcome: "not_applied",
    });
  });

  it("is no other than a dialogue's own record where the model is transient", async () => {
    await expect(checked({ "a.order": { operations: ["read", "act"] } }, true)).resolves.toBeDefined();
  });

  it("writes no closed field", async () => {
    await expect(checked({ "a.order": { denyFields: ["note"] } })).rejects.toMatchObject({
      rule: 'policy["a.order"].denyFields',
    });
  });

  it("writes where that is allowed", async () => {
    expect((await checked({})).touched).toEqual([{ model: "a.order", effect: "act", records: 1 }]);
  });
});
