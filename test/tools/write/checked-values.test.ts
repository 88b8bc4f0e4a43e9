import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { ToolContext } from "../../../src/tools/call/tool.js";
import { parseValues } from "../../../src/tools/write/checked-values.js";
import { contextWith } from "../../support/context.js";
import { fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const schema = schemaWith({
  "x.order": {
    name: fieldWith({ required: true }),
    lang: fieldWith({ type: "selection", dynamic: true, selection: [] }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
  },
  "x.line": {
    order_id: fieldWith({ type: "many2one", relation: "x.order" }),
    product_id: fieldWith({ type: "many2one", relation: "x.product" }),
    name: fieldWith(),
    note: fieldWith(),
  },
  "x.product": { name: fieldWith() },
});

/** Checks values on an Odoo of the series, where a line's product brings along its name. */
async function parsed(
  { use = "create", major = 19 }: { use?: "create" | "update"; major?: number },
  values: RawValues,
  answers: Partial<Client> = {},
) {
  const onchange = vi.fn<Client["onchange"]>(async () => ({ name: "Desk", note: "not asked for" }));
  const context = contextWith({ schema, major, answers: { onchange, ...answers } });
  const broughtAlong: ToolContext["values"] = async (name) => ({
    ...(await context.values(name)),
    broughtAlong: name === "x.line" ? ["name"] : [],
  });
  const model = await context.models.get("x.order");
  const sent = await parseValues({ model, context: { ...context, values: broughtAlong } }, use, values, "values");
  return { sent, asked: onchange.mock.calls.map((call) => call.slice(0, 3)) };
}

describe("values", () => {
  it("are put into Odoo's form", async () => {
    const { sent } = await parsed({}, { name: "a", line_ids: { create: [{ product_id: { id: 3, name: "Desk" } }] } });
    expect(sent).toEqual({ name: "a", line_ids: [[0, 0, { product_id: 3 }]] });
  });

  it("are checked as those of a new record, or of one that is changed", async () => {
    await expect(parsed({}, { name: null })).rejects.toThrow(odooError("validation", "values.name: cannot be null"));
    expect((await parsed({ use: "update" }, { name: null })).sent).toEqual({ name: false });
    await expect(parsed({ use: "update" }, {})).rejects.toThrow(odooError("validation", "at least one field"));
    expect((await parsed({}, {})).sent).toEqual({});
  });

  it("do not hold what every object has: a field of that name is left out where it is not given", async () => {
    const named = schemaWith({ "x.order": { constructor: fieldWith(), name: fieldWith() } });
    const context = contextWith({ schema: named });
    const call = { model: await context.models.get("x.order"), context };
    expect(await parseValues(call, "create", { name: "a" }, "values")).toEqual({ name: "a" });
  });

  it("of a selection that the instance makes are asked for, and refused where it lacks them", async () => {
    const lang = fieldWith({ type: "selection", selection: [["fr_FR", "French"]] });
    const fieldsGet = async () => ({ lang });
    expect((await parsed({}, { name: "a", lang: "fr_FR" }, { fieldsGet })).sent).toEqual({ name: "a", lang: "fr_FR" });
    await expect(parsed({}, { name: "a", lang: "xx_YY" }, { fieldsGet })).rejects.toThrow(
      odooError("validation", 'values.lang: "xx_YY"'),
    );
  });
});

describe("what another field brings along", () => {
  const line = { name: "a", line_ids: { create: [{ product_id: 3 }] } };

  it.each([14, 15, 16])("is asked for of new lines on Odoo %i, whose create does not fill it", async (major) => {
    const { sent, asked } = await parsed({ major }, line);
    expect(sent).toEqual({ name: "a", line_ids: [[0, 0, { name: "Desk", product_id: 3 }]] });
    expect(asked).toEqual([["x.line", { product_id: 3 }, ["name"]]]);
  });

  it("is left to Odoo from 17 on", async () => {
    expect(await parsed({ major: 17 }, line)).toEqual({
      sent: { name: "a", line_ids: [[0, 0, { product_id: 3 }]] },
      asked: [],
    });
  });

  it("is not asked for where it is given, nor of lines that are there already", async () => {
    const lines = { create: [{ product_id: 3, name: "Chair" }], update: [{ id: 8, product_id: 3 }], link: [9] };
    const { sent, asked } = await parsed({ major: 16, use: "update" }, { line_ids: lines });
    expect(asked).toEqual([]);
    expect(sent.line_ids).toEqual(
      expect.arrayContaining([
        [0, 0, { product_id: 3, name: "Chair" }],
        [1, 8, { product_id: 3 }],
      ]),
    );
  });
});
