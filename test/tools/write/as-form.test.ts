import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { linesAsForm, newAsForm } from "../../../src/tools/write/as-form.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, schemaWith } from "../../support/fixtures.js";

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
      everyLine: true,
    });
    expect(asked()).toEqual([["x.line", { order_id: 42 }, { signal, ...options }]]);
  });
});
