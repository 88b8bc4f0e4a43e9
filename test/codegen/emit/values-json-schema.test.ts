import { beforeAll, describe, expect, it } from "vitest";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { Field, Schema } from "../../../src/odoo/schema/schema.js";
import type { JsonSchema } from "../../../src/tools/call/tool.js";
import { configWith, fieldWith, type ObjectSchema, schemaWith, valuesOf } from "../../support/fixtures.js";

const manifestOf = (models: Record<string, Record<string, Field>>) =>
  manifest(plan(schemaWith(models), configWith({ "*": {} }, { fields: "all" })));

/** How a create tool shows one field of a model. */
const shown = (name: string, attributes: Partial<Field>, operation: "create" | "update" = "create") =>
  valuesOf(manifestOf({ "a.b": { [name]: fieldWith(attributes) } }), "a.b", operation).properties[name];

describe("a field in a tool's arguments", () => {
  it.each<[what: string, attributes: Partial<Field>, schema: JsonSchema]>([
    ["char", { type: "char" }, { type: "string" }],
    ["char with a size", { type: "char", size: 3 }, { type: "string", maxLength: 3 }],
    ["text", { type: "text" }, { type: "string" }],
    ["html", { type: "html" }, { type: "string", description: "HTML or plain text" }],
    ["integer", { type: "integer" }, { type: "integer" }],
    ["float", { type: "float" }, { type: "number" }],
    ["monetary", { type: "monetary" }, { type: "number" }],
    ["boolean", { type: "boolean" }, { type: "boolean" }],
    ["date", { type: "date" }, { type: "string", description: "YYYY-MM-DD" }],
    ["datetime", { type: "datetime" }, { type: "string", format: "date-time" }],
    ["many2one", { type: "many2one", relation: "res.users" }, { type: "integer", description: "res.users id" }],
    ["many2one_reference", { type: "many2one_reference" }, { type: "integer" }],
    ["reference", { type: "reference", selection: [] }, { type: "string", description: '"model,id"' }],
    ["binary", { type: "binary" }, { type: "string", description: "base64" }],
    ["json", { type: "json" }, { type: "object" }],
    [
      "selection",
      {
        type: "selection",
        selection: [
          ["a", "A"],
          ["b", "B"],
        ],
      },
      { type: "string", enum: ["a", "b"] },
    ],
    [
      "selection with a key twice",
      {
        type: "selection",
        selection: [
          ["a", "A"],
          ["a", "A B"],
        ],
      },
      { type: "string", enum: ["a"] },
    ],
  ])("of type %s", (_, attributes, schema) => {
    expect(shown("it", { ...attributes, string: "It" })).toEqual(schema);
  });

  it("tells what the values of a selection mean, where they do not say it", () => {
    const values: [string, string][] = [
      ["out_invoice", "Customer Invoice"],
      ["draft", "Draft"],
    ];
    expect(shown("it", { type: "selection", selection: values, string: "Kind" })).toEqual({
      type: "string",
      enum: ["out_invoice", "draft"],
      description: "Kind; out_invoice: Customer Invoice",
    });
  });

  const keys = (count: number) =>
    Array.from({ length: count }, (_, index): [string, string] => [`k${index}`, `K${index}`]);

  it.each([
    [0, false],
    [1, true],
    [30, true],
    [31, false],
  ])("lists a selection of %i keys: %s", (count, listed) => {
    const schema = shown("it", { type: "selection", selection: keys(count) });
    expect(schema).toEqual(
      listed
        ? { type: "string", enum: keys(count).map(([key]) => key) }
        : { type: "string", description: "get_fields lists its values" },
    );
  });

  it.each([
    ["only repeats the name", "partner_id", "Partner", undefined],
    ["only repeats the whole name", "tag_ids", "Tag IDS", undefined],
    ["says more", "partner_id", "Customer", "Customer"],
    ["is longer than 60 characters", "name", "x".repeat(61), `${"x".repeat(59)}…`],
  ])("has its label, where that %s", (_, name, string, description) => {
    expect(shown(name, { string })?.description).toBe(description);
  });

  it("tells on creation, and only there, without which others it is required", () => {
    const attributes = { string: "Title", needed: { reason: "onchange", unless: ["user_id", "partner_id"] } } as const;
    expect(shown("name", attributes)?.description).toBe("Title; required unless partner_id or user_id is given");
    expect(shown("name", attributes, "update")?.description).toBeUndefined();
  });
});

describe("lines in a tool's arguments", () => {
  const line = {
    order_id: fieldWith({ type: "many2one", relation: "a.order", needed: { reason: "flag" } }),
    product_id: fieldWith({ type: "many2one", relation: "a.product", needed: { reason: "flag" } }),
    sub_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
  };
  const order = {
    line_ids: fieldWith({ type: "one2many", relation: "a.line", relation_field: "order_id" }),
    other_ids: fieldWith({ type: "one2many", relation: "a.other", relation_field: "order_id" }),
    tag_ids: fieldWith({ type: "many2many", relation: "a.line" }),
  };
  let properties: Record<string, Record<string, unknown>>;
  const rows = (name: string, operation: string) => {
    const lines = properties[name] as unknown as ObjectSchema;
    return lines.properties[operation]?.items as ObjectSchema;
  };

  beforeAll(() => {
    properties = valuesOf(manifestOf({ "a.order": order, "a.line": line }), "a.order", "create").properties;
  });

  it("show the line's own fields but the one that points back, which Odoo fills", () => {
    expect(Object.keys(rows("line_ids", "create").properties)).toEqual(["product_id", "sub_ids"]);
    expect(rows("line_ids", "create").required).toEqual(["product_id"]);
    expect(rows("line_ids", "create")).toHaveProperty("description", "other fields of a.line too");
  });

  it("change and delete lines by their ids, once there are some", () => {
    const update = valuesOf(manifestOf({ "a.order": order, "a.line": line }), "a.order", "update").properties;
    const operations = (name: string) => Object.keys((update[name] as unknown as ObjectSchema).properties);
    expect(operations("line_ids")).toEqual(["create"]);
    expect(update.line_ids?.description).toBe("also update: [{id, what changes}], delete: [id]");
    expect(operations("tag_ids")).toEqual(["link"]);
    expect(update.tag_ids?.description).toBe("also unlink, set");
  });

  it("show fields one level deep", () => {
    const { sub_ids } = rows("line_ids", "create").properties;
    expect((sub_ids as unknown as ObjectSchema).properties.create?.items).toMatchObject({ type: "object" });
    expect((sub_ids as unknown as ObjectSchema).properties.create?.items).not.toHaveProperty("properties");
  });

  it("that are typed alike are listed once", () => {
    const twice = { ...order, more_ids: order.line_ids };
    const twins = valuesOf(manifestOf({ "a.order": twice, "a.line": line }), "a.order", "create").properties;
    expect(twins.line_ids).toHaveProperty("properties");
    expect(twins.more_ids).toEqual({ type: "object", description: "as line_ids" });
  });

  it("name the model whose fields are not shown", () => {
    expect(rows("other_ids", "create")).toEqual({ type: "object", description: "a.other values" });
  });

  it("are a list of ids in a many2many of a new record", () => {
    expect(properties.tag_ids).toEqual({ type: "array", items: { type: "integer" }, description: "a.line ids" });
  });

  it("of the model itself are not listed again", () => {
    const self = { child_ids: fieldWith({ type: "one2many", relation: "a.b" }), name: fieldWith() };
    const own = valuesOf(manifestOf({ "a.b": self }), "a.b", "create").properties.child_ids as unknown as ObjectSchema;
    expect(own.properties.create?.items).toEqual({ type: "object", description: "fields as in values" });
  });
});

describe("what a form demands under a condition", () => {
  const views = (required: string) => ({ form: [{ name: "ref", required }], list: [], search: [], buttons: [] });
  const description = (required: string) => {
    const model = { name: "a.b", label: "A", views: views(required), fields: { ref: fieldWith({ string: "Ref" }) } };
    const schema: Schema = { series: "19.0", models: { "a.b": model } };
    return valuesOf(manifest(plan(schema, configWith({ "a.b": {} }))), "a.b", "create").properties.ref?.description;
  };

  it("is told with the field", () => {
    expect(description("move_type == 'entry'")).toBe("required when move_type == 'entry'");
  });

  it("is not told where Odoo fills it in, nor at great length", () => {
    expect(description("always")).toBeUndefined();
    expect(description(`x == '${"y".repeat(200)}'`)).toBeUndefined();
  });
});
