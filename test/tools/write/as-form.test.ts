import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import type { PolicyConfig } from "../../../src/tools/policy/policy.js";
import { checkDemands, linesAsForm, newAsForm } from "../../../src/tools/write/as-form.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    note: fieldWith(),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.line": { order_id: fieldWith({ type: "many2one", relation: "x.order" }), name: fieldWith() },
});
const LINES = '<list editable="top"><field name="name" on_change="1"/></list>';
const arch = `<form><field name="note" on_change="1"/><field name="line_ids">${LINES}</field></form>`;

async function opened() {
  const onchange = vi.fn<Client["onchange"]>(async (model) => ({
    value: model === "x.order" ? { note: "filled" } : { name: "filled" },
    warning: `of ${model}`,
  }));
  const forms = { "x.order": formView({ arch, embedded: {} }) };
  const context = contextWith({ schema, answers: { onchange }, forms, major: 16 });
  const call = { model: await context.models.get("x.order"), context };
  return { call, asked: () => onchange.mock.calls.map(([model, values, , options]) => [model, values, options]) };
}

const line_ids = [[0, 0, {}]];
const signal = expect.any(AbortSignal);
const options = { context: { active_id: 7 } };

describe("values of a tool's call", () => {
  it("are filled in as the form of a new record is, and end with the call", async () => {
    const { call, asked } = await opened();
    expect(await newAsForm(call, { line_ids }, options)).toMatchObject({
      values: { note: "filled", line_ids: [[0, 0, { name: "filled" }]] },
      warnings: ["of x.order", "of x.line"],
      unmet: [],
      everyLine: true,
    });
    expect(asked()).toEqual([
      ["x.order", {}, { signal, ...options }],
      ["x.line", { order_id: { note: "filled" } }, { signal, ...options }],
    ]);
  });

  it("are filled in, in the new lines of a record that exists", async () => {
    const { call, asked } = await opened();
    expect(await linesAsForm(call, 42, { line_ids }, options)).toEqual({
      values: { line_ids: [[0, 0, { name: "filled" }]] },
      warnings: ["of x.line"],
      unmet: [],
      everyLine: true,
    });
    expect(asked()).toEqual([["x.line", { order_id: 42 }, { signal, ...options }]]);
  });
});

describe("the boxes of its form", () => {
  const box = '<p class="alert-warning" invisible="not twin_id">As <field name="twin_id"/></p>';
  const twins = schemaWith({
    "x.order": {
      note: fieldWith(),
      twin_id: fieldWith({ type: "many2one", relation: "x.twin" }),
    },
    "x.twin": { name: fieldWith(), display_name: fieldWith(), secret: fieldWith() },
  });

  it.each<[what: string, policy: PolicyConfig, told: string[]]>([
    ["by its name", {}, ["As Twin (x.twin 3)"]],
    ["by its id where its name is closed", { "x.twin": { denyFields: ["name"] } }, ["As x.twin 3"]],
    ["by its id where not all of them may be read", { "x.twin": { domain: [["secret", "=", "a"]] } }, ["As x.twin 3"]],
    ["not at all where the field is closed", { "x.order": { denyFields: ["twin_id"] } }, []],
  ])("tell a record %s", async (_, policy, told) => {
    const onchange = async () => ({ value: { twin_id: { id: 3, display_name: "Twin" } } });
    const screens = { "x.order": `<field name="note" on_change="1"/>${box}` };
    const context = contextWith({ schema: twins, answers: { onchange }, screens, policy });
    const call = { model: await context.models.get("x.order"), context };
    expect((await newAsForm(call, { note: "n" })).warnings).toEqual(told);
  });
});

describe("what a form demands under a condition", () => {
  it("refuses nothing where nothing is unmet", async () => {
    const { call } = await opened();
    expect(checkDemands(call, [], "values")).toBeUndefined();
  });

  it("is told with its place, the condition and what to give", async () => {
    const { call } = await opened();
    const many2one = fieldWith({ type: "many2one", relation: "x.partner", string: "Customer" });
    const kind = fieldWith({
      type: "selection",
      selection: [
        ["a", "A"],
        ["b", "B"],
      ],
    });
    const unmet = [
      { at: "partner_id", field: many2one, when: "kind == 'a'" },
      { at: "line_ids.create[1].kind", field: kind, when: "parent.note" },
      { at: "date", field: fieldWith({ type: "date" }), when: "note" },
    ];
    expect(() => checkDemands(call, unmet, "records[2]")).toThrow(
      odooError(
        "validation",
        'records[2].partner_id: is empty, and Odoo\'s form demands it when "kind == \'a\'", which holds here; give the id of a x.partner record ("Customer").',
        "records[2].line_ids.create[1].kind: is empty",
        "give one of a, b",
        "records[2].date: is empty",
        "give a date",
      ),
    );
    expect(() => checkDemands(call, unmet, "values")).toThrow(
      expect.objectContaining({ outcome: "not_applied", model: "x.order", field: "partner_id" }),
    );
  });
});
