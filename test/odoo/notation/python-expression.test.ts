import { expect, test } from "vitest";
import { evaluatePython, isTruthy, UNKNOWN } from "../../../src/odoo/notation/python-expression.js";

const record: Record<string, unknown> = {
  state: "draft",
  partner_id: 7,
  amount: 0,
  date: "2026-03-01",
  empty: false,
  line_ids: [1, 2],
  parent: { state: "sale", company_id: 1 },
  context: { default_type: "a" },
};
const evaluated = (text: string) =>
  evaluatePython(text, (name) => (Object.hasOwn(record, name) ? record[name] : UNKNOWN));

test.each<[expression: string, value: unknown]>([
  ["state == 'draft'", true],
  ['state != "draft"', false],
  ["state in ['sale', 'done']", false],
  ["state not in ('sale', 'done')", true],
  ["state in ('draft',)", true],
  ["not partner_id", false],
  ["partner_id and not empty", true],
  ["empty or state == 'draft'", true],
  ["not (state == 'sale' or amount > 0)", true],
  ["parent.state == 'sale' and parent.company_id == 1", true],
  ["context.get('default_type') == 'a'", true],
  ["context.get('default_other', 'b')", "b"],
  ["context['default_type']", "a"],
  ["amount == False", true],
  ["0 < partner_id <= 7", true],
  ["partner_id > 7 or amount < 1", true],
  ["date >= '2026-01-01'", true],
  ["empty < '2026-01-01'", true],
  ["line_ids == []", false],
  ["line_ids", [1, 2]],
  ["'a' if empty else 'b'", "b"],
  ["partner_id + 1", 8],
  ["-partner_id % 4", 1],
  ["2 * (3 - 1) / 4", 1],
  ["{'default_partner_id': partner_id, 'x': None, 'unknown': nothing}", { default_partner_id: 7, x: false }],
  ["True", true],
  ["empty is not None", false],
  ["id_ is None", UNKNOWN],
])("%s is %s", (expression, value) => {
  expect(evaluated(expression)).toEqual(value);
});

test.each([
  ["nothing or state == 'draft'", true],
  ["nothing and state == 'sale'", false],
  ["nothing and state == 'draft'", UNKNOWN],
  ["not nothing", UNKNOWN],
  ["1 if nothing else 2", UNKNOWN],
  ["parent.nothing == 1", UNKNOWN],
])("what is not known stays so unless the rest decides: %s", (expression, value) => {
  expect(evaluated(expression)).toEqual(value);
});

test.each([
  "",
  "state ==",
  "state = 'draft'",
  "(state",
  "[1, 2",
  "state child_of [1]",
  "{'a' 1}",
  "{'a': 1",
  "lambda: 1",
  "[x for x in line_ids]",
  "'unclosed",
  "`ls`",
  "(".repeat(500),
  "not ".repeat(500),
  "1".repeat(20_000),
])("what is no such expression is not known: %s", (expression) => {
  expect(evaluated(expression)).toBe(UNKNOWN);
});

test("no function is called, and no member of JavaScript's objects reached", () => {
  for (const expression of [
    "len(line_ids)",
    "parent.constructor",
    "state.__class__",
    "context.get('toString')",
    "__proto__",
  ])
    expect([UNKNOWN, false]).toContainEqual(evaluated(expression));
});

test("Python's truth", () => {
  for (const value of [false, null, 0, "", [], {}]) expect(isTruthy(value)).toBe(false);
  for (const value of [true, 1, "0", [0], { a: 1 }]) expect(isTruthy(value)).toBe(true);
});
