import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../../src/odoo/client.js";
import { OdooError } from "../../../src/odoo/errors/errors.js";
import { type FillOptions, fillIn, fillInLines, type Told } from "../../../src/odoo/form/fill.js";
import { type Forms, PLAIN } from "../../../src/odoo/form/forms.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import type { Reaction } from "../../../src/odoo/values/onchange.js";
import { formAlerts } from "../../../src/odoo/views/alerts.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { fakeClient, fieldWith, odooError, schemaWith } from "../../support/fixtures.js";

const { models } = schemaWith({
  "x.order": {
    kind: fieldWith({ type: "selection", required: true }),
    stage: fieldWith({ type: "selection" }),
    code: fieldWith({ required: true }),
    note: fieldWith(),
    number: fieldWith({ readonly: true }),
    company_id: fieldWith({ type: "many2one", relation: "x.company", required: true, readonly: true }),
    total: fieldWith({ type: "float", depends: ["line_ids"] }),
    kind_label: fieldWith({ depends: ["kind"] }),
    place: fieldWith({ depends: ["partner_id"] }),
    count: fieldWith({ type: "integer", store: false, readonly: true, depends: ["partner_id"] }),
    today: fieldWith({ type: "date", store: false, readonly: true }),
    fee: fieldWith({ type: "float", required: true, depends: ["partner_id"] }),
    label_note: fieldWith({ depends: ["kind_label"] }),
    partner_id: fieldWith({ type: "many2one", relation: "x.partner" }),
    terms_id: fieldWith({ type: "many2one", relation: "x.terms" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    line_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    item_ids: fieldWith({ type: "one2many", relation: "x.line", relation_field: "order_id" }),
    photo: fieldWith({ type: "binary" }),
    props: fieldWith({ type: "properties" }),
  },
  "x.line": {
    order_id: fieldWith({ type: "many2one", relation: "x.order", required: true }),
    product_id: fieldWith({ type: "many2one", relation: "x.product" }),
    name: fieldWith({ required: true }),
    price: fieldWith({ type: "float", required: true, depends: ["product_id"] }),
    technical_price: fieldWith({ type: "float" }),
    flag: fieldWith({ type: "boolean", required: true }),
    visible: fieldWith({ type: "boolean" }),
    tag_ids: fieldWith({ type: "many2many", relation: "x.tag" }),
    currency_id: fieldWith({ type: "many2one", relation: "x.currency" }),
    label: fieldWith(),
    part_ids: fieldWith({ type: "one2many", relation: "x.part", relation_field: "line_id" }),
  },
  "x.tag": { name: fieldWith(), color: fieldWith({ type: "integer" }) },
  "x.part": { line_id: fieldWith({ type: "many2one", relation: "x.line" }), name: fieldWith() },
});
const modelOf = (name: string): Model => models[name] ?? { name, label: name, fields: {} };

interface Odoo {
  major?: number;
  /** Forms as views; those of other models are empty. `null`: not told. */
  forms?: Record<string, string | null>;
  /** What `onchange` answers, by model. */
  answers?: Record<string, Partial<Reaction>>;
  /** The fields that have a default. */
  withDefault?: readonly string[];
}

/** An Odoo as its forms are, and what its `onchange` is asked. */
function odoo({ major = 19, forms = {}, answers = {}, withDefault = [] }: Odoo) {
  const onchange = vi.fn<Client["onchange"]>(async (model) => ({ value: {}, ...answers[model] }));
  const formOf = vi.fn<Forms["view"]>(async (name) => {
    const inner = name in forms ? forms[name] : "";
    return inner === null ? undefined : formView({ arch: `<form>${inner}</form>`, embedded: {} });
  });
  const asking: Told = {
    client: fakeClient({ onchange }, major),
    forms: {
      ...PLAIN,
      view: formOf,
      alerts: async (name) => formAlerts({ arch: `<form>${forms[name] ?? ""}</form>`, embedded: {} }),
      withDefault: async () => new Set(withDefault),
    },
    model: async (name) => modelOf(name),
    mayName: () => true,
  };
  return { asking, forms: formOf, onchange };
}

/** What becomes of a new order's values, and what Odoo is asked for it. */
async function made(given: Odoo, values: RawValues, options?: FillOptions) {
  const { asking, onchange } = odoo(given);
  const filled = await fillIn(asking, modelOf("x.order"), values, options);
  const asked = onchange.mock.calls.map(([model, sent]) => [model, sent]);
  return { ...filled, asked, calls: onchange.mock.calls };
}

const PARTNER = '<field name="partner_id" on_change="1"/><field name="terms_id"/>';
const COLUMNS = '<field name="order_id"/><field name="product_id" on_change="1"/><field name="name"/>';
const lines = (name: string, columns = COLUMNS, attributes = "") =>
  `<field name="${name}" ${attributes}><list editable="top">${columns}</list></field>`;
const created = (...rows: RawValues[]) => rows.map((row) => [0, 0, row]);

describe("a new record", () => {
  it("is asked for once with the whole form, and holds what came back beside what was given", async () => {
    const forms = { "x.order": `${PARTNER}${lines("line_ids")}` };
    const answers = { "x.order": { value: { terms_id: 4, partner_id: 9, note: "not on the form" } } };
    const { values, warnings, held, calls } = await made({ forms, answers }, { partner_id: 9 }, { held: true });
    expect(values).toEqual({ partner_id: 9, terms_id: 4 });
    expect(warnings).toEqual([]);
    expect(held).toEqual({ partner_id: 9, terms_id: 4, line_ids: false });
    const line = { order_id: { reacts: false }, product_id: { reacts: true }, name: { reacts: false } };
    const fields = {
      partner_id: { reacts: true },
      terms_id: { reacts: false },
      line_ids: { reacts: false, lines: line },
    };
    expect(calls).toEqual([["x.order", { partner_id: 9 }, fields, { context: {} }]]);
  });

  it.each<[what: string, inner: string]>([
    ["whose form is empty", ""],
    ["on whose form nothing reacts", '<field name="partner_id"/><field name="terms_id"/>'],
    ["on whose form and lines nothing reacts", lines("line_ids", '<field name="name"/>')],
  ])("%s is as it was given, without a call", async (_, inner) => {
    const given = { partner_id: 9, line_ids: created({ product_id: 3 }) };
    expect(await made({ major: 16, forms: { "x.order": inner } }, given)).toMatchObject({ values: given, asked: [] });
  });

  it("is asked for where only its lines react", async () => {
    expect((await made({ forms: { "x.order": lines("line_ids") } }, { note: "a" })).asked).toHaveLength(1);
  });

  it("is asked for with what was given and the form does not show, which reacts", async () => {
    const { calls } = await made({ forms: { "x.order": PARTNER } }, { note: "a" });
    expect(calls[0]?.[2]).toMatchObject({ note: { reacts: true }, terms_id: { reacts: false } });
  });

  it("keeps what was given, also where that is nothing", async () => {
    const answers = { "x.order": { value: { partner_id: 8, terms_id: 4 } } };
    const given = { partner_id: 9, terms_id: false };
    expect(await made({ forms: { "x.order": PARTNER }, answers }, given)).toMatchObject({
      values: given,
      asked: [["x.order", given]],
    });
  });

  describe("with what its form only shows", () => {
    const COUNT = '<field name="count"/>';
    const askedOf = async (inner: string, values: RawValues = { partner_id: 9 }, options?: FillOptions) => {
      const { held, calls } = await made({ forms: { "x.order": `${PARTNER}${inner}` } }, values, options);
      return { held, fields: Object.keys(calls[0]?.[2] ?? {}) };
    };

    it("does not ask Odoo for that", async () => {
      expect(await askedOf(COUNT)).toEqual({ held: undefined, fields: ["partner_id", "terms_id"] });
    });

    it.each([
      [
        "hides another field or itself",
        `<field name="count" invisible="not count"/><field name="note" invisible="count"/>`,
      ],
      ["is computed from nothing", '<field name="today"/><field name="note"/>'],
    ])("does not ask for what merely %s", async (_, inner) => {
      expect((await askedOf(inner)).fields).toEqual(["partner_id", "terms_id", "note"]);
    });

    it("asks for it where what the form holds is to be told", async () => {
      const { held, fields } = await askedOf(COUNT, { partner_id: 9 }, { held: true });
      expect(fields).toContain("count");
      expect(held).toHaveProperty("count");
    });

    it.each<[what: string, inner: string, values?: RawValues]>([
      ["decides whether another field is sent", `${COUNT}<field name="note" readonly="count &gt; 1"/>`],
      ["decides whether another field is demanded", `${COUNT}<field name="note" required="not count"/>`],
      ["decides whether another field demands", `${COUNT}<field name="note" required="code" invisible="count"/>`],
      ["is in a field's context", `${COUNT}<field name="note" context="{'default_count': count}"/>`],
      [
        "decides something of its lines",
        `${COUNT}${lines("line_ids", '<field name="name" readonly="parent.count"/>')}`,
      ],
      ["reacts", '<field name="count" on_change="1"/>'],
      ["is sent all the same", '<field name="count" force_save="1"/>'],
      ["can be typed under a condition", '<field name="count" readonly="note"/>'],
      ["is told to its new lines", `${COUNT}${lines("line_ids")}`, { line_ids: created({ name: "a" }) }],
    ])("asks for what %s", async (_, inner, values) => {
      expect((await askedOf(inner, values)).fields).toContain("count");
    });
  });

  const COMPUTED = `${PARTNER}<field name="kind_label" on_change="1"/><field name="place"/>`;

  it("is asked for again as after a change with what is given and Odoo computes, where that reacts", async () => {
    const answers = { "x.order": { value: { terms_id: 4, kind_label: "computed" } } };
    const given = { partner_id: 9, kind_label: "typed" };
    const { values, calls } = await made({ forms: { "x.order": COMPUTED }, answers }, given);
    expect(calls.map(([, typed, , options]) => [typed, options?.changed])).toEqual([
      [{ partner_id: 9 }, undefined],
      [{ partner_id: 9, kind_label: "typed", terms_id: 4 }, ["kind_label"]],
    ]);
    expect(values).toEqual({ ...given, terms_id: 4 });
  });

  it("holds the 0 of a required number that is computed from what was given, and leaves another value to Odoo", async () => {
    const forms = { "x.order": `${PARTNER}<field name="fee"/>` };
    const free = await made({ forms, answers: { "x.order": { value: { fee: 0 } } }, major: 16 }, { partner_id: 9 });
    expect(free.values).toEqual({ partner_id: 9, fee: 0 });
    const dear = await made({ forms, answers: { "x.order": { value: { fee: 5 } } }, major: 16 }, { partner_id: 9 });
    expect(dear.values).toEqual({ partner_id: 9 });
  });

  it("holds what became different after that change, though Odoo computes it from what is given", async () => {
    const forms = { "x.order": `${COMPUTED}<field name="label_note"/>` };
    const answers = { "x.order": { value: { label_note: "of the label" } } };
    expect((await made({ forms, answers }, { kind_label: "typed" })).values).toMatchObject({
      label_note: "of the label",
    });
  });

  it("is asked for again with the links that it lacks, so that Odoo does not compute them from what is not yet typed", async () => {
    const forms = { "x.order": `${COMPUTED}<field name="tag_ids"/>` };
    const again = async (answer: RawValues) =>
      (await made({ forms, answers: { "x.order": { value: answer } } }, { kind_label: "typed" })).asked[1]?.[1];
    expect(await again({})).toMatchObject({ tag_ids: [] });
    expect(await again({ tag_ids: [[4, 7]] })).toMatchObject({ tag_ids: [[6, 0, [7]]] });
  });

  it("is asked for once where what is given and computed reacts with nothing", async () => {
    const quiet = COMPUTED.replace('name="kind_label" on_change="1"', 'name="kind_label"');
    const { asked } = await made({ forms: { "x.order": quiet } }, { partner_id: 9, kind_label: "typed" });
    expect(asked).toEqual([["x.order", { partner_id: 9 }]]);
  });

  it.each<[what: string, withDefault: string[], changed: (readonly string[] | undefined)[]]>([
    ["has a default, which stood against it", ["place"], [undefined, ["partner_id"]]],
    ["has none", [], [undefined]],
  ])("is asked for again where what is computed from a given value %s", async (_, withDefault, changed) => {
    const answers = { "x.order": { value: { place: "from the partner" } } };
    const { calls, values } = await made({ forms: { "x.order": COMPUTED }, answers, withDefault }, { partner_id: 9 });
    expect(calls.map(([, , , options]) => options?.changed)).toEqual(changed);
    expect(values.place).toBe("from the partner");
  });

  it("leaves to Odoo what it computes from a given value and the answer of 16 may not heed", async () => {
    const answers = { "x.order": { value: { place: "of a default" } } };
    const { values } = await made({ major: 16, forms: { "x.order": COMPUTED }, answers }, { partner_id: 9 });
    expect(values).toEqual({ partner_id: 9 });
  });

  it("leaves to Odoo what it computes from a given value that it computes, too, and was not asked with", async () => {
    const quiet = `${PARTNER}<field name="kind_label"/><field name="label_note"/>`;
    const answers = { "x.order": { value: { label_note: "of no label" } } };
    const { values } = await made({ forms: { "x.order": quiet }, answers }, { kind_label: "typed" });
    expect(values).toEqual({ kind_label: "typed" });
  });

  it("of a payment is opened as its menu opens it", async () => {
    const payment = { name: "account.payment", label: "", fields: modelOf("x.order").fields };
    const { asking, onchange } = odoo({ forms: { "account.payment": PARTNER } });
    await fillIn(asking, payment, { partner_id: 9 });
    expect(onchange.mock.calls[0]?.[3]?.context).toEqual({ default_move_journal_types: ["bank", "cash"] });
  });

  it("is asked for without files, properties and lines, which it keeps", async () => {
    const given = { photo: "AAAA", props: { a: 1 }, line_ids: created({ name: "a" }), tag_ids: [[6, 0, [1]]] };
    const { values, asked } = await made({ forms: { "x.order": PARTNER } }, given);
    expect(values).toEqual(given);
    expect(asked).toEqual([["x.order", { tag_ids: [[6, 0, [1]]] }]]);
  });

  it("is judged by what it holds once the form is filled in: what is readonly then is not sent", async () => {
    const forms = {
      "x.order": `${PARTNER}<field name="stage"/><field name="note" readonly="terms_id or stage == 'x'"/>`,
    };
    const answer = { note: "filled", terms_id: 4 };
    const filled = async (value: RawValues, given: RawValues) =>
      (await made({ forms, answers: { "x.order": { value } } }, given)).values;
    expect(await filled(answer, {})).toEqual({ terms_id: 4 });
    expect(await filled(answer, { terms_id: false })).toEqual({ note: "filled", terms_id: false });
    expect(await filled(answer, { terms_id: false, stage: "x" })).toEqual({ terms_id: false, stage: "x" });
  });

  it.each<[major: number, value: RawValues]>([
    [14, { terms_id: [4, "30 days"], tag_ids: [[5], [4, 1], [4, 2]] }],
    [
      19,
      {
        terms_id: 4,
        tag_ids: [
          [4, 1, { id: 1 }],
          [4, 2, { id: 2 }],
        ],
      },
    ],
  ])("is filled in from the answers of Odoo %i", async (major, value) => {
    const forms = { "x.order": `${PARTNER}<field name="tag_ids"/>` };
    expect((await made({ major, forms, answers: { "x.order": { value } } }, {})).values).toEqual({
      terms_id: 4,
      tag_ids: [[6, 0, [1, 2]]],
    });
  });

  it("is asked for in the context of its kind's menu: what is chosen of every record; and in the call's own", async () => {
    const forms = { "x.order": PARTNER };
    const given = { kind: "sale", stage: "new", code: "a", partner_id: 9 };
    const { signal } = new AbortController();
    const asked = async (options?: FillOptions) => (await made({ forms }, given, options)).calls[0]?.[3];
    expect(await asked({ signal })).toEqual({ signal, context: { default_kind: "sale" } });
    expect(await asked({ context: { default_kind: "rent", active_id: 7 } })).toEqual({
      context: { default_kind: "rent", active_id: 7 },
    });
  });

  it("has the lines that the form puts in, but not two fields' for the same", async () => {
    const forms = { "x.order": `${PARTNER}${lines("line_ids")}${lines("item_ids")}` };
    const value = { item_ids: [[0, "virtual_1", { product_id: 3, name: "a" }]] };
    const filled = async (given: RawValues) => (await made({ forms, answers: { "x.order": { value } } }, given)).values;
    expect(await filled({})).toEqual({ item_ids: created({ product_id: 3, name: "a" }) });
    const line_ids = created({ product_id: 5, name: "b" });
    expect(await filled({ line_ids })).toEqual({ line_ids });
  });

  it("tells what the form and those of its lines demand and do not hold, by its place among what was given", async () => {
    const columns = `<field name="product_id" on_change="1"/><field name="name" required="not product_id"/>`;
    const asIs = {
      "x.order": `${PARTNER.replace("/>", " required=\"note == 'a'\"/>")}<field name="note"/>${lines("line_ids", columns)}`,
    };
    const answers = {
      "x.order": { value: { partner_id: false, note: "a" } },
      "x.line": { value: { product_id: false, name: false } },
    };
    const given = { line_ids: [[4, 5, 0], ...created({ product_id: 3, name: "b" }, { part_ids: [] })] };
    const { unmet } = await made({ forms: asIs, answers }, given);
    expect(unmet.map(({ at, when }) => [at, when])).toEqual([
      ["partner_id", "note == 'a'"],
      ["line_ids.create[1].name", "not product_id"],
    ]);
  });

  it("is told with what its form shows in boxes, once each, for the same call", async () => {
    const box = (invisible: string, inner: string) =>
      `<div class="alert alert-warning" invisible="${invisible}">${inner}</div>`;
    const boxes = box("not note", 'As <field name="tag_ids"/> of <field name="partner_id"/>') + box("not code", "No.");
    const links = { tag_ids: [[4, 6, { display_name: "Six" }]], terms_id: { id: 4, display_name: "Net" } };
    const answers = { "x.order": { value: { note: "n", code: "c", ...links }, warning: "No." } };
    const inner = `${PARTNER}<field name="note"/><field name="code"/>${boxes}${box("not code", '<field name="terms_id"/>')}`;
    const { values, warnings, calls } = await made({ forms: { "x.order": inner }, answers }, { partner_id: 9 });
    expect(warnings).toEqual(["No.", "As Six (x.tag 6) of x.partner 9", "Net (x.terms 4)"]);
    expect(values).toMatchObject({ partner_id: 9, terms_id: 4, tag_ids: [[6, 0, [6]]] });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[2]).toEqual({
      partner_id: { reacts: true, named: true },
      terms_id: { reacts: false, named: true },
      note: { reacts: false },
      code: { reacts: false },
      tag_ids: { reacts: false, named: true },
    });
  });

  it("is asked for what its boxes look at, though the form only shows it", async () => {
    const box = '<p class="alert-danger" invisible="not count">Many.</p>';
    const answers = { "x.order": { value: { count: 3 } } };
    const inner = `${PARTNER}<field name="count"/>`;
    const asked = async (shown: string) => {
      const { warnings, calls } = await made({ forms: { "x.order": shown }, answers }, { partner_id: 9 });
      return [warnings, Object.keys(calls[0]?.[2] ?? {}).includes("count")];
    };
    expect([await asked(inner), await asked(box + inner)]).toEqual([
      [[], false],
      [["Many."], true],
    ]);
  });

  describe("whose box shows what nothing else needs", () => {
    const asked = async (box: string, answer: RawValues) => {
      const { asking, onchange } = odoo({ forms: { "x.order": `${PARTNER}<field name="note"/>${box}` } });
      onchange.mockImplementation(async (_model, _values, fields) => ({
        value: Object.fromEntries(Object.entries(answer).filter(([name]) => name in fields)),
      }));
      const { warnings } = await fillIn(asking, modelOf("x.order"), { partner_id: 9 });
      return [warnings, onchange.mock.calls.map(([, , fields]) => "count" in fields)];
    };
    const BOX = '<p class="alert-danger" invisible="not note">There are <field name="count"/>.</p>';
    const PART =
      '<p class="alert-danger" invisible="not note">Look<span invisible="note != \'n\'">: <field name="count"/></span></p>';
    const ALWAYS = '<p class="alert-danger">There are <field name="count"/>.</p>';

    it.each<[when: string, box: string, answer: RawValues, warnings: string[], questions: boolean[]]>([
      ["again where it shows", BOX, { note: "n", count: 3 }, ["There are 3."], [false, true]],
      ["not where it does not", BOX, { note: false, count: 3 }, [], [false]],
      ["again where that part of it shows", PART, { note: "n", count: 3 }, ["Look: 3"], [false, true]],
      ["not where that part of it does not", PART, { note: "m", count: 3 }, ["Look"], [false]],
      ["at once where it always shows", ALWAYS, { count: 3 }, ["There are 3."], [true]],
    ])("is asked for that %s", async (_, box, answer, warnings, questions) => {
      expect(await asked(box, answer)).toEqual([warnings, questions]);
    });

    it("is asked for that once where it may not be told", async () => {
      const closed = fieldWith({ type: "integer", store: false, readonly: true, closed: "denyFields" });
      const model = { ...modelOf("x.order"), fields: { ...modelOf("x.order").fields, count: closed } };
      const { asking, onchange } = odoo({ forms: { "x.order": `${PARTNER}<field name="note"/>${BOX}` } });
      onchange.mockResolvedValue({ value: { note: "n" } });
      const { warnings } = await fillIn(asking, model, { partner_id: 9 });
      expect([warnings, onchange.mock.calls.length]).toEqual([[], 1]);
    });
  });

  it("is told with the boxes of the second answer, where the form is asked twice", async () => {
    const inner = `${PARTNER}<field name="place" on_change="1"/><p class="alert-danger" invisible="not note">Look: <field name="note"/></p>`;
    const { asking, onchange } = odoo({ forms: { "x.order": inner } });
    onchange.mockResolvedValueOnce({ value: { note: "first" } }).mockResolvedValueOnce({ value: { note: "second" } });
    const { warnings } = await fillIn(asking, modelOf("x.order"), { place: "p" });
    expect([onchange.mock.calls.length, warnings]).toEqual([2, ["Look: second"]]);
  });

  it("warns of what the form would, and of what its lines' forms would, each once", async () => {
    const answers = { "x.order": { warning: "No stock." }, "x.line": { warning: "No price." } };
    const given = { line_ids: created({ product_id: 3 }, { product_id: 4 }) };
    const filled = async (warnings: typeof answers) =>
      (await made({ forms: { "x.order": `${PARTNER}${lines("line_ids")}` }, answers: warnings }, given)).warnings;
    expect(await filled(answers)).toEqual(["No stock.", "No price."]);
    expect(await filled({ ...answers, "x.line": { warning: "No stock." } })).toEqual(["No stock."]);
  });

  it("is not made where Odoo refuses what its form asks", async () => {
    const { asking } = odoo({ forms: { "x.order": PARTNER } });
    const client = fakeClient({ onchange: () => Promise.reject(new OdooError("business_rule", "No.")) });
    await expect(fillIn({ ...asking, client }, modelOf("x.order"), {})).rejects.toThrow(
      odooError("business_rule", "No."),
    );
  });

  it("whose form Odoo does not tell is asked for with all that can be typed and is not computed", async () => {
    const { values, calls } = await made(
      { forms: { "x.order": null }, answers: { "x.order": { value: { note: "a", total: 5, terms_id: 4 } } } },
      { partner_id: 9 },
    );
    expect(values).toEqual({ partner_id: 9, note: "a", terms_id: 4 });
    const { total, number, kind_label, place, count, today, fee, label_note, ...typed } = modelOf("x.order").fields;
    expect(calls[0]?.[2]).toEqual(Object.fromEntries(Object.keys(typed).map((name) => [name, { reacts: true }])));
  });
});

describe("a new line", () => {
  const forms = { "x.order": `${PARTNER}${lines("line_ids")}` };
  const answers = {
    "x.order": { value: { terms_id: 4, tag_ids: [[4, 1]], line_ids: [[5]] } },
    "x.line": { value: { name: "Desk", product_id: 8, order_id: [1, "x"], price: 5 } },
  };
  const given = { partner_id: 9, line_ids: created({ product_id: 3 }) };

  it.each<[major: number, row: RawValues, isAsked: boolean]>([
    [14, { product_id: 3 }, true],
    [16, { product_id: 3 }, true],
    [16, { product_id: 3, name: "Chair" }, true],
    [17, { product_id: 3 }, true],
    [17, { product_id: 3, name: "Chair" }, false],
    [19, { product_id: 3 }, true],
    [19, { product_id: 3, name: "Chair" }, false],
    [19, { product_id: 3, name: false }, false],
  ])("of Odoo %i that holds %j is asked for: %s", async (major, row, isAsked) => {
    const { values, asked } = await made({ major, forms, answers }, { partner_id: 9, line_ids: created(row) });
    expect(asked.map(([model]) => model)).toEqual(["x.order", ...(isAsked ? ["x.line"] : [])]);
    expect(values.line_ids).toEqual(created({ name: "Desk", ...row }));
  });

  it.each<[major: number, columns: string, row: RawValues, asked: RawValues | undefined]>([
    [18, '<field name="technical_price"/>', { name: "a", price: 7 }, { name: "a" }],
    [18, '<field name="technical_price"/>', { name: "a", product_id: 3 }, undefined],
    [18, "", { name: "a", price: 7 }, undefined],
    [16, '<field name="technical_price"/>', { price: 7 }, {}],
    [16, "", { price: 7 }, { price: 7 }],
  ])("of Odoo %i whose form holds %j keeps what a given value replaces: %j", async (major, columns, row, asked) => {
    const asIs = { "x.order": `${PARTNER}${lines("line_ids", `${COLUMNS}<field name="price"/>${columns}`)}` };
    const answer = { "x.line": { value: { price: 5, ...(columns ? { technical_price: 5 } : {}) } } };
    const filled = await made({ major, forms: asIs, answers: answer }, { line_ids: created(row) });
    expect(filled.asked.slice(1)).toEqual(asked ? [["x.line", { ...asked, order_id: {} }]] : []);
    expect(filled.values.line_ids).toEqual(created({ ...row, ...(asked && columns ? { technical_price: 5 } : {}) }));
  });

  it("is asked for with the values that its record's form holds, without the lines", async () => {
    const { calls } = await made({ major: 16, forms, answers }, given);
    const order = { partner_id: 9, terms_id: 4, tag_ids: [[6, 0, [1]]] };
    expect(calls[1]).toEqual([
      "x.line",
      { product_id: 3, order_id: order },
      { product_id: { reacts: true }, name: { reacts: false } },
      { context: {} },
    ]);
  });

  it("is asked for each by itself, and keeps its place among the commands", async () => {
    const rows = [[5], [0, 0, { product_id: 3 }], [4, 7, 0], [0, 0, { name: "Chair" }], [1, 8, { product_id: 3 }]];
    const { values, asked } = await made({ major: 16, forms, answers }, { line_ids: rows });
    expect(asked).toHaveLength(3);
    expect(values.line_ids).toEqual([
      [5],
      [0, 0, { product_id: 3, name: "Desk" }],
      [4, 7, 0],
      [0, 0, { product_id: 8, name: "Chair" }],
      [1, 8, { product_id: 3 }],
    ]);
  });

  it.each<[what: string, field: string]>([
    ["is not asked for", '<field name="price"/>'],
    [
      "is not asked for from 17 on where it is computed, or a yes or no",
      '<field name="price" on_change="1"/><field name="flag"/>',
    ],
  ])("%s where nothing is lacking that its form reacts with", async (_, columns) => {
    const { asked } = await made({ major: 17, forms: { "x.order": `${PARTNER}${lines("line_ids", columns)}` } }, given);
    expect(asked).toHaveLength(1);
  });

  it("on whose form nothing reacts is not asked for before 17, either", async () => {
    const columns = '<field name="product_id"/><field name="name"/>';
    const { asked } = await made({ major: 16, forms: { "x.order": `${PARTNER}${lines("line_ids", columns)}` } }, given);
    expect(asked).toHaveLength(1);
  });

  it.each<[what: string, attributes: string, context: object]>([
    ["none", "", {}],
    ["what the form holds", "context=\"{'default_name': terms_id, 'kind': kind}\"", { default_name: 4, kind: "x" }],
    ["what is not known", "context=\"{'a': what, 'b': 1}\"", { b: 1 }],
    ["what is no dict", 'context="kind"', {}],
  ])("is asked for in the context that its field gives, beside the call's: %s", async (_, attributes, context) => {
    const withContext = { "x.order": `${PARTNER}${lines("line_ids", COLUMNS, attributes)}` };
    const { calls } = await made(
      { major: 16, forms: withContext, answers },
      { ...given, kind: "x" },
      {
        context: { active_id: 7 },
      },
    );
    // The defaults of the record are not those of its lines.
    expect(calls[1]?.[3]?.context).toEqual({ active_id: 7, ...context });
  });

  it.each<[what: string, context: string, more: RawValues]>([
    ["a link of the record", "'default_product_id': partner_id", { product_id: 9 }],
    ["links of it", "'default_tag_ids': tag_ids", { tag_ids: [[6, 0, [1]]] }],
    ["a yes or no", "'default_visible': False", { visible: false }],
    ["no empty link", "'default_product_id': product_id", {}],
    ["no link that the form does not show", "'default_currency_id': partner_id", {}],
    ["no text, which a person sees and changes", "'default_label': 'other'", {}],
    ["nothing that is no default", "'product_id': partner_id", {}],
  ])("that is not asked for has of its record's context %s", async (_, context, more) => {
    const columns = `${COLUMNS}<field name="tag_ids"/><field name="visible"/><field name="label"/>`;
    const asIs = {
      "x.order": `${PARTNER}<field name="tag_ids"/>${lines("line_ids", columns, `context="{${context}}"`)}`,
    };
    const { values, asked } = await made({ forms: asIs, answers }, { partner_id: 9, line_ids: created({ name: "a" }) });
    expect(asked).toHaveLength(1);
    expect(values.line_ids).toEqual(created({ name: "a", ...more }));
    const own = { name: "a", product_id: 3, tag_ids: false, visible: true };
    expect((await made({ forms: asIs }, { partner_id: 9, line_ids: created(own) })).values.line_ids).toEqual(
      created(own),
    );
  });

  it("is readonly as its record's form is", async () => {
    const columns = `<field name="product_id" on_change="1"/><field name="name" readonly="parent.terms_id and not product_id"/>`;
    const asIs = { "x.order": `${PARTNER}${lines("line_ids", columns)}` };
    const row = async (values: RawValues) =>
      (await made({ major: 16, forms: asIs, answers }, { line_ids: created({ product_id: false }), ...values })).values
        .line_ids;
    expect(await row({})).toEqual(created({ product_id: false }));
    expect(await row({ terms_id: false })).toEqual(created({ product_id: false, name: "Desk" }));
  });

  it("is asked for by its model's own form where its record's does not hold one, without lines of its own", async () => {
    const own = `${COLUMNS}<field name="part_ids" on_change="1"><list editable="top"><field name="name"/></list></field>`;
    const apart = { "x.order": `${PARTNER}<field name="line_ids"/>`, "x.line": own };
    const { values, calls } = await made({ major: 16, forms: apart, answers }, given);
    expect(values.line_ids).toEqual(created({ product_id: 3, name: "Desk" }));
    const fields = { product_id: { reacts: true }, name: { reacts: false } };
    expect(calls[0]?.[2].line_ids?.lines).toEqual({
      ...fields,
      order_id: { reacts: false },
      part_ids: { reacts: true },
    });
    expect(calls[1]?.[2]).toEqual({ ...fields, part_ids: { reacts: true } });
  });

  it("that the form does not show at all is sent as it was given", async () => {
    expect((await made({ major: 16, forms: { "x.order": PARTNER } }, given)).values).toEqual(given);
  });

  it("of a many2many has no record that it points back to", async () => {
    const tags = { "x.order": lines("tag_ids", '<field name="name" on_change="1"/><field name="color"/>') };
    const color = { "x.tag": { value: { color: 3 } } };
    const { values, asked } = await made(
      { major: 16, forms: tags, answers: color },
      { tag_ids: created({ name: "a" }) },
    );
    expect(values).toEqual({ tag_ids: created({ name: "a", color: 3 }) });
    expect(asked[1]).toEqual(["x.tag", { name: "a" }]);
  });
});

describe("a new line of a record that exists", () => {
  const forms = { "x.order": `${PARTNER}${lines("line_ids", COLUMNS, "context=\"{'a': partner_id, 'b': id}\"")}` };
  const answers = { "x.line": { value: { name: "Desk" }, warning: "No price." } };

  async function updated(given: Odoo, values: RawValues, options?: FillOptions) {
    const { asking, forms, onchange } = odoo(given);
    const filled = await fillInLines(asking, { model: modelOf("x.order"), id: 42 }, values, options);
    return { ...filled, calls: onchange.mock.calls, forms };
  }

  it.each([14, 16, 17, 19])(
    "is asked for with the record's id on Odoo %i, and nothing of the record itself",
    async (major) => {
      const values = { note: "a", line_ids: created({ product_id: 3 }, { product_id: 4 }) };
      const filled = await updated({ major, forms, answers }, values, { context: { lang: "nl_BE" } });
      expect(filled.values).toEqual({
        note: "a",
        line_ids: created({ product_id: 3, name: "Desk" }, { product_id: 4, name: "Desk" }),
      });
      expect(filled.warnings).toEqual(["No price."]);
      const fields = { product_id: { reacts: true }, name: { reacts: false } };
      expect(filled.calls).toEqual([
        ["x.line", { product_id: 3, order_id: 42 }, fields, { context: { lang: "nl_BE" } }],
        ["x.line", { product_id: 4, order_id: 42 }, fields, { context: { lang: "nl_BE" } }],
      ]);
    },
  );

  it("is sent with what would be readonly by what is not known of the record", async () => {
    const columns = '<field name="product_id" on_change="1"/><field name="name" readonly="not parent.partner_id"/>';
    const asIs = { "x.order": lines("line_ids", columns) };
    const filled = await updated({ forms: asIs, answers }, { line_ids: created({ product_id: 3 }) });
    expect(filled.values.line_ids).toEqual(created({ product_id: 3, name: "Desk" }));
  });

  it.each<[what: string, values: RawValues]>([
    ["there is none", { note: "a", partner_id: 9 }],
    [
      "lines are changed, linked and deleted only",
      {
        line_ids: [
          [1, 8, { product_id: 3 }],
          [4, 7, 0],
          [2, 6, 0],
        ],
      },
    ],
  ])("costs no call and no form where %s", async (_, values) => {
    const filled = await updated({ major: 16, forms }, values);
    expect(filled).toMatchObject({ values, warnings: [], calls: [] });
    expect(filled.forms).not.toHaveBeenCalled();
  });
});
