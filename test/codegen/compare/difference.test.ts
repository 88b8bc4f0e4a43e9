import { describe, expect, it } from "vitest";
import { compareSides, type Side } from "../../../codegen/compare/difference.js";
import { phrase, quoted } from "../../../codegen/compare/difference-text.js";
import { budgetOf } from "../../../codegen/emit/budget.js";
import { manifest } from "../../../codegen/emit/manifest.js";
import { plan } from "../../../codegen/plan/plan.js";
import type { Field, Model, Schema } from "../../../src/odoo/schema/schema.js";
import { configWith, fieldWith, schemaWith } from "../../support/fixtures.js";

/** Every change as "level model: words". */
const changes = (before: Side, after: Side) =>
  compareSides(before, after).changes.map(({ level, model, words }) =>
    [level, model === undefined ? "" : `${model}:`, phrase(words, quoted)].filter(Boolean).join(" "),
  );

const ofField = (before: Partial<Field> | undefined, after: Partial<Field> | undefined) => {
  const side = (field: Partial<Field> | undefined): Side => ({
    schema: schemaWith({ "a.b": field ? { f: fieldWith(field) } : {} }),
  });
  return changes(side(before), side(after)).map((change) => change.replace(" a.b:", ""));
};

const ofModel = (before: Partial<Model>, after: Partial<Model>) => {
  const side = (model: Partial<Model>): Side => ({
    schema: { series: "19.0", models: { "a.b": { name: "a.b", label: "A", fields: {}, ...model } } },
  });
  return changes(side(before), side(after)).map((change) => change.replace(" a.b:", ""));
};

const choice = (...keys: string[]): Partial<Field> => ({
  type: "selection",
  selection: keys.map((key) => [key, key.toUpperCase()]),
});
const needed = { reason: "flag" } as const;

describe("what the user reaches", () => {
  const side = (by: "menus" | "rights" | undefined, ...models: string[]): Side => ({
    schema: { ...schemaWith({}), ...(by ? { reached: { by, models } } : {}) },
  });

  it("is told where tools may change more models, or fewer", () => {
    expect(changes(side("menus", "a.a", "a.b"), side("menus", "a.b", "a.c"))).toEqual([
      "breaking a.a: the user does not reach it any more",
      "notable a.c: the user reaches it now, so tools may change it",
    ]);
  });

  it("is told where it is known otherwise", () => {
    expect(changes(side("menus"), side("rights"))).toEqual([
      "notable what the user reaches is told by its rights, no more by the menus of its apps",
    ]);
  });

  it("is compared where both snapshots tell it", () => {
    expect(changes(side(undefined), side("menus", "a.a"))).toEqual([]);
    expect(changes(side("menus", "a.a"), side("menus", "a.a"))).toEqual([]);
  });
});

describe("a field", () => {
  it.each<[string, Partial<Field> | undefined, Partial<Field> | undefined, string[]]>([
    ["the same", { help: "h" }, { help: "h" }, []],
    ["gone", {}, undefined, ["breaking f is gone"]],
    ["new", undefined, { type: "date" }, ["safe f is new (date)"]],
    ["new and needed", undefined, { needed }, ["breaking f is new, and a new record must have it"]],
    ["new, needed unless", undefined, { needed: { ...needed, unless: ["p"] } }, ["safe f is new (char)"]],
    ["of another type", {}, { type: "text" }, ["breaking f was of type char and is of type text"]],
    [
      "to another model",
      { type: "many2one", relation: "x.y" },
      { type: "many2one", relation: "x.z" },
      ["breaking f pointed to x.y and points to x.z"],
    ],
    ["needed", {}, { required: true, needed }, ["breaking f must be given to a new record"]],
    ["required", {}, { required: true }, ["breaking f became required"]],
    ["no longer required", { required: true }, {}, ["safe f changed in required"]],
    ["no longer needed", { needed }, {}, ["notable f may be left out of a new record"]],
    [
      "needed unless another",
      { needed: { ...needed, unless: ["p"] } },
      { needed: { ...needed, unless: ["q"] } },
      ["notable what spares a new record from needing f changed"],
    ],
    ["readonly", {}, { readonly: true }, ["breaking f became readonly"]],
    ["no longer readonly", { readonly: true }, {}, ["safe f changed in readonly"]],
    ["not searchable", {}, { searchable: false }, ["breaking f is no longer searchable"]],
    ["searchable", { searchable: false }, {}, ["safe f changed in searchable"]],
    ["not sortable", {}, { sortable: false }, ["breaking f is no longer sortable"]],
    ["shorter", {}, { size: 5 }, ["breaking f takes 5 characters at most"]],
    ["longer", { size: 5 }, { size: 6 }, ["safe f changed in size"]],
    ["without a value", choice("a", "b"), choice("a"), ["breaking f no longer takes b"]],
    ["with another value", choice("a"), choice("a", "b"), ["notable f also takes b"]],
    [
      "with a value called otherwise",
      { type: "selection", selection: [["a", "A"]] },
      { type: "selection", selection: [["a", "New"]] },
      ["notable the label of the value a of f: A became New"],
    ],
    ["with its values in another order", choice("a", "b"), choice("b", "a"), ["safe f changed in selection"]],
    ["dynamic, whatever is installed", { type: "selection", dynamic: true }, { type: "selection", dynamic: true }, []],
    [
      "dynamic now",
      choice("a"),
      { type: "selection", dynamic: true },
      ["notable f takes what is installed, and no longer a fixed list"],
    ],
    ["fixed now", { type: "selection", dynamic: true }, choice("a"), ["breaking f takes a fixed list of values"]],
    ["called otherwise", { string: "A" }, { string: "B" }, ["notable the label of f: A became B"]],
    ["with another help text", { help: "A" }, { help: "B" }, ["notable the help of f: A became B"]],
    ["computed otherwise", { depends: ["a"] }, { depends: ["b"] }, ["safe f changed in depends"]],
    [
      "changed in several ways",
      { string: "A" },
      { string: "B", readonly: true, type: "text" },
      [
        "breaking f was of type char and is of type text",
        "breaking f became readonly",
        "notable the label of f: A became B",
      ],
    ],
  ])("that is %s", (_, before, after, expected) => {
    expect(ofField(before, after)).toEqual(expected);
  });
});

describe("a model", () => {
  const views = { form: [], list: [], search: [], buttons: [] };
  const button = { name: "go", label: "Go" };
  it.each<[string, Partial<Model>, Partial<Model>, string[]]>([
    ["called otherwise", { label: "A" }, { label: "B" }, ["notable its label: A became B"]],
    [
      "with fewer rights",
      { rights: ["read", "write"] },
      { rights: ["read"] },
      ["breaking the user lost the right to write"],
    ],
    ["with more rights", { rights: [] }, { rights: ["read"] }, ["notable the user got the right to read"]],
    ["whose rights were not asked", {}, { rights: ["read"] }, []],
    ["with a new button", { views }, { views: { ...views, buttons: [button] } }, ["notable a new button go"]],
    ["without a button", { views: { ...views, buttons: [button] } }, { views }, ["notable the button go is gone"]],
    [
      "with a button that asks first",
      { views: { ...views, buttons: [button] } },
      { views: { ...views, buttons: [{ ...button, confirm: "Sure?" }] } },
      ['notable the question of the button go: "" became "Sure?"'],
    ],
    [
      "with a button that is called otherwise and shows at another time",
      { views: { ...views, buttons: [button] } },
      { views: { ...views, buttons: [{ ...button, label: "Run", hidden: "x" }] } },
      ["notable the label of the button go: Go became Run", "notable the button go changed its context or condition"],
    ],
    [
      "with other columns",
      { views },
      { views: { ...views, list: ["f"] } },
      ["safe its screens show other fields, or in another order"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(ofModel(before, after)).toEqual(expected);
  });

  it("that is gone or new", () => {
    const before = { schema: schemaWith({ "a.a": {}, "a.b": {} }) };
    const after = { schema: schemaWith({ "a.b": {}, constructor: {} }) };
    expect(changes(before, after)).toEqual(["breaking a.a: the model is gone", "safe constructor: a new model"]);
  });

  it("has its fields compared although they are called like what every object has", () => {
    const before = { schema: schemaWith({ "a.b": { constructor: fieldWith() } }) };
    expect(changes(before, { schema: schemaWith({ "a.b": {} }) })).toEqual(["breaking a.b: constructor is gone"]);
  });
});

describe("the instance", () => {
  const of = (instance: Schema["instance"], series = "19.0"): Side => ({
    schema: { series, ...(instance ? { instance } : {}), models: {} },
  });
  const causes = (before: Side, after: Side) =>
    compareSides(before, after).causes.map((words) => phrase(words, quoted));

  it("explains a difference, which is no change by itself", () => {
    const before = of({ groups: ["Sales / User"], modules: ["crm", "sale"] });
    const after = of({ groups: ["Sales / Administrator"], modules: ["sale", "stock"] });
    expect(changes(before, after)).toEqual([]);
    expect(causes(before, after)).toEqual([
      'The users\' groups differ: only the first has "Sales / User"',
      'The users\' groups differ: only the second has "Sales / Administrator"',
      "Modules that are gone: crm",
      "Modules that are new: stock",
    ]);
  });

  it("explains nothing by what one user may not see", () => {
    expect(causes(of({ groups: ["A"], modules: ["crm"] }), of({ groups: ["A"] }))).toEqual([]);
    expect(causes(of(undefined), of({ groups: ["A"] }))).toEqual([]);
  });

  it("of another series is notable", () => {
    expect(changes(of(undefined, "18.0"), of(undefined))).toEqual(["notable Odoo 18.0 became 19.0"]);
  });
});

describe("the tools", () => {
  const side = (
    config: Record<string, unknown>,
    fields: Record<string, Field> = { name: fieldWith(), note: fieldWith() },
  ): Side => {
    const schema = schemaWith({ "a.b": fields });
    const planned = plan(schema, configWith({ "a.b": config }));
    const listed = manifest(planned);
    return { schema, catalogue: { plan: planned, manifest: listed, budget: budgetOf(listed) } };
  };
  const withoutBudget = (before: Side, after: Side) =>
    changes(before, after).filter((change) => !change.includes("tokens"));

  it("renamed are breaking, for prompts and clients know them by name", () => {
    expect(withoutBudget(side({ operations: ["read"] }), side({ operations: ["read"], alias: "own" }))).toEqual([
      "breaking a.b: the tool a_b_read is now called own_read",
    ]);
  });

  it("gone are breaking, new ones notable", () => {
    expect(withoutBudget(side({ operations: ["read"] }), side({ operations: ["count"] }))).toEqual([
      "breaking a.b: the tool a_b_read is gone",
      "notable a.b: a new tool a_b_count",
    ]);
  });

  it("that show other fields are notable, but for fields that are new or gone", () => {
    const fewer = side({ exclude: ["note"] });
    expect(withoutBudget(side({}), fewer)).toEqual(["notable a.b: tools no longer show note; extra takes them"]);
    expect(withoutBudget(fewer, side({}))).toEqual(["notable a.b: tools also show note"]);
    expect(withoutBudget(side({}), side({}, { name: fieldWith() }))).toEqual(["breaking a.b: note is gone"]);
  });

  it("tell what their listing costs more", () => {
    const dearer = changes(side({ operations: ["read"] }), side({}));
    expect(dearer.filter((change) => change.includes("tokens"))).toEqual([
      expect.stringMatching(/^notable listing the tools costs \d+ tokens instead of \d+ \(\+\d+\)$/),
    ]);
  });
});
