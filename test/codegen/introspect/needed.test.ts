import { describe, expect, it } from "vitest";
import { type Needed, neededFields } from "../../../codegen/introspect/needed.js";
import type { Client } from "../../../src/odoo/client.js";
import { type Category, OdooError } from "../../../src/odoo/errors/errors.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { Field } from "../../../src/odoo/schema/schema.js";
import type { ViewField } from "../../../src/odoo/views/form-view.js";
import { fakeClient, fieldWith, odooError } from "../../support/fixtures.js";

const OPTIONS = { context: { lang: "en_US" } };

const required = (attributes: Partial<Field> = {}) => fieldWith({ required: true, ...attributes });
const many2one = (relation: string, attributes: Partial<Field> = {}) =>
  fieldWith({ type: "many2one", relation, ...attributes });

interface Odoo {
  major?: number;
  defaults?: RawValues;
  /** What a new record that holds `values` gets. */
  fills?: (values: RawValues) => RawValues;
  /** Models without a record. */
  without?: readonly string[];
  client?: Partial<Client>;
  /** The fields of the model's form. */
  form?: readonly string[];
  /** Those of which a change makes it ask; all if left out. */
  reacting?: readonly string[];
  /** Those that it demands under a condition only. */
  demanded?: readonly string[];
  /** Those that it says may be left empty. */
  mayBeEmpty?: readonly string[];
}

/** Asks an Odoo that answers so, in which every model has one record, with the id 7. */
function ask(fields: Record<string, Field>, odoo: Odoo = {}): Promise<Needed> {
  const { major = 19, defaults = {}, fills = () => ({}), without = [], client, form, demanded = [] } = odoo;
  const shown = (name: string): ViewField => ({
    reacts: odoo.reacting?.includes(name) ?? true,
    readonly: undefined,
    invisible: false,
    demands: [{ when: odoo.mayBeEmpty?.includes(name) ? false : undefined, hidden: false }],
    forceSave: false,
  });
  const view = form && new Map(form.map((name) => [name, shown(name)]));
  const answers: Partial<Client> = {
    search: async (model) => (without.includes(model) ? [] : [7]),
    defaultGet: async () => defaults,
    onchange: async (_model, values) => ({ value: fills(values) }),
    ...client,
  };
  const oracle = { client: fakeClient(answers, major), options: OPTIONS, records: new Map() };
  return neededFields(oracle, "a.b", fields, view && { view, demanded: new Set(demanded) });
}

const asked = async (fields: Record<string, Field>, odoo?: Odoo) => Object.fromEntries(await ask(fields, odoo));

const FLAG = { reason: "flag" };
const ONCHANGE = { reason: "onchange" };

describe("a required field that Odoo does not compute", () => {
  it("is needed where it has no default", async () => {
    expect(await asked({ name: required(), note: fieldWith() })).toEqual({ name: FLAG });
  });

  it.each([
    ["false", false],
    ["null", null],
    ["an empty text", ""],
    ["no answer", undefined],
  ])("is needed where its default is %s", async (_, value) => {
    expect(await asked({ name: required() }, { defaults: { name: value } })).toEqual({ name: FLAG });
  });

  it.each([
    ["a text", "New"],
    ["0", 0],
    ["an id", 3],
    ["a list", []],
  ])("is not needed where its default is %s", async (_, value) => {
    expect(await asked({ name: required() }, { defaults: { name: value } })).toEqual({});
  });

  it("is needed though it is readonly, for Odoo does not enforce that on creation", async () => {
    expect(await asked({ project_id: many2one("a.p", { required: true, readonly: true }) })).toEqual({
      project_id: FLAG,
    });
  });

  it("is needed if it is a number", async () => {
    expect(await asked({ amount: required({ type: "float" }) })).toEqual({ amount: FLAG });
  });

  it.each(["one2many", "many2many", "boolean"] as const)("is never needed as a %s", async (type) => {
    expect(await asked({ it: required({ type, relation: "a.c" }) })).toEqual({});
  });

  it("is not needed as the link of an _inherits, whose parent is created along", async () => {
    const fields = {
      product_tmpl_id: many2one("product.template", { required: true }),
      name: required({ inherited: "product_tmpl_id" }),
    };
    expect(await asked(fields)).toEqual({ name: FLAG });
  });

  it("is needed though it depends on the parent that it is inherited from", async () => {
    const link = many2one("product.template", { required: true });
    expect(await asked({ link, name: required({ inherited: "link", depends: ["link"] }) })).toEqual({ name: FLAG });
  });

  it("is judged by its own answer, whatever its name", async () => {
    expect(await asked({ constructor: required(), valueOf: required({ depends: ["constructor"] }) })).toEqual({
      constructor: FLAG,
      valueOf: ONCHANGE,
    });
  });
});

describe("a required field that Odoo computes", () => {
  const fields = { type: required(), name: required({ depends: ["type"] }) };

  it("is not needed where onchange fills it", async () => {
    expect(await asked(fields, { fills: () => ({ name: "Named" }) })).toEqual({ type: FLAG });
  });

  it.each([
    ["false", { name: false }],
    ["an empty text", { name: "" }],
    ["nothing", {}],
  ])("is needed where onchange answers %s", async (_, filled) => {
    expect(await asked(fields, { fills: () => filled })).toEqual({ type: FLAG, name: ONCHANGE });
  });

  it("is not needed where it has a default, and onchange is not asked", async () => {
    const client = { onchange: () => Promise.reject(new Error("not to be asked")) };
    expect(await asked(fields, { defaults: { name: "New" }, client })).toEqual({ type: FLAG });
  });

  it.each(["integer", "float", "monetary"] as const)(
    "is not needed as a number (%s), for Odoo stores 0",
    async (type) => {
      expect(await asked({ total: required({ type, depends: ["type"] }) })).toEqual({});
    },
  );

  it("is not needed where Odoo refuses to answer", async () => {
    const client = { onchange: () => Promise.reject(new OdooError("validation", "no")) };
    expect(await asked(fields, { client })).toEqual({ type: FLAG });
  });

  it("is asked for with a value for each other required field: an existing record, or something harmless", async () => {
    const questions: unknown[] = [];
    const all = {
      partner_id: many2one("res.partner", { required: true }),
      text: required({ type: "text" }),
      count: required({ type: "integer" }),
      day: required({ type: "date" }),
      time: required({ type: "datetime" }),
      kind: required({
        type: "selection",
        selection: [
          ["a", "A"],
          ["b", "B"],
        ],
      }),
      file: required({ type: "binary" }),
      lonely_id: many2one("no.records", { required: true }),
      name: required({ depends: ["partner_id"] }),
    };
    const client: Partial<Client> = {
      onchange: async (model, values, wanted, options) => {
        questions.push([model, values, Object.keys(wanted), options]);
        return { value: { name: "Named" } };
      },
    };
    await ask(all, { client, without: ["no.records"] });
    const values = {
      partner_id: 7,
      text: "x",
      count: 1,
      day: "2026-01-01",
      time: "2026-01-01 00:00:00",
      kind: "a",
    };
    const context = { default_kind: "a" };
    expect(questions).toContainEqual([
      "a.b",
      values,
      [...Object.keys(values), "name"],
      { ...OPTIONS, context: { ...OPTIONS.context, ...context } },
    ]);
  });
});

describe("a required field that another one fills", () => {
  const fields = {
    order_id: many2one("a.order", { required: true }),
    product_id: many2one("a.product"),
    template_id: many2one("a.template"),
    user_id: many2one("res.users"),
    name: required({ type: "text", depends: ["product_id", "template_id", "order_id", "size"] }),
    size: fieldWith(),
  };
  const fills = (values: RawValues) => ("product_id" in values || "template_id" in values ? { name: "Chair" } : {});

  it("is needed unless one of those it depends on is given that fill it", async () => {
    expect(await asked(fields, { fills })).toEqual({
      order_id: FLAG,
      name: { reason: "onchange", unless: ["product_id", "template_id"] },
    });
  });

  it("is needed unless the one is given that fills it, not the other it depends on", async () => {
    const { name } = await asked(fields, { fills: (values) => ("template_id" in values ? { name: "Chair" } : {}) });
    expect(name).toEqual({ reason: "onchange", unless: ["template_id"] });
  });

  it.each([
    ["depends on nothing that fills it", fields, {}],
    ["depends on a relation without records", fields, { fills, without: ["a.product", "a.template"] }],
    [
      "depends only on a relation that is readonly",
      {
        ...fields,
        product_id: many2one("a.product", { readonly: true }),
        template_id: many2one("x.y", { store: false }),
      },
      { fills },
    ],
  ] as const)("is needed without an alternative if it %s", async (_, own, odoo) => {
    expect(await asked(own, odoo)).toEqual({ order_id: FLAG, name: ONCHANGE });
  });
});

describe("what fields call on a change", () => {
  const order = {
    partner_id: many2one("res.partner", { required: true }),
    partner_invoice_id: many2one("res.partner", { required: true }),
    pricelist_id: many2one("a.pricelist", { required: true }),
    currency_id: many2one("res.currency", { required: true }),
  };
  const fills = (values: RawValues): RawValues => ({
    ...("partner_id" in values ? { partner_invoice_id: 7, pricelist_id: 7 } : {}),
    ...("pricelist_id" in values ? { currency_id: 7 } : {}),
  });

  const along = (source: string) => ({ reason: "onchange", unless: [source] });

  it.each([14, 16, 17, 19])("what one needed many2one brings along is needed only without it (%i)", async (major) => {
    const { pricelist_id: _, ...rest } = order;
    expect(await asked(rest, { major, fills })).toEqual({
      partner_id: FLAG,
      partner_invoice_id: along("partner_id"),
      currency_id: FLAG,
    });
  });

  it("what was brought along brings nothing along itself", async () => {
    expect(await asked(order, { major: 16, fills })).toEqual({
      partner_id: FLAG,
      partner_invoice_id: along("partner_id"),
      pricelist_id: along("partner_id"),
      currency_id: FLAG,
    });
  });

  const line = {
    order_id: many2one("a.order", { required: true }),
    name: required({ type: "text" }),
    product_id: many2one("a.product"),
    uom_id: many2one("a.uom"),
  };
  // A name that was given stays.
  const named = (values: RawValues) => ("product_id" in values && !("name" in values) ? { name: "Chair" } : {});

  it("a line's text is needed unless the relation is given that fills it, though it depends on none", async () => {
    for (const major of [16, 17])
      expect(await asked(line, { major, fills: named })).toEqual({
        order_id: FLAG,
        name: { reason: "flag", unless: ["product_id"] },
      });
  });

  it("a number is not filled by a relation that leaves it 0", async () => {
    const { name: _, ...others } = line;
    const fields = { ...others, quantity: required({ type: "float" }) };
    const fills = (values: RawValues) => ({ quantity: "product_id" in values ? 1 : 0 });
    expect(await asked(fields, { fills })).toEqual({
      order_id: FLAG,
      quantity: { reason: "flag", unless: ["product_id"] },
    });
  });

  it("tries at most 12 relations, those of the form first, in the order of their names", async () => {
    const tried = new Set<string>();
    const extra = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`m${String(index).padStart(2, "0")}_id`, many2one("a.c")]),
    );
    const watch = (values: RawValues) => {
      for (const name of Object.keys(values)) if (name in extra) tried.add(name);
      return {};
    };
    await ask({ ...extra, order_id: line.order_id, name: line.name }, { major: 16, fills: watch });
    expect([...tried]).toEqual(Object.keys(extra).slice(0, 12));
    tried.clear();
    await ask({ ...extra, order_id: line.order_id, name: line.name }, { fills: watch, form: ["m19_id"] });
    expect([...tried][0]).toBe("m19_id");
  });

  it("is needed whatever is given where the rest fills it", async () => {
    const fields = { ...line, code: required() };
    const fills = (values: RawValues) => (Object.hasOwn(values, "code") ? { name: "Of the code" } : {});
    expect(await asked(fields, { fills })).toEqual({ order_id: FLAG, code: FLAG, name: FLAG });
  });
});

describe("questions", () => {
  it("are none where no field is required", async () => {
    expect(
      await neededFields({ client: fakeClient({}), options: {}, records: new Map() }, "a.b", { name: fieldWith() }),
    ).toEqual(new Map());
  });

  it("search each model once for a record, for all models of an introspection", async () => {
    const searched: unknown[] = [];
    const client = fakeClient({
      search: async (...question) => {
        searched.push(question);
        return [7];
      },
      defaultGet: async () => ({}),
      onchange: async () => ({ value: {} }),
    });
    const oracle = { client, options: OPTIONS, records: new Map() };
    const fields = {
      partner_id: many2one("res.partner", { required: true }),
      other_id: many2one("res.partner", { required: true }),
      name: required({ depends: ["partner_id"] }),
    };
    await Promise.all([neededFields(oracle, "a.b", fields), neededFields(oracle, "c.d", fields)]);
    expect(searched).toEqual([["res.partner", [], { limit: 1 }, OPTIONS]]);
  });

  it("ask for the defaults of just the fields in doubt", async () => {
    let question: unknown;
    const client: Partial<Client> = {
      defaultGet: async (...args) => {
        question = args;
        return {};
      },
    };
    await ask({ name: required(), note: fieldWith(), line_ids: required({ type: "one2many" }) }, { client });
    expect(question).toEqual(["a.b", ["name"], OPTIONS]);
  });
});

describe("a question that fails", () => {
  const fields = {
    partner_id: many2one("res.partner", { required: true }),
    name: required({ depends: ["partner_id"] }),
  };
  const methods = ["defaultGet", "search", "onchange"] as const;
  const refused: readonly Category[] = [
    "forbidden",
    "not_found",
    "validation",
    "business_rule",
    "bad_request",
    "conflict",
    "lock",
    "server_error",
  ];
  const broken: readonly Category[] = ["unavailable", "timeout", "cancelled", "auth", "rate_limited"];
  const each = (categories: readonly Category[]) =>
    methods.flatMap((method) => categories.map((category) => [method, category] as const));
  const failing = (method: (typeof methods)[number], error: Error) => ({
    client: { [method]: () => Promise.reject(error) },
    fills: () => ({ name: "Named" }),
  });

  it.each(each(refused))("at %s, because Odoo refuses (%s), is none that was asked", async (method, category) => {
    expect(await asked(fields, failing(method, new OdooError(category, "no")))).toEqual({ partner_id: FLAG });
  });

  it.each(each(broken))("at %s, because of the connection (%s), fails the whole", async (method, category) => {
    await expect(ask(fields, failing(method, new OdooError(category, "gone")))).rejects.toThrow(
      odooError(category, "gone"),
    );
  });

  it.each(methods)("at %s, because of a mistake of ours, fails the whole", async (method) => {
    await expect(ask(fields, failing(method, new TypeError("bug")))).rejects.toThrow(TypeError);
  });
});

describe("with the model's form", () => {
  const journal = required({ type: "many2one", relation: "a.journal", depends: ["move_type"] });
  const fields = { journal_id: journal, move_type: fieldWith({ type: "selection" }), note: fieldWith() };
  const form = ["move_type", "note", "journal_id"];

  it.each([16, 17])("Odoo %i computes a field from what the form holds when it opens", async (major) => {
    const questions: unknown[] = [];
    const client: Partial<Client> = {
      onchange: async (_, values, asked) => {
        questions.push(values, Object.keys(asked));
        return { value: Object.hasOwn(asked, "note") ? { journal_id: 5 } : {} };
      },
    };
    expect(await asked(fields, { major, client, form })).toEqual({});
    expect(questions).toEqual([{}, form]);
    expect(await asked(fields, { major, client })).toEqual({ journal_id: ONCHANGE });
  });

  it("a field is not needed that it fills as it opens, though nothing computes it and it has no default", async () => {
    const alarm = { name: required(), duration: fieldWith({ type: "integer" }) };
    const odoo = { form: ["name", "duration"], fills: () => ({ name: "1 hour" }) };
    expect(await asked(alarm, odoo)).toEqual({});
    expect(await asked(alarm, { ...odoo, fills: () => ({}) })).toEqual({ name: FLAG });
  });

  it("a field is not needed that it only shows and Odoo computes as it opens", async () => {
    const computed = required({ readonly: true, store: false, depends: ["company_id"] });
    const client: Partial<Client> = {
      onchange: async (_, __, asked) => ({ value: Object.hasOwn(asked, "currency_id") ? { currency_id: 3 } : {} }),
    };
    const form = ["currency_id", "company_id"];
    const layer = { currency_id: computed, company_id: fieldWith() };
    expect(await asked(layer, { client, form, reacting: ["company_id"] })).toEqual({});
  });

  it("the 0 of a number is a value where it is the default, and none where nothing gave it", async () => {
    const move = { quantity: required({ type: "float" }) };
    const odoo = { form: ["quantity"], fills: () => ({ quantity: 0 }) };
    expect(await asked(move, { ...odoo, defaults: { quantity: 0 } })).toEqual({});
    expect(await asked(move, odoo)).toEqual({ quantity: FLAG });
  });

  it("a field is not needed that it says may be left empty, unless a record made along requires it", async () => {
    const odoo = { form: ["name"], mayBeEmpty: ["name"] };
    expect(await asked({ name: required() }, odoo)).toEqual({});
    expect(await asked({ name: required({ inherited: "resource_id" }) }, odoo)).toEqual({ name: FLAG });
  });

  it("a field is not needed where a needed relation fills it that is computed itself", async () => {
    const vendor = {
      product_id: many2one("a.product"),
      template_id: many2one("a.template", { required: true, depends: ["product_id"] }),
      uom_id: many2one("a.uom", { required: true, depends: ["product_id", "template_id"] }),
    };
    const fills = (values: RawValues) => ({
      ...("product_id" in values ? { template_id: 7, uom_id: 7 } : {}),
      ...("template_id" in values ? { uom_id: 7 } : {}),
    });
    expect(await asked(vendor, { form: Object.keys(vendor), fills })).toEqual({
      template_id: { reason: "onchange", unless: ["product_id"] },
      uom_id: { reason: "onchange", unless: ["product_id", "template_id"] },
    });
  });

  it("asks with what a computed field comes from, which the user may not see", async () => {
    const client: Partial<Client> = {
      onchange: async (_, __, asked) => ({ value: Object.hasOwn(asked, "move_type") ? { journal_id: 5 } : {} }),
    };
    expect(await asked(fields, { client, form: ["note", "journal_id"] })).toEqual({});
  });

  it("asks without the form where Odoo cannot answer with all of it", async () => {
    const onchange: Client["onchange"] = async (_, __, names) => {
      if (Object.keys(names).length > 1) throw new OdooError("server_error", "no");
      return { value: { journal_id: 5 } };
    };
    expect(await asked(fields, { client: { onchange }, form })).toEqual({});
  });

  it("never demands what belongs to a record made along and stands on no form", async () => {
    const along = { tz: required({ inherited: "resource_id" }), name: required({ inherited: "resource_id" }) };
    expect(await asked(along, { form: ["name"] })).toEqual({ name: FLAG });
    expect(await asked(along)).toEqual({ tz: FLAG, name: FLAG });
  });

  it("nor where the form demands it under a condition only", async () => {
    const along = { tz: required({ inherited: "resource_id" }), name: required() };
    expect(await asked(along, { form: ["tz", "name"], demanded: ["tz", "name"] })).toEqual({ name: FLAG });
    expect(await asked(along, { form: ["tz", "name"] })).toEqual({ tz: FLAG, name: FLAG });
  });
});
