import { describe, expect, it } from "vitest";
import { namedIn, shownAlerts } from "../../../src/odoo/form/alerts.js";
import { type FormState, valuesOf } from "../../../src/odoo/form/form-state.js";
import type { RawValues } from "../../../src/odoo/schema/raw.js";
import type { Field, Model } from "../../../src/odoo/schema/schema.js";
import { formAlerts } from "../../../src/odoo/views/alerts.js";
import { formView } from "../../../src/odoo/views/form-view.js";
import { fieldWith } from "../../support/fixtures.js";

const FIELDS: Readonly<Record<string, Field>> = {
  id: fieldWith({ type: "integer", readonly: true }),
  name: fieldWith(),
  message: fieldWith({ type: "text" }),
  page: fieldWith({ type: "html" }),
  count: fieldWith({ type: "integer" }),
  flag: fieldWith({ type: "boolean" }),
  photo: fieldWith({ type: "binary" }),
  kind: fieldWith({ type: "selection", selection: [["a", "An apple"]] }),
  other_id: fieldWith({ type: "many2one", relation: "x.other" }),
  other_ids: fieldWith({ type: "many2many", relation: "x.other" }),
  line_ids: fieldWith({ type: "one2many", relation: "x.line" }),
  access_token: fieldWith(),
  alerts: fieldWith({ type: "json" }),
};
const MODEL: Model = { name: "x.order", label: "Order", fields: FIELDS };

interface Given {
  answer?: RawValues;
  fields?: Readonly<Record<string, Field>>;
  mayName?: boolean;
  context?: RawValues;
  /** The fields of the form beside its boxes. */
  beside?: readonly string[];
}

/** What is told of boxes, where the form holds an answer. */
function told(inner: string, { answer = {}, fields = {}, mayName = true, context = {}, beside }: Given = {}): string[] {
  const model = { ...MODEL, fields: { ...FIELDS, ...fields } };
  const others = (beside ?? Object.keys(FIELDS)).map((name) => `<field name="${name}"/>`).join("");
  const raw = { arch: `<form>${inner}${others}</form>`, embedded: {} };
  const form: FormState = {
    model,
    view: formView(raw),
    values: valuesOf(model, answer),
    leftToOdoo: new Set(),
    context,
    otherwise: false,
    lineModels: new Map(),
  };
  return shownAlerts(form, formAlerts(raw), { answer, mayName: () => mayName });
}

const box = (inner: string, invisible = "") =>
  `<div class="alert alert-warning"${invisible ? ` invisible="${invisible}"` : ""}>${inner}</div>`;

describe("a box", () => {
  it.each<[shows: string, invisible: string, answer: RawValues, isTold: boolean]>([
    ["its field is filled", "not message", { message: "m" }, true],
    ["its field is empty", "not message", { message: false }, false],
    ["its text is not the empty one", "message == ''", { message: "m" }, true],
    ["its text is empty, which Odoo answers as false", "message == ''", { message: false }, false],
    ["the record is new", "id", {}, true],
    ["the record is new", "not id", {}, false],
    ["there are records", "not other_ids", { other_ids: [[4, 3, {}]] }, true],
    ["there are no records, of which 17 and later answer nothing", "not other_ids", {}, false],
    ["there is more than one record", "other_ids.length == 1", { other_ids: [[6, 0, [3, 4]]] }, true],
    ["what decides is known", "flag or unheard_of", { flag: true }, false],
    ["a name is not known", "unheard_of", {}, false],
    ["a name is not known, beside one", "not unheard_of and not message", { message: "m" }, true],
    ["the context says so, which differs from menu to menu", "context.get('a')", {}, false],
    ["what it says is no expression", "not (", {}, false],
  ])("is told where %s", (_, invisible, answer, isTold) => {
    expect(told(box("Look out!", invisible), { answer })).toEqual(isTold ? ["Look out!"] : []);
  });

  it("is not told where its condition names a field that the form does not have", () => {
    expect(told(box("Look out!", "flag"), { beside: ["name"] })).toEqual([]);
    expect(told(box("Look out!", "flag"), { beside: ["flag"] })).toEqual(["Look out!"]);
  });

  it("is not told where it shows whatever the record holds", () => {
    expect(told(box("Handle with care."))).toEqual([]);
    expect(told(box('Handle with care. <field name="message"/>'), { answer: { message: false } })).toEqual([]);
    expect(told(box('Care: <field name="message"/>'), { answer: { message: "m" } })).toEqual(["Care: m"]);
    const hidden = box('Care. <b invisible="not flag">More.</b>');
    expect([told(hidden), told(hidden, { answer: { flag: true } })]).toEqual([[], ["Care. More."]]);
  });

  it("is not told where it is empty", () => {
    expect(told(box('<field name="message"/>', "not flag"), { answer: { flag: true, message: false } })).toEqual([]);
  });

  it("is not told where it is not known which parts of it show", () => {
    expect(told(box('Look <b invisible="unheard_of">out</b>', "not flag"), { answer: { flag: true } })).toEqual([]);
  });

  it("is told once", () => {
    expect(told(box("Same.", "flag") + box("Same.", "flag") + box("Other.", "flag"))).toEqual(["Same.", "Other."]);
  });
});

describe("its text", () => {
  const text = (inner: string, answer: RawValues = {}, given: Given = {}) =>
    told(box(inner, "count == 99"), { answer: { count: 0, ...answer }, ...given })[0];

  it("is on one line, with the words apart that stand in boxes of their own", () => {
    const inner = `\n  <span>A duplicate of</span><field name="name"/>\n <br/><p>Be sure</p><i>(or not)</i>.`;
    expect(text(inner, { name: "INV/1" })).toBe("A duplicate of INV/1 Be sure (or not).");
    expect(text('exists ( <field name="name"/> ), are you sure', { name: "A" })).toBe("exists (A), are you sure");
    expect(text('<field name="message"/>', { message: "One.\nTwo." })).toBe("One. Two.");
  });

  it.each<[name: string, value: unknown, shown: string]>([
    ["count", 0, "0"],
    ["name", "<b>n</b>", "<b>n</b>"],
    ["page", "<p>An <b>HTML</b></p><script>x</script>", "An HTML x"],
    ["kind", "a", "An apple"],
    ["kind", "unheard of", ""],
    ["flag", true, ""],
    ["photo", "aGk=", ""],
    ["other_id", [3, "Three"], "Three (x.other 3)"],
    ["other_id", { id: 3, display_name: "Three" }, "Three (x.other 3)"],
    ["other_id", 3, "x.other 3"],
    ["other_id", false, ""],
    [
      "other_ids",
      [
        [4, 3, { display_name: "Three" }],
        [4, 4, 0],
      ],
      "Three (x.other 3), x.other 4",
    ],
    ["other_ids", [[1, 3, { display_name: "Three" }]], "Three (x.other 3)"],
    ["other_ids", [[6, 0, [1, 2, 3, 4, 5, 6, 7]]], "x.other 1, x.other 2, x.other 3, x.other 4, x.other 5 and 2 more"],
    [
      "line_ids",
      [
        [0, "virtual_1", {}],
        [4, 8],
      ],
      "x.line 8",
    ],
    ["other_ids", "no commands", ""],
  ])("has %s %j as %j", (name, value, shown) => {
    expect(text(`A <field name="${name}"/>`, { [name]: value })).toBe(`A ${shown}`.trim());
  });

  it("has records by their ids alone where their names may not be told", () => {
    const answer = { other_id: [3, "Three"], other_ids: [[4, 4, { display_name: "Four" }]] };
    expect(text('<field name="other_id"/> <field name="other_ids"/>', answer, { mayName: false })).toBe(
      "x.other 3 x.other 4",
    );
  });

  it("is cut where it is long, and so are many boxes", () => {
    expect(text('<field name="message"/>', { message: "m".repeat(5_000) })).toBe(`${"m".repeat(1_000)}...`);
    const many = Array.from({ length: 30 }, (_, index) => box(`Box ${index}`, "flag")).join("");
    expect(told(many)).toHaveLength(10);
  });
});

describe("the messages of a widget", () => {
  const inner = '<div invisible="not alerts"><field name="alerts" widget="actionable_errors"/></div>';

  it("are told where they warn, each by itself", () => {
    const alerts = {
      lock: { level: "warning", message: "Locked\nuntil May." },
      info: { level: "info", message: "A hint." },
      twice: { message: "Twice.", action_text: "Check them", action: {} },
      worst: { level: "danger", message: "Gone." },
    };
    expect(told(inner, { answer: { alerts } })).toEqual(["Locked until May.", "Twice.", "Gone."]);
  });

  it.each([[{ a: { level: "warning", message: 3 }, b: "text", c: null }], [["x"]], ["text"], [false], [{}]])(
    "are none of %j",
    (alerts) => {
      expect(told(inner, { answer: { alerts } })).toEqual([]);
    },
  );

  it("are not told of a closed field", () => {
    const answer = { alerts: { a: { message: "Closed." } } };
    expect(told(inner, { answer })).toEqual(["Closed."]);
    expect(told(inner, { answer, fields: { alerts: fieldWith({ type: "json", closed: "the rule" }) } })).toEqual([]);
  });
});

describe("what is closed", () => {
  const closed = { message: fieldWith({ type: "text", closed: "the rule" }) };
  const answer = { message: "closed words", flag: true };

  it.each([
    ["in its text", box('A <field name="message"/>', "not flag")],
    ["in its condition", box("A", "not message")],
    ["in the condition of a part", box('A <b invisible="message">B</b>', "not flag")],
    ["in the condition of what it stands in", `<group invisible="not message">${box("A", "not flag")}</group>`],
  ])("keeps a box from being told, %s", (_, inner) => {
    expect(told(inner, { answer })).not.toEqual([]);
    expect(told(inner, { answer, fields: closed })).toEqual([]);
  });

  it("keeps what Odoo computes from it from being told, too", () => {
    const computed = {
      flag: fieldWith({ type: "boolean", depends: ["name"] }),
      name: fieldWith({ depends: ["message"] }),
    };
    expect(told(box("A", "not flag"), { answer, fields: computed })).toEqual(["A"]);
    expect(told(box("A", "not flag"), { answer, fields: { ...computed, ...closed } })).toEqual([]);
  });

  it("are secrets, too", () => {
    expect(
      told(box('A <field name="access_token"/>', "not flag"), { answer: { ...answer, access_token: "t" } }),
    ).toEqual([]);
  });
});

it("the relations that boxes tell are asked for by name, and no other fields", () => {
  const inner = `${box('<field name="other_id"/><field name="message"/>')}<field name="other_ids"/>`;
  const alerts = formAlerts({ arch: `<form>${inner}</form>`, embedded: {} });
  expect([...namedIn(MODEL, alerts)]).toEqual(["other_id"]);
});
