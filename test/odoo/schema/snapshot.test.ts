import { describe, expect, it } from "vitest";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import type { Schema } from "../../../src/odoo/schema/schema.js";
import { parseSchema, serializeSchema, stringify } from "../../../src/odoo/schema/snapshot.js";

const schema: Schema = {
  series: "saas~19.4",
  models: {
    "sale.order": {
      name: "sale.order",
      label: "Sales Order",
      fields: {
        state: { type: "selection", string: "Status", selection: [["draft", "Quotation"]], readonly: true },
        name: {
          type: "char",
          string: "Reference",
          required: true,
          size: 64,
          needed: { reason: "flag", unless: ["template_id"] },
        },
        order_line: { type: "one2many", string: "Lines", relation: "sale.order.line", relation_field: "order_id" },
      },
    },
    "res.partner": {
      name: "res.partner",
      label: "Contact",
      views: {
        form: [{ name: "name", hidden: "not x", columns: [{ name: "y", required: "always" }, { name: "z" }] }],
        list: [],
        search: [],
        buttons: [
          { name: "action_go", label: "Go", place: "header", hidden: "x", context: { x: [1] } },
          { name: "action_on", label: "On", context: "{'x': active_id}" },
          {
            name: "create_invoice",
            label: "Create Invoice",
            action: {
              kind: "dialogue",
              xmlid: "sale.a-b",
              model: "a.wizard",
              context: "{'x': 1}",
              form: "sale.form",
              records: { default_template_id: "mail.it", default_tag_ids: ["a.b", "a.c"] },
            },
          },
          { name: "tidy_up", label: "Tidy up", place: "menu", action: { kind: "server", title: "Tidy up" } },
          { name: "print_it", label: "It", place: "print", action: { kind: "report", title: "It", report: "a.b" } },
          { name: "row", label: "Row", place: "list", action: { kind: "unknown" } },
        ],
      },
      fields: {},
    },
  },
  lines: { "sale.order.line": { name: "sale.order.line", label: "Line", fields: {} } },
  dialogues: {
    "a.wizard": {
      name: "a.wizard",
      label: "a.wizard",
      views: { form: [], list: [], search: [], buttons: [{ name: "apply", label: "Apply", primary: true }] },
      fields: {},
    },
    "a.wizard@sale.form": { name: "a.wizard", label: "a.wizard", fields: {} },
  },
};

const text = serializeSchema(schema);

const viewsWith = (records: Record<string, string>) => ({
  form: [],
  list: [],
  search: [],
  buttons: [{ name: "go", label: "", action: { kind: "dialogue", model: "a.wizard", records } }],
});

const refusal = (given: string): OdooError => {
  try {
    parseSchema(given, "generated/schema.json");
  } catch (error) {
    if (error instanceof OdooError) return error;
  }
  throw new Error("the text was not refused");
};

/** The text with one thing changed, as by hand or by another version. */
const changed = (change: (json: { format: unknown; series: unknown; models: Record<string, unknown> }) => void) => {
  const json = JSON.parse(text);
  change(json);
  return JSON.stringify(json);
};

describe("schema.json", () => {
  it("gives back the schema it was made from", () => {
    expect(parseSchema(text, "schema.json")).toEqual(schema);
  });

  it("has a line for each field, so that diffs are small", () => {
    const lines = text.split("\n").filter((line) => line.includes('"type"'));
    expect(lines).toEqual([
      '        "name": {"needed":{"reason":"flag","unless":["template_id"]},"required":true,"size":64,"string":"Reference","type":"char"},',
      '        "order_line": {"relation":"sale.order.line","relation_field":"order_id","string":"Lines","type":"one2many"},',
      '        "state": {"readonly":true,"selection":[["draft","Quotation"]],"string":"Status","type":"selection"}',
    ]);
  });

  it("is the same text for the same schema, whatever order Odoo answered in", () => {
    const models = Object.entries(schema.models).reverse();
    const shuffled = models.map(([name, { fields, ...others }]) => [
      name,
      { fields: Object.fromEntries(Object.entries(fields).reverse()), ...others },
    ]);
    expect(serializeSchema({ ...schema, models: Object.fromEntries(shuffled) })).toBe(text);
  });

  it("ends with a newline", () => {
    expect(text.endsWith("}\n")).toBe(true);
  });

  it.each([
    ["no JSON", "<<<<<<< HEAD", /generated\/schema.json is not JSON.+odoo-mcp introspect/],
    [
      "of another format",
      changed((json) => Object.assign(json, { format: 2 })),
      /no snapshot of this version \(format: /,
    ],
    ["without models", '{ "format": 1, "series": "19.0" }', /\(models: .+odoo-mcp introspect/],
    ["with an attribute of its own", changed((json) => Object.assign(json, { user: "admin" })), /user/],
    [
      "with a type it does not know",
      changed((json) => Object.assign(json.models, { a: { label: "", fields: { b: { type: "geo", string: "" } } } })),
      /\(models\.a\.fields\.b\.type: /,
    ],
  ])("is refused when it is %s", (_, given, message) => {
    expect(refusal(given)).toMatchObject({ category: "settings", message: expect.stringMatching(message) });
  });

  it.each(["../x", "a.b@../x", "a.b@c", "a.b@c.d@e.f"])("is refused a dialogue named %s", (key) => {
    const json = JSON.parse(text);
    json.dialogues[key] = { label: "", fields: {} };
    expect(refusal(JSON.stringify(json)).category).toBe("settings");
  });

  // Names become names of files and of properties in generated code.
  it.each([
    ["model", { "../../evil": { label: "", fields: {} } }],
    ["field", { a: { label: "", fields: { 'x"]': { type: "char", string: "" } } } }],
    ["relation", { a: { label: "", fields: { b: { type: "many2one", string: "", relation: "../x" } } } }],
    ["inverse", { a: { label: "", fields: { b: { type: "one2many", string: "", relation_field: "x-y" } } } }],
    ["link", { a: { label: "", fields: { b: { type: "char", string: "", inherited: "x y" } } } }],
    ["source", { a: { label: "", fields: { b: { type: "char", string: "", sources: ["x.y.z"] } } } }],
    ["record's external id", { a: { label: "", fields: {}, views: viewsWith({ x: "../x" }) } }],
  ])("is refused when the name of a %s could not come from Odoo", (_, models) => {
    const given = changed((json) => Object.assign(json.models, models));
    expect(refusal(given).category).toBe("settings");
  });

  it.each<[what: string, button: object]>([
    ["no method's", { name: "a b" }],
    ["at a place that is none", { place: "footer" }],
    ["of an action of no kind", { action: { kind: "url", title: "x" } }],
    ["with a model that is none", { action: { kind: "dialogue", model: "../x" } }],
    ["with a form that is no external id", { action: { kind: "dialogue", model: "a.b", form: "x'); drop" } }],
    ["with an external id that is none", { action: { kind: "server", title: "x", xmlid: "no_dot" } }],
    ["of code by no name", { action: { kind: "server" } }],
    ["with an attribute of its own", { action: { kind: "report", title: "x", url: "/x" } }],
  ])("is refused when a step is %s", (_, button) => {
    const buttons = [{ name: "go", label: "Go", ...button }];
    const views = { form: [], list: [], search: [], buttons };
    const given = changed((json) => Object.assign(json.models, { a: { label: "", fields: {}, views } }));
    expect(refusal(given).message).toContain("models.a.views.buttons.0");
  });

  it("is refused when its series is no name of a series", () => {
    expect(refusal(changed((json) => Object.assign(json, { series: "19.0\n*/" }))).message).toContain("series");
  });
});

describe("stringify", () => {
  it("breaks lines down to the given depth only", () => {
    expect(stringify({ a: { b: { c: 1 } }, d: [1, [2]] }, 2)).toBe(
      '{\n  "a": {\n    "b": {"c":1}\n  },\n  "d": [\n    1,\n    [2]\n  ]\n}\n',
    );
  });

  it.each([
    [{ a: {}, b: [] }, '{\n  "a": {},\n  "b": []\n}\n'],
    [null, "null\n"],
    ["x", '"x"\n'],
  ])("writes %j", (value, expected) => {
    expect(stringify(value, 3)).toBe(expected);
  });
});
