import { describe, expect, it } from "vitest";
import { introspect } from "../../../codegen/introspect/introspect.js";
import { SILENT } from "../../../codegen/terminal/progress.js";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import { configWith, fakeClient, fieldWith } from "../../support/fixtures.js";

const many = (relation: string, attributes: Partial<Field> = {}) =>
  fieldWith({ type: "one2many", relation, relation_field: "order_id", ...attributes });

const line: Record<string, Field> = {
  order_id: fieldWith({ type: "many2one", relation: "a.order", required: true }),
  product: fieldWith({ type: "many2one", relation: "a.product", required: true }),
  subtotal: fieldWith({ readonly: true }),
  photo: fieldWith({ type: "binary" }),
  zone: fieldWith({ type: "selection", selection: [["Europe/Brussels", "Brussels"]] }),
  note: fieldWith(),
  unseen: fieldWith(),
};

const COLUMNS = '<list editable="bottom"><field name="product"/><field name="subtotal"/><field name="zone"/></list>';

/** The snapshot of `a.order`, whose form holds its one2manys in a list of columns, or in none. */
async function read(order: Record<string, Field>, form: string, answers: Partial<Client> = {}, config = {}) {
  const asked: string[] = [];
  const fields: Record<string, Record<string, Field>> = { "a.order": order, "a.line": line };
  const forms: Record<string, string> = {
    "a.order": form,
    "a.line": '<field name="subtotal"/><field name="note" readonly="1"/><field name="photo"/>',
  };
  const client: Partial<Client> = {
    searchRead: async () => [],
    callModel: async () => ({}),
    fieldsGet: async (model) => {
      asked.push(`${model} fields`);
      return fields[model] ?? {};
    },
    getViews: async (model) => {
      asked.push(`${model} views`);
      return { form: { arch: `<form>${forms[model] ?? ""}</form>`, embedded: {} } };
    },
    hasAccess: async () => true,
    defaultGet: async () => ({}),
    search: async () => [],
    onchange: async () => ({ value: {} }),
    ...answers,
  };
  const schema = await introspect(fakeClient(client), configWith({ "a.order": {}, ...config }), SILENT);
  return { lines: schema.lines, asked: asked.filter((what) => !what.startsWith("a.order")) };
}

describe("lines of a model that the config does not name", () => {
  it("are read with the fields that can be typed, of those that the form around shows", async () => {
    const { lines, asked } = await read({ line_ids: many("a.line") }, `<field name="line_ids">${COLUMNS}</field>`);
    const { selection: _, ...zone } = line.zone as Field;
    expect(lines).toEqual({
      "a.line": {
        name: "a.line",
        label: "a.line",
        fields: { product: line.product, zone: { ...zone, dynamic: true } },
      },
    });
    // What a new line needs is the form's to fill in: no more is asked.
    expect(asked).toEqual(["a.line fields"]);
  });

  it("without columns are read with the first fields of their own form, be it for reading", async () => {
    const { lines } = await read({ line_ids: many("a.line") }, '<field name="line_ids"/>');
    expect(lines?.["a.line"]).toMatchObject({ fields: { note: line.note }, views: { form: [{ name: "note" }] } });
    expect(Object.keys(lines?.["a.line"]?.fields ?? {})).toEqual(["note"]);
  });

  it("are read once for all that hold them, and for those that the form does not show", async () => {
    const order = { line_ids: many("a.line"), all_ids: many("a.line") };
    const { lines, asked } = await read(order, `<field name="line_ids">${COLUMNS}</field>`);
    expect(Object.keys(lines?.["a.line"]?.fields ?? {})).toEqual(["product", "zone", "note"]);
    expect(asked).toEqual(["a.line fields", "a.line views"]);
  });

  it.each<[string, Record<string, Field>, string, Record<string, unknown>?]>([
    ["of the model itself", { line_ids: many("a.order") }, '<field name="line_ids"/>'],
    ["that the config names", { line_ids: many("a.line") }, '<field name="line_ids"/>', { "a.line": {} }],
    ["that cannot be written", { line_ids: many("a.line", { readonly: true }) }, '<field name="line_ids"/>'],
    ["on no form", { line_ids: many("a.line") }, '<field name="name"/>'],
    ["that the form only shows", { line_ids: many("a.line") }, '<field name="line_ids" readonly="1"/>'],
    ["of a guarded model", { line_ids: many("res.users") }, '<field name="line_ids"/>'],
    ["that are tags", { tag_ids: fieldWith({ type: "many2many", relation: "a.line" }) }, '<field name="tag_ids"/>'],
  ])("are not read if they are lines %s", async (_, order, form, config = {}) => {
    expect((await read(order, form, {}, config)).lines).toBeUndefined();
  });

  it("are left out where the user may not read their fields, and end all where Odoo cannot be asked", async () => {
    const failing = (category: "forbidden" | "unavailable"): Partial<Client> => ({
      fieldsGet: async (model) => {
        if (model === "a.line") throw new OdooError(category, "no");
        return { line_ids: many("a.line") };
      },
    });
    const form = `<field name="line_ids">${COLUMNS}</field>`;
    expect((await read({}, form, failing("forbidden"))).lines).toBeUndefined();
    await expect(read({}, form, failing("unavailable"))).rejects.toThrow("no");
  });
});
