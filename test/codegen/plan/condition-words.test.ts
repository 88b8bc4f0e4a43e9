import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recordsWhereNot } from "../../../codegen/plan/condition-words.js";
import { evaluatePython, isTruthy, UNKNOWN } from "../../../src/odoo/notation/python-expression.js";
import type { Model } from "../../../src/odoo/schema/schema.js";
import { committedSchema, fieldWith } from "../../support/fixtures.js";

const long = "A label so long that nobody reads it to its end, whatever may stand there";
const model: Model = {
  name: "a.b",
  label: "Thing",
  fields: {
    state: fieldWith({
      type: "selection",
      string: "Status",
      selection: [
        ["draft", "Quotation"],
        ["sent", "Quotation Sent"],
        ["sale", "Sales Order"],
        ["cancel", "Cancelled"],
      ],
    }),
    kind: fieldWith({
      type: "selection",
      string: "Type",
      required: true,
      selection: [
        ["lead", "Lead"],
        ["opportunity", "Opportunity"],
      ],
    }),
    priority: fieldWith({
      type: "selection",
      string: "Priority",
      selection: [
        ["0", "Low"],
        ["1", "High"],
      ],
    }),
    twice: fieldWith({
      type: "selection",
      string: "Twice",
      required: true,
      selection: [
        ["a", "Same"],
        ["b", "Same"],
      ],
    }),
    wordy: fieldWith({
      type: "selection",
      string: "Wordy",
      required: true,
      selection: [
        ["a", long],
        ["b", "B"],
      ],
    }),
    zone: fieldWith({ type: "selection", string: "Zone", dynamic: true }),
    active: fieldWith({ type: "boolean", string: "Active" }),
    is_locked: fieldWith({ type: "boolean", string: "Is Locked" }),
    is_company: fieldWith({ type: "boolean", string: "Is a Company" }),
    show_it: fieldWith({ type: "boolean", string: "Show It" }),
    computed: fieldWith({ type: "boolean", string: "Computed", store: false }),
    note: fieldWith({ string: "Note" }),
    count: fieldWith({ type: "integer", string: "Count" }),
    line_ids: fieldWith({ type: "one2many", string: "Lines" }),
    unlabelled: fieldWith({ type: "boolean", string: "" }),
    long: fieldWith({ string: long }),
  },
};
const words = (condition: string) => recordsWhereNot(condition, model);

describe("the records for which a condition does not hold", () => {
  it.each([
    ["state != 'draft'", "records whose Status is Quotation"],
    ["'draft' != state", "records whose Status is Quotation"],
    ["state != 'sent' and state != 'draft'", "records whose Status is Quotation or Quotation Sent"],
    ["state not in ['draft', 'sent', 'sale']", "records whose Status is not Cancelled"],
    ["state in ('sale', 'cancel')", "records whose Status is Quotation or Quotation Sent"],
    ["state == 'cancel' or not id", "records whose Status is not Cancelled"],
    ["state in ('cancel')", "records whose Status is not Cancelled"],
    ["kind == 'lead'", "records whose Type is Opportunity"],
    ["priority == '0'", "records whose Priority is High or empty"],
    ["not priority", "records whose Priority is set"],
    ["priority", "records whose Priority is empty"],
    ["not active", "records that are Active"],
    ["is_locked", "records that are not Locked"],
    ["is_locked == True", "records that are not Locked"],
    ["is_company", 'records whose "Is a Company" is not ticked'],
    ["not note or note == ''", "records whose Note is set"],
    ["note", "records whose Note is empty"],
    ["zone", "records whose Zone is empty"],
    ["note != 'a'", "records whose Note is set"],
    ["count <= 0", "records whose Count is not 0"],
    ["count != 0", "records whose Count is 0"],
    ["not line_ids", "records that have Lines"],
    ["line_ids != []", "records that have no Lines"],
    [
      "state != 'draft' or kind == 'lead' or not active",
      "records whose Status is Quotation, whose Type is Opportunity and that are Active",
    ],
    ["kind == 'lead' if active else state == 'draft'", ""],
    [
      "state != 'draft' if active else state not in ('sent', 'draft')",
      "records whose Status is Quotation or Quotation Sent",
    ],
  ])("%s: %s", (condition, told) => {
    expect(words(condition)).toBe(told);
  });

  it.each([
    ["what no label tells", "state != 'draft' or show_it or computed or unlabelled or long or twice == 'a'"],
    ["what is no field of the record", "state != 'draft' or nothing or parent.x or uid == 1 or context.get('a')"],
    ["what looks at two fields", "state != 'draft' or count > note"],
    ["a value whose label is too long", "state != 'draft' or wordy == 'b'"],
    ["what another way to the button leaves open", "(state != 'draft' or active) and (state != 'draft' or not active)"],
    ["ways that are none", "(state != 'draft' or kind == 'x') and (state == 'draft' or state != 'draft' or active)"],
  ])("are told without %s", (_, condition) => {
    expect(words(condition)).toBe("records whose Status is Quotation");
  });

  it("are told in three terms, the step before the kind before what is ticked before what is filled in", () => {
    expect(words("note or not active or kind == 'lead' or not line_ids or state != 'draft' or priority")).toBe(
      "records whose Status is Quotation, whose Priority is empty and whose Type is Opportunity",
    );
  });

  it.each([
    ["no expression", "state = 'draft'"],
    ["an expression in two ways", "state != 'draft' and not active"],
    ["a condition that always holds", "state != 'draft' or state == 'draft'"],
    ["one that never holds", "state == 'done'"],
    ["one of fields that no label tells", "show_it"],
    ["one of what is no field", "parent.state != 'draft'"],
    ["one whose every saying is long", "wordy != 'a'"],
  ])("are not told of %s", (_, condition) => {
    expect(words(condition)).toBe("");
  });

  it("are told in at most 110 characters, of whatever is short enough", () => {
    for (const { name, views, ...rest } of Object.values(committedSchema().models)) {
      for (const { hidden = "" } of views?.buttons ?? []) {
        const told = recordsWhereNot(hidden, { name, ...rest });
        expect(told.length).toBeLessThanOrEqual(110);
        expect(told).not.toMatch(/==|!=|\bnot in\b/);
      }
    }
  });
});

describe("whatever the condition", () => {
  const field = fc.constantFrom(
    "state",
    "kind",
    "priority",
    "active",
    "is_locked",
    "note",
    "count",
    "show_it",
    "nothing",
  );
  const literal = fc.constantFrom("'draft'", "'sale'", "'lead'", "'0'", "True", "False", "''", "0", "1", "'x'");
  const { condition } = fc.letrec<{ condition: string }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 5 },
      field,
      fc.tuple(field, fc.constantFrom("==", "!=", ">", "<="), literal).map((parts) => parts.join(" ")),
      fc
        .tuple(field, fc.constantFrom("in", "not in"), literal, literal)
        .map(([a, operator, b, c]) => `${a} ${operator} (${b}, ${c})`),
      tie("condition").map((inner) => `not (${inner})`),
      fc
        .tuple(tie("condition"), fc.constantFrom(" and ", " or "), tie("condition"))
        .map(([a, joint, b]) => `(${a})${joint}(${b})`),
      fc
        .tuple(tie("condition"), tie("condition"), tie("condition"))
        .map(([a, b, c]) => `((${a}) if (${b}) else (${c}))`),
    ),
  }));
  const record = fc.record({
    state: fc.constantFrom("draft", "sent", "sale", "cancel"),
    kind: fc.constantFrom("lead", "opportunity"),
    priority: fc.constantFrom("0", "1", false),
    active: fc.boolean(),
    is_locked: fc.boolean(),
    note: fc.constantFrom("x", "0", "draft", "", false),
    count: fc.constantFrom(0, 1, 2),
    show_it: fc.boolean(),
  });

  it("a record for which it does not hold is one of those told", () => {
    fc.assert(
      fc.property(condition, record, fc.boolean(), (expression, values, nothing) => {
        const known: Record<string, unknown> = { ...values, nothing };
        const hidden = evaluatePython(expression, (name) => known[name]);
        if (hidden === UNKNOWN || isTruthy(hidden)) return;
        for (const term of words(expression)
          .replace(/^records /, "")
          .split(/, (?=whose|that)| and (?=whose|that)/)) {
          expect({ term, values, told: isOne(term, values) }).toMatchObject({ told: true });
        }
      }),
      { numRuns: 3_000 },
    );
  });

  /** The words, read back. */
  function isOne(term: string, values: Record<string, unknown>): boolean {
    if (term === "") return true;
    const [, not, adjective] = /^that are (not )?(\w+)$/.exec(term) ?? [];
    if (adjective) return values[adjective === "Active" ? "active" : "is_locked"] === !not;
    const [, label, told = ""] = /^whose (\w+) is (.*)$/.exec(term) ?? [];
    const [name = "", { selection = [] } = {}] =
      Object.entries(model.fields).find(([, { string }]) => string === label) ?? [];
    const value = values[name];
    if (label === "Count") return told === "0" ? value === 0 : value !== 0;
    if (told === "set") return Boolean(value);
    if (told === "empty") return !value;
    const [, negated, list = ""] = /^(not |neither )?(.*)$/.exec(told) ?? [];
    const labels = list.split(/, | or | nor /);
    const own = value === false ? "empty" : selection.find(([key]) => key === value)?.[1];
    return labels.includes(String(own)) === !negated;
  }
});
