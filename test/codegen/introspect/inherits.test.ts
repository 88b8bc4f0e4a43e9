import { describe, expect, it } from "vitest";
import { type Parents, withInherited } from "../../../codegen/introspect/inherits.js";
import type { Fields } from "../../../codegen/introspect/needed.js";
import type { Field } from "../../../src/odoo/schema/schema.js";

const field = (attributes: Partial<Field> = {}): Field => ({ type: "char", string: "X", ...attributes });

const TEMPLATE: Fields = { name: field({ required: true }), list_price: field({ type: "float" }) };

/** A product and its template, as _inherits shows them. */
const PRODUCT: Fields = {
  product_tmpl_id: field({ type: "many2one", relation: "product.template", required: true }),
  name: field({ related: "product_tmpl_id.name", store: false }),
  list_price: field({ type: "float", related: "product_tmpl_id.list_price", store: false }),
  barcode: field(),
};

const parents = (fields: Fields, needed: string[] = []): Parents => ({
  fieldsOf: async () => fields,
  neededOf: async () => needed,
});

const inheritedOf = async (fields: Fields, parent: Fields = TEMPLATE, needed: string[] = []) => {
  const marked = await withInherited(fields, parents(parent, needed));
  return Object.fromEntries(
    Object.entries(marked).flatMap(([name, { inherited }]) => (inherited ? [[name, inherited]] : [])),
  );
};

describe("withInherited", () => {
  it("marks the fields that mirror the parent's", async () => {
    expect(await inheritedOf(PRODUCT)).toEqual({ name: "product_tmpl_id", list_price: "product_tmpl_id" });
  });

  it("requires what the parent requires, though the field was redefined without it", async () => {
    const marked = await withInherited(PRODUCT, parents(TEMPLATE));
    expect(marked.name?.required).toBe(true);
    expect(marked.list_price?.required).toBeUndefined();
  });

  it("marks them where this model mirrors all that the other one needs: an employee and its resource", async () => {
    const resource = { ...TEMPLATE, time_efficiency: field({ type: "float" }) };
    expect(Object.keys(await inheritedOf(PRODUCT, resource, ["name"]))).toEqual(["name", "list_price"]);
    expect(await inheritedOf(PRODUCT, resource, ["name", "time_efficiency"])).toEqual({});
  });

  it("marks none where the other model has a field that this one lacks: that is an ordinary relation", async () => {
    expect(await inheritedOf(PRODUCT, { ...TEMPLATE, weight: field() })).toEqual({});
  });

  it.each<[string, Partial<Field>]>([
    ["readonly", { readonly: true }],
    ["of another name", { related: "product_tmpl_id.description" }],
    ["through two relations", { related: "product_tmpl_id.company_id.name" }],
  ])("does not mark a field that is %s", async (_, change) => {
    const { name, ...others } = PRODUCT;
    expect(await inheritedOf({ ...others, name: { ...field(name), ...change } })).toEqual({
      list_price: "product_tmpl_id",
    });
  });

  it("asks for no model where nothing is mirrored", async () => {
    const refuse = () => Promise.reject(new Error("asked"));
    const partner = field({ type: "many2one", relation: "res.partner", required: true });
    const asked = withInherited({ partner_id: partner }, { fieldsOf: refuse, neededOf: refuse });
    await expect(asked).resolves.toBeDefined();
  });
});
