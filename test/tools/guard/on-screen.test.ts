import { describe, expect, it } from "vitest";
import type { FormView } from "../../../src/odoo/views/form-view.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { checkOnScreen, typedFields } from "../../../src/tools/guard/on-screen.js";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": {
    name: fieldWith(),
    margin: fieldWith(),
    total: fieldWith({ readonly: true }),
    step: fieldWith(),
    line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
  },
  "a.line": {
    price: fieldWith(),
    zone: fieldWith(),
    cost: fieldWith(),
    weight: fieldWith(),
    order_id: fieldWith({ type: "many2one", relation: "a.order", needed: { reason: "flag" } }),
  },
  "a.template": { list_price: fieldWith(), memo: fieldWith() },
  "a.variant": {
    template_id: fieldWith({ type: "many2one", relation: "a.template" }),
    list_price: fieldWith({ inherited: "template_id" }),
    memo: fieldWith({ inherited: "template_id" }),
  },
  "a.tag": { name: fieldWith(), code: fieldWith() },
});
const COLUMNS =
  '<list editable="bottom"><field name="price"/><field name="zone" optional="hide"/><field name="cost" readonly="1"/></list>';
const SCREENS: Record<string, string> = {
  "a.order": `<field name="name"/><field name="total"/><field name="step" readonly="1"/><field name="line_ids">${COLUMNS}</field><field name="tag_ids"/>`,
  "a.tag": '<field name="name"/>',
  "a.template": '<field name="list_price"/>',
  "a.variant": '<field name="template_id"/>',
  "a.line": '<field name="cost" readonly="1"/>',
};
const REACHED = ["a.order", "a.tag", "a.variant"];

interface Given {
  policy?: PolicyConfig;
  reached?: readonly string[] | undefined;
  screens?: Record<string, string>;
}

function contextOf({ policy = {}, reached = REACHED, screens = SCREENS }: Given = {}) {
  const context = contextWith({ schema, screens, policy });
  const whole = async (name: string): Promise<FormView | undefined> =>
    name in screens ? formView({ arch: `<form>${screens[name]}</form>`, embedded: {} }) : undefined;
  return {
    ...context,
    policy: createPolicy(policy, reached ? { screens: { reached, named: () => [] } } : {}),
    forms: { ...context.forms, whole },
  };
}

const checked = async (given: Record<string, unknown>, parts: Given & { model?: string } = {}) =>
  checkOnScreen(
    await modelCall(parts.model ?? "a.order", "update", contextOf(parts)),
    [{ given, at: "values" }],
    "update",
  );

describe("what values name", () => {
  it.each([
    { name: "x" },
    { line_ids: { create: [{ price: 1, zone: "a" }] } },
    { line_ids: { update: [{ id: 1, zone: "a" }], unlink: [2] } },
    { tag_ids: { create: [{ name: "x" }] } },
    // The parser refuses them by their name.
    { total: 5 },
    { no_field: 5 },
  ])("is nothing to ask about where a person could type it: %j", async (given) => {
    expect(await checked(given)).toEqual([]);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ margin: 5 }, "a.order", "margin"],
    [{ line_ids: { create: [{ price: 1 }, { weight: 1 }] } }, "a.line", "weight"],
    [{ tag_ids: { update: [{ id: 1, code: "x" }] } }, "a.tag", "code"],
  ])("is asked about where no screen shows it: %j", async (given, model, field) => {
    expect(await checked(given)).toEqual([{ model, effect: "update", records: 0, unseen: [field] }]);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ step: "done" }, 'values.step: the screens of a.order show "step" and let nobody change it.'],
    [{ line_ids: { create: [{ price: 1 }, { cost: 1 }] } }, "values.line_ids.create[1].cost"],
    [{ line_ids: { update: [{ id: 1, cost: 1 }] } }, "values.line_ids.update[0].cost"],
  ])("is refused where screens show it and let nobody change it: %j", async (given, text) => {
    await expect(checked(given)).rejects.toMatchObject({
      category: "forbidden",
      rule: "screens",
      outcome: "not_applied",
    });
    await expect(checked(given)).rejects.toThrow(text);
  });

  it.each([["step"], ["*"]])("is let through where the config opens it (%s)", async (field) => {
    expect(await checked({ step: "done" }, { policy: { "a.order": { openFields: [field] } } })).toEqual([]);
  });

  it("is not asked of screens where nothing is known of what a user reaches", async () => {
    const context = { ...contextOf(), policy: createPolicy({}) };
    const call = await modelCall("a.order", "update", context);
    expect(await checkOnScreen(call, [{ given: { step: "done" }, at: "values" }], "update")).toEqual([]);
  });

  it("is asked about where Odoo does not tell a model's screens", async () => {
    expect(await checked({ name: "x" }, { screens: {} })).toMatchObject([{ unseen: ["name"] }]);
  });

  it("is typed where the form of what a record is a variant of shows it", async () => {
    expect(await checked({ list_price: 5 }, { model: "a.variant" })).toEqual([]);
    expect(await checked({ memo: "x" }, { model: "a.variant" })).toMatchObject([{ unseen: ["memo"] }]);
  });

  it("is typed where the form of the record that it belongs to types it in its lines", async () => {
    expect(await checked({ price: 5, zone: "a" }, { model: "a.line", reached: [...REACHED, "a.line"] })).toEqual([]);
    await expect(checked({ cost: 5 }, { model: "a.line", reached: [...REACHED, "a.line"] })).rejects.toThrow("cost");
  });
});

describe("the fields of a model", () => {
  it("are those that its screens let a person type, and those that they only show", async () => {
    const context = contextOf();
    const { typed, readonly } = (await typedFields(await context.models.get("a.order"), context)) ?? {};
    expect([...(typed ?? [])]).toEqual(["name", "total", "line_ids", "tag_ids"]);
    expect([...(readonly ?? [])]).toEqual(["step"]);
  });
});

describe("a model that no menu leads to", () => {
  it("is changed by no tool of records, and read", async () => {
    const context = contextOf();
    for (const effect of ["create", "update", "delete"] as const) {
      await expect(modelCall("a.line", effect, context)).rejects.toMatchObject({
        category: "forbidden",
        rule: "screens",
      });
    }
    await expect(modelCall("a.line", "read", context)).resolves.toMatchObject({ model: { name: "a.line" } });
  });

  it("is changed where the config names what may be done", async () => {
    const context = contextOf({ policy: { "a.line": { operations: ["read", "update"] } } });
    await expect(modelCall("a.line", "update", context)).resolves.toMatchObject({ model: { name: "a.line" } });
    await expect(modelCall("a.line", "delete", context)).rejects.toMatchObject({ category: "forbidden" });
  });

  it("holds files and activities in any case, which belong to records", () => {
    const policy = createPolicy({}, { screens: { reached: [], named: () => [] } });
    for (const model of ["ir.attachment", "mail.activity"]) expect(() => policy.checkReached(model)).not.toThrow();
    expect(() => policy.checkReached("a.order")).toThrow("on no screen that this user reaches");
  });
});
