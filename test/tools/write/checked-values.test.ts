import { describe, expect, it } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
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
  },
  "x.product": { name: fieldWith() },
});

/** Values as they would be sent. */
async function parsed(use: "create" | "update", values: RawValues, answers: Partial<Client> = {}) {
  const context = contextWith({ schema, answers });
  return parseValues({ model: await context.models.get("x.order"), context }, use, values, "values");
}

describe("values", () => {
  it("are put into Odoo's form", async () => {
    const sent = await parsed("create", { name: "a", line_ids: { create: [{ product_id: { id: 3, name: "Desk" } }] } });
    expect(sent).toEqual({ name: "a", line_ids: [[0, 0, { product_id: 3 }]] });
  });

  it("are checked as those of a new record, or of one that is changed", async () => {
    await expect(parsed("create", { name: null })).rejects.toThrow(
      odooError("validation", "values.name: cannot be null"),
    );
    expect(await parsed("update", { name: null })).toEqual({ name: false });
    await expect(parsed("update", {})).rejects.toThrow(odooError("validation", "at least one field"));
    expect(await parsed("create", {})).toEqual({});
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
    expect(await parsed("create", { name: "a", lang: "fr_FR" }, { fieldsGet })).toEqual({ name: "a", lang: "fr_FR" });
    await expect(parsed("create", { name: "a", lang: "xx_YY" }, { fieldsGet })).rejects.toThrow(
      odooError("validation", 'values.lang: "xx_YY"'),
    );
  });
});
