import { describe, expect, it } from "vitest";
import type { FormView } from "../../../src/odoo/views/form-view.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { modelCall } from "../../../src/tools/call/model-call.js";
import { checkOnScreen, typedFields } from "../../../src/tools/guard/on-screen.js";
import { createPolicy, type PolicyConfig } from "../../../src/tools/policy/policy.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "a.order": {
    name: fieldWith(),
    margin: fieldWith(),
    total: fieldWith({ readonly: true }),
    line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.tag" }),
  },
  "a.line": {
    price: fieldWith(),
    zone: fieldWith(),
    cost: fieldWith(),
    order_id: fieldWith({ type: "many2one", relation: "a.order", needed: { reason: "flag" } }),
  },
  "a.tag": { name: fieldWith(), code: fieldWith() },
});
const COLUMNS =
  '<list editable="bottom"><field name="price"/><field name="zone" optional="hide"/><field name="cost" readonly="1"/></list>';
const SCREENS: Record<string, string> = {
  "a.order": `<field name="name"/><field name="total"/><field name="line_ids">${COLUMNS}</field><field name="tag_ids"/>`,
  "a.tag": '<field name="name"/>',
};
const REACHED = ["a.order", "a.tag"];

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
    false,
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
  ])("is let through where a person could type it: %j", async (given) => {
    await expect(checked(given)).resolves.toBeUndefined();
  });

  it.each<[Record<string, unknown>, string]>([
    [{ margin: 5 }, 'values.margin: no screen of a.order lets this user fill in "margin"'],
    [{ line_ids: { create: [{ price: 1 }, { cost: 1 }] } }, "values.line_ids.create[1].cost"],
    [{ line_ids: { update: [{ id: 1, cost: 1 }] } }, "values.line_ids.update[0].cost"],
    [{ tag_ids: { update: [{ id: 1, code: "x" }] } }, "values.tag_ids.update[0].code"],
  ])("is refused where no screen shows it: %j", async (given, text) => {
    await expect(checked(given)).rejects.toEqual(
      expect.objectContaining({ category: "forbidden", rule: "screens", outcome: "not_applied" }),
    );
    await expect(checked(given)).rejects.toThrow(text);
  });

  it.each([["margin"], ["*"]])("is let through where the config opens it (%s)", async (field) => {
    await expect(checked({ margin: 5 }, { policy: { "a.order": { openFields: [field] } } })).resolves.toBeUndefined();
  });

  it("is not asked of screens where nothing is known of what a user reaches", async () => {
    const context = { ...contextOf(), policy: createPolicy({}) };
    const call = await modelCall("a.order", "update", context);
    await expect(checkOnScreen(call, [{ given: { margin: 5 }, at: "values" }], false)).resolves.toBeUndefined();
  });

  it("is closed where Odoo does not tell a model's screens", async () => {
    await expect(checked({ name: "x" }, { screens: {} })).rejects.toEqual(odooError("forbidden", "values.name"));
  });
});

describe("the fields of a model", () => {
  it("are those of its screens, and the columns that forms around it type", async () => {
    const context = contextOf();
    expect([...((await typedFields(await context.models.get("a.tag"), context)) ?? [])]).toEqual(["name"]);
    const line = await context.models.get("a.line");
    expect([...((await typedFields(line, context, new Set(["price"]))) ?? [])]).toEqual(["price", "order_id"]);
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
