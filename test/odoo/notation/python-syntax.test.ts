import { expect, it } from "vitest";
import { type Expression, parsePython } from "../../../src/odoo/notation/python-syntax.js";

// What expressions mean is in python-expression.test.ts.

const name = (text: string): Expression => ({ kind: "name", name: text });
const value = (one: unknown): Expression => ({ kind: "value", value: one });

it.each<[text: string, expression: Expression]>([
  ["a", name("a")],
  [
    "a or b and not c",
    { kind: "or", terms: [name("a"), { kind: "and", terms: [name("b"), { kind: "not", term: name("c") }] }] },
  ],
  ["(a or b) or c", { kind: "or", terms: [{ kind: "or", terms: [name("a"), name("b")] }, name("c")] }],
  [
    "0 < a <> 'b'",
    {
      kind: "comparison",
      first: value(0),
      rest: [
        { operator: "<", right: name("a") },
        { operator: "!=", right: value("b") },
      ],
    },
  ],
  ["a is not None", { kind: "comparison", first: name("a"), rest: [{ operator: "!=", right: value(false) }] }],
  [
    "a not in ('b',)",
    {
      kind: "comparison",
      first: name("a"),
      rest: [{ operator: "not in", right: { kind: "list", items: [value("b")] } }],
    },
  ],
  ["()", { kind: "list", items: [] }],
  ["('b')", value("b")],
  ["1 if a else 2", { kind: "if", condition: name("a"), yes: value(1), no: value(2) }],
  [
    "parent.a.get('b')[0]()",
    {
      kind: "member",
      of: name("parent"),
      steps: [
        { kind: "name", name: "a" },
        { kind: "get", arguments: [value("b")] },
        { kind: "at", arguments: [value(0)] },
        { kind: "call" },
      ],
    },
  ],
  [
    "-a - 1",
    { kind: "arithmetic", first: { kind: "minus", term: name("a") }, rest: [{ operator: "-", right: value(1) }] },
  ],
  ["{'a': b}", { kind: "dict", entries: [[value("a"), name("b")]] }],
])("%s is read as what it is", (text, expression) => {
  expect(parsePython(text)).toEqual(expression);
});

it.each(["", "a b", "a ==", "lambda: 1", "(", `a${" or a".repeat(5_000)}`])("no expression: %s", (text) => {
  expect(parsePython(text)).toBeUndefined();
});

it("takes long lists of terms, and no deep nests", () => {
  expect(parsePython(`a${" or a".repeat(1_000)}`)).toMatchObject({ kind: "or" });
  expect(parsePython(`${"(".repeat(60)}a${")".repeat(60)}`)).toBeUndefined();
});
